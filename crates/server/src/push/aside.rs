//! Records that came in a file or sealed, and cannot follow in their lane: kept whole for the coordinator.
//!
//! What a phone hands over in another way than by a push may hold records whose predecessors are missing here (a gap), or in whose place
//! another one was received (a fork). What such a record builds on is not known, so nothing is decided
//! about it: it is stored as quarantined under its id, and this verdict stands by whatever road the
//! record comes again. Its numbers stay in its text. In the table it stands in an epoch that belongs to
//! these alone, since its own number may be taken, or may still be used by the phone.

use database::{DatabaseError, Decided, Device, LaneKey, LaneState, Reading};
use sync::{Fault, MutationText, Verdict};
use uuid::{Builder, Uuid};

use super::decide::VOIDED;
use super::incoming::{self, Incoming};
use super::lanes::{lane_key, other_device};
use crate::apply::ERASED;
use crate::fault::of_database;
use crate::{Service, random};

/// Whether a record had to be stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SetAside {
    Now,
    /// The same text was received before, and has its verdict.
    Before,
    /// It was voided on the phone: its place is noted, and nobody need look at it.
    Voided,
}

impl Service {
    /// Durable when it returns. `reason` goes beside the verdict.
    pub async fn set_aside(
        &self,
        device: &Device,
        text: &MutationText,
        reason: &str,
    ) -> Result<SetAside, Fault> {
        let mutation = incoming::one((0, text))?;
        if mutation.envelope.device != device.id {
            return Err(other_device());
        }
        let kept = self.keep(device, mutation, reason).await;
        kept.map_err(|e| of_database(&e))
    }

    async fn keep(
        &self,
        device: &Device,
        mutation: Incoming,
        reason: &str,
    ) -> Result<SetAside, DatabaseError> {
        let Incoming { text, digest, envelope, about, voided, .. } = mutation;
        let mut write = self.database().begin_write().await?;
        let mut locks = about.clone();
        locks.push(device.id);
        locks.sort_unstable();
        locks.dedup();
        write.lock(device.centre, &locks).await?;
        let own = lane_key(&envelope);
        let key = LaneKey { epoch: epoch_of_files(envelope.epoch), ..own };
        let lanes = write.lanes(&[device.id]).await?;
        let lane = lanes.into_iter().find(|lane| lane.key == key);
        let last = lane.map_or(0, |lane| lane.last_seq);

        let first = write.decided_by_id(device.centre, &[envelope.id]).await?.pop();
        // Where the id is known with another text, this one may still have come in a file before.
        let mut before = match &first {
            Some(_) => Reading::decided(write.as_mut(), key, 1..=last).await?,
            None => Vec::new(),
        };
        let repeat = first.is_some();
        before.extend(first);
        if before.iter().any(|decided| decided.digest == digest) {
            return Ok(SetAside::Before);
        }
        let erased = !write.erased(device.centre, &about).await?.is_empty();
        let why = match (voided, erased) {
            (true, _) => VOIDED,
            (false, true) => ERASED,
            (false, false) => reason,
        };
        let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
        let clock = write.advance_clock(device.centre, commit).await?;
        let decided = Decided {
            key,
            seq: last + 1,
            centre: device.centre,
            id: envelope.id,
            verdict: if voided { Verdict::Applied } else { Verdict::Quarantined },
            reason: Some(why.to_owned()),
            clock,
            received_at: self.now(),
            scope: envelope.grant.map(|grant| grant.scope),
            digest,
            text: (!erased).then_some(text),
            repeat,
        };
        write.put_lanes(&[LaneState { key, last_seq: decided.seq, last_digest: digest }]).await?;
        write.add_decided(&[decided]).await?;
        write.commit().await?;
        self.pokes().advanced(device.centre, clock);
        Ok(if voided { SetAside::Voided } else { SetAside::Now })
    }
}

/// One for each epoch of a phone, always the same, so that a file which is taken in twice is known.
pub fn epoch_of_files(epoch: Uuid) -> Uuid {
    let hash = random::hash(&format!("from files, of epoch {epoch}"));
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}
