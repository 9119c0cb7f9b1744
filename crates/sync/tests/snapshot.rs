//! A phone whose cursor cannot be served is given its scopes anew, and is never blank meanwhile.
#![allow(clippy::unwrap_used)]

mod fake;
mod phone;

use std::collections::BTreeMap;

use fake::FakeServer;
use phone::{Phone, SCOPE, grant, phone, server, server_rows};
use proptest::prelude::*;
use sync::replica::Why;
use sync::{Grant, Lane};
use uuid::Uuid;

type Rows = BTreeMap<Uuid, (Uuid, u64, String)>;

fn id(n: u8) -> Uuid {
    Uuid::from_u128(0x100 + u128::from(n))
}

/// One request is answered, and its page committed.
fn one_page(phone: &mut Phone, server: &mut FakeServer) {
    if phone.asked.is_empty() {
        phone.now += 100_000;
        phone.wake(Why::Asked);
    }
    phone.serve(server);
    phone.deliver();
}

/// A phone with a hundred rows, whose cursor is older than what the server forgot.
fn away_for_long() -> (FakeServer, Phone) {
    let (mut server, mut phone) = (server(), phone());
    (0..100).for_each(|n| server.put(id(n), SCOPE, "{}"));
    phone.settle(&mut server);
    server.remove(id(50));
    server.prune();
    server.page_rows = 10;
    (server, phone)
}

#[test]
fn a_row_removed_while_a_snapshot_is_under_way_does_not_survive() {
    for forgotten_at_once in [false, true] {
        let (mut server, mut phone) = away_for_long();
        for step in 0..4 {
            one_page(&mut phone, &mut server);
            assert!(phone.disk.rows.len() >= 99, "step {step}: what is there stays there");
        }
        assert!(phone.disk.rows.contains_key(&id(50)), "its range was not given yet");
        // One that was given already, one that was not, and one that changes there.
        server.remove(id(5));
        server.remove(id(90));
        server.put(id(80), SCOPE, r#"{"new":true}"#);
        if forgotten_at_once {
            server.prune();
        }
        // A second time, since a fault is answered by a wait.
        phone.settle(&mut server);
        phone.settle(&mut server);
        assert!(phone.disk.rows == server_rows(&server));
        assert_eq!(phone.disk.rows.len(), 97);
    }
}

#[test]
fn a_break_resumes_where_it_broke_and_the_outbox_stays() {
    let (mut server, mut phone) = away_for_long();
    let kept = phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    for _ in 0..5 {
        one_page(&mut phone, &mut server);
    }
    let asked = server.pulls;
    phone.restart();
    let pages = |phone: &mut Phone, server: &mut FakeServer| {
        let before = server.pulls;
        phone.settle(server);
        server.pulls - before
    };
    let rest = pages(&mut phone, &mut server);
    assert!(rest < 10, "{rest} after {asked}: not from the beginning");
    assert_eq!(phone.disk.rows, server_rows(&server));
    assert!(phone.disk.rows.contains_key(&kept));
    assert_eq!(server.state.applied.len(), 1);
}

#[test]
fn what_was_just_sent_is_shown_until_its_range_is_given() {
    let (mut server, mut phone) = away_for_long();
    // Its id is the highest, so that it comes with the last page.
    let scope = Grant { scope: SCOPE, version: 1 };
    phone.ids = u128::MAX - 1_000;
    let sent = phone.record_under(Lane::Normal, Some(scope));
    phone.wake(Why::Recorded);
    let mut pages = 0;
    while !phone.disk.rows.contains_key(&sent) {
        let shown = phone.replica.overlay().any(|entry| entry.envelope.id == sent);
        assert!(shown, "page {pages}: neither laid over the rows nor among them");
        one_page(&mut phone, &mut server);
        pages += 1;
        assert!(pages < 30);
    }
    assert!(pages > 9);
    assert_eq!(phone.replica.overlay().count(), 0);
}

#[test]
fn a_version_that_rises_during_a_fill_begins_it_again() {
    let (mut server, mut phone) = (server(), phone());
    server.page_rows = 10;
    server.grant(vec![grant(0xA, 1)]);
    (0..40).for_each(|n| server.put(id(n), Uuid::from_u128(0xA), "{}"));
    phone.wake(Why::Start);
    one_page(&mut phone, &mut server);
    one_page(&mut phone, &mut server);
    assert_eq!(phone.disk.rows.len(), 20);
    // Away and back, with a change in between of which nobody was told.
    server.grant(vec![]);
    server.remove(id(3));
    server.prune_quietly();
    server.grant(vec![grant(0xA, 3)]);
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows, server_rows(&server));
}

