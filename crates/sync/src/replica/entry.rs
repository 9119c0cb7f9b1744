//! What the outbox keeps.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{Digest, Envelope, Grant, Lane, MutationText, ParseMutationError, Receipt, Verdict};

/// Why a mutation of another device is stuck.
pub(super) const OTHER_DEVICE: &str = "other_device";

/// A mutation with what is known about its delivery. The text is the record; nothing rewrites it, but a
/// withdrawal ([`Entry::void`]).
#[derive(Clone, Debug)]
pub struct Entry {
    /// The order of recording on this phone, over both lanes and all epochs. Never used twice.
    pub order: u64,
    pub envelope: Envelope,
    pub text: MutationText,
    pub receipt: Option<Kept>,
    /// A code, where it can never be pushed as it is. It stays, is shown, and is exported.
    pub stuck: Option<String>,
    /// The person has seen that it needed somebody.
    pub aside: bool,
}

/// A receipt, and when it came: by the server's clock where that is known, else by the phone's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    pub verdict: Verdict,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    pub clock: u64,
    pub at: i64,
}

/// As it lies in the outbox. Frozen: fields may be added with a default, none may go.
#[derive(Serialize, Deserialize)]
struct Stored {
    order: u64,
    text: MutationText,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    receipt: Option<Kept>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    stuck: Option<String>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    aside: bool,
}

impl Entry {
    pub fn to_json(&self) -> Result<Vec<u8>, ParseMutationError> {
        let stored = Stored {
            order: self.order,
            text: self.text.clone(),
            receipt: self.receipt.clone(),
            stuck: self.stuck.clone(),
            aside: self.aside,
        };
        Ok(json::write(&stored)?.into_bytes())
    }

    pub fn from_json(json: &[u8]) -> Result<Self, ParseMutationError> {
        let stored: Stored = json::read_bytes(json)?;
        Ok(Self {
            order: stored.order,
            envelope: stored.text.parse()?.envelope,
            text: stored.text,
            receipt: stored.receipt,
            stuck: stored.stuck,
            aside: stored.aside,
        })
    }

    /// With nothing of what it said. What could not be pushed asks nobody to look at it any more.
    pub fn void(&self) -> Result<Self, ParseMutationError> {
        let text = self.text.void()?;
        let envelope = text.parse()?.envelope;
        Ok(Self { envelope, text, aside: true, ..self.clone() })
    }

    pub fn voided(&self) -> bool {
        self.envelope.voids.is_some()
    }

    /// Says what `voided` says, with what is known about its own delivery.
    pub fn say_as(&mut self, voided: &Entry) {
        self.envelope = voided.envelope.clone();
        self.text = voided.text.clone();
        self.aside = voided.aside;
    }

    /// The centre is not known to have it, and may take it: it waits to be pushed, or can be pushed no more. What
    /// another device wrote is taken in no way.
    pub fn unreceived(&self) -> bool {
        self.receipt.is_none() && self.stuck.as_deref() != Some(OTHER_DEVICE)
    }

    /// Waits to be pushed.
    pub fn pending(&self) -> bool {
        self.receipt.is_none() && self.stuck.is_none()
    }

    /// The coordinator has this version and another, and chooses: nobody else is asked.
    pub fn undecided(&self) -> bool {
        self.receipt.as_ref().is_some_and(|kept| kept.verdict == Verdict::Conflict)
    }

    /// Why somebody must look at it, if so.
    pub fn needs_you(&self) -> Option<&str> {
        if let Some(code) = &self.stuck {
            return Some(code);
        }
        let kept = self.receipt.as_ref()?;
        match kept.verdict {
            Verdict::Applied | Verdict::Merged | Verdict::Conflict => None,
            Verdict::Quarantined => Some(kept.reason.as_deref().unwrap_or("quarantined")),
        }
    }

    pub(super) fn receive(&mut self, receipt: &Receipt, at: i64) {
        self.stuck = None;
        self.receipt = Some(Kept {
            verdict: receipt.verdict,
            reason: receipt.reason.clone(),
            clock: receipt.clock,
            at,
        });
    }
}

/// No phone counts so far. The server's numbers and the keys of the entries go on beyond it.
const HIGHEST: u64 = 1 << 39;

/// Where the numbering stands: saved in the transaction that saves an entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counters {
    pub epoch: Uuid,
    /// The order of the last entry.
    pub order: u64,
    pub urgent: LaneEnd,
    pub normal: LaneEnd,
}

/// The last mutation of a lane in the current epoch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LaneEnd {
    pub seq: u64,
    pub digest: Digest,
}

/// What a mutation is made of, apart from its place in the lane.
#[derive(Debug)]
pub struct Draft<'a> {
    pub device: Uuid,
    pub id: Uuid,
    pub lane: Lane,
    pub grant: Option<Grant>,
    pub at: i64,
    pub schema: u32,
    pub command: &'a RawValue,
}

impl Counters {
    /// The beginning of an epoch. `order` goes on, since it belongs to the phone.
    pub fn new(epoch: Uuid, order: u64) -> Self {
        let start = LaneEnd { seq: 0, digest: Digest::START };
        Self { epoch, order, urgent: start, normal: start }
    }

    /// As read from a disk where entries up to `last` lie. None of them is written over, and numbers that
    /// cannot go on are as good as none.
    pub fn after(self, last: u64) -> Option<Self> {
        let order = self.order.max(last);
        let highest = order.max(self.urgent.seq).max(self.normal.seq);
        (highest < HIGHEST).then_some(Self { order, ..self })
    }

    fn lane(&mut self, lane: Lane) -> &mut LaneEnd {
        match lane {
            Lane::Urgent => &mut self.urgent,
            Lane::Normal => &mut self.normal,
        }
    }

    /// Writes a mutation down at the end of its lane. Both results are to be saved together.
    pub fn write(&self, draft: &Draft<'_>) -> Result<(Entry, Counters), ParseMutationError> {
        let mut next = self.clone();
        next.order += 1;
        let end = next.lane(draft.lane);
        let envelope = Envelope {
            device: draft.device,
            epoch: self.epoch,
            lane: draft.lane,
            seq: end.seq + 1,
            id: draft.id,
            schema: draft.schema,
            grant: draft.grant,
            at: draft.at,
            prev: end.digest,
            signature: None,
            voids: None,
        };
        let text = MutationText::write(&envelope, draft.command)?;
        *end = LaneEnd { seq: envelope.seq, digest: text.digest() };
        let order = next.order;
        let entry = Entry { order, envelope, text, receipt: None, stuck: None, aside: false };
        Ok((entry, next))
    }
}
