//! The replica against a server of the protocol, over a network that does as it likes.
#![allow(clippy::unwrap_used)]

mod fake;
mod phone;

use fake::FakeServer;
use phone::{DEVICE, Phone, SCOPE, grant, phone, server, server_rows};
use std::collections::{HashMap, HashSet};

use proptest::prelude::*;
use sync::replica::{Answer, Event, Fill, Held, Pause, Request, Why};
use sync::{FaultCode, Grant, Lane, Verdict};
use uuid::Uuid;

#[test]
fn a_mutation_and_what_it_did_come_back_in_one_request() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let (pushes, pulls) = (server.pushes, server.pulls);
    let id = phone.record(Lane::Normal);
    assert_eq!(phone.replica.status().not_sent, 1);
    assert_eq!(phone.replica.overlay().count(), 1);
    phone.wake(Why::Recorded);
    assert!(phone.replica.in_flight(id));
    phone.serve(&mut server);
    phone.deliver();
    assert_eq!((server.pushes, server.pulls), (pushes + 1, pulls + 1));
    assert!(phone.asked.is_empty(), "nothing more to ask");
    assert_eq!(phone.replica.status().not_sent, 0);
    assert_eq!(phone.replica.overlay().count(), 0, "the base contains it");
    assert!(phone.disk.rows.contains_key(&id));
    assert_eq!(phone.entry(id).receipt.as_ref().unwrap().verdict, Verdict::Applied);
}

#[test]
fn a_lost_answer_costs_a_repeat_and_nothing_else() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    phone.serve(&mut server);
    phone.network.clear();
    assert_eq!(server.state.applied.len(), 1);
    phone.settle(&mut server);
    assert_eq!(server.state.applied.len(), 1);
    assert_eq!(phone.disk.rows, server_rows(&server));
}

#[test]
fn urgent_ones_go_first_and_batches_have_a_limit() {
    let (mut server, mut phone) = (server(), phone());
    let normal: Vec<Uuid> = (0..150).map(|_| phone.record(Lane::Normal)).collect();
    let urgent = phone.record(Lane::Urgent);
    phone.wake(Why::Start);
    let Some((_, Request::Push(push))) = phone.asked.front() else { panic!("no push") };
    assert_eq!(push.mutations.len(), 100);
    assert_eq!(push.mutations[0].parse().unwrap().envelope.id, urgent);
    assert!(serde_json::to_vec(push).unwrap().len() <= sync::PUSH_MAX_BYTES);
    phone.settle(&mut server);
    let applied: Vec<Uuid> = server.state.applied.iter().map(|(id, _)| *id).collect();
    assert_eq!(applied[0], urgent);
    assert_eq!(applied[1..], normal);
}

#[test]
fn a_lane_that_the_server_lost_is_pushed_again() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    let backup = server.state.clone();
    for lane in [Lane::Normal, Lane::Urgent, Lane::Normal] {
        phone.record(lane);
        phone.settle(&mut server);
    }
    let all = server.state.applied.clone();
    server.restore(backup);
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert_eq!(server.state.applied.len(), 5);
    assert!(all.iter().all(|one| server.state.applied.contains(one)), "to the letter");
    assert_eq!(phone.disk.rows, server_rows(&server));
    assert_eq!(phone.replica.status().needs_you, 0);
}

#[test]
fn another_history_without_anything_to_send_is_noticed_by_the_pull() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let backup = server.state.clone();
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    server.restore(backup);
    server.put(Uuid::from_u128(77), SCOPE, "{}");
    phone.settle(&mut server);
    assert_eq!(server.state.applied.len(), 1, "what was received before is there again");
    assert_eq!(phone.disk.rows, server_rows(&server));
}

