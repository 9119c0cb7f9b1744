//! `cargo xtask dev`: the demo centre, rebuilt and reloaded at each change.
//!
//! Watching is done by looking at the files' times twice a second: a few hundred of them, and no library.

use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use anyhow::{Context, Result};

use crate::{cargo, paths, run, site};

#[derive(clap::Args)]
pub struct Options {
    /// Forget what an earlier run wrote down, and start with a new demo centre
    #[arg(long)]
    fresh: bool,
    /// The port to listen on
    #[arg(long, default_value_t = 8080)]
    port: u16,
}

/// What the page is made of.
const PAGE: [&str; 17] = [
    "src",
    "locales",
    "static",
    "styles",
    "index.html",
    "service-worker",
    "build.rs",
    "xtask/web",
    "crates/words",
    "crates/markup",
    "crates/json",
    "crates/domain",
    "crates/sync",
    "crates/vault",
    "crates/store",
    "crates/session",
    "Cargo.lock",
];

/// What the server is made of.
const SERVER: [&str; 6] = [
    "crates/server",
    "crates/database",
    "crates/domain",
    "crates/sync",
    "crates/words",
    "Cargo.lock",
];

/// Builds, starts, and keeps both up to date until it is stopped.
pub fn run(options: &Options) -> Result<()> {
    run::port_is_free(options.port)?;
    if options.fresh {
        run::forget()?;
    }
    let site = site::build_live()?;
    let binary = cargo::server()?;
    let mut server = Running::start(run::demo(&binary, &site, options.port))?;
    let (mut page_seen, mut server_seen) = (newest(&PAGE), newest(&SERVER));
    loop {
        sleep(Duration::from_millis(500));
        let (page_now, server_now) = (newest(&PAGE), newest(&SERVER));
        if page_now != page_seen {
            page_seen = page_now;
            report(site::build_live().map(drop), "the page is rebuilt");
        }
        if server_now != server_seen {
            server_seen = server_now;
            let rebuilt = cargo::server().and_then(|binary| {
                server.stop();
                server = Running::start(run::demo(&binary, &site, options.port))?;
                Ok(())
            });
            report(rebuilt, "the server is started again");
        }
    }
}

fn report(result: Result<()>, done: &str) {
    match result {
        Ok(()) => eprintln!("  {done}"),
        Err(error) => eprintln!("error: {error:#}"),
    }
}

/// A server that does not outlive us.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Result<Self> {
        command.spawn().map(Self).context("the server could not be started")
    }

    fn stop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The time of the latest change below the places given.
fn newest(places: &[&str]) -> Option<SystemTime> {
    let root = paths::root();
    places.iter().filter_map(|place| newest_in(&root.join(place))).max()
}

fn newest_in(place: &Path) -> Option<SystemTime> {
    let data = place.metadata().ok()?;
    if data.is_file() {
        return data.modified().ok();
    }
    let entries = std::fs::read_dir(place).ok()?;
    let inside = entries.flatten().map(|entry| entry.path()).filter(|path| !is_output(path));
    // The folder's own time tells of files that were removed.
    inside.filter_map(|path: PathBuf| newest_in(&path)).chain(data.modified().ok()).max()
}

fn is_output(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "node_modules" || name == "target")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_and_a_removal_are_seen_and_packages_are_not_watched() {
        let folder = tempfile::tempdir().unwrap();
        let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
        let at = |file: &Path, time: SystemTime| {
            std::fs::File::open(file).unwrap().set_modified(time).unwrap();
        };
        let file = folder.path().join("a.rs");
        std::fs::write(&file, "").unwrap();
        at(&file, long_ago);
        at(folder.path(), long_ago);
        assert_eq!(newest_in(folder.path()), Some(long_ago));

        at(&file, long_ago + Duration::from_secs(5));
        assert_eq!(newest_in(folder.path()), Some(long_ago + Duration::from_secs(5)));

        let packages = folder.path().join("node_modules");
        std::fs::create_dir(&packages).unwrap();
        std::fs::write(packages.join("b.js"), "").unwrap();
        at(folder.path(), long_ago);
        assert_eq!(newest_in(folder.path()), Some(long_ago + Duration::from_secs(5)));

        std::fs::remove_file(&file).unwrap();
        assert!(newest_in(folder.path()) > Some(long_ago + Duration::from_secs(5)));
    }
}
