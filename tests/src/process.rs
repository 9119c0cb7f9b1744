//! Programs that do not outlive the test that started them.

use std::net::TcpListener;
use std::process::{Child, Command, Stdio};

use anyhow::{Context, Result};

/// A running program; it is killed when this is dropped.
pub struct Process(Child);

impl Process {
    /// Starts the program with its words going nowhere unless the command says otherwise.
    pub fn start(command: &mut Command) -> Result<Self> {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command
            .stdin(Stdio::null())
            .spawn()
            .with_context(|| format!("`{name}` could not be started"))?;
        Ok(Self(child))
    }

    /// The running program itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.0
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        self.0.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Ends it at once, as a power cut would.
    pub fn kill(&mut self) {
        // It may have ended by itself; either way it is gone afterwards.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// A port that nobody listens on at the moment.
pub fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).context("no free port")?;
    Ok(listener.local_addr()?.port())
}

/// Ends another program and all that it has started, at once, as when a phone's system kills an app.
pub fn kill_family(pid: u64) {
    let mut family = vec![pid];
    let parents = parents();
    // Children are found after their parents, however deep.
    let mut at = 0;
    while let Some(parent) = family.get(at).copied() {
        family.extend(parents.iter().filter(|(_, of)| *of == parent).map(|(child, _)| *child));
        at += 1;
    }
    let family = family.iter().map(u64::to_string);
    // Some may have ended already.
    let _ = Command::new("kill").arg("-KILL").args(family).stderr(Stdio::null()).status();
}

/// Ends all that a program has started, and not the program.
pub fn kill_children(pid: u64) -> Result<()> {
    let children = parents().into_iter().filter(|(_, of)| *of == pid);
    let children: Vec<String> = children.map(|(child, _)| child.to_string()).collect();
    anyhow::ensure!(!children.is_empty(), "process {pid} has started nothing");
    // One that ended meanwhile is no mistake.
    let _ = Command::new("kill").arg("-KILL").args(children).stderr(Stdio::null()).status();
    Ok(())
}

/// Every running process with its parent.
fn parents() -> Vec<(u64, u64)> {
    let processes = std::fs::read_dir("/proc").into_iter().flatten().filter_map(Result::ok);
    let parent = |entry: std::fs::DirEntry| {
        let pid = entry.file_name().to_str()?.parse().ok()?;
        let stat = std::fs::read_to_string(entry.path().join("stat")).ok()?;
        // The program's name stands in brackets and may hold anything.
        let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
        Some((pid, parent))
    };
    processes.filter_map(parent).collect()
}
