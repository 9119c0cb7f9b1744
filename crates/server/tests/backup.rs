//! Backups made beside running pushes, and what phones make of a restore.
#![allow(clippy::unwrap_used)]

mod centre;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use centre::{ANNA, BERNT, CENTRE, KARI, START, World, conversation};
use database::{Database, Memory, Sqlite};
use server::backup::{BackupError, back_up, restore, tally};
use server::check::check;
use server::erase::Ledger;
use server::keys::KeyRing;
use server::{Clock, Service, Settings};
use sync::{FaultCode, MutationText, Verdict};

on_both![
    a_backup_holds_everything_and_is_noted,
    a_backup_beside_pushes_is_of_one_moment,
    a_backup_is_never_written_over,
    what_could_not_be_written_is_not_noted,
    a_phone_sends_again_what_the_backup_lacks,
    two_restores_are_two_histories,
    nothing_erased_comes_back,
    what_is_damaged_is_not_restored,
    a_centre_is_never_restored_over,
];

struct Shelf {
    folder: tempfile::TempDir,
}

impl Shelf {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn ledger(&self) -> Ledger {
        Ledger::at(self.file("erased.jsonl"))
    }

    /// Restored into an empty database in memory, with a server over it.
    async fn restored(&self, from: &Path) -> (Arc<dyn Database>, Service) {
        let database: Arc<dyn Database> = Arc::new(Memory::new());
        let scratch = self.file("scratch");
        restore(from, &scratch, database.as_ref(), &self.ledger(), START).await.unwrap();
        assert!(!scratch.exists());
        let clock = Clock::by_hand(Arc::new(START.into()));
        let shared = Arc::clone(&database);
        let service = Service::start(shared, clock, Settings::default()).await.unwrap();
        (database, service)
    }
}

async fn backed_up(database: &dyn Database) -> u64 {
    let mut read = database.begin_read().await.unwrap();
    read.centre(CENTRE).await.unwrap().unwrap().backed_up
}

async fn conversations(database: &dyn Database) -> usize {
    let mut read = database.begin_read().await.unwrap();
    let asked = [(ANNA, "conversation"), (BERNT, "conversation")];
    read.rows_of_kinds(CENTRE, &asked).await.unwrap().len()
}

async fn holds_up(database: &dyn Database) {
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(check(read.as_mut()).await.unwrap(), Vec::<String>::new());
}

async fn a_backup_holds_everything_and_is_noted(world: World) {
    let shelf = Shelf::new();
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.push(&[text]).await.unwrap();
    let file = shelf.file("backup");
    let tallies = back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let clock = world.clock().await;
    assert_eq!(backed_up(world.database.as_ref()).await, clock);
    assert_eq!((tallies.len(), tallies[0].centre.clock), (1, clock));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let names = std::fs::read_dir(shelf.folder.path()).unwrap();
    assert_eq!(names.count(), 1, "nothing is left beside it");

    let (restored, _) = shelf.restored(&file).await;
    let mut live = world.database.begin_read().await.unwrap();
    let mut read = restored.begin_read().await.unwrap();
    assert_eq!(read.secret().await.unwrap(), live.secret().await.unwrap());
    let rows = live.rows_of_centre(CENTRE, None, 1000).await.unwrap();
    assert_eq!(read.rows_of_centre(CENTRE, None, 1000).await.unwrap(), rows);
    let decided = live.decided_of_centre(CENTRE).await.unwrap();
    assert_eq!(read.decided_of_centre(CENTRE).await.unwrap(), decided);
    let grants = live.grants_of_centre(CENTRE).await.unwrap();
    assert_eq!(read.grants_of_centre(CENTRE).await.unwrap(), grants);
    let mut counts = tally(read.as_mut()).await.unwrap()[0].counts;
    counts.commits -= 1;
    assert_eq!(counts, tallies[0].counts);
    let centre = read.centre(CENTRE).await.unwrap().unwrap();
    assert_eq!((centre.clock, centre.backed_up), (clock + 1, clock));
    drop(read);
    holds_up(restored.as_ref()).await;
}

async fn a_backup_beside_pushes_is_of_one_moment(world: World) {
    let shelf = Shelf::new();
    let mut phone = world.phone(KARI).await;
    let pushes = async {
        for n in 0..30 {
            let text = phone.record(ANNA, &conversation(ANNA, &n.to_string()));
            phone.push(&[text]).await.unwrap();
        }
    };
    let file = shelf.file("backup");
    let keys = KeyRing::in_memory();
    let (made, ()) = tokio::join!(back_up(world.database.as_ref(), &file, &keys), pushes);
    let made = made.unwrap();
    let mark = backed_up(world.database.as_ref()).await;
    assert_eq!(mark, made[0].centre.clock);
    let (restored, _) = shelf.restored(&file).await;
    holds_up(restored.as_ref()).await;
    let mut read = restored.begin_read().await.unwrap();
    let kept = read.decided_of_centre(CENTRE).await.unwrap();
    let mut live = world.database.begin_read().await.unwrap();
    let all = live.decided_of_centre(CENTRE).await.unwrap();
    let until: Vec<_> = all.into_iter().filter(|one| one.clock <= mark).collect();
    assert_eq!(kept, until);
}

async fn a_backup_is_never_written_over(world: World) {
    let shelf = Shelf::new();
    let file = shelf.file("backup");
    std::fs::write(&file, "what I have").unwrap();
    let error = back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap_err();
    assert!(matches!(error, BackupError::Exists(_)), "{error}");
    assert_eq!(std::fs::read(&file).unwrap(), b"what I have");
    assert_eq!(backed_up(world.database.as_ref()).await, 0);
}

