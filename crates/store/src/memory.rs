//! A store in memory that fails on command: for tests and the simulator.
//!
//! Clones share what is stored, as tabs do. What a killed app leaves behind is tried by letting the
//! store stop after a number of operations ([`MemoryStore::stop_after`]), dropping whatever used it,
//! and starting it again.

use std::cell::RefCell;
use std::collections::{BTreeMap, VecDeque};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use crate::migrations::stores;
use crate::{Batch, Change, Database, Durability, Record, Store, StoreError};

type Contents = BTreeMap<String, Vec<u8>>;

#[derive(Clone, Debug, Default)]
pub struct MemoryStore(Rc<RefCell<State>>);

#[derive(Debug, Default)]
struct State {
    databases: BTreeMap<String, BTreeMap<&'static str, Contents>>,
    failures: VecDeque<Failure>,
    operations_left: Option<u64>,
    operations: u64,
    /// An operation was refused since it was told to stop.
    stopped: bool,
    gives_way: bool,
    /// By database: what the keys held before each relaxed commit since the last strict one, the oldest
    /// first.
    buffered: Vec<(String, Vec<Before>)>,
}

/// A store and a key, with what was there.
type Before = (&'static str, String, Option<Vec<u8>>);

#[derive(Debug)]
enum Failure {
    Before(StoreError),
    After(StoreError),
}

impl MemoryStore {
    pub fn new() -> Self {
        Self::default()
    }

    /// The next commit fails and changes nothing.
    pub fn fail_next_commit(&self, error: StoreError) {
        self.0.borrow_mut().failures.push_back(Failure::Before(error));
    }

    /// The next commit happens, and is reported as failed: the connection broke after it.
    pub fn break_after_next_commit(&self, error: StoreError) {
        self.0.borrow_mut().failures.push_back(Failure::After(error));
    }

    /// After so many more operations every further one fails, as if the app had been killed there.
    pub fn stop_after(&self, operations: u64) {
        self.0.borrow_mut().operations_left = Some(operations);
    }

    /// Takes back [`MemoryStore::stop_after`].
    pub fn start_again(&self) {
        let mut state = self.0.borrow_mut();
        state.operations_left = None;
        state.stopped = false;
    }

    /// From now on whoever asks for something waits for a turn, as with a real disk, or does not.
    pub fn give_way(&self, gives_way: bool) {
        self.0.borrow_mut().gives_way = gives_way;
    }

    /// No commit that was to fail will fail.
    pub fn mend(&self) {
        self.0.borrow_mut().failures.clear();
    }

    /// Whether it has come to the point where the app would have been killed.
    pub fn stopped(&self) -> bool {
        self.0.borrow().stopped
    }

    /// How many relaxed commits are in the system's buffers.
    pub fn in_buffers(&self) -> usize {
        self.0.borrow().buffered.len()
    }

    /// The power fails: of what was in the buffers, the first `kept` reached the disk.
    pub fn lose_power(&self, kept: usize) {
        let mut state = self.0.borrow_mut();
        while state.buffered.len() > kept {
            let Some((database, before)) = state.buffered.pop() else { break };
            for (store, key, value) in before.into_iter().rev() {
                let records =
                    state.databases.get_mut(&database).and_then(|stores| stores.get_mut(store));
                match (records, value) {
                    (Some(records), Some(value)) => drop(records.insert(key, value)),
                    (Some(records), None) => drop(records.remove(&key)),
                    (None, _) => {}
                }
            }
        }
        state.buffered.clear();
    }

    /// The keys of a store.
    pub fn keys(&self, database: &Database, store: &str) -> Vec<String> {
        let state = self.0.borrow();
        let records = state.databases.get(database.name()).and_then(|stores| stores.get(store));
        records.map(|records| records.keys().cloned().collect()).unwrap_or_default()
    }

    /// How many operations were asked for so far.
    pub fn operations(&self) -> u64 {
        self.0.borrow().operations
    }

    /// Changes a byte on the disk, as a fault would. False if there is no such record.
    pub fn corrupt(&self, database: &Database, store: &str, key: &str) -> bool {
        let mut state = self.0.borrow_mut();
        let value = state
            .databases
            .get_mut(database.name())
            .and_then(|stores| stores.get_mut(store))
            .and_then(|records| records.get_mut(key));
        match value.and_then(|value| value.last_mut()) {
            Some(byte) => {
                *byte ^= 1;
                true
            }
            None => false,
        }
    }

    /// The names of the databases that exist.
    pub fn databases(&self) -> Vec<String> {
        self.0.borrow().databases.keys().cloned().collect()
    }
}

/// One turn for the others, where that is wanted.
async fn turn(store: &MemoryStore) {
    let mut waits = store.0.borrow().gives_way;
    poll_fn(|context| match std::mem::take(&mut waits) {
        true => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
        false => Poll::Ready(()),
    })
    .await;
}

impl State {
    fn begin(&mut self) -> Result<(), StoreError> {
        self.operations += 1;
        match &mut self.operations_left {
            Some(0) => {
                self.stopped = true;
                Err(StoreError::Closed)
            }
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn records(&mut self, database: &Database, store: &str) -> Result<&mut Contents, StoreError> {
        let kind = database.kind();
        self.databases
            .entry(database.name().to_owned())
            .or_insert_with(|| stores(kind).iter().map(|store| (*store, Contents::new())).collect())
            .get_mut(store)
            .ok_or_else(|| StoreError::Other(format!("{database} has no store {store}")))
    }

    fn apply(&mut self, database: &Database, batch: Batch) -> Result<(), StoreError> {
        if let Some(expect) = &batch.expected {
            let found = self.records(database, expect.store)?.get(&expect.key);
            if found != expect.value.as_ref() {
                return Err(StoreError::Changed);
            }
        }
        // A store that does not exist is found before anything has changed.
        for change in &batch.changes {
            let (Change::Put { store, .. }
            | Change::Delete { store, .. }
            | Change::DeletePrefix { store, .. }) = change;
            self.records(database, store)?;
        }
        let mut before = Vec::new();
        for change in batch.changes {
            match change {
                Change::Put { store, key, value } => {
                    let old = self.records(database, store)?.insert(key.clone(), value);
                    before.push((store, key, old));
                }
                Change::Delete { store, key } => {
                    let old = self.records(database, store)?.remove(&key);
                    before.push((store, key, old));
                }
                Change::DeletePrefix { store, prefix } => {
                    let records = self.records(database, store)?;
                    let keys: Vec<String> =
                        records.keys().filter(|key| key.starts_with(&prefix)).cloned().collect();
                    for key in keys {
                        let old = records.remove(&key);
                        before.push((store, key, old));
                    }
                }
            }
        }
        match batch.durability {
            // It takes all that was written to this database before it to the disk.
            Durability::Strict => self.buffered.retain(|(name, _)| name != database.name()),
            Durability::Relaxed => self.buffered.push((database.name().to_owned(), before)),
        }
        Ok(())
    }
}

impl Store for MemoryStore {
    type Records = std::vec::IntoIter<Result<Record, StoreError>>;

    async fn records(
        &self,
        database: &Database,
        store: &'static str,
    ) -> Result<Self::Records, StoreError> {
        turn(self).await;
        let mut state = self.0.borrow_mut();
        state.begin()?;
        let records = state.records(database, store)?.iter();
        let records: Vec<_> =
            records.map(|(key, value)| Ok((key.clone(), value.clone()))).collect();
        Ok(records.into_iter())
    }

    async fn read(
        &self,
        database: &Database,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        turn(self).await;
        let mut state = self.0.borrow_mut();
        state.begin()?;
        Ok(state.records(database, store)?.get(key).cloned())
    }

    async fn commit(&self, database: &Database, batch: Batch) -> Result<(), StoreError> {
        turn(self).await;
        let mut state = self.0.borrow_mut();
        state.begin()?;
        match state.failures.pop_front() {
            None => state.apply(database, batch),
            Some(Failure::Before(error)) => Err(error),
            Some(Failure::After(error)) => state.apply(database, batch).and(Err(error)),
        }
    }

    async fn delete(&self, database: &Database) -> Result<(), StoreError> {
        turn(self).await;
        let mut state = self.0.borrow_mut();
        state.begin()?;
        state.databases.remove(database.name());
        state.buffered.retain(|(name, _)| name != database.name());
        Ok(())
    }
}
