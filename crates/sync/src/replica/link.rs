//! When to try, and when not to.

use planted::Planted;

/// A moment as the outside hands it in: this crate reads no clock and draws no number.
#[derive(Clone, Copy, Debug)]
pub struct Now {
    /// UTC milliseconds.
    pub ms: i64,
    /// Any number, each as likely.
    pub dice: u32,
    /// A fresh random id, should an epoch have to begin.
    pub spare: uuid::Uuid,
}

/// What woke the replica.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    Start,
    /// Something was recorded.
    Recorded,
    /// The page became visible.
    Visible,
    /// The browser says that there is a network.
    Online,
    /// The server says that something advanced, and to which clock if it says that too.
    Poke {
        clock: Option<u64>,
    },
    /// The person asked.
    Asked,
    /// The time of the last `WakeAt` has come.
    Timer,
}

/// Why nothing is tried until somebody does something about it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pause {
    /// The server does not know our token.
    Unauthorised,
    /// The phone was revoked.
    Revoked,
    /// The token is of another phone.
    OtherDevice,
    /// This release is too old to receive; it still sends.
    UpgradeRequired,
}

const IDLE_MS: i64 = 60_000;
const FIRST_MS: i64 = 1_000;
const LONGEST_MS: i64 = 15 * 60_000;
/// Where nobody was reached there is nobody to spare: then it is tried as often as when all is well.
const LONGEST_OFFLINE_MS: i64 = IDLE_MS;
/// A flight that has not come back by then does not count any more, whatever it brings.
pub(super) const FLIGHT_MS: i64 = 90_000;

#[derive(Clone, Debug, Default)]
pub(super) struct Link {
    failures: u32,
    /// The last failure was that nobody was reached.
    pub offline: bool,
    /// Not before this, unless there is a new reason to hope.
    retry_at: Option<i64>,
    /// Not before this, whoever asks: the server's word.
    hold_until: Option<i64>,
    pub refused: Option<Pause>,
}

impl Link {
    pub fn reached(&mut self) {
        *self = Link::default();
    }

    /// Full jitter: anywhere between a second and the bound, which doubles each time, so that phones
    /// that failed together do not return together. Where the server names a wait, the jitter begins
    /// after it, since all of them were told the same.
    pub fn failed(&mut self, now: &Now, offline: bool, retry_after_ms: Option<i64>) {
        let longest = if offline { LONGEST_OFFLINE_MS } else { LONGEST_MS };
        let bound = (FIRST_MS << self.failures.saturating_add(1).min(10)).min(longest);
        self.failures = self.failures.saturating_add(1);
        self.offline = offline;
        let wait = retry_after_ms.map(|wait| wait.clamp(0, LONGEST_MS));
        let first = wait.unwrap_or(0).max(FIRST_MS);
        let spread = (bound - FIRST_MS).max(first / 2);
        self.retry_at = Some(now.ms + first + jitter(now, spread));
        self.hold_until = wait.map(|wait| now.ms + wait);
        if planted::is(Planted::RetryAfterIgnored) {
            self.hold_until = None;
        }
    }

    pub fn first_failure(&self) -> bool {
        self.failures == 1
    }

    /// Tried again when asked, at a start, and now and then: the refusal may have been a mistake.
    pub fn refuse(&mut self, now: &Now, pause: Pause) {
        *self =
            Link { refused: Some(pause), retry_at: Some(now.ms + LONGEST_MS), ..Link::default() };
    }

    pub fn may_try(&self, now: &Now, why: Why) -> bool {
        if self.hold_until.is_some_and(|at| is_ahead(at, now)) {
            return false;
        }
        let hopeful = match why {
            Why::Start | Why::Asked => true,
            Why::Online => self.refused.is_none(),
            Why::Recorded | Why::Visible | Why::Poke { .. } => self.offline,
            Why::Timer => false,
        };
        hopeful || !self.retry_at.is_some_and(|at| is_ahead(at, now))
    }

    pub fn next(&self, now: &Now) -> i64 {
        match self.retry_at.max(self.hold_until) {
            Some(at) if is_ahead(at, now) => at,
            Some(_) => now.ms + FIRST_MS,
            // A minute, more or less: what one poke woke together does not stay together.
            None => now.ms + IDLE_MS * 3 / 4 + jitter(now, IDLE_MS / 2),
        }
    }
}

/// Anything from nothing to `most`.
fn jitter(now: &Now, most: i64) -> i64 {
    most * i64::from(now.dice) / i64::from(u32::MAX)
}

/// A moment further ahead than any wait is the trace of a clock that was set back.
fn is_ahead(at: i64, now: &Now) -> bool {
    now.ms < at && at - now.ms <= 2 * LONGEST_MS
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now(ms: i64, dice: u32) -> Now {
        Now { ms, dice, spare: uuid::Uuid::nil() }
    }

    #[test]
    fn waits_grow_to_a_quarter_of_an_hour_and_offline_to_a_minute() {
        for (offline, bounds) in [
            (false, [2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]),
            (true, [2, 4, 8, 16, 32, 60, 60, 60, 60, 60, 60, 60]),
        ] {
            let mut link = Link::default();
            for (failure, bound) in bounds.into_iter().enumerate() {
                for (dice, expected) in [(0, 1_000), (u32::MAX, bound * 1_000)] {
                    let mut tried = link.clone();
                    tried.failed(&now(0, dice), offline, None);
                    assert_eq!(tried.next(&now(0, 0)), expected, "failure {failure}");
                }
                link.failed(&now(0, 0), offline, None);
            }
        }
    }

    #[test]
    fn the_servers_word_holds_whoever_asks() {
        let mut link = Link::default();
        link.failed(&now(0, 0), false, Some(30_000));
        assert!(!link.may_try(&now(29_999, 0), Why::Asked));
        assert!(link.may_try(&now(30_000, 0), Why::Timer));
    }

    #[test]
    fn after_the_servers_word_each_comes_when_the_dice_say() {
        for (dice, expected) in [(0, 600_000), (u32::MAX, 900_000)] {
            let mut link = Link::default();
            link.failed(&now(0, dice), false, Some(600_000));
            assert_eq!(link.next(&now(0, 0)), expected);
            assert!(link.may_try(&now(600_000, 0), Why::Asked), "but whoever asks need not wait");
        }
    }

    #[test]
    fn a_network_or_a_person_shortens_the_wait() {
        let mut link = Link::default();
        for _ in 0..9 {
            link.failed(&now(0, u32::MAX), true, None);
        }
        assert!(!link.may_try(&now(5_000, 0), Why::Timer));
        assert!(link.may_try(&now(5_000, 0), Why::Online));
        assert!(link.may_try(&now(5_000, 0), Why::Asked));
        assert!(link.may_try(&now(5_000, 0), Why::Recorded));
        link.failed(&now(5_000, u32::MAX), false, None);
        assert!(!link.may_try(&now(6_000, 0), Why::Recorded), "a server in trouble is spared");
    }

    #[test]
    fn a_clock_set_back_does_not_silence_the_phone() {
        let mut link = Link::default();
        link.failed(&now(10_000_000_000, 0), false, Some(900_000));
        assert!(link.may_try(&now(0, 0), Why::Timer));
    }
}
