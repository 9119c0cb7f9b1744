//! Someone who is walked beside. As little as will do: a birth year and never a date, a language and
//! never an origin, no diagnosis, no identity number.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{
    ContactPreference, Day, Field, Language, Line, Moment, Name, Note, ParticipantId, Phone,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Participant {
    pub id: ParticipantId,
    pub first_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<BirthYear>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default)]
    pub interpreter: bool,
    pub phone: Field<Option<Phone>>,
    #[serde(default)]
    pub contact_preference: Field<Option<ContactPreference>>,
    #[serde(default)]
    pub practical: PracticalNeeds,
    /// What the volunteer needs to know before the visit; the coordinator writes it.
    #[serde(default)]
    pub visit_note: Field<Option<Note>>,
    pub referred: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub referred_by: Option<ReferralSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paused: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<Closing>,
    #[serde(default)]
    pub demo: bool,
}

/// Who someone is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Identity {
    pub first_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_year: Option<BirthYear>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(default)]
    pub interpreter: bool,
}

impl Participant {
    pub fn identity(&self) -> Identity {
        Identity {
            first_name: self.first_name.clone(),
            last_name: self.last_name.clone(),
            birth_year: self.birth_year,
            language: self.language,
            interpreter: self.interpreter,
        }
    }

    /// `Anna B.`: what lists and cards say.
    pub fn short_name(&self) -> String {
        match self.last_name.as_ref().and_then(|name| name.as_str().chars().next()) {
            Some(initial) => format!("{} {initial}.", self.first_name),
            None => self.first_name.to_string(),
        }
    }

    /// What a search looks through.
    pub fn full_name(&self) -> String {
        let last = self.last_name.as_ref().map_or("", |name| name.as_str());
        format!("{} {last}", self.first_name)
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PracticalNeeds {
    #[serde(default)]
    pub transport: Field<Option<Line>>,
    #[serde(default)]
    pub cost: Field<Option<Line>>,
    #[serde(default)]
    pub equipment: Field<Option<Line>>,
    #[serde(default)]
    pub aids: Field<Option<Line>>,
}

/// 1900 to 2100.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "u16", try_from = "u16")]
pub struct BirthYear(u16);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a birth year lies between 1900 and 2100")]
pub struct NoSuchYear;

impl BirthYear {
    pub fn year(self) -> u16 {
        self.0
    }
}

impl TryFrom<u16> for BirthYear {
    type Error = NoSuchYear;

    fn try_from(year: u16) -> Result<Self, Self::Error> {
        if (1900..=2100).contains(&year) { Ok(Self(year)) } else { Err(NoSuchYear) }
    }
}

impl FromStr for BirthYear {
    type Err = NoSuchYear;

    fn from_str(text: &str) -> Result<Self, NoSuchYear> {
        text.trim().parse::<u16>().map_err(|_| NoSuchYear)?.try_into()
    }
}

impl From<BirthYear> for u16 {
    fn from(year: BirthYear) -> Self {
        year.0
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReferralSource {
    Myself,
    Family,
    Municipality,
    HealthService,
    Organisation,
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub at: Moment,
    pub reason: ClosingReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClosingReason {
    /// Attends alone.
    Reached,
    Declined,
    Withdrawn,
    Moved,
    Deceased,
    Other,
}
