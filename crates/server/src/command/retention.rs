//! `brobygger retention`

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use database::Database;
use server::about::gather;
use server::audit::note;
use server::erase::EraseError;
use server::retention::{Due, Policy, archive, due};
use server::{Clock, Service, Settings};
use uuid::Uuid;

use super::find;
use super::kept::LedgerFile;
use super::open::{Data, only_ours};

/// Participants are due when they have been closed, or have withdrawn, for as long as you say. Without --erase
/// or --archive nothing is done but to say who is due, by id: made for a timer, whose words go into a log.
#[derive(Args)]
pub struct Retention {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    ledger: LedgerFile,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// For how many days someone is kept who is closed
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=36_500))]
    closed: u32,
    /// For how many days someone is kept who withdrew
    #[arg(long, value_name = "DAYS", value_parser = clap::value_parser!(u32).range(..=36_500))]
    withdrawn: u32,
    /// Erase those who are due, for good
    #[arg(long, conflicts_with = "archive")]
    erase: bool,
    /// Write all that is held about those who are due to this folder, and then erase them here
    #[arg(long, value_name = "FOLDER")]
    archive: Option<PathBuf>,
}

/// What came in while it was archived is archived as well, unless it never ends.
const TRIES: usize = 5;
const DAY: i64 = 24 * 60 * 60 * 1000;

impl Retention {
    pub async fn run(self) -> Result<()> {
        let ledger = self.ledger.of(&self.data)?;
        let database = self.data.open().await?;
        let now = Clock::system().now();
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        note(database.as_ref(), centre, now, "retention", None).await?;
        let days = |days: u32| i64::from(days) * DAY;
        let policy = Policy { closed: days(self.closed), withdrawn: days(self.withdrawn) };
        let due = due(read.as_mut(), centre, policy, now).await?;
        drop(read);
        for Due { participant, closed } in &due {
            println!("{participant}  closed {}", closed.at.utc_minute());
        }
        let settings = Settings { ledger: Some(ledger), ..Settings::default() };
        let shared = Arc::clone(&database);
        let (service, _) = Service::prepare(shared, Clock::system(), settings).await?;
        match &self.archive {
            Some(folder) => {
                std::fs::create_dir_all(folder)
                    .with_context(|| format!("The folder {} cannot be made", folder.display()))?;
                only_ours(folder)?;
                for one in &due {
                    archived(&service, centre, one.participant, folder).await?;
                }
                println!("{} were archived and erased here.", due.len());
            }
            None if self.erase => {
                for one in &due {
                    service.erase(centre, one.participant).await?;
                }
                println!("{} were erased.", due.len());
            }
            None => println!("{} are due. Nothing was done.", due.len()),
        }
        database.close().await;
        Ok(())
    }
}

async fn archived(service: &Service, centre: Uuid, participant: Uuid, to: &Path) -> Result<()> {
    for _ in 0..TRIES {
        let database: &dyn Database = service.database();
        note(database, centre, service.now(), "archive", Some(participant)).await?;
        let mut read = database.begin_read().await?;
        let about = gather(read.as_mut(), centre, participant, service.now()).await?;
        drop(read);
        // Erased by somebody else meanwhile.
        let Some(about) = about else { return Ok(()) };
        archive(to, &about)?;
        match service.erase_archived(centre, participant, about.clock).await {
            Err(EraseError::Changed) => {}
            erased => return Ok(erased.map(drop)?),
        }
    }
    bail!("{participant} is written about without end. It was archived and not erased: try again.")
}
