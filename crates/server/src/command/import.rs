//! `brobygger import`: all of a file or nothing.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use domain::{Centre, CoordinatorCommand, Moment, Part, Participant, ParticipantId, Row};
use server::Clock;
use server::coordinate::{Mode, coordinate};
use server::demo::clock;
use server::demo::sheets::{self, Problem, Reading};
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Subcommand)]
pub enum Import {
    /// Participants, with their consent, contacts and volunteers
    People(File),
    /// Volunteers and coordinators
    Volunteers(File),
    /// The directory of activities
    Activities(File),
}

/// Columns may come in any order; `demo-data/README.md` lists them. A line whose `ref` was imported
/// before is left as it is, but an activity is brought up to date.
#[derive(Args)]
pub struct File {
    /// The file: UTF-8, a header row, separated by commas or semicolons
    file: PathBuf,
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// Check everything and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// What a file asks for.
struct Wanted {
    what: &'static str,
    lines: usize,
    /// The row of each command's line, for those that are there already.
    commands: Vec<(Uuid, CoordinatorCommand)>,
    /// Rows that are left as they are when they exist.
    once: HashSet<Uuid>,
}

impl Import {
    pub async fn run(self) -> Result<()> {
        match self {
            Import::People(file) => file.take_in(people).await,
            Import::Volunteers(file) => file.take_in(volunteers).await,
            Import::Activities(file) => file.take_in(activities).await,
        }
    }
}

impl File {
    async fn take_in(
        self,
        read_sheet: impl Fn(&Reading, &str) -> Result<Wanted, Vec<Problem>>,
    ) -> Result<()> {
        let text = read_text(&self.file)?;
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let rows = read.rows_by_id(centre, &[centre]).await?;
        let settled = rows.first().map(|row| serde_json::from_str::<Row>(&row.body));
        let Some(Ok(Row::Centre(Centre { country, legal_basis, demo, .. }))) = settled else {
            bail!("The centre has no readable row of its own.");
        };
        let now = Clock::system().now();
        let reading = Reading {
            centre: domain::CentreId(centre),
            country,
            basis: legal_basis,
            today: clock::day(Moment(now)),
            demo,
        };
        let wanted = read_sheet(&reading, &text).map_err(|problems| told(&self.file, &problems))?;
        let ids: Vec<Uuid> = wanted.once.iter().copied().collect();
        let there = read.rows_by_id(centre, &ids).await?;
        let mut there: HashSet<Uuid> = there.into_iter().map(|row| row.id).collect();
        // Whoever was erased stays so, and spoils no other line.
        there.extend(read.erased(centre, &ids).await?);
        drop(read);
        let commands: Vec<CoordinatorCommand> = wanted
            .commands
            .into_iter()
            .filter(|(line, _)| !there.contains(line))
            .map(|(_, command)| command)
            .collect();
        let mode = if self.dry_run { Mode::Rehearsal } else { Mode::ForReal };
        let done = coordinate(database.as_ref(), centre, now, &commands, mode).await?;
        database.close().await;
        if let Some((place, code)) = done.refused() {
            let which = refused_row(&commands[place]);
            bail!("Nothing was imported: {which} was refused ({code}).");
        }
        let (what, known) = (wanted.what, there.len());
        let new = wanted.lines - known;
        match self.dry_run {
            true => println!(
                "{new} {what} would be imported; {known} are there already. Nothing was written."
            ),
            false => println!("{new} {what} were imported; {known} were there already."),
        }
        Ok(())
    }
}

fn people(reading: &Reading, text: &str) -> Result<Wanted, Vec<Problem>> {
    let people = sheets::people(reading, text)?;
    let mut commands = Vec::new();
    let mut once = HashSet::new();
    for person in &people {
        let line = person.participant.id.0;
        once.insert(line);
        let mut add = |command| commands.push((line, command));
        add(CoordinatorCommand::RegisterParticipant(person.participant.clone()));
        person
            .consent
            .iter()
            .for_each(|consent| add(CoordinatorCommand::RecordConsent(consent.clone())));
        person
            .contacts
            .iter()
            .for_each(|contact| add(CoordinatorCommand::RegisterContact(contact.clone())));
        for (part, mark) in
            [(Part::Lead, &person.volunteer), (Part::Second, &person.second_volunteer)]
        {
            if let Some(mark) = mark {
                let pair = format!("{}/{mark}", person.reference);
                add(CoordinatorCommand::Assign {
                    id: reading.id("assignment", &pair).into(),
                    member: reading.id("member", mark).into(),
                    participant: person.participant.id,
                    part,
                    from: reading.today,
                });
            }
        }
    }
    Ok(Wanted { what: "people", lines: people.len(), commands, once })
}

fn volunteers(reading: &Reading, text: &str) -> Result<Wanted, Vec<Problem>> {
    let members = sheets::volunteers(reading, text)?;
    let command = |member: &sheets::Entry<domain::Member>| {
        let row = member.row.clone();
        (row.id.0, CoordinatorCommand::RegisterMember(row))
    };
    Ok(Wanted {
        what: "members",
        lines: members.len(),
        once: members.iter().map(|member| member.row.id.0).collect(),
        commands: members.iter().map(command).collect(),
    })
}

fn activities(reading: &Reading, text: &str) -> Result<Wanted, Vec<Problem>> {
    let activities = sheets::activities(reading, text)?;
    let command = |activity: &sheets::Entry<domain::Activity>| {
        let row = activity.row.clone();
        (row.id.0, CoordinatorCommand::PublishActivity(row))
    };
    Ok(Wanted {
        what: "activities",
        lines: activities.len(),
        commands: activities.iter().map(command).collect(),
        once: HashSet::new(),
    })
}

fn read_text(file: &Path) -> Result<String> {
    let bytes = std::fs::read(file);
    let bytes = bytes.with_context(|| format!("{} cannot be read", file.display()))?;
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => {
            let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = good.iter().filter(|byte| **byte == b'\n').count() + 1;
            bail!("{}: line {line} is not UTF-8. Save the sheet as \"CSV UTF-8\".", file.display())
        }
    }
}

fn told(file: &Path, problems: &[Problem]) -> anyhow::Error {
    let mut text = format!("Nothing was imported from {}:", file.display());
    for problem in problems {
        text += &format!("\n  {problem}");
    }
    anyhow::anyhow!(text)
}

/// No name: a message may end up in a log.
fn refused_row(command: &CoordinatorCommand) -> String {
    let participant = |id: ParticipantId| format!("participant {id}");
    match command {
        CoordinatorCommand::RegisterParticipant(Participant { id, .. }) => participant(*id),
        CoordinatorCommand::RecordConsent(consent) => {
            format!("the consent of {}", participant(consent.participant))
        }
        CoordinatorCommand::RegisterContact(contact) => {
            format!("a contact of {}", participant(contact.participant))
        }
        CoordinatorCommand::Assign { participant: id, .. } => format!(
            "the assignment of {}, whose volunteer must have been imported before,",
            participant(*id)
        ),
        CoordinatorCommand::RegisterMember(member) => format!("member {}", member.id),
        CoordinatorCommand::PublishActivity(activity) => format!("activity {}", activity.name),
        _ => "a line".to_owned(),
    }
}
