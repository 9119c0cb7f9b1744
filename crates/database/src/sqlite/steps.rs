//! How much work a question is, on any machine: SQLite compiles it for a machine of its own, and the steps
//! of that machine can be counted.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sqlx::sqlite::SqlitePoolOptions;

/// Steps of all connections together.
#[derive(Clone, Debug, Default)]
pub struct Steps(Arc<AtomicU64>);

impl Steps {
    /// Those since the last time of asking.
    pub fn take(&self) -> u64 {
        self.0.swap(0, Ordering::SeqCst)
    }

    /// Every connection of the pool is counted from its beginning.
    pub(super) fn count(&self, pool: SqlitePoolOptions) -> SqlitePoolOptions {
        let steps = self.clone();
        pool.after_connect(move |connection, _| {
            let steps = steps.clone();
            Box::pin(async move {
                connection.lock_handle().await?.set_progress_handler(1, move || {
                    steps.0.fetch_add(1, Ordering::SeqCst);
                    true
                });
                Ok(())
            })
        })
    }
}
