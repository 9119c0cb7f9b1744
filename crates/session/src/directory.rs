//! What lies in the clear: which vaults there are and what opens each, and the little that a locked
//! phone needs. No name stands here, nor anything about a participant.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use store::{Batch, Database, Store, StoreError};
use vault::Cost;

use crate::platform::Platform;

/// The directory's one store.
pub const VAULTS: &str = "vaults";

/// Somebody who is enrolled on this phone. No name: this much lies in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultCard {
    pub vault: String,
    /// When, by the phone's clock.
    pub since: i64,
    /// It is of a release that had no locks, and waits for words to be chosen.
    pub unprotected: bool,
    /// The passkeys that open it.
    pub passkeys: Vec<Passkey>,
}

/// What has to be asked of a passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id.
    pub credential: Vec<u8>,
    /// What its PRF is given, 32 bytes.
    pub salt: Vec<u8>,
}

#[derive(Clone, Serialize, Deserialize)]
pub struct Listed {
    pub since: i64,
    /// The data key as it is: of releases without locks alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Vec<u8>>,
    #[serde(default)]
    pub locks: Vec<Lock>,
}

/// One way into a vault: the data key, sealed. Bytes as base64url.
#[derive(Clone, Serialize, Deserialize)]
pub struct Lock {
    pub salt: String,
    pub sealed: String,
    pub way: Way,
}

#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// A passphrase, stretched at this cost.
    Words(Cost),
    /// A passkey, by its credential's id.
    Passkey(String),
}

pub fn vault_key(name: &str) -> String {
    format!("vault/{name}")
}

/// Every vault as it is listed, the one that was enrolled first goes first.
pub async fn listed(platform: &impl Platform) -> Result<Vec<(String, Listed)>, StoreError> {
    let records = platform.store().read_all(&Database::directory(), VAULTS).await?;
    let vault = |(key, value): (String, Vec<u8>)| {
        let name = key.strip_prefix("vault/")?.to_owned();
        Some((name, json::read_bytes(&value).ok()?))
    };
    let mut listed: Vec<(String, Listed)> = records.into_iter().filter_map(vault).collect();
    domain::order::sort_by_key(&mut listed, |(_, listed)| listed.since);
    Ok(listed)
}

/// A record, where there is one that can be read.
pub async fn read<T: DeserializeOwned>(
    platform: &impl Platform,
    key: &str,
) -> Result<Option<T>, StoreError> {
    let found = platform.store().read(&Database::directory(), VAULTS, key).await?;
    Ok(found.and_then(|found| json::read_bytes(&found).ok()))
}

pub async fn write<T: Serialize>(
    platform: &impl Platform,
    key: &str,
    value: &T,
) -> Result<(), StoreError> {
    let mut batch = Batch::strict();
    put(&mut batch, key, value)?;
    platform.store().commit(&Database::directory(), batch).await
}

pub fn put<T: Serialize>(batch: &mut Batch, key: &str, value: &T) -> Result<(), StoreError> {
    let text = json::write(value).map_err(|error| StoreError::Other(error.to_string()))?;
    batch.put(VAULTS, key, text.into_bytes());
    Ok(())
}
