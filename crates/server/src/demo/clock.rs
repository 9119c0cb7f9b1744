//! The clocks of Oslo and Copenhagen, which go alike: one hour ahead of UTC, two from the last Sunday of
//! March to the last Sunday of October, both at 01:00 UTC. The demo needs no other zone.

use domain::{Day, Moment, TimeOfDay};

const MINUTE: i64 = 60_000;
const DAY_MINUTES: i64 = 1_440;

/// The moment at which clocks there show this.
pub fn moment(day: Day, time: TimeOfDay) -> Moment {
    let shown = i64::from(day.number()) * DAY_MINUTES + i64::from(time.minutes());
    // In the hour that autumn repeats this means the second one; nobody meets then.
    let winter = Moment((shown - 60) * MINUTE);
    winter.plus_minutes(60 - ahead_of_utc(winter))
}

/// How many minutes of `day` have passed: below zero before it, above 1,440 after it.
pub fn minutes_into(day: Day, now: Moment) -> i64 {
    now.0.div_euclid(MINUTE) + ahead_of_utc(now) - i64::from(day.number()) * DAY_MINUTES
}

/// The day there.
pub fn day(now: Moment) -> Day {
    now.plus_minutes(ahead_of_utc(now)).utc_day()
}

fn ahead_of_utc(now: Moment) -> i64 {
    let year = now.utc_day().year();
    match (changes(year, 3), changes(year, 10)) {
        (Some(spring), Some(autumn)) if spring <= now && now < autumn => 120,
        _ => 60,
    }
}

/// 01:00 UTC on the last Sunday of a month of 31 days.
fn changes(year: i16, month: u8) -> Option<Moment> {
    let last = Day::new(year, month, 31).ok()?;
    let sunday = last.number() - (last.weekday() as i32 + 1) % 7;
    Some(Moment((i64::from(sunday) * DAY_MINUTES + 60) * MINUTE))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(day: &str, time: &str) -> Moment {
        moment(day.parse().unwrap(), time.parse().unwrap())
    }

    #[test]
    fn summer_and_winter() {
        // 2026-01-15 12:00 UTC and 2026-07-15 12:00 UTC.
        assert_eq!(shown("2026-01-15", "13:00"), Moment(1_768_478_400_000));
        assert_eq!(shown("2026-07-15", "14:00"), Moment(1_784_116_800_000));
    }

    #[test]
    fn the_nights_on_which_clocks_change() {
        // In 2026 that is on 29 March and 25 October.
        let hours = |day: &str| {
            let next: Day = day.parse().unwrap();
            (shown(&next.plus_days(1).to_string(), "00:00").0 - shown(day, "00:00").0) / 3_600_000
        };
        assert_eq!(hours("2026-03-29"), 23);
        assert_eq!(hours("2026-10-25"), 25);
        assert_eq!(hours("2026-10-24"), 24);
    }

    #[test]
    fn minutes_of_a_day() {
        let day: Day = "2026-11-21".parse().unwrap();
        assert_eq!(minutes_into(day, shown("2026-11-21", "08:30")), 510);
        assert_eq!(minutes_into(day, shown("2026-11-20", "23:59")), -1);
    }
}
