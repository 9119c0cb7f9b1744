//! How good JSON is made bad, at random.

// Each test file uses some of this.
#![allow(dead_code)]

use std::ops::Range;

use proptest::prelude::*;
use proptest::sample::{Index, select};

/// How many cases of a property are tried: this many for each commit, times `FUZZ_FACTOR` for a long run.
pub fn cases(each_commit: u32) -> ProptestConfig {
    let factor = std::env::var("FUZZ_FACTOR").ok().and_then(|factor| factor.parse().ok());
    ProptestConfig::with_cases(each_commit.saturating_mul(factor.unwrap_or(1)))
}

#[derive(Clone, Debug)]
pub enum Damage {
    Flip(Index, u8),
    Cut(Index),
    Drop(Index, u8),
    Repeat(Index, u8, u8),
    Put(Index, String),
    /// In place of a value.
    Value(Index, String),
    /// A name that is there already, once more.
    Key(Index, String),
    /// One value in the place of another, and the other way round.
    Swap(Index, Index),
}

pub fn damages(most: usize) -> impl Strategy<Value = Vec<Damage>> {
    prop::collection::vec(damage(), 1..=most)
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = any::<Index>;
    prop_oneof![
        1 => (at(), 0u8..8).prop_map(|(at, bit)| Damage::Flip(at, bit)),
        1 => at().prop_map(Damage::Cut),
        1 => (at(), any::<u8>()).prop_map(|(at, length)| Damage::Drop(at, length)),
        1 => (at(), any::<u8>(), 1u8..20).prop_map(|(at, length, n)| Damage::Repeat(at, length, n)),
        1 => (at(), weird()).prop_map(|(at, text)| Damage::Put(at, text)),
        8 => (at(), weird()).prop_map(|(at, text)| Damage::Value(at, text)),
        2 => (at(), weird()).prop_map(|(at, text)| Damage::Key(at, text)),
        3 => (at(), at()).prop_map(|(one, other)| Damage::Swap(one, other)),
    ]
}

/// JSON, or nearly, that does not belong where it is put.
pub fn weird() -> impl Strategy<Value = String> {
    let words = select(vec![
        "null",
        "true",
        "[]",
        "{}",
        "\"\"",
        "0",
        "-0",
        "-1",
        "1",
        "1.0",
        "1e0",
        "0.5",
        "255",
        "256",
        "65536",
        "4294967295",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "-9223372036854775808",
        "-9223372036854775809",
        "1e308",
        "1e999",
        "-1e-999",
        "01",
        "+1",
        "NaN",
        "Infinity",
        "\"\\u0000\"",
        "\"\\ud800\"",
        "\"\\udc00\\ud800\"",
        "\"\\ud83d\\ude00\"",
        "\"\u{feff}\"",
        "\"\u{202e}abc\"",
        "\"\u{0}\"",
        "\"e\\u0301\"",
        "\"  \"",
        "\"\\t\\n\"",
        "\"normal\"",
        "\"urgent\"",
        "\"2026-11-21\"",
        "\"2026-02-30\"",
        "\"0000-00-00\"",
        "\"2199-12-31\"",
        "\"1900-01-01\"",
        "\"24:00\"",
        "\"23:59\"",
        "\"__proto__\"",
        "\"00000000-0000-0000-0000-000000000000\"",
        "\"ffffffff-ffff-ffff-ffff-ffffffffffff\"",
        "\"{00000000-0000-0000-0000-0000000000a1}\"",
        "\"000000000000000000000000000000b1\"",
        "{\"$serde_json::private::RawValue\":\"1\"}",
        "{\"$serde_json::private::Number\":\"1\"}",
    ]);
    // Of the centre, its members and its participants: see `centre` and `target`.
    let ids = select(vec![0xCEu128, 0xA1, 0xA2, 0xA3, 0xB1, 0xB2, 0xB3, 0xD001]);
    prop_oneof![
        6 => words.prop_map(str::to_owned),
        3 => ids.prop_map(|id| format!("\"{}\"", uuid::Uuid::from_u128(id))),
        1 => any::<i64>().prop_map(|number| number.to_string()),
        1 => (1usize..400).prop_map(|digits| "9".repeat(digits)),
        1 => any::<String>().prop_map(|text| serde_json::json!(text).to_string()),
        1 => (1usize..3000).prop_map(|length| format!("\"{}\"", "å".repeat(length))),
        1 => (1usize..20_000, any::<bool>()).prop_map(|(depth, closed)| nested(depth, closed)),
    ]
}

