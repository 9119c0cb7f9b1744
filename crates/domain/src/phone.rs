//! Telephone numbers that can be dialled.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Digits with an optional leading `+`: three (112) to fifteen digits (E.164). Spaces, dots, hyphens and
/// brackets are forgiven in what is typed and dropped.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Phone(Box<str>);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("a telephone number has 3 to 15 digits, with + in front where it names a country")]
pub struct PhoneError;

impl Phone {
    /// As it goes into `tel:` and `sms:`.
    pub fn dial(&self) -> &str {
        &self.0
    }

    /// In groups that can be read aloud: `+47 90 00 00 01`, `40 12 34 56`, `116 117`.
    pub fn spoken(&self) -> String {
        let (country, rest) = match self.0.strip_prefix('+') {
            Some(rest) if rest.len() == 10 => (Some(&rest[..2]), &rest[2..]),
            Some(_) => return self.0.to_string(),
            None => (None, &*self.0),
        };
        let group = if rest.len() == 8 { 2 } else { 3 };
        let mut spoken = country.map(|digits| format!("+{digits}")).unwrap_or_default();
        for (index, digit) in rest.chars().enumerate() {
            if index % group == 0 && !spoken.is_empty() {
                spoken.push(' ');
            }
            spoken.push(digit);
        }
        spoken
    }
}

impl FromStr for Phone {
    type Err = PhoneError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        let (plus, rest) = match text.strip_prefix('+') {
            Some(rest) => ("+", rest),
            None => ("", text),
        };
        let mut digits = String::from(plus);
        for c in rest.chars() {
            match c {
                '0'..='9' => digits.push(c),
                ' ' | '\u{a0}' | '.' | '-' | '(' | ')' => {}
                _ => return Err(PhoneError),
            }
        }
        match digits.len() - plus.len() {
            3..=15 => Ok(Self(digits.into())),
            _ => Err(PhoneError),
        }
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> Self {
        phone.0.into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_people_type_is_understood() {
        let phone: Phone = " +47 900-00 001 ".parse().unwrap();
        assert_eq!(phone.dial(), "+4790000001");
        assert_eq!(phone.spoken(), "+47 90 00 00 01");
        assert_eq!("116117".parse::<Phone>().unwrap().spoken(), "116 117");
        assert_eq!("40 12 34 56".parse::<Phone>().unwrap().spoken(), "40 12 34 56");
    }

    #[test]
    fn what_cannot_be_dialled_is_refused() {
        for text in ["", "12", "+", "ring meg", "1234567890123456", "90+00"] {
            assert_eq!(text.parse::<Phone>(), Err(PhoneError), "{text}");
        }
    }
}
