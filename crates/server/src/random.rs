//! Random bytes from the operating system, and the hash under which secrets are kept.

use database::Hash;
use sha2::{Digest, Sha256};

#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandomBytes;

pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomBytes> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| NoRandomBytes)?;
    Ok(bytes)
}

pub fn number() -> Result<u64, NoRandomBytes> {
    Ok(u64::from_le_bytes(bytes()?))
}

/// Tokens and codes have enough entropy of their own that a plain hash will do.
pub fn hash(secret: &str) -> Hash {
    Sha256::digest(secret.as_bytes()).into()
}
