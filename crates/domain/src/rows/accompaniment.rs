//! Going together: the core object. The plan is fields; what happened is rows of its own, append-only.

use serde::{Deserialize, Serialize};

use crate::{
    AccompanimentId, ActivityId, CheckInId, CheckOutId, Field, Line, LocalTime, MemberId, Moment,
    Note, ParticipantId,
};

/// The plan of one going-together (F3, "Plan").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accompaniment {
    pub id: AccompanimentId,
    pub participant: ParticipantId,
    /// Who goes along.
    pub companion: MemberId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<ActivityId>,
    /// Where to, as it was called when it was planned.
    pub what: Line,
    pub starts: Field<LocalTime>,
    /// Expected length.
    pub minutes: u16,
    pub meeting_point: Field<Option<Line>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Line>,
    pub planned_by: MemberId,
    pub planned_at: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Moment>,
}

/// "We have met" and "We are there". No position, ever.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    pub id: CheckInId,
    pub participant: ParticipantId,
    pub accompaniment: AccompanimentId,
    pub point: CheckInPoint,
    pub by: MemberId,
    /// When it happened.
    pub at: Moment,
    /// When it was written down; later than `at` where "met" was forgotten.
    pub recorded: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckInPoint {
    Met,
    Arrived,
}

/// "We are done", or why it came to nothing (F3, "Out").
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckOut {
    pub id: CheckOutId,
    pub participant: ParticipantId,
    pub accompaniment: AccompanimentId,
    pub by: MemberId,
    pub at: Moment,
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
    #[serde(default, skip_serializing_if = "CheckOutDetails::is_empty")]
    pub details: CheckOutDetails,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<CheckOutId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    AttendedTogether,
    AttendedAlone,
    TurnedBack,
    NoShow,
    CancelledByParticipant,
    CancelledByVolunteer,
    CancelledByOrganiser,
}

impl Outcome {
    /// Whether the participant was there.
    pub fn attended(self) -> bool {
        matches!(self, Outcome::AttendedTogether | Outcome::AttendedAlone)
    }

    /// Whether the two must have met for it to be true.
    pub fn needs_meeting(self) -> bool {
        matches!(self, Outcome::AttendedTogether | Outcome::TurnedBack)
    }

    pub fn cancelled(self) -> bool {
        matches!(
            self,
            Outcome::CancelledByParticipant
                | Outcome::CancelledByVolunteer
                | Outcome::CancelledByOrganiser
        )
    }
}

/// "Again?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Again {
    Together,
    Alone,
    Unsure,
    No,
}

/// What stands behind "add more". Nothing in it is compulsory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CheckOutDetails {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host_welcomed: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub face: Option<Face>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volunteer_ok: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

impl CheckOutDetails {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

/// The face the participant chose, 1 (sad) to 5 (glad).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub struct Face(u8);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a face is 1 to 5")]
pub struct NoSuchFace;

impl TryFrom<u8> for Face {
    type Error = NoSuchFace;

    fn try_from(face: u8) -> Result<Self, Self::Error> {
        if (1..=5).contains(&face) { Ok(Self(face)) } else { Err(NoSuchFace) }
    }
}

impl From<Face> for u8 {
    fn from(face: Face) -> Self {
        face.0
    }
}
