//! The grammar of JSON, once for all types.

use std::borrow::Cow;

use crate::Unreadable;

/// Deeper than this is not ours, and must not take the stack.
const DEEPEST: u8 = 100;

pub struct Parser<'a> {
    text: &'a str,
    at: usize,
    depth: u8,
}

pub enum Number {
    Positive(u64),
    Negative(i64),
    Fraction(f64),
}

impl<'a> Parser<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0, depth: 0 }
    }

    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// The next byte that is not white space, where it stands.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.at += 1;
        }
        self.byte()
    }

    fn take(&mut self, byte: u8) -> bool {
        let there = self.peek() == Some(byte);
        self.at += usize::from(there);
        there
    }

    pub fn expect(&mut self, byte: u8) -> Result<(), Unreadable> {
        if self.take(byte) { Ok(()) } else { Err(Unreadable) }
    }

    /// Nothing but white space is left.
    pub fn end(&mut self) -> Result<(), Unreadable> {
        if self.peek().is_none() { Ok(()) } else { Err(Unreadable) }
    }

    /// Into an array or object.
    pub fn open(&mut self, bracket: u8) -> Result<(), Unreadable> {
        self.expect(bracket)?;
        self.depth += 1;
        if self.depth > DEEPEST { Err(Unreadable) } else { Ok(()) }
    }

    /// Whether another item follows; if not, the bracket was closed.
    pub fn more(&mut self, first: &mut bool, bracket: u8) -> Result<bool, Unreadable> {
        if self.take(bracket) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expect(b',')?;
        }
        Ok(true)
    }

    /// There is no text at all: the value of a field that is not there.
    pub fn missing(&self) -> bool {
        self.text.is_empty()
    }

    /// A string, and its place among `names` if it is one of them.
    pub fn name(&mut self, names: &[&str]) -> Result<Option<usize>, Unreadable> {
        let name = self.string()?;
        Ok(names.iter().position(|known| *known == name))
    }

    /// The texts of an object's values, each in the place of its name. What has another name is passed
    /// over.
    pub fn members(&mut self, names: &[&str]) -> Result<Vec<Option<&'a str>>, Unreadable> {
        let mut values = vec![None; names.len()];
        let mut first = true;
        self.open(b'{')?;
        while self.more(&mut first, b'}')? {
            let place = self.name(names)?;
            self.expect(b':')?;
            let value = self.skip()?;
            if let Some(place) = place
                && values[place].replace(value).is_some()
            {
                return Err(Unreadable);
            }
        }
        Ok(values)
    }

    pub fn word(&mut self, word: &str) -> bool {
        self.peek();
        let there = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if there {
            self.at += word.len();
        }
        there
    }

    pub fn boolean(&mut self) -> Result<bool, Unreadable> {
        if self.word("true") {
            Ok(true)
        } else if self.word("false") {
            Ok(false)
        } else {
            Err(Unreadable)
        }
    }

    /// A string, copied only if something in it was escaped.
    pub fn string(&mut self) -> Result<Cow<'a, str>, Unreadable> {
        self.expect(b'"')?;
        let mut owned: Option<String> = None;
        let mut from = self.at;
        loop {
            let rest = self.text.as_bytes().get(self.at..).ok_or(Unreadable)?;
            let length = plain(rest);
            let byte = *rest.get(length).ok_or(Unreadable)?;
            self.at += length;
            let plain = self.text.get(from..self.at).ok_or(Unreadable)?;
            self.at += 1;
            match byte {
                b'"' => {
                    return Ok(match owned {
                        None => Cow::Borrowed(plain),
                        Some(text) => Cow::Owned(text + plain),
                    });
                }
                b'\\' => {
                    let text = owned.get_or_insert_default();
                    text.push_str(plain);
                    text.push(self.escaped()?);
                    from = self.at;
                }
                _ => return Err(Unreadable),
            }
        }
    }

    fn escaped(&mut self) -> Result<char, Unreadable> {
        let byte = self.byte().ok_or(Unreadable)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut unit = self.four()?;
                if (0xd800..0xdc00).contains(&unit) {
                    if self.text.get(self.at..self.at + 2) != Some("\\u") {
                        return Err(Unreadable);
                    }
                    self.at += 2;
                    let low = self.four()?;
                    if !(0xdc00..0xe000).contains(&low) {
                        return Err(Unreadable);
                    }
                    unit = 0x1_0000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                }
                char::from_u32(unit).ok_or(Unreadable)?
            }
            _ => return Err(Unreadable),
        })
    }

    fn four(&mut self) -> Result<u32, Unreadable> {
        let digits = self.text.as_bytes().get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        digits.iter().try_fold(0, |all, digit| {
            Ok(all * 16 + char::from(*digit).to_digit(16).ok_or(Unreadable)?)
        })
    }

    /// Digits one after another; how many there were. What does not fit is counted in `lost`.
    fn digits(&mut self, into: &mut u64, lost: &mut i32) -> Result<i32, Unreadable> {
        let from = self.at;
        while let Some(digit @ b'0'..=b'9') = self.byte() {
            self.at += 1;
            let larger = into.checked_mul(10).and_then(|n| n.checked_add(u64::from(digit - b'0')));
            match larger {
                Some(larger) if *lost == 0 => *into = larger,
                _ => *lost = lost.saturating_add(1),
            }
        }
        match self.at - from {
            0 => Err(Unreadable),
            count => Ok(i32::try_from(count).unwrap_or(i32::MAX)),
        }
    }

    pub fn number(&mut self) -> Result<Number, Unreadable> {
        let negative = self.take(b'-');
        let (mut digits, mut lost) = (0, 0);
        let starts_with_nought = if negative { self.byte() } else { self.peek() } == Some(b'0');
        if self.digits(&mut digits, &mut lost)? > 1 && starts_with_nought {
            return Err(Unreadable);
        }
        let mut exponent = lost;
        let mut whole = lost == 0;
        if self.byte() == Some(b'.') {
            self.at += 1;
            whole = false;
            let mut too_small = lost;
            let count = self.digits(&mut digits, &mut too_small)?;
            exponent = exponent.saturating_sub(count - (too_small - lost));
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.at += 1;
            whole = false;
            let down = self.byte() == Some(b'-');
            if let Some(b'-' | b'+') = self.byte() {
                self.at += 1;
            }
            let (mut power, mut huge) = (0, 0);
            self.digits(&mut power, &mut huge)?;
            let power = if huge > 0 { i32::MAX } else { i32::try_from(power).unwrap_or(i32::MAX) };
            exponent = exponent.saturating_add(if down { -power } else { power });
        }
        match (whole, negative) {
            (true, false) => return Ok(Number::Positive(digits)),
            (true, true) if digits > 0 => {
                if let Some(number) = 0i64.checked_sub_unsigned(digits) {
                    return Ok(Number::Negative(number));
                }
            }
            _ => {}
        }
        let size = scaled(digits, exponent)?;
        Ok(Number::Fraction(if negative { -size } else { size }))
    }

    /// Passes over a value of whatever kind; what stood there.
    pub fn skip(&mut self) -> Result<&'a str, Unreadable> {
        self.peek();
        let from = self.at;
        self.pass()?;
        self.text.get(from..self.at).ok_or(Unreadable)
    }

    fn pass(&mut self) -> Result<(), Unreadable> {
        let mut first = true;
        match self.peek() {
            Some(b'{') => {
                self.open(b'{')?;
                while self.more(&mut first, b'}')? {
                    self.string()?;
                    self.expect(b':')?;
                    self.pass()?;
                }
            }
            Some(b'[') => {
                self.open(b'[')?;
                while self.more(&mut first, b']')? {
                    self.pass()?;
                }
            }
            Some(b'"') => drop(self.string()?),
            Some(b'-' | b'0'..=b'9') => {
                self.number()?;
            }
            _ if self.word("null") => {}
            _ => drop(self.boolean()?),
        }
        Ok(())
    }
}

