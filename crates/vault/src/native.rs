//! Natively, for tests and the simulator: the same cipher from a crate.

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::{KEY_BYTES, VaultError};

pub struct Cipher(Aes256Gcm);

impl Cipher {
    pub async fn new(key: &[u8; KEY_BYTES]) -> Result<Self, VaultError> {
        Ok(Self(Aes256Gcm::new(&(*key).into())))
    }

    pub async fn encrypt(
        &self,
        nonce: &[u8; 12],
        associated: &[u8],
        bytes: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        self.0
            .encrypt(&Nonce::from(*nonce), Payload { msg: bytes, aad: associated })
            .map_err(|error| VaultError::Failed(error.to_string()))
    }

    pub async fn decrypt(
        &self,
        nonce: &[u8],
        associated: &[u8],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let nonce: [u8; 12] = nonce.try_into().map_err(|_| VaultError::DoesNotOpen)?;
        self.0
            .decrypt(&Nonce::from(nonce), Payload { msg: ciphertext, aad: associated })
            .map_err(|_| VaultError::DoesNotOpen)
    }
}

pub fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|error| VaultError::Failed(error.to_string()))
}
