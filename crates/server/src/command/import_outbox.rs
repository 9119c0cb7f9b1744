//! `brobygger import-outbox`: the way home for records of a phone that cannot send them itself.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use database::Device;
use serde::Deserialize;
use server::push::{Gaps, Home};
use server::{Clock, Service, Settings};
use sync::{Envelope, MutationText, PROTOCOL, Receipt, Verdict};
use uuid::Uuid;

use super::open::Data;

/// The records go the same way as a phone's: in order, each once. Importing a file twice, or one whose
/// records have arrived meanwhile, changes nothing. A record that cannot follow what was received of
/// its phone is set aside for the coordinator.
#[derive(Args)]
pub struct ImportOutbox {
    /// The file that the phone saved
    file: PathBuf,
    #[command(flatten)]
    data: Data,
}

#[derive(Deserialize)]
struct Outbox {
    brobygger: u8,
    mutations: Vec<MutationText>,
    /// What the phone itself could not open any more.
    #[serde(default)]
    unreadable: Vec<serde_json::Value>,
}

#[derive(Deserialize)]
struct Addressed {
    envelope: Envelope,
}

/// A record of the file, and where it stands there, counted from 1.
struct Record {
    row: usize,
    id: Uuid,
    text: MutationText,
}

#[derive(Default)]
struct Report {
    applied: usize,
    known: usize,
    /// Deleted on the phone, since their participants had withdrawn.
    voided: usize,
    quarantined: Vec<String>,
    refused: Vec<String>,
}

impl ImportOutbox {
    pub async fn run(self) -> Result<()> {
        let shown = self.file.display();
        let text = std::fs::read_to_string(&self.file);
        let text = text.with_context(|| format!("{shown} cannot be read"))?;
        let outbox: Outbox = serde_json::from_str(&text).with_context(|| {
            format!("{shown} is not a file that the app saved, or it was changed since")
        })?;
        if outbox.brobygger != PROTOCOL {
            bail!("{shown} was saved by another release of the app.");
        }
        let database = self.data.open().await?;
        let shared = Arc::clone(&database);
        let prepared = Service::prepare(shared, Clock::system(), Settings::default()).await?;
        let (service, waiting) = prepared;
        tokio::spawn(service.clone().work_off(waiting));
        let mut report = Report::default();
        for (device, records) in by_device(outbox.mutations, &mut report) {
            take(&service, device, &records, &mut report).await?;
        }
        database.close().await;
        print!("{}", report.told());
        if !outbox.unreadable.is_empty() {
            println!(
                "{} records could not be opened by the phone that saved the file; they are \
                      kept in the file alone.",
                outbox.unreadable.len()
            );
        }
        match report.refused.is_empty() {
            true => Ok(()),
            false => bail!("Not everything was taken in. Keep the file."),
        }
    }
}

/// In the order of the file, by phone. A record that cannot be read spoils no other.
fn by_device(mutations: Vec<MutationText>, report: &mut Report) -> BTreeMap<Uuid, Vec<Record>> {
    let mut devices: BTreeMap<Uuid, Vec<Record>> = BTreeMap::new();
    for (text, row) in mutations.into_iter().zip(1..) {
        // Only the envelope: a damaged command has its verdict too.
        match serde_json::from_str(text.as_str()) {
            Ok(Addressed { envelope: Envelope { id, device, .. } }) => {
                devices.entry(device).or_default().push(Record { row, id, text });
            }
            Err(_) => report.refused.push(format!("record {row} cannot be read.")),
        }
    }
    devices
}

async fn take(
    service: &Service,
    device: Uuid,
    records: &[Record],
    report: &mut Report,
) -> Result<()> {
    let mut read = service.database().begin_read().await?;
    let Some(device) = read.devices(&[device]).await?.pop() else {
        for Record { row, id, .. } in records {
            let message = format!("record {row} ({id}) is from a phone that is not known here.");
            report.refused.push(message);
        }
        return Ok(());
    };
    drop(read);
    let texts: Vec<MutationText> = records.iter().map(|record| record.text.clone()).collect();
    let known = clock(service, &device).await?;
    match service.bring_home(&device, &texts, Gaps::SetAside).await {
        Ok(homes) => {
            for (record, home) in records.iter().zip(homes) {
                report.add(record, home, known);
            }
        }
        // Some of them may have been taken; a second try is told which.
        Err(fault) => records.iter().for_each(|record| report.refuse(record, &fault.message)),
    }
    Ok(())
}

async fn clock(service: &Service, device: &Device) -> Result<u64> {
    let mut read = service.database().begin_read().await?;
    Ok(read.centre(device.centre).await?.map_or(0, |centre| centre.clock))
}

impl Report {
    /// What was decided at or before the clock `known` had arrived before.
    fn add(&mut self, record: &Record, home: Home, known: u64) {
        if let Home::Received(receipt) = &home
            && receipt.clock > known
            && record.text.parse().is_ok_and(|read| read.voids().is_some())
        {
            self.voided += 1;
            return;
        }
        match home {
            Home::Received(receipt) if receipt.clock <= known => self.known += 1,
            Home::Received(Receipt { verdict: Verdict::Quarantined, reason, .. }) => {
                self.set_aside(record, &reason.unwrap_or_default());
            }
            Home::Received(_) => self.applied += 1,
            Home::SetAside(reason) => self.set_aside(record, reason),
            Home::Before => self.known += 1,
            Home::Voided => self.voided += 1,
            Home::Waits => self.refuse(record, "a record before it is missing."),
            Home::Refused(fault) => self.refuse(record, &fault.message),
        }
    }

    fn set_aside(&mut self, Record { row, id, .. }: &Record, reason: &str) {
        let why = match reason {
            "gap" => ": a record before it in its phone's order is missing here.",
            "forked" => ": it contradicts what was received of its phone before.",
            "revoked" => ": its phone has been revoked.",
            "erased" => ": whom it is about has been erased; it was not kept.",
            "no_grant" => ": it was written under no assignment that counts (any more).",
            "unknown_command" => ": it is from a later release, or damaged.",
            _ => ".",
        };
        self.quarantined.push(format!("record {row} ({id}) was set aside, {reason}{why}"));
    }

    fn refuse(&mut self, Record { row, id, .. }: &Record, why: &str) {
        self.refused.push(format!("record {row} ({id}) was not taken: {why}"));
    }

    fn told(&self) -> String {
        let mut told = format!(
            "{} records were applied, {} had been received before, {} were set aside for the \
             coordinator.\n",
            self.applied,
            self.known,
            self.quarantined.len()
        );
        if self.voided > 0 {
            let _ = writeln!(
                told,
                "{} had been deleted on the phone, since their participants withdrew.",
                self.voided
            );
        }
        for line in self.quarantined.iter().chain(&self.refused) {
            let _ = writeln!(told, "  {line}");
        }
        told
    }
}
