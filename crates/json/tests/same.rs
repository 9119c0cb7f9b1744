//! What this reads is what serde_json reads; what it writes is what serde_json writes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod both;
#[path = "../../server/tests/damage/mod.rs"]
mod damage;

use both::{both, every_type};
use damage::{cases, damaged, damages, nested};
use domain::{Row, VolunteerCommand};
use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

/// The frozen examples of the wire format, of one kind, as they travel.
fn examples(prefix: &str) -> Vec<String> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/wire");
    let mut found = Vec::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.file_name().unwrap().to_str().unwrap().starts_with(prefix) {
            let whole: Value =
                serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
            found.push(whole["example"].to_string());
        }
    }
    found
}

fn same_text<T: Serialize>(value: &T) {
    assert_eq!(json::write(value).unwrap(), serde_json::to_string(value).unwrap());
}

#[test]
fn every_row_and_command_of_the_wire() {
    let (rows, commands) = (examples("row_"), examples("do_"));
    assert!(rows.len() >= 15 && commands.len() >= 12);
    for row in rows {
        assert!(both::<Row>(&row), "{row}");
        let spaced: Value = serde_json::from_str(&row).unwrap();
        assert!(both::<Row>(&serde_json::to_string_pretty(&spaced).unwrap()));
        assert!(!both::<Row>(&format!("{row}x")));
    }
    for command in commands {
        assert!(both::<VolunteerCommand>(&command), "{command}");
        same_text(&serde_json::from_str::<VolunteerCommand>(&command).unwrap());
    }
}

#[derive(Debug, PartialEq, Deserialize)]
enum Kind {
    Alone,
    One(u8),
    Two(i16, Option<bool>),
    Named { at: f64 },
}

#[derive(Debug, PartialEq, Deserialize)]
struct Inner<T> {
    value: T,
    raw: Option<u8>,
}

#[test]
fn fields_that_are_not_there() {
    for text in [r#"{}"#, r#"{"raw":1}"#, r#"{"value":null}"#, r#"{"raw":null,"value":3}"#] {
        assert!(both::<Inner<Option<u8>>>(text), "{text}");
        assert!(serde_json::from_str::<Inner<Option<u8>>>(text).is_ok());
        assert_eq!(both::<Inner<u8>>(text), serde_json::from_str::<Inner<u8>>(text).is_ok());
    }
    for text in [r#"{}"#, r#"{"raw":{}}"#, r#"{"value":{}}"#] {
        let ours = json::read::<Inner<Box<RawValue>>>(text);
        assert_eq!(ours.is_ok(), serde_json::from_str::<Inner<Box<RawValue>>>(text).is_ok());
        assert_eq!(both::<Inner<()>>(text), serde_json::from_str::<Inner<()>>(text).is_ok());
        assert_eq!(both::<Inner<All>>(text), serde_json::from_str::<Inner<All>>(text).is_ok());
    }
}

#[derive(Debug, PartialEq, Deserialize)]
struct All {
    kinds: Vec<Kind>,
    pair: (i64, u64),
    #[serde(default)]
    text: String,
    letter: Option<char>,
}

#[test]
fn every_shape() {
    for text in [
        r#"{"kinds":["Alone",{"One":3},{"Two":[-4,null]},{"Named":{"at":1e2}}],"pair":[-1,2]}"#,
        r#"{"pair":[0,18446744073709551615],"kinds":[],"letter":"å","text":"\ud83d\ude00\n\/"}"#,
        r#" { "later" : [ { } , [ ] , "\u00e5" , -0.5e-3 , true , null ] , "kinds" : [ ] , "pair" : [ 1 , 2 ] } "#,
    ] {
        assert!(both::<All>(text), "{text}");
    }
    for text in [
        r#"{"kinds":[],"pair":[1,2],}"#,
        r#"{"kinds":[,],"pair":[1,2]}"#,
        r#"{"kinds":["One"],"pair":[1,2]}"#,
        r#"{"kinds":[{"Alone":1}],"pair":[1,2]}"#,
        r#"{"kinds":[{"One":300}],"pair":[1,2]}"#,
        r#"{"kinds":[],"pair":[1,2,3]}"#,
        r#"{"kinds":[],"pair":[1]}"#,
        r#"{"kinds":[],"pair":[01,2]}"#,
        r#"{"kinds":[],"pair":[1.0,2]}"#,
        r#"{"kinds":[],"kinds":[],"pair":[1,2]}"#,
        r#"{"kinds":[],"pair":[1,2],"text":"\ud83d"}"#,
        "{\"kinds\":[],\"pair\":[1,2],\"text\":\"a\nb\"}",
        r#"{"kinds":[],"pair":[1,2]"#,
        "",
    ] {
        assert!(!both::<All>(text), "{text}");
        assert!(serde_json::from_str::<All>(text).is_err(), "{text}");
    }
}

