//! What needs browsers: the suites that are compiled to wasm, and the journeys against the real server.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::tally::Tally;
use crate::cargo::cargo;
use crate::postgres::Postgres;
use crate::{cargo as builds, paths, shell, site, tools};

/// The browsers that the project is tested in.
#[derive(Clone, Copy, Debug, Eq, PartialEq, clap::ValueEnum)]
pub enum Browser {
    Chromium,
    Firefox,
    Webkit,
}

impl Browser {
    fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
            Self::Webkit => "webkit",
        }
    }
}

/// What the server of the journeys keeps its rows in.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, clap::ValueEnum)]
pub enum Database {
    #[default]
    Sqlite,
    Postgres,
}

/// Packages with tests that run inside a browser.
const WASM_TESTS: [&str; 2] = ["store", "vault"];

/// Runs the suites that are compiled to wasm in each browser.
pub fn wasm_tests(tally: &mut Tally, browsers: &[Browser]) {
    let ready = tools::browsers()
        .and_then(|()| tools::wasm_target())
        .and_then(|()| tools::wasm_test_runner());
    for browser in browsers {
        let name = format!("storage suites in {}", browser.name());
        match ready
            .as_ref()
            .map_err(|error| anyhow::anyhow!("{error:#}"))
            .and_then(|runner| suite(*browser, runner))
        {
            Ok(mut command) => tally.tests(&name, &mut command),
            Err(error) => tally.could_not_run(&name, &error),
        }
    }
}

/// Tries the offline shell against a server that misbehaves on request.
pub fn shell(tally: &mut Tally) {
    let name = "offline shell in chromium";
    let ready =
        tools::browsers().and_then(|()| tools::npm_packages()).and_then(|()| driver("chromium"));
    match ready {
        Ok(chromium) => {
            let mut node = Command::new("node");
            node.args(["--test", "--test-reporter=tap", "shell.test.mjs"]);
            tally.tests(name, node.current_dir(paths::web()).env("CHROMIUM", chromium));
        }
        Err(error) => tally.could_not_run(name, &error),
    }
}

fn suite(browser: Browser, runner: &Path) -> Result<Command> {
    // WebKit has no headless mode, so it gets a screen that nobody sees.
    let mut command = cargo();
    if browser == Browser::Webkit {
        let mut screen = Command::new("xvfb-run");
        screen.arg("-a").arg(command.get_program()).current_dir(paths::root());
        command = screen;
        command.env("SAFARIDRIVER", driver("WebKitWebDriver")?);
        // Without a graphics card its compositor only complains.
        command.env("WEBKIT_DISABLE_COMPOSITING_MODE", "1").env("LIBGL_ALWAYS_SOFTWARE", "1");
    }
    match browser {
        Browser::Chromium => drop(command.env("CHROMEDRIVER", driver("chromedriver")?)),
        Browser::Firefox => drop(command.env("GECKODRIVER", tools::geckodriver()?)),
        Browser::Webkit => {}
    }
    command.args(["test", "--no-fail-fast", "--tests", "--target", tools::WASM]);
    for package in WASM_TESTS {
        command.args(["--package", package]);
    }
    command.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", runner);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", "120");
    Ok(command)
}

fn driver(program: &str) -> Result<PathBuf> {
    shell::find(program)
        .with_context(|| format!("`{program}` is not installed. {}", tools::hint(program)))
}

/// The journey through a vault that seals nothing, on a site of its own.
const OPEN_VAULT: &str = "an_open_vault";

/// Journeys in which what the server keeps matters. The others look at screens, files and tabs, which are the same
/// whatever it keeps its rows in.
const ON_POSTGRES: [&str; 6] = ["leaves", "lock", "refused", "thread", "together", "trouble"];

/// Runs the journeys: the released site, the real server, real browsers.
pub fn journeys(tally: &mut Tally, browsers: &[Browser], database: Database, filter: &str) {
    let ready = prepare().and_then(|(site, server)| {
        let postgres = match database {
            Database::Sqlite => None,
            Database::Postgres => Some(Postgres::start()?),
        };
        // What lies on the phone is the same whatever the server keeps its rows in.
        let asked = OPEN_VAULT.starts_with(filter) || filter.starts_with(OPEN_VAULT);
        let open = database == Database::Sqlite && asked;
        let open = open.then(|| site::build(site::Flavour::Open)).transpose()?;
        Ok((site, server, postgres, open))
    });
    for browser in browsers {
        let on = if database == Database::Postgres { " on PostgreSQL" } else { "" };
        let name = format!("journeys in {}{on}", browser.name());
        match &ready {
            Ok((site, server, postgres, open)) => {
                let mut command = journey(*browser, database, filter, site, server);
                match open {
                    Some(open) => command.env("JOURNEYS_OPEN_SITE", open),
                    None => command.arg("--skip").arg(OPEN_VAULT),
                };
                if let Some(postgres) = postgres {
                    command.env("JOURNEYS_POSTGRES", postgres.url());
                }
                tally.tests(&name, &mut command);
            }
            Err(error) => tally.could_not_run(&name, error),
        }
    }
}

/// Builds what journeys need: the site as it is released, and the server.
pub fn prepare() -> Result<(PathBuf, PathBuf)> {
    tools::browsers()?;
    tools::geckodriver()?;
    let site = site::build(site::Flavour::Release)?;
    let server = builds::server()?;
    Ok((site, server))
}

fn journey(
    browser: Browser,
    database: Database,
    filter: &str,
    site: &Path,
    server: &Path,
) -> Command {
    let mut command = cargo();
    command.args(["test", "--quiet", "--package", "journeys", "--no-fail-fast"]);
    if database == Database::Postgres {
        command.args(ON_POSTGRES.iter().flat_map(|name| ["--test", name]));
    }
    command.arg("--");
    command.arg(format!("{}::{filter}", browser.name()));
    // While one waits, as people do, the other works. Three on two cores would wait for each other.
    command.arg("--test-threads=2");
    on_stage(&mut command, site, server);
    command
}

/// Tells the journeys where everything is.
pub fn on_stage(command: &mut Command, site: &Path, server: &Path) {
    command.env("JOURNEYS_SITE", site).env("JOURNEYS_SERVER", server);
    if let Ok(geckodriver) = tools::geckodriver() {
        command.env("GECKODRIVER", geckodriver);
    }
}
