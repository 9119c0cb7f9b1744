//! Both readers on one text. Also used by the fuzzer in `fuzz/`.

#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Debug;

use domain::{Row, VolunteerCommand};
use serde::de::{DeserializeOwned, IgnoredAny};
use serde_json::Value;

/// Whether ours reads it; and then serde_json reads the same.
pub fn both<T: DeserializeOwned + Debug + PartialEq>(text: &str) -> bool {
    let theirs = serde_json::from_str::<T>(text).ok();
    let ours = json::read::<T>(text).ok();
    if ours.is_some() {
        assert_eq!(ours, theirs, "{text}");
    }
    ours.is_some()
}

pub fn every_type(text: &str) {
    both::<String>(text);
    both::<u64>(text);
    both::<i64>(text);
    both::<Vec<Option<bool>>>(text);
    both::<Row>(text);
    both::<VolunteerCommand>(text);
    // serde_json's `Value` gives a meaning of its own to an object with its name for raw text,
    // and refuses some that are good JSON; everything else that ours skips is JSON to it too.
    if !text.contains("$serde_json::private::") && json::read::<IgnoredAny>(text).is_ok() {
        assert!(serde_json::from_str::<Value>(text).is_ok(), "{text}");
    }
}
