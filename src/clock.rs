//! What day and what time it is here, by the browser.

use domain::{Day, LocalTime, Moment, TimeOfDay, Zone};

/// Where the phone is.
pub struct Here;

impl Zone for Here {
    fn moment(&self, at: LocalTime) -> Moment {
        moment(at)
    }

    fn local(&self, at: Moment) -> LocalTime {
        local(at)
    }
}

/// Now, in the phone's own zone.
pub fn now() -> LocalTime {
    local(Moment(js_sys::Date::now() as i64))
}

/// A moment as the phone's owner would say it.
pub fn local(moment: Moment) -> LocalTime {
    let date = js_sys::Date::new(&(moment.0 as f64).into());
    let day =
        Day::new(date.get_full_year() as i16, date.get_month() as u8 + 1, date.get_date() as u8);
    let time = TimeOfDay::new(date.get_hours() as u16, date.get_minutes() as u16);
    match (day, time) {
        (Ok(day), Ok(time)) => LocalTime { day, time },
        // A clock outside of 1900 to 2199: the nearest day that exists.
        _ => LocalTime { day: moment.utc_day(), time: MIDNIGHT },
    }
}

/// The moment of a day and a time here.
pub fn moment(at: LocalTime) -> Moment {
    let date = js_sys::Date::new_with_year_month_day_hr_min(
        at.day.year() as u32,
        i32::from(at.day.month()) - 1,
        i32::from(at.day.day()),
        i32::from(at.time.hour()),
        i32::from(at.time.minute()),
    );
    Moment(date.get_time() as i64)
}

/// `at`, some minutes later, over midnight where need be.
pub fn plus_minutes(at: LocalTime, minutes: i32) -> LocalTime {
    let total = i32::from(at.time.minutes()) + minutes;
    let day = at.day.plus_days(total.div_euclid(1440));
    let left = total.rem_euclid(1440) as u16;
    LocalTime { day, time: TimeOfDay::new(left / 60, left % 60).unwrap_or(MIDNIGHT) }
}

const MIDNIGHT: TimeOfDay = TimeOfDay::MIDNIGHT;
