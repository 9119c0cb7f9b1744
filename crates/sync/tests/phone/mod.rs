//! A phone of the protocol: a replica, a disk that survives it, and a network under our hands.
#![allow(dead_code)] // Each test uses its part.

use std::collections::{BTreeMap, VecDeque};

use serde_json::value::RawValue;
use sync::replica::{
    Answer, Commit, Counters, Draft, Effect, Entry, Event, Held, Now, Replica, Request, Why,
};
use sync::{Grant, Lane, PROTOCOL, PullAnswer, Verdict};
use uuid::Uuid;

use crate::fake::FakeServer;

pub const DEVICE: Uuid = Uuid::from_u128(0xD);
pub const SCOPE: Uuid = Uuid::from_u128(0x5);

/// A phone whose disk survives it.
pub struct Phone {
    pub replica: Replica,
    pub disk: Disk,
    pub now: i64,
    pub wake_at: Option<i64>,
    /// Answers under way, the oldest first.
    pub network: VecDeque<(u64, Answer)>,
    /// A ticket and its request, before the server has seen it.
    pub asked: VecDeque<(u64, Request)>,
    pub ids: u128,
    pub commits_fail: bool,
}

#[derive(Clone)]
pub struct Disk {
    pub entries: BTreeMap<u64, Vec<u8>>,
    pub counters: Counters,
    pub rows: BTreeMap<Uuid, (Uuid, u64, String)>,
    pub held: Held,
}

impl Disk {
    pub fn new() -> Self {
        let counters = Counters::new(Uuid::from_u128(0xE), 0);
        Self { entries: BTreeMap::new(), counters, rows: BTreeMap::new(), held: Held::default() }
    }

    pub fn replica(&self) -> Replica {
        let entries = self.entries.values().map(|json| Entry::from_json(json).unwrap()).collect();
        Replica::new(DEVICE, self.counters.clone(), entries, self.held.clone())
    }

    /// As the words of [`Commit`] say it, on plain maps.
    pub fn commit(&mut self, commit: Commit) {
        let Commit { evict, open, upserts, gone, held } = commit;
        self.rows.retain(|_, (scope, _, _)| !evict.contains(scope));
        let given: Vec<(Uuid, Uuid)> = upserts.iter().map(|row| (row.scope, row.id)).collect();
        self.rows.retain(|id, (scope, _, _)| {
            let replaced = open.iter().any(|open| open.gives(*scope, *id));
            !replaced || given.contains(&(*scope, *id))
        });
        let of_before = |id: Uuid, scope: Uuid| open.iter().any(|open| open.has(scope, id));
        for gone in gone {
            let held = self.rows.get(&gone.id);
            if held.is_some_and(|(scope, seq, _)| *seq <= gone.seq || of_before(gone.id, *scope)) {
                self.rows.remove(&gone.id);
            }
        }
        for row in upserts {
            let held = self.rows.get(&row.id);
            if held.is_none_or(|(scope, seq, _)| *seq < row.seq || of_before(row.id, *scope)) {
                self.rows.insert(row.id, (row.scope, row.seq, row.body.get().to_owned()));
            }
        }
        self.held = held;
    }
}

impl Phone {
    pub fn new(disk: Disk) -> Self {
        Self {
            replica: disk.replica(),
            disk,
            now: 1_000_000,
            wake_at: None,
            network: VecDeque::new(),
            asked: VecDeque::new(),
            ids: 0x1000,
            commits_fail: false,
        }
    }

    /// Killed and started again: only the disk is left.
    pub fn restart(&mut self) {
        self.replica = self.disk.replica();
        self.network.clear();
        self.asked.clear();
        self.wake(Why::Start);
    }

    pub fn moment(&mut self) -> Now {
        self.ids += 1;
        Now { ms: self.now, dice: 0, spare: Uuid::from_u128(self.ids) }
    }

    pub fn record(&mut self, lane: Lane) -> Uuid {
        self.record_under(lane, None)
    }

