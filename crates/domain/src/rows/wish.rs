//! What the participant would like: in own words, with tags that activities share.

use serde::{Deserialize, Serialize};

use crate::{ConversationId, Field, MemberId, Moment, Note, ParticipantId, Theme, WishId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wish {
    pub id: WishId,
    pub participant: ParticipantId,
    pub text: Field<Note>,
    pub state: Field<WishState>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<ConversationId>,
    pub by: MemberId,
    pub at: Moment,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WishState {
    #[default]
    Open,
    Reached,
    Dropped,
}
