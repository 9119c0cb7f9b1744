//! Reads a translator's file into messages.
//!
//! A problem ends the message that it stands in, and reading goes on at the next one, so that one
//! run finds them all.

mod cursor;
mod pattern;

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{Language, Problems, Source};
use cursor::{Cursor, Parsed};

/// All that one file says.
pub struct Resource {
    pub language: &'static Language,
    pub path: PathBuf,
    /// In the order of the file.
    pub messages: Vec<Message>,
}

/// One key and its text.
#[derive(Debug, PartialEq)]
pub struct Message {
    pub key: String,
    pub line: usize,
    pub pattern: Pattern,
}

pub type Pattern = Vec<Piece>;

#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Argument { name: String },
    Select { argument: String, variants: Vec<Variant> },
}

/// One arm of a select.
#[derive(Clone, Debug, PartialEq)]
pub struct Variant {
    pub when: When,
    pub pattern: Pattern,
}

/// In the order in which they are tried.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    Number(i64),
    Category(String),
    /// The one with the star.
    Other,
}

/// Reads one file, and adds what is wrong with it to `problems`.
pub fn parse(source: &Source, problems: &mut Problems) -> Resource {
    let mut cursor = Cursor::new(source);
    let mut messages: Vec<Message> = Vec::new();
    let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(next) = cursor.peek() {
        match next {
            '\n' | '\r' => cursor.bump(),
            '#' => cursor.skip_line(),
            _ => match cursor.message() {
                Ok(message) => match first_lines.get(&message.key) {
                    Some(first) => problems.add(
                        &source.path,
                        message.line,
                        format!(
                            "`{}` stands here a second time; line {first} has it already.",
                            message.key
                        ),
                    ),
                    None => {
                        first_lines.insert(message.key.clone(), message.line);
                        messages.push(message);
                    }
                },
                Err(problem) => {
                    problems.add(problem.path, problem.line, problem.sentence);
                    cursor.recover();
                }
            },
        }
    }
    Resource { language: source.language, path: source.path.clone(), messages }
}

impl Cursor<'_> {
    fn message(&mut self) -> Parsed<Message> {
        let line = self.line;
        let Some(key) = self.identifier() else {
            return self
                .problem("A line must begin with a key, a `#` or the spaces of a continued text.");
        };
        if !is_key(&key) {
            return self.problem(format!(
                "`{key}` is no key: use small letters, digits and single hyphens, and begin with the \
                 screen, as in `today-title`."
            ));
        }
        self.skip_spaces();
        if self.peek() != Some('=') {
            return self.problem(format!("`{key}` needs a `=` and then its text."));
        }
        self.bump();
        let pattern = self.pattern(false)?;
        if pattern.is_empty() {
            return Err(self.at_line(line, format!("`{key}` has no text.")));
        }
        Ok(Message { key, line, pattern })
    }
}

/// A key begins with its screen, so it always has a hyphen; that also keeps it clear of Rust's words.
fn is_key(key: &str) -> bool {
    key.contains('-')
        && key.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}
