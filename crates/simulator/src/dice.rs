//! Chance that follows from a seed.

use std::cell::Cell;

/// SplitMix64: even enough, and the same for a seed.
#[derive(Debug)]
pub struct Dice(Cell<u64>);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    /// Goes on from another seed.
    pub fn sow(&self, seed: u64) {
        self.0.set(seed);
    }

    pub fn next(&self) -> u64 {
        let state = self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.0.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&self, limit: usize) -> usize {
        // The bias of a remainder is nothing here.
        (self.next() % limit.max(1) as u64) as usize
    }

    pub fn between(&self, from: i64, to: i64) -> i64 {
        from + (self.next() % (to - from).max(1).unsigned_abs()) as i64
    }

    pub fn chance(&self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn of<'a, T>(&self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    pub fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.next().to_le_bytes()[..chunk.len()]);
        }
    }
}
