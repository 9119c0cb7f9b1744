//! The real server with the demo centre, on a port and with data of its own.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::export::Export;
use crate::place::Place;
use crate::play::output;
use crate::portal::Portal;
use crate::process::{Process, free_port};
use crate::site;
use crate::until;

/// What the server says first, whenever it starts.
const STARTED: &str = "Brobygger is running on";

/// A centre's server, which can be cut off and come back.
pub struct Stage {
    port: u16,
    place: Place,
    site: PathBuf,
    /// In place of the site as it was built.
    newer: Option<TempDir>,
    log: PathBuf,
    server: Option<Process>,
}

/// What a volunteer is given at the centre.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Invitation {
    pub centre: String,
    pub who: String,
    pub link: String,
}

impl Stage {
    /// Starts the server; its words go to a log of the name given.
    pub async fn start(name: &str) -> Result<Self> {
        let site = PathBuf::from(needed("JOURNEYS_SITE")?);
        std::fs::create_dir_all(output())?;
        let log = output().join(format!("{name}.log"));
        File::create(&log).with_context(|| format!("cannot write {}", log.display()))?;
        let place = Place::new().await?;
        let mut stage = Self { port: free_port()?, place, site, newer: None, log, server: None };
        stage.restart().await?;
        Ok(stage)
    }

