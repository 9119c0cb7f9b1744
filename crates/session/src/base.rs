//! The rows that the server gave, in memory and packed into blocks.
//!
//! A block holds about a hundred rows of one scope: opening a hundred at once is five times faster
//! than one by one, and a page rewrites only the blocks that it touches. A scope leaves as one range.

use std::sync::Arc;

use domain::map::Map;
use domain::{MemoryView, ParticipantId, Row, RowKind, Unread};
use sync::replica::{Commit, Open};
use sync::{Gone, WireRow};
use uuid::Uuid;

use crate::block;

const BLOCK_ROWS: usize = 100;
/// What is read when somebody asks for it: the directory, and what happened, which lies in the scope of the
/// participant whom it is about. Together that is nearly all that a phone holds.
const UNREAD: [RowKind; 9] = [
    RowKind::Activity,
    RowKind::Conversation,
    RowKind::Accompaniment,
    RowKind::CheckIn,
    RowKind::CheckOut,
    RowKind::Wish,
    RowKind::Contact,
    RowKind::FollowUpMark,
    RowKind::Change,
];

/// A scope and a number within it.
pub type BlockKey = (Uuid, u32);

#[derive(Clone, Default)]
pub struct Base {
    rows: Map<Uuid, Arc<Placed>>,
    /// The ids of each block, in order.
    blocks: Map<BlockKey, Vec<Uuid>>,
}

#[derive(Debug)]
struct Placed {
    block: BlockKey,
    seq: u64,
    /// The row, as it came.
    text: Box<str>,
}

impl Unread for Placed {
    fn read(&self) -> Option<Row> {
        json::read(&self.text).ok()
    }
}

impl Placed {
    /// What the row is and whom it is about, where that is told without reading it.
    fn key(&self) -> Option<(RowKind, Option<ParticipantId>)> {
        let name = self.text.strip_prefix("{\"")?;
        let kinds = UNREAD.iter().copied();
        let kind = kinds.into_iter().find(|kind| {
            name.strip_prefix(kind.name()).is_some_and(|rest| rest.starts_with("\":"))
        })?;
        let about = (kind != RowKind::Activity).then(|| self.block.0.into());
        Some((kind, about))
    }

    /// In a part of its scope that was not filled yet.
    fn of_before(&self, id: Uuid, open: &[Open]) -> bool {
        open.iter().any(|open| open.has(self.block.0, id))
    }

    /// Whether what is held is as new as this, or the very same.
    fn stays(&self, row: &WireRow, open: &[Open]) -> bool {
        match self.of_before(row.id, open) {
            false => self.seq >= row.seq,
            // Numbers of another history say nothing.
            true => {
                (self.block.0, self.seq) == (row.scope, row.seq) && *self.text == *row.body.get()
            }
        }
    }
}

/// What a commit changed.
#[derive(Default)]
pub struct Touched {
    /// Each of them once.
    pub blocks: Vec<BlockKey>,
    pub rows: Vec<Uuid>,
}

impl Touched {
    fn touch(&mut self, block: BlockKey, row: Uuid) {
        if !self.blocks.contains(&block) {
            self.blocks.push(block);
        }
        self.rows.push(row);
    }
}

impl Base {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Shows the row as it is here, and nothing where it is not, or where it is of a kind that a later release
    /// added: such a row is kept and carried along, and not shown.
    pub fn show(&self, id: Uuid, view: &mut MemoryView) {
        match self.rows.get(&id) {
            Some(placed) => Self::show_placed(id, placed, view),
            None => drop(view.remove(id)),
        }
    }

    /// Shows every row that is here.
    pub fn show_all(&self, view: &mut MemoryView) {
        for (id, placed) in self.rows.iter() {
            Self::show_placed(*id, placed, view);
        }
    }

    fn show_placed(id: Uuid, placed: &Arc<Placed>, view: &mut MemoryView) {
        if let Some((kind, about)) = placed.key() {
            view.upsert_unread(id, kind, about, placed.clone());
        } else if let Some(row) = placed.read() {
            view.upsert(row);
        } else {
            view.remove(id);
        }
    }

