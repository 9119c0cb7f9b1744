//! `brobygger check`

use anyhow::{Result, bail};
use clap::Args;
use server::Clock;
use server::check::check;
use server::erase::again;

use super::kept::LedgerFile;
use super::open::Data;

/// Whether the stored data hold up: clocks, rows, grants, every lane and its chain, and that nothing of
/// someone who was erased is left. What the ledger says and the data still have is erased first. Works
/// beside a running server.
#[derive(Args)]
pub struct Check {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    ledger: LedgerFile,
}

impl Check {
    pub async fn run(self) -> Result<()> {
        let ledger = self.ledger.of(&self.data)?;
        let database = self.data.open().await?;
        let erased = again(database.as_ref(), &ledger, Clock::system().now()).await?;
        if erased > 0 {
            println!("{erased} participants were erased again, as the ledger says.");
        }
        let mut findings = database.integrity().await?;
        let mut read = database.begin_read().await?;
        findings.extend(check(read.as_mut()).await?);
        drop(read);
        database.close().await;
        if findings.is_empty() {
            println!("Everything holds up.");
            return Ok(());
        }
        for finding in &findings {
            eprintln!("{finding}");
        }
        bail!("The data do not hold up.")
    }
}
