//! What lies on the phone, damaged by a bug that could seal it: an attacker cannot, and what does not open at
//! all is tried in `engine.rs`. Whatever stands there: no panic, no record dropped, and the phone goes on.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../../server/tests/damage/mod.rs"]
mod damage;
mod disk;
#[path = "../../sync/tests/fake/mod.rs"]
mod fake;
mod world;

use damage::{cases, damaged, damages, nested};
use disk::{Where, goes_on_with, goes_on_with_bytes};
use proptest::prelude::*;
use proptest::sample::select;

proptest! {
    #![proptest_config(cases(32))]

    #[test]
    fn a_damaged_record(
        place in select(Where::ALL.to_vec()), nth in any::<usize>(), damages in damages(3),
    ) {
        goes_on_with(place, nth, |text| damaged(text, &damages));
    }

    /// A byte of a packed block is another, and its end is cut off.
    #[test]
    fn a_damaged_block(
        nth in any::<usize>(), at in any::<prop::sample::Index>(), byte in any::<u8>(),
        cut in 0_usize..60,
    ) {
        goes_on_with_bytes(Where::Blocks, nth, |_, bytes| {
            let mut changed = bytes.to_vec();
            changed[at.index(bytes.len())] = byte;
            changed.truncate(bytes.len().saturating_sub(cut));
            changed
        });
    }

    #[test]
    fn any_bytes(
        place in select(Where::ALL.to_vec()),
        nth in any::<usize>(),
        bytes in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        goes_on_with(place, nth, |_| bytes);
    }
}

const DEEP: usize = 20_000;

#[test]
fn what_is_nested_deep() {
    for place in Where::ALL {
        goes_on_with(place, 0, |_| nested(DEEP, true).into_bytes());
        goes_on_with(place, 0, |_| format!("[{}", nested(DEEP, false)).into_bytes());
    }
}

/// Numbers at the ends of their ranges, one by one.
#[test]
fn numbers_that_do_not_go_on() {
    for (place, name, number) in [
        (Where::Counters, "\"order\":", "0"),
        (Where::Counters, "\"order\":", "18446744073709551615"),
        (Where::Counters, "\"seq\":", "18446744073709551615"),
        (Where::Entries, "\"order\":", "2"),
        (Where::Entries, "\"order\":", "18446744073709551615"),
        (Where::Held, "\"backed_up\":", "18446744073709551615"),
        (Where::Held, "\"contact\":", "-9223372036854775808"),
        (Where::Blocks, "\"seq\":", "18446744073709551615"),
    ] {
        let said = goes_on_with(place, 0, |text| number_after(text, name, number));
        assert!(said.contains(&format!("{name}{number}")), "{place:?} {name}: {said}");
    }
}

fn number_after(text: &str, name: &str, number: &str) -> Vec<u8> {
    let at = text.find(name).unwrap_or_else(|| panic!("{name} in {text}")) + name.len();
    let end = text[at..].find(|c: char| !c.is_ascii_digit()).map_or(text.len(), |end| at + end);
    format!("{}{number}{}", &text[..at], &text[end..]).into_bytes()
}
