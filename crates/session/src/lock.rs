//! Locks: how a vault is opened, and what a wrong key costs.
//!
//! **The story.** A vault's data key is never on the phone as it is. It lies sealed by a *secret* that
//! is not there: a passphrase, stretched by Argon2id, or what a passkey answers. One vault may have
//! several locks, each with the whole key in it. Nothing says whose vault it is: words are tried on
//! every one, so that two people may share a phone without reading each other's name.
//!
//! A try is written down before it is made, so that whoever closes the app in the middle has tried all
//! the same. After three wrong ones each next one has to wait longer, and nothing is ever deleted.

use serde::{Deserialize, Serialize};
use store::{Batch, Database, Store, StoreError};
use sync::base64url;
use vault::{DataKey, Secret, VaultError, passphrase};

use crate::directory::{self, Listed, Lock, Passkey, VAULTS, VaultCard, Way, vault_key};
use crate::error::UnlockError;
use crate::platform::Platform;

pub(crate) const TRIES: &str = "tries";
/// As many wrong tries cost nothing: fingers slip.
const FREE_TRIES: u32 = 3;
const FIRST_WAIT_MS: i64 = 5_000;
const LONGEST_WAIT_MS: i64 = 300_000;

/// A vault whose key is at hand. It is forgotten when this is dropped.
#[derive(Clone, Debug)]
pub struct Unlocked {
    pub vault: String,
    /// Whoever has it reads everything. It is never printed.
    pub key: DataKey,
}

impl PartialEq for Unlocked {
    fn eq(&self, other: &Self) -> bool {
        self.vault == other.vault
    }
}

/// Wrong tries since the last right one.
#[derive(Default, Serialize, Deserialize)]
struct Tries {
    wrong: u32,
    /// Of the last one, by the phone's clock.
    at: i64,
}

/// Who is enrolled on this phone, the first one first.
pub async fn vaults(platform: &impl Platform) -> Result<Vec<VaultCard>, StoreError> {
    let card = |(vault, listed): (String, Listed)| VaultCard {
        vault,
        since: listed.since,
        unprotected: listed.key.is_some(),
        passkeys: listed.locks.iter().filter_map(passkey).collect(),
    };
    Ok(directory::listed(platform).await?.into_iter().map(card).collect())
}

/// Opens the vault to which these words belong.
pub async fn unlock(platform: &impl Platform, words: &str) -> Result<Unlocked, UnlockError> {
    let tries = begin_try(platform).await?;
    match opened_by(platform, words, true).await?.pop() {
        Some(unlocked) => right(platform, unlocked).await,
        None => Err(UnlockError::Wrong { wait_ms: left(&tries, platform.now()) }),
    }
}

/// Opens the vault that has this passkey, with what its PRF gave.
pub async fn unlock_with(
    platform: &impl Platform,
    passkey: &Passkey,
    secret: &Secret,
) -> Result<Unlocked, UnlockError> {
    let credential = base64url::encode(&passkey.credential);
    for (vault, listed) in directory::listed(platform).await? {
        for lock in &listed.locks {
            if lock.way == Way::Passkey(credential.clone())
                && let Some(key) = try_lock(lock, secret, &vault).await?
            {
                return right(platform, Unlocked { vault, key }).await;
            }
        }
    }
    // Nobody guesses what a passkey answers: this costs no try.
    Err(UnlockError::Wrong { wait_ms: 0 })
}

/// Puts a lock on a vault that has none yet. Its key leaves the disk with the same commit.
pub async fn protect(
    platform: &impl Platform,
    vault: &str,
    words: &str,
) -> Result<Unlocked, UnlockError> {
    let listed = directory::read::<Listed>(platform, &vault_key(vault)).await?;
    let Some(Listed { since, key: Some(key), .. }) = listed else {
        return Err(UnlockError::Wrong { wait_ms: 0 });
    };
    let key = DataKey::import_unwrapped(&key)?;
    let unlocked = Unlocked { vault: vault.to_owned(), key };
    let lock = words_lock(platform, &unlocked, words).await?;
    write_listed(platform, vault, &Listed { since, key: None, locks: vec![lock] }).await?;
    Ok(unlocked)
}

/// From now on these words open the vault, and the ones before do not.
pub async fn set_words(
    platform: &impl Platform,
    unlocked: &Unlocked,
    words: &str,
) -> Result<(), UnlockError> {
    let lock = words_lock(platform, unlocked, words).await?;
    replace(platform, &unlocked.vault, lock, |way| matches!(way, Way::Words(_))).await
}

/// From now on this passkey opens the vault too, in place of any other one.
pub async fn set_passkey(
    platform: &impl Platform,
    unlocked: &Unlocked,
    passkey: &Passkey,
    secret: &Secret,
) -> Result<(), UnlockError> {
    let sealed = unlocked.key.wrap(secret, &unlocked.vault).await?;
    let lock = Lock {
        salt: base64url::encode(&passkey.salt),
        sealed: base64url::encode(&sealed),
        way: Way::Passkey(base64url::encode(&passkey.credential)),
    };
    replace(platform, &unlocked.vault, lock, |way| matches!(way, Way::Passkey(_))).await
}

