//! The numbered steps that bring a file's tables up to date, each in a transaction of its own.

use sqlx::{Connection, Row, SqliteConnection};

use super::failed;
use crate::{DatabaseError, Result};

/// Never edited once released; a change is a new step.
const STEPS: [&str; 2] = [
    include_str!("../../migrations/sqlite/0001_the_tables.sql"),
    include_str!("../../migrations/sqlite/0002_fewer_pages.sql"),
];

pub async fn up(connection: &mut SqliteConnection) -> Result<()> {
    let known = STEPS.len() as i64;
    loop {
        // Looked at under the lock, since another process may be opening the same file.
        let mut step = connection.begin_with("BEGIN IMMEDIATE").await.map_err(failed)?;
        let version =
            sqlx::query("PRAGMA user_version").fetch_one(&mut *step).await.map_err(failed)?;
        let found: i64 = version.try_get(0).map_err(failed)?;
        if found > known {
            return Err(DatabaseError::Newer { found, known });
        }
        let Some(sql) = usize::try_from(found).ok().and_then(|n| STEPS.get(n)) else {
            return Ok(());
        };
        sqlx::raw_sql(*sql).execute(&mut *step).await.map_err(failed)?;
        let done = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {}", found + 1));
        sqlx::raw_sql(done).execute(&mut *step).await.map_err(failed)?;
        step.commit().await.map_err(failed)?;
    }
}
