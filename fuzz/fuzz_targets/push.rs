//! The body of a push. `{device}` in it becomes the phone's own id, so that what is found can be tried again.
#![no_main]

#[path = "../../crates/server/tests/centre/mod.rs"]
mod centre;
#[path = "../../crates/server/tests/target/mod.rs"]
mod target;

use centre::KARI;
use libfuzzer_sys::fuzz_target;
use target::{Backend, Target};

fuzz_target!(|body: &str| {
    let mut target = Target::new(Backend::Memory);
    let body = body.replace("{device}", &target.kari.device.to_string());
    target.post(KARI, "/sync/v1/push", body);
    target.is_well();
});
