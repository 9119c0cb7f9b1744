//! What a phone can hand over while it is locked.
//!
//! **The story.** Beside each mutation in its outbox a phone keeps a *parcel*: the mutation's exact
//! text, sealed to the centre's public key (HPKE, RFC 9180: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256,
//! AES-256-GCM, base mode) and signed by the device's own key (ECDSA over P-256 with SHA-256) while the
//! vault was open. Parcels and the *deliver-only credential* lie in the clear, so that a locked app, a
//! service worker, or a phone whose passphrase is forgotten gets every record home. Whoever copies the
//! phone's disk can hand over what is there, which counts once, and can neither read nor write one.
//!
//! Phone and centre exchange keys by `POST /sync/v1/keys`, with the phone's ordinary token. Parcels go
//! by `POST /sync/v1/deliver`, with the deliver-only credential, which opens nothing else.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

/// The `info` of the sealing.
pub const PARCEL_INFO: &[u8] = b"brobygger parcel 1";
/// Of a whole body of `deliver`, uncompressed.
pub const DELIVER_MAX_BYTES: usize = 256 * 1024;
/// More than this in one request is answered 413 with the limit.
pub const DELIVER_MAX_PARCELS: usize = 100;

/// One mutation on its way through hands that cannot read it. Bytes as base64url.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Parcel {
    /// Which of the centre's keys it was sealed to.
    pub key: u32,
    /// HPKE's encapsulated key, 65 bytes.
    pub enc: String,
    /// The mutation's text, sealed with the device's id as associated data.
    pub sealed: String,
    /// By the device's key over [`Parcel::signed`], 64 bytes (r and s).
    pub signature: String,
}

impl Parcel {
    /// What the signature is over. All parts but the last are of known length.
    pub fn signed(device: Uuid, key: u32, enc: &[u8], sealed: &[u8]) -> Vec<u8> {
        let mut bytes = PARCEL_INFO.to_vec();
        bytes.extend_from_slice(device.as_bytes());
        bytes.extend_from_slice(&key.to_be_bytes());
        bytes.extend_from_slice(enc);
        bytes.extend_from_slice(sealed);
        bytes
    }
}

/// The body of `POST /sync/v1/keys`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct KeysRequest {
    pub brobygger: u8,
    /// The device's public key for signing: an uncompressed point of P-256, 65 bytes as base64url.
    pub device_key: String,
    /// The deliver-only credential: 32 random bytes as base64url, made by the phone.
    pub deliver: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeysAnswer {
    pub brobygger: u8,
    /// The number of the centre's newest key.
    pub key: u32,
    /// Its public half, an uncompressed point of P-256, 65 bytes as base64url.
    pub public: String,
}

/// The body of `POST /sync/v1/deliver`. Without parcels it asks how the phone stands.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DeliverRequest {
    pub brobygger: u8,
    /// [`Parcel`]s in the order in which they were recorded, each read by itself: one that is damaged
    /// holds up no other.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub parcels: Vec<Box<RawValue>>,
    /// The phone will not push these itself any more (its passphrase is forgotten): what cannot follow
    /// in its lane is set aside for the coordinator instead of waiting.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub last: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliverAnswer {
    pub brobygger: u8,
    /// One per parcel of the request, in its order.
    pub parcels: Vec<Delivered>,
    /// The phone has been revoked: once everything is received it is to remove its vault.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

/// What became of a parcel. Nothing of its content is told to whoever hands it over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Delivered {
    /// Decided, now or before: the parcel may go. The receipt comes with the phone's own next push.
    Received,
    /// It cannot follow in its lane yet. It stays with the phone.
    Waits,
    /// Not signed by this device, sealed to a key that is not known here, or damaged. Nothing of it
    /// was taken.
    Refused,
}
