//! A new, empty database on a server that is there already: for tests, journeys and measurements.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{AssertSqlSafe, Connection, Executor};
use url::Url;

use super::{failed, not_let_in};
use crate::{DatabaseError, Result};

/// Names the server by the URL of one of its databases, whose user may make others.
const SERVER: &str = "BROBYGGER_TEST_POSTGRES";

/// Removed with everything in it when this is dropped.
pub struct Fresh {
    server: PgConnectOptions,
    name: String,
    url: String,
}

impl Fresh {
    /// On the server that the environment names. It is an error that none is named: whoever asks for a
    /// database and goes on without one has tested nothing.
    pub async fn new() -> Result<Self> {
        let Ok(server) = std::env::var(SERVER) else {
            let message = format!("{SERVER} is not set: `cargo xtask test` starts a PostgreSQL");
            return Err(DatabaseError::Unreachable(message.into()));
        };
        Self::on(&server).await
    }

    pub async fn on(server: &str) -> Result<Self> {
        let mut url =
            Url::parse(server).map_err(|error| DatabaseError::Unreachable(Box::new(error)))?;
        let server: PgConnectOptions = server.parse().map_err(not_let_in)?;
        let name = new_name();
        tell(&server, &format!("CREATE DATABASE {name}")).await?;
        url.set_path(&name);
        Ok(Self { server, name, url: url.into() })
    }

    /// Another one with the same in it. Nobody may be connected to this one meanwhile.
    pub async fn copy(&self) -> Result<Self> {
        let name = new_name();
        let copied = format!("CREATE DATABASE {name} TEMPLATE {}", self.name);
        tell(&self.server, &copied).await?;
        let mut url =
            Url::parse(&self.url).map_err(|error| DatabaseError::Unreachable(Box::new(error)))?;
        url.set_path(&name);
        Ok(Self { server: self.server.clone(), name, url: url.into() })
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    /// Does to this database what the product never does.
    pub async fn tell(&self, statements: &str) -> Result<()> {
        let here = self.server.clone().database(&self.name);
        tell(&here, statements).await
    }
}

impl Drop for Fresh {
    fn drop(&mut self) {
        let (server, name) = (self.server.clone(), std::mem::take(&mut self.name));
        // Where this is dropped nobody can wait, so a thread does.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.is_ok_and(|runtime| {
                let remove = format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)");
                runtime.block_on(tell(&server, &remove)).is_ok()
            })
        });
        if !removed.join().unwrap_or(false) {
            eprintln!("a database of a test could not be removed");
        }
    }
}

/// No other process and no other test has it.
fn new_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("fresh_{}_{}_{count}", std::process::id(), since.as_millis())
}

async fn tell(server: &PgConnectOptions, statement: &str) -> Result<()> {
    let mut connection = PgConnection::connect_with(server).await.map_err(not_let_in)?;
    let told = AssertSqlSafe(statement.to_owned());
    connection.execute(sqlx::raw_sql(told)).await.map_err(failed)?;
    connection.close().await.map_err(failed)
}
