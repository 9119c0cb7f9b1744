//! What stands of an append-only record: not taken back, and not corrected since.

use uuid::Uuid;

use crate::{CheckOut, Conversation, MemoryView, ParticipantId};

/// A row that is corrected by another row and taken back by a mark.
pub(super) trait Told {
    fn id(&self) -> Uuid;
    fn supersedes(&self) -> Option<Uuid>;
    fn voided(&self) -> bool;
}

macro_rules! told {
    ($($name:ident),*) => {$(
        impl Told for $name {
            fn id(&self) -> Uuid {
                self.id.0
            }

            fn supersedes(&self) -> Option<Uuid> {
                self.supersedes.map(Uuid::from)
            }

            fn voided(&self) -> bool {
                self.voided.is_some()
            }
        }
    )*};
}

told!(Conversation, CheckOut);

/// The rows that stand, in the order in which they came. A correction hides all that it corrects, also
/// by way of a correction that was taken back; taken back itself, it lets the one before stand again.
pub(super) fn standing<T: Told>(rows: Vec<&T>) -> Vec<&T> {
    let mut hidden: Vec<Uuid> = Vec::new();
    for row in rows.iter().filter(|row| !row.voided()) {
        let mut corrected = row.supersedes();
        while let Some(id) = corrected.filter(|id| !hidden.contains(id)) {
            hidden.push(id);
            corrected = rows.iter().find(|row| row.id() == id).and_then(|row| row.supersedes());
        }
    }
    rows.into_iter().filter(|row| !row.voided() && !hidden.contains(&row.id())).collect()
}

/// The conversations with a participant that stand, in order of id.
pub fn conversations(view: &MemoryView, participant: ParticipantId) -> Vec<&Conversation> {
    standing(view.about::<Conversation>(participant).collect())
}