    pub fn record_under(&mut self, lane: Lane, grant: Option<Grant>) -> Uuid {
        self.ids += 1;
        let id = Uuid::from_u128(self.ids);
        let command = RawValue::from_string(format!(r#"{{"put":"{id}"}}"#)).unwrap();
        let draft =
            Draft { device: DEVICE, id, lane, grant, at: self.now, schema: 1, command: &command };
        let (entry, counters) = self.replica.counters().write(&draft).unwrap();
        self.disk.entries.insert(entry.order, entry.to_json().unwrap());
        self.disk.counters = counters.clone();
        self.step(Event::Recorded { entry, counters });
        id
    }

    /// A withdrawal takes these with it. Gives their ids with what they say from now on.
    pub fn void(&mut self, goes: impl Fn(&Entry) -> bool) -> Vec<(Uuid, String)> {
        let goes = |entry: &&Entry| entry.receipt.is_none() && !entry.voided() && goes(entry);
        let entries = self.replica.entries().iter().filter(goes);
        let entries: Vec<Entry> = entries.map(|entry| entry.void().unwrap()).collect();
        for entry in &entries {
            self.disk.entries.insert(entry.order, entry.to_json().unwrap());
        }
        let voided =
            entries.iter().map(|entry| (entry.envelope.id, entry.text.as_str().to_owned()));
        let voided = voided.collect();
        self.step(Event::Voided { entries });
        voided
    }

    pub fn wake(&mut self, why: Why) {
        let now = self.moment();
        self.step(Event::Wake { now, why });
    }

    pub fn step(&mut self, event: Event) {
        for effect in self.replica.step(event) {
            match effect {
                Effect::Send { ticket, request } => self.asked.push_back((ticket, request)),
                Effect::SaveOutbox { put, remove, counters } => {
                    for entry in put {
                        self.disk.entries.insert(entry.order, entry.to_json().unwrap());
                    }
                    remove.iter().for_each(|order| {
                        self.disk.entries.remove(order);
                    });
                    self.disk.counters = counters.unwrap_or(self.disk.counters.clone());
                }
                Effect::CommitPage(commit) => {
                    let now = self.moment();
                    if self.commits_fail {
                        self.step(Event::CommitFailed { now });
                    } else {
                        self.disk.commit(*commit);
                        self.step(Event::Committed { now });
                    }
                }
                Effect::WakeAt(at) => self.wake_at = Some(at),
                Effect::StatusChanged => {}
            }
        }
    }

    /// The server answers the oldest request.
    pub fn serve(&mut self, server: &mut FakeServer) -> bool {
        let Some((ticket, request)) = self.asked.pop_front() else {
            return false;
        };
        let answer = match request {
            Request::Push(push) => server.push(&push).map(Answer::Pushed),
            Request::Pull(pull) => server
                .pull(&pull.pull)
                .map(|page| Answer::Pulled(PullAnswer { brobygger: PROTOCOL, page })),
        };
        let faulty = |fault| Answer::Fault { fault, retry_after_ms: None };
        self.network.push_back((ticket, answer.unwrap_or_else(faulty)));
        true
    }

    pub fn deliver(&mut self) {
        if let Some((ticket, answer)) = self.network.pop_front() {
            let now = self.moment();
            self.step(Event::Answered { ticket, now, answer });
        }
    }

    /// Everything goes well until nothing is left to do.
    pub fn settle(&mut self, server: &mut FakeServer) {
        self.network.clear();
        self.asked.clear();
        for _ in 0..400 {
            self.now = self.wake_at.unwrap_or(self.now).max(self.now) + 100_000;
            self.wake(Why::Asked);
            let mut steps = 0;
            while self.serve(server) {
                self.deliver();
                steps += 1;
                assert!(steps < 1_000, "it does not come to rest");
            }
            let status = self.replica.status();
            if status.not_sent == 0 && status.filling.is_none() && steps == 1 {
                return;
            }
        }
        panic!("not settled: {:?}", self.replica.status());
    }

    pub fn entry(&self, id: Uuid) -> &Entry {
        self.replica.entries().iter().find(|entry| entry.envelope.id == id).unwrap()
    }
}

pub fn server() -> FakeServer {
    let decide = |mutation: &sync::Mutation| {
        let id = mutation.envelope.id;
        let body = mutation.command.get().to_owned();
        (Verdict::Applied, None, vec![(id, SCOPE, body)])
    };
    let mut server = FakeServer::new(DEVICE, Box::new(decide));
    server.grant(vec![Grant { scope: SCOPE, version: 1 }]);
    server
}

pub fn phone() -> Phone {
    Phone::new(Disk::new())
}

pub fn grant(scope: u128, version: u32) -> Grant {
    Grant { scope: Uuid::from_u128(scope), version }
}

pub fn server_rows(server: &FakeServer) -> BTreeMap<Uuid, (Uuid, u64, String)> {
    let granted = |scope: &Uuid| server.state.grants.iter().any(|grant| grant.scope == *scope);
    server.state.rows.clone().into_iter().filter(|(_, (scope, _, _))| granted(scope)).collect()
}
