//! What every release left on phones opens today, and is delivered.
//!
//! `releases/` holds, for each release, the databases of a phone as that release wrote them, with a full
//! outbox: every kind of command, received, waiting, stuck and damaged ones, and drafts. They are never
//! written again. **At each release**, before its version is raised:
//! `cargo test -p session --test releases -- --ignored`, and commit the file that it makes. A test here
//! and a journey (`tests/tests/releases.rs`) then open it with whatever code there is. Where one of them
//! fails, the stored format was changed in a way that loses people's work: write a migration, do not
//! touch the file.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod pocket;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::Memory;
use domain::{Moment, VolunteerCommand};
use pocket::{Pocket, WORDS, until};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use server::coordinate::{add_centre, put_in_place};
use server::demo;
use server::enrol::{CODE_LASTS, EnrolRequest};
use server::{Clock, Service, Settings};
use session::{ItemState, Session};
use store::{Batch, Database, MemoryStore, Store};
use tokio::task::{LocalSet, spawn_local};
use uuid::Uuid;

/// A Saturday in November 2026.
const START: i64 = 1_795_255_200_000;
const WHO: (&str, &str) = ("Ås frivilligsentral", "Bjørg");
const STORES: [(&str, &[&str]); 3] = [
    ("brobygger.vaults", &["vaults"]),
    (".outbox", &["entries", "drafts", "meta"]),
    (".base", &["blocks", "meta"]),
];

#[derive(Serialize, Deserialize)]
struct Fixture {
    phone: Enrolled,
    holds: Holds,
    /// Database, store, key, and the value in hexadecimal digits.
    databases: BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>>,
}

/// Of made-up people; the token opens nothing.
#[derive(Serialize, Deserialize)]
struct Enrolled {
    centre: Uuid,
    member: Uuid,
    device: Uuid,
    token: String,
}

/// What must be there.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Holds {
    waiting: usize,
    received: usize,
    stuck: usize,
    unreadable: usize,
    drafts: Vec<String>,
}

impl Holds {
    fn of(phone: &Session<Pocket>) -> Self {
        let items = phone.outbox();
        let count = |which: fn(&ItemState) -> bool| {
            items.iter().filter(|item| item.command.is_some() && which(&item.state)).count()
        };
        Self {
            waiting: count(|state| *state == ItemState::Saved),
            received: count(|state| matches!(state, ItemState::Received { .. })),
            stuck: count(|state| matches!(state, ItemState::NeedsYou { .. })),
            unreadable: phone.unreadable(),
            drafts: phone.drafts(),
        }
    }
}

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/releases")
}

/// The demo centres on a server in memory.
async fn server(hand: &Arc<AtomicI64>) -> Service {
    let database = Arc::new(Memory::new());
    let now = Moment(hand.load(Ordering::SeqCst));
    for centre in demo::centres(demo::clock::day(now), now) {
        add_centre(database.as_ref(), &centre.centre).await.unwrap();
        let rows = centre.all_rows().collect();
        put_in_place(database.as_ref(), centre.centre.id.0, now.0, rows).await.unwrap().unwrap();
    }
    Service::start(database, Clock::by_hand(hand.clone()), Settings::default()).await.unwrap()
}

fn on_a_phone<F: Future<Output = ()>>(test: impl FnOnce() -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, async { test().await });
}

async fn open(pocket: &Pocket) -> Session<Pocket> {
    let card = session::vaults(pocket).await.unwrap().pop().unwrap();
    if card.unprotected {
        // It was made before there were locks: words are chosen, and open it from then on.
        session::protect(pocket, &card.vault, WORDS).await.unwrap();
        assert!(!session::vaults(pocket).await.unwrap()[0].unprotected);
    }
    pocket::open(pocket).await
}

#[test]
fn what_every_release_left_opens_and_is_delivered() {
    let files: Vec<_> = std::fs::read_dir(folder()).unwrap().map(|file| file.unwrap()).collect();
    assert!(!files.is_empty());
    for file in files {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let fixture: Fixture = serde_json::from_str(&text).unwrap();
        on_a_phone(async || is_delivered(&fixture).await);
    }
}

