//! A short torture in every test run: `cargo xtask torture` is the long one.

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::cargo::cargo;
use crate::shell;
use crate::torture;

/// How many rounds of each part.
const ROUNDS: [(&str, u32); 2] = [("server", 20), ("browser", 20)];

/// Kills servers and browsers, and shows that what they lose would be noticed.
pub fn torture(tally: &mut Tally) {
    for (part, rounds) in ROUNDS {
        tally.check(&format!("torture, {part}"), || played(part, rounds));
    }
    match harm() {
        Ok(mut command) => tally.tests("torture notices harm", &mut command),
        Err(error) => tally.could_not_run("torture notices harm", &error),
    }
}

fn played(part: &str, rounds: u32) -> Result<()> {
    let mut command = torture::command()?;
    command.args(["--only", part, "--rounds", &rounds.to_string()]);
    shell::run(&mut command).context("something was lost, is there twice, or broke off")
}

/// The harness' own tests, and those in which harm is done on purpose.
fn harm() -> Result<std::process::Command> {
    let mut command = cargo();
    command.args(["test", "--quiet", "--package", "journeys", "--lib", "--test", "torture"]);
    torture::on_stage(&mut command)?;
    command.args(["--", "--test-threads=1"]);
    Ok(command)
}
