//! The body of a pull. `{cursor}` in it becomes the phone's own.
#![no_main]

#[path = "../../crates/server/tests/centre/mod.rs"]
mod centre;
#[path = "../../crates/server/tests/target/mod.rs"]
mod target;

use centre::OLA;
use libfuzzer_sys::fuzz_target;
use target::{Backend, Target};

fuzz_target!(|body: &str| {
    let mut target = Target::new(Backend::Memory);
    let cursor = target.ola.cursor.clone().unwrap_or_default();
    target.post(OLA, "/sync/v1/pull", body.replace("{cursor}", &cursor));
    target.is_well();
});
