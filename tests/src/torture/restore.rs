//! A database set back behind the phones: to a dump, a copy or a backup from the middle of the work.
//!
//! The phones have receipts for more than the database knows then. They notice that it has another history and push
//! again what they have; in the end everything is there, once.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::rc::Rc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use super::Options;
use super::ledger::{Due, Findings};
use super::moment::Moment;
use super::postgres;
use super::report::Report;
use super::rounds::Rounds;
use super::server::{PATIENCE, Server};
use crate::place::Place;
use crate::stage::needed;

/// Few, since after each restore every phone pushes again all that is not known to be in a backup.
const PHONES: usize = 3;
/// For the same reason a new centre begins now and then.
const CENTRE_LASTS: u32 = 20;

/// `pg_dump` while phones push, and later `pg_restore` into an empty database.
pub async fn on_postgres(options: &Options) -> Result<Report> {
    let cluster = needed("JOURNEYS_POSTGRES")?;
    let cluster = cluster.to_str().context("JOURNEYS_POSTGRES is not text")?;
    let mut report = Report { name: "restore", ..Report::default() };
    while report.rounds < options.rounds && report.findings.is_clean() {
        let place = Rc::new(Place::on_postgres(cluster).await?);
        let url = place.url().context("this is no PostgreSQL")?.to_owned();
        let rounds = postgres::begin("restore", place, PHONES, options).await?;
        let dumped = Dumped { url, cluster: cluster.to_owned() };
        let before = report.rounds;
        report = report.and(play(rounds, &dumped, before, options).await?);
    }
    Ok(report)
}

/// `brobygger backup` while phones push, and later `brobygger restore`.
pub async fn on_sqlite(options: &Options) -> Result<Report> {
    let mut report = Report { name: "backup", ..Report::default() };
    while report.rounds < options.rounds && report.findings.is_clean() {
        let place = Rc::new(Place::folder()?);
        let server = Server::new("backup", place.clone(), None)?;
        let rounds = Rounds::begin("backup", place.clone(), vec![server], PHONES, options).await?;
        let before = report.rounds;
        report = report.and(play(rounds, &BackedUp(place), before, options).await?);
    }
    Ok(report)
}

/// A way to keep a state of the database and to come back to it.
trait Keeper {
    /// While the servers run and phones push.
    async fn keep(&self, file: &Path) -> Result<()>;
    /// While the servers stand still.
    fn put_back(&self, file: &Path) -> Result<()>;
}

async fn play(
    mut rounds: Rounds,
    keeper: &impl Keeper,
    before: u32,
    options: &Options,
) -> Result<Report> {
    let last = options.rounds.min(before + CENTRE_LASTS);
    for number in before + 1..=last {
        if !rounds.round_of_restore(number, keeper).await? {
            break;
        }
    }
    rounds.end().await
}

impl Rounds {
    async fn round_of_restore(&mut self, number: u32, keeper: &impl Keeper) -> Result<bool> {
        let folder = tempfile::tempdir()?;
        // The user that the PostgreSQL runs as has no business there: its clients write as we do.
        let file = folder.path().join("kept");
        self.crowd.ledger.round.set(number);
        let (first, second) = (Moment::choose(&mut self.dice), Moment::choose(&mut self.dice));
        let heard = self.crowd.heard.clone();
        let working = async {
            first.comes(&heard).await?;
            keeper.keep(&file).await?;
            second.comes(&heard).await
        };
        self.crowd.while_recording(working).await?;
        let acknowledged = self.crowd.heard.acknowledged();
        self.kill_servers();
        keeper.put_back(&file)?;
        self.start_servers().await?;
        let findings = self.healed().await?;
        let words = format!("kept {first}, set back {second} later, at {acknowledged} receipts");
        self.found(0, findings);
        Ok(self.told(number, &words))
    }

    /// Waits until the phones have noticed and everything is there again; gives what is still wrong after long.
    async fn healed(&self) -> Result<Findings> {
        let began = Instant::now();
        loop {
            let receipts = self.crowd.heard.receipts();
            self.crowd.has_sent_all().await?;
            let findings = self.crowd.compare(&self.place, Due::Saved)?;
            if findings.is_clean() || began.elapsed() > PATIENCE {
                return Ok(findings);
            }
            // Phones come by themselves: with the poke that they listen for, or after their minute.
            let more = self.crowd.heard.until(|heard| heard.receipts() > receipts);
            let _ = tokio::time::timeout(Duration::from_secs(1), more).await;
        }
    }
}

struct Dumped {
    url: String,
    cluster: String,
}

impl Keeper for Dumped {
    async fn keep(&self, file: &Path) -> Result<()> {
        let mut dump = tokio::process::Command::new(program("pg_dump"));
        dump.args(["--format=custom", "--file"]).arg(file).arg(&self.url);
        succeeded("pg_dump", &dump.output().await?)
    }

    fn put_back(&self, file: &Path) -> Result<()> {
        let name = self.url.rsplit('/').next().context("the URL names no database")?;
        for statement in
            [format!("DROP DATABASE {name} WITH (FORCE)"), format!("CREATE DATABASE {name}")]
        {
            let mut psql = Command::new(program("psql"));
            psql.args(["--no-psqlrc", "--quiet", "--command", &statement, &self.cluster]);
            succeeded("psql", &psql.output()?)?;
        }
        let mut restore = Command::new(program("pg_restore"));
        restore.args(["--exit-on-error", "--dbname", &self.url]).arg(file);
        succeeded("pg_restore", &restore.output()?)
    }
}

struct BackedUp(Rc<Place>);

impl Keeper for BackedUp {
    async fn keep(&self, file: &Path) -> Result<()> {
        let file = file.to_str().context("the temporary folder's path is not text")?;
        let mut backup =
            tokio::process::Command::from(self.0.brobygger(&["backup", "--to", file])?);
        succeeded("brobygger backup", &backup.output().await?)
    }

    fn put_back(&self, file: &Path) -> Result<()> {
        let file = file.to_str().context("the temporary folder's path is not text")?;
        self.0.command(&["restore", "--from", file, "--replace"])?;
        Ok(())
    }
}

fn succeeded(name: &str, output: &Output) -> Result<()> {
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{name}` failed: {said}");
    Ok(())
}

/// Beside the PostgreSQL that is used, or where the system has it.
fn program(name: &str) -> PathBuf {
    let programs = std::env::var_os("JOURNEYS_POSTGRES_PROGRAMS").map(PathBuf::from);
    programs.map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
}
