//! Rounds in which servers are killed while phones push.

use std::time::Duration;

use anyhow::Result;

use super::Options;
use super::crowd::Crowd;
use super::ledger::{Due, Findings};
use super::moment::Moment;
use super::people;
use super::plant;
use super::report::Report;
use super::server::{Place, Server};

const PHONES: usize = 6;
/// How often what was acknowledged is looked for on the way.
const LOOK_EVERY: u32 = 10;

/// `kill -9` of the one server there is, on SQLite.
pub async fn one_server(options: &Options) -> Result<Report> {
    let folder = tempfile::tempdir()?;
    let place = Place::folder(folder.path());
    let server = Server::new("server", place.clone(), None)?;
    let mut rounds = Rounds::begin("server", place, vec![server], options).await?;
    for number in 1..=options.rounds {
        if !rounds.round(number).await? {
            break;
        }
        if let Some(plant) = options.plant.filter(|_| number == plant::ROUND) {
            rounds.servers[0].kill();
            plant.in_sqlite(folder.path()).await?;
            rounds.servers[0].start()?;
            rounds.servers[0].is_up().await?;
        }
    }
    rounds.end().await
}

/// Servers on one database, and the phones that push to them.
pub struct Rounds {
    pub servers: Vec<Server>,
    place: Place,
    pub crowd: Crowd,
    pub dice: fastrand::Rng,
    report: Report,
}

impl Rounds {
    /// Founds a centre, starts the servers, and enrols the phones.
    pub async fn begin(
        name: &'static str,
        place: Place,
        mut servers: Vec<Server>,
        options: &Options,
    ) -> Result<Self> {
        let codes = people::found(&place, PHONES)?;
        for server in &mut servers {
            server.start()?;
            server.is_up().await?;
        }
        let mut dice = fastrand::Rng::with_seed(options.seed);
        let bases: Vec<String> = servers.iter().map(Server::base).collect();
        // Each begins with another one.
        let knows = |phone: usize| {
            let known = bases.iter().cycle().skip(phone % bases.len());
            known.take(bases.len()).cloned().collect()
        };
        let crowd = Crowd::enrol(&codes, knows, &mut dice).await?;
        Ok(Self { servers, place, crowd, dice, report: Report { name, ..Report::default() } })
    }

    /// Kills one of the servers at a moment of the seed's, and starts it again. False when something is wrong.
    pub async fn round(&mut self, number: u32) -> Result<bool> {
        self.crowd.ledger.round.set(number);
        let which = self.dice.usize(0..self.servers.len());
        let moment = Moment::choose(&mut self.dice);
        let heard = self.crowd.heard.clone();
        let (server, dice) = (&mut self.servers[which], &mut self.dice);
        let killing = async {
            moment.comes(&heard).await?;
            server.kill();
            let mut kills = 1;
            // Now and then it does not even get up before it dies again.
            while dice.u8(0..6) == 0 {
                server.start()?;
                tokio::time::sleep(Duration::from_millis(dice.u64(0..250))).await;
                server.kill();
                kills += 1;
            }
            Ok(kills)
        };
        self.report.kills += self.crowd.while_recording(killing).await?;
        if self.dice.u8(0..4) == 0 {
            self.crowd.restart_one(&mut self.dice).await?;
        }
        let findings = match number % LOOK_EVERY {
            0 => self.crowd.compare(&self.place, Due::Acknowledged)?,
            _ => Findings::default(),
        };
        self.report.rounds = number;
        println!(
            "{} round {number}: killed {moment}; saved {}, acknowledged {}{}",
            self.report.name,
            self.crowd.ledger.count(),
            self.crowd.heard.acknowledged(),
            if number.is_multiple_of(LOOK_EVERY) { "; looked" } else { "" }
        );
        let clean = findings.is_clean();
        self.report.findings = findings;
        if clean {
            self.servers[which].start()?;
            let server = &mut self.servers[which];
            self.crowd.while_recording(server.is_up()).await?;
        }
        Ok(clean)
    }

    /// Lets the phones send what they have, and holds the whole against what is at the centre.
    pub async fn end(mut self) -> Result<Report> {
        if self.report.findings.is_clean() {
            self.crowd.has_sent_all().await?;
            for server in &mut self.servers {
                server.kill();
            }
            self.report.findings = self.crowd.compare(&self.place, Due::Saved)?;
        }
        self.report.saved = self.crowd.ledger.count();
        self.report.acknowledged = self.crowd.heard.acknowledged();
        Ok(self.report)
    }
}
