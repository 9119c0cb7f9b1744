//! `cargo xtask torture`: real processes, killed at bad moments. What is looked for stands in `tests/src/torture`.

use std::process::Command;

use anyhow::{Context, Result};

use crate::cargo::cargo;
use crate::shell;
use crate::test::browsers;

#[derive(clap::Args)]
pub struct Options {
    /// How many rounds of each part
    #[arg(long, default_value_t = 200)]
    rounds: u32,
    /// Only these parts, separated by commas: server, browser, firefox, postgres, restore
    #[arg(long, value_name = "PARTS")]
    only: Option<String>,
    /// Chooses the moments and the commands [default: any]
    #[arg(long)]
    seed: Option<u64>,
}

/// Builds what is needed, then kills and restarts; fails when anything was lost or is there twice.
pub fn run(options: &Options) -> Result<()> {
    let mut command = command()?;
    command.arg("--rounds").arg(options.rounds.to_string());
    if let Some(only) = &options.only {
        command.arg("--only").arg(only);
    }
    if let Some(seed) = options.seed {
        command.arg("--seed").arg(seed.to_string());
    }
    shell::run(&mut command).context("something was lost, is there twice, or broke off")
}

/// The program that does it, told where everything is.
pub fn command() -> Result<Command> {
    let mut command = cargo();
    command.args(["run", "--quiet", "--package", "journeys", "--bin", "torture", "--"]);
    on_stage(&mut command)?;
    Ok(command)
}

/// Builds the site and the server, and tells the program where they are.
pub fn on_stage(command: &mut Command) -> Result<()> {
    let (site, server) = browsers::prepare()?;
    browsers::on_stage(command, &site, &server);
    Ok(())
}
