//! Ids that are the same at every start, so that a second one finds what the first one wrote.

use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// A UUID of version 8 (RFC 9562: made by a rule of one's own) from what names the row.
pub fn derived(parts: &[&str]) -> Uuid {
    let mut hash = Sha256::new_with_prefix(b"brobygger");
    for part in parts {
        // The length in front keeps ("ab", "c") and ("a", "bc") apart.
        hash.update((part.len() as u64).to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&hash.finalize()[..16]);
    Builder::from_custom_bytes(bytes).into_uuid()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_is_the_same_id_and_others_are_not() {
        assert_eq!(derived(&["a", "bc"]), derived(&["a", "bc"]));
        assert_ne!(derived(&["a", "bc"]), derived(&["ab", "c"]));
        assert_eq!(derived(&["x"]).get_version_num(), 8);
    }
}
