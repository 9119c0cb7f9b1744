//! A phone whose disk is changed by a bug that could seal what it wrote. Also used by the fuzzer in `fuzz/`.

#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::rc::Rc;

use domain::VolunteerCommand;
use serde_json::{Value, json};
use store::{Batch, Database, MemoryStore, Store};
use uuid::Uuid;
use vault::{DataKey, Place as SealedPlace, Sealed, Vault};

use crate::world::{ANNA, BILAL, Net, Phone, World, enrolled};

const HOUR: i64 = 60 * 60 * 1000;

fn change(participant: Uuid, id: Uuid) -> VolunteerCommand {
    let command = json!({"report_change": {
        "id": id, "participant": participant, "about": "at_home",
    }});
    serde_json::from_value(command).unwrap()
}

fn record(phone: &Phone, participant: Uuid) {
    let command = change(participant, phone.session.new_id());
    pollster::block_on(phone.session.perform(command)).unwrap();
}

/// A phone that has sent something, and recorded something since.
fn used(world: &Rc<World>) -> (MemoryStore, Phone) {
    let (store, mut phone) = enrolled(world);
    world.pass(&mut [&mut phone], 1000);
    record(&phone, ANNA);
    world.pass(&mut [&mut phone], 1000);
    world.net.set(Net::Down);
    record(&phone, ANNA);
    record(&phone, BILAL);
    pollster::block_on(phone.session.save_draft("a", b"half a sentence".to_vec())).unwrap();
    world.pass(&mut [&mut phone], 1000);
    (store, phone)
}

/// A place on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Where {
    Blocks,
    Held,
    Entries,
    Counters,
    Drafts,
}

impl Where {
    pub const ALL: [Self; 5] =
        [Self::Blocks, Self::Held, Self::Entries, Self::Counters, Self::Drafts];

    fn of(self, vault: &str) -> (Database, &'static str) {
        match self {
            Self::Blocks => (Database::base(vault), "blocks"),
            Self::Held => (Database::base(vault), "meta"),
            Self::Entries => (Database::outbox(vault), "entries"),
            Self::Counters => (Database::outbox(vault), "meta"),
            Self::Drafts => (Database::outbox(vault), "drafts"),
        }
    }

    fn is_meant(self, key: &str) -> bool {
        match self {
            Self::Held => key == "held",
            Self::Counters => key == "counters",
            _ => true,
        }
    }
}

/// Opens a record with the vault's own key, lets it be changed, and seals it again.
async fn reseal(
    store: &MemoryStore,
    vault: &str,
    place: Where,
    nth: usize,
    change: impl FnOnce(&str) -> Vec<u8>,
) -> String {
    let key = opened(store, vault).await;
    let (database, name) = place.of(vault);
    let records = store.read_all(&database, name).await.unwrap();
    let records: Vec<_> = records.into_iter().filter(|(key, _)| place.is_meant(key)).collect();
    let (at, sealed) = records[nth % records.len()].clone();
    let full = format!("{database}/{name}");
    let place = SealedPlace { store: &full, key: &at, version: 1 };
    let bytes = key.open(&place, &Sealed::from_bytes(sealed)).await.unwrap();
    let changed = change(&String::from_utf8(bytes).unwrap());
    let said = String::from_utf8_lossy(&changed).into_owned();
    let sealed = key.seal(&place, &changed).await.unwrap();
    let mut batch = Batch::strict();
    batch.put(name, at, sealed.into_bytes());
    store.commit(&database, batch).await.unwrap();
    said
}

async fn opened(store: &MemoryStore, vault: &str) -> Vault {
    let listed = store.read(&Database::directory(), "vaults", &format!("vault/{vault}")).await;
    let listed: Value = serde_json::from_slice(&listed.unwrap().unwrap()).unwrap();
    let key: Vec<u8> = serde_json::from_value(listed["key"].clone()).unwrap();
    Vault::new(&DataKey::import_unwrapped(&key).unwrap()).await.unwrap()
}

/// Changes the `nth` record of a place, opens the phone, and uses it for an hour. Nothing is dropped of what was
/// recorded. Gives what stood there.
pub fn goes_on_with(place: Where, nth: usize, change_it: impl FnOnce(&str) -> Vec<u8>) -> String {
    let world = World::new(1);
    let (store, phone) = used(&world);
    let vault = phone.session.vault().to_owned();
    let mut kept = phone.session.outbox().len();
    drop(phone);
    let said = pollster::block_on(reseal(&store, &vault, place, nth, change_it));

    let mut phone = Phone::open(&world, &store);
    is_shown(&phone, kept);
    world.pass(&mut [&mut phone], 1000);
    is_shown(&phone, kept);
    // Somebody may have left with what was damaged, and then nothing can be recorded about them.
    let command = change(ANNA, phone.session.new_id());
    let saved = pollster::block_on(phone.session.perform(command));
    kept += usize::from(saved.is_ok());
    is_shown(&phone, kept);
    world.net.set(Net::Up);
    world.pass(&mut [&mut phone], HOUR);
    is_shown(&phone, kept);
    drop(phone);
    is_shown(&Phone::open(&world, &store), kept);
    said
}

/// Everything that a screen asks for, and every record that there was.
fn is_shown(phone: &Phone, kept: usize) {
    let session = &phone.session;
    session.view();
    session.status();
    session.drafts();
    let file: Value = serde_json::from_str(&session.export_outbox()).unwrap();
    assert_eq!(file["brobygger"], 1);
    let there = session.outbox().len() + session.unreadable();
    assert!(there >= kept, "{there} of {kept} records are left");
}
