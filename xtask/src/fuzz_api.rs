//! `cargo xtask fuzz-api`: the running server against its own OpenAPI document.
//!
//! A tester from outside (schemathesis) reads the document, makes requests that fit it and requests that do
//! not, and holds each answer against it: no status, header, field or kind of content that is not
//! documented, nothing taken that the document forbids, no trouble of the server's. Once with a phone's
//! token (and there without it, now and then), once with nobody's. A run in which a part of the interface never said yes has shown nothing, and fails.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};

use crate::{cargo, paths, shell, tools};

mod centre;

use centre::{Centre, DELIVER, DEVICE, TOKEN};

#[derive(clap::Args)]
pub struct Options {
    /// Requests for each operation and way of making them up
    #[arg(long, default_value_t = 40)]
    examples: u32,
    /// Where chance begins; the same seed asks the same
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Default for Options {
    fn default() -> Self {
        Self { examples: 40, seed: 1 }
    }
}

/// What must have been answered at least once, and with a phone's token.
const YES: [&str; 9] = [
    "POST /sync/v1/push 200",
    "POST /sync/v1/pull 200",
    "GET /sync/v1/poke 200",
    "POST /sync/v1/keys 200",
    "POST /sync/v1/deliver 200",
    "POST /api/v1/clear 200",
    "POST /api/v1/enrolment/look 200",
    "POST /api/v1/enrolment 200",
    "GET /healthz 200",
];
/// What nobody may be answered with.
const NOBODYS: &str = "nobody-nobody-nobody-nobody-nobody-nobody-nobo";
const NO: [&str; 6] = [
    "POST /sync/v1/push 401",
    "POST /sync/v1/pull 401",
    "GET /sync/v1/poke 401",
    "POST /sync/v1/keys 401",
    "POST /sync/v1/deliver 401",
    "POST /api/v1/clear 401",
];

pub fn run(options: &Options) -> Result<()> {
    let tester = tools::schemathesis()?;
    let server = cargo::server()?;
    let folder = paths::target().join("fuzz-api");
    let centre = Centre::open(&server, &folder)?;
    println!("with a phone's token");
    test(&tester, &folder, &centre, options, (TOKEN, DELIVER), &YES)?;
    println!("with nobody's token");
    test(&tester, &folder, &centre, options, (NOBODYS, NOBODYS), &NO)
}

fn test(
    tester: &Path,
    folder: &Path,
    centre: &Centre,
    options: &Options,
    (bearer, deliverer): (&str, &str),
    expected: &[&str],
) -> Result<()> {
    let answered = folder.join("answered.json");
    let ours = paths::root().join("xtask/fuzz_api");
    let mut command = Command::new(tester);
    command.current_dir(folder).arg("--config-file").arg(ours.join("schemathesis.toml"));
    command.arg("run").arg(format!("{}/api/openapi.json", centre.base()));
    command.args(["--no-color", "--generation-database", "none", "--continue-on-failure"]);
    command.args(["--phases", "examples,coverage,fuzzing", "--checks", "all"]);
    command.args(["--seed", &options.seed.to_string()]);
    command.args(["--max-examples", &options.examples.to_string()]);
    if bearer == NOBODYS {
        command.args(["--include-path-regex", "^/sync/|/clear$"]);
    }
    command.env("SCHEMATHESIS_HOOKS", "hooks").env("PYTHONPATH", &ours);
    command.env("PYTHONDONTWRITEBYTECODE", "1");
    command.env("FUZZ_DEVICE", DEVICE).env("FUZZ_TOKEN", TOKEN).env("FUZZ_BEARER", bearer);
    command.env("FUZZ_DELIVER", DELIVER).env("FUZZ_DELIVERER", deliverer);
    command.env("FUZZ_CODES", centre.codes.join(" "));
    command.env("FUZZ_ANSWERED", &answered);
    forget(&answered)?;
    let ran = shell::run(&mut command).context("the server and its document disagree");
    let answered = read(&answered)?;
    for (what, count) in &answered {
        println!("  {count:6}  {what}");
    }
    ran?;
    for what in expected {
        ensure!(answered.contains_key(*what), "never answered: {what}, so nothing was shown");
    }
    Ok(())
}

fn forget(file: &PathBuf) -> Result<()> {
    match std::fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            bail!("cannot remove {}: {error}", file.display())
        }
        _ => Ok(()),
    }
}

/// How often each operation answered each status.
fn read(file: &Path) -> Result<BTreeMap<String, u64>> {
    let text = std::fs::read_to_string(file).context("the tester counted nothing")?;
    serde_json::from_str(&text).context("the tester's counts cannot be read")
}
