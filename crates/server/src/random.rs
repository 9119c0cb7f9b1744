//! Random bytes from the operating system, and the hash under which secrets are kept.

use database::Hash;
use sha2::{Digest, Sha256};

#[derive(Debug, thiserror::Error)]
#[error("the operating system gives no random bytes")]
pub struct NoRandomBytes;

pub fn bytes<const N: usize>() -> Result<[u8; N], NoRandomBytes> {
    let mut bytes = [0; N];
    #[cfg(feature = "seeded")]
    if seeded::fill(&mut bytes) {
        return Ok(bytes);
    }
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

/// Bytes that follow from a seed, on the thread that asked for them: for the simulator, which repeats
/// a day to the letter. The program that serves is compiled without.
#[cfg(feature = "seeded")]
pub mod seeded {
    use std::cell::Cell;

    thread_local! {
        static STATE: Cell<Option<u64>> = const { Cell::new(None) };
    }

    /// From here on this thread's bytes follow from the seed; none ends it.
    pub fn sow(seed: Option<u64>) {
        STATE.set(seed);
    }

    /// False where nothing was sown. SplitMix64.
    pub(super) fn fill(bytes: &mut [u8]) -> bool {
        let Some(mut state) = STATE.get() else {
            return false;
        };
        for chunk in bytes.chunks_mut(8) {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            chunk.copy_from_slice(&(mixed ^ (mixed >> 31)).to_le_bytes()[..chunk.len()]);
        }
        STATE.set(Some(state));
        true
    }
}
