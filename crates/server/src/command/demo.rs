//! `brobygger demo`

use anyhow::{Context, Result, anyhow};
use clap::Args;
use database::Database;
use domain::{Moment, Participant, Row};
use server::coordinate::{add_centre, put_in_place};
use server::demo::{self, DemoCentre};
use server::{Clock, Service};

use super::find::full_name;
use super::kept::KeysFile;
use super::open::Data;
use super::serve::Listen;

#[derive(Args)]
pub struct Demo {
    #[command(flatten)]
    data: Data,
    #[command(flatten)]
    keys: KeysFile,
    #[command(flatten)]
    at: Listen,
    /// What the printed links begin with, if not the address that is listened on
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Also make a centre of this many rows, for measurements
    #[arg(long, value_name = "ROWS")]
    large: Option<usize>,
}

/// Codes of the demo are printed anew at each start.
const LASTS: i64 = 30 * 24 * 60 * 60 * 1000;

impl Demo {
    pub async fn run(self) -> Result<()> {
        let listener = self.at.listen().await?;
        let shared = self.data.open_or_begin().await?;
        let database = shared.as_ref();
        let now = Moment(Clock::system().now());
        let today = demo::clock::day(now);
        let mut centres = demo::centres(today, now);
        let begun = begun(database).await?;
        for centre in &centres {
            match begun.contains(&centre.centre.id.0) {
                true => carry_on(database, centre, now).await?,
                false if begun.is_empty() => begin(database, centre, now).await?,
                // Someone's own centres, with which nothing made up is mixed.
                false => {}
            }
        }
        if let Some(rows) = self.large {
            let large = demo::large(rows, today);
            if !begun.contains(&large.centre.id.0) {
                begin(database, &large, now).await?;
            }
            centres.push(large);
        }
        let service = self.at.start(&shared, None, self.keys.of(&self.data)).await?;
        let address = self.at.address(&listener)?;
        println!("Brobygger is running on {address}");
        println!("Everyone in it is made up. Open a link in a phone-sized browser:");
        let base = self.base_url.as_deref().unwrap_or(&address).trim_end_matches('/');
        print_links(&service, database, &centres, base).await?;
        self.at.serve(listener, service, database).await
    }
}

async fn begun(database: &dyn Database) -> Result<Vec<uuid::Uuid>> {
    let mut read = database.begin_read().await?;
    Ok(read.centres().await?.into_iter().map(|centre| centre.id).collect())
}

async fn begin(database: &dyn Database, demo: &DemoCentre, now: Moment) -> Result<()> {
    add_centre(database, &demo.centre).await?;
    let rows = demo.all_rows().collect();
    let written = put_in_place(database, demo.centre.id.0, now.0, rows).await?;
    written.map(drop).with_context(|| format!("{} could not be written", demo.centre.name))
}

/// On a later day there is something for that day too.
async fn carry_on(database: &dyn Database, demo: &DemoCentre, now: Moment) -> Result<()> {
    let centre = demo.centre.id.0;
    let mut read = database.begin_read().await?;
    let mut missing = Vec::new();
    for plan in demo.plans(demo::clock::day(now)) {
        let ids = [plan.id.0, plan.participant.0];
        let rows = read.rows_by_id(centre, &ids).await?;
        let there = rows.iter().any(|row| row.id == plan.id.0);
        let takes_part = rows.iter().any(|row| {
            let row = serde_json::from_str::<Row>(&row.body);
            matches!(row, Ok(Row::Participant(Participant { closed: None, .. })))
        });
        if !there && takes_part {
            missing.push(Row::from(plan.clone()));
        }
    }
    drop(read);
    put_in_place(database, centre, now.0, missing).await?;
    Ok(())
}

async fn print_links(
    service: &Service,
    database: &dyn Database,
    centres: &[DemoCentre],
    base: &str,
) -> Result<()> {
    let there = begun(database).await?;
    for demo in centres.iter().filter(|demo| there.contains(&demo.centre.id.0)) {
        println!("\n{}", demo.centre.name);
        for member in demo.volunteers() {
            let invited = service.invite(demo.centre.id.0, member.id.0, LASTS).await;
            let code = invited.map_err(|fault| anyhow!(fault.message))?;
            let last = member.last_name.as_ref().map_or("", |name| name.as_str());
            let name = full_name(member.first_name.as_str(), last);
            println!("  {name:<24} {base}/enrol#{code}");
        }
    }
    println!();
    Ok(())
}
