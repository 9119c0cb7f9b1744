//! Languages by their tag.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A language tag (BCP 47) of two or three lower-case letters: `nb`, `da`, `ar`, `ti`, `uk`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Language([u8; 3]);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a language is two or three small letters, such as nb, da or uk")]
pub struct NoSuchLanguage;

impl Language {
    pub const NB: Language = Language(*b"nb ");
    pub const DA: Language = Language(*b"da ");
    pub const EN: Language = Language(*b"en ");

    pub fn tag(&self) -> &str {
        // Only letters and trailing spaces ever get in.
        str::from_utf8(&self.0).unwrap_or_default().trim_end()
    }
}

impl FromStr for Language {
    type Err = NoSuchLanguage;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = text.as_bytes();
        if !(2..=3).contains(&bytes.len()) || !bytes.iter().all(u8::is_ascii_lowercase) {
            return Err(NoSuchLanguage);
        }
        let mut tag = *b"   ";
        tag[..bytes.len()].copy_from_slice(bytes);
        Ok(Self(tag))
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.tag())
    }
}

impl TryFrom<String> for Language {
    type Error = NoSuchLanguage;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Language> for String {
    fn from(language: Language) -> Self {
        language.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags() {
        assert_eq!("nb".parse(), Ok(Language::NB));
        assert_eq!("kmr".parse::<Language>().unwrap().to_string(), "kmr");
        for text in ["", "n", "norsk", "NB", "n1"] {
            assert_eq!(text.parse::<Language>(), Err(NoSuchLanguage), "{text}");
        }
    }
}
