//! Makes a plan that fails as short as it gets.

use crate::day::{Outcome, live};
use crate::morning::Morning;
use crate::plan::Step;
use crate::shape::Shape;

/// Days that are tried at most.
const TRIES: usize = 600;

/// Takes steps out, in large pieces first, for as long as the same invariant breaks.
pub fn shrink(shape: &Shape, steps: Vec<Step>, morning: &Morning) -> Vec<Step> {
    let fails = |steps: &[Step]| live(shape, steps, morning, false).broken.map(|(name, _)| name);
    let Some(invariant) = fails(&steps) else {
        return steps;
    };
    let mut steps = steps;
    let mut piece = steps.len() / 2;
    let mut tries = 0;
    while piece > 0 && tries < TRIES {
        let mut from = 0;
        let mut shorter = false;
        while from < steps.len() && tries < TRIES {
            let mut without = steps.clone();
            without.drain(from..(from + piece).min(steps.len()));
            tries += 1;
            if fails(&without) == Some(invariant) {
                steps = without;
                shorter = true;
            } else {
                from += piece;
            }
        }
        if !shorter || piece > 1 {
            piece /= 2;
        }
    }
    steps
}

/// The story of a plan.
pub fn told(shape: &Shape, steps: &[Step], morning: &Morning) -> Outcome {
    live(shape, steps, morning, true)
}
