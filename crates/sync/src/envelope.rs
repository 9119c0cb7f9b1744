//! The frozen envelope of a mutation.
//!
//! A mutation is written to text once, on the phone, in the moment it is recorded. That text is what
//! the outbox keeps, what the chain hashes, what the server stores and what an exported file holds;
//! nobody rewrites it. Fields that a later release adds are carried along by whoever does not know
//! them, because they stay in the text.
//!
//! With one exception: a mutation that was not sent yet when its participant withdrew is *voided*
//! ([`MutationText::void`]). Its number and its link in the chain stay, and of what it said nothing does.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{Digest, Grant};

/// The schema of the commands that this release writes. The server reads every schema ever released.
pub const SCHEMA: u32 = 1;

/// The command of a mutation that was voided, to the letter.
pub const VOIDED: &str = r#"{"voided":{}}"#;

/// The two queues of a phone. Each is numbered and applied by itself, so that a withdrawal of consent
/// never waits behind an afternoon's conversations.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lane {
    /// Withdrawals and concerns.
    Urgent,
    Normal,
}

impl Lane {
    /// In the order of sending.
    pub const ALL: [Lane; 2] = [Lane::Urgent, Lane::Normal];

    pub fn name(self) -> &'static str {
        match self {
            Lane::Urgent => "urgent",
            Lane::Normal => "normal",
        }
    }
}

/// Who wrote a mutation, where it stands in that phone's order, and under which grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    pub device: Uuid,
    /// New whenever the phone's storage was lost, so that a number is never used twice.
    pub epoch: Uuid,
    pub lane: Lane,
    /// Dense within `(device, epoch, lane)`, from 1.
    pub seq: u64,
    /// The mutation's own id (UUIDv7): what makes it applied once, whatever road it takes.
    pub id: Uuid,
    pub schema: u32,
    /// The scope that the command writes to, with the version of the grant the phone held then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grant: Option<Grant>,
    /// The phone's clock, UTC milliseconds: a claim, never an order.
    pub at: i64,
    /// The digest of the text of the mutation before this one in its lane.
    pub prev: Digest,
    /// By the device's key, once devices have keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature: Option<String>,
    /// Where it was voided: the digest of the text that it stands in for. The chain goes on from that one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voids: Option<Digest>,
}

/// An envelope and its command, as parsed from a [`MutationText`].
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Mutation {
    pub envelope: Envelope,
    pub command: Box<RawValue>,
}

impl Mutation {
    /// The digest of the text that it stands in for, where it was voided. A command beside `voids` makes it an
    /// ordinary mutation: nobody is to hide what is done under a digest of something else.
    pub fn voids(&self) -> Option<Digest> {
        self.envelope.voids.filter(|_| self.command.get() == VOIDED)
    }
}

/// The exact text of a mutation, as it was written on the phone.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct MutationText(Box<RawValue>);

#[derive(Debug, thiserror::Error)]
pub enum ParseMutationError {
    #[error("not a mutation: {0}")]
    Read(#[from] json::Unreadable),
    #[error("the mutation cannot be written: {0}")]
    Write(#[from] json::Unwritable),
}

impl MutationText {
    /// Writes a mutation down, once and for all.
    pub fn write(envelope: &Envelope, command: &RawValue) -> Result<Self, ParseMutationError> {
        #[derive(Serialize)]
        struct Written<'a> {
            envelope: &'a Envelope,
            command: &'a RawValue,
        }
        Self::from_text(json::write(&Written { envelope, command })?)
    }

    pub fn from_text(text: String) -> Result<Self, ParseMutationError> {
        Ok(Self(json::read(&text)?))
    }

    pub fn as_str(&self) -> &str {
        self.0.get()
    }

    pub fn digest(&self) -> Digest {
        Digest::of(self.as_str().as_bytes())
    }

    /// The digest by which the chain knows it: its own, or that of the text which it stands in for.
    pub fn chained(&self) -> Digest {
        let voids = self.parse().ok().and_then(|mutation| mutation.voids());
        voids.unwrap_or_else(|| self.digest())
    }

    /// The same place in the lane and the same id, with nothing of what was done and about whom.
    pub fn void(&self) -> Result<Self, ParseMutationError> {
        let Mutation { envelope, .. } = self.parse()?;
        let voids = Some(self.digest());
        let envelope = Envelope { grant: None, signature: None, voids, ..envelope };
        let nothing: Box<RawValue> = json::read(VOIDED)?;
        Self::write(&envelope, &nothing)
    }

    pub fn parse(&self) -> Result<Mutation, ParseMutationError> {
        Ok(json::read(self.as_str())?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn envelope() -> Envelope {
        Envelope {
            device: Uuid::from_u128(1),
            epoch: Uuid::from_u128(2),
            lane: Lane::Normal,
            seq: 1,
            id: Uuid::from_u128(3),
            schema: SCHEMA,
            grant: Some(Grant { scope: Uuid::from_u128(4), version: 2 }),
            at: 1_790_000_000_000,
            prev: Digest::START,
            signature: None,
            voids: None,
        }
    }

    #[test]
    fn the_text_is_kept_to_the_letter_with_fields_of_tomorrow() {
        let command = RawValue::from_string(r#"{"do":"later","note":"blåbær"}"#.into()).unwrap();
        let written = MutationText::write(&envelope(), &command).unwrap();
        let tomorrow = written.as_str().replace(r#""seq":1"#, r#""seq":1,"mood":"new""#);
        let carried: MutationText = serde_json::from_str(&tomorrow).unwrap();
        assert_eq!(serde_json::to_string(&carried).unwrap(), tomorrow);
        assert_eq!(carried.parse().unwrap().envelope, envelope());
        assert_ne!(carried.digest(), written.digest());
    }

    #[test]
    fn what_is_voided_keeps_its_place_and_nothing_else() {
        let command = RawValue::from_string(r#"{"add_wish":{"text":"Kor"}}"#.into()).unwrap();
        let written = MutationText::write(&envelope(), &command).unwrap();
        let voided = written.void().unwrap();
        let mutation = voided.parse().unwrap();
        let voids = Some(written.digest());
        assert_eq!(mutation.envelope, Envelope { grant: None, voids, ..envelope() });
        assert_eq!(mutation.command.get(), VOIDED);
        assert_eq!((voided.chained(), written.chained()), (written.digest(), written.digest()));
        let scope = envelope().grant.unwrap().scope.to_string();
        assert!(!voided.as_str().contains("Kor") && !voided.as_str().contains(&scope));
    }

    #[test]
    fn a_command_beside_a_digest_of_something_else_is_not_voided() {
        let command = RawValue::from_string(r#"{"add_wish":{"text":"Kor"}}"#.into()).unwrap();
        let forged = Envelope { voids: Some(Digest::START), ..envelope() };
        let text = MutationText::write(&forged, &command).unwrap();
        assert_eq!(text.parse().unwrap().voids(), None);
        assert_eq!(text.chained(), text.digest());
        let nothing = RawValue::from_string(VOIDED.into()).unwrap();
        let text = MutationText::write(&envelope(), &nothing).unwrap();
        assert_eq!(text.chained(), text.digest(), "it stands in for nothing");
    }

    #[test]
    fn half_a_mutation_is_an_error() {
        let half = MutationText::from_text(r#"{"envelope":{}}"#.into()).unwrap();
        assert!(half.parse().is_err());
    }
}
