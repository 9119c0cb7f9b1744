//! Lines of a sheet, read column by column.

use std::collections::HashSet;
use std::fmt::Display;
use std::str::FromStr;

use csv::{ReaderBuilder, StringRecord};
use domain::{Country, Day, Phone, Text, TextError};
use serde::de::DeserializeOwned;
use serde::de::value::{Error as NotAChoice, StrDeserializer};

/// What is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}, {column}: {what}")]
pub struct Problem {
    pub line: u64,
    pub column: String,
    pub what: String,
}

/// Reads a sheet line by line. `read` answers `None` for a line it could not make sense of.
pub(super) fn read<T>(
    text: &str,
    columns: &[&str],
    today: Day,
    country: Country,
    mut read: impl FnMut(&mut Line<'_>) -> Option<T>,
) -> Result<Vec<T>, Vec<Problem>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or_default();
    let semicolons = heading.contains(';') && !heading.contains(',');
    let delimiter = if semicolons { b';' } else { b',' };
    let mut reader = ReaderBuilder::new().delimiter(delimiter).from_reader(text.as_bytes());
    let headings = match reader.headers() {
        Ok(headings) => headings.clone(),
        Err(error) => return Err(vec![broken(&error)]),
    };
    let mut problems = unknown(&headings, columns);
    let (mut rows, mut marks) = (Vec::new(), HashSet::new());
    for record in reader.records() {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                problems.push(broken(&error));
                continue;
            }
        };
        // Spreadsheets leave lines of nothing but separators.
        if record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        let number = record.position().map_or(0, csv::Position::line);
        let mut line = Line {
            number,
            headings: &headings,
            record: &record,
            today,
            country,
            problems: &mut problems,
        };
        let mark = line.text("ref").to_owned();
        if mark.is_empty() {
            line.problem("ref", "is missing");
        } else if !marks.insert(mark) {
            line.problem("ref", "stands on another line too");
        }
        rows.extend(read(&mut line));
    }
    if problems.is_empty() { Ok(rows) } else { Err(problems) }
}

fn unknown(headings: &StringRecord, columns: &[&str]) -> Vec<Problem> {
    let strange = headings.iter().filter(|heading| !columns.contains(&heading.trim()));
    strange
        .map(|heading| Problem {
            line: 1,
            column: heading.chars().take(40).collect(),
            what: format!("no such column; there are {}", columns.join(", ")),
        })
        .collect()
}

fn broken(error: &csv::Error) -> Problem {
    let line = error.position().map_or(0, csv::Position::line);
    Problem { line, column: "all".into(), what: error.to_string() }
}

pub(super) struct Line<'a> {
    number: u64,
    headings: &'a StringRecord,
    record: &'a StringRecord,
    today: Day,
    country: Country,
    problems: &'a mut Vec<Problem>,
}

impl<'a> Line<'a> {
    pub fn problem(&mut self, column: &str, what: impl Display) {
        let (line, column, what) = (self.number, column.to_owned(), what.to_string());
        self.problems.push(Problem { line, column, what });
    }

    /// Trimmed; empty where the column is.
    pub fn text(&self, column: &str) -> &'a str {
        let index = self.headings.iter().position(|heading| heading.trim() == column);
        index.and_then(|index| self.record.get(index)).unwrap_or_default().trim()
    }

    /// What stands there, if anything does.
    pub fn read<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        text.parse().map_err(|error| self.problem(column, error)).ok()
    }

    pub fn words<const MAX: usize>(&mut self, column: &str) -> Option<Text<MAX>> {
        Text::optional(self.text(column)).map_err(|error| self.problem(column, error)).ok()?
    }

    pub fn needed<T: FromStr<Err: Display>>(&mut self, column: &str) -> Option<T> {
        if self.text(column).is_empty() {
            self.problem(column, TextError::Empty);
        }
        self.read(column)
    }

    pub fn day(&mut self, column: &str) -> Option<Day> {
        if self.text(column) == "today" { Some(self.today) } else { self.read(column) }
    }

    /// With the country's code where the number comes without one.
    pub fn phone(&mut self, column: &str) -> Option<Phone> {
        let phone: Phone = self.read(column)?;
        if phone.dial().starts_with('+') || phone.dial().len() < 8 {
            return Some(phone);
        }
        format!("{}{}", self.country.calling_code(), phone.dial()).parse().ok()
    }

    pub fn yes(&mut self, column: &str) -> bool {
        match self.text(column) {
            "yes" => true,
            "no" | "" => false,
            _ => {
                self.problem(column, "says neither yes nor no");
                false
            }
        }
    }

    /// One of the names by which rows know a choice.
    pub fn choice<T: DeserializeOwned>(&mut self, column: &str) -> Option<T> {
        match self.text(column) {
            "" => None,
            text => choose(text).map_err(|error| self.problem(column, error)).ok(),
        }
    }

    pub fn choices<T: DeserializeOwned>(&mut self, column: &str) -> Vec<T> {
        self.list(column, choose)
    }

    pub fn list<T, E: Display>(
        &mut self,
        column: &str,
        read: impl Fn(&str) -> Result<T, E>,
    ) -> Vec<T> {
        let words = self.text(column).split_whitespace();
        words
            .filter_map(|word| read(word).map_err(|error| self.problem(column, error)).ok())
            .collect()
    }
}

fn choose<T: DeserializeOwned>(text: &str) -> Result<T, NotAChoice> {
    T::deserialize(StrDeserializer::new(text))
}
