//! What is committed together.

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Durability {
    /// On the disk before "saved" is said: for all that the server does not have.
    #[default]
    Strict,
    /// In the system's buffers: for what can be fetched again.
    Relaxed,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Put {
        store: &'static str,
        key: String,
        value: Vec<u8>,
    },
    Delete {
        store: &'static str,
        key: String,
    },
    /// Every key that begins with `prefix`. (Keys are ASCII, so this is one range in every store.)
    DeletePrefix {
        store: &'static str,
        prefix: String,
    },
}

/// What a key must hold for the batch to be committed; `None` means no such key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expect {
    pub store: &'static str,
    pub key: String,
    pub value: Option<Vec<u8>>,
}

/// Changes in order, over the stores of one database.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Batch {
    pub durability: Durability,
    pub expected: Option<Expect>,
    pub changes: Vec<Change>,
}

impl Batch {
    pub fn strict() -> Self {
        Self::default()
    }

    pub fn relaxed() -> Self {
        Self { durability: Durability::Relaxed, ..Self::default() }
    }

    pub fn expect(mut self, store: &'static str, key: &str, value: Option<Vec<u8>>) -> Self {
        self.expected = Some(Expect { store, key: key.to_owned(), value });
        self
    }

    pub fn put(&mut self, store: &'static str, key: impl Into<String>, value: Vec<u8>) {
        let key = key.into();
        self.changes.push(Change::Put { store, key, value });
    }

    pub fn delete(&mut self, store: &'static str, key: impl Into<String>) {
        let key = key.into();
        self.changes.push(Change::Delete { store, key });
    }

    pub fn delete_prefix(&mut self, store: &'static str, prefix: impl Into<String>) {
        let prefix = prefix.into();
        self.changes.push(Change::DeletePrefix { store, prefix });
    }

    pub fn is_empty(&self) -> bool {
        self.changes.is_empty() && self.expected.is_none()
    }
}
