//! The engine on a phone: what a person is promised, over every fault that a phone knows.
#![allow(clippy::unwrap_used)]

#[path = "../../sync/tests/fake/mod.rs"]
mod fake;
mod world;

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use domain::command::{ReportChange, WithdrawConsent};
use domain::{Change, ChangeAbout, ParticipantId, Refusal, VolunteerCommand};
use pollster::block_on;
use session::{EnrolError, ItemState, PerformError, Session, StoreError, Why};
use store::{Batch, Database, MemoryStore, Store};
use uuid::Uuid;
use world::{ANNA, BILAL, CENTRE, CODE, MEMBER, Net, Phone, Place, WORDS, World, enrolled, grant};

const MINUTE: i64 = 60_000;

fn change(phone: &Phone, participant: Uuid) -> VolunteerCommand {
    ReportChange {
        id: phone.session.new_id().into(),
        participant: participant.into(),
        about: ChangeAbout::AtHome,
        note: None,
    }
    .into()
}

fn record(phone: &Phone, participant: Uuid) -> Uuid {
    block_on(phone.session.perform(change(phone, participant))).unwrap().id
}

fn changes(phone: &Phone, participant: Uuid) -> usize {
    phone.session.view().about::<Change>(ParticipantId(participant)).count()
}

fn applied(world: &World) -> Vec<Uuid> {
    world.server.borrow().state.applied.iter().map(|(id, _)| *id).collect()
}

fn state(phone: &Phone, id: Uuid) -> ItemState {
    phone.session.outbox().into_iter().find(|item| item.id == id).unwrap().state
}

#[test]
fn a_day_with_the_radio_off() {
    let world = World::new(1);
    let (store, mut phone) = enrolled(&world);
    assert_eq!(phone.session.status().first_download.map(|progress| progress.scopes), Some(0));
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(phone.session.status().first_download, None);
    assert!(phone.session.view().get::<domain::Participant>(ANNA).is_some());

    world.net.set(Net::Down);
    let id = record(&phone, ANNA);
    assert_eq!(changes(&phone, ANNA), 1, "shown at once");
    assert_eq!(phone.session.status().not_sent, 1);
    assert_eq!(state(&phone, id), ItemState::Saved);
    world.pass(&mut [&mut phone], 30 * MINUTE);
    assert!(phone.session.status().offline);

    // The app is killed and opened again, still without a network.
    drop(phone);
    let mut phone = Phone::open(&world, &store);
    assert_eq!(changes(&phone, ANNA), 1);
    assert_eq!(state(&phone, id), ItemState::Saved);

    world.net.set(Net::Up);
    phone.session.wake(Why::Online);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world), [id]);
    assert!(matches!(state(&phone, id), ItemState::Received { .. }));
    assert_eq!(phone.session.status().not_sent, 0);
    assert!(!phone.session.status().offline);
    assert_eq!(changes(&phone, ANNA), 1, "from the base now");
    drop(phone);
    assert_eq!(changes(&Phone::open(&world, &store), ANNA), 1);
}

#[test]
fn a_refusal_is_said_at_once_and_saves_nothing() {
    let world = World::new(2);
    let (_, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    let refused = block_on(phone.session.perform(change(&phone, Uuid::from_u128(99))));
    assert_eq!(refused, Err(PerformError::Refused(Refusal::UnknownParticipant)));
    assert!(phone.session.outbox().is_empty());
}

#[test]
fn a_full_disk_says_not_saved_and_shows_nothing() {
    let world = World::new(3);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    // Also after room was made.
    store.fail_next_commit(StoreError::Full);
    store.fail_next_commit(StoreError::Full);
    let failed = block_on(phone.session.perform(change(&phone, ANNA)));
    assert_eq!(failed, Err(PerformError::Storage(StoreError::Full)));
    assert_eq!(changes(&phone, ANNA), 0);
    assert_eq!(phone.session.status().storage_failed, Some(StoreError::Full));
    let id = record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world), [id]);
    assert_eq!(phone.session.status().storage_failed, None);
}

