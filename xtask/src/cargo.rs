//! The two compilations: the phone app for browsers, the server for this machine.
//!
//! Each distinct set of flags is compiled from nothing on a bare machine, so there are as few as can be.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::{paths, shell, tools};

const SERVER: [&str; 5] = ["build", "--package", "server", "--bin", "brobygger"];

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
pub fn app(profile: &str, features: &[&str]) -> Result<PathBuf> {
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
        "--features",
        &features.join(","),
    ]))
    .context("the phone app does not compile")?;
    let file = app_file(profile);
    if !file.is_file() {
        bail!("cargo made no {}", file.display());
    }
    Ok(file)
}

/// Where cargo leaves the phone app.
pub fn app_file(profile: &str) -> PathBuf {
    paths::target().join(tools::WASM).join(profile).join("brobygger-app.wasm")
}

/// Compiles the server for work on it: it is told at its start where the site is.
pub fn server() -> Result<PathBuf> {
    let mut command = cargo();
    compile_server(command.args(SERVER))?;
    Ok(paths::target().join("debug/brobygger"))
}

/// Compiles the server as it is released, with the site inside it.
pub fn server_with(site: &Path) -> Result<PathBuf> {
    let mut command = cargo();
    compile_server(command.args(SERVER).arg("--release").env("BROBYGGER_SITE", site))?;
    Ok(paths::target().join("release/brobygger"))
}

/// Compiles the server as it is released, with no site inside it: it is told at its start where one is.
pub fn server_without_site() -> Result<PathBuf> {
    compile_server(cargo().args(SERVER).arg("--release").env_remove("BROBYGGER_SITE"))?;
    Ok(paths::target().join("release/brobygger"))
}

fn compile_server(command: &mut Command) -> Result<()> {
    crates()?;
    shell::run(command).context("the server does not compile")
}