#[derive(Clone, Debug)]
enum Happening {
    Put(u8, u8, u8),
    Remove(u8),
    Forget,
    Page,
    LoseAnswer,
    Crash,
    SpoilCursor,
    BackUp,
    Restore,
    Grants(u8),
    Record,
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    prop_oneof![
        6 => (0_u8..60, 0_u8..3, any::<u8>()).prop_map(|(row, scope, tag)| Put(row, scope, tag)),
        3 => (0_u8..60).prop_map(Remove),
        2 => Just(Forget),
        12 => Just(Page),
        1 => Just(LoseAnswer),
        1 => Just(Crash),
        1 => Just(SpoilCursor),
        1 => Just(BackUp),
        1 => Just(Restore),
        1 => (0_u8..4).prop_map(Grants),
        1 => Just(Record),
    ]
}

const SCOPES: [Uuid; 3] = [SCOPE, Uuid::from_u128(0xA), Uuid::from_u128(0xB)];

fn happen(phone: &mut Phone, server: &mut FakeServer, backup: &mut fake::State, what: Happening) {
    match what {
        Happening::Put(row, scope, tag) => {
            let body = format!(r#"{{"tag":{tag}}}"#);
            let to = SCOPES[usize::from(scope)];
            // A row that goes to another scope is removed from the one it was in.
            if server.state.rows.get(&id(row)).is_some_and(|(from, _, _)| *from != to) {
                server.remove(id(row));
            }
            server.put(id(row), to, &body);
        }
        Happening::Remove(row) => server.remove(id(row)),
        Happening::Forget => server.prune(),
        Happening::Page => one_page(phone, server),
        Happening::LoseAnswer => {
            phone.serve(server);
            phone.network.clear();
            phone.asked.clear();
        }
        Happening::Crash => phone.restart(),
        Happening::SpoilCursor => {
            if let Some(cursor) = &mut phone.disk.held.cursor {
                *cursor = "spoilt".to_owned();
            }
            phone.restart();
        }
        Happening::BackUp => *backup = server.state.clone(),
        Happening::Restore => server.restore(backup.clone()),
        Happening::Grants(bits) => {
            let version = server.state.grants.iter().map(|grant| grant.version).max().unwrap_or(0);
            let mut grants = vec![Grant { scope: SCOPE, version: 1 }];
            for (bit, scope) in [(1, SCOPES[1]), (2, SCOPES[2])] {
                let before = server.state.grants.iter().find(|grant| grant.scope == scope);
                if bits & bit != 0 {
                    let new = Grant { scope, version: version + 1 };
                    grants.push(before.copied().unwrap_or(new));
                }
            }
            server.grant(grants);
        }
        Happening::Record => {
            phone.record(Lane::Normal);
        }
    }
}

/// What the phone held and the server still has, to the letter, where the phone may hold it.
fn common(held: &Rows, server: &FakeServer) -> Rows {
    let there = server_rows(server);
    held.clone().into_iter().filter(|(id, row)| there.get(id) == Some(row)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_phone_ends_with_what_is_there_and_never_drops_what_is(
        happenings in proptest::collection::vec(happening(), 1..150),
        page_rows in 1_usize..12,
    ) {
        let (mut server, mut phone) = (server(), phone());
        server.grant(SCOPES.map(|scope| Grant { scope, version: 1 }).to_vec());
        phone.settle(&mut server);
        server.page_rows = page_rows;
        let mut backup = server.state.clone();
        for what in happenings {
            let before = phone.disk.rows.clone();
            happen(&mut phone, &mut server, &mut backup, what.clone());
            for (id, row) in common(&before, &server) {
                prop_assert_eq!(phone.disk.rows.get(&id), Some(&row), "{:?}", what);
            }
            for (scope, _, _) in phone.disk.rows.values() {
                prop_assert!(phone.disk.held.grant(*scope).is_some(), "{:?}", what);
            }
        }
        phone.settle(&mut server);
        phone.settle(&mut server);
        prop_assert_eq!(&phone.disk.rows, &server_rows(&server));
        prop_assert_eq!(phone.replica.overlay().count(), 0);
        prop_assert_eq!(&phone.disk.held.acked_before, &vec![]);
    }
}
