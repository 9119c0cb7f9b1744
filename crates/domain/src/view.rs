//! What the rules read: rows by id, and rows by kind and participant.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

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

/// Rows in memory, with an index by kind and participant.
#[derive(Clone, Debug, Default)]
pub struct MemoryView {
    rows: BTreeMap<Uuid, Row>,
    index: BTreeSet<(RowKind, Option<ParticipantId>, Uuid)>,
}

impl MemoryView {
    pub fn upsert(&mut self, row: Row) {
        self.remove(row.id());
        self.index.insert((row.kind(), row.participant(), row.id()));
        self.rows.insert(row.id(), row);
    }

    pub fn remove(&mut self, id: Uuid) -> Option<Row> {
        let row = self.rows.remove(&id)?;
        self.index.remove(&(row.kind(), row.participant(), id));
        Some(row)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.values()
    }

    /// All rows of a type, whoever they are about, grouped by participant, then in order of id.
    pub fn all<T: Is>(&self) -> impl Iterator<Item = &T> {
        let first = (T::KIND, None, Uuid::nil());
        self.index
            .range(first..)
            .take_while(|(kind, _, _)| *kind == T::KIND)
            .filter_map(|(_, _, id)| self.rows.get(id).and_then(T::of))
    }

    pub fn get<T: Is>(&self, id: impl Into<Uuid>) -> Option<&T> {
        self.rows.get(&id.into()).and_then(T::of)
    }

    pub fn about<T: Is>(&self, participant: ParticipantId) -> impl DoubleEndedIterator<Item = &T> {
        self.ids(participant, T::KIND).filter_map(|id| self.rows.get(&id).and_then(T::of))
    }

    fn ids(
        &self,
        participant: ParticipantId,
        kind: RowKind,
    ) -> impl DoubleEndedIterator<Item = Uuid> + '_ {
        let key = |id| (kind, Some(participant), id);
        self.index.range(key(Uuid::nil())..=key(Uuid::max())).map(|(_, _, id)| *id)
    }
}

impl View for MemoryView {
    fn row(&self, id: Uuid) -> Option<&Row> {
        self.rows.get(&id)
    }

    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row> {
        self.ids(participant, kind).filter_map(|id| self.rows.get(&id)).collect()
    }
}
