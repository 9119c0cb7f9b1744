//! What an answer changes.

use super::{Answer, Committing, Counters, Effect, Flight, Now, Pause, Replica};
use crate::{Fault, FaultCode, Lane, PUSH_MAX_MUTATIONS, Page, Receipt};

const HOUR_MS: i64 = 60 * 60_000;
/// An answer that took so long, or never came, was too much for the link.
const SLOW_MS: i64 = 10_000;
/// What a page may hold: the most a server gives, and the least that is asked for.
const PAGE_BYTES: (usize, usize) = (512 * 1024, 8 * 1024);

impl Replica {
    pub(super) fn answered(&mut self, now: &Now, answer: Answer, effects: &mut Vec<Effect>) {
        let Some(flight) = self.flight.take() else {
            return;
        };
        match answer {
            Answer::Pushed(pushed) => {
                self.contact(now);
                // Before the receipts are dated: the phone's clock may have leapt since the last answer.
                let said = pushed.page.as_ref().map(|page| page.now).or(pushed.now);
                if let Some(said) = said {
                    self.clock_ahead_ms = Some(now.ms.saturating_sub(said));
                }
                let received = self.receive(now, &pushed.receipts, effects);
                if received == 0 && !flight.pushed.is_empty() {
                    return self.fail(now, Some(FaultCode::Malformed), None, effects);
                }
                self.batch_limit = PUSH_MAX_MUTATIONS;
                let clock = pushed.receipts.iter().map(|receipt| receipt.clock).max().unwrap_or(0);
                match (pushed.page, pushed.pull_fault) {
                    (Some(page), _) => self.page(now, page, clock, &flight, effects),
                    (None, Some(fault)) => self.fault(now, fault, None, &flight, effects),
                    (None, None) => self.go_on(now, effects),
                }
            }
            Answer::Pulled(pulled) => {
                self.contact(now);
                self.page(now, pulled.page, 0, &flight, effects);
            }
            Answer::Fault { fault, retry_after_ms } => {
                self.contact(now);
                self.fault(now, fault, retry_after_ms, &flight, effects);
            }
            Answer::Status { retry_after_ms, .. } => {
                self.shrink_batch(&flight);
                self.fail(now, Some(FaultCode::Internal), retry_after_ms, effects);
            }
            Answer::Unreachable => {
                self.link.failed(now, true, None);
                // Where there is no network at all, nothing was too much for it.
                if now.ms - flight.since >= SLOW_MS {
                    self.shrink_batch(&flight);
                }
                self.shrink_page(now, &flight);
                effects.push(Effect::WakeAt(self.link.next(now)));
            }
        }
    }

    fn contact(&mut self, now: &Now) {
        self.last_contact = Some(now.ms);
        self.trouble = None;
        // A server that answers is reached, whatever it says; a fault sets its own wait below.
        self.link.offline = false;
    }

    /// Notes receipts. Gives how many were for entries that we have.
    fn receive(&mut self, now: &Now, receipts: &[Receipt], effects: &mut Vec<Effect>) -> usize {
        let mut put = Vec::new();
        let at = self.server_time(now);
        for receipt in receipts {
            let entry = self.entries.iter_mut().find(|entry| entry.envelope.id == receipt.id);
            if let Some(entry) = entry {
                entry.receive(receipt, at);
                put.push(entry.clone());
            }
        }
        let count = put.len();
        if count > 0 {
            effects.push(Effect::SaveOutbox { put, remove: vec![], counters: None });
        }
        count
    }

