//! `kill -9` of a whole browser while the app in it saves.
//!
//! The app is the one that is released, its storage a real profile. Records go through the app's own screens. In every
//! other round there is no network, so that the phone alone has what was saved when it is opened again.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use serde_json::json;

use super::Options;
use super::ledger::Findings;
use super::people;
use super::plant::{self, Plant};
use super::report::Report;
use super::server::{PATIENCE, Server};
use super::truth::Truth;
use crate::place::Place;
use crate::stage::needed;
use crate::{Browser, Phone, until_within};

/// Saves that a round may see at most, so that the newest page of the history shows all of them.
const SAVES: usize = 6;
const LOOK_EVERY: u32 = 10;

/// A record, by the words that stand in it alone.
#[derive(Clone, Debug)]
struct Record {
    words: String,
    kind: &'static str,
    round: u32,
    /// The screen has called it saved.
    said: bool,
}

struct Rounds {
    server: Server,
    phone: Phone,
    /// The page of the participant whom everything is about.
    person: String,
    dice: fastrand::Rng,
    records: Vec<Record>,
    report: Report,
}

pub async fn run(browser: Browser, options: &Options) -> Result<Report> {
    let place = Rc::new(Place::folder()?);
    let codes = people::found(&place, 1)?;
    let site = PathBuf::from(needed("JOURNEYS_SITE")?);
    let mut server = Server::new(browser.name(), place, Some(site))?;
    server.start()?;
    server.is_up().await?;
    let phone = Phone::new(browser, &server.base()).await?;
    phone.enrols(&format!("{}/enrol#{}", server.base(), codes[0])).await?;
    let person = somebody(&phone).await?;
    let report = Report { name: browser.name(), ..Report::default() };
    let dice = fastrand::Rng::with_seed(options.seed);
    let mut rounds = Rounds { server, phone, person, dice, records: Vec::new(), report };
    for number in 1..=options.rounds {
        let plant = options.plant.filter(|_| number == plant::ROUND);
        let played = rounds.round(number, plant).await;
        let lost = played.with_context(|| format!("{} round {number}", browser.name()))?;
        if !lost.is_clean() {
            rounds.report.findings = lost;
            break;
        }
    }
    rounds.end().await
}

impl Rounds {
    async fn round(&mut self, number: u32, plant: Option<Plant>) -> Result<Findings> {
        let offline = number.is_multiple_of(2);
        if offline {
            self.server.kill();
        }
        let before = self.records.len();
        let copy = match plant {
            Some(Plant::OldProfile) => Some(copied(&self.phone)?),
            _ => None,
        };
        self.save_until_killed(number).await?;
        if let Some(copy) = copy {
            put_back(&self.phone, copy.path())?;
        }
        let person = self.person.clone();
        self.phone.reopen(&person).await?;
        self.phone.is_up().await?;
        let mut findings = self.on_the_screen(before).await?;
        if offline {
            self.server.start()?;
            self.server.is_up().await?;
            self.phone.reload().await?;
            self.phone.is_up().await?;
        }
        if findings.is_clean() {
            self.phone.has_sent_all().await?;
            if number.is_multiple_of(LOOK_EVERY) {
                findings = self.at_the_centre()?;
            }
        }
        let said = self.records[before..].iter().filter(|record| record.said).count();
        let net = if offline { "offline" } else { "online" };
        println!("{} round {number}: {net}, killed after {said} saves", self.report.name);
        self.report.rounds = number;
        Ok(findings)
    }

    /// Records one thing after the other, until a moment of the seed's.
    async fn save_until_killed(&mut self, number: u32) -> Result<()> {
        let saves = self.dice.usize(0..SAVES);
        let further = Duration::from_micros(self.dice.u64(0..150_000));
        for _ in 0..saves {
            self.save_one(number).await?;
        }
        // And in the middle of one more, or just after it.
        let cut_off = tokio::time::timeout(further, self.save_one(number)).await;
        if let Ok(saved) = cut_off {
            saved?;
        }
        self.report.kills += 1;
        self.phone.kill().await
    }

