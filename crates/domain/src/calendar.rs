//! Days, times of day, and moments.
//!
//! A day that a visit means is a civil date; a time on a poster is a time of day in the centre's own
//! zone; a moment is UTC milliseconds. Nothing here knows a zone: whoever has a clock (the phone's
//! browser, the server) says what day it is there.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// UTC milliseconds since 1970. From a phone it is a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Moment(pub i64);

impl Moment {
    pub const fn plus_minutes(self, minutes: i64) -> Self {
        Self(self.0.saturating_add(minutes.saturating_mul(60_000)))
    }

    /// The day in UTC; the day in the centre's zone is at most one away.
    pub fn utc_day(self) -> Day {
        let number = self.0.div_euclid(86_400_000);
        Day::from_number(number.clamp(i32::MIN.into(), i32::MAX.into()) as i32)
    }

    /// `2026-11-25 23:10 UTC`
    pub fn utc_minute(self) -> String {
        let minutes = self.0.rem_euclid(86_400_000) / 60_000;
        format!("{} {:02}:{:02} UTC", self.utc_day(), minutes / 60, minutes % 60)
    }
}

/// A civil date, 1900-01-01 to 2199-12-31, written `2026-11-21`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct Day {
    year: i16,
    month: u8,
    day: u8,
}

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("that date does not exist")]
pub struct NoSuchDay;

impl Day {
    pub fn new(year: i16, month: u8, day: u8) -> Result<Self, NoSuchDay> {
        let fits = (1900..=2199).contains(&year)
            && (1..=12).contains(&month)
            && day >= 1
            && day <= days_in_month(year, month);
        if fits { Ok(Self { year, month, day }) } else { Err(NoSuchDay) }
    }

    pub fn year(self) -> i16 {
        self.year
    }

    pub fn month(self) -> u8 {
        self.month
    }

    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since 1970-01-01 (the civil calendar of Howard Hinnant's `days_from_civil`).
    pub fn number(self) -> i32 {
        let year = i32::from(self.year) - i32::from(self.month <= 2);
        let era = year.div_euclid(400);
        let year_of_era = year.rem_euclid(400);
        let month = (i32::from(self.month) + 9) % 12;
        let day_of_year = (153 * month + 2) / 5 + i32::from(self.day) - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        era * 146_097 + day_of_era - 719_468
    }

    /// Clamped to the range of [`Day`].
    pub fn from_number(number: i32) -> Self {
        let first = Self { year: 1900, month: 1, day: 1 };
        let last = Self { year: 2199, month: 12, day: 31 };
        let number = number.clamp(first.number(), last.number()) + 719_468;
        let era = number.div_euclid(146_097);
        let day_of_era = number.rem_euclid(146_097);
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = (day_of_year - (153 * shifted + 2) / 5 + 1) as u8;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 } as u8;
        let year = (year_of_era + era * 400 + i32::from(month <= 2)) as i16;
        Self { year, month, day }
    }

    pub fn plus_days(self, days: i32) -> Self {
        Self::from_number(self.number().saturating_add(days))
    }

    /// The same day `months` later, or the month's last where it has no such day. Clamped to the range of
    /// [`Day`].
    pub fn plus_months(self, months: i32) -> Self {
        let index = i32::from(self.year) * 12 + i32::from(self.month) - 1;
        let index = index.saturating_add(months);
        let (year, month) = (index.div_euclid(12), (index.rem_euclid(12) + 1) as u8);
        match year {
            1900..=2199 => {
                let year = year as i16;
                Self { year, month, day: self.day.min(days_in_month(year, month)) }
            }
            ..1900 => Self::from_number(i32::MIN),
            _ => Self::from_number(i32::MAX),
        }
    }

    pub fn weekday(self) -> Weekday {
        Weekday::ALL[(self.number() + 3).rem_euclid(7) as usize]
    }

    /// Whole days from `earlier` to this day.
    pub fn days_since(self, earlier: Day) -> i32 {
        self.number() - earlier.number()
    }
}

fn days_in_month(year: i16, month: u8) -> u8 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.day)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = NoSuchDay;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = text.split('-');
        let mut part = |digits: usize| {
            parts
                .next()
                .filter(|part| part.len() == digits && part.bytes().all(|b| b.is_ascii_digit()))
                .and_then(|part| part.parse::<i16>().ok())
                .ok_or(NoSuchDay)
        };
        let (year, month, day) = (part(4)?, part(2)?, part(2)?);
        if parts.next().is_some() {
            return Err(NoSuchDay);
        }
        Self::new(year, month as u8, day as u8)
    }
}

impl TryFrom<String> for Day {
    type Error = NoSuchDay;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Day> for String {
    fn from(day: Day) -> Self {
        day.to_string()
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday,
}

impl Weekday {
    pub const ALL: [Weekday; 7] = [
        Weekday::Monday,
        Weekday::Tuesday,
        Weekday::Wednesday,
        Weekday::Thursday,
        Weekday::Friday,
        Weekday::Saturday,
        Weekday::Sunday,
    ];
}

/// Minutes after midnight, written `13:05`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct TimeOfDay(u16);

#[derive(Clone, Copy, Debug, thiserror::Error, PartialEq, Eq)]
#[error("that time of day does not exist")]
pub struct NoSuchTime;

impl TimeOfDay {
    pub const MIDNIGHT: TimeOfDay = TimeOfDay(0);

    pub fn new(hour: u16, minute: u16) -> Result<Self, NoSuchTime> {
        if hour < 24 && minute < 60 { Ok(Self(hour * 60 + minute)) } else { Err(NoSuchTime) }
    }

    pub fn minutes(self) -> u16 {
        self.0
    }

    pub fn hour(self) -> u16 {
        self.0 / 60
    }

    pub fn minute(self) -> u16 {
        self.0 % 60
    }
}

impl fmt::Display for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.hour(), self.minute())
    }
}

