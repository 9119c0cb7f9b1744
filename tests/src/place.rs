//! Where the server of a stage keeps its rows.

use std::process::Command;

use anyhow::{Context, Result};
use database::Fresh;
use tempfile::TempDir;

/// Names the PostgreSQL to use instead of files.
const POSTGRES: &str = "JOURNEYS_POSTGRES";

/// Nobody else's, and gone when it is dropped.
pub enum Place {
    Folder(TempDir),
    Postgres(Fresh),
}

impl Place {
    pub async fn new() -> Result<Self> {
        match std::env::var(POSTGRES) {
            Ok(server) => {
                let fresh = Fresh::on(&server).await.context("no database could be made")?;
                Ok(Self::Postgres(fresh))
            }
            Err(_) => Ok(Self::Folder(tempfile::tempdir()?)),
        }
    }

    /// Tells the program where its rows are.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self {
            Self::Folder(folder) => command.arg("--data").arg(folder.path()),
            Self::Postgres(fresh) => command.env("BROBYGGER_DATABASE", fresh.url()),
        }
    }
}
