//! What cannot be is refused where it is read, with a sentence that says why.

use domain::*;
use serde_json::{Value, json};

use crate::common::commands::one_of_each;
use crate::common::*;

/// Reads the row with one field replaced.
fn refused(row: impl Into<Row>, pointer: &str, value: Value) -> String {
    let mut json = serde_json::to_value(row.into()).unwrap();
    let place = json.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}"));
    assert_ne!(*place, value);
    *place = value;
    // As text: that is how rows and commands arrive.
    let read: Result<Row, _> = serde_json::from_str(&json.to_string());
    read.map(|row| panic!("{pointer} was read: {row:?}")).unwrap_err().to_string()
}

fn long(length: usize) -> Value {
    json!("å".repeat(length))
}

#[test]
fn texts() {
    let person = || examples::participant(ANNA, "Anna");
    let message = refused(person(), "/participant/first_name", long(61));
    assert!(message.contains("61 characters; at most 60"), "{message}");
    let message = refused(person(), "/participant/first_name", json!("  "));
    assert!(message.contains("the text is empty"), "{message}");
    let message = refused(person(), "/participant/visit_note/value", json!("a\u{0}b"));
    assert!(message.contains("control character"), "{message}");
    let message = refused(person(), "/participant/visit_note/value", long(301));
    assert!(message.contains("at most 300"), "{message}");
    let message = refused(person(), "/participant/practical/transport/value", long(121));
    assert!(message.contains("at most 120"), "{message}");
    let message = refused(examples::concern(1), "/concern/words", long(1001));
    assert!(message.contains("at most 1000"), "{message}");
    let activity = examples::activity(1, "Kor", "ONCE", TODAY, "18:00");
    let message = refused(activity, "/activity/about", long(601));
    assert!(message.contains("at most 600"), "{message}");
}

#[test]
fn what_people_paste_is_taken() {
    let pasted: Note = text("  en\tto\r\ntre\rfire ");
    assert_eq!(pasted.as_str(), "en to\ntre\nfire");
    assert_eq!(Text::<3>::parse("\t\r\n"), Err(TextError::Empty));
    assert!(Text::<3>::parse("a\r\nb").is_ok());
}

#[test]
fn days_and_times() {
    for wrong in ["2026-02-29", "2026-13-01", "1899-12-31", "2200-01-01", "21.11.2026", ""] {
        let message = refused(examples::conversation(1), "/conversation/said/day", json!(wrong));
        assert!(message.contains("that date does not exist"), "{wrong}: {message}");
    }
    for wrong in ["24:00", "7", "12:60", ""] {
        let starts = "/accompaniment/starts/value/time";
        let message = refused(examples::accompaniment(1), starts, json!(wrong));
        assert!(message.contains("that time of day does not exist"), "{wrong}: {message}");
    }
}

#[test]
fn faces_and_birth_years() {
    for wrong in [0, 6, 255] {
        let message = refused(examples::check_out(1), "/check_out/details/face", json!(wrong));
        assert!(message.contains("a face is 1 to 5"), "{message}");
    }
    refused(examples::check_out(1), "/check_out/details/face", json!(256));
    refused(examples::check_out(1), "/check_out/details/face", json!(3.5));
    for wrong in [1800, 1899, 2101] {
        let person = examples::participant(ANNA, "Anna");
        let message = refused(person, "/participant/birth_year", json!(wrong));
        assert!(message.contains("between 1900 and 2100"), "{message}");
    }
}

#[test]
fn telephone_numbers_and_languages() {
    for wrong in ["ring meg", "12", "1234567890123456", "+", "12 34 56 7a"] {
        let person = examples::participant(ANNA, "Anna");
        let message = refused(person, "/participant/phone/value", json!(wrong));
        assert!(message.contains("3 to 15 digits"), "{wrong}: {message}");
    }
    for wrong in ["norsk", "NB", "n", ""] {
        let person = examples::participant(ANNA, "Anna");
        let message = refused(person, "/participant/language", json!(wrong));
        assert!(message.contains("two or three small letters"), "{wrong}: {message}");
    }
}

#[test]
fn recurrences_and_places() {
    let choir = || examples::activity(1, "Kor", "ONCE", TODAY, "18:00");
    for wrong in ["FREQ=DAILY;BYDAY=MO", "FREQ=DAILY", "DAILY", "FREQ=WEEKLY;BYDAY=", ""] {
        let message = refused(choir(), "/activity/recurrence/rule", json!(wrong));
        assert!(message.contains("not a recurrence rule"), "{wrong}: {message}");
    }
    let message = refused(choir(), "/activity/place/latitude", json!(90.1));
    assert!(message.contains("between -90 and 90"), "{message}");
    let message = refused(choir(), "/activity/place/longitude", json!(-180.5));
    assert!(message.contains("between -180 and 180"), "{message}");
}

#[test]
fn choices_that_do_not_exist_and_numbers_that_do_not_fit() {
    let message = refused(examples::check_out(1), "/check_out/outcome", json!("vanished"));
    assert!(message.contains("unknown variant"), "{message}");
    refused(examples::accompaniment(1), "/accompaniment/minutes", json!(-1));
    refused(examples::accompaniment(1), "/accompaniment/minutes", json!(65_536));
    refused(examples::check_in(1), "/check_in/at", json!(1e300));
    refused(examples::check_in(1), "/check_in/id", json!("not-an-id"));
}

#[test]
fn a_command_cut_short_is_no_command() {
    for command in one_of_each(ANNA) {
        let json = serde_json::to_string(&command).unwrap();
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
            let cut = serde_json::from_str::<VolunteerCommand>(&json[..end]);
            assert!(cut.is_err(), "{}", &json[..end]);
        }
    }
}

#[test]
fn moments_and_days_at_the_ends_of_their_ranges() {
    assert_eq!(Moment(i64::MAX).plus_minutes(1), Moment(i64::MAX));
    assert_eq!(Moment(i64::MIN).utc_day(), day("1900-01-01"));
    assert_eq!(Moment(i64::MAX).utc_day(), day("2199-12-31"));
    assert_eq!(Moment(-1).utc_day(), day("1969-12-31"));
    assert_eq!(day("2199-12-01").plus_months(1), day("2199-12-31"));
    assert_eq!(day("1900-01-31").plus_months(-1), day("1900-01-01"));
    // 65,536 years do not come back as none.
    assert_eq!(day(TODAY).plus_months(12 * 65_536), day("2199-12-31"));
    assert_eq!(day(TODAY).plus_months(i32::MAX), day("2199-12-31"));
    assert_eq!(day(TODAY).plus_days(i32::MIN), day("1900-01-01"));
    let mut field = Field { value: 1, version: u32::MAX };
    assert_eq!(field.take(Edit { value: 2, seen: 1 }), Met::Changed);
    assert_eq!(field, Field { value: 2, version: u32::MAX });
}
