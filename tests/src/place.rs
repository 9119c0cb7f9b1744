//! Where the server of a stage keeps its rows.

use std::process::Command;

use anyhow::{Context, Result, bail};
use database::Fresh;
use tempfile::TempDir;

use crate::site;
use crate::stage::needed;

/// Names the PostgreSQL to use instead of files.
const POSTGRES: &str = "JOURNEYS_POSTGRES";

/// Nobody else's, and gone when it is dropped.
pub enum Place {
    Folder(TempDir),
    Postgres(Box<Fresh>),
}

impl Place {
    pub async fn new() -> Result<Self> {
        match std::env::var(POSTGRES) {
            Ok(server) => Self::on_postgres(&server).await,
            Err(_) => Self::folder(),
        }
    }

    pub fn folder() -> Result<Self> {
        Ok(Self::Folder(tempfile::tempdir()?))
    }

    pub async fn on_postgres(server: &str) -> Result<Self> {
        let fresh = Fresh::on(server).await.context("no database could be made")?;
        Ok(Self::Postgres(Box::new(fresh)))
    }

    /// Another one with the same in it. No server may be running on this one.
    pub async fn copy(&self) -> Result<Self> {
        match self {
            Self::Folder(folder) => {
                let copied = tempfile::tempdir()?;
                site::copy(folder.path(), copied.path())?;
                Ok(Self::Folder(copied))
            }
            Self::Postgres(fresh) => {
                let copied = fresh.copy().await.context("the database could not be copied")?;
                Ok(Self::Postgres(Box::new(copied)))
            }
        }
    }

    /// The address of its PostgreSQL, if it has one.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Folder(_) => None,
            Self::Postgres(fresh) => Some(fresh.url()),
        }
    }

    /// A command of the server's on this data.
    pub fn brobygger(&self, words: &[&str]) -> Result<Command> {
        let mut command = Command::new(needed("JOURNEYS_SERVER")?);
        self.tell(command.args(words));
        Ok(command)
    }

    /// Runs a command of the server's on this data and returns what it printed.
    pub fn command(&self, words: &[&str]) -> Result<String> {
        let output = self.brobygger(words)?.output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            bail!("`brobygger {}` failed: {said}", words.join(" "));
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// Tells the program where its rows are.
    pub fn tell<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        match self {
            Self::Folder(folder) => command.arg("--data").arg(folder.path()),
            Self::Postgres(fresh) => {
                let keys = std::env::temp_dir().join("brobygger-journeys.keys");
                command.env("BROBYGGER_DATABASE", fresh.url()).env("BROBYGGER_KEYS", keys)
            }
        }
    }
}
