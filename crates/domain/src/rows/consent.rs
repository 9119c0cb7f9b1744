//! What a participant has agreed to: one row per purpose, versioned, dated, withdrawable.

use serde::{Deserialize, Serialize};

use crate::{ConsentId, Day, MemberId, Moment, ParticipantId};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Consent {
    pub id: ConsentId,
    pub participant: ParticipantId,
    pub purpose: Purpose,
    /// The ground on which the centre relies for this purpose.
    pub basis: LegalBasis,
    /// Which wording was read out or signed.
    pub wording: u16,
    pub given: Day,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub withdrawn: Option<Withdrawal>,
    /// Rises with each correction and with the withdrawal.
    #[serde(default = "first", skip_serializing_if = "is_first")]
    pub version: u32,
}

fn first() -> u32 {
    1
}

fn is_first(version: &u32) -> bool {
    *version == first()
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    Participation,
    InformNextOfKin,
    InformMunicipalContact,
    Measures,
    MessageBack,
    Statistics,
}

/// GDPR article 6 (and 9 where it applies), as the centre has settled with its municipality.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegalBasis {
    Consent,
    PublicTask,
    LegitimateInterest,
    LegalObligation,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    Paper,
    InPerson,
    Phone,
    App,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withdrawal {
    pub at: Moment,
    pub by: MemberId,
    pub channel: Channel,
}
