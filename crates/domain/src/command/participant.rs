//! What concerns the participant as a person: something has changed, a worry, an end.

use serde::{Deserialize, Serialize};

use super::{Applied, Read, Scene};
use crate::{
    Assignment, Change, ChangeAbout, ChangeId, Channel, Closing, ClosingReason, Concern, ConcernId,
    ConcernTold, Consent, Note, Participant, ParticipantId, Refusal, Row, RowKind, Text,
    Withdrawal,
};

/// "Something has changed."
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReportChange {
    pub id: ChangeId,
    pub participant: ParticipantId,
    pub about: ChangeAbout,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<Note>,
}

impl ReportChange {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        scene.participant(self.participant)?;
        scene.fresh(self.id)?;
        Ok(Applied::row(Change {
            id: self.id,
            participant: self.participant,
            about: self.about,
            note: self.note.clone(),
            by: scene.actor.member,
            at: scene.at,
            voided: None,
        }))
    }
}

/// "I am worried."
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaiseConcern {
    pub id: ConcernId,
    pub participant: ParticipantId,
    pub words: Text<1000>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<ConcernTold>,
}

impl RaiseConcern {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![Read::Row(self.id.0)]
    }

    /// A worry is taken whether or not the participant still takes part.
    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        let _: &Participant =
            scene.view.get(self.participant).ok_or(Refusal::UnknownParticipant)?;
        scene.fresh(self.id)?;
        Ok(Applied::row(Concern {
            id: self.id,
            participant: self.participant,
            words: self.words.clone(),
            told: self.told.clone(),
            by: scene.actor.member,
            at: scene.at,
        }))
    }
}

/// "I do not want to take part any more": on the spot, in the participant's own hands.
///
/// Every consent is marked withdrawn, the participant is closed, and every assignment ends, so that
/// the person leaves all phones at their next contact.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WithdrawConsent {
    pub participant: ParticipantId,
}

impl WithdrawConsent {
    pub(super) fn reads(&self) -> Vec<Read> {
        vec![
            Read::OfParticipant(self.participant, RowKind::Consent),
            Read::OfParticipant(self.participant, RowKind::Assignment),
        ]
    }

    pub(super) fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
        self.apply_through(scene, Channel::App)
    }

    /// The participant may also have said so by telephone or on paper.
    pub(super) fn apply_through(
        &self,
        scene: Scene<'_>,
        channel: Channel,
    ) -> Result<Applied, Refusal> {
        let participant = scene.view.get::<Participant>(self.participant);
        let mut participant = participant.ok_or(Refusal::UnknownParticipant)?.clone();
        let withdrawal = Withdrawal { at: scene.at, by: scene.actor.member, channel };
        // Said twice is said once: the first closing stands.
        if participant.closed.is_none() {
            participant.closed = Some(Closing { at: scene.at, reason: ClosingReason::Withdrawn });
        }
        let consents = scene.view.about::<Consent>(self.participant);
        let withdrawn =
            consents.into_iter().filter(|consent| consent.withdrawn.is_none()).map(|consent| {
                let version = consent.version.saturating_add(1);
                Row::from(Consent { withdrawn: Some(withdrawal), version, ..consent.clone() })
            });
        let assignments = scene.view.about::<Assignment>(self.participant);
        let ended = assignments
            .into_iter()
            .filter(|assignment| assignment.active())
            .map(|active| Row::from(active.ended(scene.at.utc_day())));
        let mut rows = vec![Row::from(participant)];
        rows.extend(withdrawn);
        rows.extend(ended);
        Ok(Applied::rows(rows))
    }
}