/// The vaults that these words open, the one that was enrolled last before the others: what the system has
/// cleared may still be listed, under the same words. Counts no try: for whoever has given another proof.
pub(crate) async fn opened_by(
    platform: &impl Platform,
    words: &str,
    one: bool,
) -> Result<Vec<Unlocked>, UnlockError> {
    let words = passphrase::normal(words);
    let mut opened = Vec::new();
    for (vault, listed) in directory::listed(platform).await?.into_iter().rev() {
        for lock in &listed.locks {
            let (Way::Words(cost), Some(salt)) = (&lock.way, base64url::decode(&lock.salt)) else {
                continue;
            };
            let secret = platform.stretch(&words, &salt, *cost).await?;
            if let Some(key) = try_lock(lock, &secret, &vault).await? {
                opened.push(Unlocked { vault: vault.clone(), key });
            }
        }
        if one && !opened.is_empty() {
            break;
        }
    }
    Ok(opened)
}

/// A lock for these words, for whoever makes or changes a vault.
pub(crate) async fn words_lock(
    platform: &impl Platform,
    unlocked: &Unlocked,
    words: &str,
) -> Result<Lock, UnlockError> {
    let mut salt = [0; 16];
    platform.random(&mut salt);
    let cost = platform.cost();
    let secret = platform.stretch(&passphrase::normal(words), &salt, cost).await?;
    let sealed = unlocked.key.wrap(&secret, &unlocked.vault).await?;
    Ok(Lock {
        salt: base64url::encode(&salt),
        sealed: base64url::encode(&sealed),
        way: Way::Words(cost),
    })
}

async fn begin_try(platform: &impl Platform) -> Result<Tries, UnlockError> {
    let before: Tries = directory::read(platform, TRIES).await?.unwrap_or_default();
    let wait_ms = left(&before, platform.now());
    if wait_ms > 0 {
        return Err(UnlockError::Wait { wait_ms });
    }
    let tries = Tries { wrong: before.wrong.saturating_add(1), at: platform.now() };
    directory::write(platform, TRIES, &tries).await?;
    Ok(tries)
}

async fn right(platform: &impl Platform, unlocked: Unlocked) -> Result<Unlocked, UnlockError> {
    let mut batch = Batch::strict();
    batch.delete(VAULTS, TRIES);
    platform.store().commit(&Database::directory(), batch).await?;
    Ok(unlocked)
}

/// A clock that was set back makes nobody wait longer than the whole wait.
fn left(tries: &Tries, now: i64) -> i64 {
    let over = tries.wrong.saturating_sub(FREE_TRIES);
    if over == 0 {
        return 0;
    }
    let wait = FIRST_WAIT_MS.saturating_mul(1 << (over - 1).min(20)).min(LONGEST_WAIT_MS);
    tries.at.saturating_add(wait).saturating_sub(now).clamp(0, wait)
}

async fn try_lock(
    lock: &Lock,
    secret: &Secret,
    vault: &str,
) -> Result<Option<DataKey>, VaultError> {
    let Some(sealed) = base64url::decode(&lock.sealed) else { return Ok(None) };
    match DataKey::unwrap(sealed, secret, vault).await {
        Ok(key) => Ok(Some(key)),
        Err(VaultError::DoesNotOpen | VaultError::KeyLength) => Ok(None),
        Err(error) => Err(error),
    }
}

async fn replace(
    platform: &impl Platform,
    vault: &str,
    lock: Lock,
    former: fn(&Way) -> bool,
) -> Result<(), UnlockError> {
    let listed = directory::read::<Listed>(platform, &vault_key(vault)).await?;
    let Some(mut listed) = listed else {
        return Err(UnlockError::Wrong { wait_ms: 0 });
    };
    listed.locks.retain(|lock| !former(&lock.way));
    listed.locks.push(lock);
    Ok(write_listed(platform, vault, &listed).await?)
}

async fn write_listed(
    platform: &impl Platform,
    vault: &str,
    listed: &Listed,
) -> Result<(), StoreError> {
    directory::write(platform, &vault_key(vault), listed).await
}

fn passkey(lock: &Lock) -> Option<Passkey> {
    let Way::Passkey(credential) = &lock.way else { return None };
    let (credential, salt) = (base64url::decode(credential)?, base64url::decode(&lock.salt)?);
    Some(Passkey { credential, salt })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_and_end() {
        let wait = |wrong| left(&Tries { wrong, at: 1_000 }, 1_000);
        assert_eq!([1, 2, 3, 4, 5, 6].map(wait), [0, 0, 0, 5_000, 10_000, 20_000]);
        assert_eq!([10, 60, u32::MAX].map(wait), [LONGEST_WAIT_MS; 3]);
        let tries = Tries { wrong: 4, at: 1_000 };
        assert_eq!(left(&tries, 5_999), 1);
        assert_eq!(left(&tries, 6_000), 0);
        assert_eq!(left(&tries, i64::MAX), 0);
        assert_eq!(left(&tries, i64::MIN / 2), 5_000, "the clock was set back");
    }
}
