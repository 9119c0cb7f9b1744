//! SHA-256, as names and as proof.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// The whole digest in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Enough of it to tell one build's file from another's.
pub fn short(bytes: &[u8]) -> String {
    let mut text = hex(bytes);
    text.truncate(16);
    text
}
