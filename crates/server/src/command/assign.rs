//! `brobygger assign` and `brobygger unassign`

use anyhow::{Result, bail};
use clap::Args;
use domain::{AssignmentId, CoordinatorCommand, Day, Part};
use server::Clock;
use server::coordinate::{Mode, coordinate};
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Args)]
pub struct Pair {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The volunteer, by name or id
    #[arg(long)]
    volunteer: String,
    /// The participant, by name or id
    #[arg(long)]
    participant: String,
}

#[derive(Args)]
pub struct Assign {
    #[command(flatten)]
    pair: Pair,
    /// As the second of two volunteers
    #[arg(long)]
    second: bool,
    /// The first day [default: today]
    #[arg(long, value_name = "DAY")]
    from: Option<Day>,
}

#[derive(Args)]
pub struct Unassign {
    #[command(flatten)]
    pair: Pair,
    /// The last day, for the record; it ends at once in any case [default: today]
    #[arg(long, value_name = "DAY")]
    until: Option<Day>,
}

impl Assign {
    pub async fn run(self) -> Result<()> {
        let (part, from) = (if self.second { Part::Second } else { Part::Lead }, self.from);
        let done = self.pair.run(|member, participant, today| CoordinatorCommand::Assign {
            id: AssignmentId(Uuid::now_v7()),
            member,
            participant,
            part,
            from: from.unwrap_or(today),
        });
        match done.await? {
            None => println!("Assigned."),
            Some("not_allowed") => bail!("Only volunteers are assigned to participants."),
            Some("participant_closed") => bail!("This participant does not take part any more."),
            Some(code) => bail!("It was refused: {code}."),
        }
        Ok(())
    }
}

impl Unassign {
    pub async fn run(self) -> Result<()> {
        let until = self.until;
        let done = self.pair.run(|member, participant, today| CoordinatorCommand::EndAssignment {
            member,
            participant,
            until: until.unwrap_or(today),
        });
        match done.await? {
            None => println!("Ended."),
            Some("unknown_row") => bail!("This volunteer is not assigned to this participant."),
            Some(code) => bail!("It was refused: {code}."),
        }
        Ok(())
    }
}

impl Pair {
    async fn run(
        &self,
        command: impl Fn(domain::MemberId, domain::ParticipantId, Day) -> CoordinatorCommand,
    ) -> Result<Option<&'static str>> {
        let database = self.data.open().await?;
        let now = Clock::system().now();
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let member = find::member(read.as_mut(), centre, &self.volunteer).await?;
        let participant = find::participant(read.as_mut(), centre, &self.participant).await?;
        drop(read);
        let today = server::demo::clock::day(domain::Moment(now));
        let command = command(member.id, participant.id, today);
        let done = coordinate(database.as_ref(), centre, now, &[command], Mode::ForReal).await?;
        database.close().await;
        Ok(done.refused().map(|(_, code)| code))
    }
}
