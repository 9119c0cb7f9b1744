//! Words become a key: Argon2id, which makes each guess cost memory and time.
//!
//! Natively it is computed here. In the browser it is a wasm of its own in a worker (`crates/stretch`),
//! which the app talks to in `src/platform/stretch.rs`; what it costs is said by the same [`Cost`].

use serde::{Deserialize, Serialize};

/// What a guess costs. It is kept beside what was wrapped, so that it can be raised later on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cost {
    pub memory_kib: u32,
    pub passes: u32,
}

impl Cost {
    /// More than OWASP's least for Argon2id (19 MiB, twice), so that an old phone still opens within a
    /// second and a small one has the memory (ADR 0017).
    pub const USUAL: Self = Self { memory_kib: 32 * 1024, passes: 3 };
}

/// The key that these words give. However they were typed, they are put into one form first.
#[cfg(not(target_arch = "wasm32"))]
pub fn stretch(
    words: &str,
    salt: &[u8],
    cost: Cost,
) -> Result<[u8; crate::KEY_BYTES], crate::VaultError> {
    let words = crate::passphrase::normal(words);
    ::stretch::argon2id(words.as_bytes(), salt, cost.memory_kib, cost.passes)
        .ok_or_else(|| crate::VaultError::Failed("stretch".to_owned()))
}
