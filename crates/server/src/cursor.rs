//! The opaque string by which a phone says how far it has come.
//!
//! It names the clock up to which the phone holds everything, *and the random id of the commit that
//! made this clock*: a restored or copied database has another commit there, and the cursor is found
//! to be of another history. It is signed together with the phone it was written for, so that nobody
//! can make one or use another's.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use database::{Device, Hash};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use uuid::Uuid;

const VERSION: u8 = 1;
const SIGNATURE: usize = 16;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// Every change at or before this clock has been given.
    pub clock: u64,
    /// The commit that made this clock.
    pub commit: u64,
    /// A page ended inside the next clock's changes: those up to this id have been given too.
    pub within: Option<Uuid>,
}

/// Not written by this server for this phone.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a cursor of this phone")]
pub struct BadCursor;

impl Cursor {
    pub fn write(&self, secret: &Hash, device: &Device) -> String {
        let mut bytes = vec![VERSION];
        bytes.extend(self.clock.to_be_bytes());
        bytes.extend(self.commit.to_be_bytes());
        if let Some(within) = self.within {
            bytes.extend(within.as_bytes());
        }
        let signature = signed(secret, device, &bytes).finalize().into_bytes();
        bytes.extend(&signature[..SIGNATURE]);
        URL_SAFE_NO_PAD.encode(bytes)
    }

    pub fn read(text: &str, secret: &Hash, device: &Device) -> Result<Self, BadCursor> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| BadCursor)?;
        let content = bytes.len().checked_sub(SIGNATURE).ok_or(BadCursor)?;
        let (content, signature) = bytes.split_at(content);
        signed(secret, device, content).verify_truncated_left(signature).map_err(|_| BadCursor)?;
        let (version, rest) = content.split_first().ok_or(BadCursor)?;
        let (clock, rest) = rest.split_first_chunk().ok_or(BadCursor)?;
        let (commit, rest) = rest.split_first_chunk().ok_or(BadCursor)?;
        let within = match rest.len() {
            0 => None,
            _ => Some(Uuid::from_slice(rest).map_err(|_| BadCursor)?),
        };
        if *version != VERSION {
            return Err(BadCursor);
        }
        Ok(Self { clock: u64::from_be_bytes(*clock), commit: u64::from_be_bytes(*commit), within })
    }
}

fn signed(secret: &Hash, device: &Device, content: &[u8]) -> Hmac<Sha256> {
    // HMAC fills a short key up with zeros to the size of a block.
    let mut key = [0; 64];
    key[..secret.len()].copy_from_slice(secret);
    let mut mac = Hmac::<Sha256>::new(&key.into());
    for id in [device.centre, device.member, device.id] {
        mac.update(id.as_bytes());
    }
    mac.update(content);
    mac
}

#[cfg(test)]
mod tests {
    use super::*;

    fn device(n: u128) -> Device {
        Device {
            id: Uuid::from_u128(n),
            centre: Uuid::from_u128(1),
            member: Uuid::from_u128(2),
            token_hash: [0; 32],
            enrolled_at: 0,
            last_seen: 0,
            revoked_at: None,
        }
    }

    #[test]
    fn a_cursor_survives_its_text() {
        for within in [None, Some(Uuid::from_u128(7))] {
            let cursor = Cursor { clock: 41, commit: u64::MAX, within };
            let text = cursor.write(&[9; 32], &device(3));
            assert!(text.len() <= 76, "{text}");
            assert_eq!(Cursor::read(&text, &[9; 32], &device(3)), Ok(cursor));
        }
    }

    #[test]
    fn nobody_elses_and_no_changed_one() {
        let cursor = Cursor { clock: 41, commit: 5, within: None };
        let text = cursor.write(&[9; 32], &device(3));
        assert!(Cursor::read(&text, &[9; 32], &device(4)).is_err());
        assert!(Cursor::read(&text, &[8; 32], &device(3)).is_err());
        for place in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[place] = if changed[place] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).unwrap();
            let read = Cursor::read(&changed, &[9; 32], &device(3));
            assert_eq!(read, Err(BadCursor), "{place}");
        }
        for text in ["", "A", "not a cursor", &text[..40]] {
            assert!(Cursor::read(text, &[9; 32], &device(3)).is_err());
        }
    }
}
