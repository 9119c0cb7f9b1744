//! Rounds in which servers are killed while phones push.

use std::rc::Rc;
use std::time::Duration;

use anyhow::Result;

use super::Options;
use super::crowd::Crowd;
use super::ledger::{Due, Findings};
use super::moment::Moment;
use super::people;
use super::plant;
use super::report::Report;
use super::server::Server;
use crate::place::Place;

const PHONES: usize = 6;
/// How often what was acknowledged is looked for on the way.
const LOOK_EVERY: u32 = 10;

/// `kill -9` of the one server there is, on SQLite.
pub async fn one_server(options: &Options) -> Result<Report> {
    let place = Rc::new(Place::folder()?);
    let server = Server::new("server", place.clone(), None)?;
    let mut rounds = Rounds::begin("server", place, vec![server], PHONES, options).await?;
    for number in 1..=options.rounds {
        if !rounds.round(number).await? {
            break;
        }
        if let Some(plant) = options.plant.filter(|_| number == plant::ROUND) {
            rounds.kill_servers();
            plant.in_sqlite(&rounds.place).await?;
            rounds.start_servers().await?;
        }
    }
    rounds.end().await
}

/// Servers on one database, and the phones that push to them.
pub struct Rounds {
    servers: Vec<Server>,
    pub place: Rc<Place>,
    pub crowd: Crowd,
    pub dice: fastrand::Rng,
    report: Report,
}

impl Rounds {
    /// Founds a centre, starts the servers, and enrols the phones.
    pub async fn begin(
        name: &'static str,
        place: Rc<Place>,
        servers: Vec<Server>,
        phones: usize,
        options: &Options,
    ) -> Result<Self> {
        let codes = people::found(&place, phones)?;
        let mut dice = fastrand::Rng::with_seed(options.seed);
        let bases: Vec<String> = servers.iter().map(Server::base).collect();
        // Each begins with another one.
        let knows = |phone: usize| {
            let known = bases.iter().cycle().skip(phone % bases.len());
            known.take(bases.len()).cloned().collect()
        };
        let mut servers = servers;
        for server in &mut servers {
            server.start()?;
            server.is_up().await?;
        }
        let crowd = Crowd::enrol(&codes, knows, &mut dice).await?;
        Ok(Self { servers, place, crowd, dice, report: Report { name, ..Report::default() } })
    }

    /// Kills one of the servers at a moment of the seed's, or now and then all of them, and starts what was killed
    /// again. False when something is wrong.
    pub async fn round(&mut self, number: u32) -> Result<bool> {
        self.crowd.ledger.round.set(number);
        let which = match self.dice.u8(0..5) {
            0 => 0..self.servers.len(),
            _ => {
                let one = self.dice.usize(0..self.servers.len());
                one..one + 1
            }
        };
        let moment = Moment::choose(&mut self.dice);
        let heard = self.crowd.heard.clone();
        let (servers, dice) = (&mut self.servers[which], &mut self.dice);
        let killing = async {
            moment.comes(&heard).await?;
            let mut kills = kill(servers);
            // Now and then they do not even get up before they die again.
            while dice.u8(0..6) == 0 {
                start(servers)?;
                tokio::time::sleep(Duration::from_millis(dice.u64(0..250))).await;
                kills += kill(servers);
            }
            Ok(kills)
        };
        self.report.kills += self.crowd.while_recording(killing).await?;
        if self.dice.u8(0..4) == 0 {
            self.crowd.restart_one(&mut self.dice).await?;
        }
        if number.is_multiple_of(LOOK_EVERY) {
            self.report.findings = self.crowd.compare(&self.place, Due::Acknowledged)?;
        }
        self.start_servers().await?;
        Ok(self.told(number, &format!("killed {moment}")))
    }

    /// Starts those that do not run, while the phones record.
    pub async fn start_servers(&mut self) -> Result<()> {
        let servers = &mut self.servers;
        let starting = async {
            for server in servers.iter_mut().filter(|server| !server.runs()) {
                server.start()?;
            }
            for server in servers {
                server.is_up().await?;
            }
            Ok(())
        };
        self.crowd.while_recording(starting).await
    }

    pub fn kill_servers(&mut self) {
        self.report.kills += kill(&mut self.servers);
    }

    /// Keeps what was found in this round.
    pub fn found(&mut self, kills: u32, findings: Findings) {
        self.report.kills += kills;
        self.report.findings = findings;
    }

    /// Says in a line what the round was; false when something is wrong.
    pub fn told(&mut self, number: u32, words: &str) -> bool {
        self.report.rounds += 1;
        let (saved, acknowledged) = (self.crowd.ledger.count(), self.crowd.heard.acknowledged());
        let name = self.report.name;
        println!("{name} round {number}: {words}; saved {saved}, acknowledged {acknowledged}");
        self.report.findings.is_clean()
    }

    /// Lets the phones send what they have, holds the whole against what is at the centre, and checks the data.
    pub async fn end(mut self) -> Result<Report> {
        if self.report.findings.is_clean() {
            self.crowd.has_sent_all().await?;
            kill(&mut self.servers);
            self.report.findings = self.crowd.compare(&self.place, Due::Saved)?;
            // What the program itself says of its data.
            if let Err(unsound) = self.place.command(&["check"]) {
                self.report.findings.wrong.push(format!("{unsound:#}"));
            }
        }
        self.report.saved = self.crowd.ledger.count();
        self.report.acknowledged = self.crowd.heard.acknowledged();
        Ok(self.report)
    }
}

fn start(servers: &mut [Server]) -> Result<()> {
    servers.iter_mut().try_for_each(Server::start)
}

fn kill(servers: &mut [Server]) -> u32 {
    servers.iter_mut().map(Server::kill).map(u32::from).sum()
}
