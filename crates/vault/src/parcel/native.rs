//! Natively, for tests and the simulator: the curve from a crate.

use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use p256::elliptic_curve::sec1::ToSec1Point;
use p256::{PublicKey, SecretKey};

use super::{POINT_BYTES, SCALAR_BYTES, join};
use crate::{VaultError, cipher};

pub struct Signing(SigningKey);

impl Signing {
    /// From the parts of a key that has been taken apart.
    pub async fn import(_: &[u8], scalar: &[u8], point: &[u8]) -> Result<Self, VaultError> {
        let key = SigningKey::from_slice(scalar).map_err(failed)?;
        if *key.verifying_key().to_sec1_point(false).as_bytes() != *point {
            return Err(VaultError::KeyForm);
        }
        Ok(Self(key))
    }

    pub async fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let signature: Signature = self.0.try_sign(bytes).map_err(failed)?;
        Ok(signature.to_bytes().to_vec())
    }
}

/// A new key, in the form in which keys are kept.
pub async fn generate() -> Result<Vec<u8>, VaultError> {
    let secret = random_key()?;
    Ok(join(&secret.to_bytes(), &point(&secret.public_key())))
}

/// Somebody else's public key.
pub struct Theirs(PublicKey);

impl Theirs {
    pub async fn import(point: &[u8]) -> Result<Self, VaultError> {
        Ok(Self(PublicKey::from_sec1_bytes(point).map_err(|_| VaultError::KeyForm)?))
    }

    /// A fresh key of ours: its public half, and the secret that the two share.
    pub async fn agree(&self) -> Result<(Vec<u8>, Vec<u8>), VaultError> {
        let ours = random_key()?;
        let shared = ours.diffie_hellman(&self.0);
        Ok((point(&ours.public_key()).to_vec(), shared.raw_secret_bytes().to_vec()))
    }
}

fn random_key() -> Result<SecretKey, VaultError> {
    loop {
        let mut scalar = [0; SCALAR_BYTES];
        cipher::random(&mut scalar)?;
        // One number in four thousand million is none of the curve's.
        if let Ok(key) = SecretKey::from_slice(&scalar) {
            return Ok(key);
        }
    }
}

fn point(key: &PublicKey) -> [u8; POINT_BYTES] {
    let mut bytes = [0; POINT_BYTES];
    bytes.copy_from_slice(key.to_sec1_point(false).as_bytes());
    bytes
}

fn failed(error: impl ToString) -> VaultError {
    VaultError::Failed(error.to_string())
}