#[test]
fn a_full_phone_gives_up_what_can_be_fetched_again_and_nothing_else() {
    let world = World::new(24);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    let first = record(&phone, BILAL);
    store.fail_next_commit(StoreError::Full);
    let id = record(&phone, ANNA);
    assert_eq!(phone.session.status().storage_failed, Some(StoreError::Full), "it is told");
    let base = Database::base(&vault_of(&store));
    assert!(!store.databases().contains(&base.name().to_owned()), "the base made room");
    // The screens go on as they were, also when the network is back and there is still no room.
    assert!(phone.session.view().get::<domain::Participant>(BILAL).is_some());
    world.net.set(Net::Up);
    // The receipts are kept, the page is not.
    store.break_after_next_commit(StoreError::Closed);
    store.fail_next_commit(StoreError::Full);
    phone.session.send_now();
    world.pass(&mut [&mut phone], 10);
    assert!(phone.session.view().get::<domain::Participant>(BILAL).is_some());
    world.pass(&mut [&mut phone], 5 * MINUTE);
    assert_eq!(phone.session.status().storage_failed, None);
    assert_eq!(applied(&world), [first, id]);
    // All of it is on the disk again.
    drop(phone);
    world.net.set(Net::Down);
    let phone = Phone::open(&world, &store);
    assert!(phone.session.view().get::<domain::Participant>(BILAL).is_some());
    assert_eq!((changes(&phone, ANNA), changes(&phone, BILAL)), (1, 1));
}

/// The system freezes the tab that synchronises, at each place where it waits for something; another
/// takes the lock away, goes on, and the first one thaws.
#[test]
fn a_frozen_tab_is_not_waited_for_and_does_no_harm_when_it_thaws() {
    let mut frozen_midway = 0;
    for place in 0..25 {
        let world = World::new(25 + place);
        let (store, mut frozen) = enrolled(&world);
        world.pass(&mut [&mut frozen], 1_000);
        let mut other = Phone::open(&world, &store);
        world.pass(&mut [&mut frozen, &mut other], 1_000);
        let mut ids = vec![record(&frozen, ANNA)];
        for _ in 0..place {
            frozen.poll();
        }
        frozen_midway += usize::from(frozen.session.status().sending);
        ids.push(record(&other, BILAL));
        if place % 2 == 0 {
            // While the lock is with the frozen tab, the other sends nothing.
            world.pass(&mut [&mut other], 10_000);
            assert!(!applied(&world).contains(&ids[1]));
        }
        world.steal_locks();
        world.pass(&mut [&mut other], 10_000);
        ids.push(record(&other, ANNA));
        world.pass(&mut [&mut other], 10_000);
        assert_eq!(other.session.status().not_sent, 0, "frozen at {place}");
        // It thaws in the middle of what it was about to do.
        ids.push(record(&other, BILAL));
        world.pass(&mut [&mut frozen, &mut other], 10_000);
        ids.push(record(&frozen, BILAL));
        world.pass(&mut [&mut frozen, &mut other], 3 * MINUTE);
        let mut sent = applied(&world);
        sent.sort();
        ids.sort();
        assert_eq!(sent, ids, "frozen at {place}");
        for tab in [&frozen, &other] {
            let status = tab.session.status();
            assert_eq!((status.not_sent, status.needs_you, status.sending), (0, 0, false));
            assert_eq!(status.storage_failed, None);
            assert_eq!((changes(tab, ANNA), changes(tab, BILAL)), (2, 3), "frozen at {place}");
        }
        // Whoever has the lock now keeps it: the other closes, and the work goes on.
        drop(other);
        let last = record(&frozen, ANNA);
        world.pass(&mut [&mut frozen], 5_000);
        assert!(applied(&world).contains(&last), "frozen at {place}");
    }
    assert!(frozen_midway > 0, "it was never frozen in the middle of a request");
}

