//! When two met and when they were done, as somebody tells it afterwards.
//!
//! **The story.** Whoever forgot to tap says it in times of day. They met at the time nearest to the plan's,
//! since a visit late in the evening may have begun after midnight, and were done when it was that time next.
//! What lies ahead, or would have lasted longer than anybody goes along, is a slip of the finger and is asked
//! for again.

use crate::{LocalTime, Moment, TimeOfDay};

/// What would last longer is a slip: the end was meant before the beginning.
const LONGEST_MS: i64 = 18 * 60 * 60 * 1000;

/// Who knows what time it is there: the phone's browser.
pub trait Zone {
    fn moment(&self, at: LocalTime) -> Moment;
    fn local(&self, at: Moment) -> LocalTime;
}

/// How it is known when they met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Began {
    /// It was tapped.
    Tapped(Moment),
    Said(TimeOfDay),
}

/// Moments that were said afterwards; None for what was not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Recalled {
    pub met: Option<Moment>,
    pub ended: Option<Moment>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("that is not past yet, or would have lasted too long")]
pub struct OutOfOrder;

pub fn recall(
    zone: &dyn Zone,
    planned: LocalTime,
    began: Began,
    ended: Option<TimeOfDay>,
    now: Moment,
) -> Result<Recalled, OutOfOrder> {
    let (began, met) = match began {
        Began::Tapped(at) => (at, None),
        Began::Said(time) => {
            let met = zone.moment(planned.nearest(time));
            (met, Some(met))
        }
    };
    let ended = ended.map(|time| zone.moment(zone.local(began).next(time)));
    let past = |at: Option<Moment>| at.is_none_or(|at| at <= now);
    let lasted = ended.map_or(0, |ended| ended.0 - began.0);
    match past(met) && past(ended) && lasted <= LONGEST_MS {
        true => Ok(Recalled { met, ended }),
        false => Err(OutOfOrder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Day;

    /// So many hours before UTC from a moment on, and one less until then: a spring.
    struct Spring {
        at: Moment,
        hours: i64,
    }

    const HOUR: i64 = 60 * 60 * 1000;

    impl Zone for Spring {
        fn moment(&self, at: LocalTime) -> Moment {
            let minutes = i64::from(at.day.number()) * 1440 + i64::from(at.time.minutes());
            let utc = |hours: i64| Moment(minutes * 60_000 - hours * HOUR);
            match utc(self.hours - 1) < self.at {
                true => utc(self.hours - 1),
                false => utc(self.hours),
            }
        }

        fn local(&self, at: Moment) -> LocalTime {
            let hours = self.hours - i64::from(at < self.at);
            let minutes = (at.0 + hours * HOUR).div_euclid(60_000);
            let time = minutes.rem_euclid(1440) as u16;
            LocalTime {
                day: Day::from_number(minutes.div_euclid(1440) as i32),
                time: TimeOfDay::new(time / 60, time % 60).expect("a time of day"),
            }
        }
    }

    /// The clocks of Oslo go forward on 29 March 2026, at two.
    fn oslo() -> Spring {
        let day: Day = "2026-03-29".parse().expect("a day");
        Spring { at: Moment(i64::from(day.number()) * 24 * HOUR + HOUR), hours: 2 }
    }

    fn at(text: &str) -> LocalTime {
        let (day, time) = text.split_once(' ').expect("a day and a time");
        LocalTime { day: day.parse().expect("a day"), time: time.parse().expect("a time") }
    }

    fn time(text: &str) -> TimeOfDay {
        text.parse().expect("a time")
    }

    /// What is said of a visit at `planned`, when it is `now`.
    fn tell(
        planned: &str,
        met: &str,
        ended: &str,
        now: &str,
    ) -> Result<[Option<String>; 2], OutOfOrder> {
        let zone = oslo();
        let began = match met.split_once(' ') {
            Some(_) => Began::Tapped(zone.moment(at(met))),
            None => Began::Said(time(met)),
        };
        let ended = (!ended.is_empty()).then(|| time(ended));
        let recalled = recall(&zone, at(planned), began, ended, zone.moment(at(now)))?;
        let said = |at: Moment| {
            let local = zone.local(at);
            format!("{} {}", local.day, local.time)
        };
        Ok([recalled.met.map(said), recalled.ended.map(said)])
    }

    fn both(met: &str, ended: &str) -> Result<[Option<String>; 2], OutOfOrder> {
        Ok([met, ended].map(|at| (!at.is_empty()).then(|| at.to_owned())))
    }

    #[test]
    fn they_met_at_the_nearest_time_and_were_done_at_the_next() {
        assert_eq!(
            tell("2026-11-26 14:00", "13:55", "15:30", "2026-11-26 18:00"),
            both("2026-11-26 13:55", "2026-11-26 15:30")
        );
        assert_eq!(
            tell("2026-11-26 23:30", "00:10", "01:20", "2026-11-27 08:00"),
            both("2026-11-27 00:10", "2026-11-27 01:20")
        );
        assert_eq!(
            tell("2026-11-26 22:00", "21:50", "00:30", "2026-11-27 08:00"),
            both("2026-11-26 21:50", "2026-11-27 00:30")
        );
        assert_eq!(
            tell("2026-11-26 14:00", "13:55", "", "2026-11-26 14:20"),
            both("2026-11-26 13:55", "")
        );
    }

    #[test]
    fn what_was_tapped_is_not_said_again() {
        assert_eq!(
            tell("2026-11-26 14:00", "2026-11-26 23:50", "00:40", "2026-11-27 08:00"),
            both("", "2026-11-27 00:40")
        );
        assert_eq!(
            tell("2026-11-26 14:00", "2026-11-26 14:05", "", "2026-11-26 14:05"),
            both("", "")
        );
    }

    #[test]
    fn what_is_not_past_is_a_slip() {
        assert_eq!(tell("2026-11-26 14:00", "14:01", "", "2026-11-26 14:00"), Err(OutOfOrder));
        assert_eq!(tell("2026-11-26 14:00", "13:50", "15:00", "2026-11-26 14:30"), Err(OutOfOrder));
        assert_eq!(
            tell("2026-11-26 14:00", "14:00", "", "2026-11-26 14:00"),
            both("2026-11-26 14:00", "")
        );
    }

    #[test]
    fn an_end_before_the_beginning_is_a_slip() {
        // The next 13:00 is tomorrow's: 23 hours.
        assert_eq!(tell("2026-11-26 14:00", "14:00", "13:00", "2026-11-28 09:00"), Err(OutOfOrder));
        assert_eq!(
            tell("2026-11-26 14:00", "14:00", "08:00", "2026-11-28 09:00"),
            both("2026-11-26 14:00", "2026-11-27 08:00")
        );
        assert_eq!(tell("2026-11-26 14:00", "14:00", "08:01", "2026-11-28 09:00"), Err(OutOfOrder));
    }

    /// Eighteen hours are counted in time that passed, not on the clock's face.
    #[test]
    fn a_night_in_which_the_clocks_go_forward_is_an_hour_shorter() {
        assert_eq!(
            tell("2026-03-28 14:00", "14:00", "09:00", "2026-03-30 09:00"),
            both("2026-03-28 14:00", "2026-03-29 09:00")
        );
        assert_eq!(tell("2026-03-28 14:00", "14:00", "09:01", "2026-03-30 09:00"), Err(OutOfOrder));
    }
}
