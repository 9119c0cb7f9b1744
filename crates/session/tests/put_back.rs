//! Somebody puts back what lay on the disk before, or takes something away: it is noticed, not shown, and
//! fetched again.
#![allow(clippy::unwrap_used)]

#[path = "../../sync/tests/fake/mod.rs"]
mod fake;
mod world;

use std::rc::Rc;

use domain::Participant;
use pollster::block_on;
use store::{Batch, Database, MemoryStore, Store};
use world::{ANNA, BILAL, Net, Phone, World, enrolled, participant};

const MINUTE: i64 = 60_000;

type Records = Vec<(String, Vec<u8>)>;

fn blocks(store: &MemoryStore, vault: &str) -> Records {
    block_on(store.read_all(&Database::base(vault), "blocks")).unwrap()
}

fn name(phone: &Phone, id: uuid::Uuid) -> Option<String> {
    let view = phone.session.view();
    view.get::<Participant>(id).map(|person| person.first_name.to_string())
}

/// A phone that first held "Anna" and now holds "Anne"; and its blocks of before.
fn renamed(world: &Rc<World>) -> (MemoryStore, String, Records) {
    let (store, mut phone) = enrolled(world);
    world.pass(&mut [&mut phone], MINUTE);
    let vault = phone.session.vault().to_owned();
    let before = blocks(&store, &vault);
    let row = serde_json::to_string(&participant(ANNA, "Anne")).unwrap();
    world.server.borrow_mut().put(ANNA, ANNA, &row);
    world.pass(&mut [&mut phone], 3 * MINUTE);
    assert_eq!(name(&phone, ANNA).as_deref(), Some("Anne"));
    assert_ne!(blocks(&store, &vault), before);
    (store, vault, before)
}

fn is_fetched_again(world: &Rc<World>, store: &MemoryStore) {
    world.net.set(Net::Down);
    let mut phone = Phone::open(world, store);
    assert_eq!(name(&phone, ANNA), None, "it is not shown");
    assert_eq!(name(&phone, BILAL).as_deref(), Some("Bilal"), "the others are");
    assert!(phone.session.status().incomplete, "and that something is missing is said");
    world.net.set(Net::Up);
    world.pass(&mut [&mut phone], 3 * MINUTE);
    assert_eq!(name(&phone, ANNA).as_deref(), Some("Anne"));
    drop(phone);
    assert_eq!(name(&Phone::open(world, store), ANNA).as_deref(), Some("Anne"));
}

#[test]
fn an_older_block_is_noticed_not_shown_and_fetched_again() {
    let world = World::new(70);
    let (store, vault, before) = renamed(&world);
    let mut batch = Batch::strict();
    for (key, value) in before.into_iter().filter(|(key, _)| key.starts_with(&ANNA.to_string())) {
        batch.put("blocks", key, value);
    }
    block_on(store.commit(&Database::base(&vault), batch)).unwrap();
    is_fetched_again(&world, &store);
}

#[test]
fn a_block_that_was_taken_away_is_noticed_and_fetched_again() {
    let world = World::new(71);
    let (store, vault, _) = renamed(&world);
    let mut batch = Batch::strict();
    batch.delete_prefix("blocks", ANNA.to_string());
    block_on(store.commit(&Database::base(&vault), batch)).unwrap();
    is_fetched_again(&world, &store);
}

/// The sum of a scope is that of all its blocks together.
#[test]
fn of_a_scope_in_many_blocks_one_that_is_missing_is_noticed_and_none_that_is_there() {
    let world = World::new(75);
    let (store, mut phone) = enrolled(&world);
    world.pass(&mut [&mut phone], MINUTE);
    for number in 0..250 {
        let id = uuid::Uuid::from_u128(0x7000_0000 + number);
        let row = serde_json::to_string(&participant(id, "Ida")).unwrap();
        world.server.borrow_mut().put(id, ANNA, &row);
    }
    world.pass(&mut [&mut phone], 5 * MINUTE);
    let vault = phone.session.vault().to_owned();
    drop(phone);
    let anna = ANNA.to_string();
    let of_anna = |records: Records| records.into_iter().filter(|(key, _)| key.starts_with(&anna));
    let keys: Vec<String> = of_anna(blocks(&store, &vault)).map(|(key, _)| key).collect();
    assert!(keys.len() > 2, "{keys:?}");

    world.net.set(Net::Down);
    let phone = Phone::open(&world, &store);
    assert!(!phone.session.status().incomplete);
    assert_eq!(name(&phone, ANNA).as_deref(), Some("Anna"));
    drop(phone);
    let mut batch = Batch::strict();
    batch.delete("blocks", keys[1].clone());
    block_on(store.commit(&Database::base(&vault), batch)).unwrap();
    let phone = Phone::open(&world, &store);
    assert!(phone.session.status().incomplete);
    assert_eq!(name(&phone, ANNA), None, "nothing of the scope is shown");
}
