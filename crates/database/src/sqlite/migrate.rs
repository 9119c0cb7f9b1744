//! The numbered steps that bring a file's tables up to date, each in a transaction of its own.

use sqlx::{Connection, Row, SqliteConnection};
use sync::{Digest, MutationText};
use uuid::Uuid;

use super::failed;
use crate::{DatabaseError, Result};

/// Never edited once released; a change is a new step.
const STEPS: [&str; 7] = [
    include_str!("../../migrations/sqlite/0001_the_tables.sql"),
    include_str!("../../migrations/sqlite/0002_fewer_pages.sql"),
    include_str!("../../migrations/sqlite/0003_what_may_be_forgotten.sql"),
    include_str!("../../migrations/sqlite/0004_texts_may_go.sql"),
    include_str!("../../migrations/sqlite/0005_tombstones_go.sql"),
    include_str!("../../migrations/sqlite/0006_the_audit_trail.sql"),
    include_str!("../../migrations/sqlite/0007_delivery_while_locked.sql"),
];

/// The step after which digests are filled in, counted from 0.
const DIGESTS: i64 = 2;

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
        if found == DIGESTS {
            fill_in_digests(&mut step).await?;
        }
        let done = sqlx::AssertSqlSafe(format!("PRAGMA user_version = {}", found + 1));
        sqlx::raw_sql(done).execute(&mut *step).await.map_err(failed)?;
        step.commit().await.map_err(failed)?;
    }
}

/// SQLite itself knows neither SHA-256 nor envelopes.
async fn fill_in_digests(connection: &mut SqliteConnection) -> Result<()> {
    let mut after = i64::MIN;
    loop {
        let sql = "SELECT rowid, text FROM mutation WHERE rowid > ? ORDER BY rowid LIMIT 500";
        let page = sqlx::query(sql).bind(after).fetch_all(&mut *connection).await;
        let page = page.map_err(failed)?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = last.try_get(0).map_err(failed)?;
        for row in &page {
            let (id, text): (i64, String) =
                (row.try_get(0).map_err(failed)?, row.try_get(1).map_err(failed)?);
            let sql = "UPDATE mutation SET digest = ?, scope = ? WHERE rowid = ?";
            let query = sqlx::query(sql)
                .bind(Digest::of(text.as_bytes()).as_bytes().to_vec())
                .bind(scope_of(text))
                .bind(id);
            query.execute(&mut *connection).await.map_err(failed)?;
        }
    }
}

fn scope_of(text: String) -> Option<Uuid> {
    let mutation = MutationText::from_text(text).ok()?.parse().ok()?;
    mutation.envelope.grant.map(|grant| grant.scope)
}
