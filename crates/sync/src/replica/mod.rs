//! The phone's half of the protocol: a state machine that says what to send, save and show.
//!
//! **The story.** The outside feeds [`Event`]s to [`Replica::step`] and carries out the [`Effect`]s in
//! their order. A mutation is numbered and chained by [`Counters::write`], saved by the outside, and
//! told here as [`Event::Recorded`]. At each chance to send, the replica asks for one request: what
//! waits, urgent first, and a pull with it. Its answer gives receipts, which are saved, and a page,
//! which is committed whole; entries that the committed page contains leave the view's overlay, and
//! leave the outbox once they are in a backup (or after 90 days).
//!
//! **What may go wrong, and what then.**
//! - An answer is lost, late or repeated: only the answer to the one request under way counts, and a
//!   mutation is pushed until it has a receipt. The server gives the same receipt each time.
//! - `gap`: the server lost numbers that it had. They are pushed again from the journal. If the journal
//!   does not reach back that far, or the server says `forked`, the lane of that epoch is at its end:
//!   what waits there is *stuck*. It is never put into another envelope, since two texts under one id
//!   would contradict each other; it stays in the outbox to the letter, is shown as needing somebody,
//!   and is exported for the server's `import-outbox`, which takes it by its id. A new epoch begins.
//! - A receipt came from a server that was then set back, and no cursor tells: a page that goes up to
//!   the server's present contains all that the server has decided. What it does not contain although
//!   there was a receipt before is pushed again.
//! - `bad_cursor`, `another_history`: the next pull has no cursor. What is held stays and is shown until
//!   the pages replace it, range by range in order of id ([`Open`]), so that the screens are never empty
//!   in between, and a break resumes where it broke; changes go on meanwhile by the cursor of the first
//!   page. After another history, all that was received and is not known to be in a backup is pushed
//!   again; ids remove the repeats.
//! - A participant withdraws: what is not sent about them is voided ([`Event::Voided`]). Numbers and chain
//!   stay, and what was on its way at that moment gets the receipt of the text before.
//! - Storage fails: the cursor has not moved, nothing was shown as done, and it is tried again.

mod answers;
mod entry;
mod held;
mod link;
mod sending;

use planted::Planted;
use uuid::Uuid;

pub use self::entry::{Counters, Draft, Entry, Kept, LaneEnd};
pub use self::held::{Commit, Fill, Given, Held, HeldGrant, Open};
use self::link::Link;
pub use self::link::{Now, Pause, Why};
use crate::{Fault, FaultCode, PullAnswer, PullRequest, PushAnswer, PushRequest};

/// For how long a received entry is listed where no backup ever takes it over.
const JOURNAL_MS: i64 = 90 * 24 * 60 * 60_000;

/// What happened.
#[derive(Debug)]
pub enum Event {
    /// There is a chance to send.
    Wake { now: Now, why: Why },
    /// An entry was saved, durably, with these counters.
    Recorded { entry: Entry, counters: Counters },
    /// These entries were voided, durably, since their participant has withdrawn.
    Voided { entries: Vec<Entry> },
    /// The outbox was read again, since another tab has written to it.
    OutboxReloaded { entries: Vec<Entry>, counters: Counters },
    /// The base was read again, since another tab has written to it.
    BaseReloaded { held: Held },
    /// The request of this ticket was answered, or was not.
    Answered { ticket: u64, now: Now, answer: Answer },
    /// The page was committed.
    Committed { now: Now },
    /// It was not.
    CommitFailed { now: Now },
    /// The person has seen that this mutation needed somebody.
    SetAside { id: Uuid },
    /// Whatever was under way is not waited for any more: another tab synchronises, or the loop begins
    /// anew.
    Interrupted,
}

/// How a request ended.
#[derive(Debug)]
pub enum Answer {
    Pushed(PushAnswer),
    Pulled(PullAnswer),
    /// Not 2xx, in the words of our server.
    Fault {
        fault: Fault,
        retry_after_ms: Option<i64>,
    },
    /// Not 2xx, from something in between.
    Status {
        status: u16,
        retry_after_ms: Option<i64>,
    },
    /// No answer, or one that was not ours: no network, a timeout, a login page.
    Unreachable,
}

/// What to do, in the order given. An effect is done before the next is begun.
#[derive(Debug)]
pub enum Effect {
    Send {
        ticket: u64,
        request: Request,
    },
    /// Not urgent to get right: what is lost here is learnt again from the server.
    SaveOutbox {
        put: Vec<Entry>,
        remove: Vec<u64>,
        counters: Option<Counters>,
    },
    /// To be answered by `Committed` or `CommitFailed`.
    CommitPage(Box<Commit>),
    /// Replaces an earlier one.
    WakeAt(i64),
    StatusChanged,
}