    /// `decided` is the highest clock of the receipts that came with it.
    fn page(
        &mut self,
        now: &Now,
        page: Page,
        decided: u64,
        flight: &Flight,
        effects: &mut Vec<Effect>,
    ) {
        let said = page.now;
        self.clock_ahead_ms = Some(now.ms.saturating_sub(said));
        self.size_page(now, &page, flight);
        let moves = flight.restart
            || Some(&page.cursor) != self.held.cursor.as_ref()
            || !page.filled.is_empty()
            || page.grants.is_some();
        if flight.restart {
            // It had no cursor by which the server would have known another history.
            self.take_back(flight, effects);
        }
        let whole = (!page.more).then(|| flight.pushed.clone());
        let rows = page.rows.iter().map(|row| row.seq);
        let newest = rows.chain(page.gone.iter().map(|gone| gone.seq)).max().unwrap_or(0);
        let seen = match whole {
            Some(_) if flight.restart => newest.max(decided),
            Some(_) => self.seen.max(newest).max(decided),
            None => self.seen,
        };
        if !moves && page.rows.is_empty() && page.gone.is_empty() && page.acked.is_empty() {
            // Nothing new: nothing to write, but that there was contact, now and then.
            let lately = self
                .held
                .contact
                .is_some_and(|at| (0..HOUR_MS).contains(&now.ms.saturating_sub(at)));
            if lately && page.backed_up == self.held.backed_up {
                self.seen = seen;
                self.doubt(whole, effects);
                self.let_go(said, effects);
                return self.go_on(now, effects);
            }
        }
        // A server that says "more" and gives nothing is not asked again at once.
        self.again |= page.more && moves;
        let commit = self.held.take(page, flight.restart, now.ms);
        if flight.restart {
            self.restart = false;
        }
        self.again |= moves && commit.held.wants().next().is_some();
        self.committing = Some(Committing { held: commit.held.clone(), whole, seen, said });
        effects.push(Effect::CommitPage(Box::new(commit)));
    }

    pub(super) fn committed(&mut self, now: &Now, effects: &mut Vec<Effect>) {
        let Some(committed) = self.committing.take() else {
            return;
        };
        self.held = committed.held;
        self.seen = committed.seen;
        self.doubt(committed.whole, effects);
        self.let_go(committed.said, effects);
        self.go_on(now, effects);
    }

    fn let_go(&mut self, said: i64, effects: &mut Vec<Effect>) {
        let remove = self.prune(said);
        if !remove.is_empty() {
            effects.push(Effect::SaveOutbox { put: vec![], remove, counters: None });
        }
    }

    /// After a page up to the server's present: whatever had a receipt before its request, and is not
    /// contained, is not known to the server any more. Once for each receipt: one that is given again
    /// stands.
    fn doubt(&mut self, whole: Option<Vec<uuid::Uuid>>, effects: &mut Vec<Effect>) {
        let Some(pushed) = whole else {
            return;
        };
        let mut put = Vec::new();
        for entry in &mut self.entries {
            let at = &entry.envelope;
            let Some(kept) = &entry.receipt else {
                continue;
            };
            let contained = self.held.acknowledged(at);
            let confirmed = self.confirmed.contains(&(at.id, kept.clock));
            if !contained && !confirmed && !pushed.contains(&at.id) {
                self.confirmed.retain(|(id, _)| *id != at.id);
                self.confirmed.push((at.id, kept.clock));
                entry.receipt = None;
                put.push(entry.clone());
            }
        }
        if !put.is_empty() {
            effects.push(Effect::SaveOutbox { put, remove: vec![], counters: None });
        }
    }

    /// After a success: on with what waits, or to rest.
    fn go_on(&mut self, now: &Now, effects: &mut Vec<Effect>) {
        self.link.reached();
        if self.again || self.poked > self.seen || self.entries.iter().any(|entry| entry.pending())
        {
            self.send(now, effects);
        } else {
            effects.push(Effect::WakeAt(self.link.next(now)));
        }
    }

    fn fail(
        &mut self,
        now: &Now,
        trouble: Option<FaultCode>,
        retry_after_ms: Option<i64>,
        effects: &mut Vec<Effect>,
    ) {
        self.trouble = trouble;
        self.link.failed(now, false, retry_after_ms);
        effects.push(Effect::WakeAt(self.link.next(now)));
    }

    /// A batch that did not get through may be too much for the link, or hold one mutation that the
    /// server chokes on: smaller ones let the others pass.
    fn shrink_batch(&mut self, flight: &Flight) {
        if flight.pushed.len() > 1 {
            self.batch_limit = (flight.pushed.len() / 2).max(1);
        }
    }

