//! Parcels: what a locked phone may hand over, since nobody on the way can read or forge it.
//!
//! **The story.** While the phone is unlocked, each record is also sealed to the centre's public key
//! ([`CentreKey`], HPKE of RFC 9180) and signed with the phone's own key ([`DeviceKey`], ECDSA). The
//! ephemeral key of the sealing is thrown away with the message, so that not even this phone opens it
//! again; only the centre does. It may be made ahead ([`Sealing`]), so that nobody waits for it, and serves
//! once: sealing takes it.
//!
//! The suite is DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM in base mode: P-256 is the curve that
//! every browser's WebCrypto has had for years, so that no curve is linked into the app.
//!
//! A device's key is kept as the PKCS #8 that WebCrypto exports, with its public half inside. Everything
//! of it but two fields is the same for all keys, so that it is taken apart by position.

mod schedule;

#[cfg(not(target_arch = "wasm32"))]
#[path = "parcel/native.rs"]
mod curve;
#[cfg(target_arch = "wasm32")]
#[path = "parcel/web.rs"]
mod curve;

use crate::{NONCE_BYTES, VaultError, cipher};

/// The length of a public key: a point of the curve, uncompressed.
pub const POINT_BYTES: usize = 65;
const SCALAR_BYTES: usize = 32;

/// `PrivateKeyInfo` of a key of P-256, up to the secret number.
const BEFORE_SCALAR: [u8; 36] = [
    0x30, 0x81, 0x87, 0x02, 0x01, 0x00, 0x30, 0x13, 0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02,
    0x01, 0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07, 0x04, 0x6d, 0x30, 0x6b, 0x02,
    0x01, 0x01, 0x04, 0x20,
];
/// Between it and the public point.
const BEFORE_POINT: [u8; 5] = [0xa1, 0x44, 0x03, 0x42, 0x00];

/// The key with which a phone signs what it wrote. Never printed.
pub struct DeviceKey {
    bytes: Vec<u8>,
    signing: curve::Signing,
}

impl std::fmt::Debug for DeviceKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DeviceKey(…)")
    }
}

impl DeviceKey {
    pub async fn generate() -> Result<Self, VaultError> {
        let bytes = curve::generate().await?;
        Self::from_bytes(&bytes).await
    }

    /// What [`DeviceKey::to_bytes`] gave, here or on another platform.
    pub async fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        let (scalar, point) = split(bytes).ok_or(VaultError::KeyForm)?;
        let signing = curve::Signing::import(bytes, scalar, point).await?;
        Ok(Self { bytes: bytes.to_vec(), signing })
    }

    /// With the secret, in the clear: to be sealed before it is kept.
    pub fn to_bytes(&self) -> Vec<u8> {
        self.bytes.clone()
    }

    /// The point, uncompressed.
    pub fn public(&self) -> Vec<u8> {
        self.bytes[self.bytes.len() - POINT_BYTES..].to_vec()
    }

    /// ECDSA over SHA-256: the two numbers of a signature behind one another, 32 bytes each.
    pub async fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        self.signing.sign(bytes).await
    }
}

/// The public key of the centre.
pub struct CentreKey {
    point: Vec<u8>,
    theirs: curve::Theirs,
}

impl CentreKey {
    pub async fn from_bytes(bytes: &[u8]) -> Result<Self, VaultError> {
        // Elsewhere a point has a short form as well. One key has one form here.
        if bytes.len() != POINT_BYTES || bytes[0] != 4 {
            return Err(VaultError::KeyForm);
        }
        let theirs = curve::Theirs::import(bytes).await?;
        Ok(Self { point: bytes.to_vec(), theirs })
    }

    /// A key for one text. What takes time of a sealing is done with it.
    pub async fn ready(&self, info: &[u8]) -> Result<Sealing, VaultError> {
        let (ephemeral, agreed) = self.theirs.agree().await?;
        let keys = schedule::keys(&agreed, &ephemeral, &self.point, info);
        Ok(Sealing { ephemeral, nonce: keys.nonce, cipher: cipher::Cipher::new(&keys.key).await? })
    }
}

/// A key that was never used, is not kept, and goes with the text that it seals.
pub struct Sealing {
    ephemeral: Vec<u8>,
    nonce: [u8; NONCE_BYTES],
    cipher: cipher::Cipher,
}

impl Sealing {
    /// The first part of the answer is the key's public half, which the centre needs for opening the
    /// second.
    pub async fn seal(
        self,
        associated: &[u8],
        text: &[u8],
    ) -> Result<(Vec<u8>, Vec<u8>), VaultError> {
        let sealed = self.cipher.encrypt(&self.nonce, associated, text).await?;
        Ok((self.ephemeral, sealed))
    }
}

/// The secret number and the public point.
fn split(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let rest = bytes.strip_prefix(&BEFORE_SCALAR)?;
    let (scalar, rest) = rest.split_at_checked(SCALAR_BYTES)?;
    let point = rest.strip_prefix(&BEFORE_POINT)?;
    (point.len() == POINT_BYTES).then_some((scalar, point))
}

#[cfg(not(target_arch = "wasm32"))]
fn join(scalar: &[u8], point: &[u8]) -> Vec<u8> {
    [&BEFORE_SCALAR, scalar, &BEFORE_POINT, point].concat()
}