async fn is_delivered(fixture: &Fixture) {
    // The phone lay in a drawer for a month.
    let hand = Arc::new(AtomicI64::new(START + 30 * 86_400_000));
    let service = server(&hand).await;
    let Enrolled { centre, member, device, token } = &fixture.phone;
    let code = service.invite(*centre, *member, CODE_LASTS).await.unwrap().to_string();
    let known =
        EnrolRequest { brobygger: 1, code, device: *device, token: token.clone(), former: None };
    service.enrol(&known).await.unwrap();
    let pocket = Pocket::new(&service, &hand);
    fill(&pocket.store, fixture).await;
    let phone = open(&pocket).await;
    assert_eq!(Holds::of(&phone), fixture.holds);
    assert!(phone.view().all::<domain::Participant>().count() > 1, "what the server gave");
    for draft in &fixture.holds.drafts {
        assert!(!phone.draft(draft).unwrap().is_empty());
    }
    let exported = phone.export_outbox();
    spawn_local(phone.clone().run());
    until("all to be delivered", || phone.status().not_sent == 0).await;
    until("what was received before", || {
        phone.outbox().iter().all(|item| item.state != ItemState::Saved)
    })
    .await;
    // A server that never saw this phone has all of it now, once, to the letter.
    let mut read = service.database().begin_read().await.unwrap();
    let decided = read.decided_of_centre(*centre).await.unwrap();
    assert_eq!(decided.len(), fixture.holds.waiting + fixture.holds.received);
    for one in &decided {
        let text = one.text.as_deref().unwrap();
        assert!(!one.repeat && one.reason.is_none(), "{:?}: {text}", one.reason);
        assert!(exported.contains(text));
    }
    assert_eq!(phone.unreadable(), fixture.holds.unreadable, "kept still");
    phone.close();
}

async fn fill(store: &MemoryStore, fixture: &Fixture) {
    for (name, stores) in &fixture.databases {
        let (database, known) = database(name);
        let mut batch = Batch::strict();
        for (store, records) in stores {
            let store = known.iter().find(|known| *known == store).unwrap();
            for (key, hex) in records {
                let digits: Vec<u8> = (0..hex.len() / 2)
                    .map(|byte| u8::from_str_radix(&hex[2 * byte..2 * byte + 2], 16).unwrap())
                    .collect();
                batch.put(store, key.as_str(), digits);
            }
        }
        store.commit(&database, batch).await.unwrap();
    }
}

fn database(name: &str) -> (Database, &'static [&'static str]) {
    let (end, stores) = STORES.iter().find(|(end, _)| name.ends_with(end)).unwrap();
    let vault = name.trim_start_matches("brobygger.").trim_end_matches(end);
    let database = match *end {
        ".outbox" => Database::outbox(vault),
        ".base" => Database::base(vault),
        _ => Database::directory(),
    };
    (database, stores)
}

#[test]
#[ignore = "makes the file of this release, once"]
fn make_the_file_of_this_release() {
    on_a_phone(async || {
        let hand = Arc::new(AtomicI64::new(START));
        let service = server(&hand).await;
        let pocket = Pocket::new(&service, &hand);
        let phone = enrolled(&service, &pocket).await;
        spawn_local(phone.clone().run());
        until("the first download", || phone.status().first_download.is_none()).await;
        let people: Vec<Uuid> = domain::query::assigned(&phone.view(), phone.actor().member)
            .map(|(person, _)| person.id.0)
            .collect();
        let (anna, other) = (people[0], people[1]);
        // One is received; one is damaged, and what follows on it is stuck.
        record(&phone, &change(anna, 0x1000)).await;
        until("the receipt", || phone.status().not_sent == 0).await;
        pocket.radio.set(false);
        record(&phone, &change(anna, 0x1001)).await;
        record(&phone, &change(anna, 0x1002)).await;
        phone.close();
        let vault = phone.vault().to_owned();
        assert!(pocket.store.corrupt(&Database::outbox(&vault), "entries", "000000000002"));
        pocket.radio.set(true);
        let phone = open(&pocket).await;
        spawn_local(phone.clone().run());
        until("the gap", || phone.status().needs_you == 1).await;
        pocket.radio.set(false);
        for command in every_command(anna, other) {
            record(&phone, &command).await;
        }
        for participant in [anna, other] {
            let draft = json!({ "matters": "Savner å synge" }).to_string();
            phone.save_draft(&format!("conversation/{participant}"), draft.into()).await.unwrap();
        }
        phone.close();
        let fixture = Fixture {
            phone: enrolled_as(&phone, &pocket),
            holds: Holds::of(&phone),
            databases: dump(&pocket.store, &vault).await,
        };
        assert_eq!(fixture.holds.waiting, every_command(anna, other).len());
        let file = folder().join(concat!(env!("CARGO_PKG_VERSION"), ".json"));
        assert!(!file.exists(), "a file of a release is never written again");
        std::fs::write(file, serde_json::to_string_pretty(&fixture).unwrap() + "\n").unwrap();
    });
}

