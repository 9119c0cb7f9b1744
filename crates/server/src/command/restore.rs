//! `brobygger restore`

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::Args;
use database::{Database, Sqlite};
use server::Clock;
use server::backup::{Restored, beside, restore, sync_folder};
use server::erase::Ledger;

use super::kept::{KeysFile, LedgerFile, claim};
use super::open::Data;

/// The file is proved first, and whoever was erased since it was made is erased again. Phones notice that
/// this is another history and send again what they still have.
#[derive(Args)]
pub struct Restore {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    ledger: LedgerFile,
    #[command(flatten)]
    keys: KeysFile,
    /// The backup
    #[arg(long, value_name = "FILE")]
    from: PathBuf,
    /// Take the place of the data that are there; those are moved aside and not removed
    #[arg(long)]
    replace: bool,
}

impl Restore {
    pub async fn run(self) -> Result<()> {
        if !self.from.is_file() {
            bail!("There is no backup {}.", self.from.display());
        }
        let ledger = self.ledger.of(&self.data)?;
        if !ledger.file().exists() {
            eprintln!(
                "There is no ledger of erasures {}. If anyone was ever erased, name it with --ledger.",
                ledger.file().display()
            );
        }
        let restored = match self.data.folder() {
            Some(folder) => self.put_into_folder(&folder, &ledger).await?,
            None => self.put_into_server(&ledger).await?,
        };
        for tally in &restored.tallies {
            println!(
                "{}: {} records and {} mutations, up to clock {}.",
                tally.centre.name, tally.counts.rows, tally.counts.mutations, tally.centre.clock
            );
        }
        if restored.erased > 0 {
            println!("{} participants were erased again, as the ledger says.", restored.erased);
        }
        self.put_keys(&restored)?;
        println!("Restored. Phones find that out at their next contact.");
        Ok(())
    }

    /// Those of the backup beside those that are there. Without any, what locked phones hold does not open.
    fn put_keys(&self, restored: &Restored) -> Result<()> {
        let ring = self.keys.of(&self.data);
        let file = ring.file().unwrap_or_else(|| Path::new("")).display();
        let added = ring.take_over(&restored.keys, Clock::system().now());
        match added
            .with_context(|| format!("The data are restored, and the keys are not in {file}"))?
        {
            0 => {}
            n => println!("{n} keys that phones seal to were put into {file}."),
        }
        let sealed = restored.tallies.iter().any(|tally| tally.counts.device_keys > 0);
        if sealed && ring.all()?.is_empty() {
            eprintln!(
                "The backup has no keys, and there are none in {file}. What phones hand over while they are \
                 locked is refused until they have been unlocked once and have sealed it anew. If the keys \
                 are anywhere, name their file with --keys; if they are lost, run `brobygger key rotate` \
                 before the server is started."
            );
        }
        Ok(())
    }

    async fn put_into_folder(&self, folder: &Path, ledger: &Ledger) -> Result<Restored> {
        std::fs::create_dir_all(folder)
            .with_context(|| format!("The folder {} cannot be made", folder.display()))?;
        super::open::only_ours(folder)?;
        claim(folder)?;
        let file = folder.join(super::open::FILE);
        if file.exists() && !self.replace {
            bail!(
                "There are data in {} already. With --replace they are moved aside.",
                folder.display()
            );
        }
        let fresh = folder.join(super::open::RESTORED);
        remove(&fresh)?;
        let now = Clock::system().now();
        let database = Sqlite::open(&fresh).await?;
        let scratch = beside(&file, ".backup");
        let restored = restore(&self.from, &scratch, &database, ledger, now).await;
        database.close().await;
        let restored = match restored {
            Ok(restored) => restored,
            Err(error) => {
                remove(&fresh)?;
                return Err(error).context("Nothing was restored");
            }
        };
        if file.exists() {
            let aside = beside(&file, &format!(".before-{now}"));
            for kept in ["", "-wal", "-shm"] {
                let from = beside(&file, kept);
                if from.exists() {
                    let to = beside(&aside, kept);
                    std::fs::rename(&from, &to)
                        .with_context(|| format!("{} cannot be moved", from.display()))?;
                }
            }
            println!("The data that were there are in {}.", aside.display());
        }
        std::fs::rename(&fresh, &file)
            .with_context(|| format!("{} cannot be put in place", fresh.display()))?;
        sync_folder(&file)?;
        Ok(restored)
    }

    async fn put_into_server(&self, ledger: &Ledger) -> Result<Restored> {
        if self.replace {
            bail!(
                "A PostgreSQL is never replaced. Make a new, empty database and restore into it."
            );
        }
        let database = self.data.open_or_begin().await?;
        let scratch = std::env::temp_dir();
        let scratch = scratch.join(format!("brobygger-restore-{}.sqlite", std::process::id()));
        let now = Clock::system().now();
        let restored = restore(&self.from, &scratch, database.as_ref(), ledger, now).await;
        database.close().await;
        restored.context("Nothing was restored")
    }
}

fn remove(file: &Path) -> Result<()> {
    for name in ["", "-wal", "-shm"] {
        let name = beside(file, name);
        if name.exists() {
            std::fs::remove_file(&name)
                .with_context(|| format!("{} cannot be removed", name.display()))?;
        }
    }
    Ok(())
}
