//! Locks: what opens a vault, what does not, and what wrong tries cost. Stamps of a locked phone.
#![allow(clippy::unwrap_used)]

#[path = "../../sync/tests/fake/mod.rs"]
mod fake;
mod world;

use std::rc::Rc;

use domain::{AccompanimentId, CheckIn, CheckInPoint, VolunteerCommand, command};
use pollster::block_on;
use session::{Passkey, Session, Stamped, UnlockError};
use store::{Batch, Database, MemoryStore, Store};
use uuid::Uuid;
use world::{ANNA, CENTRE, CODE, MEMBER, Phone, Place, WORDS, World, enrolled};

const OTHERS: &str = "kaffe tog himmel båt sokk";
const PASSKEY: [u8; 32] = [7; 32];

fn place(world: &Rc<World>, store: &MemoryStore) -> Place {
    Place::new(world, store)
}

fn on_the_disk(
    store: &MemoryStore,
    database: &Database,
    name: &'static str,
) -> Vec<(String, Vec<u8>)> {
    block_on(store.read_all(database, name)).unwrap()
}

fn vault_record(store: &MemoryStore) -> (String, Vec<u8>) {
    let all = on_the_disk(store, &Database::directory(), "vaults");
    all.into_iter().find(|(key, _)| key.starts_with("vault/")).unwrap()
}

fn write(store: &MemoryStore, key: &str, value: Vec<u8>) {
    let mut batch = Batch::strict();
    batch.put("vaults", key, value);
    block_on(store.commit(&Database::directory(), batch)).unwrap();
}

#[test]
fn words_open_however_they_are_typed_and_others_do_not() {
    let world = World::new(1);
    let (store, phone) = enrolled(&world);
    let vault = phone.session.vault().to_owned();
    drop(phone);
    let unlock = |words: &str| block_on(session::unlock(&place(&world, &store), words));
    assert_eq!(unlock(WORDS).unwrap().vault, vault);
    assert_eq!(
        unlock(&format!("  {}\n", WORDS.to_uppercase().replace(' ', "-"))).unwrap().vault,
        vault
    );
    assert_eq!(unlock(OTHERS).unwrap_err(), UnlockError::Wrong { wait_ms: 0 });
    assert_eq!(unlock("").unwrap_err(), UnlockError::Wrong { wait_ms: 0 });
}

#[test]
fn the_key_is_nowhere_on_the_disk() {
    let world = World::new(2);
    let (store, phone) = enrolled(&world);
    let vault = phone.session.vault().to_owned();
    let key = block_on(session::unlock(&place(&world, &store), WORDS)).unwrap().key;
    let key = format!("{key:?}");
    assert_eq!(key, "DataKey(…)", "it is not printed");
    let (_, listed) = vault_record(&store);
    let listed: serde_json::Value = serde_json::from_slice(&listed).unwrap();
    assert_eq!(listed.get("key"), None);
    assert_eq!(listed["locks"].as_array().unwrap().len(), 1);
    let outbox = Database::outbox(&vault);
    assert!(!on_the_disk(&store, &outbox, "meta").is_empty());
}

#[test]
fn wrong_tries_slow_down_over_reloads_and_delete_nothing() {
    let world = World::new(3);
    let (store, phone) = enrolled(&world);
    drop(phone);
    let before = vault_record(&store);
    // Each is another start of the app.
    let unlock = |words: &str| block_on(session::unlock(&place(&world, &store), words));
    for _ in 0..3 {
        assert_eq!(unlock(OTHERS).unwrap_err(), UnlockError::Wrong { wait_ms: 0 });
    }
    assert_eq!(unlock(OTHERS).unwrap_err(), UnlockError::Wrong { wait_ms: 5_000 });
    // The right words have to wait too, and what was not tried costs nothing more.
    for _ in 0..5 {
        assert_eq!(unlock(WORDS).unwrap_err(), UnlockError::Wait { wait_ms: 5_000 });
    }
    world.now.set(world.now.get() + 5_000);
    assert_eq!(unlock(OTHERS).unwrap_err(), UnlockError::Wrong { wait_ms: 10_000 });
    world.now.set(world.now.get() + 10_000);
    unlock(WORDS).unwrap();
    // From here on they count from the start again.
    assert_eq!(unlock(OTHERS).unwrap_err(), UnlockError::Wrong { wait_ms: 0 });
    assert_eq!(vault_record(&store), before);
}

