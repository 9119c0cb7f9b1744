//! Maps in order of key, in little code.
//!
//! The standard library's tree is eight kilobytes for each type it is used with, most of them for
//! keeping its balance when something is taken out. This one is a list of short sorted lists.

use std::borrow::Borrow;

/// A list that grows longer than this is parted in two.
const LONGEST: usize = 128;

#[derive(Clone, Debug)]
pub struct Map<K, V> {
    /// None is empty, and each begins after the end of the one before.
    lists: Vec<Vec<(K, V)>>,
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self { lists: Vec::new() }
    }
}

impl<K: Ord, V> Map<K, V> {
    /// The list where the key is or belongs, and where in it.
    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> (usize, Result<usize, usize>)
    where
        K: Borrow<Q>,
    {
        if let Some(list) = self.lists.last()
            && list.last().is_some_and(|(last, _)| last.borrow() < key)
        {
            // What comes in order comes to the end.
            return (self.lists.len() - 1, Err(list.len()));
        }
        let begun = |list: &Vec<(K, V)>| list.first().is_some_and(|(k, _)| k.borrow() <= key);
        let number = self.lists.partition_point(begun).saturating_sub(1);
        let list = self.lists.get(number).map(Vec::as_slice).unwrap_or_default();
        (number, list.binary_search_by(|(known, _)| known.borrow().cmp(key)))
    }

    pub fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            (number, Ok(place)) => Some(&self.lists[number][place].1),
            _ => None,
        }
    }

    pub fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            (number, Ok(place)) => Some(&mut self.lists[number][place].1),
            _ => None,
        }
    }

    /// Gives what was there before.
    pub fn insert(&mut self, key: K, value: V) -> Option<V> {
        let (number, place) = match self.find(&key) {
            (number, Ok(place)) => {
                return Some(std::mem::replace(&mut self.lists[number][place].1, value));
            }
            (number, Err(place)) => (number, place),
        };
        if self.lists.is_empty() {
            self.lists.push(Vec::new());
        }
        let list = &mut self.lists[number];
        list.insert(place, (key, value));
        if list.len() > LONGEST {
            // What comes in order leaves full lists behind.
            let half = if place == LONGEST { LONGEST } else { LONGEST / 2 };
            let rest = list.split_off(half);
            self.lists.insert(number + 1, rest);
        }
        None
    }

    pub fn remove<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<V>
    where
        K: Borrow<Q>,
    {
        let (number, Ok(place)) = self.find(key) else {
            return None;
        };
        let (_, value) = self.lists[number].remove(place);
        if self.lists[number].is_empty() {
            self.lists.remove(number);
        }
        Some(value)
    }

    /// In order of key.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (&K, &V)> {
        self.lists.iter().flatten().map(|(key, value)| (key, value))
    }

    /// Those whose key is this or a later one, in order.
    pub fn starting_at<'m>(
        &'m self,
        key: &K,
    ) -> impl Iterator<Item = (&'m K, &'m V)> + use<'m, K, V> {
        let (number, Ok(place) | Err(place)) = self.find(key);
        self.lists.iter().skip(number).flatten().skip(place).map(|(key, value)| (key, value))
    }

    pub fn len(&self) -> usize {
        self.lists.iter().map(Vec::len).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.lists.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_keeps(
            changes in prop::collection::vec((any::<bool>(), 0u16..400), 0..1500),
            ascending in 0u16..600,
        ) {
            let (mut ours, mut theirs) = (Map::default(), BTreeMap::new());
            for key in 0..ascending {
                prop_assert_eq!(ours.insert(key, usize::MAX), theirs.insert(key, usize::MAX));
            }
            for (number, (put, key)) in changes.into_iter().enumerate() {
                if put {
                    prop_assert_eq!(ours.insert(key, number), theirs.insert(key, number));
                } else {
                    prop_assert_eq!(ours.remove(&key), theirs.remove(&key));
                }
                prop_assert_eq!(ours.get(&key), theirs.get(&key));
                prop_assert_eq!(ours.get_mut(&key), theirs.get_mut(&key));
                prop_assert!(ours.starting_at(&key).take(3).eq(theirs.range(key..).take(3)));
            }
            prop_assert!(ours.iter().eq(theirs.iter()));
            prop_assert!(ours.iter().rev().eq(theirs.iter().rev()));
            prop_assert_eq!((ours.len(), ours.is_empty()), (theirs.len(), theirs.is_empty()));
        }
    }
}
