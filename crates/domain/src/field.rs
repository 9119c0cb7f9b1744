//! Fields that can be edited by several people: what is *so*, merged field by field.

use serde::{Deserialize, Serialize};

/// A value and the number of times it was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field<T> {
    pub value: T,
    pub version: u32,
}

/// A new value, and the version that its author was looking at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Edit<T> {
    pub value: T,
    pub seen: u32,
}

/// What an edit met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met {
    /// The version its author had seen.
    Unchanged,
    /// Another's change to the same field: the later arrival wins, the history keeps both.
    Changed,
}

impl<T> Field<T> {
    pub fn new(value: T) -> Self {
        Self { value, version: 1 }
    }

    /// Takes the edit in, whatever it met.
    pub fn take(&mut self, edit: Edit<T>) -> Met {
        let met = if edit.seen == self.version { Met::Unchanged } else { Met::Changed };
        self.value = edit.value;
        self.version = self.version.saturating_add(1);
        met
    }

    /// The edit that this field's reader would write.
    pub fn edit(&self, value: T) -> Edit<T> {
        Edit { value, seen: self.version }
    }
}

impl<T: Default> Default for Field<T> {
    fn default() -> Self {
        Self::new(T::default())
    }
}
