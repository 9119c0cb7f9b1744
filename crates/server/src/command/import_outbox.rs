//! `brobygger import-outbox`: the way home for records of a phone that cannot send them itself.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use clap::Args;
use database::{Device, Sqlite};
use serde::Deserialize;
use server::{Clock, Service, Settings};
use sync::{MutationText, PROTOCOL, PUSH_MAX_MUTATIONS, PushRequest, Receipt, Verdict};
use uuid::Uuid;

use super::open::Data;

/// The records go the same way as a phone's: in order, each once. Importing a file twice, or one whose
/// records have arrived meanwhile, changes nothing.
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

#[derive(Default)]
struct Report {
    applied: usize,
    known: usize,
    quarantined: Vec<(Uuid, String)>,
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
        let database = Arc::new(self.data.open().await?);
        let shared: Arc<Sqlite> = Arc::clone(&database);
        let service = Service::start(shared, Clock::system(), Settings::default()).await?;
        let mut report = Report::default();
        for (device, mutations) in by_device(outbox.mutations)? {
            take(&service, device, mutations, &mut report).await?;
        }
        database.close().await;
        report.print();
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

/// In the order of the file, by phone.
fn by_device(mutations: Vec<MutationText>) -> Result<BTreeMap<Uuid, Vec<MutationText>>> {
    let mut devices: BTreeMap<Uuid, Vec<MutationText>> = BTreeMap::new();
    for (place, text) in mutations.into_iter().enumerate() {
        let mutation = text.parse();
        let mutation = mutation.with_context(|| format!("Record {} cannot be read", place + 1))?;
        devices.entry(mutation.envelope.device).or_default().push(text);
    }
    Ok(devices)
}

async fn take(
    service: &Service,
    device: Uuid,
    mutations: Vec<MutationText>,
    report: &mut Report,
) -> Result<()> {
    let mut read = service.database().begin_read().await?;
    let Some(device) = read.devices(&[device]).await?.pop() else {
        let count = mutations.len();
        report.refused.push(format!("{count} records are from a phone that is not known here."));
        return Ok(());
    };
    drop(read);
    for batch in mutations.chunks(PUSH_MAX_MUTATIONS) {
        let known = clock(service, &device).await?;
        let request = PushRequest { brobygger: PROTOCOL, mutations: batch.to_vec(), pull: None };
        match service.push(&device, &request).await {
            Ok(receipts) => receipts.into_iter().for_each(|receipt| report.add(receipt, known)),
            Err(fault) => {
                let message = format!("{} records were not taken: {}", batch.len(), fault.message);
                report.refused.push(message);
                // What follows in the lane cannot be taken either.
                return Ok(());
            }
        }
    }
    Ok(())
}

async fn clock(service: &Service, device: &Device) -> Result<u64> {
    let mut read = service.database().begin_read().await?;
    Ok(read.centre(device.centre).await?.map_or(0, |centre| centre.clock))
}

impl Report {
    /// Decided at or before the clock `known`: it had arrived before.
    fn add(&mut self, receipt: Receipt, known: u64) {
        if receipt.clock <= known {
            self.known += 1;
        } else if receipt.verdict == Verdict::Quarantined {
            let reason = receipt.reason.unwrap_or_default();
            self.quarantined.push((receipt.id, reason));
        } else {
            self.applied += 1;
        }
    }

    fn print(&self) {
        println!(
            "{} records were applied, {} had been received before, {} were set aside for the \
                  coordinator.",
            self.applied,
            self.known,
            self.quarantined.len()
        );
        for (id, reason) in &self.quarantined {
            println!("  set aside: {id} ({reason})");
        }
        for refused in &self.refused {
            println!("  {refused}");
        }
    }
}
