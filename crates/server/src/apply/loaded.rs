//! The rows of a transaction in memory, and which questions they answer.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use database::{DatabaseError, Reading};
use domain::{MemoryView, ParticipantId, Read, Row, RowKind, View};
use uuid::Uuid;

#[derive(Default)]
pub struct Loaded {
    pub view: MemoryView,
    /// The rows as they are stored, among them some that this release cannot read.
    pub stored: HashMap<Uuid, database::Row>,
    known: HashSet<Read>,
    /// What was asked for and is not loaded.
    missed: RefCell<Vec<Read>>,
}

impl Loaded {
    pub async fn load(
        &mut self,
        read: &mut dyn Reading,
        centre: Uuid,
        reads: impl IntoIterator<Item = Read>,
    ) -> Result<(), DatabaseError> {
        let mut ids = Vec::new();
        let mut kinds = Vec::new();
        for one in reads {
            if !self.known.insert(one) {
                continue;
            }
            match one {
                Read::Row(id) => ids.push(id),
                Read::OfParticipant(participant, kind) => kinds.push((participant.0, kind.name())),
            }
        }
        let mut found = Vec::new();
        if !ids.is_empty() {
            found.extend(read.rows_by_id(centre, &ids).await?);
        }
        if !kinds.is_empty() {
            found.extend(read.rows_of_kinds(centre, &kinds).await?);
        }
        for row in found {
            self.take_in(row);
        }
        Ok(())
    }

    pub fn knows(&self, id: Uuid) -> bool {
        self.known.contains(&Read::Row(id))
    }

    pub fn take_missed(&mut self) -> Vec<Read> {
        std::mem::take(self.missed.get_mut())
    }

    fn take_in(&mut self, row: database::Row) {
        // What this transaction has seen or written is never older than what is stored.
        if self.stored.contains_key(&row.id) || self.view.row(row.id).is_some() {
            return;
        }
        self.known.insert(Read::Row(row.id));
        if !row.gone {
            match serde_json::from_str::<Row>(&row.body) {
                Ok(parsed) => self.view.upsert(parsed),
                Err(_) => tracing::warn!(kind = row.kind, "a row that this release cannot read"),
            }
        }
        self.stored.insert(row.id, row);
    }
}

impl View for Loaded {
    fn row(&self, id: Uuid) -> Option<&Row> {
        if !self.knows(id) {
            self.missed.borrow_mut().push(Read::Row(id));
        }
        self.view.row(id)
    }

    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row> {
        let read = Read::OfParticipant(participant, kind);
        if !self.known.contains(&read) {
            self.missed.borrow_mut().push(read);
        }
        self.view.of_participant(participant, kind)
    }
}
