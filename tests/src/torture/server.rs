//! Server processes that are killed and started again on the same data.

use std::ffi::OsString;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};

use crate::play::output;
use crate::process::{Process, free_port};
use crate::stage::{is_healthy, needed};
use crate::until_within;

/// Generous: it says that something is wrong, not how fast anything is.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// Where a centre's data lie, in the words of the command line.
#[derive(Clone, Debug)]
pub struct Place(Vec<OsString>);

impl Place {
    pub fn folder(folder: &Path) -> Self {
        Self(vec!["--data".into(), folder.into()])
    }

    /// Runs a command of the server's on this data and returns what it printed.
    pub fn command(&self, words: &[&str]) -> Result<String> {
        let mut command = Command::new(needed("JOURNEYS_SERVER")?);
        let output = command.args(words).args(&self.0).output()?;
        if !output.status.success() {
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            bail!("`brobygger {}` failed: {said}", words.join(" "));
        }
        Ok(String::from_utf8(output.stdout)?)
    }
}

/// One process of `brobygger serve`, on a port that stays the same.
pub struct Server {
    pub place: Place,
    port: u16,
    log: PathBuf,
    site: Option<PathBuf>,
    process: Option<Process>,
}

impl Server {
    /// A server that does not run yet; its words go to a log of this name.
    pub fn new(name: &str, place: Place, site: Option<PathBuf>) -> Result<Self> {
        std::fs::create_dir_all(output())?;
        let log = output().join(format!("torture-{name}.log"));
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        Ok(Self { place, port: free_port()?, log, site, process: None })
    }

    /// Its address, without a slash at the end.
    pub fn base(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Begins to start it, and waits for nothing.
    pub fn start(&mut self) -> Result<()> {
        let log = File::options().append(true).open(&self.log)?;
        let mut command = Command::new(needed("JOURNEYS_SERVER")?);
        command.arg("serve").args(&self.place.0).arg("--port").arg(self.port.to_string());
        if let Some(site) = &self.site {
            command.arg("--site").arg(site);
        }
        command.env("BROBYGGER_LOG", "warn");
        self.process = Some(Process::start(command.stdout(log.try_clone()?).stderr(log))?);
        Ok(())
    }

    /// Waits until it answers.
    pub async fn is_up(&mut self) -> Result<()> {
        let (port, log) = (self.port, self.log.display().to_string());
        let process = self.process.as_mut().context("the server was not started")?;
        until_within(PATIENCE, "the server to answer", async || {
            ensure!(!process.has_ended(), "the server ended by itself; its log is {log}");
            Ok(is_healthy(port).await.then_some(()))
        })
        .await
    }

    /// SIGKILL, wherever it is.
    pub fn kill(&mut self) {
        self.process = None;
    }
}