#[test]
fn a_copied_outbox_keeps_its_entries_and_begins_a_new_epoch() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let copy = phone.disk.clone();
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    // The phone's disk is set back, and another mutation gets the same number.
    phone.disk = copy;
    phone.restart();
    let stuck = phone.record(Lane::Normal);
    let text = phone.entry(stuck).text.as_str().to_owned();
    let first = phone.replica.counters().epoch;
    phone.settle(&mut server);
    assert_eq!(phone.entry(stuck).needs_you(), Some("forked"));
    assert_eq!(phone.entry(stuck).text.as_str(), text);
    assert_ne!(phone.replica.counters().epoch, first);
    let later = phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert_eq!(phone.entry(later).envelope.seq, 1);
    assert!(phone.entry(later).receipt.is_some());
    phone.restart();
    assert_eq!(phone.entry(stuck).needs_you(), Some("forked"), "also after a restart");
    phone.settle(&mut server);
}

#[test]
fn a_grant_that_ends_leaves_and_one_that_rises_is_filled_anew() {
    let (mut server, mut phone) = (server(), phone());
    for row in 0..120_u128 {
        server.put(Uuid::from_u128(0x100 + row), Uuid::from_u128(0xA + row % 2), "{}");
    }
    server.grant(vec![grant(0xA, 1), grant(0xB, 1)]);
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows.len(), 120);
    server.grant(vec![grant(0xA, 1)]);
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows.len(), 60);
    // Away and back, with a deletion in between that this phone was not told of.
    server.grant(vec![]);
    server.remove(Uuid::from_u128(0x100));
    server.grant(vec![grant(0xA, 3)]);
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows, server_rows(&server));
    assert_eq!(phone.disk.rows.len(), 59);
}

#[test]
fn an_entry_stays_until_a_backup_has_it() {
    let (mut server, mut phone) = (server(), phone());
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert_eq!(phone.disk.entries.len(), 1);
    server.state.backed_up = server.state.clock;
    phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert_eq!(
        phone.disk.entries.len(),
        1,
        "the first has gone, the second is newer than the backup"
    );
    // A clock that jumps ten years ahead makes nothing old: the server's counts.
    phone.now += 3_650 * 24 * 3_600_000;
    server.put(Uuid::from_u128(2), SCOPE, "{}");
    phone.settle(&mut server);
    assert_eq!(phone.disk.entries.len(), 1);
    assert!(phone.replica.status().clock_ahead_ms.unwrap() > 3_600 * 24 * 3_600_000);
    server.now += 91 * 24 * 3_600_000;
    server.put(Uuid::from_u128(1), SCOPE, "{}");
    phone.settle(&mut server);
    assert_eq!(phone.disk.entries.len(), 0, "after 90 days without a backup");
}

#[test]
fn a_receipt_without_a_page_is_dated_by_the_server() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let backup = server.state.clone();
    server.put(Uuid::from_u128(1), SCOPE, "{}");
    phone.settle(&mut server);
    // The clock leaps ten years while nobody is heard, and the answer has no page: the database was set
    // back. Dated by that clock, it would grow old too late, or, leaping back, at once.
    server.restore(backup);
    phone.now += 3_650 * 24 * 3_600_000;
    let id = phone.record(Lane::Normal);
    phone.settle(&mut server);
    let kept = phone.entry(id).receipt.clone().expect("it was received");
    assert!((kept.at - server.now).abs() < 24 * 3_600_000, "dated {}, at {}", kept.at, server.now);
}

#[test]
fn what_was_quarantined_needs_somebody_until_it_is_set_aside() {
    let mut phone = phone();
    let decide = |_: &sync::Mutation| (Verdict::Quarantined, Some("no_grant".to_owned()), vec![]);
    let mut server = FakeServer::new(DEVICE, Box::new(decide));
    server.grant(vec![]);
    let id = phone.record(Lane::Normal);
    phone.settle(&mut server);
    server.state.backed_up = server.state.clock;
    server.grant(vec![]);
    phone.settle(&mut server);
    assert_eq!(phone.entry(id).needs_you(), Some("no_grant"));
    assert_eq!(phone.replica.status().needs_you, 1);
    assert_eq!(phone.replica.overlay().count(), 0, "the view shows what the server holds");
    phone.step(Event::SetAside { id });
    assert_eq!(phone.replica.status().needs_you, 0);
    server.grant(vec![]);
    phone.settle(&mut server);
    assert!(phone.disk.entries.is_empty());
}

