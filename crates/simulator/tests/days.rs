//! A few days, as they are simulated by the thousand (`cargo xtask simulate`).

use planted::Planted;
use simulator::search::{day_of, search};

#[test]
fn a_seed_is_the_same_day_each_time() {
    for seed in 0..3 {
        let (one, other) = (day_of(seed), day_of(seed));
        assert_eq!((one.hash, one.polls), (other.hash, other.polls), "seed {seed}");
    }
}

#[test]
fn two_seeds_are_two_days() {
    assert_ne!(day_of(1).hash, day_of(2).hash);
}

#[test]
fn nothing_goes_wrong() {
    let searched = search(0, 12, None, 2);
    assert_eq!((searched.failed, searched.days), (None, 12));
}

/// All of them are looked for by `cargo xtask simulate --planted all`, with more patience.
#[test]
fn bugs_that_are_planted_are_found() {
    for bug in [Planted::AcknowledgeBeforeCommit, Planted::SerialCursor, Planted::VerdictNotStored]
    {
        let searched = search(0, 40, Some(bug), 2);
        assert!(searched.failed.is_some(), "{}", bug.name());
    }
}
