//! How the command line says a moment.

use domain::Moment;

/// `2026-11-25 23:10 UTC`
pub fn moment(moment: Moment) -> String {
    let minutes = moment.0.rem_euclid(86_400_000) / 60_000;
    format!("{} {:02}:{:02} UTC", moment.utc_day(), minutes / 60, minutes % 60)
}