#[test]
fn a_try_that_is_cut_off_counts() {
    let world = World::new(4);
    let (store, phone) = enrolled(&world);
    drop(phone);
    for operations in 0..40 {
        store.stop_after(operations % 4);
        block_on(session::unlock(&place(&world, &store), OTHERS)).unwrap_err();
        store.start_again();
    }
    let next = block_on(session::unlock(&place(&world, &store), WORDS));
    assert!(matches!(next, Err(UnlockError::Wait { .. })), "whoever kills it has tried: {next:?}");
}

#[test]
fn a_lock_of_another_vault_and_a_damaged_one_open_nothing() {
    let world = World::new(5);
    let (store, phone) = enrolled(&world);
    let vault = phone.session.vault().to_owned();
    drop(phone);
    let (key, listed) = vault_record(&store);
    // Somebody else's phone, with the same words.
    let (other_store, _) = enrolled(&World::new(6));
    let (_, other) = vault_record(&other_store);
    let wrong = |store: &MemoryStore| {
        world.now.set(world.now.get() + 1_000_000);
        let unlocked = block_on(session::unlock(&place(&world, store), WORDS));
        assert!(matches!(unlocked, Err(UnlockError::Wrong { .. })), "{unlocked:?}");
    };
    write(&store, &key, other);
    wrong(&store);
    for position in 0..listed.len() {
        let mut changed = listed.clone();
        changed[position] ^= 1;
        write(&store, &key, changed);
        world.now.set(world.now.get() + 1_000_000);
        // A changed moment, say, opens; never another key.
        if let Ok(unlocked) = block_on(session::unlock(&place(&world, &store), WORDS)) {
            assert_eq!(unlocked.vault, vault);
            block_on(Session::open(place(&world, &store), &unlocked)).unwrap();
        }
    }
    write(&store, &key, listed[..listed.len() / 2].to_vec());
    wrong(&store);
}

#[test]
fn other_words_replace_the_ones_before_and_a_passkey_stands_beside_them() {
    let world = World::new(7);
    let (store, phone) = enrolled(&world);
    drop(phone);
    let at = || place(&world, &store);
    let unlocked = block_on(session::unlock(&at(), WORDS)).unwrap();
    block_on(session::set_words(&at(), &unlocked, OTHERS)).unwrap();
    assert!(block_on(session::unlock(&at(), WORDS)).is_err());
    block_on(session::unlock(&at(), OTHERS)).unwrap();

    let passkey = Passkey { credential: vec![1, 2, 3], salt: vec![9; 32] };
    block_on(session::set_passkey(&at(), &unlocked, &passkey, &PASSKEY)).unwrap();
    assert_eq!(
        block_on(session::vaults(&at())).unwrap()[0].passkeys,
        std::slice::from_ref(&passkey)
    );
    let by_touch = block_on(session::unlock_with(&at(), &passkey, &PASSKEY)).unwrap();
    block_on(Session::open(at(), &by_touch)).unwrap();
    assert!(block_on(session::unlock_with(&at(), &passkey, &[8; 32])).is_err());
    let unknown = Passkey { credential: vec![4], ..passkey.clone() };
    assert!(block_on(session::unlock_with(&at(), &unknown, &PASSKEY)).is_err());
    block_on(session::unlock(&at(), OTHERS)).unwrap();

    // A lost one is replaced from inside: another passkey takes its place, and forgotten words too.
    let next = Passkey { credential: vec![5], salt: vec![3; 32] };
    block_on(session::set_passkey(&at(), &by_touch, &next, &[6; 32])).unwrap();
    assert!(block_on(session::unlock_with(&at(), &passkey, &PASSKEY)).is_err());
    block_on(session::set_words(&at(), &by_touch, WORDS)).unwrap();
    block_on(session::unlock(&at(), WORDS)).unwrap();
    block_on(session::unlock_with(&at(), &next, &[6; 32])).unwrap();
}

