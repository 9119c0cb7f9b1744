//! The file of the centre's keys, and what happens without it.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;
mod sealer;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use centre::{ANNA, CENTRE, KARI, Phone, START, World, conversation};
use database::{Database, Memory, Sqlite};
use desk::{Desk, id_of};
use sealer::Sealer;
use server::backup::{BackupError, back_up, restore};
use server::erase::Ledger;
use server::keys::{KeyError, KeyRing};
use server::{Clock, Service, Settings};
use sync::Delivered;

struct Shelf(tempfile::TempDir);

impl Shelf {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn ring(&self) -> KeyRing {
        KeyRing::at(self.file("brobygger.keys"))
    }
}

fn numbers(ring: &KeyRing) -> Vec<u32> {
    ring.all().unwrap().iter().map(|key| key.number).collect()
}

#[test]
fn keys_are_numbered_and_former_ones_are_kept() {
    let shelf = Shelf::new();
    let (ring, beside) = (shelf.ring(), shelf.ring());
    assert!(numbers(&ring).is_empty());
    let first = ring.newest(START).unwrap();
    // Who comes second finds what is there.
    assert_eq!(beside.newest(START + 1).unwrap().public(), first.public());
    let second = beside.rotate(START + 2, 0).unwrap();
    assert_eq!((first.number, second.number), (1, 2));
    assert_ne!(first.public(), second.public());
    // Without being opened anew.
    assert_eq!(ring.newest(START + 3).unwrap().public(), second.public());
    assert_eq!(ring.of_number(1).unwrap()[0].public(), first.public());
    assert_eq!(ring.of_number(3).unwrap().len(), 0);
    assert_eq!(beside.rotate(START + 4, 0).unwrap().number, 3);
    assert_eq!(ring.of_number(3).unwrap().len(), 1);
    assert_eq!(numbers(&shelf.ring()), [1, 2, 3]);
    // Whoever prints it, in a log or a panic, prints no secret.
    let text = std::fs::read_to_string(shelf.file("brobygger.keys")).unwrap();
    let secret = text.split("\"private\":\"").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(secret.len(), 43);
    assert!(!format!("{ring:?} {first:?} {:?}", first.kept()).contains(secret));
}

#[cfg(unix)]
#[test]
fn the_file_is_ours_alone_or_it_is_not_used() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new();
    let file = shelf.file("brobygger.keys");
    shelf.ring().newest(START).unwrap();
    let mode = || std::fs::metadata(&file).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(), 0o600);
    let before = std::fs::read(&file).unwrap();
    for exposed in [0o640, 0o604, 0o660, 0o666, 0o620] {
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(exposed)).unwrap();
        let ring = shelf.ring();
        for refused in [ring.newest(START), ring.rotate(START, 0)] {
            let error = refused.unwrap_err();
            assert!(matches!(error, KeyError::Exposed(_)), "{exposed:o}: {error}");
            assert!(error.to_string().contains("chmod 600"), "{error}");
        }
    }
    assert_eq!(std::fs::read(&file).unwrap(), before);
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o400)).unwrap();
    assert_eq!(numbers(&shelf.ring()), [1]);
}

#[test]
fn a_torn_last_line_was_told_to_nobody_and_other_damage_stops_the_server() {
    let shelf = Shelf::new();
    let file = shelf.file("brobygger.keys");
    shelf.ring().newest(START).unwrap();
    shelf.ring().rotate(START, 0).unwrap();
    let whole = std::fs::read(&file).unwrap();
    let first = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for torn in [first, first + 1, whole.len() - 1] {
        std::fs::write(&file, &whole[..torn]).unwrap();
        assert_eq!(numbers(&shelf.ring()), [1], "{torn}");
        assert_eq!(shelf.ring().rotate(START, 0).unwrap().number, 2, "{torn}");
        assert_eq!(numbers(&shelf.ring()), [1, 2], "{torn}");
    }
    let mut damaged = whole.clone();
    damaged[first + 3] = 0;
    std::fs::write(&file, &damaged).unwrap();
    let error = shelf.ring().newest(START).unwrap_err();
    assert!(matches!(error, KeyError::Damaged { line: 2, .. }), "{error}");
    let zeros = whole.clone();
    let zeros = String::from_utf8(zeros).unwrap();
    let secret = zeros.split("\"private\":\"").nth(1).unwrap()[..43].to_owned();
    std::fs::write(&file, zeros.replace(&secret, &"A".repeat(43))).unwrap();
    let error = shelf.ring().newest(START).unwrap_err();
    assert!(matches!(error, KeyError::Damaged { line: 1, .. }), "{error}");
}

