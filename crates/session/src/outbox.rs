//! What is sent and what is not, as a person reads it, and as a file.

use std::rc::Rc;

use domain::{ParticipantId, VolunteerCommand};
use sync::replica::{Entry, Replica};
use uuid::Uuid;

use crate::shown::Shown;

/// Something that was recorded on this phone.
#[derive(Clone, Debug, PartialEq)]
pub struct OutboxItem {
    /// The mutation's.
    pub id: Uuid,
    /// When it was recorded, by the phone's clock.
    pub at: i64,
    /// None where a newer release wrote it, and where it is about someone whom this phone does not
    /// hold any more: it is delivered, and not shown.
    pub command: Option<Rc<VolunteerCommand>>,
    pub participant: Option<ParticipantId>,
    /// Its participant has withdrawn before it was sent: it has no content any more.
    pub voided: bool,
    pub state: ItemState,
    /// It does not fit what the phone holds now, for this reason, and so does not show on the other
    /// screens. It is sent all the same, and the server decides.
    pub not_shown: Option<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ItemState {
    /// On the phone, durably.
    Saved,
    /// On its way at this moment.
    Sending,
    /// The server has it and has applied it.
    Received { at: i64 },
    /// The server has it beside another version, and the coordinator chooses.
    Undecided { at: i64 },
    /// It could not be applied, or cannot be sent. `at`: when the server said so, if it did.
    NeedsYou { reason: String, at: Option<i64>, set_aside: bool },
}

/// The newest first.
pub fn items(replica: &Replica, shown: &mut Shown) -> Vec<OutboxItem> {
    let held = replica.held();
    let mut items = Vec::with_capacity(replica.entries().len());
    for entry in replica.entries().iter().rev() {
        let scope = entry.envelope.grant.map(|grant| grant.scope);
        let here = held.cursor.is_none() || scope.is_none_or(|scope| held.grant(scope).is_some());
        let command = here.then(|| shown.command(entry)).flatten();
        items.push(OutboxItem {
            id: entry.envelope.id,
            at: entry.envelope.at,
            participant: command.as_ref().map(|command| command.participant()),
            command,
            voided: entry.voided(),
            state: state(replica, entry),
            not_shown: shown.refused(entry.envelope.id).filter(|_| entry.receipt.is_none()),
        });
    }
    items
}

fn state(replica: &Replica, entry: &Entry) -> ItemState {
    let received = entry.receipt.as_ref().map(|kept| kept.at);
    if let Some(reason) = entry.needs_you() {
        let reason = reason.to_owned();
        return ItemState::NeedsYou { reason, at: received, set_aside: entry.aside };
    }
    match received {
        Some(at) if entry.undecided() => ItemState::Undecided { at },
        Some(at) => ItemState::Received { at },
        None if replica.in_flight(entry.envelope.id) => ItemState::Sending,
        None => ItemState::Saved,
    }
}

/// `{"brobygger":1,"mutations":[…]}` with the exact texts of all that the server is not known to have
/// safely, in order, and whatever could not be opened, as it lies on the disk.
pub fn export(replica: &Replica, unreadable: &[(String, Vec<u8>)]) -> String {
    let backed_up = replica.held().backed_up;
    let mut waiting: Vec<&Entry> = (replica.entries().iter())
        .filter(|entry| entry.receipt.as_ref().is_none_or(|kept| kept.clock > backed_up))
        .collect();
    // What a lane refuses comes last, so that it holds up nothing else.
    domain::order::sort_by_key(&mut waiting, |entry| (entry.stuck.is_some(), entry.order));
    let texts: Vec<&str> = waiting.iter().map(|entry| entry.text.as_str()).collect();
    let mut file = format!(r#"{{"brobygger":1,"mutations":[{}]"#, texts.join(","));
    if !unreadable.is_empty() {
        let sealed = unreadable.iter().map(|(key, bytes)| {
            let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            format!(r#"{{"key":"{key}","sealed":"{hex}"}}"#)
        });
        file += &format!(r#","unreadable":[{}]"#, sealed.collect::<Vec<_>>().join(","));
    }
    file.push('}');
    file
}
