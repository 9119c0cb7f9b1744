//! Planning an accompaniment, checking in, checking out.

use serde::{Deserialize, Serialize};

use super::{Applied, Merge, Read, Scene};
use crate::{
    self as domain, Accompaniment, AccompanimentId, ActivityId, Again, CheckInId, CheckInPoint,
    CheckOutDetails, CheckOutId, Edit, Field, Line, LocalTime, Met, Moment, Outcome, ParticipantId,
    Refusal, RowKind,
};

/// Plans to go somewhere together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanAccompaniment {
    pub id: AccompanimentId,
    pub participant: ParticipantId,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activity: Option<ActivityId>,
    pub what: Line,
    pub starts: LocalTime,
    /// Expected length, 15 minutes to 12 hours.
    pub minutes: u16,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meeting_point: Option<Line>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub transport: Option<Line>,
}

impl PlanAccompaniment {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        scene.near(self.starts.day, 31, 400)?;
        length(self.minutes)?;
        Ok(Applied::row(Accompaniment {
            id: self.id,
            participant: self.participant,
            companion: scene.actor.member,
            activity: self.activity,
            what: self.what.clone(),
            starts: Field::new(self.starts),
            minutes: self.minutes,
            meeting_point: Field::new(self.meeting_point.clone()),
            transport: self.transport.clone(),
            planned_by: scene.actor.member,
            planned_at: scene.at,
            voided: None,
        }))
    }
}

/// A quarter of an hour to half a day.
pub(super) fn length(minutes: u16) -> Result<(), Refusal> {
    if (15..=720).contains(&minutes) { Ok(()) } else { Err(Refusal::TimeOutOfRange) }
}

/// "New time".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MoveAccompaniment {
    pub id: AccompanimentId,
    pub participant: ParticipantId,
    pub starts: Edit<LocalTime>,
}

impl MoveAccompaniment {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        let mut plan = scene.row_of::<Accompaniment>(self.participant, self.id)?.clone();
        scene.near(self.starts.value.day, 31, 400)?;
        let met = plan.starts.take(self.starts.clone());
        let outcome = if met == Met::Changed { Merge::Merged } else { Merge::Applied };
        Ok(Applied { rows: vec![plan.into()], outcome })
    }
}

/// "We have met", "We are there".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckIn {
    pub id: CheckInId,
    pub participant: ParticipantId,
    pub accompaniment: AccompanimentId,
    pub point: CheckInPoint,
}

impl CheckIn {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0), Read::Row(self.accompaniment.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        scene.row_of::<Accompaniment>(self.participant, self.accompaniment)?;
        Ok(Applied::row(domain::CheckIn {
            id: self.id,
            participant: self.participant,
            accompaniment: self.accompaniment,
            point: self.point,
            by: scene.actor.member,
            at: scene.at,
            recorded: scene.at,
            voided: None,
        }))
    }
}

/// Today asks about a visit for 31 days after its end; its beginning lies up to half a day before.
const PAST_DAYS: i64 = 32;

/// "We are done", "did not come", "cancelled", "I am ill".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CheckOut {
    pub id: CheckOutId,
    pub participant: ParticipantId,
    pub accompaniment: AccompanimentId,
    pub outcome: Outcome,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<Again>,
    /// When they met, where nobody said so at the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met: Option<WhenMet>,
    /// When it ended, where that was not just now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Moment>,
    #[serde(default, skip_serializing_if = "CheckOutDetails::is_empty")]
    pub details: CheckOutDetails,
    /// Corrects an earlier one without overwriting it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<CheckOutId>,
}

/// A forgotten "We have met".
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WhenMet {
    pub id: CheckInId,
    pub at: Moment,
}

impl CheckOut {
    pub(super) fn reads(&self) -> Vec<Read> {
        let mut reads = vec![
            Read::Row(self.id.0),
            Read::Row(self.accompaniment.0),
            Read::OfParticipant(self.participant, RowKind::CheckIn),
        ];
        reads.extend(self.met.as_ref().map(|met| Read::Row(met.id.0)));
        reads.extend(self.supersedes.map(|id| Read::Row(id.0)));
        reads
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        scene.row_of::<Accompaniment>(self.participant, self.accompaniment)?;
        if let Some(earlier) = self.supersedes {
            let earlier = scene.row_of::<domain::CheckOut>(self.participant, earlier)?;
            if earlier.accompaniment != self.accompaniment {
                return Err(Refusal::UnknownRow);
            }
        }
        let ended = self.ended.unwrap_or(scene.at);
        scene.past(ended, PAST_DAYS)?;
        if self.ended.is_some_and(|ended| self.before_own_check_in(ended, scene)) {
            return Err(Refusal::TimeOutOfRange);
        }
        let mut rows = Vec::with_capacity(2);
        if let Some(met) = &self.met {
            scene.fresh(met.id)?;
            if met.id.0 == self.id.0 {
                return Err(Refusal::IdInUse);
            }
            scene.past(met.at, PAST_DAYS)?;
            if met.at > ended {
                return Err(Refusal::TimeOutOfRange);
            }
            rows.push(self.met_row(met, scene).into());
        } else if self.outcome.needs_meeting() && !self.was_met(scene) {
            return Err(Refusal::MetTimeMissing);
        }
        rows.push(
            domain::CheckOut {
                id: self.id,
                participant: self.participant,
                accompaniment: self.accompaniment,
                by: scene.actor.member,
                at: ended,
                outcome: self.outcome,
                again: self.again,
                details: self.details.clone(),
                supersedes: self.supersedes,
                voided: None,
            }
            .into(),
        );
        Ok(Applied::rows(rows))
    }

    /// An end that was typed in may not lie before one's own first check-in. Another's clock proves
    /// nothing.
    fn before_own_check_in(&self, ended: Moment, scene: Scene<'_>) -> bool {
        let check_ins = scene.view.about::<domain::CheckIn>(self.participant);
        let own = check_ins.into_iter().filter(|check_in| {
            check_in.accompaniment == self.accompaniment
                && check_in.by == scene.actor.member
                && check_in.voided.is_none()
        });
        // A minute of grace, as in `Scene::past`.
        own.map(|check_in| check_in.at).min().is_some_and(|first| first > ended.plus_minutes(1))
    }

    fn met_row(&self, met: &WhenMet, scene: Scene<'_>) -> domain::CheckIn {
        domain::CheckIn {
            id: met.id,
            participant: self.participant,
            accompaniment: self.accompaniment,
            point: CheckInPoint::Met,
            by: scene.actor.member,
            at: met.at,
            recorded: scene.at,
            voided: None,
        }
    }

    /// "We are there" says as well that they have met.
    fn was_met(&self, scene: Scene<'_>) -> bool {
        scene.view.about::<domain::CheckIn>(self.participant).iter().any(|check_in| {
            check_in.accompaniment == self.accompaniment && check_in.voided.is_none()
        })
    }
}
