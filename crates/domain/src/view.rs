//! What the rules read: rows by id, and rows by kind and participant.

use std::fmt;
use std::sync::{Arc, OnceLock};

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

/// Where a row is read from, by whoever asks for it first.
pub trait Unread: fmt::Debug + Send + Sync {
    /// None where it cannot be read: then there is no such row.
    fn read(&self) -> Option<Row>;
}

/// A row, or where to read it.
#[derive(Debug)]
struct Slot {
    id: Uuid,
    key: Key,
    row: OnceLock<Option<Box<Row>>>,
    unread: Option<Arc<dyn Unread>>,
}

type Key = (RowKind, Option<ParticipantId>);

impl Slot {
    fn row(&self) -> Option<&Row> {
        let read = || {
            let row = self.unread.as_ref()?.read()?;
            let same =
                (row.id(), row.kind(), row.participant()) == (self.id, self.key.0, self.key.1);
            same.then(|| row.into())
        };
        self.row.get_or_init(read).as_deref()
    }
}

/// A row that was taken out of a view.
pub struct Taken(Arc<Slot>);

impl Taken {
    pub fn id(&self) -> Uuid {
        self.0.id
    }
}

/// Rows in memory, by id, and by kind and participant. Copies share the rows.
#[derive(Clone, Debug, Default)]
pub struct MemoryView {
    rows: Map<Uuid, Arc<Slot>>,
    /// Each list in order of id.
    groups: Map<Key, Vec<Arc<Slot>>>,
}

impl MemoryView {
    pub fn upsert(&mut self, row: Row) {
        let (id, key) = (row.id(), (row.kind(), row.participant()));
        self.put(Arc::new(Slot { id, key, row: Some(row.into()).into(), unread: None }));
    }

    /// A row that is read when it is asked for. Where what is read is another row, or of another kind, or about
    /// somebody else, it is not there.
    pub fn upsert_unread(
        &mut self,
        id: Uuid,
        kind: RowKind,
        about: Option<ParticipantId>,
        unread: Arc<dyn Unread>,
    ) {
        let key = (kind, about);
        self.put(Arc::new(Slot { id, key, row: OnceLock::new(), unread: Some(unread) }));
    }

    /// Takes out a row that can be read, to be put back.
    pub fn take(&mut self, id: Uuid) -> Option<Taken> {
        self.row(id)?;
        self.leave(id).map(Taken)
    }

    /// In the place of what is there now.
    pub fn put_back(&mut self, taken: Taken) {
        self.put(taken.0);
    }

    fn put(&mut self, slot: Arc<Slot>) {
        if let Some(before) = self.rows.insert(slot.id, slot.clone()) {
            self.leave_group(&before);
        }
        match self.groups.get_mut(&slot.key) {
            Some(group) => group.insert(place(group, slot.id), slot),
            None => {
                self.groups.insert(slot.key, vec![slot]);
            }
        }
    }

    fn leave_group(&mut self, slot: &Slot) {
        if let Some(group) = self.groups.get_mut(&slot.key) {
            group.remove(place(group, slot.id));
        }
    }

    /// Whether it was there.
    pub fn remove(&mut self, id: Uuid) -> bool {
        self.leave(id).is_some()
    }

    fn leave(&mut self, id: Uuid) -> Option<Arc<Slot>> {
        let slot = self.rows.remove(&id)?;
        self.leave_group(&slot);
        Some(slot)
    }

    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter_map(|(_, slot)| slot.row())
    }

    /// All rows of a type, whoever they are about, grouped by participant, then in order of id.
    pub fn all<T: Is>(&self) -> impl Iterator<Item = &T> {
        self.of_kind(T::KIND).filter_map(T::of)
    }

    /// A list, so that the search for it is compiled once and not for each type.
    fn of_kind(&self, kind: RowKind) -> std::vec::IntoIter<&Row> {
        let groups = self.groups.starting_at(&(kind, None)).take_while(|((of, _), _)| *of == kind);
        let slots = groups.flat_map(|(_, group)| group);
        let rows: Vec<&Row> = slots.filter_map(|slot| slot.row()).collect();
        rows.into_iter()
    }

    pub fn get<T: Is>(&self, id: impl Into<Uuid>) -> Option<&T> {
        self.row(id.into()).and_then(T::of)
    }

    pub fn about<T: Is>(&self, participant: ParticipantId) -> impl DoubleEndedIterator<Item = &T> {
        self.group(participant, T::KIND).iter().filter_map(|slot| T::of(slot.row()?))
    }

    fn group(&self, participant: ParticipantId, kind: RowKind) -> &[Arc<Slot>] {
        self.groups.get(&(kind, Some(participant))).map(Vec::as_slice).unwrap_or_default()
    }
}