async fn start(database: &Arc<dyn Database>, keys: KeyRing) -> Result<Service, String> {
    let settings = Settings { keys, ..Settings::default() };
    let clock = Clock::by_hand(Arc::new(START.into()));
    let started = Service::start(Arc::clone(database), clock, settings).await;
    started.map_err(|error| error.to_string())
}

#[tokio::test]
async fn no_server_begins_another_ring_than_the_one_that_phones_seal_to() {
    let shelf = Shelf::new();
    let world = World::in_memory().await;
    let database = Arc::clone(&world.database);
    let service = start(&database, shelf.ring()).await.unwrap();
    let phone = world.phone(KARI).await;
    // As long as no phone has been told one, any file will do.
    start(&database, KeyRing::at(shelf.file("other"))).await.unwrap();
    Sealer::of(&service, &phone).await;
    start(&database, shelf.ring()).await.unwrap();
    let refused = start(&database, KeyRing::at(shelf.file("third"))).await.err().unwrap();
    let said = "have been given key 1, which is not in";
    assert!(refused.contains(said) && refused.contains("--keys"), "{refused}");
    assert!(!shelf.file("third").exists());
    // Where they are lost, the next has a number that no phone knows, so that each seals anew.
    let told = server::deliver::told(database.as_ref()).await.unwrap();
    let begun = KeyRing::at(shelf.file("third")).rotate(START, told).unwrap();
    assert_eq!((told, begun.number), (1, 2));
    let service = start(&database, KeyRing::at(shelf.file("third"))).await.unwrap();
    let sealer = Sealer::of(&service, &phone).await;
    assert_eq!(sealer.key, 2);
    // And the file from before is no longer enough.
    let refused = start(&database, shelf.ring()).await.err().unwrap();
    assert!(refused.contains("have been given key 2"), "{refused}");
}

async fn sealed(shelf: &Shelf) -> (World, Arc<dyn Database>, Sealer, sync::Parcel) {
    let world = World::in_memory().await;
    let database = Arc::clone(&world.database);
    let service = start(&database, shelf.ring()).await.unwrap();
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&service, &phone).await;
    let parcel = sealer.seal(&phone.record(ANNA, &conversation(ANNA, "en")));
    (world, database, sealer, parcel)
}

async fn restored(shelf: &Shelf, from: &Path, keys: KeyRing) -> Result<Service, String> {
    let database: Arc<dyn Database> = Arc::new(Memory::new());
    let ledger = Ledger::at(shelf.file("erased.jsonl"));
    let scratch = shelf.file("scratch");
    let restored = restore(from, &scratch, database.as_ref(), &ledger, START).await.unwrap();
    keys.take_over(&restored.keys, START).unwrap();
    start(&database, keys).await
}

#[tokio::test]
async fn a_backup_carries_the_keys_and_what_was_sealed_before_opens_after_a_restore() {
    let shelf = Shelf::new();
    let (_world, database, sealer, parcel) = sealed(&shelf).await;
    let file = shelf.file("backup");
    let tallies = back_up(database.as_ref(), &file, &shelf.ring()).await.unwrap();
    assert_eq!(tallies[0].counts.device_keys, 1);
    // Onto another machine.
    let elsewhere = KeyRing::at(shelf.file("elsewhere.keys"));
    let service = restored(&shelf, &file, elsewhere.clone()).await.unwrap();
    assert_eq!(numbers(&elsewhere), [1]);
    let parcels = std::slice::from_ref(&parcel);
    assert_eq!(sealer.delivers(&service, parcels).await, [Delivered::Received]);
    // Where a server had begun a ring of its own: both open, and phones seal to a third.
    let begun = KeyRing::at(shelf.file("begun.keys"));
    begun.newest(START).unwrap();
    let service = restored(&shelf, &file, begun.clone()).await.unwrap();
    assert_eq!(numbers(&begun), [1, 1, 2]);
    assert_eq!(sealer.delivers(&service, parcels).await, [Delivered::Received]);
    // On the machine itself nothing is added.
    restored(&shelf, &file, shelf.ring()).await.unwrap();
    assert_eq!(numbers(&shelf.ring()), [1]);
}

