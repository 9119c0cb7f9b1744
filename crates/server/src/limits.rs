//! How often may be asked: for codes, with credentials that nobody has, and by each phone.
//!
//! Wrong codes count per address, and all enrolments together. Wrong credentials count per address too; but many
//! phones share one (a hall, a mobile network), so whoever has a good one is served all the same, and only the wrong
//! ones hear that they are too many. A phone's own requests count by the phone. All of it is counted in this
//! server's memory, which is bounded: what does not fit is let through.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::IpAddr;
use std::sync::{Mutex, MutexGuard, PoisonError};

use sync::{Fault, FaultCode};
use uuid::Uuid;

use crate::Settings;
use crate::fault::fault;

const WRONG_WINDOW: i64 = 10 * 60 * 1000;
const MINUTE: i64 = 60 * 1000;
/// Addresses, and phones, remembered at most.
const REMEMBERED: usize = 10_000;

pub struct Limits {
    wrong_codes: u32,
    wrong_credentials: u32,
    enrolments: u32,
    requests: u32,
    counts: Mutex<Counts>,
}

#[derive(Default)]
struct Counts {
    codes: HashMap<IpAddr, Window>,
    credentials: HashMap<IpAddr, Window>,
    phones: HashMap<Uuid, Window>,
    enrolments: Window,
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
            wrong_credentials: settings.wrong_credentials,
            enrolments: settings.enrolments,
            requests: settings.requests,
            counts: Mutex::default(),
        }
    }

    /// Asked before a code is looked at.
    pub fn ask(&self, address: IpAddr, now: i64) -> Result<(), Fault> {
        let mut counts = self.counts();
        let wrong = counts.codes.get(&address).copied().unwrap_or_default();
        if wrong.in_window(now, WRONG_WINDOW) && wrong.count >= self.wrong_codes {
            return Err(too_many_attempts());
        }
        if counts.enrolments.add(now, MINUTE) > self.enrolments {
            return Err(too_many_attempts());
        }
        Ok(())
    }

    pub fn was_wrong(&self, address: IpAddr, now: i64) {
        count(&mut self.counts().codes, address, now, WRONG_WINDOW);
    }

    /// A credential that nobody has: what to answer, where it is one too many.
    pub fn was_nobodys(&self, address: IpAddr, now: i64) -> Result<(), Fault> {
        let wrong = count(&mut self.counts().credentials, address, now, WRONG_WINDOW);
        match wrong > self.wrong_credentials {
            true => Err(too_many_attempts()),
            false => Ok(()),
        }
    }

    /// Asked before what a phone sends is looked at.
    pub fn ask_phone(&self, device: Uuid, now: i64) -> Result<(), Fault> {
        let asked = count(&mut self.counts().phones, device, now, MINUTE);
        match asked > self.requests {
            true => Err(too_many_requests(self.requests)),
            false => Ok(()),
        }
    }

    fn counts(&self) -> MutexGuard<'_, Counts> {
        self.counts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many it are with this one; none where there is no room to remember it.
fn count<K: Eq + Hash>(windows: &mut HashMap<K, Window>, key: K, now: i64, length: i64) -> u32 {
    if windows.len() >= REMEMBERED {
        windows.retain(|_, window| window.in_window(now, length));
    }
    match windows.len() < REMEMBERED || windows.contains_key(&key) {
        true => windows.entry(key).or_default().add(now, length),
        false => 0,
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
        self.count = self.count.saturating_add(1);
        self.count
    }
}

fn too_many_attempts() -> Fault {
    fault(FaultCode::TooMany, "Too many attempts. Wait ten minutes.")
}

fn too_many_requests(limit: u32) -> Fault {
    let message = "Too many requests of one phone. Wait a minute.";
    Fault { limit: usize::try_from(limit).ok(), ..fault(FaultCode::TooMany, message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: i64 = 1_000_000_000;

    #[test]
    fn wrong_codes_count_per_address_and_are_forgiven() {
        let settings = Settings { wrong_codes: 2, ..Settings::default() };
        let limits = Limits::new(&settings);
        let (here, there) = (IpAddr::from([10, 0, 0, 1]), IpAddr::from([10, 0, 0, 2]));
        for _ in 0..2 {
            assert!(limits.ask(here, START).is_ok());
            limits.was_wrong(here, START);
        }
        assert!(limits.ask(here, START + 1).is_err());
        assert!(limits.ask(there, START + 1).is_ok());
        assert!(limits.ask(here, START + WRONG_WINDOW).is_ok());
    }

    #[test]
    fn everyone_together_has_a_limit_too() {
        let settings = Settings { enrolments: 3, ..Settings::default() };
        let limits = Limits::new(&settings);
        let asked: Vec<bool> =
            (0..4).map(|n| limits.ask(IpAddr::from([10, 0, 0, n]), START).is_ok()).collect();
        assert_eq!(asked, [true, true, true, false]);
        assert!(limits.ask(IpAddr::from([10, 0, 0, 9]), START + MINUTE).is_ok());
    }

    #[test]
    fn each_phone_has_a_limit_of_its_own_and_a_new_one_each_minute() {
        let settings = Settings { requests: 3, ..Settings::default() };
        let limits = Limits::new(&settings);
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let asked: Vec<bool> = (0..4).map(|n| limits.ask_phone(one, START + n).is_ok()).collect();
        assert_eq!(asked, [true, true, true, false]);
        assert!(limits.ask_phone(other, START + 4).is_ok());
        let refused = limits.ask_phone(one, START + MINUTE - 1).unwrap_err();
        assert_eq!((refused.fault, refused.limit), (FaultCode::TooMany, Some(3)));
        assert!(limits.ask_phone(one, START + MINUTE).is_ok());
    }

    #[test]
    fn what_is_remembered_is_bounded_and_what_is_not_is_let_through() {
        let mut windows = HashMap::new();
        for n in 0..REMEMBERED {
            assert_eq!(count(&mut windows, n, START, MINUTE), 1);
        }
        assert_eq!(count(&mut windows, REMEMBERED, START, MINUTE), 0);
        assert_eq!(count(&mut windows, 7, START, MINUTE), 2);
        assert_eq!(windows.len(), REMEMBERED);
        assert_eq!(count(&mut windows, REMEMBERED, START + MINUTE, MINUTE), 1);
        assert_eq!(windows.len(), 1);
    }
}