async fn what_could_not_be_written_is_not_noted(world: World) {
    let file = Path::new("/there/is/no/such/folder/backup");
    let error = back_up(world.database.as_ref(), file, &KeyRing::in_memory()).await.unwrap_err();
    assert!(error.to_string().contains("/there/is/no/such/folder"), "{error}");
    assert_eq!(backed_up(world.database.as_ref()).await, 0);
}

/// The phone stands exactly at the clock of the backup, and has a receipt from beyond.
async fn a_phone_sends_again_what_the_backup_lacks(world: World) {
    let shelf = Shelf::new();
    let mut phone = world.phone(KARI).await;
    let first = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.push(std::slice::from_ref(&first)).await.unwrap();
    phone.pull_all().await;
    let file = shelf.file("backup");
    back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let lost: Vec<MutationText> =
        (2..5).map(|n| phone.record(ANNA, &conversation(ANNA, &n.to_string()))).collect();
    phone.push(&lost).await.unwrap();

    let (restored, service) = shelf.restored(&file).await;
    phone.talk_to(&service);
    assert_eq!(conversations(restored.as_ref()).await, 1);
    let fault = phone.ask(&phone.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::AnotherHistory);
    phone.cursor = None;
    phone.push(&[&[first], &lost[..]].concat()).await.unwrap();
    phone.pull_all().await;
    assert_eq!(conversations(restored.as_ref()).await, 4);
    holds_up(restored.as_ref()).await;
}

async fn two_restores_are_two_histories(world: World) {
    let shelf = Shelf::new();
    let mut phone = world.phone(KARI).await;
    let file = shelf.file("backup");
    back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let (_, one) = shelf.restored(&file).await;
    let (_, other) = shelf.restored(&file).await;
    phone.talk_to(&one);
    phone.pull_all().await;
    phone.talk_to(&other);
    let fault = phone.ask(&phone.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::AnotherHistory);
}

async fn nothing_erased_comes_back(mut world: World) {
    let shelf = Shelf::new();
    let settings = Settings { ledger: Some(shelf.ledger()), ..Settings::default() };
    world.with_settings(settings).await;
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge."));
    phone.push(std::slice::from_ref(&text)).await.unwrap();
    let file = shelf.file("backup");
    back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let late = phone.record(ANNA, &conversation(ANNA, "Kom etter."));
    phone.push(std::slice::from_ref(&late)).await.unwrap();
    world.service.erase(CENTRE, ANNA).await.unwrap();

    let (restored, service) = shelf.restored(&file).await;
    let mut read = restored.begin_read().await.unwrap();
    let rows = read.rows_of_centre(CENTRE, None, 1000).await.unwrap();
    assert!(rows.iter().all(|row| row.scope != ANNA || (row.gone && row.body.is_empty())));
    let decided = read.decided_of_centre(CENTRE).await.unwrap();
    assert!(decided.iter().all(|one| one.text.is_none()));
    drop(read);
    holds_up(restored.as_ref()).await;
    // What the phone had been told was received comes from its journal, and is not taken in again.
    phone.talk_to(&service);
    let receipts = phone.push(&[text, late]).await.unwrap();
    assert_eq!(receipts[0].verdict, Verdict::Applied);
    let late = (receipts[1].verdict, receipts[1].reason.as_deref());
    assert_eq!(late, (Verdict::Quarantined, Some("erased")));
    assert_eq!(conversations(restored.as_ref()).await, 0);
}

async fn what_is_damaged_is_not_restored(world: World) {
    let shelf = Shelf::new();
    let file = shelf.file("backup");
    back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let whole = std::fs::read(&file).unwrap();
    let half = whole[..whole.len() / 2].to_vec();
    let mut torn = whole.clone();
    for byte in torn.iter_mut().skip(8192).step_by(97) {
        *byte ^= 0x5A;
    }
    for (what, bytes) in [("half", half), ("torn", torn), ("page", b"<html>".repeat(900))] {
        let damaged = shelf.file(what);
        std::fs::write(&damaged, bytes).unwrap();
        let database = Memory::new();
        let scratch = shelf.file("scratch");
        let restored = restore(&damaged, &scratch, &database, &shelf.ledger(), START).await;
        assert!(restored.is_err(), "{what}");
        let mut read = database.begin_read().await.unwrap();
        assert_eq!(read.centres().await.unwrap(), [], "{what}");
        assert!(!scratch.exists());
    }
    // Nor one that opens and says what cannot be.
    let opened = Sqlite::open(&file).await.unwrap();
    let mut write = opened.begin_write().await.unwrap();
    write.put_backup_mark(CENTRE, 1000).await.unwrap();
    write.commit().await.unwrap();
    opened.close().await;
    let scratch = shelf.file("scratch");
    let restored = restore(&file, &scratch, &Memory::new(), &shelf.ledger(), START).await;
    let error = restored.unwrap_err().to_string();
    assert!(error.contains("does not hold up") && error.contains("1000"), "{error}");
}

async fn a_centre_is_never_restored_over(world: World) {
    let shelf = Shelf::new();
    let file = shelf.file("backup");
    back_up(world.database.as_ref(), &file, &KeyRing::in_memory()).await.unwrap();
    let clock = world.clock().await;
    let scratch = shelf.file("scratch");
    let ledger = shelf.ledger();
    let restored = restore(&file, &scratch, world.database.as_ref(), &ledger, START).await;
    assert!(matches!(restored, Err(BackupError::NotEmpty)), "{restored:?}");
    assert_eq!(world.clock().await, clock);
}
