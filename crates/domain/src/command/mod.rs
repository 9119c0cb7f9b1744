//! The commands: the only way a row changes, on the phone at once and on the server with authority.
//!
//! Commands are split by role, since serde keeps every arm of an enum and a volunteer's bundle holds
//! no coordinator code. A command declares the rows it reads, so that the server can fetch them for a
//! whole batch beforehand; applying is synchronous and pure. The names are public through this module
//! (`command::CheckIn` makes a row [`CheckIn`](crate::CheckIn)).

mod coordinator;
mod correcting;
mod going_together;
mod participant;
mod talking;
mod void;
mod volunteer;

pub use coordinator::{CoordinatorCommand, apply_coordinator};
pub use going_together::{CheckIn, CheckOut, MoveAccompaniment, PlanAccompaniment, WhenMet};
pub use participant::{RaiseConcern, ReportChange, WithdrawConsent};
pub use talking::{AddWish, EditWish, RecordConversation, SettleFollowUp};
pub use void::Void;
pub use volunteer::{VolunteerCommand, apply_volunteer};

use uuid::Uuid;

use crate::{
    CentreId, Day, Is, MemberId, Moment, Participant, ParticipantId, Refusal, Role, Row, RowKind,
    View,
};

/// Who acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Actor {
    pub centre: CentreId,
    pub member: MemberId,
    pub role: Role,
}

/// When it was done, by the clock of whoever did it. The same on the phone and on the server, so that
/// both decide alike.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occasion {
    pub at: Moment,
}

/// Rows that a command reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Read {
    Row(Uuid),
    OfParticipant(ParticipantId, RowKind),
}

/// What a command did.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// To be written whole, by id.
    pub rows: Vec<Row>,
    pub outcome: Merge,
}

/// How the command met what was there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Merge {
    Applied,
    /// Over another's change to the same field.
    Merged,
    /// Nothing was written; this version and the other wait for the coordinator.
    Conflict,
}

/// What every command is applied to.
#[derive(Clone, Copy)]
pub(crate) struct Scene<'a> {
    pub view: &'a dyn View,
    pub actor: Actor,
    pub at: Moment,
}

impl<'a> Scene<'a> {
    /// The participant, if they still take part.
    fn participant(&self, id: ParticipantId) -> Result<&'a Participant, Refusal> {
        let participant: &Participant = self.view.get(id).ok_or(Refusal::UnknownParticipant)?;
        match participant.closed {
            Some(_) => Err(Refusal::ParticipantClosed),
            None => Ok(participant),
        }
    }

    /// A row about this participant: an id of someone else's row is as good as none.
    fn row_of<T: Is>(
        &self,
        participant: ParticipantId,
        id: impl Into<Uuid>,
    ) -> Result<&'a T, Refusal> {
        let row = self.view.row(id.into()).ok_or(Refusal::UnknownRow)?;
        if row.participant() != Some(participant) {
            return Err(Refusal::UnknownRow);
        }
        T::of(row).ok_or(Refusal::UnknownRow)
    }

    /// A row that is named for information only: it may not have come yet, but it may not be about
    /// someone else.
    fn not_anothers(&self, participant: ParticipantId, id: impl Into<Uuid>) -> Result<(), Refusal> {
        match self.view.row(id.into()).and_then(Row::participant) {
            Some(other) if other != participant => Err(Refusal::UnknownRow),
            _ => Ok(()),
        }
    }

    /// A row written whole, new or brought up to date: never in the place of another kind.
    fn fresh_or<T: Is>(&self, id: impl Into<Uuid>) -> Result<(), Refusal> {
        match self.view.row(id.into()) {
            Some(row) if T::of(row).is_none() => Err(Refusal::IdInUse),
            _ => Ok(()),
        }
    }

    /// Ids are made where the command is; one that is taken would overwrite another's row.
    fn fresh(&self, id: impl Into<Uuid>) -> Result<(), Refusal> {
        match self.view.row(id.into()) {
            Some(_) => Err(Refusal::IdInUse),
            None => Ok(()),
        }
    }

    /// A day within `back` days before and `ahead` days after the day of writing. A civil day may be
    /// one off the day in UTC, which is granted.
    fn near(&self, day: Day, back: i32, ahead: i32) -> Result<(), Refusal> {
        let distance = day.days_since(self.at.utc_day());
        if (-back - 1..=ahead + 1).contains(&distance) {
            Ok(())
        } else {
            Err(Refusal::DayOutOfRange)
        }
    }

    /// A moment at most `back_days` before the writing, and not after it.
    fn past(&self, moment: Moment, back_days: i64) -> Result<(), Refusal> {
        let ago = self.at.0.saturating_sub(moment.0);
        // A minute of grace for time fields, which know no seconds.
        if (-60_000..=back_days * 86_400_000).contains(&ago) {
            Ok(())
        } else {
            Err(Refusal::TimeOutOfRange)
        }
    }
}

impl Applied {
    fn rows(rows: Vec<Row>) -> Self {
        Self { rows, outcome: Merge::Applied }
    }

    fn row(row: impl Into<Row>) -> Self {
        Self::rows(vec![row.into()])
    }
}