    pub fn ids(&self) -> impl Iterator<Item = Uuid> + '_ {
        self.rows.iter().map(|(id, _)| *id)
    }

    /// Every row with its scope, its number and its body.
    pub fn each(&self, look: &mut dyn FnMut(Uuid, Uuid, u64, &str)) {
        for (id, row) in self.rows.iter() {
            look(*id, row.block.0, row.seq, &row.text);
        }
    }

    pub fn has(&self, id: Uuid) -> bool {
        self.rows.get(&id).is_some()
    }

    pub fn block_keys(&self) -> Vec<BlockKey> {
        self.blocks.iter().map(|(key, _)| *key).collect()
    }

    /// Takes in a block from the disk, and gives what its rows are in the sum of their scope. Where it cannot be
    /// read, what was read of it is here until the scope is evicted.
    pub fn load(&mut self, key: BlockKey, bytes: &[u8]) -> Result<u64, json::Unreadable> {
        let mut ids = Vec::new();
        let mut sum = 0_u64;
        let read = block::unpack(bytes, &mut |(id, seq, text)| {
            sum = sum.wrapping_add(in_sum(id, seq));
            put_in_order(&mut ids, id);
            self.rows.insert(id, Arc::new(Placed { block: key, seq, text: text.into() }));
        });
        self.blocks.insert(key, ids);
        read.map(|()| sum)
    }

    /// A number that goes with the rows of a scope as they are. Whoever puts back what was there before gets
    /// another, and cannot choose it, since ids and numbers lie sealed.
    pub fn sum(&self, scope: Uuid) -> u64 {
        let ids = self.blocks_of(scope).flat_map(|(_, ids)| ids);
        let rows = ids.filter_map(|id| Some((id, self.rows.get(id)?.seq)));
        rows.fold(0, |sum, (id, seq)| sum.wrapping_add(in_sum(*id, seq)))
    }

    /// Forgets a scope.
    pub fn evict(&mut self, scope: Uuid, touched: &mut Touched) {
        let keys: Vec<BlockKey> = self.blocks_of(scope).map(|(key, _)| *key).collect();
        for key in keys {
            for id in self.blocks.remove(&key).unwrap_or_default() {
                self.rows.remove(&id);
                touched.rows.push(id);
            }
        }
    }

    /// Does what a commit says. The disk follows by [`Base::block`] for each block touched.
    pub fn apply(&mut self, commit: &mut Commit) -> Touched {
        let mut touched = Touched::default();
        for scope in &commit.evict {
            self.evict(*scope, &mut touched);
        }
        for open in &commit.open {
            self.replace(open, &commit.upserts, &mut touched);
        }
        for gone in &commit.gone {
            self.remove(gone, &commit.open, &mut touched);
        }
        for row in std::mem::take(&mut commit.upserts) {
            self.upsert(row, &commit.open, &mut touched);
        }
        touched
    }

    /// Where a page gives all there is, what is held and not given is gone.
    fn replace(&mut self, open: &Open, given: &[WireRow], touched: &mut Touched) {
        let ids = self.blocks_of(open.scope).flat_map(|(_, ids)| ids);
        let stays = |id| given.iter().any(|row| row.id == id && row.scope == open.scope);
        let gone: Vec<Uuid> =
            ids.filter(|id| open.gives(open.scope, **id) && !stays(**id)).copied().collect();
        for id in gone {
            if let Some(block) = self.rows.get(&id).map(|held| held.block) {
                self.leave(id, block, touched);
            }
        }
    }

    /// A row with a lower number never replaces one with a higher, unless that is of before.
    fn upsert(&mut self, row: WireRow, open: &[Open], touched: &mut Touched) {
        let key = match self.rows.get(&row.id) {
            Some(held) if held.stays(&row, open) => return,
            Some(held) if held.block.0 == row.scope => held.block,
            Some(held) => {
                let left = held.block;
                self.leave(row.id, left, touched);
                self.block_with_room(row.scope)
            }
            None => self.block_with_room(row.scope),
        };
        touched.touch(key, row.id);
        self.place(key, row.id, row.seq, row.body.into());
    }

    fn remove(&mut self, gone: &Gone, open: &[Open], touched: &mut Touched) {
        let goes = |held: &&Arc<Placed>| held.seq <= gone.seq || held.of_before(gone.id, open);
        if let Some(held) = self.rows.get(&gone.id).filter(goes) {
            let block = held.block;
            self.leave(gone.id, block, touched);
        }
    }

    fn leave(&mut self, id: Uuid, block: BlockKey, touched: &mut Touched) {
        self.rows.remove(&id);
        if let Some(ids) = self.blocks.get_mut(&block) {
            ids.retain(|known| *known != id);
        }
        touched.touch(block, id);
    }

    fn place(&mut self, block: BlockKey, id: Uuid, seq: u64, text: Box<str>) {
        match self.blocks.get_mut(&block) {
            Some(ids) => put_in_order(ids, id),
            None => drop(self.blocks.insert(block, vec![id])),
        }
        self.rows.insert(id, Arc::new(Placed { block, seq, text }));
    }

    fn blocks_of(&self, scope: Uuid) -> impl Iterator<Item = (&BlockKey, &Vec<Uuid>)> {
        self.blocks.starting_at(&(scope, 0)).take_while(move |((of, _), _)| *of == scope)
    }

    /// The scope's last block, or a new one after it.
    fn block_with_room(&self, scope: Uuid) -> BlockKey {
        match self.blocks_of(scope).last() {
            Some((key, ids)) if ids.len() < BLOCK_ROWS => *key,
            Some(((_, number), _)) => (scope, number + 1),
            None => (scope, 0),
        }
    }

    /// A block as it goes to the disk; None when nothing is left in it.
    pub fn block(&self, key: BlockKey) -> Option<Vec<u8>> {
        let ids = self.blocks.get(&key).filter(|ids| !ids.is_empty())?;
        let rows = ids.iter().filter_map(|id| Some((*id, self.rows.get(id)?)));
        Some(block::pack(rows.map(|(id, row)| (id, row.seq, &*row.text))))
    }
}