    /// The same for a page: it is asked for again in halves.
    pub(super) fn shrink_page(&mut self, now: &Now, flight: &Flight) {
        if flight.pulls && now.ms - flight.since >= SLOW_MS {
            let (most, least) = PAGE_BYTES;
            self.page_bytes = Some((self.page_bytes.unwrap_or(most) / 2).max(least));
        }
    }

    /// A full page that came slowly is followed by smaller ones, so that each break loses little; one
    /// that came quickly by larger ones.
    fn size_page(&mut self, now: &Now, page: &Page, flight: &Flight) {
        self.shrink_page(now, flight);
        if page.more && now.ms - flight.since < SLOW_MS / 4 {
            let doubled = self.page_bytes.map(|bytes| bytes * 2);
            self.page_bytes = doubled.filter(|bytes| *bytes < PAGE_BYTES.0);
        }
    }

    /// The server's clock, as far as it is known.
    fn server_time(&self, now: &Now) -> i64 {
        now.ms.saturating_sub(self.clock_ahead_ms.unwrap_or(0))
    }

    fn fault(
        &mut self,
        now: &Now,
        fault: Fault,
        retry_after_ms: Option<i64>,
        flight: &Flight,
        effects: &mut Vec<Effect>,
    ) {
        match fault.fault {
            FaultCode::Unauthorised => self.refuse(now, Pause::Unauthorised, effects),
            FaultCode::Revoked => self.refuse(now, Pause::Revoked, effects),
            FaultCode::OtherDevice => self.refuse(now, Pause::OtherDevice, effects),
            FaultCode::UpgradeRequired => {
                self.pull_refused = true;
                self.go_on(now, effects);
            }
            FaultCode::Gap => self.gap(now, &fault, flight, effects),
            FaultCode::Forked => {
                let lane = fault.lane.or_else(|| self.lane_of(flight));
                if let Some((lane, epoch)) = lane.zip(self.epoch_of(flight)) {
                    self.end_lane(now, epoch, lane, 0, "forked", effects);
                }
                self.retry_soon(now, effects);
            }
            FaultCode::BadCursor => {
                self.begin_anew(now, flight, effects);
            }
            FaultCode::AnotherHistory => {
                self.take_back(flight, effects);
                self.begin_anew(now, flight, effects);
            }
            FaultCode::TooLarge => {
                self.shrink_batch(flight);
                if let Some(limit) = fault.limit {
                    self.batch_limit = self.batch_limit.min(limit.max(1));
                }
                match flight.pushed.as_slice() {
                    [] => self.fail(now, Some(fault.fault), retry_after_ms, effects),
                    [alone] => self.too_large(now, *alone, effects),
                    _ => self.retry_soon(now, effects),
                }
            }
            code => {
                if !matches!(code, FaultCode::TooMany | FaultCode::Busy) {
                    self.shrink_batch(flight);
                }
                self.fail(now, Some(code), retry_after_ms, effects);
            }
        }
    }

    /// Receipts may be of another history, and their clocks say nothing then: all but those of this answer
    /// are asked for again, by sending again.
    fn take_back(&mut self, flight: &Flight, effects: &mut Vec<Effect>) {
        let mut put = Vec::new();
        for entry in &mut self.entries {
            let fresh = flight.pushed.contains(&entry.envelope.id);
            if !fresh && entry.receipt.take().is_some() {
                put.push(entry.clone());
            }
        }
        if !put.is_empty() {
            effects.push(Effect::SaveOutbox { put, remove: vec![], counters: None });
        }
    }

    fn refuse(&mut self, now: &Now, pause: Pause, effects: &mut Vec<Effect>) {
        self.link.refuse(now, pause);
        effects.push(Effect::WakeAt(self.link.next(now)));
    }

