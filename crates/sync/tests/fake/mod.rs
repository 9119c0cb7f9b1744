//! A server of the protocol in memory: what a phone may rely on, and nothing more.
#![allow(dead_code)] // Each test uses its part.

use std::collections::{BTreeMap, HashMap};

use serde_json::value::RawValue;
use sync::{
    Acked, Digest, Fault, FaultCode, Filled, Gone, Grant, GrantsHash, Lane, Mutation, PROTOCOL,
    Page, Pull, PushAnswer, PushRequest, Receipt, Verdict, WireRow,
};
use uuid::Uuid;

/// What a mutation does: a verdict, a reason, and the rows it writes (id, scope, body).
pub type Decide = dyn FnMut(&Mutation) -> (Verdict, Option<String>, Vec<(Uuid, Uuid, String)>);

pub struct FakeServer {
    pub decide: Box<Decide>,
    pub state: State,
    pub page_rows: usize,
    /// Distinguishes the commits of one history from those of another.
    next_commit: u64,
    pub pushes: u64,
    pub pulls: u64,
    /// Its clock.
    pub now: i64,
}

/// What a backup holds.
#[derive(Clone, Default)]
pub struct State {
    pub devices: Vec<Uuid>,
    pub clock: u64,
    commits: BTreeMap<u64, u64>,
    lanes: HashMap<(Uuid, Lane), Vec<(Digest, Receipt)>>,
    by_id: HashMap<Uuid, Receipt>,
    /// The texts applied, in order: what exactly once is asserted on.
    pub applied: Vec<(Uuid, String)>,
    pub rows: BTreeMap<Uuid, (Uuid, u64, String)>,
    gone: Vec<Gone>,
    pub grants: Vec<Grant>,
    pub backed_up: u64,
    /// Removals up to this clock are forgotten.
    pruned: u64,
}

impl FakeServer {
    pub fn new(device: Uuid, decide: Box<Decide>) -> Self {
        let state = State { devices: vec![device], ..State::default() };
        Self { decide, state, page_rows: 50, next_commit: 1, pushes: 0, pulls: 0, now: 0 }
    }

    /// Goes back to a backup. What is committed from now on is another history.
    pub fn restore(&mut self, backup: State) {
        self.state = backup;
        self.next_commit += 1_000_000;
    }

    fn commit(&mut self) -> u64 {
        self.state.clock += 1;
        self.state.commits.insert(self.state.clock, self.next_commit);
        self.next_commit += 1;
        self.state.clock
    }

    pub fn put(&mut self, id: Uuid, scope: Uuid, body: &str) {
        let clock = self.commit();
        self.state.rows.insert(id, (scope, clock, body.to_owned()));
    }

    pub fn remove(&mut self, id: Uuid) {
        if let Some((scope, _, _)) = self.state.rows.remove(&id) {
            let seq = self.commit();
            self.state.gone.push(Gone { id, scope, seq });
        }
    }

    /// Forgets what was removed so far.
    pub fn prune(&mut self) {
        self.state.pruned = self
            .state
            .gone
            .drain(..)
            .map(|gone| gone.seq)
            .max()
            .unwrap_or(0)
            .max(self.state.pruned);
    }

    /// The same, for removals that no phone with its cursor could have been told of.
    pub fn prune_quietly(&mut self) {
        self.state.gone.clear();
    }

    pub fn grant(&mut self, grants: Vec<Grant>) {
        self.commit();
        self.state.grants = grants;
    }

    pub fn push(&mut self, request: &PushRequest) -> Result<PushAnswer, Fault> {
        self.pushes += 1;
        let mut receipts = Vec::new();
        let before = self.state.clone();
        for text in &request.mutations {
            match self.take(text) {
                Ok(receipt) => receipts.push(receipt),
                Err(fault) => {
                    self.state = before;
                    return Err(fault);
                }
            }
        }
        let (page, pull_fault) = match request.pull.as_ref().map(|pull| self.pull(pull)) {
            None => (None, None),
            Some(Ok(page)) => (Some(page), None),
            Some(Err(fault)) => (None, Some(fault)),
        };
        let now = page.is_none().then_some(self.now);
        Ok(PushAnswer { brobygger: PROTOCOL, receipts, now, page, pull_fault })
    }

