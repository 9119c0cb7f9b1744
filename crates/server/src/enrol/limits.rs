//! How often codes may be tried. Wrong ones count per address, all requests count together.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use sync::{Fault, FaultCode};

use crate::Settings;
use crate::fault::fault;

const WRONG_WINDOW: i64 = 10 * 60 * 1000;
const ALL_WINDOW: i64 = 60 * 1000;
/// Addresses remembered at most; beyond that the oldest windows are dropped.
const ADDRESSES: usize = 10_000;

pub struct Limits {
    wrong_codes: u32,
    all: u32,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    wrong: HashMap<IpAddr, Window>,
    all: Window,
}

#[derive(Clone, Copy, Default)]
struct Window {
    began: i64,
    count: u32,
}

impl Limits {
    pub fn new(settings: &Settings) -> Self {
        Self {
            wrong_codes: settings.wrong_codes,
            all: settings.enrolments,
            counts: Mutex::default(),
        }
    }

    /// Asked before a code is looked at.
    pub fn ask(&self, address: IpAddr, now: i64) -> Result<(), Fault> {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        let wrong = counts.wrong.get(&address).copied().unwrap_or_default();
        if wrong.in_window(now, WRONG_WINDOW) && wrong.count >= self.wrong_codes {
            return Err(too_many());
        }
        if counts.all.add(now, ALL_WINDOW) > self.all {
            return Err(too_many());
        }
        Ok(())
    }

    pub fn was_wrong(&self, address: IpAddr, now: i64) {
        let mut counts = self.counts.lock().unwrap_or_else(PoisonError::into_inner);
        if counts.wrong.len() >= ADDRESSES {
            counts.wrong.retain(|_, window| window.in_window(now, WRONG_WINDOW));
        }
        if counts.wrong.len() < ADDRESSES || counts.wrong.contains_key(&address) {
            counts.wrong.entry(address).or_default().add(now, WRONG_WINDOW);
        }
    }
}

impl Window {
    fn in_window(self, now: i64, length: i64) -> bool {
        now - self.began < length
    }

    fn add(&mut self, now: i64, length: i64) -> u32 {
        if !self.in_window(now, length) {
            *self = Self { began: now, count: 0 };
        }
        self.count += 1;
        self.count
    }
}

fn too_many() -> Fault {
    fault(FaultCode::TooMany, "Too many attempts. Wait ten minutes.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_count_per_address_and_are_forgiven() {
        let settings = Settings { wrong_codes: 2, ..Settings::default() };
        let limits = Limits::new(&settings);
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        let start = 1_000_000_000;
        for _ in 0..2 {
            assert!(limits.ask(here, start).is_ok());
            limits.was_wrong(here, start);
        }
        assert!(limits.ask(here, start + 1).is_err());
        assert!(limits.ask(there, start + 1).is_ok());
        assert!(limits.ask(here, start + WRONG_WINDOW).is_ok());
    }

    #[test]
    fn everyone_together_has_a_limit_too() {
        let settings = Settings { enrolments: 3, ..Settings::default() };
        let limits = Limits::new(&settings);
        let start = 1_000_000_000;
        let asked: Vec<bool> =
            (0..4).map(|n| limits.ask(IpAddr::from([10, 0, 0, n]), start).is_ok()).collect();
        assert_eq!(asked, [true, true, true, false]);
        assert!(limits.ask(IpAddr::from([10, 0, 0, 9]), start + ALL_WINDOW).is_ok());
    }
}
