//! The database of one machine: a single file beside which SQLite keeps its write-ahead log.
//!
//! One connection writes, a few read, so that readers never wait. Every commit is synced to the disk
//! before it returns. The command line may open the same file beside a running server: SQLite lets one
//! process write at a time and the other waits.
//!
//! A writing transaction is exclusive from its beginning (`BEGIN IMMEDIATE`), so [`Writing::lock`] has
//! nothing left to do here.

mod kept;
mod migrate;
mod reading;
mod set;
mod steps;
mod upkeep;
mod whole;
mod writing;

use std::path::Path;
use std::time::Duration;

use async_trait::async_trait;
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};

pub use self::steps::Steps;
use crate::{Database, DatabaseError, Device, Hash, Reading, Result, Writing};

/// How long a transaction waits for another process.
const BUSY: Duration = Duration::from_secs(10);
const READERS: u32 = 4;

pub struct Sqlite {
    writer: SqlitePool,
    readers: SqlitePool,
}

impl Sqlite {
    /// Opens the file, makes it if it is missing, and brings its tables up to date.
    pub async fn open(file: &Path) -> Result<Self> {
        Self::open_with(file, |pool| pool).await
    }

    /// The same for measurements: what is asked of it is counted, which costs time.
    pub async fn open_counted(file: &Path, steps: &Steps) -> Result<Self> {
        Self::open_with(file, |pool| steps.count(pool)).await
    }

    async fn open_with(
        file: &Path,
        prepare: impl Fn(SqlitePoolOptions) -> SqlitePoolOptions,
    ) -> Result<Self> {
        let options = SqliteConnectOptions::new()
            .filename(file)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY)
            .pragma("cache_size", "-65536")
            .pragma("temp_store", "memory")
            // What is removed from a page that is written anyhow is overwritten with zeros.
            .pragma("secure_delete", "fast")
            // Checkpoints every 32 MB rather than every 4: under load there are fewer pauses, and a page
            // that changed in several commits is written back once.
            .pragma("wal_autocheckpoint", "8000")
            .pragma("journal_size_limit", "67108864")
            .statement_cache_capacity(300);
        let writer = prepare(SqlitePoolOptions::new())
            .max_connections(1)
            // It was tested when it was given back, and there is no line that breaks meanwhile.
            .test_before_acquire(false)
            .acquire_timeout(BUSY * 3)
            .connect_with(options.clone())
            .await
            .map_err(failed)?;
        let mut connection = writer.acquire().await.map_err(failed)?;
        migrate::up(&mut connection).await?;
        drop(connection);
        let readers = prepare(SqlitePoolOptions::new())
            .max_connections(READERS)
            .test_before_acquire(false)
            .connect_with(options)
            .await
            .map_err(failed)?;
        Ok(Self { writer, readers })
    }
}

#[async_trait]
impl Database for Sqlite {
    async fn begin_read(&self) -> Result<Box<dyn Reading>> {
        let inner = self.readers.begin().await.map_err(failed)?;
        Ok(Box::new(Transaction { inner }))
    }

    async fn begin_write(&self) -> Result<Box<dyn Writing>> {
        let begun = self.writer.begin_with("BEGIN IMMEDIATE").await;
        Ok(Box::new(Transaction { inner: begun.map_err(failed)? }))
    }

    async fn device_by_token(&self, token_hash: &Hash) -> Result<Option<Device>> {
        reading::device_by_token(&self.readers, token_hash).await
    }

    async fn integrity(&self) -> Result<Vec<String>> {
        let asked = sqlx::query_scalar::<_, String>("PRAGMA integrity_check");
        let mut found = asked.fetch_all(&self.readers).await.map_err(failed)?;
        found.retain(|line| line != "ok");
        let asked = sqlx::query("PRAGMA foreign_key_check").fetch_all(&self.readers).await;
        if !asked.map_err(failed)?.is_empty() {
            found.push("A row belongs to a centre that does not exist.".to_owned());
        }
        Ok(found)
    }

    /// Writes the file anew, without what its free pages still held, and empties the log.
    async fn scrub(&self) -> Result<()> {
        sqlx::raw_sql("VACUUM").execute(&self.writer).await.map_err(failed)?;
        let emptied = sqlx::raw_sql("PRAGMA wal_checkpoint(TRUNCATE)").execute(&self.writer).await;
        emptied.map_err(failed)?;
        Ok(())
    }

    /// Folds the log back into the file.
    async fn close(&self) {
        self.readers.close().await;
        self.writer.close().await;
    }
}

struct Transaction {
    inner: sqlx::Transaction<'static, sqlx::Sqlite>,
}

fn failed(error: sqlx::Error) -> DatabaseError {
    const SQLITE_BUSY: &str = "5";
    const SQLITE_BUSY_SNAPSHOT: &str = "517";
    if let sqlx::Error::Database(inner) = &error {
        if inner.is_unique_violation() {
            return DatabaseError::Exists("a table");
        }
        let code = inner.code();
        if matches!(code.as_deref(), Some(SQLITE_BUSY | SQLITE_BUSY_SNAPSHOT)) {
            return DatabaseError::Busy;
        }
    }
    if matches!(error, sqlx::Error::PoolTimedOut) {
        return DatabaseError::Busy;
    }
    DatabaseError::Storage(Box::new(error))
}
