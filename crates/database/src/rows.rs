//! The rows as the server sees them, the same in every backend.

use std::borrow::Borrow;
use std::fmt;

use sync::{Digest, Lane, Verdict};
use uuid::Uuid;

/// SHA-256 of a secret. Tokens and codes themselves are never kept.
pub type Hash = [u8; 32];

/// A centre and its clock row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Centre {
    pub id: Uuid,
    pub name: String,
    /// ISO 3166 (`NO`, `DK`).
    pub country: String,
    /// BCP 47 (`nb`, `da`, `en`): what a new phone starts with.
    pub language: String,
    /// The number of commits so far.
    pub clock: u64,
    /// The random id of the last commit: tells a copied or restored database from this one.
    pub commit: u64,
    /// Everything at or before this clock is in a backup.
    pub backed_up: u64,
    /// Tombstones at or before this clock may be missing: changes since an older one cannot be told.
    pub pruned: u64,
}

/// A row of the domain. A removed row stays as `gone`, so that phones learn of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    pub id: Uuid,
    pub scope: Uuid,
    pub kind: String,
    /// The centre's clock at the row's last change.
    pub seq: u64,
    pub gone: bool,
    pub body: String,
}

/// What a row said before it was overwritten.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldRow {
    pub id: Uuid,
    pub seq: u64,
    pub body: String,
}

/// One version of a grant that a member held: now, or until `ended_at`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldGrant {
    pub member: Uuid,
    pub scope: Uuid,
    pub version: u32,
    pub granted_at: i64,
    pub ended_at: Option<i64>,
}

/// What enrolment and the command line need of a member without reading its row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    pub centre: Uuid,
    pub id: Uuid,
    pub role: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    pub id: Uuid,
    pub centre: Uuid,
    pub member: Uuid,
    pub token_hash: Hash,
    pub enrolled_at: i64,
    pub last_seen: i64,
    pub revoked_at: Option<i64>,
}

/// An uncompressed point of P-256.
pub type PublicKey = [u8; 65];

/// What a phone gave so that it can deliver while it is locked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeviceKeys {
    pub device: Uuid,
    /// Its key for signing.
    pub signing: PublicKey,
    /// Of the credential that opens delivery alone.
    pub deliver_hash: Hash,
    pub since: i64,
    /// The number of the centre's newest key that it was told of.
    pub told: u32,
}

/// A private key that phones seal to, as a backup carries it.
#[derive(Clone, PartialEq, Eq)]
pub struct KeptKey {
    pub number: u32,
    pub since: i64,
    pub private: [u8; 32],
}

/// Without the secret.
impl fmt::Debug for KeptKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "KeptKey({})", self.number)
    }
}

/// An enrolment code, known by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    pub hash: Hash,
    pub centre: Uuid,
    pub member: Uuid,
    pub expires_at: i64,
    pub used_by: Option<Uuid>,
    pub used_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LaneKey {
    pub device: Uuid,
    pub epoch: Uuid,
    pub lane: Lane,
}

/// How far a lane has been received.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LaneState {
    pub key: LaneKey,
    pub last_seq: u64,
    pub last_digest: Digest,
}

/// A mutation as it was received, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decided {
    pub key: LaneKey,
    pub seq: u64,
    pub centre: Uuid,
    pub id: Uuid,
    pub verdict: Verdict,
    pub reason: Option<String>,
    /// Of the commit that stored this.
    pub clock: u64,
    pub received_at: i64,
    /// Of the grant that it was written under, where it names one.
    pub scope: Option<Uuid>,
    /// Of the text: by it a copy is known, also when the text is gone.
    pub digest: Digest,
    /// To the letter. None: the scope was erased.
    pub text: Option<String>,
    /// The same id had been decided before, in another place; this copy did nothing.
    pub repeat: bool,
}

/// A scope that is never written to again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erased {
    pub scope: Uuid,
    pub at: i64,
}

/// What a coordinator decided about a mutation that waited for review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    pub centre: Uuid,
    /// The mutation's.
    pub id: Uuid,
    pub how: Settlement,
    /// The member who decided; nil at the command line.
    pub by: Uuid,
    pub at: i64,
    /// Of the commit that stored this.
    pub clock: u64,
}

/// A line of the audit trail: somebody at the centre read, took out or changed something. No name, no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audited {
    pub centre: Uuid,
    /// UUIDv7, so that lines are in the order of their moments.
    pub id: Uuid,
    pub at: i64,
    /// The member who did it; nil at the command line.
    pub by: Uuid,
    /// The machine's account that the command line ran under, where it is known.
    pub account: Option<String>,
    /// What was done, by the name of the command.
    pub deed: String,
    /// Whom or what: a participant, or a phone, or a member. None: the centre as a whole.
    pub about: Option<Uuid>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// What is stays as it is.
    Kept,
    /// The mutation was applied as a fresh command.
    Taken,
    /// It was read, and there is nothing to do.
    Noted,
}

impl Settlement {
    pub const ALL: [Settlement; 3] = [Settlement::Kept, Settlement::Taken, Settlement::Noted];

    pub fn name(self) -> &'static str {
        match self {
            Settlement::Kept => "kept",
            Settlement::Taken => "taken",
            Settlement::Noted => "noted",
        }
    }
}

/// Up to which number a lane's mutations were decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ack {
    pub epoch: Uuid,
    pub lane: Lane,
    pub seq: u64,
}

/// The first of what changed, in the order in which phones are told.
pub(crate) fn first_changed<R: Borrow<Row>>(rows: &mut Vec<R>, limit: usize) {
    rows.sort_unstable_by_key(|row| (row.borrow().seq, row.borrow().id));
    rows.truncate(limit);
}

/// By clock, lane and number.
pub(crate) fn in_order<D: Borrow<Decided>>(decided: &mut [D]) {
    decided.sort_by_key(|one| (one.borrow().clock, one.borrow().key, one.borrow().seq));
}
