//! Real processes, killed at bad moments, again and again; nothing that was called saved may be lost, and nothing may
//! be there twice.
//!
//! Each way of torturing is a number of rounds on one centre. Phones record real commands all the time; a [`moment`]
//! chosen by the seed comes, and something is killed with SIGKILL and started again on the same data. The [`ledger`]
//! knows what each phone was told was saved and every receipt that ever came over the wire; at the end, when the
//! phones say that they have sent all, it is held against [`truth`], which is what `brobygger export` prints.
//!
//! The seed chooses moments and commands. What happens in between is up to the machine, so the same seed is not the
//! same run: that is what the simulator is for. A killed process is not a power cut either: what the system has taken
//! from it reaches the disk all the same.

mod browser_rounds;
mod crowd;
mod ledger;
mod moment;
mod people;
mod plant;
mod postgres;
mod recorder;
mod report;
mod restore;
mod rounds;
mod server;
mod truth;

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use tokio::task::LocalSet;

use crate::Browser;
pub use ledger::Findings;
pub use plant::Plant;
pub use report::{Report, Table};

/// A way of torturing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Part {
    /// `kill -9` of the server in the middle of pushes, on SQLite
    Server,
    /// `kill -9` of Chromium in the middle of saves
    Browser,
    /// The same of Firefox
    Firefox,
    /// Two servers on one PostgreSQL: `kill -9` of one, both, or the PostgreSQL itself
    Postgres,
    /// A PostgreSQL set back to a dump behind the phones
    Restore,
    /// A SQLite set back to a backup behind the phones
    Backup,
}

impl Part {
    pub const ALL: [Self; 5] =
        [Self::Server, Self::Browser, Self::Postgres, Self::Restore, Self::Backup];

    /// What a round took on a quiet machine of two cores.
    pub fn expected(self, rounds: u32) -> Duration {
        match self {
            Self::Server => Duration::from_millis(900) * rounds,
            Self::Browser => Duration::from_millis(4_000) * rounds,
            Self::Firefox => Duration::from_millis(8_000) * rounds,
            Self::Postgres => Duration::from_millis(1_500) * rounds,
            Self::Restore | Self::Backup => Duration::from_millis(6_000) * rounds,
        }
    }
}

#[derive(Clone, Debug)]
pub struct Options {
    pub rounds: u32,
    pub seed: u64,
    /// Harm to be noticed.
    pub plant: Option<Plant>,
}

/// Plays all rounds of a part. An error means that they could not be played to their end.
pub fn torture(part: Part, options: &Options) -> Result<Report> {
    let expected = part.expected(options.rounds).as_secs();
    println!("{part:?}: {} rounds, seed {}; about {expected} s", options.rounds, options.seed);
    let began = Instant::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let report = LocalSet::new()
        .block_on(&runtime, async {
            match part {
                Part::Server => rounds::one_server(options).await,
                Part::Browser => browser_rounds::run(Browser::Chromium, options).await,
                Part::Firefox => browser_rounds::run(Browser::Firefox, options).await,
                Part::Postgres => postgres::two_servers(options).await,
                Part::Restore => restore::on_postgres(options).await,
                Part::Backup => restore::on_sqlite(options).await,
            }
        })
        .with_context(|| format!("{part:?} with seed {}", options.seed))?;
    println!("{part:?}: {} s", began.elapsed().as_secs());
    Ok(report)
}
