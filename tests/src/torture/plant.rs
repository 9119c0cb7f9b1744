//! Harm done on purpose between two rounds, to see that it is noticed.

use anyhow::{Context, Result, bail, ensure};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{ConnectOptions, Connection};

use crate::place::Place;

/// After this round.
pub const ROUND: u32 = 2;

#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Plant {
    /// A mutation that was decided is gone from the database.
    LostMutation,
    /// A row that was written is gone from the database.
    LostRow,
    /// A row stands in the database a second time, under another id.
    SecondRow,
    /// The browser's storage is set back to what it was before the last saves.
    OldProfile,
}

impl Plant {
    /// Does the harm to the database of a server that stands still.
    pub async fn in_sqlite(self, place: &Place) -> Result<()> {
        let harm = match self {
            // Neither the newest, which its phone may not have heard of yet, nor the oldest.
            Self::LostMutation => {
                "DELETE FROM mutation WHERE rowid = \
                 (SELECT rowid FROM mutation ORDER BY rowid LIMIT 1 OFFSET 5)"
            }
            Self::LostRow => {
                "DELETE FROM row_ WHERE rowid = \
                 (SELECT min(rowid) FROM row_ WHERE kind = 'conversation')"
            }
            Self::SecondRow => {
                "INSERT INTO row_ (centre, id, scope, kind, seq, gone, body) \
                 SELECT centre, randomblob(16), scope, kind, seq, gone, body FROM row_ \
                 WHERE kind = 'conversation' LIMIT 1"
            }
            Self::OldProfile => return Ok(()),
        };
        let Place::Folder(folder) = place else { bail!("this is no SQLite") };
        let file = folder.path().join("brobygger.sqlite");
        let mut database = SqliteConnectOptions::new().filename(file).connect().await?;
        let done = sqlx::query(harm).execute(&mut database).await.context("planting")?;
        ensure!(done.rows_affected() == 1, "there was nothing to harm");
        Ok(database.close().await?)
    }
}
