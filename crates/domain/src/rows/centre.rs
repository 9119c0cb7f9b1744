//! The volunteer centre and what it has settled.

use serde::{Deserialize, Serialize};

use crate::{CentreId, FollowUpRule, Language, LegalBasis, Line, Name, Note, Phone};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Centre {
    pub id: CentreId,
    pub name: Line,
    pub country: Country,
    pub language: Language,
    pub coordinator: Name,
    pub coordinator_phone: Phone,
    /// When someone answers, in the centre's words. `None`: the app says that nobody is on duty.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coordinator_hours: Option<Line>,
    pub emergency: Vec<EmergencyNumber>,
    pub follow_up_rules: Vec<FollowUpRule>,
    /// On what ground the centre keeps data on participants. It is not always consent.
    pub legal_basis: LegalBasis,
    /// Minutes after the expected end of a visit before it counts as overdue.
    pub safety_window_minutes: u16,
    /// Days without contact before a phone asks for it.
    pub lease_days: u16,
    /// Whether a worry that was not sent yet is sent although the participant withdraws. A duty to report
    /// does not end with a consent, so it is unless the centre has settled otherwise (ADR 0018).
    #[serde(default = "yes", skip_serializing_if = "is_so")]
    pub keep_concerns: bool,
    /// What to know before the first visit, in the centre's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub greeting: Option<Note>,
    /// A made-up centre: said on every phone that holds it.
    #[serde(default)]
    pub demo: bool,
}

fn yes() -> bool {
    true
}

fn is_so(flag: &bool) -> bool {
    *flag
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Country {
    #[serde(rename = "NO")]
    Norway,
    #[serde(rename = "DK")]
    Denmark,
}

impl Country {
    /// The calling code that a number without one gets.
    pub fn calling_code(self) -> &'static str {
        match self {
            Country::Norway => "+47",
            Country::Denmark => "+45",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmergencyNumber {
    pub kind: EmergencyKind,
    pub number: Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EmergencyKind {
    /// Danger to life. NO 113, DK 112.
    Ambulance,
    /// NO 112, DK 112 (114 when it does not hurry).
    Police,
    /// NO 110, DK 112.
    Fire,
    /// A doctor out of hours: NO 116 117, DK 1813 or the region's.
    Doctor,
    /// Someone to talk to: NO 116 123, DK 70 201 201.
    Crisis,
}
