//! Argon2id, small and fast: a passphrase becomes a key.
//!
//! In the browser this is a wasm of its own. A worker loads it when a passphrase is typed, and ends with
//! it, so that the app carries none of it and the memory is given back. Natively it is a function.
//!
//! Version 1.3, one lane. What is typed is put into one form before it comes here
//! (`vault::passphrase::normal`).

#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

use alloc::vec::Vec;

use argon2::{Algorithm, Argon2, Block, Params, Version};

/// The length of the key.
pub const KEY_BYTES: usize = 32;

/// None where the cost is none that Argon2 has, the salt is shorter than 8 bytes, or there is not so much
/// memory.
pub fn argon2id(
    words: &[u8],
    salt: &[u8],
    memory_kib: u32,
    passes: u32,
) -> Option<[u8; KEY_BYTES]> {
    let params = Params::new(memory_kib, passes, 1, Some(KEY_BYTES)).ok()?;
    let mut blocks = Vec::new();
    blocks.try_reserve_exact(params.block_count()).ok()?;
    blocks.resize(params.block_count(), Block::new());
    let mut key = [0; KEY_BYTES];
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into_with_memory(words, salt, &mut key, &mut blocks)
        .ok()?;
    Some(key)
}

/// For the worker: the key, or nothing at all where there is none. The words come as bytes, since the glue
/// for a text weighs more than the worker's own line for it.
#[cfg(target_arch = "wasm32")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn stretch(words: &[u8], salt: &[u8], memory_kib: u32, passes: u32) -> Vec<u8> {
    argon2id(words, salt, memory_kib, passes).map(Vec::from).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
mod bare {
    //! What the standard library would bring, and more than half of the weight with it.

    #[global_allocator]
    static MEMORY: dlmalloc::GlobalDlmalloc = dlmalloc::GlobalDlmalloc;

    /// The worker notices that the wasm has stopped.
    #[panic_handler]
    fn stop(_: &core::panic::PanicInfo<'_>) -> ! {
        core::arch::wasm32::unreachable()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From the tests of the reference implementation (P-H-C/phc-winner-argon2, `src/test.c`), version 1.3.
    #[test]
    fn it_is_argon2id_as_others_have_it() {
        let key = argon2id(b"password", b"somesalt", 256, 2).unwrap();
        let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hex, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe");
    }

    #[test]
    fn words_salt_and_cost_all_count() {
        let usual = argon2id(b"five words", b"salt salt", 64, 2);
        assert_eq!(argon2id(b"five words", b"salt salt", 64, 2), usual);
        assert_ne!(argon2id(b"four words", b"salt salt", 64, 2), usual);
        assert_ne!(argon2id(b"five words", b"salt Salt", 64, 2), usual);
        assert_ne!(argon2id(b"five words", b"salt salt", 65, 2), usual);
        assert_ne!(argon2id(b"five words", b"salt salt", 64, 3), usual);
    }

    #[test]
    fn what_argon2_does_not_have_is_no_key() {
        assert_eq!(argon2id(b"words", b"salt salt", 7, 2), None);
        assert_eq!(argon2id(b"words", b"salt salt", 64, 0), None);
        assert_eq!(argon2id(b"words", b"short", 64, 2), None);
    }
}
