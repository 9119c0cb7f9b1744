//! How long it is told that something was removed.
//!
//! A removed row stays as a tombstone, so that phones learn of it by their next change. After 180 days of
//! server time it goes: a phone that was away for longer is given its scopes anew (`docs/sync.md`), and so
//! notices all the same. How old a tombstone is follows from marks that are set once a day; a moment beside
//! every commit would say the same at the cost of every commit.

use std::time::Duration;

use database::DatabaseError;

use crate::Service;

const EVERY: Duration = Duration::from_secs(24 * 60 * 60);

impl Service {
    /// Marks the time in every centre and removes the tombstones that are too old. Returns how many.
    pub async fn prune_tombstones(&self) -> Result<usize, DatabaseError> {
        let centres = self.database().begin_read().await?.centres().await?;
        let now = self.now();
        let kept = i64::try_from(self.settings().tombstones.as_millis()).unwrap_or(i64::MAX);
        let mut pruned = 0;
        for centre in centres {
            let mut write = self.database().begin_write().await?;
            pruned += write.prune_gone(centre.id, now.saturating_sub(kept)).await?;
            write.mark_time(centre.id, now).await?;
            write.commit().await?;
        }
        Ok(pruned)
    }

    pub(crate) async fn forget_tombstones(self) {
        let mut tick = tokio::time::interval(EVERY);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            match self.prune_tombstones().await {
                Ok(0) => {}
                Ok(pruned) => tracing::info!(pruned, "tombstones were old enough to go"),
                Err(error) => {
                    let error = &error as &dyn std::error::Error;
                    tracing::warn!(error, "removing old tombstones");
                }
            }
        }
    }
}