    fn take(&mut self, text: &sync::MutationText) -> Result<Receipt, Fault> {
        let mutation = text.parse().map_err(|_| fault(FaultCode::Malformed))?;
        let at = mutation.envelope.clone();
        if !self.state.devices.contains(&at.device) {
            return Err(fault(FaultCode::OtherDevice));
        }
        let lane = self.state.lanes.entry((at.epoch, at.lane)).or_default();
        if at.seq <= lane.len() as u64 {
            let (digest, receipt) = &lane[at.seq as usize - 1];
            return match *digest == text.chained() {
                true => Ok(receipt.clone()),
                false => Err(Fault { lane: Some(at.lane), ..fault(FaultCode::Forked) }),
            };
        }
        let expected = lane.len() as u64 + 1;
        if at.seq > expected {
            let gap = fault(FaultCode::Gap);
            return Err(Fault { lane: Some(at.lane), expected: Some(expected), ..gap });
        }
        if at.prev != lane.last().map_or(Digest::START, |(digest, _)| *digest) {
            return Err(Fault { lane: Some(at.lane), ..fault(FaultCode::Forked) });
        }
        let receipt = match self.state.by_id.get(&at.id) {
            // The same verdict, at a clock of its own.
            Some(first) => {
                let first = first.clone();
                let clock = self.commit();
                Receipt { lane: at.lane, seq: at.seq, clock, ..first }
            }
            None => {
                let (verdict, reason, rows) = match mutation.voids() {
                    Some(_) => (Verdict::Applied, Some("voided".to_owned()), vec![]),
                    None => (self.decide)(&mutation),
                };
                let clock = self.commit();
                for (id, scope, body) in rows {
                    self.state.rows.insert(id, (scope, clock, body));
                }
                self.state.applied.push((at.id, text.as_str().to_owned()));
                Receipt { lane: at.lane, seq: at.seq, id: at.id, verdict, reason, clock }
            }
        };
        self.state.by_id.entry(at.id).or_insert(receipt.clone());
        let lane = self.state.lanes.entry((at.epoch, at.lane)).or_default();
        lane.push((text.chained(), receipt.clone()));
        Ok(receipt)
    }

    pub fn pull(&mut self, pull: &Pull) -> Result<Page, Fault> {
        self.pulls += 1;
        let state = &self.state;
        let mut page = Page { now: self.now, backed_up: state.backed_up, ..Page::default() };
        let granted = |scope: Uuid| state.grants.iter().any(|grant| grant.scope == scope);
        if pull.grants != GrantsHash::of(state.grants.iter().copied()) {
            page.grants = Some(state.grants.clone());
        }
        let mut at = state.clock;
        let mut since = 0;
        let mut wants = pull.wants.clone();
        match &pull.cursor {
            None => {
                wants = (state.grants.iter())
                    .map(|grant| sync::Want { scope: grant.scope, after: None })
                    .collect();
            }
            Some(cursor) => {
                since = self.read_cursor(cursor)?;
                let mut changed: Vec<WireRow> = (state.rows.iter())
                    .filter(|(_, (scope, seq, _))| *seq > since && granted(*scope))
                    .map(|(id, row)| wire(*id, row))
                    .collect();
                changed.sort_by_key(|row| row.seq);
                if changed.len() > self.page_rows {
                    let cut = changed[self.page_rows - 1].seq;
                    at = cut;
                    page.more = true;
                    changed.retain(|row| row.seq <= cut);
                }
                page.rows = changed;
                page.gone = (state.gone.iter())
                    .filter(|gone| gone.seq > since && gone.seq <= at && granted(gone.scope))
                    .cloned()
                    .collect();
            }
        }
        for want in wants.into_iter().filter(|want| granted(want.scope)) {
            let room = self.page_rows.saturating_sub(page.rows.len());
            if room == 0 {
                page.more = true;
                break;
            }
            let mut rows: Vec<WireRow> = (state.rows.iter())
                .filter(|(id, (scope, _, _))| *scope == want.scope && Some(**id) > want.after)
                .map(|(id, row)| wire(*id, row))
                .collect();
            let done = rows.len() <= room;
            rows.truncate(room);
            let after = rows.last().map(|row| row.id).or(want.after);
            page.filled.push(Filled { scope: want.scope, after: after.filter(|_| !done), done });
            page.rows.extend(rows);
            page.more |= !done;
        }
        for ((epoch, lane), taken) in &state.lanes {
            let seq = taken.iter().take_while(|(_, receipt)| receipt.clock <= at).count();
            // Those that did not move since the cursor are not named again.
            if seq > 0 && taken[seq - 1].1.clock > since {
                let seq = seq as u64;
                page.acked.push(Acked { epoch: *epoch, lane: *lane, seq });
            }
        }
        let commit = state.commits.get(&at).copied().unwrap_or(0);
        page.cursor = format!("{at}:{commit}");
        Ok(page)
    }

    fn read_cursor(&self, cursor: &str) -> Result<u64, Fault> {
        let (clock, commit) = cursor.split_once(':').ok_or_else(|| fault(FaultCode::BadCursor))?;
        let clock: u64 = clock.parse().map_err(|_| fault(FaultCode::BadCursor))?;
        match self.state.commits.get(&clock).copied().unwrap_or(0).to_string() == commit {
            true if clock < self.state.pruned => Err(fault(FaultCode::BadCursor)),
            true if clock <= self.state.clock => Ok(clock),
            _ => Err(fault(FaultCode::AnotherHistory)),
        }
    }
}

fn wire(id: Uuid, (scope, seq, body): &(Uuid, u64, String)) -> WireRow {
    let body = RawValue::from_string(body.clone()).unwrap();
    WireRow { id, scope: *scope, seq: *seq, body }
}

pub fn fault(code: FaultCode) -> Fault {
    Fault {
        brobygger: PROTOCOL,
        fault: code,
        message: String::new(),
        lane: None,
        expected: None,
        limit: None,
    }
}
