//! Who walks with whom: the grant on which a phone holds a participant.

use serde::{Deserialize, Serialize};

use crate::{AssignmentId, Day, MemberId, ParticipantId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Assignment {
    pub id: AssignmentId,
    pub member: MemberId,
    pub participant: ParticipantId,
    pub part: Part,
    pub from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// Rises by one with each grant and each end for this member and participant.
    pub version: u32,
}

impl Assignment {
    pub fn active(&self) -> bool {
        self.until.is_none()
    }

    /// Ended on this day, or on its first, where it had not begun.
    pub(crate) fn ended(&self, until: Day) -> Self {
        let until = Some(until.max(self.from));
        Self { until, version: self.version.saturating_add(1), ..self.clone() }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    Lead,
    Second,
}
