//! Where a phone keeps its bytes.
//!
//! **The story.** A vault has two databases. The *outbox* holds what was recorded and what is being
//! written; its schema is frozen, so that no release ever has to migrate unsent work. The *base* holds
//! what the server gave and may be fetched again. A small third database lists the vaults of the
//! phone. A [`Batch`] over the stores of one database commits whole or not at all, and may insist
//! ([`Batch::expect`]) that nobody else has written since: that is how two tabs share a vault.
//!
//! **What is absent.** Meaning. Values are bytes that were sealed before they came here, keys are
//! ASCII text without anything personal.
//!
//! There are two stores: [`MemoryStore`], which fails on command, and `IndexedDbStore` in the
//! browser. The same contract (`tests/contract`) holds for both.

mod batch;
mod database;
mod error;
#[cfg(target_arch = "wasm32")]
mod indexeddb;
mod memory;
mod migrations;

pub use batch::{Batch, Change, Durability, Expect};
pub use database::{Database, Kind};
pub use error::StoreError;
#[cfg(target_arch = "wasm32")]
pub use indexeddb::IndexedDbStore;
pub use memory::MemoryStore;

/// A key and its value.
pub type Record = (String, Vec<u8>);

/// One origin's databases. Databases are created at first use.
#[allow(async_fn_in_trait)] // Called on one thread: no future here needs to be Send.
pub trait Store {
    /// The records of a store as they were, each made ready when it is asked for.
    type Records: Iterator<Item = Result<Record, StoreError>>;

    /// Everything in one store of `database`, in order of key.
    async fn records(
        &self,
        database: &Database,
        store: &'static str,
    ) -> Result<Self::Records, StoreError>;

    /// The same, all at hand.
    async fn read_all(
        &self,
        database: &Database,
        store: &'static str,
    ) -> Result<Vec<Record>, StoreError> {
        self.records(database, store).await?.collect()
    }

    async fn read(
        &self,
        database: &Database,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, StoreError>;

    /// All of `batch` or nothing. An error other than [`StoreError::Changed`] leaves open which of the
    /// two it was, as a connection may break after the commit: read again to know.
    async fn commit(&self, database: &Database, batch: Batch) -> Result<(), StoreError>;

    /// Removes the database with all that is in it. Open connections of other tabs are told to close.
    async fn delete(&self, database: &Database) -> Result<(), StoreError>;
}
