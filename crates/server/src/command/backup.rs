//! `brobygger backup`

use std::path::PathBuf;

use anyhow::Result;
use clap::Args;
use server::Clock;
use server::audit::note;
use server::backup::back_up;

use super::kept::KeysFile;
use super::open::Data;

/// One file with everything, the keys that phones seal to among it, made while the server runs and proved before it gets its name. It is as
/// confidential as the data. Once it is there, phones may forget what they kept for the case of a loss: so
/// make it where it will survive the machine, or copy it there.
#[derive(Args)]
pub struct Backup {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    keys: KeysFile,
    /// The file to write; one that is there is never written over
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Backup {
    pub async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centres = read.centres().await?;
        drop(read);
        for centre in centres {
            note(database.as_ref(), centre.id, Clock::system().now(), "backup", None).await?;
        }
        let tallies = back_up(database.as_ref(), &self.to, &self.keys.of(&self.data)).await?;
        database.close().await;
        for tally in &tallies {
            println!(
                "{}: {} records and {} mutations, up to clock {}.",
                tally.centre.name, tally.counts.rows, tally.counts.mutations, tally.centre.clock
            );
        }
        println!("{} was written and proved.", self.to.display());
        Ok(())
    }
}
