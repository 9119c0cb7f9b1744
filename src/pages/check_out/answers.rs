//! What was tapped and typed, and what it says.

use domain::query::Visit;
use domain::{Again, Began, CheckOutDetails, Face, Note, Outcome, Recalled};

use crate::clock;
use crate::words::Words;

/// The answers as they stand on the screen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answers {
    pub how: Option<How>,
    pub cancelled_by: Option<CancelledBy>,
    pub again: Option<Again>,
    pub met: String,
    pub ended: String,
    pub face: Option<u8>,
    pub host_welcomed: Option<bool>,
    pub volunteer_ok: Option<bool>,
    pub note: String,
}

/// "How did it go?"
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    There,
    TurnedBack,
    NoShow,
    Cancelled,
    Alone,
}

impl How {
    /// Whether the two have met.
    pub fn met(self) -> bool {
        matches!(self, How::There | How::TurnedBack)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CancelledBy {
    Participant,
    Me,
    Organiser,
}

/// What is missing or cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    How,
    CancelledBy,
    Met,
    Ended,
    Order,
    Note,
}

impl Wrong {
    /// Where the focus goes.
    pub fn selector(self) -> &'static str {
        match self {
            Wrong::How => "#how-0",
            Wrong::CancelledBy => "#by-0",
            Wrong::Met | Wrong::Order => "#met",
            Wrong::Ended => "#ended",
            Wrong::Note => "#note",
        }
    }

    pub fn words(self, words: Words) -> &'static str {
        match self {
            Wrong::How | Wrong::CancelledBy => words.field_choose(),
            Wrong::Met | Wrong::Ended => words.field_no_such_time(),
            Wrong::Order => words.field_time_order(),
            Wrong::Note => words.refusal_too_large(),
        }
    }
}

impl Answers {
    pub fn outcome(&self) -> Result<Outcome, Wrong> {
        match self.how.ok_or(Wrong::How)? {
            How::There => Ok(Outcome::AttendedTogether),
            How::TurnedBack => Ok(Outcome::TurnedBack),
            How::NoShow => Ok(Outcome::NoShow),
            How::Alone => Ok(Outcome::AttendedAlone),
            How::Cancelled => match self.cancelled_by.ok_or(Wrong::CancelledBy)? {
                CancelledBy::Participant => Ok(Outcome::CancelledByParticipant),
                CancelledBy::Me => Ok(Outcome::CancelledByVolunteer),
                CancelledBy::Organiser => Ok(Outcome::CancelledByOrganiser),
            },
        }
    }

    pub fn recalled(&self, visit: &Visit<'_>, outcome: Outcome) -> Result<Recalled, Wrong> {
        if !outcome.needs_meeting() {
            return Ok(Recalled::default());
        }
        let began = match visit.met.or(visit.arrived) {
            Some(check_in) => Began::Tapped(check_in.at),
            None => Began::Said(self.met.parse().map_err(|_| Wrong::Met)?),
        };
        let ended = match self.ended.as_str() {
            "" => None,
            ended => Some(ended.parse().map_err(|_| Wrong::Ended)?),
        };
        let (planned, now) = (visit.plan.starts.value, clock::moment(clock::now()));
        domain::recall(&clock::Here, planned, began, ended, now).map_err(|_| Wrong::Order)
    }

    pub fn details(&self) -> Result<CheckOutDetails, Wrong> {
        Ok(CheckOutDetails {
            host_welcomed: self.host_welcomed,
            face: self.face.and_then(|face| Face::try_from(face).ok()),
            volunteer_ok: self.volunteer_ok,
            note: Note::optional(&self.note).map_err(|_| Wrong::Note)?,
        })
    }
}
