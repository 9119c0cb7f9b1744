//! The vault's two databases, with everything in them sealed.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::Poll;

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
        let store = format!("{database}/{store}");
        let place = Place { store: &store, key, version: FORMAT };
        Ok(self.vault.seal(&place, bytes).await.map_err(from_vault)?.into_bytes())
    }

    /// Seals two records, each for its store and key, one beside the other.
    pub async fn seal_both(
        &self,
        database: &Database,
        (one, other): (Record<'_>, Record<'_>),
    ) -> Result<(Vec<u8>, Vec<u8>), StoreError> {
        let work = [one, other].map(|(store, key, bytes)| -> Work<'_> {
            Box::pin(self.seal(database, store, key, bytes))
        });
        let mut sealed = all(work.into()).await.into_iter();
        match (sealed.next(), sealed.next()) {
            (Some(one), Some(other)) => Ok((one?, other?)),
            _ => Err(StoreError::Other("nothing was sealed".to_owned())),
        }
    }

    /// Seals records one beside the other, before any transaction opens.
    pub async fn seal_all(
        &self,
        database: &Database,
        store: &'static str,
        records: Vec<(String, Vec<u8>)>,
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let sealing = records
            .iter()
            .map(|(key, bytes)| -> Work<'_> { Box::pin(self.seal(database, store, key, bytes)) });
        let sealed = all(sealing.collect()).await;
        for ((key, _), sealed) in records.into_iter().zip(sealed) {
            batch.put(store, key, sealed?);
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
        self.open_sealed(database, store, key, &Sealed::from_bytes(sealed)).await
    }

    async fn open_sealed(
        &self,
        database: &Database,
        store: &str,
        key: &str,
        sealed: &Sealed,
    ) -> Result<Vec<u8>, StoreError> {
        let store = format!("{database}/{store}");
        let place = Place { store: &store, key, version: FORMAT };
        self.vault.open(&place, sealed).await.map_err(from_vault)
    }

    /// Reads a whole store and opens its records one beside the other.
    pub async fn open_all(
        &self,
        platform: &impl Platform,
        database: &Database,
        store: &'static str,
    ) -> Result<Vec<Opened>, StoreError> {
        let records = platform.store().read_all(database, store).await?;
        let records: Vec<(String, Sealed)> =
            records.into_iter().map(|(key, bytes)| (key, Sealed::from_bytes(bytes))).collect();
        let opening = records.iter().map(|(key, sealed)| -> Work<'_> {
            Box::pin(self.open_sealed(database, store, key, sealed))
        });
        let opened = all(opening.collect()).await;
        let opened = records.into_iter().zip(opened).map(|((key, sealed), opened)| Opened {
            key,
            content: opened.map_err(|_| sealed.into_bytes()),
        });
        Ok(opened.collect())
    }
}

type Worked = Result<Vec<u8>, StoreError>;
type Work<'a> = Pin<Box<dyn Future<Output = Worked> + 'a>>;

/// Does pieces of work one beside the other, and gives their results in order. They are few: each wakes
/// all that are not done.
async fn all(mut work: Vec<Work<'_>>) -> Vec<Worked> {
    let mut results: Vec<Option<Worked>> = work.iter().map(|_| None).collect();
    poll_fn(|context| {
        let mut done = true;
        for (piece, result) in work.iter_mut().zip(&mut results) {
            if result.is_none() {
                match piece.as_mut().poll(context) {
                    Poll::Ready(worked) => *result = Some(worked),
                    Poll::Pending => done = false,
                }
            }
        }
        if done { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    results.into_iter().flatten().collect()
}
