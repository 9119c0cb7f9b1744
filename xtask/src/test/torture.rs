//! A short torture in every test run: `cargo xtask torture` is the long one.

use std::process::Command;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::cargo::cargo;
use crate::shell;
use crate::torture::Stage;

/// How many rounds of each part.
const ROUNDS: [(&str, u32); 5] =
    [("server", 20), ("browser", 20), ("postgres", 10), ("restore", 5), ("backup", 5)];

/// Kills servers and browsers, and shows that what they lose would be noticed.
pub fn torture(tally: &mut Tally) {
    match Stage::prepare() {
        Ok(stage) => {
            for (part, rounds) in ROUNDS {
                tally.check(&format!("torture, {part}"), || played(&stage, part, rounds));
            }
            tally.tests("torture notices harm", &mut harm(&stage));
        }
        Err(error) => tally.could_not_run("torture", &error),
    }
}

fn played(stage: &Stage, part: &str, rounds: u32) -> Result<()> {
    let mut command = stage.program();
    command.args(["--only", part, "--rounds", &rounds.to_string()]);
    shell::run_repeating(&mut command).context("something was lost, is there twice, or broke off")
}

/// The harness' own tests, and those in which harm is done on purpose.
fn harm(stage: &Stage) -> Command {
    let mut command = cargo();
    command.args(["test", "--quiet", "--package", "journeys", "--lib", "--test", "torture"]);
    stage.tell(&mut command);
    command.args(["--", "--test-threads=1"]);
    command
}
