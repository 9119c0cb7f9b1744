//! A cursor: as text, and as what stands in one that the server itself has signed.
#![no_main]

#[path = "../../crates/server/tests/centre/mod.rs"]
mod centre;
#[path = "../../crates/server/tests/target/mod.rs"]
mod target;

use centre::OLA;
use libfuzzer_sys::fuzz_target;
use serde_json::json;
use server::cursor::Cursor;
use target::{Backend, Target};
use uuid::Uuid;

fuzz_target!(|bytes: &[u8]| {
    let mut target = Target::new(Backend::Memory);
    let mut cursors = vec![String::from_utf8_lossy(bytes).into_owned()];
    if let Some(signed) = read(bytes) {
        cursors.push(target.sign(OLA, &signed));
    }
    for cursor in cursors {
        let grants = "0000000000000000";
        let body = json!({"brobygger": 1, "pull": {"schema": 1, "cursor": cursor, "grants": grants}});
        target.post(OLA, "/sync/v1/pull", body.to_string());
    }
    target.is_well();
});

fn read(bytes: &[u8]) -> Option<Cursor> {
    let (clock, rest) = bytes.split_first_chunk()?;
    let (commit, rest) = rest.split_first_chunk()?;
    let within = Uuid::from_slice(rest).ok();
    Some(Cursor { clock: u64::from_be_bytes(*clock), commit: u64::from_be_bytes(*commit), within })
}
