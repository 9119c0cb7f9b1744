//! Placing a push in its lanes: what follows, what is a repeat of what was received, and what does not
//! fit.

use std::collections::HashMap;

use database::{Decided, LaneKey, LaneState};
use sync::{Digest, Envelope, Fault, FaultCode, Receipt};

use super::incoming::Incoming;
use crate::fault::{fault, forked, gap};

/// How far each lane is, with this transaction's additions.
#[derive(Default)]
pub struct Lanes {
    states: HashMap<LaneKey, (u64, Digest)>,
    changed: HashMap<LaneKey, (u64, Digest)>,
    /// What was decided before under the numbers that the pushes repeat.
    before: HashMap<(LaneKey, u64), Decided>,
}

/// Where a mutation stands.
#[derive(Debug, PartialEq, Eq)]
pub enum Place {
    /// The next of its lane.
    New,
    /// Received before, to the letter.
    Received,
}

impl Lanes {
    pub fn new(states: Vec<LaneState>) -> Self {
        let states = states
            .into_iter()
            .map(|state| (state.key, (state.last_seq, state.last_digest)))
            .collect();
        Self { states, ..Self::default() }
    }

    pub fn last(&self, key: LaneKey) -> u64 {
        self.states.get(&key).map_or(0, |(seq, _)| *seq)
    }

    pub fn remember(&mut self, decided: impl IntoIterator<Item = Decided>) {
        let decided = decided.into_iter().map(|d| ((d.key, d.seq), d));
        self.before.extend(decided);
    }

    pub fn received(&self, key: LaneKey, seq: u64) -> Option<&Decided> {
        self.before.get(&(key, seq))
    }

    /// Where each mutation of one push stands, or why the push cannot be taken; then nothing changed.
    pub fn place(&mut self, push: &[Incoming]) -> Result<Vec<Place>, Fault> {
        let mut ahead: HashMap<LaneKey, (u64, Digest)> = HashMap::new();
        let mut fresh: HashMap<(LaneKey, u64), Digest> = HashMap::new();
        let mut places = Vec::with_capacity(push.len());
        for mutation in push {
            let key = lane_key(&mutation.envelope);
            let (lane, seq) = (key.lane, mutation.envelope.seq);
            let state = ahead.get(&key).or_else(|| self.states.get(&key));
            let (last, digest) = state.copied().unwrap_or((0, Digest::START));
            if seq > last + 1 {
                return Err(gap(lane, last + 1));
            }
            if seq == last + 1 {
                if mutation.envelope.prev != digest {
                    return Err(forked(lane));
                }
                ahead.insert(key, (seq, mutation.digest));
                fresh.insert((key, seq), mutation.digest);
                places.push(Place::New);
                continue;
            }
            let stored = self.before.get(&(key, seq)).map(|decided| decided.digest);
            match fresh.get(&(key, seq)).copied().or(stored) {
                Some(digest) if digest == mutation.digest => places.push(Place::Received),
                _ => return Err(forked(lane)),
            }
        }
        self.states.extend(ahead.iter().map(|(k, v)| (*k, *v)));
        self.changed.extend(ahead);
        Ok(places)
    }

    /// The lanes that advanced, to be written.
    pub fn advanced(&self) -> Vec<LaneState> {
        let state = |(key, (last_seq, last_digest)): (&LaneKey, &(u64, Digest))| LaneState {
            key: *key,
            last_seq: *last_seq,
            last_digest: *last_digest,
        };
        self.changed.iter().map(state).collect()
    }
}

pub fn lane_key(envelope: &Envelope) -> LaneKey {
    LaneKey { device: envelope.device, epoch: envelope.epoch, lane: envelope.lane }
}

pub fn receipt(decided: &Decided) -> Receipt {
    Receipt {
        lane: decided.key.lane,
        seq: decided.seq,
        id: decided.id,
        verdict: decided.verdict,
        reason: decided.reason.clone(),
        clock: decided.clock,
    }
}

pub fn other_device() -> Fault {
    fault(FaultCode::OtherDevice, "A mutation names another device than the one that sends it.")
}
