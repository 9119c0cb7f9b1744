//! `cargo xtask simulate`: days of a centre, each from a seed, until one goes wrong.
//!
//! The simulator is a crate of its own (`crates/simulator`), compiled for speed and never shipped.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, paths, shell};

/// Seeds of a full run, and how many a planted bug may take to be found.
const CLEAN_SEEDS: u64 = 20_000;
const PLANTED_SEEDS: u64 = 4_000;

#[derive(clap::Args)]
pub struct Options {
    /// How many seeds
    #[arg(long, default_value_t = 1_000)]
    seeds: u64,
    /// The first seed
    #[arg(long, default_value_t = 0)]
    from: u64,
    /// Only this seed, told in full if it goes wrong
    #[arg(long)]
    seed: Option<u64>,
    /// With this bug planted, or with each in turn (`all`)
    #[arg(long, value_name = "NAME")]
    planted: Option<String>,
    /// 20,000 seeds, and then every planted bug
    #[arg(long, conflicts_with_all = ["seed", "planted"])]
    full: bool,
}

pub fn run(options: &Options) -> Result<()> {
    if options.full {
        clean()?;
        return planted();
    }
    let mut command = simulator()?;
    command.arg("--seeds").arg(options.seeds.to_string());
    command.arg("--from").arg(options.from.to_string());
    if let Some(seed) = options.seed {
        command.arg("--seed").arg(seed.to_string());
    }
    if let Some(bug) = &options.planted {
        command.arg("--planted").arg(bug);
    }
    shell::run(&mut command).context("the simulator is not content")
}

/// Nothing goes wrong in any of so many days.
pub fn clean() -> Result<()> {
    let mut command = simulator()?;
    shell::run(command.arg("--seeds").arg(CLEAN_SEEDS.to_string()))
}

/// Every bug that is planted is found.
pub fn planted() -> Result<()> {
    let mut command = simulator()?;
    shell::run(command.args(["--planted", "all", "--seeds"]).arg(PLANTED_SEEDS.to_string()))
}

fn simulator() -> Result<Command> {
    let compile = ["build", "--quiet", "--release", "--package", "simulator"];
    shell::step("Compiling the simulator", || shell::run(cargo::cargo().args(compile)))?;
    let program: PathBuf = paths::target().join("release/simulator");
    let mut command = Command::new(program);
    command.current_dir(paths::root());
    Ok(command)
}
