//! A locked phone hands over what it holds, and keeps what was not taken.
#![allow(clippy::unwrap_used)]

#[path = "../../sync/tests/fake/mod.rs"]
mod fake;
mod world;

use std::rc::Rc;

use domain::VolunteerCommand;
use pollster::block_on;
use serde_json::json;
use session::{Delivery, ItemState, deliver, deliver_last, remove, unlock};
use store::{Batch, Database, MemoryStore, Store};
use sync::{DELIVER_MAX_BYTES, Delivered};
use world::{ANNA, CODE, Net, Phone, Place, World, enrolled};

const MINUTE: i64 = 60_000;

/// A phone that knows the centre's key.
fn with_keys(world: &Rc<World>) -> (MemoryStore, Phone) {
    world.has_key.set(true);
    let (store, mut phone) = enrolled(world);
    world.pass(&mut [&mut phone], MINUTE);
    (store, phone)
}

fn record(phone: &Phone, words: &str) {
    let id = phone.session.new_id();
    let command: VolunteerCommand = serde_json::from_value(json!({"raise_concern": {
        "id": id, "participant": ANNA, "words": words,
    }}))
    .unwrap();
    block_on(phone.session.perform(command)).unwrap();
}

/// The disk of a locked phone on which so many records wait.
fn locked(world: &Rc<World>, records: usize, words: &str) -> (MemoryStore, String) {
    let (store, phone) = with_keys(world);
    world.net.set(Net::Down);
    for _ in 0..records {
        record(&phone, words);
    }
    world.net.set(Net::Up);
    let vault = phone.session.vault().to_owned();
    (store, vault)
}

fn hand_over(world: &Rc<World>, store: &MemoryStore) -> Delivery {
    block_on(deliver(&Place::new(world, store))).unwrap()
}

fn parcels(store: &MemoryStore, vault: &str) -> usize {
    let keys = store.keys(&Database::outbox(vault), "meta");
    keys.iter().filter(|key| key.starts_with("parcel/")).count()
}

fn sizes(world: &World) -> Vec<usize> {
    world.delivered.borrow().iter().map(|request| request.parcels.len()).collect()
}

#[test]
fn what_waits_is_handed_over_and_the_record_stays_until_its_receipt() {
    let world = World::new(80);
    let (store, vault) = locked(&world, 3, "Hun er alene");
    assert_eq!(parcels(&store, &vault), 3);
    let done = hand_over(&world, &store);
    assert_eq!(done, Delivery { delivered: 3, ..Delivery::default() });
    assert_eq!(parcels(&store, &vault), 0);
    assert_eq!(store.keys(&Database::outbox(&vault), "entries").len(), 3);
    // Opened again, it hears of each that it was received, and has nothing left to say.
    let mut phone = Phone::open(&world, &store);
    world.pass(&mut [&mut phone], MINUTE);
    assert_eq!(phone.session.status().not_sent, 0);
    assert_eq!(world.server.borrow().state.applied.len(), 3);
}

#[test]
fn many_go_in_several_requests_and_big_ones_in_more() {
    let world = World::new(81);
    let (store, _) = locked(&world, 120, "Hun er alene");
    assert_eq!(hand_over(&world, &store).delivered, 120);
    assert_eq!(sizes(&world), [50, 50, 20]);

    let world = World::new(82);
    let (store, _) = locked(&world, 60, &"🌉".repeat(1_000));
    assert_eq!(hand_over(&world, &store).delivered, 60);
    let delivered = world.delivered.borrow();
    assert!(delivered[0].parcels.len() < 50, "the limit of bytes comes first: {:?}", sizes(&world));
    for request in &*delivered {
        let bytes = serde_json::to_string(request).unwrap().len();
        assert!(bytes <= DELIVER_MAX_BYTES, "{bytes} bytes in a request");
    }
}

#[test]
fn what_is_not_taken_stays_and_keeps_nothing_behind_it() {
    let world = World::new(83);
    let (store, vault) = locked(&world, 120, "Hun er alene");
    // All of the first request, and one of the last.
    world.takes.set(|number| match number {
        0..50 => Delivered::Waits,
        119 => Delivered::Refused,
        _ => Delivered::Received,
    });
    let done = hand_over(&world, &store);
    assert_eq!((done.delivered, done.left), (69, 51));
    assert_eq!(parcels(&store, &vault), 51);
}

#[test]
fn where_no_answer_comes_all_stays_and_goes_the_next_time() {
    for net in [Net::Down, Net::LoseAnswers, Net::Captive, Net::Cut, Net::Busy] {
        let world = World::new(84);
        let (store, vault) = locked(&world, 2, "Hun er alene");
        world.net.set(net);
        let done = hand_over(&world, &store);
        assert_eq!((done.delivered, done.left), (0, 2), "{net:?}");
        assert_eq!(parcels(&store, &vault), 2, "{net:?}");
        world.net.set(Net::Up);
        assert_eq!(hand_over(&world, &store).delivered, 2, "{net:?}");
    }
}