/// One tab sends, and is anywhere in the middle of that; in the other the participant withdraws.
#[test]
fn a_withdrawal_in_another_tab_goes_first_and_what_is_voided_stays_so() {
    let mut voided_unsent = 0;
    for place in 0..25 {
        let world = World::new(90 + place);
        let (store, mut sending) = enrolled(&world);
        world.pass(&mut [&mut sending], 1_000);
        let mut other = Phone::open(&world, &store);
        world.pass(&mut [&mut sending, &mut other], 1_000);
        let about_anna = record(&sending, ANNA);
        let about_bilal = record(&sending, BILAL);
        for _ in 0..place {
            sending.poll();
        }
        let participant = ParticipantId(ANNA);
        let left = block_on(other.session.perform(WithdrawConsent { participant }.into())).unwrap();
        world.pass(&mut [&mut sending, &mut other], 3 * MINUTE);
        let sent = applied(&world);
        assert_eq!(sent.len(), 3, "each once, at {place}");
        let stood = |id| sent.iter().position(|sent| *sent == id).unwrap();
        let said = world.server.borrow().state.applied[stood(about_anna)].1.clone();
        let arrived = said.contains("report_change");
        if !arrived {
            voided_unsent += 1;
            assert!(stood(left.id) < stood(about_anna), "at {place}");
            assert!(stood(left.id) < stood(about_bilal), "at {place}");
        }
        drop((sending, other));
        let phone = Phone::open(&world, &store);
        assert_eq!((changes(&phone, ANNA), changes(&phone, BILAL)), (usize::from(arrived), 1));
        let item = phone.session.outbox().into_iter().find(|item| item.id == about_anna).unwrap();
        // What left before has a receipt. The text of anything else is gone.
        assert!(item.voided || arrived, "at {place}");
        assert!(matches!(item.state, ItemState::Received { .. }), "at {place}: {:?}", item.state);
    }
    assert!(voided_unsent > 0, "it had always left the phone");
}

/// On a disk that takes its time the participant withdraws at each moment of a sending. The app is killed a
/// little after that, or goes on.
#[test]
fn a_withdrawal_at_any_moment_of_a_sending_stays_as_it_was_saved() {
    let (mut voided, mut received) = (0, 0);
    let goes_on = (0..12).map(|place| (place, None));
    let killed = (1..6).flat_map(|place| (2..14).map(move |polls| (place, Some(polls))));
    for (place, killed_after) in goes_on.chain(killed) {
        let world = World::new(150 + place);
        let (store, mut phone) = enrolled(&world);
        world.pass(&mut [&mut phone], 1_000);
        // Receipts from before a restore are taken back and sent again, so that something is saved first.
        let backup = world.server.borrow().state.clone();
        record(&phone, BILAL);
        world.pass(&mut [&mut phone], 1_000);
        world.server.borrow_mut().restore(backup);
        let about_anna = record(&phone, ANNA);
        store.give_way(true);
        for _ in 0..place {
            phone.poll();
        }
        let (session, done) = (phone.session.clone(), Rc::new(Cell::new(None)));
        let (told, seen) = (Rc::clone(&done), Rc::clone(&world));
        phone.spawn(async move {
            let participant = ParticipantId(ANNA);
            session.perform(WithdrawConsent { participant }.into()).await.unwrap();
            let item = session.outbox().into_iter().find(|item| item.id == about_anna).unwrap();
            told.set(Some((item.voided, seen.pushed.borrow().len())));
        });
        match killed_after {
            Some(polls) => {
                for _ in 0..polls {
                    phone.poll();
                }
            }
            None => world.pass(&mut [&mut phone], 3 * MINUTE),
        }
        let Some((was_voided, pushes)) = done.get() else {
            assert!(killed_after.is_some(), "it was saved");
            continue;
        };
        voided += usize::from(was_voided);
        received += usize::from(!was_voided);
        if was_voided {
            let later = world.pushed.borrow()[pushes..].join("\n");
            let sent = later.contains(&about_anna.to_string()) && later.contains("report_change");
            let of_anna = format!(r#""participant":"{ANNA}","about""#);
            assert!(!sent || !later.contains(&of_anna), "sent as it was, at {place}");
        }
        store.give_way(false);
        drop(phone);
        let phone = Phone::open(&world, &store);
        let item = phone.session.outbox().into_iter().find(|item| item.id == about_anna).unwrap();
        assert_eq!(item.voided, was_voided, "at {place}, killed after {killed_after:?}");
        let is_received = matches!(item.state, ItemState::Received { .. });
        assert!(is_received || killed_after.is_some(), "at {place}: {:?}", item.state);
    }
    assert!(voided > 0 && received > 0, "{voided} were voided, {received} received before");
}

/// A locked phone hands over parcels: they hold what the outbox holds.
#[test]
fn what_is_voided_is_in_no_parcel() {
    let world = World::new(88);
    world.has_key.set(true);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    let ids = [record(&phone, ANNA), record(&phone, BILAL)];
    let outbox = Database::outbox(&vault_of(&store));
    let hold_what_the_outbox_holds = |phone: &Phone| {
        let records = block_on(store.read_all(&outbox, "meta")).unwrap();
        let parcels = records.into_iter().filter(|(key, _)| key.starts_with("parcel/"));
        let parcels: Vec<usize> = parcels
            .map(|(_, parcel)| {
                let parcel: sync::Parcel = serde_json::from_slice(&parcel).unwrap();
                sync::base64url::decode(&parcel.sealed).unwrap().len()
            })
            .collect();
        let sealed = |entry: &sync::replica::Entry| entry.text.as_str().len() + 16;
        let texts: Vec<usize> =
            phone.session.with_replica(|replica| replica.entries().iter().map(sealed).collect());
        assert_eq!(parcels, texts);
        texts
    };
    let before = hold_what_the_outbox_holds(&phone);
    let participant = ParticipantId(ANNA);
    block_on(phone.session.perform(WithdrawConsent { participant }.into())).unwrap();
    let after = hold_what_the_outbox_holds(&phone);
    assert_ne!(before[0], after[0], "it is voided");
    assert_eq!((before[1], after.len()), (after[1], 3));
    assert!(phone.session.outbox().iter().any(|item| item.id == ids[0] && item.voided));
}

#[test]
fn a_vault_that_was_cleared_is_told_from_one_that_cannot_be_read() {
    let world = World::new(60);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    drop(phone);
    let vault = vault_of(&store);
    let outbox = Database::outbox(&vault);
    let unlocked = block_on(session::unlock(&Place::new(&world, &store), WORDS)).unwrap();
    let open = || block_on(Session::open(Place::new(&world, &store), &unlocked)).map(drop);
    let mut batch = Batch::strict();
    batch.delete("meta", "identity");
    block_on(store.commit(&outbox, batch)).unwrap();
    assert_eq!(open(), Err(session::OpenError::Unreadable), "there are records");
    block_on(store.delete(&outbox)).unwrap();
    assert_eq!(open(), Err(session::OpenError::Wiped));
    // The person enrols again: in a new epoch, with everything that was sent.
    world.code_spent_by.take();
    let place = Place::new(&world, &store);
    let unlocked = block_on(session::enrol(&place, CODE, WORDS)).unwrap();
    let session = block_on(Session::open(place, &unlocked)).unwrap();
    assert_ne!(session.vault(), vault);
    let mut phone = Phone::start(session);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(changes(&phone, ANNA), 1);
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world).len(), 2);
}