#[test]
fn the_text_itself_is_kept_to_the_letter() {
    let text = r#" [ {"a" : [1, 2.50, "\u00e5"]} ,7] "#;
    let ours: Vec<Box<RawValue>> = json::read(text).unwrap();
    let theirs: Vec<Box<RawValue>> = serde_json::from_str(text).unwrap();
    let texts =
        |all: &[Box<RawValue>]| all.iter().map(|raw| raw.get().to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&ours), texts(&theirs));
    assert_eq!(ours[0].get(), r#"{"a" : [1, 2.50, "\u00e5"]}"#);
}

#[derive(Serialize)]
enum Written<'a> {
    Alone,
    One(i64),
    Two(bool, Option<char>),
    Named { at: u8, text: &'a str, raw: &'a RawValue },
}

#[test]
fn every_shape_is_written() {
    let raw = RawValue::from_string(r#"{"a" : 1.50}"#.to_owned()).unwrap();
    same_text(&[
        Written::Alone,
        Written::One(i64::MIN),
        Written::Two(true, None),
        Written::Two(false, Some('\u{e5}')),
        Written::Named { at: 0, text: "", raw: &raw },
        Written::Named { at: 255, text: "\u{1f}\u{7f}\u{8}\u{c}\"\\/ \n\r\t", raw: &raw },
    ]);
    let map = |name| std::collections::BTreeMap::from([(name, ((), [1u64; 2], raw.clone()))]);
    same_text(&map("a"));
    same_text(&[raw.clone(), raw.clone()]);
    same_text::<[(u8, Vec<i8>); 0]>(&[]);
    assert!(json::write(&1.5).is_err());
    assert!(json::write(&std::collections::BTreeMap::from([(1, 2)])).is_err());
}

#[test]
fn what_is_too_deep_is_refused_without_taking_the_stack() {
    assert!(json::read::<serde::de::IgnoredAny>(&"[".repeat(1_000_000)).is_err());
    assert!(
        json::read::<serde::de::IgnoredAny>(&format!("{}{}", "[".repeat(90), "]".repeat(90)))
            .is_ok()
    );
}

/// A browser gives the wasm a megabyte, in a worker or an old phone less.
#[test]
fn what_may_be_deep_fits_a_small_stack() {
    let small = || {
        for depth in [90, 99, 100, 101, 10_000] {
            for closed in [true, false] {
                every_type(&nested(depth, closed));
                both::<Row>(&format!(r#"{{"participant":{{"x":{}}}}}"#, nested(depth, closed)));
            }
        }
    };
    std::thread::Builder::new().stack_size(256 * 1024).spawn(small).unwrap().join().unwrap();
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn damaged_at_will(which in any::<prop::sample::Index>(), damages in damages(4)) {
        let mut all = examples("row_");
        all.extend(examples("do_"));
        let bytes = damaged(which.get::<String>(&all), &damages);
        every_type(&String::from_utf8_lossy(&bytes));
        prop_assert_eq!(
            json::read_bytes::<Row>(&bytes).ok(),
            std::str::from_utf8(&bytes).ok().and_then(|text| json::read(text).ok())
        );
    }
}

proptest! {
    #[test]
    fn strings(text in any::<String>()) {
        let written = serde_json::to_string(&text).unwrap();
        prop_assert_eq!(json::write(&text), Ok(written.clone()));
        prop_assert_eq!(json::read::<String>(&written), Ok(text));
    }

    #[test]
    fn whole_numbers(number in any::<i64>()) {
        prop_assert_eq!(json::read::<i64>(&number.to_string()), Ok(number));
        prop_assert_eq!(json::write(&number), Ok(number.to_string()));
    }

    /// Places on the map have up to seven decimals.
    #[test]
    fn degrees(number in -1_800_000_000i64..1_800_000_000) {
        let degrees = number as f64 / 1e7;
        prop_assert_eq!(json::read::<f64>(&degrees.to_string()), Ok(degrees));
    }

    #[test]
    fn any_text_at_all(text in r#"[-+0-9eE.,:\[\]{}"\\u truefalsn]{0,24}"#) {
        if let Ok(ours) = json::read::<f64>(&text) {
            let theirs: f64 = serde_json::from_str(&text).unwrap();
            prop_assert!((ours - theirs).abs() <= theirs.abs() * 1e-14, "{} {}", ours, theirs);
        }
        if json::read::<serde::de::IgnoredAny>(&text).is_ok() {
            prop_assert!(serde_json::from_str::<Value>(&text).is_ok(), "{}", text);
        }
        both::<String>(&text);
    }

    /// One letter of an example replaced by another, or dropped.
    #[test]
    fn damaged_examples(which in 0usize..27, at in any::<prop::sample::Index>(), by in r#"[0-9"{}\[\],:a-z\\]?"#) {
        let mut all = examples("row_");
        all.extend(examples("do_"));
        let mut text = all[which % all.len()].clone();
        let at = at.index(text.len());
        if text.is_char_boundary(at) && text.is_char_boundary(at + 1) {
            text.replace_range(at..=at, &by);
            both::<Row>(&text);
            both::<VolunteerCommand>(&text);
        }
    }
}
