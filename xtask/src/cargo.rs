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
    wasm("brobygger-app", &app_file(profile), profile, features)
}

/// Compiles what makes a key of a passphrase, and returns the wasm file.
pub fn stretch(profile: &str) -> Result<PathBuf> {
    wasm("stretch", &wasm_file(profile, "stretch"), profile, &[])
}

/// By itself, so that no package brings features along for another.
fn wasm(package: &str, file: &Path, profile: &str, features: &[&str]) -> Result<PathBuf> {
    tools::wasm_target()?;
    crates()?;
    shell::run(cargo().arg("--config").arg(without_our_paths()?).args([
        "build",
        "--package",
        package,
        "--target",
        tools::WASM,
        "--profile",
        profile,
        "--features",
        &features.join(","),
    ]))
    .with_context(|| format!("{package} does not compile"))?;
    if !file.is_file() {
        bail!("cargo made no {}", file.display());
    }
    Ok(file.to_owned())
}

/// The setting by which no path of this machine lies in the wasm: each crate's files are named from the crate's own
/// folder. A place that may panic knows its file, and the folder of all crates is longer than most files' names.
fn without_our_paths() -> Result<String> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let sources = home.context("cargo has no home")?.join("registry/src");
    // One folder for each registry.
    let flags = std::fs::read_dir(&sources)
        .with_context(|| format!("cannot read {}", sources.display()))?
        .map(|folder| Ok(format!("--remap-path-prefix={}=", folder?.path().display())))
        .collect::<Result<Vec<String>>>()?;
    Ok(format!("target.{}.rustflags={}", tools::WASM, serde_json::to_string(&flags)?))
}

/// Where cargo leaves the phone app.
pub fn app_file(profile: &str) -> PathBuf {
    wasm_file(profile, "brobygger-app")
}

fn wasm_file(profile: &str, name: &str) -> PathBuf {
    paths::target().join(tools::WASM).join(profile).join(format!("{name}.wasm"))
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
