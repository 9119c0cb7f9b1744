//! What a day is like, drawn from its seed.

use crate::dice::Dice;

#[derive(Clone, Debug)]
pub struct Shape {
    pub seed: u64,
    pub phones: usize,
    /// How many steps the plan has.
    pub steps: usize,
    /// Phones listen for pokes.
    pub pokes: bool,
    /// How much a page holds: small ones break in the middle of a scope.
    pub page_bytes: usize,
    /// How often a request meets trouble, in percent.
    pub trouble: usize,
    /// Requests take time on the way, and not only turns.
    pub slow: bool,
    /// Phones know the centre's key and make parcels; some are locked, and somebody has copied their disks. In
    /// few days, since the curve takes time.
    pub vault: bool,
}

impl Shape {
    pub fn drawn(seed: u64) -> Self {
        let dice = Dice::new(seed ^ 0x5EED_5EED);
        Self {
            seed,
            phones: 5 + dice.below(2),
            steps: 60 + dice.below(60),
            pokes: dice.chance(30),
            page_bytes: *dice.of(&[700, 1_500, 4_000, 500_000]),
            trouble: *dice.of(&[0, 3, 10, 30]),
            slow: dice.chance(50),
            vault: dice.below(12) == 0,
        }
    }
}
