//! What was tapped and typed, and what it says.

use domain::query::Visit;
use domain::{Again, CheckOutDetails, Face, Moment, Note, Outcome};

use crate::clock;
use crate::words::Words;

/// What would last longer is a slip: the end lies before the beginning.
const LONGEST_MS: i64 = 18 * 60 * 60 * 1000;

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

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    pub met: Option<Moment>,
    pub ended: Option<Moment>,
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

    /// They met at the time nearest to the plan's, and were done when it was that time next.
    pub fn times(&self, visit: &Visit<'_>, outcome: Outcome) -> Result<Times, Wrong> {
        if !outcome.needs_meeting() {
            return Ok(Times::default());
        }
        let starts = visit.plan.starts.value;
        let of = |text: &str| Some(clock::moment(starts.nearest(text.parse().ok()?)));
        let known = visit.met.or(visit.arrived).map(|check_in| check_in.at);
        let met = match known {
            Some(_) => None,
            None => Some(of(&self.met).ok_or(Wrong::Met)?),
        };
        let began = met.or(known).unwrap_or_else(|| clock::moment(starts));
        let now = clock::moment(clock::now());
        let ended = match self.ended.is_empty() {
            true => None,
            false => {
                let time = self.ended.parse().map_err(|_| Wrong::Ended)?;
                Some(clock::moment(clock::local(began).next(time)))
            }
        };
        let lasted = ended.unwrap_or(now).0 - began.0;
        let too_long = ended.is_some() && lasted > LONGEST_MS;
        match ended.unwrap_or(now) > now || too_long || met.is_some_and(|met| met > now) {
            true => Err(Wrong::Order),
            false => Ok(Times { met, ended }),
        }
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
