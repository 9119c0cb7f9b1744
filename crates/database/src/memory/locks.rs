//! Row locks: what a writing transaction holds until it ends.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::Notify;
use uuid::Uuid;

/// A row by its centre and id; the centre's clock row has the nil id.
pub type Lock = (Uuid, Uuid);

#[derive(Default)]
pub struct Locks {
    taken: Mutex<BTreeSet<Lock>>,
    freed: Notify,
}

/// The locks of one transaction. Dropping it frees them.
pub struct Held {
    locks: Arc<Locks>,
    mine: BTreeSet<Lock>,
}

impl Held {
    pub fn new(locks: Arc<Locks>) -> Self {
        Self { locks, mine: BTreeSet::new() }
    }

    pub async fn take(&mut self, lock: Lock) {
        if self.mine.contains(&lock) {
            return;
        }
        loop {
            let freed = self.locks.freed.notified();
            tokio::pin!(freed);
            // Listening begins before looking, so a lock freed in between is not missed.
            freed.as_mut().enable();
            let free = self.locks.taken.lock().unwrap_or_else(PoisonError::into_inner).insert(lock);
            if free {
                self.mine.insert(lock);
                return;
            }
            freed.await;
        }
    }
}

impl Drop for Held {
    fn drop(&mut self) {
        if self.mine.is_empty() {
            return;
        }
        let mut taken = self.locks.taken.lock().unwrap_or_else(PoisonError::into_inner);
        for lock in &self.mine {
            taken.remove(lock);
        }
        drop(taken);
        self.locks.freed.notify_waiters();
    }
}
