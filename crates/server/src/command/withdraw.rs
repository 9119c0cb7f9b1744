//! `brobygger withdraw`

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use domain::{Channel, CoordinatorCommand};
use server::Clock;
use server::coordinate::{Mode, coordinate};

use super::find;
use super::open::Data;

/// A participant has told the centre that they do not want to take part any more. Every consent is marked as
/// withdrawn, every assignment ends, and the participant leaves each phone at its next contact. What was
/// recorded stays at the centre: `brobygger erase` takes it away.
#[derive(Args)]
pub struct Withdraw {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The participant, by name or id
    participant: String,
    /// How it was said
    #[arg(long, value_enum)]
    by: Said,
}

#[derive(Clone, Copy, ValueEnum)]
enum Said {
    Phone,
    Paper,
    InPerson,
}

impl Withdraw {
    pub async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let participant = find::participant(read.as_mut(), centre, &self.participant).await?;
        drop(read);
        let channel = match self.by {
            Said::Phone => Channel::Phone,
            Said::Paper => Channel::Paper,
            Said::InPerson => Channel::InPerson,
        };
        let withdraw = [CoordinatorCommand::Withdraw { participant: participant.id, channel }];
        let now = Clock::system().now();
        let done = coordinate(database.as_ref(), centre, now, &withdraw, Mode::ForReal).await?;
        database.close().await;
        match done.refused() {
            None => println!("Withdrawn. Phones follow at their next contact."),
            Some((_, code)) => bail!("It was refused: {code}."),
        }
        Ok(())
    }
}
