//! `brobygger export`

use std::collections::HashMap;
use std::io::{BufWriter, Write};
use std::path::PathBuf;

use anyhow::{Context, Result};
use clap::Args;
use database::{Centre, Decided, Reading, Row};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use server::Clock;
use server::audit::note;
use server::review::certainly_wrong;
use sync::Envelope;
use uuid::Uuid;

use super::find;
use super::open::Data;

#[derive(Args)]
pub struct Export {
    #[command(flatten)]
    data: Data,
    /// The centre, by name or id, where there are several
    #[arg(long)]
    centre: Option<String>,
    /// The file to write [default: standard output]
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// The same centre gives the same text: rows in order of id, mutations in order of clock and place.
#[derive(Serialize)]
struct Exported {
    brobygger: u8,
    centre: ExportedCentre,
    rows: Vec<ExportedRow>,
    mutations: Vec<ExportedMutation>,
    /// What waited for review, and how it was settled.
    settled: Vec<ExportedSettlement>,
}

#[derive(Serialize)]
struct ExportedCentre {
    id: Uuid,
    name: String,
    country: String,
    language: String,
    clock: u64,
}

#[derive(Serialize)]
struct ExportedRow {
    id: Uuid,
    scope: Uuid,
    seq: u64,
    gone: bool,
    /// Null where the row was removed with all that it said.
    body: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Addressed {
    envelope: Envelope,
}

#[derive(Serialize)]
struct ExportedMutation {
    device: Uuid,
    epoch: Uuid,
    lane: sync::Lane,
    seq: u64,
    id: Uuid,
    verdict: sync::Verdict,
    reason: Option<String>,
    clock: u64,
    received_at: i64,
    /// It cannot have been recorded when its phone's clock says.
    wrong_clock: bool,
    /// The id had been decided before; this copy did nothing.
    repeat: bool,
    /// To the letter; null where it was erased.
    mutation: Option<Box<RawValue>>,
}

#[derive(Serialize)]
struct ExportedSettlement {
    id: Uuid,
    how: &'static str,
    by: Uuid,
    at: i64,
    clock: u64,
}

impl Export {
    pub async fn run(self) -> Result<()> {
        let database = self.data.open().await?;
        let mut read = database.begin_read().await?;
        let centre = find::centre(read.as_mut(), self.centre.as_deref()).await?;
        note(database.as_ref(), centre.id, Clock::system().now(), "export", None).await?;
        let exported = gather(read.as_mut(), centre).await?;
        drop(read);
        database.close().await;
        match &self.out {
            Some(file) => {
                let out = std::fs::File::create(file);
                let out = out.with_context(|| format!("{} cannot be written", file.display()))?;
                write(out, &exported)
            }
            None => write(std::io::stdout().lock(), &exported),
        }
    }
}

fn write(out: impl Write, exported: &Exported) -> Result<()> {
    let mut out = BufWriter::new(out);
    serde_json::to_writer_pretty(&mut out, exported)?;
    writeln!(out)?;
    out.flush().context("The export was not written to its end")
}

async fn gather(read: &mut dyn Reading, centre: Centre) -> Result<Exported> {
    const PAGE: usize = 1000;
    let mut rows = Vec::new();
    let mut after = None;
    loop {
        let page = read.rows_of_centre(centre.id, after, PAGE).await?;
        let (length, last) = (page.len(), page.last().map(|row| row.id));
        for row in page {
            rows.push(exported_row(row)?);
        }
        after = last;
        if length < PAGE {
            break;
        }
    }
    let decided = read.decided_of_centre(centre.id).await?;
    let enrolled: HashMap<Uuid, i64> = read
        .devices_of_centre(centre.id)
        .await?
        .into_iter()
        .map(|device| (device.id, device.enrolled_at))
        .collect();
    let mutations: Result<Vec<_>> =
        decided.into_iter().map(|one| exported_mutation(one, &enrolled)).collect();
    let settled = read.settled(centre.id).await?;
    let settled = settled.into_iter().map(|one| ExportedSettlement {
        id: one.id,
        how: one.how.name(),
        by: one.by,
        at: one.at,
        clock: one.clock,
    });
    Ok(Exported {
        brobygger: sync::PROTOCOL,
        centre: ExportedCentre {
            id: centre.id,
            name: centre.name,
            country: centre.country,
            language: centre.language,
            clock: centre.clock,
        },
        rows,
        mutations: mutations?,
        settled: settled.collect(),
    })
}

fn exported_row(row: Row) -> Result<ExportedRow> {
    Ok(ExportedRow {
        id: row.id,
        scope: row.scope,
        seq: row.seq,
        gone: row.gone,
        body: Some(row.body)
            .filter(|body| !body.is_empty())
            .map(RawValue::from_string)
            .transpose()?,
    })
}

fn exported_mutation(decided: Decided, enrolled: &HashMap<Uuid, i64>) -> Result<ExportedMutation> {
    let said = decided.text.as_deref().map(serde_json::from_str::<Addressed>);
    let at = said.and_then(Result::ok).map(|said| said.envelope.at);
    let enrolled = enrolled.get(&decided.key.device).copied();
    let wrong_clock = at.is_some_and(|at| certainly_wrong(at, decided.received_at, enrolled));
    Ok(ExportedMutation {
        device: decided.key.device,
        epoch: decided.key.epoch,
        lane: decided.key.lane,
        seq: decided.seq,
        id: decided.id,
        verdict: decided.verdict,
        reason: decided.reason,
        clock: decided.clock,
        received_at: decided.received_at,
        wrong_clock,
        repeat: decided.repeat,
        mutation: decided.text.map(RawValue::from_string).transpose()?,
    })
}
