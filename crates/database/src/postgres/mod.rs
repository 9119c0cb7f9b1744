//! The database of many machines: any number of servers share one PostgreSQL.
//!
//! A reading transaction is one snapshot (`REPEATABLE READ`, read only). A writing one is `READ COMMITTED`: each
//! statement sees what is committed when it begins, so what was read under a lock is the newest there is.
//! [`Writing::lock`] takes advisory locks ([`locks`]), and [`Writing::advance_clock`] holds the centre's own
//! row until the commit. Whoever waits for another longer than a while is told that the database is busy.
//!
//! Readers and writers have connections of their own, so that a morning of pulls keeps no push waiting. A
//! statement takes a whole set as arrays, is prepared once for each connection, and stays so.

mod address;
#[cfg(feature = "fresh")]
mod fresh;
mod locks;
mod migrate;
mod reading;
mod upkeep;
mod whole;
mod writing;

use std::time::{Duration, Instant};

use async_trait::async_trait;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPool, PgPoolOptions};
use sqlx::{Connection, Executor};
use uuid::Uuid;

use crate::{Database, DatabaseError, Device, Hash, Reading, Result, Writing};

pub use address::{Address, AddressError};
#[cfg(feature = "fresh")]
pub use fresh::Fresh;

/// Of one server. docs/deploy.md reckons with their sum.
const READERS: u32 = 12;
const WRITERS: u32 = 4;

/// How long anybody waits for a connection.
const BUSY: Duration = Duration::from_secs(10);
/// A connection that rested for longer is tried before it is used: the server may have been started anew.
const RESTED: Duration = Duration::from_secs(1);

/// How long a server that starts waits for a database that is there and not ready: it recovers, or is full.
const SOON_READY: Duration = Duration::from_secs(60);
const ASK_AGAIN: Duration = Duration::from_millis(200);

/// What each connection begins with. A server that was cut off holds its locks no longer than these allow; a
/// plan is not worth compiling.
const SETTINGS: [(&str, &str); 8] = [
    ("lock_timeout", "10s"),
    ("idle_in_transaction_session_timeout", "60s"),
    ("tcp_keepalives_idle", "30"),
    ("tcp_keepalives_interval", "10"),
    ("tcp_keepalives_count", "3"),
    ("jit", "off"),
    // A plan that was made while a table was empty, and is kept, must use the indexes, and their order.
    ("enable_seqscan", "off"),
    ("enable_bitmapscan", "off"),
];

/// A commit is on the disk when it returns, whatever the database does for others. More than that (`remote_apply`)
/// is left as it is.
const DURABLE: &str = "SELECT set_config('synchronous_commit', 'on', false) \
                       WHERE current_setting('synchronous_commit') IN ('off', 'local')";

const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

pub struct Postgres {
    writers: PgPool,
    readers: PgPool,
}

impl Postgres {
    /// Brings the tables up to date. The database itself must be there.
    pub async fn open(address: &Address) -> Result<Self> {
        let options = address.options().options(SETTINGS);
        let asked = Instant::now();
        // Both may have been started at once, by a machine that came back: it is soon ready.
        while let Err(error) = up_to_date(&options).await {
            if !matches!(error, DatabaseError::Busy) || asked.elapsed() > SOON_READY {
                return Err(error);
            }
            tokio::time::sleep(ASK_AGAIN).await;
        }
        Ok(Self { writers: pool(WRITERS, &options), readers: pool(READERS, &options) })
    }
}

async fn up_to_date(options: &PgConnectOptions) -> Result<()> {
    let mut first = PgConnection::connect_with(options).await.map_err(not_let_in)?;
    migrate::up(&mut first).await?;
    first.close().await.map_err(failed)
}

