//! Days, times and numbers as the person's language writes them, by the browser's `Intl`.

use domain::{Day, LocalTime, Moment, TimeOfDay, Weekday};
use js_sys::{Array, Date, Intl};
use wasm_bindgen::JsValue;

use crate::browser::options;
use crate::clock;
use crate::words::{Lang, Words};

fn locales(words: Words) -> Array {
    let tag = match words.0 {
        Lang::Nb => "nb-NO",
        Lang::Da => "da-DK",
        Lang::En => "en-GB",
    };
    Array::of1(&JsValue::from_str(tag))
}

fn format(words: Words, day: Day, pairs: &[(&str, &str)]) -> String {
    // Noon in UTC is the same day everywhere that this app is used.
    let date = Date::new(&(f64::from(day.number()) * 86_400_000.0 + 43_200_000.0).into());
    let mut all = vec![("timeZone", "UTC")];
    all.extend_from_slice(pairs);
    let formatter = Intl::DateTimeFormat::new(&locales(words), &options(&all));
    formatter
        .format()
        .call1(&formatter, &date)
        .ok()
        .and_then(|text| text.as_string())
        .unwrap_or_default()
}

/// "tirsdag 24. november"; "24. november 2027" where it is more than half a year away.
pub fn day(words: Words, day: Day, today: Day) -> String {
    let mut parts = vec![("weekday", "long"), ("day", "numeric"), ("month", "long")];
    if day.days_since(today).abs() > 182 {
        parts = vec![("day", "numeric"), ("month", "long"), ("year", "numeric")];
    }
    format(words, day, &parts)
}

/// "tir." and "24": the leaf of a calendar.
pub fn leaf(words: Words, day: Day) -> (String, String) {
    (format(words, day, &[("weekday", "short")]), day.day().to_string())
}

/// "tirsdag".
pub fn weekday(words: Words, weekday: Weekday) -> String {
    // 1970-01-05 was a Monday.
    format(words, Day::from_number(4 + weekday as i32), &[("weekday", "long")])
}

/// "i dag", "i morgen", "i går", else the day: in the middle of a sentence.
pub fn near_day(words: Words, day_: Day, today: Day) -> String {
    match day_.days_since(today) {
        0 => words.time_today().into(),
        1 => words.time_tomorrow().into(),
        -1 => words.time_yesterday().into(),
        _ => day(words, day_, today),
    }
}

/// The same at the beginning of a line.
pub fn start_day(words: Words, day_: Day, today: Day) -> String {
    match day_.days_since(today) {
        0 => words.time_start_today().into(),
        1 => words.time_start_tomorrow().into(),
        -1 => words.time_start_yesterday().into(),
        _ => capital(&day(words, day_, today)),
    }
}

/// "14:32" or "14.32", as the language has it.
pub fn time(words: Words, time: TimeOfDay) -> String {
    let separator = if words.0 == Lang::En { ':' } else { '.' };
    format!("{:02}{separator}{:02}", time.hour(), time.minute())
}

/// "i dag kl. 14.32".
pub fn near(words: Words, at: LocalTime, today: Day) -> String {
    words.time_day_at(&near_day(words, at.day, today), &time(words, at.time))
}

/// "I dag kl. 14.32".
pub fn start_near(words: Words, at: LocalTime, today: Day) -> String {
    words.time_day_at(&start_day(words, at.day, today), &time(words, at.time))
}

/// A moment, as [`near`] has it.
pub fn moment(words: Words, at: Moment, today: Day) -> String {
    near(words, clock::local(at), today)
}

/// "3,2": one decimal below ten, none above.
pub fn kilometres(words: Words, km: f64) -> String {
    // By whole numbers: the printing of fractions weighs more than this whole file.
    if km >= 10.0 {
        return (km.round() as u32).to_string();
    }
    let tenths = (km * 10.0).round() as u32;
    let point = if words.0 == Lang::En { '.' } else { ',' };
    format!("{}{point}{}", tenths / 10, tenths % 10)
}

/// The name of a language in the person's own: "norsk", "ukrainsk".
pub fn language(words: Words, tag: &str) -> String {
    let names = Intl::DisplayNames::new(&locales(words), &options(&[("type", "language")]));
    names.of(tag).and_then(|name| name.as_string()).unwrap_or_else(|| tag.to_owned())
}

pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let Some(first) = letters.next() else { return String::new() };
    let mut capital = String::from(large(first));
    capital.push_str(letters.as_str());
    capital
}

/// Of the letters of our languages. The table for all scripts is twelve kilobytes.
fn large(letter: char) -> char {
    match letter {
        'à'..='ö' | 'ø'..='þ' => char::from_u32(u32::from(letter) - 32).unwrap_or(letter),
        _ => letter.to_ascii_uppercase(),
    }
}