#[test]
fn what_the_centre_has_erased_is_told_and_leaves_without_waiting_for_a_backup() {
    let mut phone = phone();
    let decide = |_: &sync::Mutation| (Verdict::Quarantined, Some("erased".to_owned()), vec![]);
    let mut server = FakeServer::new(DEVICE, Box::new(decide));
    server.grant(vec![]);
    let id = phone.record(Lane::Normal);
    phone.settle(&mut server);
    server.grant(vec![]);
    phone.settle(&mut server);
    assert_eq!(phone.entry(id).needs_you(), Some("erased"));
    phone.step(Event::SetAside { id });
    server.grant(vec![]);
    phone.settle(&mut server);
    assert!(phone.disk.entries.is_empty());
}

#[test]
fn what_is_in_conflict_waits_for_the_coordinator_and_asks_nobody_here() {
    let mut phone = phone();
    let decide = |_: &sync::Mutation| (Verdict::Conflict, None, vec![]);
    let mut server = FakeServer::new(DEVICE, Box::new(decide));
    server.grant(vec![]);
    let id = phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert!(phone.entry(id).undecided());
    assert_eq!(phone.entry(id).needs_you(), None);
    assert_eq!(phone.replica.status().needs_you, 0);
}

#[test]
fn one_that_is_too_large_for_the_server_is_set_aside_and_the_others_go() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let large = phone.record(Lane::Normal);
    let after = phone.record(Lane::Normal);
    let urgent = phone.record(Lane::Urgent);
    let first = phone.replica.counters().epoch;
    phone.wake(Why::Recorded);
    // The server refuses whatever holds the first, as one does that allows smaller bodies.
    while let Some((ticket, request)) = phone.asked.pop_front() {
        let holds = |push: &sync::PushRequest| {
            push.mutations.iter().any(|text| text.parse().unwrap().envelope.id == large)
        };
        match request {
            Request::Push(push) if holds(&push) => {
                let fault = fake::fault(FaultCode::TooLarge);
                let answer = Answer::Fault { fault, retry_after_ms: None };
                phone.network.push_back((ticket, answer));
            }
            other => {
                phone.asked.push_front((ticket, other));
                phone.serve(&mut server);
            }
        }
        phone.deliver();
        if phone.asked.is_empty() && phone.replica.status().not_sent > 0 {
            phone.now += 1_000_000;
            phone.wake(Why::Timer);
        }
    }
    assert_eq!(phone.entry(large).needs_you(), Some("too_large"));
    assert_eq!(phone.entry(after).needs_you(), Some("gap"), "it follows on what is missing");
    assert!(phone.entry(urgent).receipt.is_some(), "the other lane is not held up");
    assert_ne!(phone.replica.counters().epoch, first);
    let later = phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert!(phone.entry(later).receipt.is_some());
}

#[test]
fn a_refused_token_pauses_and_an_old_release_still_sends() {
    let mut phone = phone();
    phone.record(Lane::Normal);
    phone.wake(Why::Start);
    let refuse = |phone: &mut Phone, code| {
        let (ticket, request) = phone.asked.pop_front().unwrap();
        let answer = Answer::Fault { fault: fake::fault(code), retry_after_ms: None };
        phone.network.push_back((ticket, answer));
        phone.deliver();
        request
    };
    refuse(&mut phone, FaultCode::Unauthorised);
    assert_eq!(phone.replica.status().pause, Some(Pause::Unauthorised));
    phone.wake(Why::Online);
    phone.wake(Why::Poke { clock: None });
    assert!(phone.asked.is_empty());
    phone.wake(Why::Asked);
    assert!(matches!(refuse(&mut phone, FaultCode::UpgradeRequired), Request::Push(_)));
    assert_eq!(phone.replica.status().pause, Some(Pause::UpgradeRequired));
    let Some((_, Request::Push(push))) = phone.asked.front() else { panic!("no push") };
    assert!(push.pull.is_none(), "it sends and does not ask");
    let mut server = server();
    phone.serve(&mut server);
    phone.deliver();
    assert_eq!(phone.replica.status().not_sent, 0);
    assert!(phone.asked.is_empty());
}

