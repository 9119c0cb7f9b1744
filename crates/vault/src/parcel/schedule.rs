//! The key schedule of HPKE (RFC 9180, base mode) for the one suite there is: from what the two curves
//! agreed on to the key and nonce of a single message. Pure, so that the same code runs on the phone and
//! in the tests that hold it against another implementation.
//!
//! Every value that is derived has at most the length of a hash, so that HKDF's loop is one round.

use sha2::{Digest, Sha256};

/// DHKEM(P-256, HKDF-SHA256).
const KEM: &[u8] = b"KEM\x00\x10";
/// With HKDF-SHA256 and AES-256-GCM.
const SUITE: &[u8] = b"HPKE\x00\x10\x00\x01\x00\x02";
const VERSION: &[u8] = b"HPKE-v1";
/// Nobody is authenticated by the key schedule; the device signs beside it.
const MODE_BASE: u8 = 0;

const HASH_BYTES: usize = 32;
const BLOCK_BYTES: usize = 64;
const NONCE_BYTES: usize = 12;

type Hash = [u8; HASH_BYTES];

/// What seals one message, and no second one.
pub struct Keys {
    pub key: Hash,
    pub nonce: [u8; NONCE_BYTES],
}

/// From the secret of the key agreement, the ephemeral public key and the receiver's.
pub fn keys(agreed: &[u8], ephemeral: &[u8], receiver: &[u8], info: &[u8]) -> Keys {
    let pseudorandom = extract(KEM, &[], b"eae_prk", agreed);
    let shared = expand(KEM, &pseudorandom, b"shared_secret", &[ephemeral, receiver], HASH_BYTES);
    let no_key = extract(SUITE, &[], b"psk_id_hash", &[]);
    let about = extract(SUITE, &[], b"info_hash", info);
    let context: [&[u8]; 3] = [&[MODE_BASE], &no_key, &about];
    let secret = extract(SUITE, &shared, b"secret", &[]);
    let key = expand(SUITE, &secret, b"key", &context, HASH_BYTES);
    let whole = expand(SUITE, &secret, b"base_nonce", &context, NONCE_BYTES);
    let mut nonce = [0; NONCE_BYTES];
    nonce.copy_from_slice(&whole[..NONCE_BYTES]);
    Keys { key, nonce }
}

/// `LabeledExtract`.
fn extract(suite: &[u8], salt: &[u8], label: &[u8], bytes: &[u8]) -> Hash {
    hmac(salt, &[VERSION, suite, label, bytes])
}

/// `LabeledExpand`, of which the caller takes `length` bytes.
fn expand(suite: &[u8], key: &Hash, label: &[u8], info: &[&[u8]], length: usize) -> Hash {
    let length = [0, length as u8];
    let mut parts = vec![length.as_slice(), VERSION, suite, label];
    parts.extend_from_slice(info);
    // The number of HKDF's only round.
    parts.push(&[1]);
    hmac(key, &parts)
}

/// HMAC-SHA256. No key here is longer than a block.
fn hmac(key: &[u8], parts: &[&[u8]]) -> Hash {
    let padded = |pad: u8| {
        let mut block = [pad; BLOCK_BYTES];
        for (byte, key) in block.iter_mut().zip(key) {
            *byte ^= key;
        }
        block
    };
    let mut inner = Sha256::new();
    inner.update(padded(0x36));
    for part in parts {
        inner.update(part);
    }
    let mut outer = Sha256::new();
    outer.update(padded(0x5c));
    outer.update(inner.finalize());
    outer.finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    #[test]
    fn hmac_is_as_rfc_4231_has_it() {
        // Test cases 1 and 2.
        assert_eq!(
            hex(&hmac(&[0x0b; 20], &[b"Hi ", b"There"])),
            "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
        );
        assert_eq!(
            hex(&hmac(b"Jefe", &[b"what do ya want for nothing?"])),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
        );
    }

    #[test]
    fn whatever_goes_in_changes_what_comes_out() {
        let usual = keys(&[1; 32], &[2; 65], &[3; 65], b"info");
        for other in [
            keys(&[0; 32], &[2; 65], &[3; 65], b"info"),
            keys(&[1; 32], &[0; 65], &[3; 65], b"info"),
            keys(&[1; 32], &[2; 65], &[0; 65], b"info"),
            keys(&[1; 32], &[2; 65], &[3; 65], b"infO"),
        ] {
            assert_ne!((other.key, other.nonce), (usual.key, usual.nonce));
        }
    }
}
