//! `cargo xtask bench`: the product against its budgets, as docs/performance.md reports it.
//!
//! Here everything is built as it is released; `xtask/web/bench.mjs` measures it. The store alone is driven through a
//! site of its own, which differs from the released one by one object on the page.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use crate::postgres::Postgres;
use crate::{cargo, paths, shell, site, tools};

/// What needs the app as it is released.
const APP: [&str; 5] = ["weight", "start", "search", "sync", "peers"];
const STORE: &str = "store";
const SERVER: &str = "server";
const GROWTH: &str = "growth";

#[derive(clap::Args)]
pub struct Options {
    /// Write the table into this document, between its two marks
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Measure only these parts, separated by commas: weight, start, search, sync, peers, store, server, growth
    #[arg(long, value_name = "PARTS", value_delimiter = ',')]
    only: Vec<String>,
    /// Two runs of each: to see that everything can be measured, not how it is
    #[arg(long)]
    quick: bool,
    /// The program that weighs any app, for the comparison with others
    #[arg(long, value_name = "PATH", default_value = "../shared/bench/app-weight.mjs")]
    harness: PathBuf,
    /// A server that is built already
    #[arg(long, value_name = "PROGRAM", requires = "site")]
    server: Option<PathBuf>,
    /// The phone app's files that are built already
    #[arg(long, value_name = "DIR", requires = "server")]
    site: Option<PathBuf>,
}

impl Options {
    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|one| one == part)
    }

    fn wants_app(&self) -> bool {
        APP.iter().any(|part| self.wants(part))
    }
}

/// Builds, measures, prints a table, and fails when a count or a size is over its budget.
pub fn run(options: &Options) -> Result<()> {
    for part in &options.only {
        let known =
            APP.contains(&part.as_str()) || [STORE, SERVER, GROWTH].contains(&part.as_str());
        ensure!(
            known,
            "there is no part {part} of the bench: `cargo xtask bench --help` names them"
        );
    }
    tools::npm_packages()?;
    let mut node = Command::new("node");
    node.current_dir(paths::root()).arg(paths::web().join("bench.mjs"));
    node.arg("--harness").arg(absolute(options.harness.clone())?);
    if let Some((server, site)) = app(options)? {
        node.arg("--server").arg(server).arg("--site").arg(site);
    }
    if options.wants(STORE) {
        node.arg("--bench-site").arg(site::build(site::Flavour::Bench)?);
    }
    // Stopped when the measuring is over.
    let postgres = options.wants(SERVER).then(Postgres::start).transpose()?;
    if let Some(postgres) = &postgres {
        node.arg("--database").arg(postgres.url());
        if let Some(process) = postgres.process() {
            node.arg("--postmaster").arg(process.to_string());
        }
    }
    for part in [SERVER, GROWTH].into_iter().filter(|part| options.wants(part)) {
        let name = if part == SERVER { "throughput" } else { part };
        node.arg(format!("--{name}")).arg(example(name)?);
    }
    if !options.only.is_empty() {
        node.args(["--only", &options.only.join(",")]);
    }
    if options.quick {
        node.arg("--quick");
    }
    if let Some(out) = &options.out {
        node.arg("--out").arg(absolute(out.clone())?);
    }
    shell::run(&mut node).context("something is over its budget, or could not be measured")
}

/// The server and the site that phones load from it, where a part needs them.
fn app(options: &Options) -> Result<Option<(PathBuf, PathBuf)>> {
    if let (Some(server), Some(folder)) = (&options.server, &options.site) {
        return Ok(Some((absolute(server.clone())?, absolute(folder.clone())?)));
    }
    if options.wants_app() {
        let folder = site::build(site::Flavour::Release)?;
        let server = shell::step("Compiling the server", || cargo::server_with(&folder))?;
        return Ok(Some((server, folder)));
    }
    if options.wants(STORE) {
        // Nothing asks this one for the released site.
        let server = shell::step("Compiling the server", cargo::server_without_site)?;
        return Ok(Some((server, paths::target().join("site"))));
    }
    Ok(None)
}

/// A program of crates/server that measures.
fn example(name: &str) -> Result<PathBuf> {
    shell::step(&format!("Compiling the example {name}"), || {
        let words = ["build", "--release", "--package", "server", "--example", name];
        shell::run(cargo::cargo().args(words))
    })?;
    Ok(paths::target().join("release/examples").join(name))
}

/// Paths are read from where the command was typed.
fn absolute(path: PathBuf) -> Result<PathBuf> {
    std::path::absolute(&path).with_context(|| format!("{} is not a path", path.display()))
}