#[derive(Debug)]
pub enum Request {
    Push(PushRequest),
    Pull(PullRequest),
}

/// What a person may be told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Status {
    pub not_sent: usize,
    pub needs_you: usize,
    pub sending: bool,
    pub offline: bool,
    pub pause: Option<Pause>,
    /// The last failure was of the server or of ourselves, with this code.
    pub trouble: Option<FaultCode>,
    pub last_contact: Option<i64>,
    /// How many of the scopes granted are here, until all have been once.
    pub filling: Option<(usize, usize)>,
    /// Something granted is not here, or not any more.
    pub incomplete: bool,
    /// By how much the phone's clock is ahead of the server's, at the last contact.
    pub clock_ahead_ms: Option<i64>,
}

#[derive(Debug)]
pub struct Replica {
    device: Uuid,
    counters: Counters,
    /// In order of recording.
    entries: Vec<Entry>,
    held: Held,
    link: Link,
    flight: Option<Flight>,
    committing: Option<Committing>,
    /// Receipts that were doubted and given again, by mutation and clock.
    confirmed: Vec<(Uuid, u64)>,
    tickets: u64,
    /// The clock up to which everything granted is here, as far as receipts and rows tell it.
    seen: u64,
    /// The highest clock that the server spoke of since the last request; the highest number there is
    /// when it did not say which.
    poked: u64,
    /// Something happened during a flight that the flight does not cover.
    again: bool,
    /// The next pull begins anew.
    restart: bool,
    /// The server answers no pull of this release.
    pull_refused: bool,
    /// Fewer than the protocol's limit after the server choked.
    batch_limit: usize,
    /// Less than the server would give in a page, after one did not come through.
    page_bytes: Option<usize>,
    trouble: Option<FaultCode>,
    last_contact: Option<i64>,
    clock_ahead_ms: Option<i64>,
    shown: Status,
}

#[derive(Debug)]
struct Committing {
    held: Held,
    /// What the page's request pushed, where the page goes up to the server's present.
    whole: Option<Vec<Uuid>>,
    seen: u64,
    /// The server's clock when the page was made: that of the phone may leap before it is stored.
    said: i64,
}

#[derive(Debug)]
struct Flight {
    ticket: u64,
    since: i64,
    pushed: Vec<Uuid>,
    /// There is a pull in it.
    pulls: bool,
    /// That pull has no cursor.
    restart: bool,
}

/// In order of recording, which is the order they are read in but for a rare exception.
fn sorted(entries: Vec<Entry>) -> Vec<Entry> {
    let mut sorted = Vec::with_capacity(entries.len());
    entries.into_iter().for_each(|entry| put(&mut sorted, entry));
    sorted
}

fn put(sorted: &mut Vec<Entry>, entry: Entry) {
    let place = sorted.partition_point(|known| known.order <= entry.order);
    sorted.insert(place, entry);
}

impl Replica {
    pub fn new(device: Uuid, counters: Counters, entries: Vec<Entry>, held: Held) -> Self {
        let last_contact = held.contact;
        let mut replica = Self {
            device,
            counters,
            entries: sorted(entries),
            held,
            link: Link::default(),
            flight: None,
            committing: None,
            confirmed: Vec::new(),
            tickets: 0,
            seen: 0,
            poked: 0,
            again: false,
            restart: false,
            pull_refused: false,
            batch_limit: crate::PUSH_MAX_MUTATIONS,
            page_bytes: None,
            trouble: None,
            last_contact,
            clock_ahead_ms: None,
            shown: Status::default(),
        };
        replica.mark_strangers();
        replica.shown = replica.status();
        replica
    }

    pub fn step(&mut self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        match event {
            Event::Wake { now, why } => self.wake(&now, why, &mut effects),
            Event::Recorded { entry, counters } => self.recorded(entry, counters),
            Event::Voided { entries } => self.voided(&entries),
            Event::OutboxReloaded { entries, counters } => {
                self.again = true;
                self.entries = sorted(entries);
                self.counters = counters;
                self.mark_strangers();
            }
            Event::BaseReloaded { held } => {
                self.last_contact = self.last_contact.max(held.contact);
                self.held = held;
            }
            Event::Answered { ticket, now, answer } => {
                if self.flight.as_ref().is_some_and(|flight| flight.ticket == ticket) {
                    self.answered(&now, answer, &mut effects);
                }
            }
            Event::Committed { now } => self.committed(&now, &mut effects),
            Event::CommitFailed { now } => {
                self.committing = None;
                self.link.failed(&now, false, None);
                effects.push(Effect::WakeAt(self.link.next(&now)));
            }
            Event::SetAside { id } => self.set_aside(id, &mut effects),
            Event::Interrupted => {
                self.flight = None;
                self.committing = None;
            }
        }
        let status = self.status();
        if status != self.shown {
            self.shown = status;
            effects.push(Effect::StatusChanged);
        }
        effects
    }