#[test]
fn two_people_on_one_phone_open_each_their_own() {
    let world = World::new(8);
    let (store, phone) = enrolled(&world);
    let hers = phone.session.vault().to_owned();
    drop(phone);
    world.code_spent_by.take();
    let at = || place(&world, &store);
    let his = block_on(session::enrol(&at(), CODE, OTHERS)).unwrap();
    assert_ne!(his.vault, hers);
    assert_eq!(block_on(session::unlock(&at(), WORDS)).unwrap().vault, hers);
    assert_eq!(block_on(session::unlock(&at(), OTHERS)).unwrap().vault, his.vault);
    // His key opens nothing of hers.
    let crossed = session::Unlocked { vault: hers.clone(), key: his.key.clone() };
    assert!(block_on(Session::open(at(), &crossed)).is_err());
    // Wiping one leaves the other whole.
    block_on(session::remove(&at(), &his.vault)).unwrap();
    assert!(block_on(session::unlock(&at(), OTHERS)).is_err());
    let unlocked = block_on(session::unlock(&at(), WORDS)).unwrap();
    block_on(Session::open(at(), &unlocked)).unwrap();
    let left = on_the_disk(&store, &Database::directory(), "vaults");
    assert!(left.iter().all(|(key, _)| !key.contains(&his.vault)), "{left:?}");
}

/// A phone whose owner walks with Anna.
fn walking(world: &Rc<World>) -> (MemoryStore, Phone) {
    let id = Uuid::from_u128(0xA5);
    let row = serde_json::json!({"assignment": {"id": id, "member": MEMBER, "participant": ANNA,
        "part": "lead", "from": "2026-09-01", "version": 1}});
    world.server.borrow_mut().put(id, ANNA, &row.to_string());
    let (store, mut phone) = enrolled(world);
    world.pass(&mut [&mut phone], 1_000);
    (store, phone)
}

/// Plans a visit that begins now.
fn plan(phone: &Phone) -> AccompanimentId {
    let id = AccompanimentId(phone.session.new_id());
    let (day, time) = ("2026-09-21", "14:00");
    let command: VolunteerCommand = serde_json::from_value(serde_json::json!({
        "plan_accompaniment": {"id": id, "participant": ANNA, "what": "Kor",
            "starts": {"day": day, "time": time}, "minutes": 60}
    }))
    .unwrap();
    block_on(phone.session.perform(command)).unwrap();
    id
}

fn check_ins(phone: &Phone) -> Vec<(CheckInPoint, i64)> {
    let view = phone.session.view();
    let mut found: Vec<_> =
        view.about::<CheckIn>(ANNA.into()).map(|row| (row.point, row.at.0)).collect();
    found.sort_by_key(|(_, at)| *at);
    found
}

