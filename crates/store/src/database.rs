//! Which databases there are and which stores each has.

use std::fmt;

/// The name of a database, which carries the name of its vault, and what is in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Database {
    kind: Kind,
    name: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    Directory,
    Outbox,
    Base,
}

impl Database {
    /// Which vaults there are. One per origin.
    pub fn directory() -> Self {
        Self { kind: Kind::Directory, name: "brobygger.vaults".to_owned() }
    }

    /// What was recorded, and drafts. Stores: `entries`, `drafts`, `meta`.
    pub fn outbox(vault: &str) -> Self {
        Self { kind: Kind::Outbox, name: format!("brobygger.{vault}.outbox") }
    }

    /// What the server gave. Stores: `blocks`, `meta`.
    pub fn base(vault: &str) -> Self {
        Self { kind: Kind::Base, name: format!("brobygger.{vault}.base") }
    }

    pub fn kind(&self) -> Kind {
        self.kind
    }

    pub fn name(&self) -> &str {
        &self.name
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}