#[test]
fn a_revoked_vault_goes_when_all_is_taken_and_not_before() {
    let world = World::new(85);
    let (store, vault) = locked(&world, 2, "Hun er alene");
    world.revoked.set(true);
    world.takes.set(|number| match number {
        1 => Delivered::Waits,
        _ => Delivered::Received,
    });
    let done = hand_over(&world, &store);
    assert_eq!((done.delivered, done.left, done.wiped.len()), (1, 1, 0));
    let done = hand_over(&world, &store);
    assert_eq!((done.delivered, done.left, &done.wiped[..]), (1, 0, &[vault.clone()][..]));
    let left = store.databases();
    assert!(left.iter().all(|name| !name.contains(&vault)), "{left:?}");
    // It is not asked for any more.
    assert_eq!(hand_over(&world, &store), Delivery::default());
    assert_eq!(sizes(&world), [2, 1]);
}

#[test]
fn with_nothing_to_hand_over_it_is_asked_how_the_phone_stands() {
    let world = World::new(86);
    let (store, vault) = locked(&world, 0, "Hun er alene");
    world.revoked.set(true);
    assert_eq!(hand_over(&world, &store).wiped, [vault]);
    assert_eq!(sizes(&world), [0]);
}

#[test]
fn without_a_key_of_the_centre_nobody_can_tell_what_waits() {
    let world = World::new(87);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], MINUTE);
    let vault = phone.session.vault().to_owned();
    drop(phone);
    let done = block_on(deliver_last(&Place::new(&world, &store), &vault)).unwrap();
    assert!(done.unknown);
    assert!(world.delivered.borrow().is_empty());
}

/// What the server takes by no push is the one record that only its parcel brings home, where the words are
/// forgotten.
#[test]
fn what_can_be_pushed_no_more_is_handed_over() {
    let world = World::new(88);
    let (store, phone) = with_keys(&world);
    let vault = phone.session.vault().to_owned();
    drop(phone);
    // Somebody has copied the disk, and was quicker with the next number.
    let copy = copied(&store, &vault);
    let mut other = Phone::open(&world, &copy);
    record(&other, "Hun er alene");
    world.pass(&mut [&mut other], MINUTE);
    drop(other);
    let mut phone = Phone::open(&world, &store);
    record(&phone, "Hun er alene");
    world.pass(&mut [&mut phone], 5 * MINUTE);
    let states: Vec<_> = phone.session.outbox().iter().map(|item| item.state.clone()).collect();
    assert!(matches!(&states[..], [ItemState::NeedsYou { .. }]), "{states:?}");
    drop(phone);
    assert_eq!(parcels(&store, &vault), 1);
    let done = block_on(deliver_last(&Place::new(&world, &store), &vault)).unwrap();
    assert_eq!(done, Delivery { delivered: 1, ..Delivery::default() });
    assert!(world.delivered.borrow().iter().all(|request| request.last));
}

#[test]
fn the_browser_is_asked_to_forget_everything_when_the_last_vault_goes() {
    let world = World::new(89);
    let (store, vault) = locked(&world, 0, "");
    // Somebody else uses the same phone.
    world.code_spent_by.take();
    let place = Place::new(&world, &store);
    let other = block_on(session::enrol(&place, CODE, "lampe gitar hylle torsk vinter")).unwrap();
    block_on(remove(&place, &vault)).unwrap();
    assert_eq!(world.cleared.borrow().len(), 0, "a vault is left");
    // This one never exchanged keys: it has nothing to show the server.
    block_on(remove(&place, &other.vault)).unwrap();
    assert_eq!(world.cleared.borrow().len(), 0);

    let (store, vault) = locked(&world, 0, "");
    let place = Place::new(&world, &store);
    assert!(block_on(unlock(&place, "feil ord er ikke rett")).is_err(), "a try is counted");
    block_on(remove(&place, &vault)).unwrap();
    let cleared = world.cleared.borrow();
    assert!(matches!(&cleared[..], [Some(credential)] if credential.len() == 43), "{cleared:?}");
}

#[test]
fn without_an_answer_a_vault_goes_all_the_same() {
    let world = World::new(90);
    let (store, vault) = locked(&world, 0, "");
    world.net.set(Net::Down);
    block_on(remove(&Place::new(&world, &store), &vault)).unwrap();
    let left = store.databases();
    assert!(left.iter().all(|name| !name.contains(&vault)), "{left:?}");
}

fn copied(store: &MemoryStore, vault: &str) -> MemoryStore {
    let copy = MemoryStore::new();
    let places = [
        (Database::directory(), &["vaults"][..]),
        (Database::base(vault), &["blocks", "meta"]),
        (Database::outbox(vault), &["entries", "meta", "drafts"]),
    ];
    for (database, stores) in places {
        let mut batch = Batch::strict();
        for name in stores {
            for (key, value) in block_on(store.read_all(&database, name)).unwrap() {
                batch.put(name, key, value);
            }
        }
        block_on(copy.commit(&database, batch)).unwrap();
    }
    copy
}
