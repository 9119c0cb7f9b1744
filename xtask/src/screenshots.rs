//! `cargo xtask screenshots`: the pictures in docs/screenshots, made anew of the demo centres as they are today.

use std::io::{BufRead, BufReader, Read};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::{cargo, paths, run, shell, site, tools};

/// Starts a demo centre of its own and walks through the screens as its volunteers.
pub fn take() -> Result<()> {
    let Some(chromium) = shell::find("chromium") else {
        bail!("`chromium` is not installed. {}", tools::hint("chromium"));
    };
    let site = site::build(site::Flavour::Release)?;
    let server = cargo::server()?;
    let data = paths::target().join("screenshots-data");
    run::forget_folder(&data)?;
    let port = TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port();
    let mut demo = Demo::start(run::demo_in(&server, &site, &data, port))?;
    let taken = demo.links().and_then(|links| pictures(&chromium, &links));
    drop(demo);
    run::forget_folder(&data)?;
    taken
}

fn pictures(chromium: &Path, links: &[String]) -> Result<()> {
    let folder = paths::root().join("docs/screenshots");
    let mut node = Command::new("node");
    node.arg("screenshots.mjs")
        .arg(&folder)
        .args(links)
        .current_dir(paths::web())
        .env("CHROMIUM", chromium);
    shell::step("Taking the pictures", || shell::run(&mut node))?;
    println!("pictures  {}", folder.display());
    Ok(())
}

/// The demo centres' server, which does not outlive us.
struct Demo {
    server: Child,
    /// Held to the end: a server whose words go nowhere may stop.
    output: BufReader<ChildStdout>,
}

impl Demo {
    fn start(mut command: Command) -> Result<Self> {
        let mut server =
            command.stdout(Stdio::piped()).spawn().context("the server could not be started")?;
        let output = server.stdout.take().context("the server has no output")?;
        Ok(Self { server, output: BufReader::new(output) })
    }

    /// The links of all volunteers, three of each centre, in the order in which the server prints them.
    fn links(&mut self) -> Result<Vec<String>> {
        const VOLUNTEERS: usize = 6;
        let mut links = Vec::new();
        for line in self.output.by_ref().lines() {
            let line = line?;
            let link = line.split_whitespace().find(|word| word.contains("/enrol#"));
            links.extend(link.map(str::to_owned));
            if links.len() == VOLUNTEERS {
                return Ok(links);
            }
        }
        bail!("the server printed {} links and ended", links.len())
    }
}

impl Drop for Demo {
    fn drop(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}