#[test]
fn a_page_that_could_not_be_kept_is_fetched_again() {
    let (mut server, mut phone) = (server(), phone());
    server.put(Uuid::from_u128(9), SCOPE, "{}");
    phone.commits_fail = true;
    let id = phone.record(Lane::Normal);
    phone.wake(Why::Start);
    phone.serve(&mut server);
    phone.deliver();
    assert_eq!(phone.replica.held(), &Held::default());
    assert!(phone.entry(id).receipt.is_some());
    assert_eq!(
        phone.replica.overlay().count(),
        1,
        "received, and not in the base: still laid over it"
    );
    phone.commits_fail = false;
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows, server_rows(&server));
}

#[test]
fn with_a_lost_base_receipts_are_asked_for_again() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let backup = server.state.clone();
    let id = phone.record(Lane::Normal);
    phone.settle(&mut server);
    let before = phone.disk.entries.clone();
    // The database is set back to before it, goes on, and is backed up beyond the number at which it had
    // been received. The phone sends it again; then a power cut takes all that was written lately: the
    // first receipt is back, and the base, by which the two histories are told apart, is not.
    server.restore(backup);
    for other in 0..9 {
        server.put(Uuid::from_u128(other), SCOPE, "{}");
    }
    server.state.backed_up = server.state.clock;
    phone.wake(Why::Online);
    phone.settle(&mut server);
    assert_eq!(server.state.applied.len(), 1, "it is there again");
    phone.disk.entries = before;
    phone.disk.rows.clear();
    phone.disk.held = Held::default();
    phone.restart();
    phone.settle(&mut server);
    let kept = phone.entry(id).receipt.clone().expect("it was received again");
    assert!(kept.clock > server.state.backed_up, "and no backup has it");
}

#[test]
fn a_lost_scope_is_wanted_again() {
    let (mut server, mut phone) = (server(), phone());
    server.put(Uuid::from_u128(9), SCOPE, "{}");
    phone.settle(&mut server);
    phone.disk.rows.clear();
    phone.disk.held.lose(SCOPE);
    phone.restart();
    assert_eq!(phone.replica.held().grants[0].fill, Fill::After(None));
    phone.settle(&mut server);
    assert_eq!(phone.disk.rows, server_rows(&server));
}

#[test]
fn nothing_new_is_one_request_and_writes_nothing() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let held = phone.disk.held.clone();
    phone.wake(Why::Visible);
    assert!(phone.asked.is_empty(), "it was heard a moment ago");
    phone.now += 60_000;
    phone.wake(Why::Timer);
    phone.serve(&mut server);
    phone.deliver();
    assert!(phone.asked.is_empty());
    assert_eq!(phone.disk.held, held);
}

#[test]
fn whoever_asks_while_the_answer_is_on_its_way_is_answered_by_it() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    for why in [Why::Asked, Why::Online, Why::Visible] {
        phone.wake(why);
    }
    phone.serve(&mut server);
    phone.deliver();
    assert!(phone.asked.is_empty(), "an impatient thumb costs nothing");
    // But what was recorded meanwhile follows at once.
    phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    phone.serve(&mut server);
    phone.deliver();
    assert!(!phone.asked.is_empty());
    phone.settle(&mut server);
    assert_eq!(server.state.applied.len(), 3);
}

