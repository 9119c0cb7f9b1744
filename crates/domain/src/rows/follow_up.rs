//! Follow-ups are derived by rule; only what a person decided about one is kept.

use serde::{Deserialize, Serialize};

use crate::{Day, FollowUpMarkId, MemberId, Moment, ParticipantId};

/// How long after the first attended accompaniment a follow-up is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FollowUpRule {
    pub key: FollowUpKey,
    pub after: After,
}

impl FollowUpRule {
    /// 1 week, 1 month (the host's first month), 3 and 6 months (Fritid med Bistand).
    pub const DEFAULT: [FollowUpRule; 4] = [
        FollowUpRule { key: FollowUpKey::Week1, after: After::Days(7) },
        FollowUpRule { key: FollowUpKey::Month1, after: After::Months(1) },
        FollowUpRule { key: FollowUpKey::Month3, after: After::Months(3) },
        FollowUpRule { key: FollowUpKey::Month6, after: After::Months(6) },
    ];
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpKey {
    Week1,
    Month1,
    Month3,
    Month6,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum After {
    Days(u16),
    Months(u8),
}

/// What a person decided about a derived follow-up. That it was done shows from the conversation that
/// names its key.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FollowUpMark {
    pub id: FollowUpMarkId,
    pub participant: ParticipantId,
    pub key: FollowUpKey,
    pub decision: FollowUpDecision,
    pub by: MemberId,
    pub at: Moment,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FollowUpDecision {
    MovedTo(Day),
    Skipped,
}