impl fmt::Debug for TimeOfDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for TimeOfDay {
    type Err = NoSuchTime;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (hour, rest) = text.split_once(':').ok_or(NoSuchTime)?;
        // A browser's time field may add seconds.
        let minute = rest.split(':').next().unwrap_or(rest);
        let number = |part: &str| match part.len() {
            1..=2 if part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse().map_err(|_| NoSuchTime)
            }
            _ => Err(NoSuchTime),
        };
        Self::new(number(hour)?, number(minute)?)
    }
}

impl TryFrom<String> for TimeOfDay {
    type Error = NoSuchTime;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<TimeOfDay> for String {
    fn from(time: TimeOfDay) -> Self {
        time.to_string()
    }
}

/// A day and a time of day in the centre's zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct LocalTime {
    pub day: Day,
    pub time: TimeOfDay,
}

impl LocalTime {
    /// What somebody means by a time of day who speaks of something at this time: the nearest. Of an evening at
    /// 22, half past midnight is on the day after.
    pub fn nearest(self, time: TimeOfDay) -> Self {
        const HALF_A_DAY: i32 = 12 * 60;
        let apart = i32::from(time.minutes()) - i32::from(self.time.minutes());
        let days = i32::from(apart < -HALF_A_DAY) - i32::from(apart > HALF_A_DAY);
        Self { day: self.day.plus_days(days), time }
    }

    /// The first such time of day that is not before this.
    pub fn next(self, time: TimeOfDay) -> Self {
        Self { day: self.day.plus_days(i32::from(time < self.time)), time }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_time_of_day_is_the_nearest() {
        for (spoken_of, time, meant) in [
            ("2026-11-26 14:00", "13:55", "2026-11-26"),
            ("2026-11-26 14:00", "02:00", "2026-11-26"),
            ("2026-11-26 22:00", "00:30", "2026-11-27"),
            ("2026-11-26 00:15", "23:50", "2026-11-25"),
            ("2026-12-31 23:00", "00:10", "2027-01-01"),
        ] {
            let (day, of) = spoken_of.split_once(' ').unwrap();
            let at = LocalTime { day: day.parse().unwrap(), time: of.parse().unwrap() };
            let time = time.parse().unwrap();
            let meant = LocalTime { day: meant.parse().unwrap(), time };
            assert_eq!(at.nearest(time), meant, "{spoken_of}");
        }
        let ten: LocalTime =
            serde_json::from_str(r#"{"day":"2026-12-31","time":"10:00"}"#).unwrap();
        for (time, day) in
            [("10:00", "2026-12-31"), ("22:30", "2026-12-31"), ("09:59", "2027-01-01")]
        {
            assert_eq!(ten.next(time.parse().unwrap()).day, day.parse().unwrap(), "{time}");
        }
    }

    #[test]
    fn days_that_do_not_exist_are_refused() {
        for text in [
            "2026-02-29",
            "2026-04-31",
            "2026-13-01",
            "2026-00-10",
            "26-1-1",
            "",
            "2026-1-01",
            "2026-01-01-01",
            "２０２６-01-01",
        ] {
            assert_eq!(text.parse::<Day>(), Err(NoSuchDay), "{text}");
        }
        assert!("2028-02-29".parse::<Day>().is_ok());
    }

    #[test]
    fn weekdays_and_months() {
        let day: Day = "2026-11-21".parse().unwrap();
        assert_eq!(day.weekday(), Weekday::Saturday);
        assert_eq!("1970-01-01".parse::<Day>().unwrap().number(), 0);
        let last: Day = "2027-01-31".parse().unwrap();
        assert_eq!(last.plus_months(1).to_string(), "2027-02-28");
        assert_eq!(last.plus_months(-2).to_string(), "2026-11-30");
        assert_eq!(last.plus_months(13).to_string(), "2028-02-29");
    }

    #[test]
    fn times_of_day() {
        assert_eq!("9:05".parse::<TimeOfDay>().unwrap().to_string(), "09:05");
        assert_eq!("13:05:00".parse::<TimeOfDay>().unwrap().to_string(), "13:05");
        for text in ["24:00", "12:60", "12", "-1:00", "a:b", "12:+5"] {
            assert_eq!(text.parse::<TimeOfDay>(), Err(NoSuchTime), "{text}");
        }
    }

    proptest! {
        #[test]
        fn numbers_and_days_agree(number in -25_567i32..84_000) {
            let day = Day::from_number(number);
            prop_assert_eq!(day.number(), number);
            prop_assert_eq!(day.to_string().parse::<Day>(), Ok(day));
            prop_assert_eq!(day.plus_days(1).number(), number + 1);
        }
    }
}
