//! `brobygger erase`

use std::sync::Arc;

use anyhow::{Result, bail};
use clap::Args;
use domain::Name;
use server::erase::EraseError;
use server::{Clock, Service, Settings};

use super::find;
use super::kept::LedgerFile;
use super::open::Data;

/// Everything that was said about a participant goes, from the rows, their history and what phones sent,
/// and leaves each phone at its next contact. It cannot be undone. Backups made before still hold it: the
/// ledger sees to it that nothing comes back when one is restored.
#[derive(Args)]
pub struct Erase {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    ledger: LedgerFile,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The participant, by name or id
    participant: String,
    /// The participant's first name once more, so that nobody is erased by a slip
    #[arg(long, value_name = "NAME")]
    confirm: Name,
}

impl Erase {
    pub async fn run(self) -> Result<()> {
        let ledger = self.ledger.of(&self.data)?;
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let participant = find::participant(read.as_mut(), centre, &self.participant).await?;
        drop(read);
        if participant.first_name != self.confirm {
            bail!(
                "The participant found is called {}, and --confirm says {}. Nothing was erased.",
                participant.first_name,
                self.confirm
            );
        }
        let settings = Settings { ledger: Some(ledger.clone()), ..Settings::default() };
        let shared = Arc::clone(&database);
        let (service, _) = Service::prepare(shared, Clock::system(), settings).await?;
        let erasure = match service.erase(centre, participant.id.0).await {
            Err(EraseError::Unknown) => bail!("There is no such participant at this centre."),
            erased => erased?,
        };
        database.close().await;
        println!(
            "Erased: {} records, {} assignments ended. Phones follow at their next contact.",
            erasure.rows, erasure.grants
        );
        println!(
            "It is written down in {}. Keep this file apart from the backups.",
            ledger.file().display()
        );
        Ok(())
    }
}
