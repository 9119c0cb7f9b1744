//! Erasing a participant: what goes, what stays, and that nothing comes back.
#![allow(clippy::unwrap_used)]

mod centre;

use centre::{ANNA, BERNT, CENTRE, KARI, OLA, START, World, assign, conversation, people};
use database::{Decided, Row};
use domain::CoordinatorCommand;
use serde_json::{Value, json};
use server::check::check;
use server::coordinate::{Mode, coordinate};
use server::erase::{Entry, EraseError, Ledger};
use server::push::SetAside;
use server::{Service, Settings};
use sync::{Lane, Verdict};
use uuid::Uuid;

on_both![
    everything_said_goes_and_receipts_stay,
    phones_lose_the_erased_and_keep_the_others,
    what_comes_later_is_known_and_not_kept,
    what_comes_in_a_file_is_not_kept_either,
    a_coordinator_writes_nothing_there_again,
    the_ledger_is_applied_when_a_server_starts,
    without_a_ledger_nothing_is_erased,
    nobody_is_erased_who_is_not_there,
    erasing_again_changes_nothing,
];

/// A ledger in a folder of its own.
struct Kept {
    folder: tempfile::TempDir,
}

impl Kept {
    async fn beside(world: &mut World) -> Self {
        let kept = Self { folder: tempfile::tempdir().unwrap() };
        let settings = Settings { ledger: Some(kept.ledger()), ..Settings::default() };
        world.with_settings(settings).await;
        kept
    }

    fn ledger(&self) -> Ledger {
        Ledger::at(self.folder.path().join("erased.jsonl"))
    }
}

fn concern(participant: Uuid) -> Value {
    json!({"raise_concern": {
        "id": Uuid::now_v7(), "participant": participant, "words": "Sier hun ikke spiser.",
    }})
}

async fn rows(world: &World) -> Vec<Row> {
    let mut read = world.database.begin_read().await.unwrap();
    read.rows_of_centre(CENTRE, None, 1000).await.unwrap()
}

async fn decided(world: &World) -> Vec<Decided> {
    let mut read = world.database.begin_read().await.unwrap();
    read.decided_of_centre(CENTRE).await.unwrap()
}

async fn holds_up(world: &World) {
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(check(read.as_mut()).await.unwrap(), Vec::<String>::new());
}

async fn everything_said_goes_and_receipts_stay(mut world: World) {
    let _kept = Kept::beside(&mut world).await;
    let mut phone = world.phone(KARI).await;
    let envelope = phone.next(Lane::Urgent, ANNA, 1);
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge.")),
        phone.write(&envelope, &concern(ANNA)),
        phone.record(BERNT, &conversation(BERNT, "Liker kaffe.")),
    ];
    let receipts = phone.push(&batch).await.unwrap();
    assert!(receipts.iter().all(|receipt| receipt.verdict == Verdict::Applied));
    let bernt = |rows: &[Row]| -> Vec<Row> {
        rows.iter().filter(|row| row.scope == BERNT).cloned().collect()
    };
    let before = bernt(&rows(&world).await);

    let erasure = world.service.erase(CENTRE, ANNA).await.unwrap();
    // The participant, the assignment, the conversation and the concern.
    assert_eq!((erasure.rows, erasure.grants), (4, 1));
    assert_eq!(erasure.clock, Some(world.clock().await));
    let rows = rows(&world).await;
    let said: Vec<&Row> = rows.iter().filter(|row| row.body.contains(&ANNA.to_string())).collect();
    assert_eq!(said, Vec::<&Row>::new());
    let gone: Vec<&Row> = rows.iter().filter(|row| row.gone).collect();
    assert_eq!(gone.len(), 4);
    assert!(gone.iter().all(|row| row.body.is_empty() && Some(row.seq) == erasure.clock));
    assert_eq!(bernt(&rows), before);
    let texts: Vec<bool> = decided(&world).await.iter().map(|one| one.text.is_some()).collect();
    assert_eq!(texts.iter().filter(|kept| **kept).count(), 1);
    holds_up(&world).await;

    // A phone that did not hear its receipts asks again, and hears them.
    assert_eq!(phone.push(&batch).await.unwrap(), receipts);
}

async fn phones_lose_the_erased_and_keep_the_others(mut world: World) {
    let _kept = Kept::beside(&mut world).await;
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    let held = |phone: &centre::Phone, scope: Uuid| {
        phone.rows.values().filter(|(of, ..)| *of == scope).count()
    };
    assert_ne!(held(&phone, ANNA), 0);
    let others = held(&phone, BERNT);
    world.service.erase(CENTRE, ANNA).await.unwrap();
    phone.pull_all().await;
    assert_eq!((held(&phone, ANNA), held(&phone, BERNT)), (0, others));
    assert!(phone.grants.iter().all(|grant| grant.scope != ANNA));
}