pub fn nested(depth: usize, closed: bool) -> String {
    let close = if closed { depth } else { 0 };
    match depth % 2 {
        0 => "[".repeat(depth) + &"]".repeat(close),
        _ => format!("{}1{}", "{\"a\":".repeat(depth), "}".repeat(close)),
    }
}

pub fn damaged(text: &str, damages: &[Damage]) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    for damage in damages {
        if !bytes.is_empty() {
            damage.do_to(&mut bytes);
        }
    }
    bytes
}

impl Damage {
    fn do_to(&self, bytes: &mut Vec<u8>) {
        let length = bytes.len();
        let from = |at: &Index, size: u8| {
            let at = at.index(length);
            at..length.min(at + usize::from(size))
        };
        match self {
            Self::Flip(at, bit) => bytes[at.index(length)] ^= 1 << bit,
            Self::Cut(at) => bytes.truncate(at.index(length)),
            Self::Drop(at, size) => drop(bytes.drain(from(at, *size))),
            Self::Repeat(at, size, times) => {
                let range = from(at, *size);
                let again = bytes[range.clone()].repeat(usize::from(*times));
                bytes.splice(range.end..range.end, again);
            }
            Self::Put(at, text) => {
                let at = at.index(length);
                bytes.splice(at..at, text.bytes());
            }
            Self::Value(at, text) => {
                if let Some(range) = one(at, spans(bytes).values) {
                    bytes.splice(range, text.bytes());
                }
            }
            Self::Key(at, text) => {
                if let Some(range) = one(at, spans(bytes).keys) {
                    let name = bytes[range.clone()].to_vec();
                    let again = [name.as_slice(), b":", text.as_bytes(), b","].concat();
                    bytes.splice(range.start..range.start, again);
                }
            }
            Self::Swap(one_at, other_at) => {
                let values = spans(bytes).values;
                if let (Some(a), Some(b)) = (one(one_at, values.clone()), one(other_at, values)) {
                    let (first, second) = if a.start <= b.start { (a, b) } else { (b, a) };
                    if first.end <= second.start {
                        let (x, y) =
                            (bytes[first.clone()].to_vec(), bytes[second.clone()].to_vec());
                        bytes.splice(second, x);
                        bytes.splice(first, y);
                    }
                }
            }
        }
    }
}

fn one(at: &Index, spans: Vec<Range<usize>>) -> Option<Range<usize>> {
    if spans.is_empty() { None } else { spans.get(at.index(spans.len())).cloned() }
}

#[derive(Default)]
struct Spans {
    values: Vec<Range<usize>>,
    keys: Vec<Range<usize>>,
}

/// Where values and names stand, as far as that can be told of what may be damaged already.
fn spans(bytes: &[u8]) -> Spans {
    let mut spans = Spans::default();
    let mut open = Vec::new();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let from = at;
        at += 1;
        match byte {
            b'{' | b'[' => open.push(from),
            b'}' | b']' => spans.values.extend(open.pop().map(|start| start..at)),
            b'"' => {
                at = end_of_string(bytes, at);
                let after = bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                let list = if after == Some(&b':') { &mut spans.keys } else { &mut spans.values };
                list.push(from..at);
            }
            b'-' | b'0'..=b'9' | b'a'..=b'z' => {
                let more = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-.".contains(byte);
                at += bytes[at..].iter().take_while(|byte| more(byte)).count();
                spans.values.push(from..at);
            }
            _ => {}
        }
    }
    spans
}

fn end_of_string(bytes: &[u8], mut at: usize) -> usize {
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => return at + 1,
            b'\\' => at += 2,
            _ => at += 1,
        }
    }
    bytes.len()
}
