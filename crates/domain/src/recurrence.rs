//! When an activity takes place: the part of iCalendar's recurrence rule (RFC 5545) that a
//! volunteer centre's poster needs. Weekly and every so many weeks, monthly by the n-th weekday, once.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::{Day, Weekday};

/// Days on which something happens, from `from` on and to `until` inclusive, less `except`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recurrence {
    pub rule: Rule,
    pub from: Day,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub except: Vec<Day>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Rule {
    Once,
    /// Every `every` weeks on `days`, counted from the week of `from`.
    Weekly {
        every: u8,
        days: Vec<Weekday>,
    },
    /// The `nth` (1–4) or last (-1) `day` of each month.
    Monthly {
        nth: i8,
        day: Weekday,
    },
}

#[derive(Clone, Debug, thiserror::Error, PartialEq, Eq)]
#[error("not a recurrence rule that this directory knows: {0}")]
pub struct RuleError(String);

impl Recurrence {
    pub fn once(day: Day) -> Self {
        Self { rule: Rule::Once, from: day, until: None, except: Vec::new() }
    }

    pub fn on(&self, day: Day) -> bool {
        if day < self.from
            || self.until.is_some_and(|until| day > until)
            || self.except.contains(&day)
        {
            return false;
        }
        match &self.rule {
            Rule::Once => day == self.from,
            Rule::Weekly { every, days } => {
                let monday = |day: Day| day.number() - day.weekday() as i32;
                let weeks = (monday(day) - monday(self.from)) / 7;
                days.contains(&day.weekday()) && weeks % i32::from((*every).max(1)) == 0
            }
            Rule::Monthly { nth, day: weekday } => {
                let last = day.plus_days(7).month() != day.month();
                let index = (day.day() - 1) / 7 + 1;
                day.weekday() == *weekday && if *nth < 0 { last } else { index as i8 == *nth }
            }
        }
    }

    /// The first day at or after `day`, within two years.
    pub fn next(&self, day: Day) -> Option<Day> {
        let start = day.max(self.from);
        if self.until.is_some_and(|until| start > until) {
            return None;
        }
        (0..731).map(|ahead| start.plus_days(ahead)).find(|day| self.on(*day))
    }

    /// At most `most` days at or after `day`.
    pub fn coming(&self, day: Day, most: usize) -> Vec<Day> {
        let mut days = Vec::with_capacity(most);
        let mut from = day;
        while days.len() < most {
            let Some(next) = self.next(from) else { break };
            days.push(next);
            from = next.plus_days(1);
        }
        days
    }
}

const CODES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn weekday(code: &str) -> Option<Weekday> {
    CODES.iter().position(|known| *known == code).map(|index| Weekday::ALL[index])
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Rule::Once => f.write_str("ONCE"),
            Rule::Weekly { every, days } => {
                f.write_str("FREQ=WEEKLY")?;
                if *every > 1 {
                    write!(f, ";INTERVAL={every}")?;
                }
                f.write_str(";BYDAY=")?;
                for (index, day) in days.iter().enumerate() {
                    let comma = if index == 0 { "" } else { "," };
                    write!(f, "{comma}{}", CODES[*day as usize])?;
                }
                Ok(())
            }
            Rule::Monthly { nth, day } => {
                write!(f, "FREQ=MONTHLY;BYDAY={nth}{}", CODES[*day as usize])
            }
        }
    }
}

impl FromStr for Rule {
    type Err = RuleError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || RuleError(text.chars().take(80).collect());
        if text == "ONCE" {
            return Ok(Rule::Once);
        }
        let (mut freq, mut every, mut by_day) = (None, 1u8, None);
        for part in text.split(';') {
            match part.split_once('=').ok_or_else(error)? {
                ("FREQ", value) => freq = Some(value),
                ("INTERVAL", value) => {
                    every =
                        value.parse().ok().filter(|n| (1..=52).contains(n)).ok_or_else(error)?;
                }
                ("BYDAY", value) => by_day = Some(value),
                _ => return Err(error()),
            }
        }
        let by_day = by_day.ok_or_else(error)?;
        match freq.ok_or_else(error)? {
            "WEEKLY" => {
                let days: Option<Vec<Weekday>> = by_day.split(',').map(weekday).collect();
                Ok(Rule::Weekly { every, days: days.ok_or_else(error)? })
            }
            "MONTHLY" if every == 1 && by_day.is_ascii() && by_day.len() > 2 => {
                let (nth, code) = by_day.split_at(by_day.len() - 2);
                let nth = nth.parse().ok().filter(|n| matches!(n, -1 | 1..=4)).ok_or_else(error)?;
                Ok(Rule::Monthly { nth, day: weekday(code).ok_or_else(error)? })
            }
            _ => Err(error()),
        }
    }
}

impl TryFrom<String> for Rule {
    type Error = RuleError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Rule> for String {
    fn from(rule: Rule) -> Self {
        rule.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn recurrence(rule: &str, from: &str) -> Recurrence {
        Recurrence { rule: rule.parse().unwrap(), from: day(from), until: None, except: vec![] }
    }

    #[test]
    fn every_second_tuesday_counts_from_its_first_week() {
        let knitting = recurrence("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-11-19");
        // The 19th is a Thursday: its own week has no Tuesday left, the next one is skipped.
        assert_eq!(
            knitting.coming(day("2026-11-01"), 3),
            [day("2026-12-01"), day("2026-12-15"), day("2026-12-29")]
        );
    }

    #[test]
    fn the_second_thursday_and_the_last_friday() {
        let choir = recurrence("FREQ=MONTHLY;BYDAY=2TH", "2026-01-01");
        assert_eq!(choir.coming(day("2026-11-13"), 2), [day("2026-12-10"), day("2027-01-14")]);
        let supper = recurrence("FREQ=MONTHLY;BYDAY=-1FR", "2026-01-01");
        assert_eq!(supper.next(day("2026-11-21")), Some(day("2026-11-27")));
    }

    #[test]
    fn an_end_and_a_day_off_are_kept() {
        let mut walk = recurrence("FREQ=WEEKLY;BYDAY=MO,WE", "2026-11-02");
        walk.until = Some(day("2026-11-11"));
        walk.except = vec![day("2026-11-04")];
        let days: Vec<String> =
            walk.coming(day("2026-11-01"), 9).iter().map(Day::to_string).collect();
        assert_eq!(days, ["2026-11-02", "2026-11-09", "2026-11-11"]);
        assert_eq!(Recurrence::once(day("2026-11-02")).next(day("2026-11-03")), None);
    }

    #[test]
    fn rules_survive_their_text_and_others_are_refused() {
        for text in ["ONCE", "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,SU", "FREQ=MONTHLY;BYDAY=-1FR"] {
            assert_eq!(text.parse::<Rule>().unwrap().to_string(), text);
        }
        for text in [
            "",
            "FREQ=DAILY;BYDAY=MO",
            "FREQ=WEEKLY",
            "FREQ=WEEKLY;BYDAY=XX",
            "FREQ=MONTHLY;BYDAY=5MO",
            "FREQ=WEEKLY;INTERVAL=0;BYDAY=MO",
            "FREQ=MONTHLY;BYDAY=2ÆØ",
        ] {
            assert!(text.parse::<Rule>().is_err(), "{text}");
        }
    }
}
