//! What stands beside the data: the ledger of erasures, the centre's keys, and the mark that someone has the data
//! open.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use clap::Args;
use server::erase::Ledger;
use server::keys::KeyRing;

use super::open::Data;

#[derive(Args)]
pub struct LedgerFile {
    /// The ledger of erasures, which is kept apart from the data and its backups [default: beside the
    /// data folder, as DIR-erased.jsonl]
    #[arg(long, value_name = "FILE")]
    ledger: Option<PathBuf>,
}

impl LedgerFile {
    pub fn of(&self, data: &Data) -> Result<Ledger> {
        if let Some(file) = &self.ledger {
            return Ok(Ledger::at(file));
        }
        let Some(folder) = data.folder() else {
            return Ok(Ledger::at("brobygger-erased.jsonl"));
        };
        let folder = std::path::absolute(&folder)
            .with_context(|| format!("{} is no folder's name", folder.display()))?;
        let Some(name) = folder.file_name() else {
            bail!("Nothing can stand beside {}. Name a file with --ledger.", folder.display());
        };
        let mut name = name.to_owned();
        name.push("-erased.jsonl");
        Ok(Ledger::at(folder.with_file_name(name)))
    }
}

#[derive(Args)]
pub struct KeysFile {
    /// The centre's private keys, to which phones seal; nobody else may read the file. Also from
    /// BROBYGGER_KEYS [default: brobygger.keys in the data folder]
    #[arg(long, value_name = "FILE")]
    keys: Option<PathBuf>,
}

const KEYS: &str = "brobygger.keys";
const KEYS_VARIABLE: &str = "BROBYGGER_KEYS";

impl KeysFile {
    pub fn of(&self, data: &Data) -> KeyRing {
        let said = self.keys.clone();
        let named = || std::env::var_os(KEYS_VARIABLE).filter(|name| !name.is_empty());
        let file = said.or_else(|| named().map(PathBuf::from));
        let beside = || data.folder().map_or_else(|| PathBuf::from(KEYS), |f| f.join(KEYS));
        KeyRing::at(file.unwrap_or_else(beside))
    }
}

/// Held until the program ends.
static OPEN: OnceLock<File> = OnceLock::new();

/// Marks the folder's data as open, beside others who have them open.
pub fn share(folder: &Path) -> Result<()> {
    let file = lock_file(folder)?;
    match file.try_lock_shared() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            bail!("The data in {} are being restored. Wait for that.", folder.display())
        }
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("{} cannot be locked", folder.display()));
        }
    }
    let _ = OPEN.set(file);
    Ok(())
}

/// Keeps everyone else out, or says that someone is in.
pub fn claim(folder: &Path) -> Result<()> {
    let file = lock_file(folder)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => bail!(
            "A server or another command has the data in {} open. Stop it first.",
            folder.display()
        ),
        Err(TryLockError::Error(error)) => {
            return Err(error).with_context(|| format!("{} cannot be locked", folder.display()));
        }
    }
    let _ = OPEN.set(file);
    Ok(())
}

fn lock_file(folder: &Path) -> Result<File> {
    let name = folder.join("brobygger.lock");
    let opened = File::options().read(true).write(true).create(true).truncate(false).open(&name);
    opened.with_context(|| format!("{} cannot be opened", name.display()))
}
