//! Many seeds, on all cores.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use planted::Planted;

use crate::day::{Outcome, live};
use crate::morning::Morning;
use crate::plan::{Step, drawn};
use crate::shape::Shape;
use crate::shrink::{shrink, told};

/// What came of a search.
pub struct Searched {
    pub days: u64,
    pub polls: u64,
    pub took: Duration,
    /// The lowest seed that failed, of those that were tried.
    pub failed: Option<u64>,
}

/// Lives through the days of these seeds until one fails. Each seed belongs to one thread.
pub fn search(from: u64, days: u64, bug: Option<Planted>, threads: usize) -> Searched {
    let start = Instant::now();
    let next = AtomicU64::new(from);
    let (lived, polls) = (AtomicU64::new(0), AtomicU64::new(0));
    let stop = AtomicBool::new(false);
    let failed: Mutex<Option<u64>> = Mutex::new(None);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                let morning = Morning::new().expect("the first morning");
                loop {
                    let seed = next.fetch_add(1, Ordering::Relaxed);
                    if seed >= from + days || stop.load(Ordering::Relaxed) {
                        break;
                    }
                    let outcome = one(seed, bug, &morning);
                    lived.fetch_add(1, Ordering::Relaxed);
                    polls.fetch_add(outcome.polls, Ordering::Relaxed);
                    if outcome.broken.is_some() {
                        stop.store(true, Ordering::Relaxed);
                        let mut failed = failed.lock().expect("nobody panics with it");
                        *failed = Some(failed.map_or(seed, |known| known.min(seed)));
                    }
                }
            });
        }
    });
    Searched {
        days: lived.into_inner(),
        polls: polls.into_inner(),
        took: start.elapsed(),
        failed: failed.into_inner().expect("nobody panics with it"),
    }
}

fn one(seed: u64, bug: Option<Planted>, morning: &Morning) -> Outcome {
    planted::plant(bug);
    let shape = Shape::drawn(seed);
    let outcome = live(&shape, &drawn(&shape), morning, false);
    planted::plant(None);
    outcome
}

/// Seeds that are not the same day each time.
pub fn unsteady(from: u64, days: u64) -> Vec<u64> {
    let morning = Morning::new().expect("the first morning");
    let lived = |seed| {
        let outcome = one(seed, None, &morning);
        (outcome.hash, outcome.polls)
    };
    (from..from + days).filter(|seed| lived(*seed) != lived(*seed)).collect()
}

/// Which invariants break in these days, how often, and the first seed of each.
pub fn survey(from: u64, days: u64, bug: Option<Planted>) -> BTreeMap<&'static str, (u64, u64)> {
    let morning = Morning::new().expect("the first morning");
    let mut found = BTreeMap::new();
    for seed in from..from + days {
        if let Some((invariant, _)) = one(seed, bug, &morning).broken {
            found.entry(invariant).or_insert((0, seed)).0 += 1;
        }
    }
    found
}

/// The day of one seed, as it is drawn.
pub fn day_of(seed: u64) -> Outcome {
    let morning = Morning::new().expect("the first morning");
    one(seed, None, &morning)
}

/// The shortest plan (or the whole one) of this seed that still fails, and its story.
pub fn explain(seed: u64, bug: Option<Planted>, whole: bool) -> (Vec<Step>, Outcome) {
    let morning = Morning::new().expect("the first morning");
    planted::plant(bug);
    let shape = Shape::drawn(seed);
    let steps = match whole {
        true => drawn(&shape),
        false => shrink(&shape, drawn(&shape), &morning),
    };
    let outcome = told(&shape, &steps, &morning);
    planted::plant(None);
    (steps, outcome)
}
