//! Conversations, wishes and follow-ups.

use serde::{Deserialize, Serialize};

use super::{Applied, Merge, Read, Scene};
use crate::{
    Conversation, ConversationId, Edit, Field, FollowUpDecision, FollowUpKey, FollowUpMark,
    FollowUpMarkId, Met, Note, ParticipantId, Refusal, Role, Said, Theme, Wish, WishId, WishState,
};

/// Writes a conversation down; with `supersedes`, corrects an earlier one without overwriting it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordConversation {
    pub id: ConversationId,
    pub participant: ParticipantId,
    pub said: Said,
    /// Keeps what they "want to try" as a wish under this id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wish: Option<WishId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<ConversationId>,
}

impl RecordConversation {
    pub(super) fn reads(&self) -> Vec<Read> {
        let mut reads = vec![Read::Row(self.id.0)];
        reads.extend(self.supersedes.map(|id| Read::Row(id.0)));
        reads.extend(self.wish.map(|id| Read::Row(id.0)));
        reads
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        let said = &self.said;
        // Paper notes are typed in later, never before the talk.
        scene.near(said.day, 400, 0)?;
        if let Some(day) = said.next.and_then(|next| next.day) {
            scene.near(day, 400, 400)?;
        }
        let empty = said.matters.is_none()
            && said.themes.is_empty()
            && said.next.is_none()
            && said.first.is_empty()
            && said.follow_up.is_none();
        if empty {
            return Err(Refusal::NothingSaid);
        }
        if let Some(earlier) = self.supersedes {
            let earlier = scene.row_of::<Conversation>(self.participant, earlier)?;
            // What someone heard is theirs to correct, or the coordinator's.
            if earlier.by != scene.actor.member && scene.actor.role != Role::Coordinator {
                return Err(Refusal::NotAllowed);
            }
        }
        let wish = match (self.wish, &said.first.want_to_try) {
            (Some(id), Some(text)) => {
                scene.fresh(id)?;
                if id.0 == self.id.0 {
                    return Err(Refusal::IdInUse);
                }
                Some(self.wish_row(id, text, scene).into())
            }
            _ => None,
        };
        let conversation = Conversation {
            id: self.id,
            participant: self.participant,
            by: scene.actor.member,
            at: scene.at,
            said: said.clone(),
            supersedes: self.supersedes,
            voided: None,
        };
        let mut rows = vec![conversation.into()];
        rows.extend(wish);
        Ok(Applied::rows(rows))
    }

    fn wish_row(&self, id: WishId, text: &Note, scene: Scene<'_>) -> Wish {
        Wish {
            id,
            participant: self.participant,
            text: Field::new(text.clone()),
            state: Field::new(WishState::Open),
            themes: self.said.themes.clone(),
            from: Some(self.id),
            by: scene.actor.member,
            at: scene.at,
        }
    }
}

/// What the participant would like, kept beside the conversation it came up in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AddWish {
    pub id: WishId,
    pub participant: ParticipantId,
    pub text: Note,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ConversationId>,
}

impl AddWish {
    pub(super) fn reads(&self) -> Vec<Read> {
        let mut reads = vec![Read::Row(self.id.0)];
        reads.extend(self.from.map(|id| Read::Row(id.0)));
        reads
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        if let Some(from) = self.from {
            scene.not_anothers(self.participant, from)?;
        }
        Ok(Applied::row(Wish {
            id: self.id,
            participant: self.participant,
            text: Field::new(self.text.clone()),
            state: Field::new(WishState::Open),
            themes: self.themes.clone(),
            from: self.from,
            by: scene.actor.member,
            at: scene.at,
        }))
    }
}

/// Edits a wish, field by field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditWish {
    pub id: WishId,
    pub participant: ParticipantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<Edit<Note>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<Edit<WishState>>,
}

impl EditWish {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        let mut wish = scene.row_of::<Wish>(self.participant, self.id)?.clone();
        let text = self.text.clone().map(|edit| wish.text.take(edit));
        let state = self.state.clone().map(|edit| wish.state.take(edit));
        let merged = [text, state].contains(&Some(Met::Changed));
        let outcome = if merged { Merge::Merged } else { Merge::Applied };
        Ok(Applied { rows: vec![wish.into()], outcome })
    }
}

/// Moves a derived follow-up, or skips it. Doing it is recording a conversation that names its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettleFollowUp {
    pub id: FollowUpMarkId,
    pub participant: ParticipantId,
    pub key: FollowUpKey,
    pub decision: FollowUpDecision,
}

impl SettleFollowUp {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        if let FollowUpDecision::MovedTo(day) = self.decision {
            scene.near(day, 0, 400)?;
        }
        Ok(Applied::row(FollowUpMark {
            id: self.id,
            participant: self.participant,
            key: self.key,
            decision: self.decision,
            by: scene.actor.member,
            at: scene.at,
        }))
    }
}