fn pool(size: u32, options: &PgConnectOptions) -> PgPool {
    PgPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(BUSY)
        .test_before_acquire(false)
        .before_acquire(|connection, about| {
            Box::pin(async move {
                if about.idle_for > RESTED {
                    connection.ping().await?;
                }
                Ok(true)
            })
        })
        .after_connect(|connection, _| {
            Box::pin(async move { connection.execute(DURABLE).await.map(drop) })
        })
        .connect_lazy_with(options.clone())
}

#[async_trait]
impl Database for Postgres {
    async fn begin_read(&self) -> Result<Box<dyn Reading>> {
        Ok(Box::new(Transaction::begin(&self.readers, READ).await?))
    }

    async fn begin_write(&self) -> Result<Box<dyn Writing>> {
        Ok(Box::new(Transaction::begin(&self.writers, WRITE).await?))
    }

    async fn device_by_token(&self, token_hash: &Hash) -> Result<Option<Device>> {
        reading::device_by_token(&self.readers, token_hash).await
    }

    async fn clocks(&self, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
        reading::clocks(&self.readers, centres).await
    }

    /// Writes the tables anew, without the rows that were overwritten. Meanwhile everybody waits.
    async fn scrub(&self) -> Result<()> {
        let sql = "VACUUM (FULL) row_, row_history, mutation";
        sqlx::raw_sql(sql).execute(&self.writers).await.map(drop).map_err(failed)
    }

    async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }
}

struct Transaction {
    inner: sqlx::Transaction<'static, sqlx::Postgres>,
    budget: locks::Budget,
    /// Something went wrong, and nothing will be committed.
    failed: bool,
}

impl Transaction {
    async fn begin(pool: &PgPool, how: &'static str) -> Result<Self> {
        let inner = pool.begin_with(how).await.map_err(failed)?;
        Ok(Self { inner, budget: locks::Budget::default(), failed: false })
    }
}

/// Names of errors, as PostgreSQL gives them.
mod code {
    pub const BUSY: [&str; 11] = [
        "40001", // serialization failure
        "40P01", // deadlock
        "55P03", // lock timeout
        "25P03", // idle for too long
        "57014", // cancelled, by an operator or a time limit
        "53300", // too many connections
        "53200", // out of memory, also that of locks
        "57P01", // shutting down
        "57P02", // crashed
        "57P03", // starting up
        "08006", // connection lost
    ];
    pub const CREDENTIALS: [&str; 2] = ["28P01", "28000"];
    pub const NO_DATABASE: &str = "3D000";
    pub const NO_RIGHT: &str = "42501";
}

fn failed(error: sqlx::Error) -> DatabaseError {
    match &error {
        sqlx::Error::Database(inner) if inner.is_unique_violation() => {
            return DatabaseError::Exists("a table");
        }
        sqlx::Error::Database(inner) => match inner.code().as_deref() {
            Some(code) if code::BUSY.contains(&code) => return DatabaseError::Busy,
            Some(code::NO_RIGHT) => return DatabaseError::NoRight(Box::new(error)),
            _ => {}
        },
        // A database that is started anew is back in a moment.
        sqlx::Error::Io(_) | sqlx::Error::PoolTimedOut => return DatabaseError::Busy,
        _ => {}
    }
    DatabaseError::Storage(Box::new(error))
}

/// At the first connection there is somebody to tell what is wrong.
fn not_let_in(error: sqlx::Error) -> DatabaseError {
    match &error {
        sqlx::Error::Database(inner) => match inner.code().as_deref() {
            Some(code) if code::CREDENTIALS.contains(&code) => {
                DatabaseError::Credentials(Box::new(error))
            }
            Some(code::NO_DATABASE) => DatabaseError::NoDatabase,
            Some(code::NO_RIGHT) => DatabaseError::NoRight(Box::new(error)),
            Some(code) if code::BUSY.contains(&code) => DatabaseError::Busy,
            _ => DatabaseError::Unreachable(Box::new(error)),
        },
        _ => DatabaseError::Unreachable(Box::new(error)),
    }
}
