//! What a writing transaction holds besides rows: advisory locks, which the server frees at its end.
//!
//! What is locked need not be there yet (a phone that enrols has no row), so rows would not do. Each lock is
//! known by 64 bits of a hash, the same on every machine and in every release. Two things that fall together
//! there wait for each other without need, and that is all.
//!
//! The server has room for some thousands of locks in all. So a transaction takes single ones up to a limit,
//! and beyond it whole centres: everybody holds the centre's own lock, shared, and who holds it alone needs no
//! other. The order is by centre, as they are asked for, then the centre's own, then by key; so nobody waits in
//! a circle.

use std::collections::BTreeSet;

use sync::Digest;
use uuid::Uuid;

/// Single locks of one transaction.
const SINGLE: usize = 256;

/// How many single locks are left.
pub struct Budget(usize);

impl Default for Budget {
    fn default() -> Self {
        Self(SINGLE)
    }
}

/// Keys in the order in which they are taken, each with whether others may hold it too.
#[derive(Debug, PartialEq, Eq)]
pub struct Keys {
    pub keys: Vec<i64>,
    pub shared: Vec<bool>,
}

impl Budget {
    pub fn spend(&mut self, centre: Uuid, ids: &[Uuid]) -> Keys {
        let single: BTreeSet<i64> = ids.iter().map(|id| key(&[centre, *id])).collect();
        let whole = key(&[centre]);
        match self.0.checked_sub(single.len()) {
            Some(left) => {
                self.0 = left;
                let shared = std::iter::once(true).chain(single.iter().map(|_| false)).collect();
                Keys { keys: std::iter::once(whole).chain(single).collect(), shared }
            }
            None => Keys { keys: vec![whole], shared: vec![false] },
        }
    }
}

fn key(of: &[Uuid]) -> i64 {
    let bytes: Vec<u8> = of.iter().flat_map(|id| id.into_bytes()).collect();
    let mut first = [0; 8];
    first.copy_from_slice(&Digest::of(&bytes).as_bytes()[..8]);
    i64::from_be_bytes(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(range: std::ops::Range<u128>) -> Vec<Uuid> {
        range.map(Uuid::from_u128).collect()
    }

    #[test]
    fn the_order_does_not_depend_on_who_asks_how() {
        let centre = Uuid::from_u128(1);
        let mut backwards = ids(0..50);
        backwards.reverse();
        backwards.extend(ids(10..20));
        let one = Budget::default().spend(centre, &ids(0..50));
        assert_eq!(one, Budget::default().spend(centre, &backwards));
        assert_eq!(one.keys.len(), 51);
        assert_eq!(one.shared.iter().filter(|shared| **shared).count(), 1);
        assert!(one.shared[0], "the centre's own comes first");
        assert!(one.keys[1..].is_sorted());
    }

    #[test]
    fn the_keys_are_the_same_in_every_release() {
        let keys = Budget::default().spend(Uuid::from_u128(1), &[Uuid::from_u128(2)]);
        assert_eq!(keys.keys, [8952255631054521211, 8707295509107917372]);
    }

    #[test]
    fn who_asks_for_much_takes_whole_centres() {
        let mut budget = Budget::default();
        let first = budget.spend(Uuid::from_u128(1), &ids(0..200));
        assert_eq!(first.keys.len(), 201);
        let second = budget.spend(Uuid::from_u128(2), &ids(0..57));
        assert_eq!((second.keys.len(), second.shared), (1, vec![false]));
        let third = budget.spend(Uuid::from_u128(3), &ids(0..56));
        assert_eq!(third.keys.len(), 57);
    }
}
