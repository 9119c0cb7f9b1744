//! Trouble on command: what a disk, a connection or a bug may do to a transaction.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use uuid::Uuid;

use crate::{DatabaseError, Result};

#[derive(Default)]
pub struct Trouble(Mutex<Planned>);

#[derive(Default)]
struct Planned {
    /// After so many further operations one fails; `true`: it is busy.
    failures: VecDeque<(usize, bool)>,
    /// Rows that hold this word cannot be written; `true`: trying it panics.
    poison: Option<(&'static str, bool)>,
    /// The last clock of each centre that was drawn, for the planted bug alone.
    serials: BTreeMap<Uuid, u64>,
}

impl Trouble {
    pub fn fail_after(&self, operations: usize, busy: bool) {
        self.planned(|planned| planned.failures.push_back((operations, busy)));
    }

    pub fn poison(&self, word: &'static str, panics: bool) {
        self.planned(|planned| planned.poison = Some((word, panics)));
    }

    pub fn calm(&self) {
        self.planned(|planned| planned.failures.clear());
    }

    /// Asked before each operation.
    pub fn meet(&self) -> Result<()> {
        let fails = self.planned(|planned| {
            let (left, busy) = planned.failures.front_mut()?;
            if *left > 0 {
                *left -= 1;
                return None;
            }
            let busy = *busy;
            planned.failures.pop_front();
            Some(busy)
        });
        match fails {
            None => Ok(()),
            Some(true) => Err(DatabaseError::Busy),
            Some(false) => Err(failed("the connection was lost")),
        }
    }

    /// Asked before a row is written.
    #[allow(clippy::panic, reason = "it is asked for")]
    pub fn swallow(&self, body: &str) -> Result<()> {
        match self.planned(|planned| planned.poison) {
            Some((word, panics)) if body.contains(word) => {
                assert!(!panics, "poisoned");
                Err(failed("a text that cannot be stored"))
            }
            _ => Ok(()),
        }
    }

    /// One more than any clock drawn so far: a serial, as a table's would be.
    pub fn serial(&self, centre: Uuid, committed: u64) -> u64 {
        self.planned(|planned| {
            let last = planned.serials.entry(centre).or_default();
            *last = committed.max(*last) + 1;
            *last
        })
    }

    fn planned<R>(&self, act: impl FnOnce(&mut Planned) -> R) -> R {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn failed(how: &str) -> DatabaseError {
    DatabaseError::Storage(how.into())
}
