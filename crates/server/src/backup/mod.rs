//! Backups: one file that holds everything, made while the server runs, and the way back from it.
//!
//! A backup is a SQLite file whatever the database is, filled from one snapshot through the traits of
//! `database`. So there is one format to keep, to check and to restore, and a restore is also the road
//! from SQLite to PostgreSQL. Before it gets its name it is opened again, looked at as `check` does, and
//! counted against what was read. The keys that phones seal to go into the same file: one that stood beside
//! it would be forgotten when it is copied elsewhere. Only then the running database notes up to which clock it is backed up,
//! so that phones may forget what they kept for the case of a loss.
//!
//! A restored centre begins another history ([`restore()`]).

mod copy;
mod restore;

use std::fs::File;
use std::path::{Path, PathBuf};

use database::{Centre, Database, DatabaseError, KeptKey, Sqlite};

use crate::check::check;
use crate::erase::EraseError;
use crate::files;
use crate::keys::{CentreKey, KeyError, KeyRing};
use copy::History;
pub(crate) use copy::lanes as lanes_of;
pub use copy::{Counts, Tally, tally};
pub use restore::{Restored, restore};

#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    #[error("{0} is there already, and a backup is never written over")]
    Exists(PathBuf),
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    #[error("{0} does not hold up:\n  {list}", list = .1.join("\n  "))]
    Unsound(PathBuf, Vec<String>),
    #[error("the database was replaced while it was being copied")]
    AnotherHistory,
    #[error("there is a centre already where this should go: restore into an empty place")]
    NotEmpty,
    #[error("{0} holds no centre")]
    Empty(PathBuf),
    /// A backup that lacks them would be found to do so when it is too late.
    #[error(
        "phones seal to keys that are not in {0}, and a backup without them is not made: name their file \
         with --keys"
    )]
    KeysElsewhere(PathBuf),
    #[error(transparent)]
    Keys(#[from] KeyError),
    #[error(transparent)]
    Erase(#[from] EraseError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

type Result<T> = std::result::Result<T, BackupError>;

/// Writes a backup and proves it. Returns what is in it.
pub async fn back_up(database: &dyn Database, to: &Path, keys: &KeyRing) -> Result<Vec<Tally>> {
    if to.exists() {
        return Err(BackupError::Exists(to.to_owned()));
    }
    let partial = beside(to, ".partial");
    // Left by a backup that was killed.
    remove(&partial);
    let written = write(database, &partial, keys).await;
    if written.is_err() {
        remove(&partial);
    }
    let tallies = written?;
    std::fs::rename(&partial, to).map_err(|e| BackupError::File(to.to_owned(), e))?;
    sync_folder(to)?;
    for tally in &tallies {
        mark(database, &tally.centre).await?;
    }
    Ok(tallies)
}

async fn write(database: &dyn Database, file: &Path, keys: &KeyRing) -> Result<Vec<Tally>> {
    ours_alone(file)?;
    let (copied, kept) = {
        let into = Sqlite::open(file).await?;
        let mut read = database.begin_read().await?;
        let mut write = into.begin_write().await?;
        let tallies = copy::copy(read.as_mut(), write.as_mut(), History::Same).await?;
        write.commit().await?;
        // After the snapshot: whatever phones had been told by then is among them.
        let kept: Vec<KeptKey> = keys.all()?.iter().map(CentreKey::kept).collect();
        into.keep_keys(&kept).await?;
        into.close().await;
        (tallies, kept)
    };
    if kept.is_empty() && copied.iter().any(|tally| tally.counts.device_keys > 0) {
        let file = keys.file().unwrap_or(Path::new("memory"));
        return Err(BackupError::KeysElsewhere(file.to_owned()));
    }
    let found = look_at(file).await?;
    if found != copied {
        let message = "it does not hold what was read from the database".to_owned();
        return Err(BackupError::Unsound(file.to_owned(), vec![message]));
    }
    let synced = File::open(file).and_then(|file| file.sync_all());
    synced.map_err(|e| BackupError::File(file.to_owned(), e))?;
    Ok(copied)
}

/// Opens a file by itself and looks at everything in it. What is in it, if it holds up.
async fn look_at(file: &Path) -> Result<Vec<Tally>> {
    let opened = Sqlite::open(file).await?;
    let mut findings = opened.integrity().await?;
    let mut read = opened.begin_read().await?;
    findings.extend(check(read.as_mut()).await?);
    let tallies = copy::tally(read.as_mut()).await?;
    drop(read);
    opened.close().await;
    match findings.is_empty() {
        true => Ok(tallies),
        false => Err(BackupError::Unsound(file.to_owned(), findings)),
    }
}

/// Phones may forget what was decided until then, unless the database is another one by now.
async fn mark(database: &dyn Database, copied: &Centre) -> Result<()> {
    let mut write = database.begin_write().await?;
    if write.commit_at(copied.id, copied.clock).await? != Some(copied.commit) {
        return Err(BackupError::AnotherHistory);
    }
    let marked = write.centre(copied.id).await?.map_or(0, |centre| centre.backed_up);
    if copied.clock > marked {
        write.put_backup_mark(copied.id, copied.clock).await?;
        write.commit().await?;
    }
    Ok(())
}

/// The same name with something after it.
pub fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    PathBuf::from(name)
}

/// An empty file that other users of the machine cannot read.
fn ours_alone(file: &Path) -> Result<()> {
    let made = files::ours_alone(file);
    made.map(drop).map_err(|e| BackupError::File(file.to_owned(), e))
}

/// A database file and what SQLite keeps beside it, where they exist.
fn remove(file: &Path) {
    for name in [file.to_owned(), beside(file, "-wal"), beside(file, "-shm")] {
        let _ = std::fs::remove_file(name);
    }
}

/// A new name is safe only when its folder is.
pub fn sync_folder(file: &Path) -> Result<()> {
    files::sync_folder(file).map_err(|e| BackupError::File(file.to_owned(), e))
}
