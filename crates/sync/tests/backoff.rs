//! Ten thousand phones after an outage: they do not come back together. And a slow link: it is asked for
//! less.
#![allow(clippy::unwrap_used)]

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use sync::replica::{Answer, Counters, Effect, Event, Held, Now, Replica, Request, Why};
use sync::{Fault, FaultCode, PROTOCOL, Page, PullAnswer};
use uuid::Uuid;

const PHONES: usize = 10_000;

/// Numbers as good as random, the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z >> 32) as u32
    }
}

/// Runs them all until `until`, and gives the moments at which the server was asked.
fn crowd(until: i64, mut answer: impl FnMut(i64) -> Answer) -> Vec<i64> {
    let mut dice = Dice(7);
    let counters = || Counters::new(Uuid::from_u128(1), 0);
    let replica = |n| Replica::new(Uuid::from_u128(n), counters(), vec![], Held::default());
    let mut phones: Vec<Replica> = (0..PHONES as u128).map(replica).collect();
    let mut due: BinaryHeap<Reverse<(i64, usize)>> = (0..PHONES).map(|n| Reverse((0, n))).collect();
    let mut asked = Vec::new();
    while let Some(Reverse((ms, n))) = due.pop() {
        if ms > until {
            break;
        }
        let why = if ms == 0 { Why::Start } else { Why::Timer };
        let mut now = || Now { ms, dice: dice.roll(), spare: Uuid::from_u128(9) };
        let mut effects = phones[n].step(Event::Wake { now: now(), why });
        let mut wake_at = None;
        while !effects.is_empty() {
            match effects.remove(0) {
                Effect::Send { ticket, .. } => {
                    asked.push(ms);
                    let answer = answer(ms);
                    effects.extend(phones[n].step(Event::Answered { ticket, now: now(), answer }));
                }
                Effect::CommitPage(_) => {
                    effects.extend(phones[n].step(Event::Committed { now: now() }));
                }
                Effect::WakeAt(at) => wake_at = Some(at),
                Effect::SaveOutbox { .. } | Effect::StatusChanged => {}
            }
        }
        due.push(Reverse((wake_at.unwrap().max(ms + 1), n)));
    }
    asked
}

fn fine(ms: i64) -> Answer {
    let page = Page { cursor: "c".into(), now: ms, ..Page::default() };
    Answer::Pulled(PullAnswer { brobygger: PROTOCOL, page })
}

fn busy() -> Answer {
    let fault = Fault {
        brobygger: PROTOCOL,
        fault: FaultCode::Busy,
        message: String::new(),
        lane: None,
        expected: None,
        limit: None,
    };
    Answer::Fault { fault, retry_after_ms: Some(2_000) }
}

/// The most in any second from `from` on.
fn most_in_a_second(asked: &[i64], from: i64) -> usize {
    let mut seconds: BTreeMap<i64, usize> = BTreeMap::new();
    for ms in asked.iter().filter(|ms| **ms >= from) {
        *seconds.entry(ms / 1_000).or_default() += 1;
    }
    seconds.into_values().max().unwrap_or(0)
}

#[test]
fn without_a_network_they_try_each_minute_and_not_together() {
    let back = 600_000;
    let answer = |ms| if ms < back { Answer::Unreachable } else { fine(ms) };
    let asked = crowd(back + 60_000, answer);
    // A try every half minute on average.
    let even = PHONES / 30;
    assert!(most_in_a_second(&asked, 120_000) < even * 3 / 2, "{even} would be even");
}

#[test]
fn a_server_in_trouble_is_spared_and_they_return_over_minutes() {
    let back = 600_000;
    // Until the first that came back come again.
    let asked = crowd(back + 44_000, |ms| if ms < back { busy() } else { fine(ms) });
    assert!(most_in_a_second(&asked, back) < PHONES / 100);
    let before = crowd(back, |_| busy());
    let late = before.iter().filter(|ms| **ms > 300_000).count();
    assert!(late < PHONES * 3 / 2, "{late} tries in the last five minutes of ten");
}

#[test]
fn what_one_poke_woke_does_not_stay_together() {
    let asked = crowd(180_000, fine);
    assert_eq!(most_in_a_second(&asked, 0), PHONES, "the start");
    let even = PHONES / 30;
    assert!(most_in_a_second(&asked, 1_000) < even * 3 / 2, "{even} would be even");
}

/// What a phone asks for after its page took so long to come, or to fail.
struct Slow(Replica, i64);

impl Slow {
    fn asks(&mut self) -> (u64, Option<usize>) {
        let now = self.now();
        let effects = self.0.step(Event::Wake { now, why: Why::Asked });
        let sent = effects.into_iter().find_map(|effect| match effect {
            Effect::Send { ticket, request: Request::Pull(pull) } => {
                Some((ticket, pull.pull.bytes))
            }
            _ => None,
        });
        sent.unwrap()
    }

    fn now(&self) -> Now {
        Now { ms: self.1, dice: 0, spare: Uuid::from_u128(9) }
    }

    fn fails_after(&mut self, ms: i64) {
        let (ticket, _) = self.asks();
        self.1 += ms;
        let now = self.now();
        self.0.step(Event::Answered { ticket, now, answer: Answer::Unreachable });
        self.1 += 100_000;
    }
}

#[test]
fn a_page_that_does_not_come_through_is_asked_for_in_halves() {
    let counters = Counters::new(Uuid::from_u128(1), 0);
    let mut slow = Slow(Replica::new(Uuid::from_u128(2), counters, vec![], Held::default()), 0);
    slow.fails_after(30);
    slow.fails_after(30_000);
    slow.fails_after(30_000);
    let (ticket, bytes) = slow.asks();
    assert_eq!(bytes, Some(128 * 1024), "no network at all says nothing about the link");
    // Full pages that come quickly grow again, to what the server gives by itself.
    let page = |n: u8| Page { cursor: format!("{n}"), more: true, ..Page::default() };
    let mut effects = vec![];
    let mut asked = vec![];
    let mut ticket = ticket;
    for n in 0..3 {
        let answer = Answer::Pulled(PullAnswer { brobygger: PROTOCOL, page: page(n) });
        let now = slow.now();
        effects.extend(slow.0.step(Event::Answered { ticket, now, answer }));
        let now = slow.now();
        effects.extend(slow.0.step(Event::Committed { now }));
        for effect in effects.drain(..) {
            if let Effect::Send { ticket: next, request: Request::Pull(pull) } = effect {
                ticket = next;
                asked.push(pull.pull.bytes);
            }
        }
    }
    assert_eq!(asked, [Some(256 * 1024), None, None]);
}