async fn enrolled(service: &Service, pocket: &Pocket) -> Session<Pocket> {
    let centres = demo::centres(demo::clock::day(Moment(START)), Moment(START));
    let centre = centres.iter().find(|demo| demo.centre.name.as_str() == WHO.0).unwrap();
    let member = centre.volunteers().find(|member| member.first_name.as_str() == WHO.1).unwrap();
    let code = service.invite(centre.centre.id.0, member.id.0, CODE_LASTS).await.unwrap();
    pocket::enrol(pocket, &code.to_string()).await
}

fn enrolled_as(phone: &Session<Pocket>, pocket: &Pocket) -> Enrolled {
    Enrolled {
        centre: phone.centre(),
        member: phone.actor().member.0,
        device: phone.vault().parse().unwrap(),
        token: pocket.token.borrow().clone(),
    }
}

async fn record(phone: &Session<Pocket>, command: &Value) {
    let command: VolunteerCommand = serde_json::from_value(command.clone()).unwrap();
    phone.perform(command.clone()).await.unwrap_or_else(|error| panic!("{command:?}: {error}"));
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(number)
}

fn change(participant: Uuid, number: u128) -> Value {
    json!({ "report_change": { "id": id(number), "participant": participant, "about": "at_home", "note": "Har flyttet" } })
}

/// As a phone of this release may hold them. `other` stops taking part.
fn every_command(anna: Uuid, other: Uuid) -> Vec<Value> {
    vec![
        json!({ "record_conversation": { "id": id(1), "participant": anna, "wish": id(2), "said": {
            "day": "2026-11-21", "talk": "free", "matters": "Savner å strikke med andre",
            "themes": ["making"], "next": { "step": "call", "day": "2026-11-24" }, "read_back": true,
            "first": { "present": ["participant"], "told": ["voluntary"], "transport": "Buss" },
        }}}),
        json!({ "add_wish": { "id": id(3), "participant": anna, "text": "Kor", "themes": ["culture"] } }),
        json!({ "edit_wish": { "id": id(3), "participant": anna, "text": { "seen": 1, "value": "Kammerkor" } } }),
        json!({ "settle_follow_up": { "id": id(4), "participant": anna, "key": "month1", "decision": { "moved_to": "2026-12-01" } } }),
        json!({ "plan_accompaniment": { "id": id(5), "participant": anna, "what": "Strikkekafé", "minutes": 90,
            "starts": { "day": "2026-11-21", "time": "13:00" }, "meeting_point": "Ved inngangen" } }),
        json!({ "move_accompaniment": { "id": id(5), "participant": anna,
            "starts": { "seen": 1, "value": { "day": "2026-11-21", "time": "10:30" } } } }),
        json!({ "check_in": { "id": id(6), "participant": anna, "accompaniment": id(5), "point": "met" } }),
        json!({ "check_out": { "id": id(7), "participant": anna, "accompaniment": id(5),
            "outcome": "attended_together", "again": "together", "details": { "note": "Lo mye" } } }),
        json!({ "raise_concern": { "id": id(8), "participant": anna, "words": "Svarer ikke på døra", "told": ["coordinator"] } }),
        change(anna, 9),
        json!({ "void": { "participant": anna, "row": id(9) } }),
        json!({ "withdraw_consent": { "participant": other } }),
    ]
}

async fn dump(
    store: &MemoryStore,
    vault: &str,
) -> BTreeMap<String, BTreeMap<String, BTreeMap<String, String>>> {
    let mut databases = BTreeMap::new();
    for name in [
        "brobygger.vaults".to_owned(),
        format!("brobygger.{vault}.outbox"),
        format!("brobygger.{vault}.base"),
    ] {
        let (database, known) = database(&name);
        let mut stores = BTreeMap::new();
        for known in known {
            let records = store.read_all(&database, known).await.unwrap();
            let hex = |value: Vec<u8>| value.iter().map(|byte| format!("{byte:02x}")).collect();
            let records = records.into_iter().map(|(key, value)| (key, hex(value))).collect();
            stores.insert((*known).to_owned(), records);
        }
        databases.insert(name, stores);
    }
    databases
}
