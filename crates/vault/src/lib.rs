//! Sealing: what lies on the phone's disk tells nothing without the data key.
//!
//! **The story.** Each vault has one random [`DataKey`]. Whatever is personal is sealed under it with
//! AES-256-GCM and a random nonce, before it reaches the store, and bound to its [`Place`]: a block
//! that somebody moved to another key, another store or another vault does not open. WebCrypto does
//! the work in the browser, so that none of it is linked into the app.
//!
//! The data key itself is nowhere on the disk as it is: [`DataKey::wrap`] seals it by a [`Secret`] that
//! the phone does not keep.
//!
//! Around it: [`passphrase`] puts typed words into one form, [`stretch()`] makes a key of them, and
//! [`parcel`] seals records for the centre and signs them.
//!
//! One key seals far fewer than 2³² records, the bound for random nonces of 96 bits.

pub mod parcel;
pub mod passphrase;
mod stretch;
mod wrap;

pub use parcel::{CentreKey, DeviceKey, Sealing};
pub use stretch::Cost;
#[cfg(not(target_arch = "wasm32"))]
pub use stretch::stretch;
pub use wrap::Secret;

#[cfg(not(target_arch = "wasm32"))]
#[path = "native.rs"]
mod cipher;
#[cfg(target_arch = "wasm32")]
#[path = "web.rs"]
mod cipher;
#[cfg(all(target_arch = "wasm32", feature = "open-vault"))]
mod open;

#[cfg(not(all(target_arch = "wasm32", feature = "open-vault")))]
use cipher::Cipher;
#[cfg(all(target_arch = "wasm32", feature = "open-vault"))]
use open::Cipher;

/// The length of a data key.
pub const KEY_BYTES: usize = 32;
const NONCE_BYTES: usize = 12;
#[cfg(all(target_arch = "wasm32", feature = "open-vault"))]
const TAG_BYTES: usize = 16;

/// Where a sealed record belongs. It is bound to this, and opens nowhere else.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place<'a> {
    /// The database and its store.
    pub store: &'a str,
    pub key: &'a str,
    /// Of the content's format.
    pub version: u32,
}

impl Place<'_> {
    /// Neither names of stores nor keys contain the separator's control character.
    fn bytes(&self) -> Vec<u8> {
        format!("{}\u{1f}{}\u{1f}{}", self.store, self.key, self.version).into_bytes()
    }
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VaultError {
    /// Changed, truncated, of another place or of another key: there is no telling which.
    #[error("the sealed record does not open here")]
    DoesNotOpen,
    #[error("a data key has 32 bytes")]
    KeyLength,
    /// Neither a private key as `parcel` keeps it nor a public one that lies on the curve.
    #[error("that is no key of this kind")]
    KeyForm,
    /// No WebCrypto: the page was not loaded over HTTPS or from localhost.
    #[error("this browser gives the page no cryptography")]
    Unavailable,
    #[error("the cryptography failed: {0}")]
    Failed(String),
}

/// The random key under which a vault's records are sealed. Never printed.
#[derive(Clone)]
pub struct DataKey([u8; KEY_BYTES]);

impl std::fmt::Debug for DataKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DataKey(…)")
    }
}

impl DataKey {
    pub fn generate() -> Result<Self, VaultError> {
        let mut bytes = [0; KEY_BYTES];
        cipher::random(&mut bytes)?;
        Ok(Self(bytes))
    }

    /// As releases without locks kept it, to be put under one.
    pub fn import_unwrapped(bytes: &[u8]) -> Result<Self, VaultError> {
        Ok(Self(bytes.try_into().map_err(|_| VaultError::KeyLength)?))
    }
}

/// A vault that is unlocked.
pub struct Vault {
    cipher: Cipher,
}

impl Vault {
    pub async fn new(key: &DataKey) -> Result<Self, VaultError> {
        let cipher = Cipher::new(&key.0).await?;
        Ok(Self { cipher })
    }

    /// A nonce, then the ciphertext with its tag. Begins at once, and goes on beside whatever else was begun.
    pub fn seal(
        &self,
        place: &Place<'_>,
        bytes: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let mut nonce = [0; NONCE_BYTES];
        let sealing =
            cipher::random(&mut nonce).map(|()| self.cipher.encrypt(&nonce, &place.bytes(), bytes));
        async move { Ok([&nonce, sealing?.await?.as_slice()].concat()) }
    }

    /// Begins at once: the sealed bytes are needed no longer than until this returns.
    pub fn open(
        &self,
        place: &Place<'_>,
        sealed: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let opening = sealed
            .split_first_chunk()
            .map(|(nonce, ciphertext)| self.cipher.decrypt(nonce, &place.bytes(), ciphertext));
        async move { opening.ok_or(VaultError::DoesNotOpen)?.await }
    }
}
