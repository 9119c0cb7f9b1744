//! "I am worried": call first, write after. For the coordinator alone; once received it leaves the phone.

use serde::{Deserialize, Serialize};

use crate::{ConcernId, MemberId, Moment, ParticipantId, Text};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Concern {
    pub id: ConcernId,
    pub participant: ParticipantId,
    /// What was seen and the words that were heard.
    pub words: Text<1000>,
    pub told: Vec<ConcernTold>,
    pub by: MemberId,
    pub at: Moment,
}

/// Who has been told already.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ConcernTold {
    Coordinator,
    Emergency,
    Doctor,
    Nobody,
}

impl ConcernTold {
    pub const ALL: [ConcernTold; 4] = [
        ConcernTold::Coordinator,
        ConcernTold::Emergency,
        ConcernTold::Doctor,
        ConcernTold::Nobody,
    ];
}
