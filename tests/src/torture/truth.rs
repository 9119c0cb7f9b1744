//! What `brobygger export` says is at the centre, read for comparison.

use std::collections::HashMap;

use anyhow::{Context, Result};
use serde::Deserialize;
use serde_json::value::RawValue;
use sync::{Digest, Lane, MutationText, Verdict};
use uuid::Uuid;

/// A mutation that the centre has decided.
#[derive(Clone, Debug, Deserialize)]
pub struct Sent {
    pub device: Uuid,
    pub epoch: Uuid,
    pub lane: Lane,
    pub seq: u64,
    pub id: Uuid,
    pub verdict: Verdict,
    /// The id had been decided before; this copy did nothing.
    pub repeat: bool,
    pub mutation: MutationText,
}

#[derive(Deserialize)]
struct Exported {
    rows: Vec<ExportedRow>,
    mutations: Vec<Sent>,
}

#[derive(Deserialize)]
struct ExportedRow {
    id: Uuid,
    body: Box<RawValue>,
}

/// All of a centre.
pub struct Truth {
    rows: HashMap<Uuid, Box<RawValue>>,
    /// How many rows hold each mark.
    marks: HashMap<String, usize>,
    mutations: Vec<Sent>,
}

impl Truth {
    pub fn read(export: &str) -> Result<Self> {
        let exported: Exported =
            serde_json::from_str(export).context("the export is not what it was")?;
        let mut marks = HashMap::new();
        for row in &exported.rows {
            // Marks stand between two of these, and nobody else uses them.
            for mark in row.body.get().split('§').skip(1).step_by(2) {
                *marks.entry(format!("§{mark}§")).or_default() += 1;
            }
        }
        let rows = exported.rows.into_iter().map(|row| (row.id, row.body)).collect();
        Ok(Self { rows, marks, mutations: exported.mutations })
    }

    pub fn by_id(&self) -> HashMap<Uuid, Vec<&Sent>> {
        let mut by_id: HashMap<Uuid, Vec<&Sent>> = HashMap::new();
        for sent in &self.mutations {
            by_id.entry(sent.id).or_default().push(sent);
        }
        by_id
    }

    pub fn row_says(&self, id: Uuid, words: &str) -> bool {
        self.rows.get(&id).is_some_and(|body| body.get().contains(words))
    }

    pub fn rows_that_say(&self, mark: &str) -> usize {
        self.marks.get(mark).copied().unwrap_or(0)
    }

    /// Mutations, repeats not among them, whose text holds the mark.
    pub fn mutations_that_say(&self, mark: &str) -> usize {
        let says = |sent: &&Sent| !sent.repeat && sent.mutation.as_str().contains(mark);
        self.mutations.iter().filter(says).count()
    }

    /// Mutations that the centre did not take as they were.
    pub fn not_applied(&self) -> Vec<String> {
        let taken = |sent: &&Sent| !matches!(sent.verdict, Verdict::Applied | Verdict::Merged);
        let told = |sent: &Sent| format!("mutation {} is {:?}", sent.id, sent.verdict);
        self.mutations.iter().filter(taken).map(told).collect()
    }

    /// Each lane, in the order of deciding, is numbered densely from 1, and each text names the one before it.
    pub fn broken_chains(&self) -> Vec<String> {
        let mut ends: HashMap<(Uuid, Uuid, Lane), (u64, Digest)> = HashMap::new();
        let mut broken = Vec::new();
        for sent in &self.mutations {
            let key = (sent.device, sent.epoch, sent.lane);
            let (last, digest) = ends.get(&key).copied().unwrap_or((0, Digest::START));
            let lane = sent.lane.name();
            if sent.seq != last + 1 {
                broken.push(format!(
                    "number {} follows {last} in the {lane} lane of phone {}",
                    sent.seq, sent.device
                ));
            }
            match sent.mutation.parse() {
                Ok(parsed) if parsed.envelope.prev != digest => broken.push(format!(
                    "the chain breaks at number {} of the {lane} lane of phone {}",
                    sent.seq, sent.device
                )),
                Ok(parsed) if parsed.envelope.id != sent.id => {
                    broken.push(format!("mutation {} holds the text of another", sent.id));
                }
                Ok(_) => {}
                Err(error) => broken.push(format!("mutation {}: {error}", sent.id)),
            }
            ends.insert(key, (sent.seq, sent.mutation.digest()));
        }
        broken
    }
}
