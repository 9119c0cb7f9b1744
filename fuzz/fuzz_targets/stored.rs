//! What lies sealed on a phone: the first byte says where, the rest stands there when it is opened.
#![no_main]

#[path = "../../crates/session/tests/disk/mod.rs"]
mod disk;
#[path = "../../crates/sync/tests/fake/mod.rs"]
mod fake;
#[path = "../../crates/session/tests/world/mod.rs"]
mod world;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    if let Some((first, content)) = bytes.split_first() {
        let place = disk::Where::ALL[usize::from(*first) % disk::Where::ALL.len()];
        disk::goes_on_with(place, 0, |_| content.to_vec());
    }
});
