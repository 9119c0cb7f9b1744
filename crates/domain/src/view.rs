//! What the rules read: rows by id, and rows by kind and participant.

use std::sync::Arc;

use uuid::Uuid;

use crate::map::Map;
use crate::{Is, ParticipantId, Row, RowKind};

/// A set of rows at one moment.
pub trait View {
    fn row(&self, id: Uuid) -> Option<&Row>;

    /// Rows of one kind about one participant, in order of id.
    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row>;
}

impl dyn View + '_ {
    /// The row of this id, if it is of this type.
    pub fn get<T: Is>(&self, id: impl Into<Uuid>) -> Option<&T> {
        self.row(id.into()).and_then(T::of)
    }

    /// The rows of this type about a participant, in order of id.
    pub fn about<T: Is>(&self, participant: ParticipantId) -> Vec<&T> {
        self.of_participant(participant, T::KIND).into_iter().filter_map(T::of).collect()
    }
}

/// Rows in memory, by id, and by kind and participant. Copies share the rows.
#[derive(Clone, Debug, Default)]
pub struct MemoryView {
    rows: Map<Uuid, Arc<Row>>,
    /// Each list in order of id.
    groups: Map<(RowKind, Option<ParticipantId>), Vec<Arc<Row>>>,
}

impl MemoryView {
    pub fn upsert(&mut self, row: Row) {
        let (id, key) = (row.id(), (row.kind(), row.participant()));
        self.remove(id);
        let row = Arc::new(row);
        match self.groups.get_mut(&key) {
            Some(group) => group.insert(place(group, id), row.clone()),
            None => {
                self.groups.insert(key, vec![row.clone()]);
            }
        }
        self.rows.insert(id, row);
    }

    /// Whether it was there.
    pub fn remove(&mut self, id: Uuid) -> bool {
        let Some(row) = self.rows.remove(&id) else {
            return false;
        };
        let key = (row.kind(), row.participant());
        if let Some(group) = self.groups.get_mut(&key) {
            group.remove(place(group, id));
        }
        true
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().map(|(_, row)| &**row)
    }

    /// All rows of a type, whoever they are about, grouped by participant, then in order of id.
    pub fn all<T: Is>(&self) -> impl Iterator<Item = &T> {
        self.of_kind(T::KIND).filter_map(T::of)
    }

    /// A list, so that the search for it is compiled once and not for each type.
    fn of_kind(&self, kind: RowKind) -> std::vec::IntoIter<&Row> {
        let groups = self.groups.starting_at(&(kind, None)).take_while(|((of, _), _)| *of == kind);
        let rows: Vec<&Row> = groups.flat_map(|(_, group)| group).map(|row| &**row).collect();
        rows.into_iter()
    }

    pub fn get<T: Is>(&self, id: impl Into<Uuid>) -> Option<&T> {
        self.row(id.into()).and_then(T::of)
    }

    pub fn about<T: Is>(&self, participant: ParticipantId) -> impl DoubleEndedIterator<Item = &T> {
        self.group(participant, T::KIND).iter().filter_map(|row| T::of(row))
    }

    fn group(&self, participant: ParticipantId, kind: RowKind) -> &[Arc<Row>] {
        self.groups.get(&(kind, Some(participant))).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where in a group a row of this id is or belongs.
fn place(group: &[Arc<Row>], id: Uuid) -> usize {
    group.partition_point(|row| row.id() < id)
}

impl View for MemoryView {
    fn row(&self, id: Uuid) -> Option<&Row> {
        self.rows.get(&id).map(|row| &**row)
    }

    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row> {
        self.group(participant, kind).iter().map(|row| &**row).collect()
    }
}
