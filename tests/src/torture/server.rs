//! Server processes that are killed and started again on the same data.

use std::fs::File;
use std::path::PathBuf;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};

use crate::place::Place;
use crate::play::output;
use crate::process::{Process, free_port};
use crate::stage::is_healthy;
use crate::until_within;

/// Generous: it says that something is wrong, not how fast anything is.
pub const PATIENCE: Duration = Duration::from_secs(120);

/// One process of `brobygger serve`, on a port that stays the same.
pub struct Server {
    pub place: Rc<Place>,
    port: u16,
    log: PathBuf,
    site: Option<PathBuf>,
    process: Option<Process>,
}

impl Server {
    /// A server that does not run yet; its words go to a log of this name.
    pub fn new(name: &str, place: Rc<Place>, site: Option<PathBuf>) -> Result<Self> {
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
        let mut command = self.place.brobygger(&["serve"])?;
        command.arg("--port").arg(self.port.to_string());
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

    pub fn runs(&self) -> bool {
        self.process.is_some()
    }

    /// SIGKILL, wherever it is. False where it did not run.
    pub fn kill(&mut self) -> bool {
        self.process.take().is_some()
    }
}
