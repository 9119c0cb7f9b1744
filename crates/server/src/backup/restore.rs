//! From a backup to a database that phones take for what it is: another history.
//!
//! Phones may have received more than the backup holds, and may even stand exactly at its clock while
//! they hold receipts from beyond. So no cursor from before is good any more: every commit gets another
//! name, and the restored centre begins with a commit of its own. Each phone learns at its next contact
//! that this is another history, and sends again whatever is not known to be in a backup; ids remove the
//! repeats. Two restores of one backup are two histories by the same means.

use std::fs::File;
use std::path::Path;

use database::{Database, KeptKey, Sqlite};

use super::copy::{History, Tally, copy};
use super::{BackupError, Result, look_at, ours_alone, remove};
use crate::erase::{Ledger, again};

/// What was restored.
#[derive(Debug)]
pub struct Restored {
    pub tallies: Vec<Tally>,
    /// How many participants were erased after the backup was made, and are now again.
    pub erased: usize,
    /// What phones had sealed to when the backup was made. (To be put into the file of keys.)
    pub keys: Vec<KeptKey>,
}

/// Fills an empty database from a backup. `scratch` is a name beside which nothing else stands: the
/// backup itself is only read.
pub async fn restore(
    from: &Path,
    scratch: &Path,
    into: &dyn Database,
    ledger: &Ledger,
    now: i64,
) -> Result<Restored> {
    // Before anything is written: a ledger that cannot be read may hide an erasure.
    ledger.entries().map_err(crate::erase::EraseError::from)?;
    remove(scratch);
    let restored = filled(from, scratch, into, ledger, now).await;
    remove(scratch);
    restored
}

async fn filled(
    from: &Path,
    scratch: &Path,
    into: &dyn Database,
    ledger: &Ledger,
    now: i64,
) -> Result<Restored> {
    ours_alone(scratch)?;
    let copied = File::open(from).and_then(|mut from| {
        let mut scratch = File::options().write(true).open(scratch)?;
        std::io::copy(&mut from, &mut scratch)
    });
    copied.map_err(|e| BackupError::File(from.to_owned(), e))?;
    let named = |error| match error {
        BackupError::Unsound(_, findings) => BackupError::Unsound(from.to_owned(), findings),
        other => other,
    };
    if look_at(scratch).await.map_err(named)?.is_empty() {
        return Err(BackupError::Empty(from.to_owned()));
    }
    let backup = Sqlite::open(scratch).await?;
    let mut read = backup.begin_read().await?;
    let mut write = into.begin_write().await?;
    if !write.centres().await?.is_empty() {
        return Err(BackupError::NotEmpty);
    }
    let tallies = copy(read.as_mut(), write.as_mut(), History::New).await?;
    write.commit().await?;
    drop(read);
    let keys = backup.kept_keys().await?;
    backup.close().await;
    let erased = again(into, ledger, now).await?;
    Ok(Restored { tallies, erased, keys })
}
