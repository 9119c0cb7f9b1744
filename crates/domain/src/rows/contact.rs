//! People round a participant: role and how to reach, no more.

use serde::{Deserialize, Serialize};

use crate::{ContactId, Field, Name, ParticipantId, Phone};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contact {
    pub id: ContactId,
    pub participant: ParticipantId,
    pub role: ContactRole,
    pub name: Field<Name>,
    pub phone: Field<Option<Phone>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ContactRole {
    NextOfKin,
    MunicipalContact,
    Guardian,
    Other,
}
