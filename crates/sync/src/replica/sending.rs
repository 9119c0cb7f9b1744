//! What goes into the next request.

use super::{Effect, Entry, Flight, Now, Replica, Request, Why};
use crate::{Lane, PROTOCOL, PUSH_MAX_BYTES, Pull, PullRequest, PushRequest};

/// The body's own words round the mutations and the pull.
const FRAME_BYTES: usize = 256;
const JUST_MS: i64 = 5_000;

impl Replica {
    pub(super) fn wake(&mut self, now: &Now, why: Why, effects: &mut Vec<Effect>) {
        if let Why::Poke { clock } = why {
            self.poked = self.poked.max(clock.unwrap_or(u64::MAX));
            if self.poked <= self.seen {
                // It speaks of what we pushed ourselves, or have already.
                effects.push(Effect::WakeAt(self.link.next(now)));
                return;
            }
        }
        if why == Why::Visible && self.just_heard(now) {
            effects.push(Effect::WakeAt(self.link.next(now)));
            return;
        }
        // Whoever asks while the answer is on its way is answered by it. What was recorded meanwhile has
        // said so itself.
        if self.committing.is_some() {
            return;
        }
        if let Some(flight) = &self.flight {
            let age = now.ms - flight.since;
            if (0..super::link::FLIGHT_MS).contains(&age) {
                effects.push(Effect::WakeAt(flight.since + super::link::FLIGHT_MS));
                return;
            }
            if let Some(flight) = self.flight.take() {
                self.shrink_page(now, &flight);
            }
            self.link.failed(now, true, None);
        }
        if matches!(why, Why::Start | Why::Asked) {
            self.pull_refused = false;
        }
        if self.link.may_try(now, why) {
            self.send(now, effects);
        } else {
            effects.push(Effect::WakeAt(self.link.next(now)));
        }
    }

    /// Nothing waits, and the server was heard a moment ago: a page that opens is told so several times
    /// over.
    fn just_heard(&self, now: &Now) -> bool {
        let lately = self.last_contact.is_some_and(|at| (0..JUST_MS).contains(&(now.ms - at)));
        lately && !self.link.offline && !self.entries.iter().any(|entry| entry.pending())
    }

    pub(super) fn send(&mut self, now: &Now, effects: &mut Vec<Effect>) {
        let pull = (!self.pull_refused).then(|| match self.restart {
            true => super::Held::pull_anew(self.page_bytes),
            false => self.held.pull(self.page_bytes),
        });
        let pulls = pull.is_some();
        let batch = self.batch(pull.as_ref());
        let pushed = batch.iter().map(|entry| entry.envelope.id).collect();
        let mutations: Vec<_> = batch.iter().map(|entry| entry.text.clone()).collect();
        let restart = pull.as_ref().is_some_and(|pull| pull.cursor.is_none());
        let request = match (mutations.is_empty(), pull) {
            (true, None) => {
                effects.push(Effect::WakeAt(self.link.next(now)));
                return;
            }
            (true, Some(pull)) => Request::Pull(PullRequest { brobygger: PROTOCOL, pull }),
            (false, pull) => Request::Push(PushRequest { brobygger: PROTOCOL, mutations, pull }),
        };
        self.tickets += 1;
        self.again = false;
        self.poked = 0;
        let ticket = self.tickets;
        self.flight = Some(Flight { ticket, since: now.ms, pushed, pulls, restart });
        effects.push(Effect::WakeAt(now.ms + super::link::FLIGHT_MS));
        effects.push(Effect::Send { ticket, request });
    }

    /// What was voided since the request was made leaves as it is now. To be asked when it leaves.
    pub fn renew(&self, request: &mut Request) {
        let (Request::Push(push), Some(flight)) = (request, &self.flight) else {
            return;
        };
        for (text, id) in push.mutations.iter_mut().zip(&flight.pushed) {
            let is_voided = |entry: &&Entry| entry.envelope.id == *id && entry.voided();
            if let Some(entry) = self.entries.iter().find(is_voided) {
                *text = entry.text.clone();
            }
        }
    }

    /// The mutations of one epoch, the urgent ones first, as many as fit. At least one if any waits.
    fn batch(&self, pull: Option<&Pull>) -> Vec<&Entry> {
        let of_lane = |lane| {
            self.entries.iter().filter(move |entry| entry.pending() && entry.envelope.lane == lane)
        };
        let waiting: Vec<&Entry> = Lane::ALL.into_iter().flat_map(of_lane).collect();
        let Some(first) = waiting.first() else {
            return Vec::new();
        };
        let epoch = first.envelope.epoch;
        let pull_bytes = pull.and_then(|pull| json::write(pull).ok()).map_or(0, |p| p.len());
        let mut room = PUSH_MAX_BYTES.saturating_sub(pull_bytes + FRAME_BYTES);
        let mut batch: Vec<&Entry> = Vec::new();
        for entry in waiting.into_iter().filter(|entry| entry.envelope.epoch == epoch) {
            let bytes = entry.text.as_str().len() + 1;
            let fits = bytes <= room && batch.len() < self.batch_limit;
            if !fits && !batch.is_empty() {
                break;
            }
            room = room.saturating_sub(bytes);
            batch.push(entry);
        }
        batch
    }
}