    /// The server's address, without a slash at the end.
    pub fn base(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Ends the server at once, as a power cut would. From now on nobody answers.
    pub fn stop(&mut self) {
        self.server = None;
    }

    /// Starts the server again on the same port with the same data.
    pub async fn restart(&mut self) -> Result<()> {
        self.stop();
        let log = File::options().append(true).open(&self.log)?;
        let mut command = self.place.brobygger(&["demo"])?;
        command.arg("--site").arg(self.site());
        command.arg("--port").arg(self.port.to_string());
        let mut server = Process::start(command.stdout(log.try_clone()?).stderr(log))?;
        let port = self.port;
        until("the server to answer", async || {
            ensure!(
                !server.has_ended(),
                "the server ended by itself; its log is {}",
                self.log.display()
            );
            Ok(is_healthy(port).await.then_some(()))
        })
        .await?;
        self.server = Some(server);
        Ok(())
    }

    /// Puts another build of the app in place: the same, with another page. The server is started again for it.
    pub async fn release(&mut self, words: &str) -> Result<()> {
        let folder = tempfile::tempdir()?;
        site::newer(&self.site, folder.path(), words)?;
        self.newer = Some(folder);
        self.restart().await
    }

    /// Puts a build in place whose page runs this script before everything else. The server is started again for it.
    pub async fn release_with(&mut self, script: &str) -> Result<()> {
        let folder = tempfile::tempdir()?;
        site::with_script(&self.site, folder.path(), script)?;
        self.newer = Some(folder);
        self.restart().await
    }

    /// A copy of all that the server has, as a backup would hold it. The server is started again for it.
    pub async fn copy(&mut self) -> Result<Place> {
        self.stop();
        let copied = self.place.copy().await?;
        self.restart().await?;
        Ok(copied)
    }

    /// Starts the server again as it was when the copy was taken.
    pub async fn set_back(&mut self, copy: Place) -> Result<()> {
        self.stop();
        self.place = copy;
        self.restart().await
    }

    /// Takes every request and answers none, as a network does that is about to end, until it is dropped.
    pub async fn behind_silence(&mut self) -> Result<Portal> {
        self.stop();
        Portal::silent(self.port).await
    }

    /// Serves the same app to browsers that let nothing be stored. The server is started again for it.
    pub async fn refuse_storage(&mut self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        site::without_storage(&self.site, folder.path())?;
        self.newer = Some(folder);
        self.restart().await
    }

    /// Serves the same app where it cannot be kept for use without a network. The server is started again for it.
    pub async fn refuse_shell(&mut self) -> Result<()> {
        let folder = tempfile::tempdir()?;
        site::without_shell(&self.site, folder.path())?;
        self.newer = Some(folder);
        self.restart().await
    }

    /// Serves the app with a vault that seals nothing. The server is started again for it.
    pub async fn open_vault(&mut self) -> Result<()> {
        self.site = PathBuf::from(needed("JOURNEYS_OPEN_SITE")?);
        self.restart().await
    }

    /// Serves the app as it is again. The server is started again for it.
    pub async fn allow_storage(&mut self) -> Result<()> {
        self.newer = None;
        self.restart().await
    }

    /// Lets a captive portal answer in the server's place until it is dropped.
    pub async fn behind_portal(&mut self) -> Result<Portal> {
        self.stop();
        Portal::on(self.port).await
    }

    /// The links that the server printed for the demo volunteers when it last started.
    pub fn invitations(&self) -> Result<Vec<Invitation>> {
        let log = std::fs::read_to_string(&self.log)?;
        let last = log.rfind(STARTED).map_or("", |start| &log[start..]);
        let found = invitations(last);
        ensure!(!found.is_empty(), "the server printed no link; its log is {}", self.log.display());
        Ok(found)
    }

    /// The link of one of the demo volunteers.
    pub fn link_of(&self, who: &str) -> Result<String> {
        let all = self.invitations()?;
        let one = all.into_iter().find(|invitation| invitation.who == who);
        Ok(one.with_context(|| format!("nobody is called {who}"))?.link)
    }

    /// Another link for somebody who has had one before.
    pub fn new_link(&self, centre: &str, who: &str) -> Result<String> {
        self.invite(centre, who, "7")
    }

    /// A link whose code had its day before anybody used it.
    pub fn expired_link(&self, centre: &str, who: &str) -> Result<String> {
        self.invite(centre, who, "0")
    }

    fn invite(&self, centre: &str, who: &str, days: &str) -> Result<String> {
        let base = self.base();
        let words = ["invite", who, "--centre", centre, "--days", days, "--base-url", &base];
        let printed = self.command(&words)?;
        let link = printed.lines().find(|line| line.contains("/enrol#"));
        Ok(link.context("no link was printed")?.to_owned())
    }

    /// Runs the server's command line on the same data and returns what it printed.
    pub fn command(&self, words: &[&str]) -> Result<String> {
        self.place.command(words)
    }

    /// All of a centre, as `brobygger export` gives it.
    pub fn export(&self, centre: &str) -> Result<Export> {
        let text = self.command(&["export", "--centre", centre])?;
        Export::parse(&text)
    }

    /// All of the app's own words, in every language.
    pub fn words(&self) -> Result<String> {
        let entries = std::fs::read_dir(&self.site)?;
        for entry in entries {
            let name = entry?.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("words.") && name.ends_with(".json") {
                return Ok(std::fs::read_to_string(self.site.join(&*name))?);
            }
        }
        anyhow::bail!("the site has no words")
    }

    fn site(&self) -> &Path {
        self.newer.as_ref().map_or(self.site.as_path(), TempDir::path)
    }
}

pub(crate) fn needed(variable: &str) -> Result<std::ffi::OsString> {
    std::env::var_os(variable).with_context(|| {
        format!("{variable} is not set: run the journeys with `cargo xtask test --journeys`")
    })
}

/// Each centre's name stands on a line of its own, above its volunteers and their links.
fn invitations(log: &str) -> Vec<Invitation> {
    let mut centre = "";
    let mut found = Vec::new();
    for line in log.lines().map(str::trim) {
        match line.split_once("http://") {
            Some((who, link)) if link.contains("/enrol#") => found.push(Invitation {
                centre: centre.to_owned(),
                who: who.trim().to_owned(),
                link: format!("http://{link}"),
            }),
            _ => centre = line,
        }
    }
    found
}

pub(crate) async fn is_healthy(port: u16) -> bool {
    let ask = async {
        let mut stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream
            .write_all(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
            .await?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await?;
        Ok::<_, std::io::Error>(answer)
    };
    ask.await.is_ok_and(|answer| {
        answer.starts_with(b"HTTP/1.1 200") || answer.starts_with(b"HTTP/1.0 200")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_read_off_the_lines() {
        let found = invitations(
            "Brobygger is running on http://localhost:8080\nEveryone is made up:\n\nÅs\n  Kari Demo   \
             http://localhost:8080/enrol#AB12-CD34\n  Ola  http://localhost:8080/enrol#X\n\n",
        );
        assert_eq!(found.len(), 2);
        assert_eq!(found[0].link, "http://localhost:8080/enrol#AB12-CD34");
        assert_eq!((found[1].who.as_str(), found[1].centre.as_str()), ("Ola", "Ås"));
    }
}
