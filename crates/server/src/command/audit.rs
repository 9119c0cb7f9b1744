//! `brobygger audit`

use std::collections::HashMap;
use std::io::Write;

use anyhow::Result;
use clap::Args;
use database::Audited;
use domain::Moment;
use server::Clock;
use server::audit::note;
use server::coordinate::COMMAND_LINE;
use uuid::Uuid;

use super::find;
use super::open::Data;

/// Who at the centre read, took out or changed what, the oldest first. Participants are named by their ids, so
/// that nobody is read about by looking.
#[derive(Args)]
pub struct Audit {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// Only what was done about this one: the id of a participant, a member or a phone
    #[arg(long, value_name = "ID")]
    about: Option<Uuid>,
}

impl Audit {
    pub async fn run(self) -> Result<()> {
        const PAGE: usize = 1000;
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?.id;
        note(database.as_ref(), centre, Clock::system().now(), "audit", self.about).await?;
        let members = find::member_names(read.as_mut(), centre).await?;
        let mut out = std::io::stdout().lock();
        let mut after = None;
        loop {
            let page = read.audit(centre, after, PAGE).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            for line in page {
                if self.about.is_none() || line.about == self.about {
                    writeln!(out, "{}", said(&line, &members))?;
                }
            }
        }
        drop(read);
        database.close().await;
        Ok(())
    }
}

/// `2026-11-26 11:40 UTC  command line (kari)  export`
fn said(line: &Audited, members: &HashMap<Uuid, String>) -> String {
    let who = match line.by == COMMAND_LINE.0 {
        true => "command line",
        false => members.get(&line.by).map_or("(unknown)", String::as_str),
    };
    let account = line.account.as_deref().map_or(String::new(), |name| format!(" ({name})"));
    let about = line.about.map_or(String::new(), |id| format!("  {id}"));
    format!("{}  {who}{account}  {}{about}", Moment(line.at).utc_minute(), line.deed)
}
