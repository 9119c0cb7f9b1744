//! The numbered steps that bring a database's tables up to date, each in a transaction of its own.

use sqlx::postgres::PgConnection;
use sqlx::{Connection, Executor};

use super::failed;
use crate::{DatabaseError, Result};

/// Never edited once released; a change is a new step.
const STEPS: [&str; 3] = [
    include_str!("../../migrations/postgres/0001_the_tables.sql"),
    include_str!("../../migrations/postgres/0002_the_audit_trail.sql"),
    include_str!("../../migrations/postgres/0003_delivery_while_locked.sql"),
];

/// Taken while a step is looked for and done, since several servers may start at once.
const LOCK: &str = "SELECT pg_advisory_xact_lock(7166745013467349057)";

pub async fn up(connection: &mut PgConnection) -> Result<()> {
    let known = STEPS.len() as i64;
    loop {
        let mut step = connection.begin().await.map_err(failed)?;
        step.execute(LOCK).await.map_err(failed)?;
        let found = version(&mut step).await?;
        if found > known {
            return Err(DatabaseError::Newer { found, known });
        }
        let Some(sql) = usize::try_from(found).ok().and_then(|n| STEPS.get(n)) else {
            return Ok(());
        };
        step.execute(sqlx::raw_sql(*sql)).await.map_err(failed)?;
        let done = sqlx::query("UPDATE brobygger_schema SET version = $1").bind(found + 1);
        done.execute(&mut *step).await.map_err(failed)?;
        step.commit().await.map_err(failed)?;
    }
}

/// The number of steps done; 0 in a database that is new.
async fn version(step: &mut PgConnection) -> Result<i64> {
    let there = sqlx::query_scalar("SELECT to_regclass('brobygger_schema') IS NOT NULL");
    if !there.fetch_one(&mut *step).await.map_err(failed)? {
        let begin = "CREATE TABLE brobygger_schema (version BIGINT NOT NULL); \
                     INSERT INTO brobygger_schema VALUES (0)";
        step.execute(sqlx::raw_sql(begin)).await.map_err(failed)?;
    }
    let version = sqlx::query_scalar("SELECT version FROM brobygger_schema");
    version.fetch_one(&mut *step).await.map_err(failed)
}