async fn what_comes_later_is_known_and_not_kept(mut world: World) {
    let _kept = Kept::beside(&mut world).await;
    let mut phone = world.phone(KARI).await;
    let unknown = json!({"sing_together": {"with": ANNA.simple().to_string()}});
    let envelope = phone.next(Lane::Normal, BERNT, 1);
    let batch = [
        phone.write(&envelope, &unknown),
        phone.record(ANNA, &conversation(ANNA, "Kom sent.")),
        phone.record(BERNT, &conversation(BERNT, "Liker kaffe.")),
    ];
    world.service.erase(CENTRE, ANNA).await.unwrap();
    let receipts = phone.push(&batch).await.unwrap();
    let verdicts: Vec<_> = receipts.iter().map(|r| (r.verdict, r.reason.as_deref())).collect();
    let erased = (Verdict::Quarantined, Some("erased"));
    assert_eq!(verdicts, [erased, erased, (Verdict::Applied, None)]);
    let kept: Vec<bool> = decided(&world).await.iter().map(|one| one.text.is_some()).collect();
    assert_eq!(kept, [false, false, true]);
    assert_eq!(phone.push(&batch).await.unwrap(), receipts);
    holds_up(&world).await;
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(read.unsettled(CENTRE).await.unwrap(), []);
}

async fn what_comes_in_a_file_is_not_kept_either(mut world: World) {
    let _kept = Kept::beside(&mut world).await;
    let mut phone = world.phone(KARI).await;
    let _lost = phone.record(ANNA, &conversation(ANNA, "1"));
    let late = phone.record(ANNA, &conversation(ANNA, "2"));
    world.service.erase(CENTRE, ANNA).await.unwrap();
    let mut read = world.database.begin_read().await.unwrap();
    let device = read.devices(&[phone.device]).await.unwrap().remove(0);
    drop(read);
    let aside = async || world.service.set_aside(&device, &late, "gap").await.unwrap();
    assert_eq!(aside().await, SetAside::Now);
    assert_eq!(aside().await, SetAside::Before);
    let decided = decided(&world).await;
    assert_eq!(decided.len(), 1);
    assert_eq!((decided[0].reason.as_deref(), &decided[0].text), (Some("erased"), &None));
    holds_up(&world).await;
}

async fn a_coordinator_writes_nothing_there_again(mut world: World) {
    let _kept = Kept::beside(&mut world).await;
    world.service.erase(CENTRE, ANNA).await.unwrap();
    let before = rows(&world).await;
    let names_anna = |command: &&CoordinatorCommand| {
        serde_json::to_string(command).unwrap().contains(&ANNA.to_string())
    };
    let people = people();
    let again = people.iter().find(names_anna).unwrap();
    for command in [again.clone(), assign(9, OLA, ANNA)] {
        let commands = [command];
        let done = coordinate(world.database.as_ref(), CENTRE, START, &commands, Mode::ForReal);
        assert_eq!(done.await.unwrap().refused(), Some((0, "erased")));
    }
    assert_eq!(rows(&world).await, before);
}

async fn the_ledger_is_applied_when_a_server_starts(mut world: World) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::at(folder.path().join("erased.jsonl"));
    // Written down, and then the power went; and one of a centre that is not here.
    ledger.append(&Entry { centre: CENTRE, participant: ANNA, at: START - 5 }).unwrap();
    ledger.append(&Entry { centre: OLA, participant: ANNA, at: START - 5 }).unwrap();
    let settings = Settings { ledger: Some(ledger), ..Settings::default() };
    world.with_settings(settings.clone()).await;
    assert!(rows(&world).await.iter().all(|row| row.scope != ANNA || row.gone));
    let mut read = world.database.begin_read().await.unwrap();
    let erased = read.erased_of_centre(CENTRE).await.unwrap();
    assert_eq!((erased.len(), erased[0].scope, erased[0].at), (1, ANNA, START - 5));
    drop(read);
    let clock = world.clock().await;
    world.with_settings(settings).await;
    assert_eq!(world.clock().await, clock, "once is enough");
    holds_up(&world).await;
}

async fn without_a_ledger_nothing_is_erased(mut world: World) {
    let before = rows(&world).await;
    let error = world.service.erase(CENTRE, ANNA).await.unwrap_err();
    assert!(matches!(error, EraseError::NoLedger), "{error}");
    let nowhere = Ledger::at("/there/is/no/such/folder/erased.jsonl");
    world.with_settings(Settings { ledger: Some(nowhere), ..Settings::default() }).await;
    let error = world.service.erase(CENTRE, ANNA).await.unwrap_err();
    assert!(error.to_string().contains("Nothing was erased"), "{error}");
    assert_eq!(rows(&world).await, before);
}

async fn nobody_is_erased_who_is_not_there(mut world: World) {
    let kept = Kept::beside(&mut world).await;
    // A volunteer, a row of another scope, nobody.
    for id in [KARI, CENTRE, Uuid::from_u128(0xD001), Uuid::from_u128(77)] {
        let error = world.service.erase(CENTRE, id).await.unwrap_err();
        assert!(matches!(error, EraseError::Unknown), "{id}: {error}");
    }
    assert_eq!(kept.ledger().entries().unwrap(), []);
}

async fn erasing_again_changes_nothing(mut world: World) {
    let kept = Kept::beside(&mut world).await;
    let erase = async |service: &Service| service.erase(CENTRE, ANNA).await.unwrap();
    assert!(erase(&world.service).await.clock.is_some());
    let before = rows(&world).await;
    assert_eq!(erase(&world.service).await.clock, None);
    assert_eq!(rows(&world).await, before);
    assert_eq!(kept.ledger().entries().unwrap().len(), 2);
}