    async fn save_one(&mut self, round: u32) -> Result<()> {
        let words = format!("§{}§", self.records.len());
        // A concern has a draft, goes first, and is not shown once it is received.
        let kind = if self.dice.u8(0..4) == 0 { "concern" } else { "change" };
        self.records.push(Record { words: words.clone(), kind, round, said: false });
        let script = include_str!("save.js");
        let arguments = [json!(self.person), json!(kind), json!(words)];
        self.phone.run(script, &arguments).await.with_context(|| format!("saving {words}"))?;
        if let Some(record) = self.records.last_mut() {
            record.said = true;
        }
        Ok(())
    }

    /// What was called saved in this round stands on the participant's page, once.
    async fn on_the_screen(&self, before: usize) -> Result<Findings> {
        let mut shown = String::new();
        // The page is drawn from what the phone keeps, before anything is asked of anyone.
        until_within(PATIENCE, "the history to be drawn", async || {
            let script = "return document.querySelector('.timeline')?.innerText ?? null";
            let text = self.phone.run(script, &[]).await?;
            shown = text.as_str().unwrap_or_default().to_owned();
            Ok((before == 0 || !text.is_null()).then_some(()))
        })
        .await?;
        let mut findings = Findings::default();
        for record in self.records[before..].iter().filter(|record| record.kind == "change") {
            match shown.matches(&record.words).count() {
                0 if record.said => findings.lost.push(format!(
                    "{} was called saved and is not on the screen after the kill",
                    told(record)
                )),
                0 | 1 => {}
                _ => findings.twice.push(format!("{} stands twice on the screen", told(record))),
            }
        }
        Ok(findings)
    }

    /// Everything that was called saved is at the centre once; what was cut off, at most once.
    fn at_the_centre(&self) -> Result<Findings> {
        let truth = Truth::read(&self.server.place.command(&["export"])?)?;
        let mut findings = Findings { wrong: truth.broken_chains(), ..Findings::default() };
        findings.wrong.extend(truth.not_applied());
        for record in &self.records {
            let rows = truth.rows_that_say(&record.words);
            let sent = truth.mutations_that_say(&record.words);
            match (rows, sent) {
                (1, 1) => {}
                (0, 0) if !record.said => {}
                (0, _) | (_, 0) => findings.lost.push(format!(
                    "{} has {rows} rows and {sent} mutations at the centre",
                    told(record)
                )),
                _ => findings.twice.push(format!(
                    "{} has {rows} rows and {sent} mutations at the centre",
                    told(record)
                )),
            }
        }
        Ok(findings)
    }

    async fn end(mut self) -> Result<Report> {
        self.report.saved = self.records.iter().filter(|record| record.said).count();
        if self.report.findings.is_clean() {
            self.report.findings = self.at_the_centre()?;
            self.report.acknowledged = self.records.iter().filter(|record| record.said).count();
        }
        self.phone.quit().await;
        Ok(self.report)
    }
}

fn told(record: &Record) -> String {
    format!("the {} {} of round {}", record.kind, record.words, record.round)
}

/// The page of the first participant in the list.
async fn somebody(phone: &Phone) -> Result<String> {
    phone.tap("Deltakere").await?;
    phone.has_heading("Deltakere").await?;
    let script =
        "return document.querySelector('main a[href^=\"/participants/\"]')?.getAttribute('href')";
    let found = phone.run(script, &[]).await?;
    let person = found.as_str().context("the list of participants is empty")?.to_owned();
    phone.visit(&person).await?;
    phone.is_up().await?;
    Ok(person)
}

/// A copy of what the browser has stored so far.
fn copied(phone: &Phone) -> Result<tempfile::TempDir> {
    let copy = tempfile::tempdir()?;
    copy_tree(&stored(phone), &copy.path().join("kept"))?;
    Ok(copy)
}

fn put_back(phone: &Phone, copy: &Path) -> Result<()> {
    std::fs::remove_dir_all(stored(phone))?;
    copy_tree(&copy.join("kept"), &stored(phone))
}

/// Where Chromium keeps its databases.
fn stored(phone: &Phone) -> PathBuf {
    phone.profile().join("Default/IndexedDB")
}

fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    let copied = Command::new("cp").arg("-a").arg(from).arg(to).status()?;
    ensure!(copied.success(), "{} could not be copied", from.display());
    Ok(())
}
