//! The code itself: ten digits of Crockford's base 32, easy to read out and to type.

use std::fmt;

use database::Hash;

use crate::random::{self, NoRandomBytes};

pub const CODE_DIGITS: usize = 10;
/// Without I, L, O and U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Shown as `K7QM-2F9X-4T`. Fifty random bits, good for some days and for one phone.
#[derive(Clone, PartialEq, Eq)]
pub struct CodeText([u8; CODE_DIGITS]);

impl CodeText {
    pub fn random() -> Result<Self, NoRandomBytes> {
        let bytes = random::bytes::<CODE_DIGITS>()?;
        // 256 is a multiple of 32, so every digit is as likely as any other.
        Ok(Self(bytes.map(|byte| ALPHABET[usize::from(byte % 32)])))
    }

    /// Forgives case, spaces, hyphens, and letters taken for digits.
    pub fn read(text: &str) -> Option<Self> {
        let mut digits = Vec::with_capacity(CODE_DIGITS);
        for c in text.chars() {
            let digit = match c.to_ascii_uppercase() {
                '-' | '–' | '\u{2011}' => continue,
                space if space.is_whitespace() => continue,
                'O' => '0',
                'I' | 'L' => '1',
                other => other,
            };
            let digit = u8::try_from(digit).ok().filter(|d| ALPHABET.contains(d))?;
            if digits.len() == CODE_DIGITS {
                return None;
            }
            digits.push(digit);
        }
        digits.try_into().ok().map(Self)
    }

    pub fn hash(&self) -> Hash {
        random::hash(&self.0.iter().map(|d| char::from(*d)).collect::<String>())
    }
}

impl fmt::Display for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, digit) in self.0.iter().enumerate() {
            if place == 4 || place == 8 {
                f.write_str("-")?;
            }
            write!(f, "{}", char::from(*digit))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_as_people_type_it() {
        let code = CodeText::read("K7QM2F9X41").unwrap();
        assert_eq!(code.to_string(), "K7QM-2F9X-41");
        for typed in ["k7qm-2f9x-41", " K7QM 2F9X 4l", "K7QM–2F9X–4I", "k 7 q m2f9x-41\n"] {
            assert_eq!(CodeText::read(typed).map(|c| c.hash()), Some(code.hash()), "{typed}");
        }
        let zero = CodeText::read("0000000000").unwrap();
        assert!(CodeText::read("OOOO-oooo-00") == Some(zero));
    }

    #[test]
    fn what_is_no_code() {
        for typed in
            ["", "K7QM-2F9X-4", "K7QM-2F9X-411", "K7QM-2F9X-4U", "K7QM-2F9X-4Å", "----------"]
        {
            assert!(CodeText::read(typed).is_none(), "{typed}");
        }
    }

    #[test]
    fn a_new_code_reads_as_itself() {
        let code = CodeText::random().unwrap();
        assert!(CodeText::read(&code.to_string()) == Some(code.clone()));
        assert!(CodeText::random().unwrap() != code);
    }
}
