//! The database: a file in the data folder, or a PostgreSQL that is named by its address.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use database::{Address, Database, DatabaseError, Postgres, Sqlite};

pub const FILE: &str = "brobygger.sqlite";
const FOLDER: &str = "data";
/// Only its own user and root can read a program's environment, so a password may stand in it.
const VARIABLE: &str = "BROBYGGER_DATABASE";
/// What is being restored, until it is whole.
pub const RESTORED: &str = "brobygger.sqlite.restored";

#[derive(Args)]
pub struct Data {
    /// The folder that holds the database [default: data]
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,
    /// A PostgreSQL instead, as postgres://USER@HOST/DATABASE; also from BROBYGGER_DATABASE
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    database: Option<String>,
    /// A file whose first line is that address, with a password in it or not
    #[arg(long, value_name = "FILE", conflicts_with_all = ["data", "database"])]
    database_file: Option<PathBuf>,
}

enum Place {
    Folder(PathBuf),
    Server(Box<Address>),
}

impl Data {
    /// Opens what is there.
    pub async fn open(&self) -> Result<Arc<dyn Database>> {
        match self.place()? {
            Place::Server(address) => postgres(&address).await,
            Place::Folder(folder) => {
                let file = folder.join(FILE);
                if !file.is_file() {
                    bail!(
                        "There is no centre's data in {}. Name its folder with --data, or begin with \
                         `brobygger centre add`.",
                        folder.display()
                    );
                }
                super::kept::share(&folder)?;
                sqlite(&file).await
            }
        }
    }

    /// Opens what is there, or begins with nothing.
    pub async fn open_or_begin(&self) -> Result<Arc<dyn Database>> {
        match self.place()? {
            Place::Server(address) => postgres(&address).await,
            Place::Folder(folder) => {
                std::fs::create_dir_all(&folder)
                    .with_context(|| format!("The folder {} cannot be made", folder.display()))?;
                only_ours(&folder)?;
                super::kept::share(&folder)?;
                let file = folder.join(FILE);
                if folder.join(RESTORED).exists() && !file.exists() {
                    bail!("A restore into {} was interrupted. Run it again.", folder.display());
                }
                sqlite(&file).await
            }
        }
    }

    /// What is said on the command line comes before what the environment says.
    fn place(&self) -> Result<Place> {
        if let Some(folder) = &self.data {
            return Ok(Place::Folder(folder.clone()));
        }
        if let Some(text) = &self.database {
            let address = Address::parse(text)?;
            if address.has_password() {
                bail!(
                    "Everybody on this machine can read a password on the command line. Put it into \
                     PGPASSWORD or ~/.pgpass, or the whole address into {VARIABLE} or into a file \
                     that --database-file names."
                );
            }
            return Ok(Place::Server(Box::new(address)));
        }
        if let Some(file) = &self.database_file {
            let text = std::fs::read_to_string(file);
            let text = text.with_context(|| format!("{} cannot be read", file.display()))?;
            let address = Address::parse(text.lines().next().unwrap_or_default());
            let address = address.with_context(|| format!("In {}", file.display()))?;
            return Ok(Place::Server(Box::new(address)));
        }
        match std::env::var(VARIABLE) {
            Ok(text) if !text.is_empty() => {
                let address = Address::parse(&text);
                let address = address.with_context(|| format!("In {VARIABLE}"))?;
                Ok(Place::Server(Box::new(address)))
            }
            _ => Ok(Place::Folder(PathBuf::from(FOLDER))),
        }
    }

    /// Where the data lie, if in a folder.
    pub fn folder(&self) -> Option<PathBuf> {
        match self.place() {
            Ok(Place::Folder(folder)) => Some(folder),
            // What is wrong with an address is said when it is opened.
            Ok(Place::Server(_)) | Err(_) => None,
        }
    }
}

async fn sqlite(file: &Path) -> Result<Arc<dyn Database>> {
    let opened = Sqlite::open(file).await;
    Ok(Arc::new(opened.with_context(|| format!("{} cannot be opened", file.display()))?))
}

async fn postgres(address: &Address) -> Result<Arc<dyn Database>> {
    match Postgres::open(address).await {
        Ok(opened) => Ok(Arc::new(opened)),
        Err(error) => {
            let advice = advice(&error);
            Err(error)
                .with_context(|| format!("{address}, cannot be used.{advice} What went wrong"))
        }
    }
}

/// What whoever typed the command can do about it.
fn advice(error: &DatabaseError) -> &'static str {
    match error {
        DatabaseError::Unreachable(_) => {
            " Does it run, does it listen there, and may this machine come in?"
        }
        DatabaseError::Credentials(_) => {
            " The password is looked for in PGPASSWORD, in ~/.pgpass, and in the file that \
             --database-file names."
        }
        DatabaseError::NoDatabase => " Make one with `createdb`, owned by this user.",
        DatabaseError::NoRight(_) => " The user must own the database.",
        _ => "",
    }
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
