//! "Something has changed", in one tap.

use serde::{Deserialize, Serialize};

use crate::{ChangeId, MemberId, Moment, Note, ParticipantId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    pub id: ChangeId,
    pub participant: ParticipantId,
    pub about: ChangeAbout,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
    pub by: MemberId,
    pub at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ChangeAbout {
    HowToReach,
    HowTheyAre,
    AtHome,
    Wishes,
    AwayForAWhile,
    Other,
}

impl ChangeAbout {
    pub const ALL: [ChangeAbout; 6] = [
        ChangeAbout::HowToReach,
        ChangeAbout::HowTheyAre,
        ChangeAbout::AtHome,
        ChangeAbout::Wishes,
        ChangeAbout::AwayForAWhile,
        ChangeAbout::Other,
    ];
}