#[test]
fn a_connection_that_breaks_after_the_commit_is_no_failure() {
    let world = World::new(4);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    store.break_after_next_commit(StoreError::Closed);
    let id = record(&phone, ANNA);
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world).len(), 2);
    assert_eq!(applied(&world)[0], id);
    assert_eq!(changes(&phone, ANNA), 2);
}

#[test]
fn a_connection_that_was_cut_is_opened_again() {
    let world = World::new(20);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    store.fail_next_commit(StoreError::Closed);
    record(&phone, ANNA);
    assert_eq!(changes(&phone, ANNA), 1);
    for _ in 0..3 {
        store.fail_next_commit(StoreError::Closed);
    }
    let failed = block_on(phone.session.perform(change(&phone, ANNA)));
    assert_eq!(failed, Err(PerformError::Storage(StoreError::Closed)));
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world).len(), 1);
}

#[test]
fn the_last_wish_for_a_draft_counts() {
    let world = World::new(21);
    let (_, phone) = enrolled(&world);
    let session = &phone.session;
    block_on(async {
        let saves = futures_util::future::join(
            session.save_draft("talk", b"An".to_vec()),
            session.save_draft("talk", b"Anna".to_vec()),
        );
        assert_eq!(saves.await, (Ok(()), Ok(())));
        assert_eq!(session.draft("talk"), Some(b"Anna".to_vec()));
        let ends = futures_util::future::join(
            session.save_draft("talk", b"Anna says".to_vec()),
            session.drop_draft("talk"),
        );
        assert_eq!(ends.await, (Ok(()), Ok(())));
        assert_eq!(session.draft("talk"), None);
    });
}

