//! `brobygger review`

use std::collections::HashMap;
use std::fmt::Write as _;

use anyhow::{Context, Result, bail};
use clap::{Args, Subcommand};
use database::{Reading, Settlement};
use domain::{Moment, Participant};
use serde_json::Value;
use server::Clock;
use server::audit::note;
use server::coordinate::COMMAND_LINE;
use server::review::{Against, SettleError, Waiting, against, settle, waiting};
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Subcommand)]
pub enum Review {
    /// List what waits for a coordinator: what could not be applied, and what met another's change
    List(List),
    /// Show one whole: as it was recorded, by whom and when, and which values stand against each other
    Show(Show),
    /// Settle one, once and for all
    Settle(Settle),
}

#[derive(Args)]
pub struct List {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
}

#[derive(Args)]
pub struct Show {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The id that `review list` says
    id: Uuid,
}

#[derive(Args)]
pub struct Settle {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The id that `review list` says
    id: Uuid,
    #[command(flatten)]
    how: How,
    /// The coordinator who decides, by name or id [default: the command line]
    #[arg(long, value_name = "MEMBER")]
    by: Option<String>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub struct How {
    /// What is stays as it is
    #[arg(long)]
    keep: bool,
    /// Take it: it is applied now, and its author stays its author
    #[arg(long)]
    take: bool,
    /// It has been read, and there is nothing to do
    #[arg(long)]
    note: bool,
}

impl Review {
    pub async fn run(self) -> Result<()> {
        match self {
            Review::List(list) => list.run().await,
            Review::Show(show) => show.run().await,
            Review::Settle(settle) => settle.run().await,
        }
    }
}

impl List {
    async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let names = Names::of(read.as_mut(), centre).await?;
        note(database.as_ref(), centre, Clock::system().now(), "list_review", None).await?;
        let all = waiting(read.as_mut(), centre).await?;
        drop(read);
        database.close().await;
        for one in &all {
            println!(
                "{}  {}  {}  {}  {}{}",
                one.decided.id,
                Moment(one.decided.received_at).utc_minute(),
                names.author(one),
                what(&one.command),
                why(one),
                if one.wrong_clock { "  (its phone's clock was wrong)" } else { "" },
            );
        }
        if all.is_empty() {
            println!("Nothing waits for review.");
        }
        Ok(())
    }
}

impl Show {
    async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let names = Names::of(read.as_mut(), centre).await?;
        let all = waiting(read.as_mut(), centre).await?;
        let Some(one) = all.iter().find(|one| one.decided.id == self.id) else {
            bail!("Nothing with this id waits for review.");
        };
        let about = one.decided.scope;
        note(database.as_ref(), centre, Clock::system().now(), "read_review", about).await?;
        let fields = against(read.as_mut(), centre, one).await?;
        drop(read);
        database.close().await;
        print!("{}", shown(one, &names, &fields)?);
        Ok(())
    }
}

impl Settle {
    async fn run(self) -> Result<()> {
        let how = match &self.how {
            How { keep: true, .. } => Settlement::Kept,
            How { take: true, .. } => Settlement::Taken,
            How { .. } => Settlement::Noted,
        };
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        let by = match &self.by {
            None => COMMAND_LINE.0,
            Some(said) => {
                let member = find::member(read.as_mut(), centre, said).await?;
                if member.role != domain::Role::Coordinator {
                    bail!("Only a coordinator settles what waits for review.");
                }
                member.id.0
            }
        };
        drop(read);
        let now = Clock::system().now();
        let settled = settle(database.as_ref(), centre, self.id, how, by, now).await;
        database.close().await;
        match settled {
            Ok(_) => println!("Settled: {}.", how.name()),
            Err(SettleError::Unknown) => bail!("Nothing with this id waits for review."),
            Err(SettleError::Before) => bail!("This has been settled before."),
            Err(SettleError::Unreadable) => bail!(
                "This release cannot read what it asks for, so it cannot be taken. It waits on."
            ),
            Err(SettleError::Refused(code)) => {
                bail!("It still cannot be applied: {code}. It waits on.")
            }
            Err(SettleError::Database(error)) => return Err(error.into()),
        }
        Ok(())
    }
}

/// Of members and participants, by id.
struct Names(HashMap<Uuid, String>);

impl Names {
    async fn of(read: &mut dyn Reading, centre: Uuid) -> Result<Self> {
        let mut names = find::member_names(read, centre).await?;
        for participant in find::rows::<Participant>(read, centre).await? {
            names.insert(participant.id.0, participant.full_name().trim().to_owned());
        }
        Ok(Self(names))
    }

    fn author(&self, waiting: &Waiting) -> &str {
        match waiting.author {
            Some(id) if id == COMMAND_LINE.0 => "the command line",
            Some(id) => self.0.get(&id).map_or("(unknown)", String::as_str),
            None => "(unknown phone)",
        }
    }
}

fn shown(one: &Waiting, names: &Names, fields: &[Against]) -> Result<String> {
    let mut text = String::new();
    let scope = one.decided.scope.and_then(|scope| names.0.get(&scope));
    writeln!(text, "{} by {}", what(&one.command), names.author(one))?;
    if let Some(name) = scope {
        writeln!(text, "about {name}")?;
    }
    writeln!(text, "recorded {} by its author's clock", Moment(one.envelope.at).utc_minute())?;
    if one.wrong_clock {
        writeln!(text, "  which was certainly wrong")?;
    }
    writeln!(text, "received {}", Moment(one.decided.received_at).utc_minute())?;
    writeln!(text, "{}", why(one))?;
    for Against { field, is, is_version, other, seen } in fields {
        writeln!(text, "{field}:")?;
        writeln!(text, "  is     {is}  (version {is_version})")?;
        writeln!(text, "  other  {other}  (its author saw version {seen})")?;
    }
    let command = serde_json::to_string_pretty(&one.command);
    writeln!(text, "{}", command.context("The command cannot be shown")?)?;
    Ok(text)
}

/// The command's name.
fn what(command: &Value) -> &str {
    let name = command.as_object().and_then(|command| command.keys().next());
    name.map_or("(nothing)", String::as_str)
}

fn why(one: &Waiting) -> String {
    let verdict = match one.decided.verdict {
        sync::Verdict::Conflict => "in conflict with another's change",
        _ => "set aside",
    };
    match &one.decided.reason {
        Some(reason) => format!("{verdict}: {reason}"),
        None => verdict.to_owned(),
    }
}
