//! A file that any calendar takes in (iCalendar, RFC 5545).
//!
//! The calendar may be shared with a family and kept by a company, so nothing in the file says who goes
//! along: the name, the place and the times of an activity that is public anyway. Times are floating,
//! "13:00 wherever you are": the activity takes place here, and the phone knows its own zone.

use domain::{Day, LocalTime, Moment, Recurrence, Rule, TimeOfDay};
use uuid::Uuid;

/// What goes into the calendar.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry<'a> {
    /// Random, and not the id of any row.
    pub uid: Uuid,
    pub written: Moment,
    pub what: &'a str,
    pub place: &'a str,
    /// The first time; where it repeats, a day on which it takes place.
    pub starts: LocalTime,
    pub minutes: u16,
    pub repeats: Option<&'a Recurrence>,
}

pub const MIME: &str = "text/calendar;charset=utf-8";

/// The whole file.
pub fn calendar_file(entry: &Entry<'_>) -> String {
    let mut file = File::default();
    file.line("BEGIN:VCALENDAR");
    file.line("VERSION:2.0");
    file.line("PRODID:-//Brobygger//Brobygger//NB");
    file.line("BEGIN:VEVENT");
    file.line(&format!("UID:{}", entry.uid));
    file.line(&format!("DTSTAMP:{}", utc(entry.written)));
    file.line(&format!("DTSTART:{}", floating(entry.starts.day, entry.starts.time)));
    file.line(&format!("DURATION:PT{}M", entry.minutes));
    file.line(&format!("SUMMARY:{}", escaped(entry.what)));
    if !entry.place.is_empty() {
        file.line(&format!("LOCATION:{}", escaped(entry.place)));
    }
    if let Some(repeats) = entry.repeats.filter(|repeats| repeats.rule != Rule::Once) {
        file.repeats(repeats, entry.starts);
    }
    file.line("END:VEVENT");
    file.line("END:VCALENDAR");
    file.text
}

#[derive(Default)]
struct File {
    text: String,
}

impl File {
    fn repeats(&mut self, repeats: &Recurrence, starts: LocalTime) {
        // The last time has the same form as the first, as the standard asks.
        let until = repeats
            .until
            .map(|until| format!(";UNTIL={}", floating(until, starts.time)))
            .unwrap_or_default();
        self.line(&format!("RRULE:{}{until}", repeats.rule));
        for day in repeats.except.iter().filter(|day| **day >= starts.day) {
            self.line(&format!("EXDATE:{}", floating(*day, starts.time)));
        }
    }

    /// Lines are at most 75 bytes long; what is longer goes on after a line break and a space, and no
    /// letter is cut in two.
    fn line(&mut self, line: &str) {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > 75 {
                self.text.push_str("\r\n ");
                length = 1;
            }
            self.text.push(letter);
            length += letter.len_utf8();
        }
        self.text.push_str("\r\n");
    }
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | ';' | ',' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '\n' => escaped.push_str("\\n"),
            letter if letter.is_control() => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

fn floating(day: Day, time: TimeOfDay) -> String {
    format!(
        "{:04}{:02}{:02}T{:02}{:02}00",
        day.year(),
        day.month(),
        day.day(),
        time.hour(),
        time.minute()
    )
}

fn utc(moment: Moment) -> String {
    let seconds = moment.0.div_euclid(1000);
    let day = moment.utc_day();
    let (hour, minute) = (seconds.rem_euclid(86_400) / 3600, seconds.rem_euclid(3600) / 60);
    format!(
        "{:04}{:02}{:02}T{hour:02}{minute:02}{:02}Z",
        day.year(),
        day.month(),
        day.day(),
        seconds.rem_euclid(60)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn entry<'a>(what: &'a str, repeats: Option<&'a Recurrence>) -> Entry<'a> {
        Entry {
            uid: Uuid::from_u128(7),
            written: Moment(1_795_000_000_000),
            what,
            place: "Frivilligsentralen, Tunet 2, Ås",
            starts: LocalTime { day: day("2026-11-24"), time: "13:00".parse().unwrap() },
            minutes: 120,
            repeats,
        }
    }

    fn weekly() -> Recurrence {
        Recurrence {
            rule: "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU".parse().unwrap(),
            from: day("2026-09-01"),
            until: Some(day("2027-06-15")),
            except: vec![day("2026-09-15"), day("2026-12-22")],
        }
    }

    #[test]
    fn a_whole_file() {
        let repeats = weekly();
        let expected = "BEGIN:VCALENDAR\r\n\
            VERSION:2.0\r\n\
            PRODID:-//Brobygger//Brobygger//NB\r\n\
            BEGIN:VEVENT\r\n\
            UID:00000000-0000-0000-0000-000000000007\r\n\
            DTSTAMP:20261118T110640Z\r\n\
            DTSTART:20261124T130000\r\n\
            DURATION:PT120M\r\n\
            SUMMARY:Strikkekafé\r\n\
            LOCATION:Frivilligsentralen\\, Tunet 2\\, Ås\r\n\
            RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;UNTIL=20270615T130000\r\n\
            EXDATE:20261222T130000\r\n\
            END:VEVENT\r\n\
            END:VCALENDAR\r\n";
        assert_eq!(calendar_file(&entry("Strikkekafé", Some(&repeats))), expected);
    }

    #[test]
    fn what_happens_once_has_no_rule() {
        let once = Recurrence::once(day("2026-11-24"));
        for repeats in [None, Some(&once)] {
            assert!(!calendar_file(&entry("Julebord", repeats)).contains("RRULE"));
        }
    }

    #[test]
    fn what_would_break_the_file_is_escaped() {
        let file = calendar_file(&entry("Kaffe; kake, \\ og\nEND:VEVENT\r", None));
        assert!(file.contains("SUMMARY:Kaffe\\; kake\\, \\\\ og\\nEND:VEVENT\r\n"), "{file}");
        assert_eq!(file.matches("\r\nEND:VEVENT").count(), 1);
    }

    #[test]
    fn long_lines_are_folded_between_letters_and_come_back_whole() {
        let what = "Æresrunde på ås og øy ".repeat(9);
        let file = calendar_file(&entry(&what, None));
        assert!(file.split("\r\n").all(|line| line.len() <= 75));
        assert!(file.replace("\r\n ", "").contains(&format!("SUMMARY:{what}\r\n")));
    }
}
