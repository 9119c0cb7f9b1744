//! A table as a transaction sees it: what is committed, under what it staged itself.

use std::collections::BTreeMap;
use std::ops::RangeBounds;

pub struct Overlay<'a, K, V> {
    pub committed: &'a BTreeMap<K, V>,
    pub staged: &'a BTreeMap<K, V>,
}

impl<'a, K: Ord, V> Overlay<'a, K, V> {
    pub fn get(&self, key: &K) -> Option<&'a V> {
        self.staged.get(key).or_else(|| self.committed.get(key))
    }

    /// In order of key.
    pub fn range(&self, range: impl RangeBounds<K> + Clone) -> Vec<&'a V> {
        if self.staged.is_empty() {
            return self.committed.range(range).map(|(_, value)| value).collect();
        }
        let mut merged: BTreeMap<&K, &V> = self.committed.range(range.clone()).collect();
        merged.extend(self.staged.range(range));
        merged.into_values().collect()
    }

    pub fn all(&self) -> Vec<&'a V> {
        self.range(..)
    }
}

/// The named table, committed and staged. Others get their turn first, as they would during the round
/// trip to a real database.
macro_rules! table {
    ($self:ident, $base:ident, $name:ident) => {{
        tokio::task::yield_now().await;
        $self.trouble.meet()?;
        $base = $self.base();
        Overlay { committed: &$base.$name, staged: &$self.staged.$name }
    }};
}

pub(super) use table;
