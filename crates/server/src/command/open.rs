//! The data folder.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use database::Sqlite;

pub const FILE: &str = "brobygger.sqlite";

#[derive(Args)]
pub struct Data {
    /// The folder that holds the database
    #[arg(long, value_name = "DIR", default_value = "data")]
    data: PathBuf,
}

impl Data {
    /// Opens what is there.
    pub async fn open(&self) -> Result<Sqlite> {
        let file = self.data.join(FILE);
        if !file.is_file() {
            bail!(
                "There is no centre's data in {}. Name its folder with --data, or begin with \
                 `brobygger centre add`.",
                self.data.display()
            );
        }
        super::kept::share(&self.data)?;
        open(&file).await
    }

    /// Opens what is there, or begins with nothing.
    pub async fn open_or_begin(&self) -> Result<Sqlite> {
        std::fs::create_dir_all(&self.data)
            .with_context(|| format!("The folder {} cannot be made", self.data.display()))?;
        only_ours(&self.data)?;
        super::kept::share(&self.data)?;
        open(&self.data.join(FILE)).await
    }

    /// Where the data lie, if in a folder.
    pub fn folder(&self) -> Option<PathBuf> {
        Some(self.data.clone())
    }
}

async fn open(file: &Path) -> Result<Sqlite> {
    let opened = Sqlite::open(file).await;
    opened.with_context(|| format!("{} cannot be opened", file.display()))
}

/// Other users of the machine have no business in there.
#[cfg(unix)]
pub fn only_ours(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let about = std::fs::metadata(folder)?;
    if about.permissions().mode() & 0o077 != 0 {
        let set = std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700));
        if set.is_err() {
            tracing::warn!("others on this machine may be able to read the data folder");
        }
    }
    Ok(())
}

#[cfg(not(unix))]
pub fn only_ours(_: &Path) -> Result<()> {
    Ok(())
}
