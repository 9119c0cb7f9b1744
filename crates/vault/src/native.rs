//! Natively, for tests and the simulator: the same cipher from a crate.

use std::future::ready;

use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{Aes256Gcm, Nonce};

use crate::{KEY_BYTES, NONCE_BYTES, VaultError};

pub struct Cipher(Aes256Gcm);

impl Cipher {
    pub async fn new(key: &[u8; KEY_BYTES]) -> Result<Self, VaultError> {
        Ok(Self(Aes256Gcm::new(&(*key).into())))
    }

    pub fn encrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        bytes: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let sealed = self.0.encrypt(&Nonce::from(*nonce), Payload { msg: bytes, aad: associated });
        ready(sealed.map_err(|error| VaultError::Failed(error.to_string())))
    }

    pub fn decrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        ciphertext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let opened =
            self.0.decrypt(&Nonce::from(*nonce), Payload { msg: ciphertext, aad: associated });
        ready(opened.map_err(|_| VaultError::DoesNotOpen))
    }
}

pub fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    getrandom::fill(bytes).map_err(|error| VaultError::Failed(error.to_string()))
}