#[test]
fn a_draft_goes_with_what_it_became() {
    let world = World::new(5);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    let key = format!("change/{ANNA}");
    block_on(phone.session.save_draft(&key, b"half a sentence".to_vec())).unwrap();
    drop(phone);
    let phone = Phone::open(&world, &store);
    assert_eq!(phone.session.draft(&key), Some(b"half a sentence".to_vec()));
    let refused = block_on(phone.session.perform_draft(change(&phone, Uuid::nil()), &key));
    assert!(refused.is_err());
    assert_eq!(phone.session.drafts(), vec![key.clone()]);
    block_on(phone.session.perform_draft(change(&phone, ANNA), &key)).unwrap();
    assert!(phone.session.drafts().is_empty());
    drop(phone);
    let phone = Phone::open(&world, &store);
    assert!(phone.session.drafts().is_empty());
    assert_eq!(changes(&phone, ANNA), 1);
}

#[test]
fn a_participant_who_is_taken_away_leaves_and_what_was_recorded_is_delivered() {
    let world = World::new(6);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    let id = record(&phone, ANNA);
    let grants = vec![grant(CENTRE, 1), grant(MEMBER, 1), grant(BILAL, 1)];
    world.server.borrow_mut().grant(grants);
    world.net.set(Net::Up);
    phone.session.send_now();
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world), [id]);
    assert!(phone.session.view().get::<domain::Participant>(ANNA).is_none());
    assert_eq!(changes(&phone, ANNA), 0);
    let item = phone.session.outbox().remove(0);
    assert_eq!((item.command, item.participant), (None, None), "delivered, and not shown");
    drop(phone);
    let left = block_on(store.read_all(&Database::base(&vault_of(&store)), "blocks")).unwrap();
    assert!(left.iter().all(|(key, _)| !key.contains(&ANNA.to_string())), "nor on the disk");
}

fn vault_of(store: &MemoryStore) -> String {
    let databases = store.databases();
    let outbox = databases.iter().find_map(|name| name.strip_suffix(".outbox")).unwrap();
    outbox.strip_prefix("brobygger.").unwrap().to_owned()
}

#[test]
fn a_withdrawal_goes_before_what_waits() {
    let world = World::new(7);
    let (_, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    let note = record(&phone, BILAL);
    let withdraw = WithdrawConsent { participant: ANNA.into() }.into();
    let withdrawal = block_on(phone.session.perform(withdraw)).unwrap().id;
    world.net.set(Net::Up);
    phone.session.send_now();
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world), [withdrawal, note]);
}

#[test]
fn two_tabs_share_one_vault() {
    let world = World::new(8);
    let (store, mut first) = enrolled(&world);
    world.pass(&mut [&mut first], 1_000);
    let mut second = Phone::open(&world, &store);
    world.pass(&mut [&mut first, &mut second], 1_000);
    // Neither has heard from the other yet: the numbers must not collide all the same.
    let mut ids = vec![record(&first, ANNA), record(&second, ANNA), record(&first, BILAL)];
    world.pass(&mut [&mut first, &mut second], 5_000);
    assert_eq!(changes(&second, ANNA), 2);
    assert_eq!(changes(&first, ANNA), 2);
    assert_eq!(second.session.status().not_sent, 0);
    assert!(matches!(state(&second, ids[0]), ItemState::Received { .. }));
    // The tab that sends is closed, and the other takes over.
    drop(first);
    ids.push(record(&second, BILAL));
    world.pass(&mut [&mut second], 5_000);
    let mut sent = applied(&world);
    sent.sort();
    ids.sort();
    assert_eq!(sent, ids);
}

#[test]
fn a_lost_answer_to_enrolment_costs_nothing() {
    let world = World::new(9);
    let store = MemoryStore::new();
    let place = || Place::new(&world, &store);
    assert_eq!(block_on(session::look(&place(), CODE)).unwrap().first_name, "Kari");
    for (net, expected) in [
        (Net::Down, EnrolError::Unreachable),
        (Net::Captive, EnrolError::NotOurServer),
        (Net::LoseAnswers, EnrolError::Unreachable),
    ] {
        world.net.set(net);
        assert_eq!(block_on(session::enrol(&place(), CODE, WORDS)).unwrap_err(), expected);
        assert_eq!(block_on(session::vaults(&place())), Ok(vec![]));
    }
    world.net.set(Net::Up);
    block_on(session::enrol(&place(), "k7qm2f9x4t", WORDS)).unwrap();
    assert_eq!(block_on(session::vaults(&place())).unwrap().len(), 1);
    let again = block_on(session::enrol(&place(), CODE, WORDS)).unwrap_err();
    assert_eq!(again, EnrolError::CodeUsed);
}