    /// The cause was dealt with, so it is worth trying at once, but a server that says the same again
    /// and again meets growing waits.
    fn retry_soon(&mut self, now: &Now, effects: &mut Vec<Effect>) {
        self.link.failed(now, false, None);
        if self.link.first_failure() {
            self.send(now, effects);
        } else {
            effects.push(Effect::WakeAt(self.link.next(now)));
        }
    }

    fn begin_anew(&mut self, now: &Now, flight: &Flight, effects: &mut Vec<Effect>) {
        self.restart = true;
        if flight.restart {
            // It had no cursor to find fault with.
            self.fail(now, Some(FaultCode::BadCursor), None, effects);
        } else {
            self.retry_soon(now, effects);
        }
    }

    fn epoch_of(&self, flight: &Flight) -> Option<uuid::Uuid> {
        let first = flight.pushed.first()?;
        let entry = self.entries.iter().find(|entry| entry.envelope.id == *first)?;
        Some(entry.envelope.epoch)
    }

    fn lane_of(&self, flight: &Flight) -> Option<Lane> {
        let first = flight.pushed.first()?;
        let entry = self.entries.iter().find(|entry| entry.envelope.id == *first)?;
        Some(entry.envelope.lane)
    }

    /// The server waits for a number before those we sent.
    fn gap(&mut self, now: &Now, fault: &Fault, flight: &Flight, effects: &mut Vec<Effect>) {
        let at = fault.lane.zip(self.epoch_of(flight)).zip(fault.expected);
        let Some(((lane, epoch), expected)) = at else {
            return self.fail(now, Some(FaultCode::Gap), None, effects);
        };
        let in_lane = |entry: &super::Entry| {
            let at = &entry.envelope;
            at.epoch == epoch && at.lane == lane && at.seq >= expected && entry.stuck.is_none()
        };
        let has_expected =
            (self.entries.iter()).any(|entry| in_lane(entry) && entry.envelope.seq == expected);
        if !has_expected {
            self.end_lane(now, epoch, lane, expected, "gap", effects);
            return self.retry_soon(now, effects);
        }
        let mut put = Vec::new();
        for entry in self.entries.iter_mut().filter(|entry| in_lane(entry)) {
            if entry.receipt.take().is_some() {
                put.push(entry.clone());
            }
        }
        if put.is_empty() {
            // It waits for what we just sent.
            return self.fail(now, Some(FaultCode::Gap), None, effects);
        }
        effects.push(Effect::SaveOutbox { put, remove: vec![], counters: None });
        self.retry_soon(now, effects);
    }

    /// The server takes this mutation by no push: it is left to a file, and with it what follows it in
    /// its lane, since a number cannot be left out. What is recorded from now on is in a new epoch.
    fn too_large(&mut self, now: &Now, id: uuid::Uuid, effects: &mut Vec<Effect>) {
        if let Some(entry) = self.entries.iter_mut().find(|entry| entry.envelope.id == id) {
            entry.stuck = Some("too_large".to_owned());
            let put = vec![entry.clone()];
            let at = entry.envelope.clone();
            effects.push(Effect::SaveOutbox { put, remove: vec![], counters: None });
            self.end_lane(now, at.epoch, at.lane, at.seq, "gap", effects);
        }
        self.retry_soon(now, effects);
    }

    /// Nothing more can be pushed in this lane of this epoch.
    fn end_lane(
        &mut self,
        now: &Now,
        epoch: uuid::Uuid,
        lane: Lane,
        from: u64,
        code: &str,
        effects: &mut Vec<Effect>,
    ) {
        let mut put = Vec::new();
        for entry in &mut self.entries {
            let at = &entry.envelope;
            if at.epoch == epoch && at.lane == lane && at.seq >= from && entry.pending() {
                entry.stuck = Some(code.to_owned());
                put.push(entry.clone());
            }
        }
        let ends = self.counters.epoch == epoch;
        if ends {
            self.counters = Counters::new(now.spare, self.counters.order);
        }
        let counters = ends.then(|| self.counters.clone());
        effects.push(Effect::SaveOutbox { put, remove: vec![], counters });
    }
}
