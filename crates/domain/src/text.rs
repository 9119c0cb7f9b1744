//! Text with a limit, so that a note cannot be made too long to send.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::find::replaced;

/// Trimmed, not empty, at most `MAX` characters (not bytes), without control characters other than
/// line breaks. A tab becomes a space and the line breaks of Windows become plain ones: both come with
/// what people paste.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Text<const MAX: usize>(Box<str>);

/// A name, as it is spoken. 60 characters.
pub type Name = Text<60>;
/// A line. 120 characters.
pub type Line = Text<120>;
/// What someone said, or what matters. 300 characters: the limit of the first-conversation form.
pub type Note = Text<300>;

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
pub enum TextError {
    #[error("the text is empty")]
    Empty,
    #[error("the text has {length} characters; at most {max} fit")]
    TooLong { length: usize, max: usize },
    #[error("the text holds a control character")]
    Control,
}

impl<const MAX: usize> Text<MAX> {
    pub const MAX: usize = MAX;

    pub fn parse(text: &str) -> Result<Self, TextError> {
        cleaned(text, MAX).map(Self)
    }

    /// `None` for a field that was left empty.
    pub fn optional(text: &str) -> Result<Option<Self>, TextError> {
        match Self::parse(text) {
            Ok(text) => Ok(Some(text)),
            Err(TextError::Empty) => Ok(None),
            Err(error) => Err(error),
        }
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// For texts of every length alike.
fn cleaned(text: &str, max: usize) -> Result<Box<str>, TextError> {
    let text = text.trim();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    // Every text that a phone opens comes through here: one pass, over bytes.
    let (mut length, mut before) = (0, 0);
    for byte in text.bytes() {
        match byte {
            b'\n' => {}
            b'\r' | b'\t' => {
                let plain = replaced(&replaced(text, "\r\n", "\n"), "\r", "\n");
                return cleaned(&replaced(&plain, "\t", " "), max);
            }
            0x00..0x20 | 0x7f => return Err(TextError::Control),
            // U+0080 to U+009F.
            0x80..0xa0 if before == 0xc2 => return Err(TextError::Control),
            _ => {}
        }
        // All but the bytes that go on with a character.
        length += usize::from(byte & 0xc0 != 0x80);
        before = byte;
    }
    if length > max {
        return Err(TextError::TooLong { length, max });
    }
    Ok(text.into())
}

impl<const MAX: usize> fmt::Display for Text<MAX> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<const MAX: usize> FromStr for Text<MAX> {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl<const MAX: usize> TryFrom<String> for Text<MAX> {
    type Error = TextError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl<const MAX: usize> From<Text<MAX>> for String {
    fn from(text: Text<MAX>) -> Self {
        text.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_counts_characters_not_bytes() {
        assert!(Text::<3>::parse("æøå").is_ok());
        assert_eq!(Text::<3>::parse("æøåx"), Err(TextError::TooLong { length: 4, max: 3 }));
    }

    #[test]
    fn empty_is_none_and_control_characters_are_refused() {
        assert_eq!(Text::<9>::optional(" \n "), Ok(None));
        assert_eq!(Text::<9>::parse("a\u{0}b"), Err(TextError::Control));
        assert_eq!(Text::<9>::parse("a\nb").unwrap().as_str(), "a\nb");
    }
}
