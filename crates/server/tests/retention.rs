//! Who has been kept for long enough goes, or goes to the archive first; nobody else.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use centre::{ANNA, BERNT, CENTRE, KARI, START, World, conversation};
use desk::Desk;
use domain::{Channel, CoordinatorCommand};
use serde_json::{Value, json};
use server::Settings;
use server::about::gather;
use server::erase::{EraseError, Ledger};
use server::retention::{Policy, due};
use sync::Lane;

on_both![
    who_withdrew_is_due_after_a_time_of_their_own,
    a_phone_with_a_wrong_clock_makes_nobody_due,
    what_comes_in_after_the_archive_was_written_is_not_lost,
];

const DAY: i64 = 24 * 60 * 60 * 1000;

async fn withdraw(world: &World) {
    let participant = ANNA.into();
    world.do_all(&[CoordinatorCommand::Withdraw { participant, channel: Channel::Paper }]).await;
}

async fn who_withdrew_is_due_after_a_time_of_their_own(world: World) {
    let policy = Policy { closed: 365 * DAY, withdrawn: 30 * DAY };
    let asked = async |now| {
        let mut read = world.database.begin_read().await.unwrap();
        let due = due(read.as_mut(), CENTRE, policy, now).await.unwrap();
        due.iter().map(|one| one.participant).collect::<Vec<_>>()
    };
    assert!(asked(START + 400 * DAY).await.is_empty(), "nobody is closed");
    withdraw(&world).await;
    assert!(asked(START + 29 * DAY).await.is_empty());
    assert_eq!(asked(START + 31 * DAY).await, [ANNA]);
}

async fn a_phone_with_a_wrong_clock_makes_nobody_due(world: World) {
    let policy = Policy { closed: 365 * DAY, withdrawn: 30 * DAY };
    let mut phone = world.phone(KARI).await;
    let mut envelope = phone.next(Lane::Urgent, ANNA, 1);
    envelope.at = START - 3650 * DAY;
    let withdrawal = json!({"withdraw_consent": {"participant": ANNA}});
    let withdrawn = phone.write(&envelope, &withdrawal);
    let receipts = phone.push(&[withdrawn]).await.unwrap();
    assert_eq!(receipts[0].verdict, sync::Verdict::Applied);
    let mut read = world.database.begin_read().await.unwrap();
    assert!(due(read.as_mut(), CENTRE, policy, START + 29 * DAY).await.unwrap().is_empty());
    let due = due(read.as_mut(), CENTRE, policy, START + 31 * DAY).await.unwrap();
    assert_eq!(due.len(), 1);
}

async fn what_comes_in_after_the_archive_was_written_is_not_lost(mut world: World) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::at(folder.path().join("erased.jsonl"));
    let settings = Settings { ledger: Some(ledger.clone()), ..Settings::default() };
    world.with_settings(settings).await;
    let mut phone = world.phone(KARI).await;
    withdraw(&world).await;
    let clock = async || {
        let mut read = world.database.begin_read().await.unwrap();
        gather(read.as_mut(), CENTRE, ANNA, START).await.unwrap().unwrap().clock
    };
    let archived = clock().await;
    // Written before the withdrawal, and delivered within the days of grace.
    let late = phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge."));
    phone.push(&[late]).await.unwrap();
    let erased = world.service.erase_archived(CENTRE, ANNA, archived).await;
    assert!(matches!(erased, Err(EraseError::Changed)), "{erased:?}");
    assert!(
        ledger.entries().unwrap().is_empty(),
        "it is not to be erased at the next start either"
    );
    // What is about others does not count.
    let archived = clock().await;
    let others = phone.record(BERNT, &conversation(BERNT, "Liker kaffe."));
    phone.push(&[others]).await.unwrap();
    let erased = world.service.erase_archived(CENTRE, ANNA, archived).await.unwrap();
    assert!(erased.rows > 1 && erased.clock.is_some());
    assert_eq!(ledger.entries().unwrap().len(), 1);
}

#[test]
fn the_command_only_tells_archives_or_erases() {
    let desk = Desk::with_a_centre();
    let ask = |more: &[&str]| {
        let days = ["retention", "--closed", "365", "--withdrawn", "0"];
        desk.says(&[&days[..], more].concat())
    };
    assert_eq!(ask(&["--erase"]), "0 were erased.\n");
    desk.says(&["withdraw", "Anna", "--by", "phone"]);
    let said = ask(&[]);
    assert!(said.ends_with("1 are due. Nothing was done.\n"), "{said}");
    assert!(!said.contains("Anna"), "its words go into a log: {said}");
    let anna = said.split_whitespace().next().unwrap().to_owned();

    let folder = desk.folder.path().join("archive");
    let to = folder.display().to_string();
    // As left by a run that was cut off.
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join(format!("{anna}.json")), "{").unwrap();
    let said = ask(&["--archive", &to]);
    assert!(said.ends_with("1 were archived and erased here.\n"), "{said}");
    let json = std::fs::read_to_string(folder.join(format!("{anna}.json"))).unwrap();
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["rows"][0]["says"]["first_name"], "Anna");
    let page = std::fs::read_to_string(folder.join(format!("{anna}.html"))).unwrap();
    assert!(page.contains("Anna"));
    let export = desk.says(&["export"]);
    assert!(!export.contains("Anna") && export.contains("Bernt"), "she is still here");
    // In the ledger, and in the trail.
    let ledger = std::fs::read_to_string(desk.folder.path().join("data-erased.jsonl")).unwrap();
    assert!(ledger.contains(&anna), "{ledger}");
    let trail = desk.says(&["audit", "--about", &anna]);
    assert!(trail.contains("archive") && trail.contains("erase"), "{trail}");
    assert_eq!(ask(&["--archive", &to]), "0 were archived and erased here.\n");
}

#[test]
fn a_folder_that_cannot_be_written_erases_nobody() {
    let desk = Desk::with_a_centre();
    desk.says(&["withdraw", "Anna", "--by", "phone"]);
    let file = desk.file("no-folder", "");
    let asked = ["retention", "--closed", "0", "--withdrawn", "0", "--archive", &file];
    desk.complains(&asked);
    assert!(desk.says(&["export"]).contains("Anna"));
    let both = [&asked[..], &["--erase"]].concat();
    assert_eq!(desk.run(&both).status.code(), Some(2));
}