/// Where in a group a row of this id is or belongs. What comes in order comes to the end.
fn place(group: &[Arc<Slot>], id: Uuid) -> usize {
    match group.last() {
        Some(last) if last.id < id => group.len(),
        _ => group.partition_point(|slot| slot.id < id),
    }
}

impl View for MemoryView {
    fn row(&self, id: Uuid) -> Option<&Row> {
        self.rows.get(&id)?.row()
    }

    fn of_participant(&self, participant: ParticipantId, kind: RowKind) -> Vec<&Row> {
        self.group(participant, kind).iter().filter_map(|slot| slot.row()).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;
    use crate::Activity;

    #[derive(Debug)]
    struct Text(&'static str, AtomicUsize);

    impl Unread for Text {
        fn read(&self) -> Option<Row> {
            self.1.fetch_add(1, Ordering::Relaxed);
            serde_json::from_str(self.0).ok()
        }
    }

    const CHOIR: &str = r#"{"activity":{"id":"00000000-0000-0000-0000-0000000000d1","name":"Kor",
        "place":{"name":"Kulturhuset","town":"Ås","latitude":59.66,"longitude":10.79},
        "recurrence":{"rule":"FREQ=WEEKLY;BYDAY=TU","from":"2026-01-01"},
        "starts":"18:00","minutes":90,"cost":"free","verified":"2026-10-01"}}"#;

    #[test]
    fn a_row_is_read_once_and_when_it_is_asked_for() {
        let mut view = MemoryView::default();
        let id = Uuid::from_u128(0xd1);
        let text = Arc::new(Text(CHOIR, AtomicUsize::new(0)));
        view.upsert_unread(id, RowKind::Activity, None, text.clone());
        let copy = view.clone();
        assert_eq!((view.len(), text.1.load(Ordering::Relaxed)), (1, 0));
        assert_eq!(view.all::<Activity>().count(), 1, "{CHOIR}");
        assert!(copy.get::<Activity>(id).is_some());
        assert_eq!(text.1.load(Ordering::Relaxed), 1, "copies share it");
        assert!(view.remove(id));
        assert_eq!((view.all::<Activity>().count(), copy.all::<Activity>().count()), (0, 1));
    }

    #[test]
    fn what_is_another_row_is_not_there() {
        let of = |id, kind, about| {
            let mut view = MemoryView::default();
            let text = Arc::new(Text(CHOIR, AtomicUsize::new(0)));
            view.upsert_unread(Uuid::from_u128(id), kind, about, text);
            view.rows().count()
        };
        let somebody = ParticipantId(Uuid::from_u128(0xb1));
        assert_eq!(of(0xd1, RowKind::Activity, None), 1);
        assert_eq!(of(0xd2, RowKind::Activity, None), 0);
        assert_eq!(of(0xd1, RowKind::Wish, None), 0);
        assert_eq!(of(0xd1, RowKind::Activity, Some(somebody)), 0);
    }

    #[test]
    fn what_cannot_be_read_is_not_there() {
        let mut view = MemoryView::default();
        let id = Uuid::from_u128(0xd1);
        let text = Text(r#"{"activity":{"of_a_later_release":1}}"#, AtomicUsize::new(0));
        view.upsert_unread(id, RowKind::Activity, None, Arc::new(text));
        assert!(view.row(id).is_none());
        assert_eq!((view.rows().count(), view.all::<Activity>().count()), (0, 0));
        // What comes in its place is.
        view.upsert(serde_json::from_str(CHOIR).expect("as it is written"));
        assert_eq!((view.rows().count(), view.all::<Activity>().count()), (1, 1));
    }
}
