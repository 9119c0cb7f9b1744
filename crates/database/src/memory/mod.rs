//! The database that forgets: for tests and the simulator.
//!
//! It behaves like a real one where that is where bugs hide. A reading transaction keeps its snapshot.
//! Writing transactions may run beside each other; each sees what is committed *at the moment of
//! asking* and its own staged writes; and what it read may have changed by its commit, unless it took
//! the lock. So whoever forgets to lock loses updates here as well.

mod locks;
mod overlay;
mod reading;
mod state;
mod trouble;
mod upkeep;
mod whole;
mod writing;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use async_trait::async_trait;

use crate::{Database, Reading, Result, Writing};
use locks::{Held, Locks};
pub use state::State;
use trouble::Trouble;

/// Clones share what they hold.
#[derive(Clone, Default)]
pub struct Memory {
    committed: Arc<Mutex<Arc<State>>>,
    /// How often that was replaced.
    changes: Arc<AtomicU64>,
    locks: Arc<Locks>,
    trouble: Arc<Trouble>,
}

impl Memory {
    pub fn new() -> Self {
        Self::default()
    }

    /// Rises with each commit: whoever watches knows when to look again.
    pub fn changes(&self) -> u64 {
        self.changes.load(Ordering::SeqCst)
    }

    /// What is committed, all of it at once, for whoever judges from outside.
    pub fn look<R>(&self, look: impl FnOnce(&State) -> R) -> R {
        look(&self.committed())
    }

    /// A copy to go back to: a backup of the whole.
    pub fn copy(&self) -> State {
        State::clone(&self.committed())
    }

    /// Goes back to a copy. Nobody may have a transaction open.
    pub fn go_back(&self, copy: State) {
        *self.committed() = Arc::new(copy);
        self.changes.fetch_add(1, Ordering::SeqCst);
    }

    /// After so many further operations, of whatever transaction, one fails.
    pub fn fail_after(&self, operations: usize, busy: bool) {
        self.trouble.fail_after(operations, busy);
    }

    /// From now on rows that hold this word cannot be written; with `panics`, trying it panics.
    pub fn poison(&self, word: &'static str, panics: bool) {
        self.trouble.poison(word, panics);
    }

    /// Nothing fails any more but what is poisoned.
    pub fn calm(&self) {
        self.trouble.calm();
    }

    fn committed(&self) -> MutexGuard<'_, Arc<State>> {
        // A panic elsewhere cannot leave a half-made state behind: it is replaced whole.
        self.committed.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[async_trait]
impl Database for Memory {
    async fn begin_read(&self) -> Result<Box<dyn Reading>> {
        let snapshot = Arc::clone(&self.committed());
        Ok(Box::new(Transaction {
            base: Base::Snapshot(snapshot),
            staged: State::default(),
            held: Held::new(Arc::clone(&self.locks)),
            trouble: Arc::clone(&self.trouble),
        }))
    }

    async fn begin_write(&self) -> Result<Box<dyn Writing>> {
        Ok(Box::new(Transaction {
            base: Base::Live(self.clone()),
            staged: State::default(),
            held: Held::new(Arc::clone(&self.locks)),
            trouble: Arc::clone(&self.trouble),
        }))
    }
}

struct Transaction {
    base: Base,
    staged: State,
    held: Held,
    trouble: Arc<Trouble>,
}

enum Base {
    Snapshot(Arc<State>),
    Live(Memory),
}

impl Transaction {
    fn base(&self) -> Arc<State> {
        match &self.base {
            Base::Snapshot(state) => Arc::clone(state),
            Base::Live(memory) => Arc::clone(&memory.committed()),
        }
    }
}
