//! The little reader of JSON against serde_json.
#![no_main]

#[path = "../../crates/json/tests/both/mod.rs"]
mod both;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| both::every_type(text));