#[tokio::test]
async fn without_its_keys_a_parcel_is_refused_and_sealed_anew_it_is_taken() {
    let shelf = Shelf::new();
    let (world, database, mut sealer, parcel) = sealed(&shelf).await;
    let other = KeyRing::at(shelf.file("other.keys"));
    other.rotate(START, 1).unwrap();
    let service = start(&database, other).await.unwrap();
    assert_eq!(sealer.delivers(&service, &[parcel]).await, [Delivered::Refused]);
    let phone = Phone::enrol(&world.service, KARI).await;
    sealer = Sealer::of(&service, &phone).await;
    let mut phone = phone;
    let parcel = sealer.seal(&phone.record(ANNA, &conversation(ANNA, "to")));
    assert_eq!(sealer.delivers(&service, &[parcel]).await, [Delivered::Received]);
}

#[tokio::test]
async fn a_backup_that_would_lack_the_keys_is_not_made() {
    let shelf = Shelf::new();
    let (_world, database, ..) = sealed(&shelf).await;
    let file = shelf.file("backup");
    let nowhere = KeyRing::at(shelf.file("nowhere"));
    let error = back_up(database.as_ref(), &file, &nowhere).await.unwrap_err();
    assert!(matches!(error, BackupError::KeysElsewhere(_)), "{error}");
    assert!(error.to_string().contains("--keys"), "{error}");
    assert!(!file.exists() && !shelf.file("backup.partial").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_listed_rotated_backed_up_and_restored_by_the_command_line() {
    let desk = Desk::with_a_centre();
    let said = desk.complains(&["key", "list"]);
    assert!(said.contains("There are no keys in"), "{said}");
    assert!(desk.says(&["key", "rotate"]).contains("Key 1 was made."));
    assert!(desk.says(&["key", "rotate"]).contains("Key 2 was made."));
    let said = desk.says(&["key", "list"]);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 2, "{said}");
    assert!(lines[0].starts_with("1  since ") && lines[1].ends_with("the newest"), "{said}");
    assert!(desk.says(&["audit"]).contains("rotate_keys"));
    let file = Path::new(&desk.data()).join("brobygger.keys");
    let text = std::fs::read_to_string(&file).unwrap();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).unwrap();
        assert!(!said.contains(line["private"].as_str().unwrap()));
    }

    // With a phone that has been given one.
    let service = desk.service().await;
    let export = desk.export();
    let centre = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    assert_ne!(centre, CENTRE);
    let phone = Phone::enrol_at(&service, centre, id_of(&export, "member", "Kari")).await;
    Sealer::of(&service, &phone).await;
    let said = desk.says(&["device", "list"]);
    assert!(
        said.contains("participants 1  keys since ") && said.contains("seals to key 1"),
        "{said}"
    );

    let backup = desk.folder.path().join("backup").display().to_string();
    desk.says(&["backup", "--to", &backup]);
    std::fs::remove_file(&file).unwrap();
    let again = desk.folder.path().join("again").display().to_string();
    let said = desk.complains(&["backup", "--to", &again]);
    assert!(said.contains("a backup without them is not made"), "{said}");
    drop(service);
    let said = desk.says(&["restore", "--from", &backup, "--replace"]);
    assert!(said.contains("2 keys that phones seal to were put into"), "{said}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), text);

    // A backup without keys, of a database that knows of some.
    std::fs::remove_file(&file).unwrap();
    let opened = Sqlite::open(Path::new(&backup)).await.unwrap();
    assert_eq!(opened.kept_keys().await.unwrap().len(), 2);
    opened.close().await;
    let raw = sqlx::SqlitePool::connect(&format!("sqlite:{backup}")).await.unwrap();
    sqlx::query("DELETE FROM kept_key").execute(&raw).await.unwrap();
    raw.close().await;
    let run = desk.run(&["restore", "--from", &backup, "--replace"]);
    let said = String::from_utf8(run.stderr).unwrap();
    assert!(run.status.success(), "{said}");
    assert!(said.contains("is refused until they have been unlocked once"), "{said}");
    let said = desk.complains(&["serve", "--port", "0"]);
    assert!(said.contains("phones of this database have been given key 1"), "{said}");
}