#[test]
fn stamps_of_a_locked_phone_become_check_ins_at_their_time_and_once() {
    let world = World::new(9);
    let (store, phone) = walking(&world);
    let visit = plan(&phone);
    let local = serde_json::from_str(r#"{"day":"2026-09-21","time":"14:00"}"#).unwrap();
    block_on(phone.session.keep_pocket(local)).unwrap();
    let vault = phone.session.vault().to_owned();
    drop(phone);

    let at = || place(&world, &store);
    let next = || block_on(session::pockets(&at())).unwrap()[0].1.visits.clone();
    let due = |day: &str, time: &str| {
        let now = serde_json::from_value(serde_json::json!({"day": day, "time": time})).unwrap();
        next()[0].is_due(now)
    };
    assert!(due("2026-09-21", "12:00") && due("2026-09-22", "02:59"));
    assert!(
        !due("2026-09-21", "11:59") && !due("2026-09-22", "03:00") && !due("2026-09-20", "14:00")
    );
    assert_eq!((next().len(), next()[0].id, next()[0].next), (1, visit, Stamped::Met));
    let text = on_the_disk(&store, &Database::directory(), "vaults");
    let text: String = text.iter().map(|(_, value)| String::from_utf8_lossy(value)).collect();
    assert!(!text.contains("Anna") && !text.contains(&ANNA.to_string()) && !text.contains("Kor"));

    let met = world.now.get();
    block_on(session::stamp(&at(), &vault, visit, Stamped::Met)).unwrap();
    world.now.set(met + 600_000);
    // A second tap says nothing new.
    block_on(session::stamp(&at(), &vault, visit, Stamped::Met)).unwrap();
    assert_eq!(next()[0].next, Stamped::Arrived);
    assert!(due("2026-09-21", "02:00") && !due("2026-09-21", "01:59"), "who met early goes on");
    block_on(session::stamp(&at(), &vault, visit, Stamped::Arrived)).unwrap();
    assert_eq!(next()[0].next, Stamped::Done);
    world.now.set(met + 3_600_000);
    block_on(session::stamp(&at(), &vault, visit, Stamped::Done)).unwrap();
    assert!(next().is_empty(), "it is over");

    // The app is killed anywhere while it takes them in.
    for operations in 0..60 {
        store.stop_after(operations);
        if let Ok(unlocked) = block_on(session::unlock(&at(), WORDS))
            && let Ok(session) = block_on(Session::open(at(), &unlocked))
        {
            block_on(session.take_stamps()).ok();
        }
        store.start_again();
        world.now.set(world.now.get() + 400_000);
    }
    let phone = Phone::open(&world, &store);
    block_on(phone.session.take_stamps()).unwrap();
    assert_eq!(
        check_ins(&phone),
        [(CheckInPoint::Met, met), (CheckInPoint::Arrived, met + 600_000)]
    );
    assert_eq!(phone.session.stamped_end(visit), Some(met + 3_600_000));
    assert_eq!(phone.session.ended_visit(), Some(visit));
    // Once it is told how it went, nothing is left of the stamp.
    let told: VolunteerCommand = serde_json::from_value(serde_json::json!({"check_out": {
        "id": Uuid::from_u128(77), "participant": ANNA, "accompaniment": visit,
        "outcome": "attended_together",
    }}))
    .unwrap();
    block_on(phone.session.perform(told)).unwrap();
    block_on(phone.session.take_stamps()).unwrap();
    let left = on_the_disk(&store, &Database::directory(), "vaults");
    assert!(left.iter().all(|(key, _)| !key.starts_with("stamp/")), "{left:?}");
}

#[test]
fn a_visit_that_was_begun_before_locking_goes_on_where_it_was() {
    let world = World::new(10);
    let (store, phone) = walking(&world);
    let visit = plan(&phone);
    let check_in = command::CheckIn {
        id: domain::CheckInId(phone.session.new_id()),
        participant: ANNA.into(),
        accompaniment: visit,
        point: CheckInPoint::Met,
    };
    block_on(phone.session.perform(check_in.into())).unwrap();
    let local = serde_json::from_str(r#"{"day":"2026-09-21","time":"14:10"}"#).unwrap();
    block_on(phone.session.keep_pocket(local)).unwrap();
    let pockets = block_on(session::pockets(&place(&world, &store))).unwrap();
    assert_eq!(pockets[0].1.visits[0].next, Stamped::Arrived);
}

#[test]
fn a_phone_that_was_away_for_longer_than_the_centre_allows_knows_for_how_long() {
    let world = World::new(11);
    let centre = serde_json::json!({"centre": {"id": CENTRE, "name": "Ås", "country": "NO",
        "language": "nb", "coordinator": "Kari", "coordinator_phone": "+4790000000",
        "emergency": [], "follow_up_rules": [], "legal_basis": "consent",
        "safety_window_minutes": 60, "lease_days": 14}});
    world.server.borrow_mut().put(CENTRE, CENTRE, &centre.to_string());
    let (_, mut phone) = enrolled(&world);
    assert_eq!(phone.session.days_over_lease(), None, "nothing is here yet");
    world.pass(&mut [&mut phone], 1_000);
    let day = 24 * 60 * 60 * 1000;
    let last = phone.session.status().last_contact.unwrap();
    world.now.set(last + 14 * day);
    assert_eq!(phone.session.days_over_lease(), None);
    world.now.set(last + 14 * day + 1);
    assert_eq!(phone.session.days_over_lease(), Some(14));
    // What was written is kept, and more can be: only what is shown is less.
    let command: VolunteerCommand = serde_json::from_value(serde_json::json!({
        "report_change": {"id": Uuid::from_u128(5), "participant": ANNA, "about": "wishes"}
    }))
    .unwrap();
    block_on(phone.session.perform(command)).unwrap();
    world.pass(&mut [&mut phone], 120_000);
    assert_eq!(phone.session.days_over_lease(), None, "the centre was reached");
}
