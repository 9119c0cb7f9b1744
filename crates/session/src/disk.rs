//! The vault's two databases, with everything in them sealed.

use serde::Serialize;
use store::{Batch, Database, Store, StoreError};
use vault::{Place, Vault, VaultError};

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

/// A value as it is sealed.
pub fn written<T: Serialize>(value: &T) -> Result<Vec<u8>, StoreError> {
    match json::write(value) {
        Ok(text) => Ok(text.into_bytes()),
        Err(error) => Err(StoreError::Other(error.to_string())),
    }
}

/// Store, key and what stands there.
pub type Record<'a> = (&'a str, &'a str, &'a [u8]);

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
        self.begin_sealing(database, (store, key, bytes)).await
    }

    /// Seals two records, each for its store and key, one beside the other.
    pub async fn seal_both(
        &self,
        database: &Database,
        (one, other): (Record<'_>, Record<'_>),
    ) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
        let (one, other) = (self.begin_sealing(database, one), self.begin_sealing(database, other));
        Ok((one.await?, other.await?))
    }

    /// Seals records one beside the other, before any transaction opens.
    pub async fn seal_all(
        &self,
        database: &Database,
        store: &'static str,
        records: Vec<(String, Vec<u8>)>,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let begin = |(key, bytes): (String, Vec<u8>)| {
            let sealing = self.begin_sealing(database, (store, &key, &bytes));
            (key, sealing)
        };
        let begun: Vec<_> = records.into_iter().map(begin).collect();
        for (key, sealing) in begun {
            batch.put(store, key, sealing.await?);
        }
        Ok(())
    }

    pub async fn open(
        &self,
        database: &Database,
        store: &str,
        key: &str,
        sealed: &[u8],
    ) -> Result<Vec<u8>, StoreError> {
        self.begin_opening(database, store, key, sealed).await.map_err(from_vault)
    }

    /// Reads a whole store, opens its records one beside the other, and gives each with its key, in their order;
    /// None for what does not open. No more of them lie in memory than are being opened.
    pub async fn open_all(
        &self,
        platform: &impl Platform,
        database: &Database,
        store: &'static str,
        each: &mut dyn FnMut(String, Option<Vec<u8>>),
    ) -> Result<(), StoreError> {
        let mut begun = Vec::new();
        for record in platform.store().records(database, store).await? {
            let (key, sealed) = record?;
            let opening = self.begin_opening(database, store, &key, &sealed);
            begun.push((key, opening));
        }
        for (key, opening) in begun {
            each(key, opening.await.ok());
        }
        Ok(())
    }

    fn begin_sealing(
        &self,
        database: &Database,
        (store, key, bytes): Record<'_>,
    ) -> impl Future<Output = Result<Vec<u8>, StoreError>> + use<> {
        let store = format!("{database}/{store}");
        let sealing = self.vault.seal(&Place { store: &store, key, version: FORMAT }, bytes);
        async move { sealing.await.map_err(from_vault) }
    }

    fn begin_opening(
        &self,
        database: &Database,
        store: &str,
        key: &str,
        sealed: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let store = format!("{database}/{store}");
        self.vault.open(&Place { store: &store, key, version: FORMAT }, sealed)
    }
}
