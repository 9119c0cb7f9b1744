//! A screen that nobody sees, for the browser that cannot do without.

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::process::Process;

/// A virtual X server on a display number of its own choice.
pub struct Screen {
    display: String,
    _server: Process,
}

impl Screen {
    /// Starts one and waits until it says that it is ready.
    pub fn start() -> Result<Self> {
        let mut command = Command::new("Xvfb");
        command.args(["-displayfd", "1", "-screen", "0", "1280x1600x24", "-nolisten", "tcp"]);
        let mut server = Process::start(command.stdout(Stdio::piped()).stderr(Stdio::null()))?;
        let output = server.child().stdout.take().context("Xvfb has no output")?;
        let mut number = String::new();
        BufReader::new(output).read_line(&mut number)?;
        if number.trim().is_empty() {
            bail!("Xvfb did not start");
        }
        Ok(Self { display: format!(":{}", number.trim()), _server: server })
    }

    /// What `DISPLAY` is to be.
    pub fn display(&self) -> &str {
        &self.display
    }
}
