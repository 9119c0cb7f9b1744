//! The vault's two databases, with everything in them sealed.

use futures_util::future::{join_all, try_join_all};
use serde::Serialize;
use store::{Batch, Database, Store, StoreError};
use vault::{Place, Sealed, Vault};

use crate::error::from_vault;
use crate::platform::Platform;

pub const ENTRIES: &str = "entries";
pub const DRAFTS: &str = "drafts";
pub const META: &str = "meta";
pub const BLOCKS: &str = "blocks";
pub const COUNTERS: &str = "counters";
pub const IDENTITY: &str = "identity";
pub const HELD: &str = "held";

/// The format of what is sealed. A change of format is a new number, so that old code fails to open
/// rather than misreads.
const FORMAT: u32 = 1;

pub struct Disk {
    vault: Vault,
    pub outbox: Database,
    pub base: Database,
}

/// A record that was opened, or what it was when it did not open.
pub struct Opened {
    pub key: String,
    pub content: Result<Vec<u8>, Vec<u8>>,
}

/// A value as it is sealed.
pub fn written<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    match json::write(value) {
        Ok(text) => Ok(text.into_bytes()),
        Err(error) => Err(StoreError::Other(error.to_string())),
    }
}

impl Disk {
    pub fn new(vault: Vault, name: &str) -> Self {
        Self { vault, outbox: Database::outbox(name), base: Database::base(name) }
    }

    pub async fn seal(
        &self,
        database: &Database,
        store: &str,
        key: &str,
        bytes: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        let store = format!("{database}/{store}");
        let place = Place { store: &store, key, version: FORMAT };
        Ok(self.vault.seal(&place, bytes).await.map_err(from_vault)?.into_bytes())
    }

    /// Seals records one beside the other, before any transaction opens.
    pub async fn seal_all(
        &self,
        database: &Database,
        store: &'static str,
        records: Vec<(String, Vec<u8>)>,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let sealing = records.iter().map(|(key, bytes)| self.seal(database, store, key, bytes));
        let sealed = try_join_all(sealing).await?;
        for ((key, _), sealed) in records.into_iter().zip(sealed) {
            batch.put(store, key, sealed);
        }
        Ok(())
    }

    pub async fn open(
        &self,
        database: &Database,
        store: &str,
        key: &str,
        sealed: Vec<u8>,
    ) -> Result<Vec<u8>, StoreError> {
        let store = format!("{database}/{store}");
        let place = Place { store: &store, key, version: FORMAT };
        let sealed = Sealed::from_bytes(sealed);
        self.vault.open(&place, &sealed).await.map_err(from_vault)
    }

    /// Reads a whole store and opens its records one beside the other.
    pub async fn open_all(
        &self,
        platform: &impl Platform,
        database: &Database,
        store: &'static str,
    ) -> Result<Vec<Opened>, StoreError> {
        let records = platform.store().read_all(database, store).await?;
        let opening = records.into_iter().map(|(key, sealed)| async move {
            let opened = self.open(database, store, &key, sealed.clone()).await;
            Opened { key, content: opened.map_err(|_| sealed) }
        });
        Ok(join_all(opening).await)
    }
}
