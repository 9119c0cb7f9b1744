//! What waits for review by a coordinator: one queue.
//!
//! In it stands every mutation that was quarantined or met a conflict, whole, as its author wrote it: a
//! phone's, one from a file, and a coordinator's own edit that met another's change. A coordinator settles
//! each once: what is stays, or the other is taken (applied as a fresh command, under the same rules as any
//! other), or it is noted. What was settled, how, by whom and when is only ever added to ([`settle()`]).
//!
//! **What is absent.** The verdict that the author's phone was given: it never changes.

mod against;
mod author_clock;
mod settle;

use std::collections::HashMap;

use database::{DatabaseError, Decided, Reading};
use serde::Deserialize;
use serde_json::Value;
use sync::Envelope;
use uuid::Uuid;

use crate::coordinate::COMMAND_LINE;
pub use against::{Against, against};
pub use author_clock::certainly_wrong;
pub use settle::{SettleError, settle};

/// A mutation that waits for review.
#[derive(Clone, Debug)]
pub struct Waiting {
    pub decided: Decided,
    pub envelope: Envelope,
    /// The command as it was recorded.
    pub command: Value,
    /// The member who recorded it; nil at the command line. None where the phone is not known any more.
    pub author: Option<Uuid>,
    /// It cannot have been recorded when its author's clock says.
    pub wrong_clock: bool,
}

/// In the order in which it was received.
pub async fn waiting(read: &mut dyn Reading, centre: Uuid) -> Result<Vec<Waiting>, DatabaseError> {
    let unsettled = read.unsettled(centre).await?;
    let devices: Vec<Uuid> = unsettled.iter().map(|decided| decided.key.device).collect();
    let devices = read.devices(&devices).await?;
    let devices: HashMap<Uuid, (Uuid, i64)> = devices
        .into_iter()
        .map(|device| (device.id, (device.member, device.enrolled_at)))
        .collect();
    let waiting = unsettled.into_iter().map(|decided| {
        let device = devices.get(&decided.key.device).copied();
        one(decided, device)
    });
    waiting.collect()
}

fn one(decided: Decided, device: Option<(Uuid, i64)>) -> Result<Waiting, DatabaseError> {
    #[derive(Deserialize)]
    struct Read {
        envelope: Envelope,
        #[serde(default)]
        command: Value,
    }
    let text = decided.text.as_deref().unwrap_or_default();
    let Read { envelope, command } =
        serde_json::from_str(text).map_err(|_| DatabaseError::Impossible("mutation"))?;
    let author = match device {
        Some((member, _)) => Some(member),
        None if decided.key.device == COMMAND_LINE.0 => Some(COMMAND_LINE.0),
        None => None,
    };
    let enrolled_at = device.map(|(_, enrolled_at)| enrolled_at);
    let wrong_clock = certainly_wrong(envelope.at, decided.received_at, enrolled_at);
    Ok(Waiting { decided, envelope, command, author, wrong_clock })
}
