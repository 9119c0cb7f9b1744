//! The data key under lock: sealed by a secret that is not on the phone.

use crate::{DataKey, KEY_BYTES, Place, Vault, VaultError};

/// Of what is sealed here.
const FORMAT: u32 = 1;

/// What opens a lock: a stretched passphrase, or what a passkey gives (its PRF). Never kept.
pub type Secret = [u8; KEY_BYTES];

impl DataKey {
    /// The key, for this secret and this vault alone.
    pub async fn wrap(&self, secret: &Secret, vault: &str) -> Result<Vec<u8>, VaultError> {
        let lock = Vault::new(&DataKey(*secret)).await?;
        lock.seal(&place(vault), &self.0).await
    }

    /// [`VaultError::DoesNotOpen`] for every other secret, and for a lock of another vault.
    pub async fn unwrap(sealed: Vec<u8>, secret: &Secret, vault: &str) -> Result<Self, VaultError> {
        let lock = Vault::new(&DataKey(*secret)).await?;
        let bytes = lock.open(&place(vault), &sealed).await?;
        Self::import_unwrapped(&bytes)
    }
}

fn place(vault: &str) -> Place<'_> {
    Place { store: "lock", key: vault, version: FORMAT }
}
