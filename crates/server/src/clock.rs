//! What time it is. Injected, so that fourteen days pass in a test at once.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

#[derive(Clone)]
pub struct Clock(Source);

#[derive(Clone)]
enum Source {
    System,
    Hand(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Source::System)
    }

    /// A clock that stands until the hand is moved.
    pub fn by_hand(hand: Arc<AtomicI64>) -> Self {
        Self(Source::Hand(hand))
    }

    /// UTC milliseconds.
    pub fn now(&self) -> i64 {
        match &self.0 {
            Source::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .ok()
                .and_then(|since| i64::try_from(since.as_millis()).ok())
                .unwrap_or(0),
            Source::Hand(hand) => hand.load(Ordering::SeqCst),
        }
    }
}
