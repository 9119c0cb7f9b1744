//! Two servers on one PostgreSQL: one of them is killed, or both, or the PostgreSQL itself.

use std::path::PathBuf;
use std::rc::Rc;

use anyhow::{Context, Result};

use super::Options;
use super::ledger::Findings;
use super::moment::Moment;
use super::report::Report;
use super::rounds::Rounds;
use super::server::{PATIENCE, Server};
use crate::place::Place;
use crate::process::kill_children;
use crate::stage::needed;

const PHONES: usize = 6;
/// One round in so many is the database's.
const ITS_TURN: u32 = 5;

pub async fn two_servers(options: &Options) -> Result<Report> {
    let cluster = needed("JOURNEYS_POSTGRES")?;
    let cluster = cluster.to_str().context("JOURNEYS_POSTGRES is not text")?;
    let place = Rc::new(Place::on_postgres(cluster).await?);
    let mut rounds = begin("postgres", place, PHONES, options).await?;
    for number in 1..=options.rounds {
        let clean = match number % ITS_TURN {
            0 => rounds.round_of_postgres(number, cluster).await?,
            _ => rounds.round(number).await?,
        };
        if !clean {
            break;
        }
    }
    rounds.end().await
}

/// Two servers on one database, half of the phones beginning with each.
pub async fn begin(
    name: &'static str,
    place: Rc<Place>,
    phones: usize,
    options: &Options,
) -> Result<Rounds> {
    let server = |number: u8| Server::new(&format!("{name}-{number}"), place.clone(), None);
    let servers = vec![server(1)?, server(2)?];
    Rounds::begin(name, place, servers, phones, options).await
}

impl Rounds {
    /// Kills every process of the PostgreSQL but the one that starts the others, which holds no data: it throws away
    /// what was shared in memory and recovers from its log. Nobody tells servers and phones.
    async fn round_of_postgres(&mut self, number: u32, cluster: &str) -> Result<bool> {
        let moment = Moment::choose(&mut self.dice);
        let heard = self.crowd.heard.clone();
        let postmaster = postmaster(cluster)?;
        let killing = async {
            moment.comes(&heard).await?;
            kill_children(postmaster)?;
            // By themselves they come back to where receipts are given.
            let receipts = heard.receipts();
            let again = heard.until(|heard| heard.receipts() > receipts);
            let again = tokio::time::timeout(PATIENCE, again).await;
            again.context("no receipt after the PostgreSQL was killed")
        };
        self.crowd.ledger.round.set(number);
        self.crowd.while_recording(killing).await?;
        self.found(1, Findings::default());
        Ok(self.told(number, &format!("killed the PostgreSQL {moment}")))
    }
}

/// The process that starts the others, from the folder of the socket.
fn postmaster(cluster: &str) -> Result<u64> {
    let host = cluster.split('@').nth(1).and_then(|rest| rest.split('/').next());
    let folder = PathBuf::from(host.context("the URL names no socket")?.replace("%2F", "/"));
    let file = folder.join("data/postmaster.pid");
    let text = std::fs::read_to_string(&file)
        .with_context(|| format!("{} says not which process it is", file.display()))?;
    Ok(text.lines().next().unwrap_or_default().trim().parse()?)
}