#[test]
fn the_echo_of_our_own_push_asks_for_nothing() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    phone.record(Lane::Normal);
    phone.wake(Why::Recorded);
    phone.serve(&mut server);
    // The poke overtakes the answer.
    let clock = Some(server.state.clock);
    phone.wake(Why::Poke { clock });
    phone.deliver();
    phone.wake(Why::Poke { clock });
    assert!(phone.asked.is_empty());
    server.put(Uuid::from_u128(9), SCOPE, "{}");
    phone.wake(Why::Poke { clock: Some(server.state.clock) });
    phone.serve(&mut server);
    // Another change, of which the answer under way knows nothing.
    server.put(Uuid::from_u128(10), SCOPE, "{}");
    phone.wake(Why::Poke { clock: Some(server.state.clock) });
    phone.deliver();
    assert!(phone.serve(&mut server));
    phone.deliver();
    assert_eq!(phone.disk.rows, server_rows(&server));
    assert!(phone.asked.is_empty());
    phone.wake(Why::Poke { clock: None });
    assert_eq!(phone.asked.len(), 1, "a server that does not say which is asked");
}

#[test]
fn what_is_voided_keeps_its_number_and_the_lane_goes_on() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let ids: Vec<Uuid> = (0..4).map(|_| phone.record(Lane::Normal)).collect();
    phone.void(|entry| entry.envelope.id == ids[1] || entry.envelope.id == ids[3]);
    let later = phone.record(Lane::Normal);
    assert_eq!(phone.replica.status().not_sent, 5);
    phone.restart();
    phone.settle(&mut server);
    let applied: Vec<Uuid> = server.state.applied.iter().map(|(id, _)| *id).collect();
    assert_eq!(applied, [ids[0], ids[1], ids[2], ids[3], later]);
    let rows: Vec<&Uuid> = server.state.rows.keys().collect();
    assert_eq!(rows, [&ids[0], &ids[2], &later], "nothing is done by what was voided");
    for id in [ids[1], ids[3]] {
        let kept = phone.entry(id).receipt.clone().unwrap();
        assert_eq!((kept.verdict, kept.reason.as_deref()), (Verdict::Applied, Some("voided")));
        assert_eq!(phone.entry(id).needs_you(), None);
        let text = server.state.applied.iter().find(|(applied, _)| *applied == id).unwrap();
        assert!(!text.1.contains("put"), "{text:?}");
    }
    // It leaves like any other.
    server.state.backed_up = server.state.clock;
    server.grant(vec![]);
    phone.settle(&mut server);
    assert!(phone.disk.entries.is_empty());
}

#[test]
fn what_was_on_its_way_when_it_was_voided_gets_the_receipt_of_what_was_sent() {
    for answer_lost in [false, true] {
        let (mut server, mut phone) = (server(), phone());
        phone.settle(&mut server);
        let id = phone.record(Lane::Normal);
        phone.wake(Why::Recorded);
        if answer_lost {
            phone.serve(&mut server);
            phone.network.clear();
        }
        phone.void(|_| true);
        if !answer_lost {
            phone.serve(&mut server);
            phone.deliver();
        }
        let later = phone.record(Lane::Normal);
        phone.settle(&mut server);
        assert_eq!(server.state.applied.len(), 2, "once each, and no fork");
        assert_eq!(phone.entry(id).receipt.as_ref().unwrap().reason, None, "it had been applied");
        assert!(phone.entry(id).voided(), "an answer brings nothing back");
        assert!(!String::from_utf8_lossy(&phone.disk.entries[&1]).contains("put"));
        assert!(phone.entry(later).receipt.is_some());
    }
}