#[test]
fn enrolment_that_is_cut_anywhere_can_be_repeated() {
    for operations in 0..30 {
        let world = World::new(10);
        let store = MemoryStore::new();
        store.stop_after(operations);
        let cut = block_on(session::enrol(&Place::new(&world, &store), CODE, WORDS));
        store.start_again();
        let whole = cut.is_ok();
        drop(cut);
        if block_on(session::vaults(&Place::new(&world, &store))).unwrap().is_empty() {
            block_on(session::enrol(&Place::new(&world, &store), CODE, WORDS)).unwrap();
        }
        let mut phone = Phone::open(&world, &store);
        world.pass(&mut [&mut phone], 1_000);
        record(&phone, ANNA);
        world.pass(&mut [&mut phone], 1_000);
        assert_eq!(applied(&world).len(), 1, "after {operations} operations");
        if whole {
            return;
        }
    }
    panic!("enrolment takes more operations than this test tries");
}

#[test]
fn a_block_that_rots_is_fetched_again_and_an_entry_that_rots_is_kept() {
    let world = World::new(11);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    record(&phone, ANNA);
    let kept = record(&phone, BILAL);
    drop(phone);
    let vault = vault_of(&store);
    let block = format!("{BILAL}/00000");
    assert!(store.corrupt(&Database::base(&vault), "blocks", &block));
    assert!(store.corrupt(&Database::outbox(&vault), "entries", "000000000001"));

    let mut phone = Phone::open(&world, &store);
    assert!(phone.session.view().get::<domain::Participant>(BILAL).is_none(), "never shown");
    assert!(phone.session.view().get::<domain::Participant>(ANNA).is_some());
    assert_eq!(phone.session.unreadable(), 1);
    assert!(phone.session.export_outbox().contains(r#""unreadable":[{"key":"000000000001""#));
    world.net.set(Net::Up);
    world.pass(&mut [&mut phone], MINUTE);
    assert!(phone.session.view().get::<domain::Participant>(BILAL).is_some());
    // The lane has a hole that nobody can fill: what comes after it is kept and shown.
    assert!(matches!(state(&phone, kept), ItemState::NeedsYou { reason, .. } if reason == "gap"));
    assert_eq!(changes(&phone, BILAL), 1);
    let later = record(&phone, BILAL);
    world.pass(&mut [&mut phone], MINUTE);
    assert_eq!(applied(&world), [later]);
}

#[test]
fn what_is_recorded_after_an_entry_that_rots_is_delivered() {
    let world = World::new(61);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    let before = record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    record(&phone, ANNA);
    drop(phone);
    let outbox = Database::outbox(&vault_of(&store));
    assert!(store.corrupt(&outbox, "entries", "000000000002"));
    let phone = Phone::open(&world, &store);
    let after = record(&phone, BILAL);
    // Not a new epoch at each opening.
    drop(phone);
    let mut again = Phone::open(&world, &store);
    let last = record(&again, BILAL);
    world.net.set(Net::Up);
    again.session.send_now();
    world.pass(&mut [&mut again], MINUTE);
    assert_eq!(applied(&world), [before, after, last]);
    let status = again.session.status();
    assert_eq!((status.not_sent, status.needs_you, again.session.unreadable()), (0, 0, 1));
}

#[test]
fn lost_records_of_what_is_held_mean_a_new_download() {
    let world = World::new(12);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    drop(phone);
    let vault = vault_of(&store);
    assert!(store.corrupt(&Database::base(&vault), "meta", "held"));
    let mut phone = Phone::open(&world, &store);
    assert!(phone.session.view().get::<domain::Participant>(ANNA).is_none());
    world.pass(&mut [&mut phone], MINUTE);
    assert_eq!(changes(&phone, ANNA), 1);
    assert_eq!(applied(&world).len(), 1);
    drop(phone);
    block_on(store.delete(&Database::base(&vault))).unwrap();
    let mut phone = Phone::open(&world, &store);
    world.pass(&mut [&mut phone], MINUTE);
    assert_eq!(changes(&phone, ANNA), 1);
}

#[test]
fn what_needs_somebody_stays_until_it_is_set_aside() {
    let world = World::new(13);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    let late = record(&phone, ANNA);
    // Elsewhere, Anna stops taking part; this phone has not heard of it.
    let (_, mut other) = {
        let net = world.net.replace(Net::Up);
        let other = enrolled(&world);
        world.net.set(net);
        other
    };
    world.net.set(Net::Up);
    world.pass(&mut [&mut other], 1_000);
    block_on(other.session.perform(WithdrawConsent { participant: ANNA.into() }.into())).unwrap();
    world.pass(&mut [&mut other], 1_000);
    world.pass(&mut [&mut phone], MINUTE);
    let ItemState::NeedsYou { reason, set_aside, .. } = state(&phone, late) else { panic!() };
    assert_eq!((reason.as_str(), set_aside), ("participant_closed", false));
    assert_eq!(phone.session.status().needs_you, 1);
    assert_eq!(changes(&phone, ANNA), 0, "the view shows what holds");
    block_on(phone.session.set_aside(late)).unwrap();
    drop(phone);
    let phone = Phone::open(&world, &store);
    assert_eq!(phone.session.status().needs_you, 0);
}

#[test]
fn the_file_holds_exact_texts() {
    let world = World::new(14);
    let (_, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    world.net.set(Net::Down);
    record(&phone, ANNA);
    record(&phone, BILAL);
    let file: serde_json::Value = serde_json::from_str(&phone.session.export_outbox()).unwrap();
    assert_eq!(file["brobygger"], 1);
    assert_eq!(file["mutations"].as_array().unwrap().len(), 2);
    world.net.set(Net::Up);
    phone.session.send_now();
    world.pass(&mut [&mut phone], MINUTE);
    let exported = phone.session.export_outbox();
    for (_, text) in &world.server.borrow().state.applied {
        assert!(exported.contains(text.as_str()), "received, and in no backup yet");
    }
}

#[test]
fn subscribers_are_told_and_may_read_and_unsubscribe() {
    let world = World::new(15);
    let (_, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    let seen = Rc::new(RefCell::new(Vec::new()));
    let subscription = {
        let (seen, session) = (seen.clone(), phone.session.clone());
        phone.session.subscribe(move |what| {
            seen.borrow_mut().push((what, session.status().not_sent, session.outbox().len()));
        })
    };
    let revision = phone.session.revision();
    record(&phone, ANNA);
    assert!(seen.borrow().contains(&(session::Change::View, 1, 1)));
    assert!(phone.session.revision() > revision);
    drop(subscription);
    let count = seen.borrow().len();
    record(&phone, ANNA);
    assert_eq!(seen.borrow().len(), count);
}

#[test]
fn nothing_readable_lies_on_the_disk_but_ids_and_numbers() {
    let world = World::new(16);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    record(&phone, ANNA);
    block_on(phone.session.save_draft("talk/1", b"Anna says".to_vec())).unwrap();
    let vault = vault_of(&store);
    for (database, names) in [
        (Database::outbox(&vault), vec!["entries", "drafts", "meta"]),
        (Database::base(&vault), vec!["blocks", "meta"]),
    ] {
        for name in names {
            for (key, value) in block_on(store.read_all(&database, name)).unwrap() {
                let text = String::from_utf8_lossy(&value).into_owned();
                for word in ["Anna", "Bilal", "participant", "{", "token"] {
                    assert!(
                        value.len() < 40 || !text.contains(word) || word == "{",
                        "{key}: {word}"
                    );
                }
            }
        }
    }
}

#[test]
fn a_commit_of_another_tab_is_noticed_by_the_base_too() {
    let world = World::new(17);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    // Something else writes the base under our feet.
    let base = Database::base(&vault_of(&store));
    let held = block_on(store.read(&base, "meta", "held")).unwrap().unwrap();
    let mut foreign = Batch::strict();
    foreign.put("meta", "held", held.iter().map(|byte| byte ^ 1).collect());
    block_on(store.commit(&base, foreign)).unwrap();
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 5 * MINUTE);
    assert_eq!(changes(&phone, ANNA), 1);
    assert_eq!(phone.session.status().storage_failed, None);
    assert_eq!(applied(&world).len(), 1);
}

/// Kills the app after each number of storage operations in turn, on a network that loses answers,
/// and opens it again: what was said to be saved is there, and is applied once.
#[test]
fn killed_anywhere_nothing_is_lost_and_nothing_counts_twice() {
    let mut finished = false;
    for operations in 0..400 {
        let world = World::new(18 + operations);
        let (store, mut phone) = enrolled(&world);
        world.pass(&mut [&mut phone], 1_000);
        let start = store.operations();
        world.net.set(Net::Chaos);
        store.stop_after(operations);
        let saved = Rc::new(RefCell::new(Vec::new()));
        let uncertain = Rc::new(Cell::new(0));
        for step in 0..6 {
            let participant = if step % 2 == 0 { ANNA } else { BILAL };
            let (command, session) = (change(&phone, participant), phone.session.clone());
            let (saved, uncertain) = (saved.clone(), uncertain.clone());
            phone.spawn(async move {
                match session.perform(command).await {
                    Ok(done) => saved.borrow_mut().push(done.id),
                    Err(_) => uncertain.set(uncertain.get() + 1),
                }
            });
            world.pass(&mut [&mut phone], 20_000);
        }
        drop(phone);
        store.start_again();
        finished = store.operations() - start < operations;
        let mut phone = Phone::open(&world, &store);
        let recorded: Vec<Uuid> = phone.session.outbox().iter().map(|item| item.id).collect();
        for id in saved.borrow().iter() {
            assert!(recorded.contains(id), "lost after {operations} operations");
        }
        world.pass(&mut [&mut phone], 60 * MINUTE);
        world.net.set(Net::Up);
        phone.session.send_now();
        world.pass(&mut [&mut phone], 20 * MINUTE);
        let mut sent = applied(&world);
        let mut recorded = recorded;
        sent.sort();
        recorded.sort();
        assert_eq!(sent, recorded, "after {operations} operations");
        assert!(recorded.len() <= saved.borrow().len() + uncertain.get());
        assert_eq!(phone.session.status().not_sent, 0);
        assert_eq!(changes(&phone, ANNA) + changes(&phone, BILAL), recorded.len());
        if finished {
            break;
        }
    }
    assert!(finished, "more operations than this test tries");
}

#[test]
fn a_session_that_is_closed_and_run_again_at_once_goes_on() {
    let world = World::new(22);
    let (_, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    phone.session.close();
    let again = phone.session.clone().run();
    phone.spawn(again);
    let id = record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1_000);
    assert_eq!(applied(&world), [id]);
}

#[test]
fn a_failure_to_keep_what_came_is_said_until_it_is_made_up_for() {
    let world = World::new(23);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 1_000);
    record(&phone, ANNA);
    // The receipt is kept, the page is not.
    store.break_after_next_commit(StoreError::Full);
    store.fail_next_commit(StoreError::Full);
    world.pass(&mut [&mut phone], 10);
    assert_eq!(phone.session.status().storage_failed, Some(StoreError::Full));
    assert_eq!(changes(&phone, ANNA), 1);
    world.pass(&mut [&mut phone], 5 * MINUTE);
    assert_eq!(phone.session.status().storage_failed, None);
    assert_eq!(applied(&world).len(), 1);
}

#[test]
fn opening_somebody_who_is_not_there_says_so() {
    let world = World::new(19);
    let store = MemoryStore::new();
    let opened = block_on(session::unlock(&Place::new(&world, &store), WORDS));
    assert_eq!(opened.unwrap_err(), session::UnlockError::Wrong { wait_ms: 0 });
    store.stop_after(0);
    let opened = block_on(session::vaults(&Place::new(&world, &store)));
    assert_eq!(opened, Err(StoreError::Closed));
}

#[test]
fn what_was_recorded_offline_is_one_request() {
    for records in [1, 3] {
        is_one_request(records);
    }
}

fn is_one_request(records: usize) {
    let world = World::new(1);
    let (_store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], 60_000);
    world.net.set(Net::Down);
    for _ in 0..records {
        record(&phone, ANNA);
        world.pass(&mut [&mut phone], 100);
    }
    let (pushes, pulls) = (world.server.borrow().pushes, world.server.borrow().pulls);
    world.net.set(Net::Up);
    phone.session.send_now();
    world.pass(&mut [&mut phone], 500);
    assert_eq!(phone.session.status().not_sent, 0);
    let server = world.server.borrow();
    assert_eq!(
        (server.pushes - pushes, server.pulls - pulls),
        (1, 1),
        "the push brings its page along"
    );
}
