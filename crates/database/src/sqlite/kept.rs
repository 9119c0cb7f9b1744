//! The private keys that phones seal to, in a backup. A running server keeps them in a file of its own.

use super::{Sqlite, failed};
use crate::line::{get, hash, key_number};
use crate::{KeptKey, Result};

impl Sqlite {
    /// For a backup, into a file that has none yet.
    pub async fn keep_keys(&self, keys: &[KeptKey]) -> Result<()> {
        for key in keys {
            let sql = "INSERT INTO kept_key (private, number, since) VALUES (?, ?, ?)";
            let query = sqlx::query(sql)
                .bind(key.private.to_vec())
                .bind(i64::from(key.number))
                .bind(key.since);
            query.execute(&self.writer).await.map_err(failed)?;
        }
        Ok(())
    }

    /// In the order in which they were made.
    pub async fn kept_keys(&self) -> Result<Vec<KeptKey>> {
        let sql = "SELECT private, number, since FROM kept_key ORDER BY number, since";
        let found = sqlx::query(sql).fetch_all(&self.readers).await.map_err(failed)?;
        let key = |row| {
            Ok(KeptKey { number: key_number(row, 1)?, since: get(row, 2)?, private: hash(row, 0)? })
        };
        found.iter().map(key).collect()
    }
}