#[test]
fn a_phone_that_lies_about_what_it_voided_harms_its_own_lane_alone() {
    let (mut server, mut phone) = (server(), phone());
    phone.settle(&mut server);
    let lied = phone.record(Lane::Normal);
    let after = phone.record(Lane::Normal);
    let urgent = phone.record(Lane::Urgent);
    phone.void(|entry| entry.envelope.id == lied);
    let voids = phone.entry(lied).envelope.voids.unwrap().to_string();
    let (order, entry) = (phone.entry(lied).order, phone.disk.entries[&1].clone());
    let forged = String::from_utf8(entry).unwrap().replace(&voids, &"0".repeat(64));
    phone.disk.entries.insert(order, forged.into_bytes());
    phone.restart();
    phone.settle(&mut server);
    assert!(phone.entry(urgent).receipt.is_some());
    assert_eq!(phone.entry(after).needs_you(), Some("forked"));
    let later = phone.record(Lane::Normal);
    phone.settle(&mut server);
    assert!(phone.entry(later).receipt.is_some(), "in a new epoch");
}

/// What may happen between a phone and its server.
#[derive(Clone, Debug)]
enum Happening {
    Record(bool),
    /// Somebody withdraws: of what is not sent, these go.
    Void(u8),
    Wake,
    Later(i64),
    Serve,
    Deliver,
    LoseRequest,
    LoseAnswer,
    RepeatRequest,
    SwapAnswers,
    Offline,
    Restart,
    CommitsFail(bool),
    ServerWrites(u8),
    ServerRemoves(u8),
    Grants(u8),
    BackUp,
    Restore,
}

fn happening() -> impl Strategy<Value = Happening> {
    use Happening::*;
    prop_oneof![
        4 => any::<bool>().prop_map(Record),
        1 => (1_u8..8).prop_map(Void),
        4 => Just(Wake),
        3 => (1_i64..200_000).prop_map(Later),
        8 => Just(Serve),
        8 => Just(Deliver),
        1 => Just(LoseRequest),
        2 => Just(LoseAnswer),
        2 => Just(RepeatRequest),
        1 => Just(SwapAnswers),
        1 => Just(Offline),
        1 => Just(Restart),
        1 => any::<bool>().prop_map(CommitsFail),
        3 => any::<u8>().prop_map(ServerWrites),
        1 => any::<u8>().prop_map(ServerRemoves),
        1 => (0_u8..8).prop_map(Grants),
        1 => Just(BackUp),
        1 => Just(Restore),
    ]
}

