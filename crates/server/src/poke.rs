//! "Something advanced": the one thing that phones are told without asking.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;
use uuid::Uuid;

use crate::Service;

/// The clock of each centre that someone listens to.
#[derive(Default)]
pub struct Pokes(Mutex<HashMap<Uuid, watch::Sender<u64>>>);

impl Pokes {
    /// Changes with each advance of the centre's clock beyond `clock` that is heard of.
    pub fn listen(&self, centre: Uuid, clock: u64) -> watch::Receiver<u64> {
        let mut clocks = self.clocks();
        let sender = clocks.entry(centre).or_insert_with(|| watch::Sender::new(clock));
        sender.subscribe()
    }

    pub fn advanced(&self, centre: Uuid, clock: u64) {
        if let Some(sender) = self.clocks().get(&centre) {
            sender.send_if_modified(|last| {
                let further = clock > *last;
                *last = clock.max(*last);
                further
            });
        }
    }

    /// Ends every stream, for a graceful shutdown.
    pub fn end(&self) {
        self.clocks().clear();
    }

    /// How many streams are open.
    pub fn listening(&self) -> usize {
        self.clocks().values().map(watch::Sender::receiver_count).sum()
    }

    /// The centres that somebody listens to.
    fn listened(&self) -> Vec<Uuid> {
        let mut clocks = self.clocks();
        clocks.retain(|_, sender| sender.receiver_count() > 0);
        clocks.keys().copied().collect()
    }

    fn clocks(&self) -> MutexGuard<'_, HashMap<Uuid, watch::Sender<u64>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Service {
    /// Looks at the clocks again and again while someone listens, since the command line or another server may
    /// have changed something beside this process.
    pub(crate) async fn watch_clocks(self) {
        let mut tick = tokio::time::interval(self.settings().poll);
        tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            tick.tick().await;
            let centres = self.pokes().listened();
            if centres.is_empty() {
                continue;
            }
            match self.database().clocks(&centres).await {
                Ok(clocks) => {
                    for (centre, clock) in clocks {
                        self.pokes().advanced(centre, clock);
                    }
                }
                Err(error) => {
                    tracing::warn!(error = &error as &dyn std::error::Error, "looking at clocks");
                }
            }
        }
    }
}
