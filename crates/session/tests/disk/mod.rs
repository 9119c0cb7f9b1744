//! A phone whose disk is changed by a bug that could seal what it wrote. Also used by the fuzzer in `fuzz/`.

#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::rc::Rc;

use domain::VolunteerCommand;
use serde_json::{Value, json};
use store::{Batch, Database, MemoryStore, Store};
use uuid::Uuid;
use vault::{Place as SealedPlace, Vault};

use crate::world::{ANNA, BILAL, Net, Phone, Place as PhonePlace, WORDS, World, enrolled};

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
    world: &Rc<World>,
    store: &MemoryStore,
    vault: &str,
    place: Where,
    nth: usize,
    change: impl FnOnce(&str, &[u8]) -> Vec<u8>,
) -> String {
    let key = opened(world, store).await;
    let (database, name) = place.of(vault);
    let records = store.read_all(&database, name).await.unwrap();
    let records: Vec<_> = records.into_iter().filter(|(key, _)| place.is_meant(key)).collect();
    let (at, sealed) = records[nth % records.len()].clone();
    let full = format!("{database}/{name}");
    let place = SealedPlace { store: &full, key: &at, version: 1 };
    let bytes = key.open(&place, &sealed).await.unwrap();
    let changed = change(&at, &bytes);
    let said = String::from_utf8_lossy(&changed).into_owned();
    let sealed = key.seal(&place, &changed).await.unwrap();
    let mut batch = Batch::strict();
    batch.put(name, at, sealed);
    store.commit(&database, batch).await.unwrap();
    said
}

async fn opened(world: &Rc<World>, store: &MemoryStore) -> Vault {
    let unlocked = session::unlock(&PhonePlace::new(world, store), WORDS).await.unwrap();
    Vault::new(&unlocked.key).await.unwrap()
}

/// Changes the `nth` record of a place, opens the phone, and uses it for an hour. Nothing is dropped of what was
/// recorded. A block is changed as release 0.1.0 wrote it. Gives what stood there.
pub fn goes_on_with(place: Where, nth: usize, change_it: impl FnOnce(&str) -> Vec<u8>) -> String {
    goes_on_with_bytes(place, nth, |key, bytes| match place {
        Where::Blocks => change_it(&block_of_0_1_0(key, bytes)),
        _ => change_it(str::from_utf8(bytes).unwrap()),
    })
}

/// The rows of a packed block, as JSON.
fn block_of_0_1_0(key: &str, bytes: &[u8]) -> String {
    let scope = key.split('/').next().unwrap();
    let mut rest = bytes.strip_prefix(&[1]).unwrap();
    let mut rows = Vec::new();
    while !rest.is_empty() {
        let (id, seq) = (Uuid::from_slice(&rest[..16]).unwrap(), &rest[16..24]);
        let seq = u64::from_le_bytes(seq.try_into().unwrap());
        let length = u32::from_le_bytes(rest[24..28].try_into().unwrap()) as usize;
        let body = str::from_utf8(&rest[28..28 + length]).unwrap();
        rows.push(format!(r#"{{"id":"{id}","scope":"{scope}","seq":{seq},"body":{body}}}"#));
        rest = &rest[28 + length..];
    }
    format!("[{}]", rows.join(","))
}

/// The same, of the bytes as they lie there, with the record's key.
pub fn goes_on_with_bytes(
    place: Where,
    nth: usize,
    change_it: impl FnOnce(&str, &[u8]) -> Vec<u8>,
) -> String {
    let world = World::new(1);
    let (store, phone) = used(&world);
    let vault = phone.session.vault().to_owned();
    let mut kept = phone.session.outbox().len();
    drop(phone);
    let said = pollster::block_on(reseal(&world, &store, &vault, place, nth, change_it));

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
