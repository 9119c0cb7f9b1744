//! `brobygger correct`

use anyhow::{Result, bail};
use clap::Args;
use domain::{
    BirthYear, CoordinatorCommand, Edit, Identity, Language, Name, Note, Participant, Phone,
};
use server::Clock;
use server::coordinate::{Mode, coordinate};

use super::find;
use super::open::Data;

/// What is written down wrong about a participant. What stood there before is kept in the row's history, and in
/// the participant's document. An empty word takes away what stands there.
#[derive(Args)]
#[group(id = "what", multiple = true, required = true, args = [
    "first_name", "last_name", "birth_year", "language", "interpreter", "phone", "visit_note",
])]
pub struct Correct {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The participant, by name or id
    participant: String,
    #[arg(long, value_name = "NAME")]
    first_name: Option<Name>,
    #[arg(long, value_name = "NAME", value_parser = or_none::<Name>)]
    last_name: Option<OrNone<Name>>,
    #[arg(long, value_name = "YEAR", value_parser = or_none::<BirthYear>)]
    birth_year: Option<OrNone<BirthYear>>,
    /// As nb, da, en, so …
    #[arg(long, value_name = "TAG", value_parser = or_none::<Language>)]
    language: Option<OrNone<Language>>,
    /// Whether an interpreter is needed
    #[arg(long)]
    interpreter: Option<bool>,
    #[arg(long, value_name = "NUMBER", value_parser = or_none::<Phone>)]
    phone: Option<OrNone<Phone>>,
    /// What is good to know before a visit
    #[arg(long, value_name = "WORDS", value_parser = or_none::<Note>)]
    visit_note: Option<OrNone<Note>>,
}

/// An option that may be given to take something away.
#[derive(Clone, Debug)]
struct OrNone<T>(Option<T>);

fn or_none<T: std::str::FromStr>(said: &str) -> Result<OrNone<T>, T::Err> {
    match said.trim() {
        "" => Ok(OrNone(None)),
        said => said.parse().map(|value| OrNone(Some(value))),
    }
}

impl Correct {
    pub async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let row = find::participant(read.as_mut(), centre, &self.participant).await?;
        drop(read);
        let commands = self.commands(&row);
        let now = Clock::system().now();
        let done = coordinate(database.as_ref(), centre, now, &commands, Mode::ForReal).await?;
        database.close().await;
        match done.refused() {
            None => println!("Corrected. Phones follow at their next contact."),
            Some(_) if !done.waiting.is_empty() => bail!(
                "Somebody changed the same meanwhile. Both wait for review, and nothing was changed: `brobygger review list`."
            ),
            Some((_, "participant_closed")) => {
                bail!(
                    "This participant does not take part any more. Only who they are can be corrected."
                )
            }
            Some((_, code)) => bail!("It was refused: {code}."),
        }
        Ok(())
    }

    fn commands(self, row: &Participant) -> Vec<CoordinatorCommand> {
        let mut commands = Vec::new();
        let seen = row.identity();
        let now = Identity {
            first_name: self.first_name.unwrap_or_else(|| seen.first_name.clone()),
            last_name: self.last_name.map_or_else(|| seen.last_name.clone(), |said| said.0),
            birth_year: self.birth_year.map_or(seen.birth_year, |said| said.0),
            language: self.language.map_or(seen.language, |said| said.0),
            interpreter: self.interpreter.unwrap_or(seen.interpreter),
        };
        if now != seen {
            commands.push(CoordinatorCommand::CorrectIdentity { participant: row.id, seen, now });
        }
        let phone = self.phone.map(|said| Edit { value: said.0, seen: row.phone.version });
        let visit_note =
            self.visit_note.map(|said| Edit { value: said.0, seen: row.visit_note.version });
        if phone.is_some() || visit_note.is_some() {
            let participant = row.id;
            commands.push(CoordinatorCommand::EditParticipant { participant, phone, visit_note });
        }
        commands
    }
}
