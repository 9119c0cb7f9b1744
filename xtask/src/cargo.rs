//! The two compilations: the phone app for browsers, the server for this machine.
//!
//! Each distinct set of flags is compiled from nothing on a bare machine, so there are as few as can be.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{paths, shell, tools};

/// The cargo that started us, in the root of the workspace.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(paths::root());
    command
}

/// Makes sure that all crates are here, so that a missing network is told as such.
fn crates() -> Result<()> {
    let host = shell::output(
        Command::new("rustc").args(["--print", "host-tuple"]).current_dir(paths::root()),
    )?;
    let fetch = || {
        let mut command = cargo();
        command.args(["fetch", "--quiet", "--target", tools::WASM, "--target", host.trim()]);
        command
    };
    if shell::quiet(fetch().arg("--offline")).is_ok() {
        return Ok(());
    }
    shell::step("Fetching the crates", || shell::fetch(&mut fetch(), "the crates"))
}

/// Compiles the phone app and returns the wasm file.
pub fn app(profile: &str) -> Result<PathBuf> {
    tools::wasm_target()?;
    crates()?;
    shell::run(cargo().args([
        "build",
        "--package",
        "brobygger-app",
        "--target",
        tools::WASM,
        "--profile",
        profile,
    ]))
    .context("the phone app does not compile")?;
    let file = paths::target().join(tools::WASM).join(profile).join("brobygger-app.wasm");
    if !file.is_file() {
        bail!("cargo made no {}", file.display());
    }
    Ok(file)
}

/// Compiles the server with the site inside it and returns the program.
pub fn server(site: &Path, release: bool) -> Result<PathBuf> {
    let mut command = cargo();
    command
        .args(["build", "--package", "server", "--bin", "brobygger"])
        .env("BROBYGGER_SITE", site);
    if release {
        command.arg("--release");
    }
    shell::run(&mut command).context("the server does not compile")?;
    let profile = if release { "release" } else { "debug" };
    Ok(paths::target().join(profile).join("brobygger"))
}
