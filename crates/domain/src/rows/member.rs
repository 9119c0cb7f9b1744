//! Volunteers and coordinators of a centre.

use serde::{Deserialize, Serialize};

use crate::{Day, Language, MemberId, Name, Phone, Theme};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Member {
    pub id: MemberId,
    pub role: Role,
    pub first_name: Name,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_name: Option<Name>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    #[serde(default)]
    pub languages: Vec<Language>,
    #[serde(default)]
    pub interests: Vec<Theme>,
    /// How many participants at once, at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<u8>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_from: Option<Day>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub active_until: Option<Day>,
    /// The day the confidentiality pledge was signed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pledge_signed: Option<Day>,
    /// The day a certificate was shown. The document itself is never kept.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate_seen: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    Volunteer,
    Coordinator,
}
