//! "I do not want to take part any more": who leaves is hidden at once, what is not sent about them is voided,
//! comes back from no disk, and leaves the phone never.

use std::rc::Rc;

use domain::{Participant, ParticipantId, VolunteerCommand};
use session::Session;
use sync::replica::{Entry, Replica};
use sync::{Digest, Envelope, MutationText, PushRequest};
use uuid::Uuid;

use super::Oracle;
use super::phones::Saved;
use crate::people::keeps_concerns;
use crate::phone::{Phone, Pocket};
use crate::world::World;

/// What a withdrawal does with something that is not sent.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Stays,
    Goes,
    /// As long as the phone does not know how its centre has settled it.
    MayStay,
}

/// By the words of the issue, and not by the rule that is judged.
pub fn when_withdrawn(command: &VolunteerCommand, centre: Uuid) -> Fate {
    match command {
        VolunteerCommand::WithdrawConsent(_) => Fate::Stays,
        VolunteerCommand::RaiseConcern(_) if keeps_concerns(centre) => Fate::Stays,
        VolunteerCommand::RaiseConcern(_) => Fate::MayStay,
        _ => Fate::Goes,
    }
}

/// In the moment in which it is saved nobody is shown any more, and nothing is left to be sent but what the
/// centre keeps.
pub fn withdrawn(
    world: &Rc<World>,
    phone: &Phone,
    session: &Session<Pocket>,
    participant: ParticipantId,
) {
    let takes_part = |person: &Participant| person.closed.is_none();
    if session.view().get::<Participant>(participant).is_some_and(takes_part) {
        return world.broke("who leaves is hidden at once", phone.name());
    }
    let left = session.with_replica(|replica| {
        let goes = |entry: &&Entry| {
            let mutation = entry.text.parse().ok();
            let command = mutation.and_then(|one| serde_json::from_str(one.command.get()).ok());
            command.is_some_and(|command: VolunteerCommand| {
                command.participant() == participant
                    && when_withdrawn(&command, phone.centre()) == Fate::Goes
            })
        };
        let mut unsent = replica.entries().iter().filter(|entry| entry.receipt.is_none());
        unsent.find(goes).map(|entry| entry.text.as_str().to_owned())
    });
    if let Some(text) = left {
        world.broke("what is unsent about who leaves is voided", text);
    }
}

/// What leaves a phone.
pub fn leaves(world: &Rc<World>, phone: &Phone, body: &str) {
    let Ok(push) = serde_json::from_str::<PushRequest>(body) else {
        return;
    };
    let before = {
        let oracle = world.oracle.borrow();
        let known = oracle.phones.get(&phone.number);
        let mut voided = known.iter().flat_map(|known| known.saved.values());
        let sent = |saved: &&Saved| {
            let text = saved.voided.as_deref();
            text.is_some_and(|text| push.mutations.iter().any(|sent| sent.as_str() == text))
        };
        voided.find(sent).and_then(|saved| saved.voided.clone())
    };
    if let Some(text) = before {
        world.broke("what was voided is not sent", text);
    }
}

/// It keeps its place and nothing else, and somebody has left.
pub fn is_voided(replica: &Replica, entry: &Entry, saved: &Saved) -> bool {
    let leaves = |one: &Entry| {
        let mutation = one.text.parse().ok();
        let command = mutation.and_then(|one| serde_json::from_str(one.command.get()).ok());
        command.is_some_and(|command: VolunteerCommand| {
            command.withdraws() && command.participant() == saved.participant
        })
    };
    let place = |at: &Envelope| (at.device, at.epoch, at.lane, at.seq, at.id, at.prev);
    let before = MutationText::from_text(saved.text.clone()).and_then(|text| text.parse());
    let (Ok(before), Ok(now)) = (before, entry.text.parse()) else {
        return false;
    };
    saved.when_withdrawn != Fate::Stays
        && now.command.get() == r#"{"voided":{}}"#
        && now.envelope.grant.is_none()
        && now.envelope.voids == Some(Digest::of(saved.text.as_bytes()))
        && place(&now.envelope) == place(&before.envelope)
        && replica.entries().iter().any(leaves)
}

impl Oracle {
    pub(super) fn note_voided(&mut self, phone: &Phone, voided: Vec<(Uuid, String)>) {
        let Some(known) = self.phones.get_mut(&phone.number) else {
            return;
        };
        for (id, text) in voided {
            if let Some(saved) = known.saved.get_mut(&id) {
                saved.makes = None;
                saved.voided = Some(std::mem::replace(&mut saved.text, text));
            }
        }
    }
}
