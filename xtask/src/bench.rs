//! `cargo xtask bench`: the product against its budgets, as docs/performance.md reports it.
//!
//! Here everything is built as it is released; `xtask/web/bench.mjs` measures it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result};

use crate::{cargo, paths, shell, site, tools};

#[derive(clap::Args)]
pub struct Options {
    /// Write the table into this document, between its two marks
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Measure only these parts, separated by commas: weight, start, search, sync, peers, server
    #[arg(long, value_name = "PARTS")]
    only: Option<String>,
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
        self.only.as_deref().is_none_or(|only| only.split(',').any(|one| one == part))
    }
}

/// Builds, measures, prints a table, and fails when a count or a size is over its budget.
pub fn run(options: &Options) -> Result<()> {
    tools::npm_packages()?;
    let (server, folder) = match (&options.server, &options.site) {
        (Some(server), Some(folder)) => (server.clone(), folder.clone()),
        _ => {
            let folder = site::build(site::Flavour::Release)?;
            let server = shell::step("Compiling the server", || cargo::server_with(&folder))?;
            (server, folder)
        }
    };
    let mut node = Command::new("node");
    node.current_dir(paths::root()).arg(paths::web().join("bench.mjs"));
    node.arg("--server").arg(absolute(server)?).arg("--site").arg(absolute(folder)?);
    node.arg("--harness").arg(absolute(options.harness.clone())?);
    if options.wants("server") {
        node.arg("--throughput").arg(throughput()?);
    }
    if let Some(only) = &options.only {
        node.args(["--only", only]);
    }
    if options.quick {
        node.arg("--quick");
    }
    if let Some(out) = &options.out {
        node.arg("--out").arg(absolute(out.clone())?);
    }
    shell::run(&mut node).context("something is over its budget, or could not be measured")
}

/// The example that pushes as fifty phones do.
fn throughput() -> Result<PathBuf> {
    shell::step("Compiling the phones of the throughput", || {
        let example = ["build", "--release", "--package", "server", "--example", "throughput"];
        shell::run(cargo::cargo().args(example))
    })?;
    Ok(paths::target().join("release/examples/throughput"))
}

/// Paths are read from where the command was typed.
fn absolute(path: PathBuf) -> Result<PathBuf> {
    std::path::absolute(&path).with_context(|| format!("{} is not a path", path.display()))
}
