//! Undo: a command that voids, never a removal.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{Applied, Read, Scene};
use crate::{Conversation, Field, Moment, ParticipantId, Refusal, Row, RowKind, Wish, WishState};

/// Takes back a conversation, a check-in, a check-out, a change or a plan of one's own. The row stays,
/// marked, for the coordinator. With a conversation goes the wish that came with it, as long as nobody
/// has touched it since.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Void {
    pub participant: ParticipantId,
    pub row: Uuid,
}

impl Void {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.row), Read::OfParticipant(self.participant, RowKind::Wish)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        let row = scene.view.row(self.row).ok_or(Refusal::UnknownRow)?;
        if row.participant() != Some(self.participant) {
            return Err(Refusal::UnknownRow);
        }
        let mut row = row.clone();
        let (author, voided) = voidable(&mut row).ok_or(Refusal::CannotVoid)?;
        if author != scene.actor.member {
            return Err(Refusal::NotAllowed);
        }
        if voided.is_some() {
            return Err(Refusal::AlreadyVoided);
        }
        *voided = Some(scene.at);
        let mut rows = Vec::new();
        if let Row::Conversation(talk) = &row {
            rows.extend(self.wishes_of(talk, scene));
        }
        rows.push(row);
        Ok(Applied::rows(rows))
    }

    fn wishes_of(&self, talk: &Conversation, scene: Scene<'_>) -> Vec<Row> {
        let untouched = |wish: &&Wish| {
            wish.from == Some(talk.id)
                && wish.by == talk.by
                && (wish.text.version, wish.state.version) == (1, 1)
                && wish.state.value == WishState::Open
        };
        let wishes = scene.view.about::<Wish>(self.participant).into_iter().filter(untouched);
        let dropped = Field { value: WishState::Dropped, version: 2 };
        wishes.map(|wish| Wish { state: dropped.clone(), ..wish.clone() }.into()).collect()
    }
}

fn voidable(row: &mut Row) -> Option<(crate::MemberId, &mut Option<Moment>)> {
    match row {
        Row::Conversation(row) => Some((row.by, &mut row.voided)),
        Row::CheckIn(row) => Some((row.by, &mut row.voided)),
        Row::CheckOut(row) => Some((row.by, &mut row.voided)),
        Row::Change(row) => Some((row.by, &mut row.voided)),
        Row::Accompaniment(row) => Some((row.planned_by, &mut row.voided)),
        _ => None,
    }
}
