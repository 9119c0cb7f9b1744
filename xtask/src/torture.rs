//! `cargo xtask torture`: real processes, killed at bad moments. What is looked for stands in `tests/src/torture`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::postgres::Postgres;
use crate::test::browsers;
use crate::{shell, tools};

#[derive(clap::Args)]
pub struct Options {
    /// How many rounds of each part
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Only these parts, separated by commas: server, browser, postgres, restore, backup; and firefox, which is
    /// not played unless it is named
    #[arg(long, value_name = "PARTS")]
    only: Option<String>,
    /// Chooses the moments and the commands [default: any]
    #[arg(long)]
    seed: Option<u64>,
}

/// Builds what is needed, then kills and restarts; fails when anything was lost or is there twice.
pub fn run(options: &Options) -> Result<()> {
    let stage = Stage::prepare()?;
    let mut command = stage.program();
    command.arg("--rounds").arg(options.rounds.to_string());
    if let Some(only) = &options.only {
        command.arg("--only").arg(only);
    }
    if let Some(seed) = options.seed {
        command.arg("--seed").arg(seed.to_string());
    }
    shell::run(&mut command).context("something was lost, is there twice, or broke off")
}

/// What has to be in place.
pub struct Stage {
    site: PathBuf,
    server: PathBuf,
    postgres: Postgres,
    programs: PathBuf,
}

impl Stage {
    /// Builds the site and the server, and starts a PostgreSQL.
    pub fn prepare() -> Result<Self> {
        let (site, server) = browsers::prepare()?;
        let (programs, postgres) = (tools::postgres()?, Postgres::start()?);
        Ok(Self { site, server, postgres, programs })
    }

    /// The program that does it.
    pub fn program(&self) -> Command {
        let mut command = cargo();
        command.args(["run", "--quiet", "--package", "journeys", "--bin", "torture", "--"]);
        self.tell(&mut command);
        command
    }

    /// Tells a program of the journeys' where everything is.
    pub fn tell(&self, command: &mut Command) {
        browsers::on_stage(command, &self.site, &self.server);
        command.env("JOURNEYS_POSTGRES", self.postgres.url());
        command.env("JOURNEYS_POSTGRES_PROGRAMS", &self.programs);
    }
}
