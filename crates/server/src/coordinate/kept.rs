//! A coordinator's edit that met another's change: kept whole, to wait for review beside what phones sent.
//!
//! It stands in the table of mutations, in a lane of the command line's own, one for each centre.

use database::{DatabaseError, Decided, LaneKey, LaneState, Writing};
use domain::{CoordinatorCommand, Moment};
use serde_json::value::to_raw_value;
use sync::{Digest, Envelope, Grant, Lane, MutationText, SCHEMA, Verdict};
use uuid::Uuid;

use super::COMMAND_LINE;
use crate::audit::new_id;
use crate::random;

/// Stores each as a mutation in conflict, under the centre's next clock. Their ids.
pub async fn keep(
    write: &mut dyn Writing,
    centre: Uuid,
    now: Moment,
    commands: &[&CoordinatorCommand],
) -> Result<Vec<Uuid>, DatabaseError> {
    let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
    // The clock row is held from here on, so that nobody else adds to the lane.
    let clock = write.advance_clock(centre, commit).await?;
    let key = LaneKey { device: COMMAND_LINE.0, epoch: centre, lane: Lane::Normal };
    let lanes = write.lanes(&[COMMAND_LINE.0]).await?;
    let lane = lanes.into_iter().find(|lane| lane.key == key);
    let start = LaneState { key, last_seq: 0, last_digest: Digest::START };
    let mut lane = lane.unwrap_or(start);
    let mut decided = Vec::with_capacity(commands.len());
    for command in commands {
        let scope = command.participant().map(Uuid::from);
        let envelope = Envelope {
            device: key.device,
            epoch: key.epoch,
            lane: key.lane,
            seq: lane.last_seq + 1,
            id: new_id(now)?,
            schema: SCHEMA,
            // No member's grant has this version.
            grant: scope.map(|scope| Grant { scope, version: 0 }),
            at: now.0,
            prev: lane.last_digest,
            signature: None,
            voids: None,
        };
        let text = written(&envelope, command)?;
        lane.last_seq = envelope.seq;
        lane.last_digest = text.digest();
        decided.push(Decided {
            key,
            seq: envelope.seq,
            centre,
            id: envelope.id,
            verdict: Verdict::Conflict,
            reason: None,
            clock,
            received_at: now.0,
            scope,
            digest: text.digest(),
            text: Some(text.as_str().to_owned()),
            repeat: false,
        });
    }
    write.put_lanes(&[lane]).await?;
    write.add_decided(&decided).await?;
    Ok(decided.iter().map(|one| one.id).collect())
}

fn written(
    envelope: &Envelope,
    command: &CoordinatorCommand,
) -> Result<MutationText, DatabaseError> {
    let command = to_raw_value(command).map_err(|_| DatabaseError::Impossible("command"))?;
    MutationText::write(envelope, &command).map_err(|_| DatabaseError::Impossible("command"))
}