/// How many bytes stand before the first that ends a string or means something in it: eight at a time,
/// since most of what a phone holds is people's words.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = u64::from_le_bytes([1; 8]);
    const TOPS: u64 = u64::from_le_bytes([0x80; 8]);
    // The top bit of a byte is set where the byte is below `limit`; bytes above a hit may be wrong, and
    // are looked at again one by one.
    let below = |word: u64, limit: u8| word.wrapping_sub(ONES * u64::from(limit)) & !word & TOPS;
    let mut length = 0;
    while let Some(eight) = bytes.get(length..).and_then(<[u8]>::first_chunk::<8>) {
        let word = u64::from_le_bytes(*eight);
        let quote = below(word ^ (ONES * u64::from(b'"')), 1);
        let escape = below(word ^ (ONES * u64::from(b'\\')), 1);
        if below(word, b' ') | quote | escape != 0 {
            break;
        }
        length += 8;
    }
    let ends = |byte: &u8| *byte < b' ' || *byte == b'"' || *byte == b'\\';
    let rest = bytes.get(length..).unwrap_or_default();
    length + rest.iter().position(ends).unwrap_or(rest.len())
}

/// `digits` times ten to the `exponent`: exact for up to fifteen digits and twenty-two places.
fn scaled(digits: u64, exponent: i32) -> Result<f64, Unreadable> {
    let mut size = digits as f64;
    let mut left = exponent.unsigned_abs();
    while left > 0 && size != 0.0 && size.is_finite() {
        let step = left.min(22);
        let power = (0..step).fold(1.0, |power, _| power * 10.0);
        if exponent < 0 {
            size /= power;
        } else {
            size *= power;
        }
        left -= step;
    }
    if size.is_finite() { Ok(size) } else { Err(Unreadable) }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn what_ends_a_string_is_found_wherever_it_stands() {
        for length in 0..40 {
            for ends in *b"\"\\\n\0\x1f" {
                // Letters of two bytes, with the top bit set, and the characters nearest to those that end.
                for filler in ["å", "a", " ", "!", "#", "[", "]", "\x7f"] {
                    let mut text = filler.repeat(length).into_bytes();
                    let before = text.len();
                    text.push(ends);
                    text.extend_from_slice(b"\"more of it\"");
                    assert_eq!(plain(&text), before, "{filler} {length} {ends}");
                }
            }
            assert_eq!(plain("å".repeat(length).as_bytes()), 2 * length);
        }
    }
}