fn put_in_order(ids: &mut Vec<Uuid>, id: Uuid) {
    if ids.last().is_none_or(|last| *last < id) {
        ids.push(id);
    } else if let Err(place) = ids.binary_search(&id) {
        ids.insert(place, id);
    }
}

fn in_sum(id: Uuid, seq: u64) -> u64 {
    mixed(id.as_u64_pair().1 ^ seq)
}

/// Each bit of the number changes about half of them all (the mixer of splitmix64).
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

/// The key of a block in the store.
pub fn key_text((scope, number): BlockKey) -> String {
    format!("{scope}/{number:05}")
}

pub fn parse_key(text: &str) -> Option<BlockKey> {
    let (scope, number) = text.split_once('/')?;
    Some((scope.parse().ok()?, number.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;
    use sync::replica::{Given, Held};

    use super::*;

    fn row(id: u128, scope: u128, seq: u64) -> WireRow {
        let body = RawValue::from_string(format!(r#"{{"seq":{seq}}}"#)).unwrap();
        WireRow { id: Uuid::from_u128(id), scope: Uuid::from_u128(scope), seq, body }
    }

    fn commit(upserts: Vec<WireRow>, gone: Vec<Gone>, evict: Vec<u128>) -> Commit {
        let evict = evict.into_iter().map(Uuid::from_u128).collect();
        Commit { evict, open: vec![], upserts, gone, held: Held::default() }
    }

    /// What is on the disk is what is in memory.
    fn reloaded(base: &Base) -> Base {
        let mut again = Base::default();
        for (key, _) in base.blocks.iter() {
            if let Some(json) = base.block(*key) {
                again.load(*key, &json).unwrap();
            }
        }
        again
    }

    fn seqs(base: &Base) -> Vec<(Uuid, u64)> {
        base.rows.iter().map(|(id, row)| (*id, row.seq)).collect()
    }

    #[test]
    fn rows_are_packed_and_a_change_touches_one_block() {
        let mut base = Base::default();
        let touched =
            base.apply(&mut commit((0..250).map(|n| row(n, 7, 1)).collect(), vec![], vec![]));
        assert_eq!(touched.blocks.len(), 3);
        let touched = base.apply(&mut commit(vec![row(120, 7, 2)], vec![], vec![]));
        assert_eq!(touched.blocks.into_iter().collect::<Vec<_>>(), [(Uuid::from_u128(7), 1)]);
        assert_eq!(seqs(&reloaded(&base)), seqs(&base));
        assert_eq!(base.len(), 250);
    }

    #[test]
    fn a_lower_number_changes_nothing() {
        let mut base = Base::default();
        base.apply(&mut commit(vec![row(1, 7, 5)], vec![], vec![]));
        let gone = Gone { id: Uuid::from_u128(1), scope: Uuid::from_u128(7), seq: 4 };
        let touched = base.apply(&mut commit(vec![row(1, 7, 4), row(1, 7, 5)], vec![gone], vec![]));
        assert!(touched.blocks.is_empty() && touched.rows.is_empty());
        assert_eq!(seqs(&base), [(Uuid::from_u128(1), 5)]);
    }

    #[test]
    fn a_row_that_moves_leaves_its_old_scope() {
        let mut base = Base::default();
        base.apply(&mut commit(vec![row(1, 7, 1), row(2, 7, 1)], vec![], vec![]));
        base.apply(&mut commit(vec![row(1, 8, 2)], vec![], vec![]));
        let mut evicted = reloaded(&base);
        evicted.apply(&mut commit(vec![], vec![], vec![7]));
        assert_eq!(seqs(&evicted), [(Uuid::from_u128(1), 2)]);
        let gone = Gone { id: Uuid::from_u128(1), scope: Uuid::from_u128(8), seq: 3 };
        let touched = evicted.apply(&mut commit(vec![], vec![gone], vec![]));
        assert_eq!(evicted.block(*touched.blocks.first().unwrap()), None);
    }

    #[test]
    fn what_is_of_before_gives_way_to_whatever_is_said() {
        let mut base = Base::default();
        base.apply(&mut commit((1..=9).map(|n| row(n, 7, 500)).collect(), vec![], vec![]));
        // The page gives all up to 5: the rows 2 and 4. A change beyond that comes with a low number.
        let open = |after, given| Open { scope: Uuid::from_u128(7), after, given };
        let up_to = |n| Given::UpTo(Uuid::from_u128(n));
        let upserts = vec![row(7, 7, 3), row(2, 7, 500), row(4, 7, 2)];
        let page = Commit { open: vec![open(None, up_to(5))], ..commit(upserts, vec![], vec![]) };
        let touched = base.apply(&mut page.clone());
        let id = Uuid::from_u128;
        let six_and_on = [(id(6), 500), (id(7), 3), (id(8), 500), (id(9), 500)];
        assert_eq!(seqs(&base), [[(id(2), 500), (id(4), 2)].as_slice(), &six_and_on].concat());
        assert!(!touched.rows.contains(&id(2)), "the very same row is not written again");
        // A removal in the part that is open, and one in the part that is filled.
        let gone = |n, seq| Gone { id: id(n), scope: id(7), seq };
        let rest = Commit {
            open: vec![open(Some(id(5)), Given::Nothing)],
            ..commit(vec![], vec![gone(9, 4), gone(2, 4)], vec![])
        };
        base.apply(&mut rest.clone());
        assert_eq!(seqs(&base).len(), 5, "row 9 went, and row 2 is newer than its removal");
        let last = Commit {
            open: vec![open(Some(id(5)), Given::All)],
            ..commit(vec![row(8, 7, 1)], vec![], vec![])
        };
        base.apply(&mut last.clone());
        assert_eq!(seqs(&reloaded(&base)), [(id(2), 500), (id(4), 2), (id(8), 1)]);
    }

    proptest! {
        /// Whatever is held, a range that was given holds exactly what was given.
        #[test]
        fn a_range_is_replaced_whole(
            before in proptest::collection::btree_map(1_u128..60, (7_u128..9, 1_u64..9), 0..40),
            now in proptest::collection::btree_map(1_u128..60, 1_u64..9, 0..40),
            (after, given) in (0_u128..60, 0_u128..70),
        ) {
            let mut base = Base::default();
            let held = before.iter().map(|(id, (scope, seq))| row(*id, *scope, *seq));
            base.apply(&mut commit(held.collect(), vec![], vec![]));
            let inside = |id: &u128| *id > after && *id <= given.max(after);
            let rows = now.iter().filter(|(id, _)| inside(id));
            // Rows whose ids are taken in another scope do not come in this one.
            let rows: Vec<_> = rows
                .filter(|(id, _)| before.get(id).is_none_or(|(scope, _)| *scope == 7))
                .map(|(id, seq)| (Uuid::from_u128(*id), *seq))
                .collect();
            let open = Open {
                scope: Uuid::from_u128(7),
                after: Some(Uuid::from_u128(after)),
                given: Given::UpTo(Uuid::from_u128(given.max(after))),
            };
            let upserts = rows.iter().map(|(id, seq)| row(id.as_u128(), 7, *seq)).collect();
            base.apply(&mut Commit { open: vec![open], ..commit(upserts, vec![], vec![]) });
            let mut expected: Vec<(Uuid, u64)> = (before.iter())
                .filter(|(id, (scope, _))| *scope == 8 || !inside(id))
                .map(|(id, (_, seq))| (Uuid::from_u128(*id), *seq))
                .chain(rows)
                .collect();
            expected.sort_unstable();
            prop_assert_eq!(seqs(&base), expected.clone());
            prop_assert_eq!(seqs(&reloaded(&base)), expected);
        }
    }
}
