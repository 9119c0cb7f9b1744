//! A word that is sought, in all the writings in which browsers keep words.

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// What is so short would be found by chance.
const SHORTEST: usize = 6;

/// What the words are, so that a search can be asked whether it sees each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Name,
    Phone,
    Note,
}

/// Words that must not lie in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    pub kind: Kind,
    pub words: String,
}

/// The words as bytes, and the name of that writing.
pub struct Writing {
    pub name: &'static str,
    pub bytes: Vec<u8>,
}

impl Needle {
    pub fn new(kind: Kind, words: &str) -> Self {
        Self { kind, words: words.to_owned() }
    }

    /// Every writing that is long enough, each once.
    pub fn writings(&self) -> Vec<Writing> {
        let mut all: Vec<Writing> = Vec::new();
        for writing in self.spellings().into_iter().flat_map(|words| writings(&words)) {
            let known = all.iter().any(|other| other.bytes == writing.bytes);
            if writing.bytes.len() >= SHORTEST && !known {
                all.push(writing);
            }
        }
        all
    }

    fn spellings(&self) -> Vec<String> {
        match self.kind {
            Kind::Note => vec![self.words.clone()],
            // As it stands in JSON, which gives a short name two more letters.
            Kind::Name => vec![self.words.clone(), format!("\"{}\"", self.words)],
            Kind::Phone => telephone(&self.words),
        }
    }
}

/// As it is dialled, with and without its country, and with the gaps in which it is read.
fn telephone(number: &str) -> Vec<String> {
    let dialled: String = number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    let digits = dialled.trim_start_matches('+').to_owned();
    let own = digits.get(2..).unwrap_or_default();
    let in_groups = |sizes: &[usize]| {
        let mut rest = own;
        let mut groups = Vec::new();
        for size in sizes {
            let (group, after) = rest.split_at_checked(*size).unwrap_or((rest, ""));
            groups.push(group);
            rest = after;
        }
        groups.join(" ")
    };
    let (pairs, threes) = (in_groups(&[2, 2, 2, 2]), in_groups(&[3, 2, 3]));
    vec![number.to_owned(), digits, pairs, threes]
}

fn writings(words: &str) -> Vec<Writing> {
    let utf16 = |order: fn(u16) -> [u8; 2]| words.encode_utf16().flat_map(order).collect();
    let little: Vec<u8> = utf16(u16::to_le_bytes);
    let mut all = vec![
        Writing { name: "UTF-8", bytes: words.into() },
        Writing { name: "UTF-16, big-endian", bytes: utf16(u16::to_be_bytes) },
        Writing { name: "in an address", bytes: in_address(words).into() },
        Writing { name: "in JSON with escapes", bytes: in_json(words).into() },
        Writing { name: "a key of Firefox's", bytes: firefox_key(words) },
    ];
    // Engines keep a text that has no other letters with one byte for each.
    let latin: Option<Vec<u8>> = words.chars().map(|c| u8::try_from(c).ok()).collect();
    let latin = latin.unwrap_or_default();
    for bytes in [words.as_bytes(), &little, &latin] {
        let at_each_third = (0..3).map(|before| in_base64(bytes, before));
        all.extend(at_each_third.map(|bytes| Writing { name: "base64", bytes }));
    }
    all.push(Writing { name: "Latin-1", bytes: latin });
    all.push(Writing { name: "UTF-16, little-endian", bytes: little });
    all
}

fn in_address(words: &str) -> String {
    words
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => {
                char::from(byte).to_string()
            }
            _ => format!("%{byte:02X}"),
        })
        .collect()
}

fn in_json(words: &str) -> String {
    words
        .encode_utf16()
        .map(|unit| match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii() => char::from(byte).to_string(),
            _ => format!("\\u{unit:04x}"),
        })
        .collect()
}

/// IndexedDB's keys are written so that their bytes are in order: one more for each letter of ASCII, two bytes for
/// others.
fn firefox_key(words: &str) -> Vec<u8> {
    let unit = |unit: u16| match unit {
        ..=0x7e => vec![unit as u8 + 1],
        0x7f..=0x407e => (unit - 0x7f + 0x8000).to_be_bytes().to_vec(),
        _ => [&[0xc0][..], &unit.to_be_bytes()].concat(),
    };
    words.encode_utf16().flat_map(unit).collect()
}

/// What base64 makes of the bytes whatever stands around them, with so many bytes before them.
fn in_base64(bytes: &[u8], before: usize) -> Vec<u8> {
    let whole = STANDARD_NO_PAD.encode([&vec![0; before], bytes].concat());
    let first = (before * 8).div_ceil(6);
    let end = (before + bytes.len()) * 8 / 6;
    whole.as_bytes().get(first..end).unwrap_or_default().to_vec()
}
