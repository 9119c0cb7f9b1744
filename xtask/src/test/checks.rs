//! What needs no browser: form, lints, documents, the tests of the crates, the sizes.

use std::process::Command;

use anyhow::Result;

use super::tally::Tally;
use crate::cargo::cargo;
use crate::dist::sizes;
use crate::postgres::{self, Postgres};
use crate::{fuzz_api, shell, simulate, site, tools};

/// Crates that have parts for browsers alone.
const IN_BROWSERS: [&str; 5] = ["brobygger-app", "session", "store", "vault", "sync"];

/// What is tested against a PostgreSQL.
const FEATURES: &str = "database/postgres-tests,server/postgres-tests";

/// Runs the checks; the quick ones alone leave out what needs the phone app.
pub fn all(tally: &mut Tally, quick: bool) {
    tally.check("format", || shell::run(cargo().args(["fmt", "--all", "--check"])));
    tally.check("lints", || {
        let mut command = cargo();
        command.args(["clippy", "--quiet", "--workspace", "--all-targets", "--features", FEATURES]);
        shell::run(command.args(["--", "-D", "warnings"]))
    });
    match Postgres::start() {
        Ok(postgres) => tally.tests("native tests", &mut native(&postgres)),
        Err(error) => tally.could_not_run("native tests", &error),
    }
    if quick {
        return;
    }
    tally.check("documents", || {
        let mut command = cargo();
        command.args(["doc", "--quiet", "--workspace", "--exclude", "brobygger-app", "--no-deps"]);
        // Module stories are told to whoever works on the code, and name its private rooms.
        command.arg("--document-private-items");
        shell::run(command.env("RUSTDOCFLAGS", "-D warnings -A rustdoc::private-intra-doc-links"))
    });
    tally.check("lints for browsers", || {
        tools::wasm_target()?;
        let mut command = cargo();
        command.args(["clippy", "--quiet", "--target", tools::WASM]);
        for package in IN_BROWSERS {
            command.args(["--package", package]);
        }
        shell::run(command.args(["--", "-D", "warnings"]))
    });
    tally.check("simulated days", simulate::clean);
    tally.check("planted bugs are found", simulate::planted);
    tally.check("interface as documented", || fuzz_api::run(&fuzz_api::Options::default()));
    tally.check("sizes within budget", weigh);
}

fn native(postgres: &Postgres) -> Command {
    let mut tests = cargo();
    tests.args(["test", "--quiet", "--workspace", "--no-fail-fast", "--exclude", "journeys"]);
    tests.args(["--features", FEATURES]).env(postgres::VARIABLE, postgres.url());
    tests
}

fn weigh() -> Result<()> {
    let site = site::build(site::Flavour::Release)?;
    let rows = sizes::weigh(&site)?;
    println!("{}", sizes::text(&rows));
    sizes::verdict(&rows)
}
