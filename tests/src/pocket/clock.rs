//! Time that passes faster.

use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// A clock that was right when it was made, and has run ahead since. Copies tell the same time.
#[derive(Clone, Copy, Debug)]
pub struct FastClock {
    began: Instant,
    at: i64,
    times: u32,
}

impl FastClock {
    /// A clock on which `times` seconds pass in each second.
    pub fn new(times: u32) -> Self {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let at = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
        Self { began: Instant::now(), at, times }
    }

    /// UTC milliseconds.
    pub fn now(&self) -> i64 {
        let passed = self.began.elapsed() * self.times;
        self.at.saturating_add(i64::try_from(passed.as_millis()).unwrap_or(i64::MAX))
    }

    /// How long `ms` on this clock are in the world.
    pub fn wait_of(&self, ms: u64) -> Duration {
        Duration::from_millis(ms) / self.times
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_runs_ahead_and_its_waits_are_short() {
        let clock = FastClock { began: Instant::now() - Duration::from_secs(2), at: 0, times: 10 };
        assert!(clock.now() >= 20_000);
        assert_eq!(clock.wait_of(5_000), Duration::from_millis(500));
    }
}