fn happen(phone: &mut Phone, server: &mut FakeServer, backup: &mut fake::State, what: Happening) {
    match what {
        // Where its outcome is looked at.
        Happening::Void(_) => {}
        Happening::Record(urgent) => {
            phone.record(if urgent { Lane::Urgent } else { Lane::Normal });
        }
        Happening::Wake => phone.wake(Why::Visible),
        Happening::Later(ms) => {
            phone.now += ms;
            phone.wake(Why::Timer);
        }
        Happening::Serve => {
            phone.serve(server);
        }
        Happening::Deliver => phone.deliver(),
        Happening::LoseRequest => {
            phone.asked.pop_front();
        }
        Happening::LoseAnswer => {
            phone.network.pop_front();
        }
        // The network gives the server the same request twice; both answers arrive.
        Happening::RepeatRequest => {
            if let Some((ticket, Request::Push(push))) = phone.asked.front()
                && let Ok(answer) = server.push(push)
            {
                phone.network.push_back((*ticket, Answer::Pushed(answer)));
            }
        }
        Happening::SwapAnswers => phone.network.rotate_left(phone.network.len().min(1)),
        Happening::Offline => {
            if let Some((ticket, _)) = phone.asked.pop_front() {
                phone.network.push_back((ticket, Answer::Unreachable));
            }
        }
        Happening::Restart => phone.restart(),
        Happening::CommitsFail(fail) => phone.commits_fail = fail,
        Happening::ServerWrites(row) => {
            let scope = [SCOPE, Uuid::from_u128(0xA), Uuid::from_u128(0xB)][usize::from(row) % 3];
            server.put(Uuid::from_u128(0x100 + u128::from(row)), scope, "{}");
        }
        Happening::ServerRemoves(row) => server.remove(Uuid::from_u128(0x100 + u128::from(row))),
        Happening::Grants(bits) => {
            let version = server.state.grants.iter().map(|grant| grant.version).max().unwrap_or(0);
            let mut grants = vec![Grant { scope: SCOPE, version: 1 }];
            for (bit, scope) in [(1, 0xA), (2, 0xB)] {
                let before = server.state.grants.iter().find(|g| g.scope == Uuid::from_u128(scope));
                if bits & bit != 0 {
                    grants.push(before.copied().unwrap_or(grant(scope, version + 1)));
                }
            }
            server.grant(grants);
        }
        Happening::BackUp => {
            server.state.backed_up = server.state.clock;
            *backup = server.state.clone();
        }
        Happening::Restore => server.restore(backup.clone()),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn whatever_happens_nothing_is_lost_and_nothing_counts_twice(
        happenings in proptest::collection::vec(happening(), 1..120),
        page_rows in 1_usize..40,
    ) {
        let (mut server, mut phone) = (server(), phone());
        server.page_rows = page_rows;
        let mut backup = server.state.clone();
        let mut recorded: Vec<(Uuid, String)> = Vec::new();
        let mut voided: HashMap<Uuid, String> = HashMap::new();
        // What ever left the phone.
        let mut sent: HashSet<String> = HashSet::new();
        for what in happenings {
            let before = phone.replica.counters().order;
            if let Happening::Void(which) = what {
                voided.extend(phone.void(|entry| entry.order % 4 < u64::from(which)));
            }
            happen(&mut phone, &mut server, &mut backup, what);
            for (_, request) in &phone.asked {
                if let Request::Push(push) = request {
                    sent.extend(push.mutations.iter().map(|text| text.as_str().to_owned()));
                }
            }
            if phone.replica.counters().order > before {
                let entry = phone.replica.entries().last().unwrap();
                recorded.push((entry.envelope.id, entry.text.as_str().to_owned()));
            }
        }
        phone.commits_fail = false;
        phone.settle(&mut server);
        phone.settle(&mut server);

        // Each text recorded was applied exactly once, as it was written, and nothing else was. Of what was
        // voided the text before may have arrived, but only where it had left the phone before.
        let mut applied = server.state.applied.clone();
        for (id, text) in &mut applied {
            if let Some(voided) = voided.get(id).filter(|voided| *voided == text) {
                let original = &recorded.iter().find(|(recorded, _)| recorded == id).unwrap().1;
                prop_assert!(!voided.contains("put"));
                text.clone_from(original);
            } else if voided.contains_key(id) {
                prop_assert!(sent.contains(text), "voided, and sent after that: {}", text);
            }
        }
        applied.sort();
        recorded.sort();
        prop_assert_eq!(applied, recorded);
        for entry in phone.disk.replica().entries() {
            if let Some(voided) = voided.get(&entry.envelope.id) {
                prop_assert_eq!(entry.text.as_str(), voided);
            }
        }
        // The phone holds what the server grants, no more and no less.
        prop_assert_eq!(&phone.disk.rows, &server_rows(&server));
        // What the disk says is what the replica believes.
        let reopened = phone.disk.replica();
        prop_assert_eq!(reopened.status().not_sent, 0);
        prop_assert_eq!(phone.replica.overlay().count(), 0);
        // Numbers are dense, and every link of the chain fits.
        let mut ends = std::collections::HashMap::new();
        for entry in phone.replica.entries() {
            let at = &entry.envelope;
            if let Some((seq, digest)) = ends.insert((at.epoch, at.lane), (at.seq, entry.text.chained())) {
                prop_assert_eq!(at.seq, seq + 1);
                prop_assert_eq!(at.prev, digest);
            }
        }
    }
}