    pub fn device(&self) -> Uuid {
        self.device
    }

    pub fn counters(&self) -> &Counters {
        &self.counters
    }

    pub fn held(&self) -> &Held {
        &self.held
    }

    /// In order of recording, the received ones among them.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the view lays over the base: recorded here, and not contained in the rows held.
    pub fn overlay(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| {
            let received = planted::is(Planted::EntryLeavesOnReceipt) && entry.receipt.is_some();
            !self.covered(entry) && !received
        })
    }

    /// On its way in the request under way.
    pub fn in_flight(&self, id: Uuid) -> bool {
        self.flight.as_ref().is_some_and(|flight| flight.pushed.contains(&id))
    }

    pub fn status(&self) -> Status {
        let filled = self.held.grants.iter().filter(|grant| grant.fill == Fill::Done).count();
        let complete = self.held.complete;
        Status {
            not_sent: self.entries.iter().filter(|entry| entry.pending()).count(),
            needs_you: (self.entries.iter())
                .filter(|entry| entry.needs_you().is_some() && !entry.aside)
                .count(),
            sending: self.flight.as_ref().is_some_and(|flight| !flight.pushed.is_empty()),
            offline: self.link.offline,
            pause: self.link.refused.or(self.pull_refused.then_some(Pause::UpgradeRequired)),
            trouble: self.trouble,
            last_contact: self.last_contact,
            filling: (!complete).then_some((filled, self.held.grants.len())),
            incomplete: !complete || !self.held.whole(),
            clock_ahead_ms: self.clock_ahead_ms,
        }
    }

    /// Nothing is on its way, and no page is being committed.
    pub fn resting(&self) -> bool {
        self.flight.is_none() && self.committing.is_none()
    }

    fn covered(&self, entry: &Entry) -> bool {
        self.held.covers(&entry.envelope)
    }

    fn recorded(&mut self, entry: Entry, counters: Counters) {
        let id = entry.envelope.id;
        // A reload may have brought it already.
        if self.entries.iter().all(|known| known.envelope.id != id) {
            self.again = true;
            put(&mut self.entries, entry);
            self.counters = counters;
        }
    }

    /// Whatever came since about their delivery stands: an answer under way speaks of the same numbers.
    fn voided(&mut self, entries: &[Entry]) {
        for voided in entries {
            let known = self.entries.iter_mut().find(|known| known.order == voided.order);
            if let Some(known) = known {
                known.say_as(voided);
            }
        }
    }

    /// Entries that another phone wrote (an outbox that was copied over) are not ours to push.
    fn mark_strangers(&mut self) {
        for entry in &mut self.entries {
            if entry.envelope.device != self.device && entry.receipt.is_none() {
                entry.stuck = Some(entry::OTHER_DEVICE.to_owned());
            }
        }
    }

    /// The numbers of entries that may leave: applied, contained in the base, and either in a backup
    /// or old. What needs somebody stays until it was set aside. By the server's time, since a clock that
    /// jumps a year ahead must not make everything old.
    fn prune(&mut self, now: i64) -> Vec<u64> {
        let held = &self.held;
        let mut left = Vec::new();
        self.entries.retain(|entry| {
            let Some(kept) = &entry.receipt else {
                return true;
            };
            let covered = held.covers(&entry.envelope);
            // What the centre has erased is never sent again.
            let erased = kept.reason.as_deref() == Some("erased");
            let safe = erased
                || kept.clock <= held.backed_up
                || now.saturating_sub(kept.at) > JOURNAL_MS
                || planted::is(Planted::JournalForgotten);
            let seen = entry.needs_you().is_none() || entry.aside;
            let leaves = covered && safe && seen;
            if leaves {
                left.push(entry.order);
            }
            !leaves
        });
        left
    }

    fn set_aside(&mut self, id: Uuid, effects: &mut Vec<Effect>) {
        let entry = self.entries.iter_mut().find(|entry| entry.envelope.id == id);
        if let Some(entry) = entry.filter(|entry| entry.needs_you().is_some() && !entry.aside) {
            entry.aside = true;
            effects.push(Effect::SaveOutbox {
                put: vec![entry.clone()],
                remove: vec![],
                counters: None,
            });
        }
    }
}
