//! What waits for a coordinator, and how it is settled.
#![allow(clippy::unwrap_used)]

mod centre;

use centre::{ANNA, BERNT, CENTRE, DAYS, KARI, OLA, START, World, conversation};
use database::Settlement;
use domain::CoordinatorCommand;
use serde_json::{Value, json};
use server::check::check;
use server::coordinate::{COMMAND_LINE, Mode, coordinate};
use server::review::{SettleError, Waiting, against, settle, waiting};
use sync::{Lane, Verdict};
use uuid::Uuid;

on_both![
    what_was_set_aside_waits_and_is_settled_once,
    what_is_taken_is_applied_as_its_authors,
    what_still_cannot_be_applied_waits_on,
    both_versions_of_a_coordinators_edit_are_kept,
    both_versions_of_a_contact_are_kept,
    both_versions_of_a_consent_are_kept_and_a_withdrawal_stands,
    a_phone_gives_no_coordinators_command,
    a_wrong_clock_is_told,
];

async fn queue(world: &World) -> Vec<Waiting> {
    let mut read = world.database.begin_read().await.unwrap();
    waiting(read.as_mut(), CENTRE).await.unwrap()
}

async fn settled(world: &World, id: Uuid, how: Settlement) -> Result<(), SettleError> {
    let by = COMMAND_LINE.0;
    settle(world.database.as_ref(), CENTRE, id, how, by, START).await.map(|_| ())
}

async fn bodies(world: &World, scope: Uuid, kind: &str) -> Vec<Value> {
    let mut read = world.database.begin_read().await.unwrap();
    let rows = read.rows_of_kinds(CENTRE, &[(scope, kind)]).await.unwrap();
    rows.iter().map(|row| serde_json::from_str::<Value>(&row.body).unwrap()[kind].clone()).collect()
}

async fn holds_up(world: &World) {
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(check(read.as_mut()).await.unwrap(), Vec::<String>::new());
}

fn edit(number: &str, seen: u32) -> CoordinatorCommand {
    let edit = json!({"edit_participant": {
        "participant": ANNA, "phone": {"value": number, "seen": seen},
    }});
    serde_json::from_value(edit).unwrap()
}

async fn what_was_set_aside_waits_and_is_settled_once(world: World) {
    assert!(queue(&world).await.is_empty());
    let mut phone = world.phone(OLA).await;
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "1")),
        phone.record(BERNT, &conversation(BERNT, "2")),
    ];
    let receipts = phone.push(&batch).await.unwrap();
    let waits = queue(&world).await;
    let ids: Vec<Uuid> = waits.iter().map(|one| one.decided.id).collect();
    assert_eq!(ids, [receipts[0].id, receipts[1].id]);
    assert_eq!(waits[0].author, Some(OLA));
    assert_eq!(waits[0].decided.reason.as_deref(), Some("no_grant"));
    assert_eq!(waits[0].command["record_conversation"]["said"]["matters"], "1");
    let clock = world.clock().await;
    settled(&world, ids[0], Settlement::Kept).await.unwrap();
    settled(&world, ids[1], Settlement::Noted).await.unwrap();
    assert_eq!(world.clock().await, clock + 2);
    assert!(queue(&world).await.is_empty());
    for how in [Settlement::Kept, Settlement::Taken] {
        let again = settled(&world, ids[0], how).await;
        assert!(matches!(again, Err(SettleError::Before)), "{again:?}");
    }
    let nothing = settled(&world, Uuid::from_u128(5), Settlement::Kept).await;
    assert!(matches!(nothing, Err(SettleError::Unknown)), "{nothing:?}");
    assert!(bodies(&world, ANNA, "conversation").await.is_empty());
    // What the phone was told stands.
    assert_eq!(phone.push(&batch).await.unwrap(), receipts);
    let mut read = world.database.begin_read().await.unwrap();
    let log = read.settled(CENTRE).await.unwrap();
    let log: Vec<_> = log.iter().map(|one| (one.id, one.how, one.by, one.at)).collect();
    let by = COMMAND_LINE.0;
    assert_eq!(
        log,
        [(ids[0], Settlement::Kept, by, START), (ids[1], Settlement::Noted, by, START)]
    );
    drop(read);
    holds_up(&world).await;
}

async fn what_is_taken_is_applied_as_its_authors(world: World) {
    let mut phone = world.phone(OLA).await;
    let text = phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge."));
    let id = phone.push(&[text]).await.unwrap()[0].id;
    settled(&world, id, Settlement::Taken).await.unwrap();
    let applied = bodies(&world, ANNA, "conversation").await;
    assert_eq!(applied.len(), 1);
    assert_eq!(applied[0]["by"], json!(OLA));
    assert!(queue(&world).await.is_empty());
    let again = settled(&world, id, Settlement::Taken).await;
    assert!(matches!(again, Err(SettleError::Before)), "{again:?}");
    assert_eq!(bodies(&world, ANNA, "conversation").await.len(), 1);
    holds_up(&world).await;
}

async fn what_still_cannot_be_applied_waits_on(world: World) {
    let mut phone = world.phone(KARI).await;
    let empty = json!({"record_conversation": {
        "id": Uuid::now_v7(), "participant": ANNA, "said": {"day": centre::day(), "talk": "free"},
    }});
    let text = phone.record(ANNA, &empty);
    let id = phone.push(&[text]).await.unwrap()[0].id;
    let clock = world.clock().await;
    let refused = settled(&world, id, Settlement::Taken).await;
    assert!(matches!(refused, Err(SettleError::Refused("nothing_said"))), "{refused:?}");
    assert_eq!(world.clock().await, clock);
    assert_eq!(queue(&world).await.len(), 1);
    settled(&world, id, Settlement::Noted).await.unwrap();
    assert!(queue(&world).await.is_empty());
}

async fn both_versions_of_a_coordinators_edit_are_kept(world: World) {
    world.do_all(&[edit("90000011", 1)]).await;
    let coordinate = async |commands: &[CoordinatorCommand]| {
        let now = world.service.now();
        coordinate(world.database.as_ref(), CENTRE, now, commands, Mode::ForReal).await.unwrap()
    };
    for number in ["90000012", "90000013"] {
        let done = coordinate(&[edit(number, 1)]).await;
        assert_eq!(done.refused(), Some((0, "conflict")));
        assert_eq!((done.waiting.len(), done.clock), (1, None));
    }
    let phone = bodies(&world, ANNA, "participant").await[0]["phone"].clone();
    assert_eq!(phone, json!({"value": "90000011", "version": 2}));
    let waits = queue(&world).await;
    assert_eq!(waits.len(), 2);
    assert!(waits.iter().all(|one| one.decided.verdict == Verdict::Conflict));
    assert_eq!(waits[0].author, Some(COMMAND_LINE.0));
    let mut read = world.database.begin_read().await.unwrap();
    let fields = against(read.as_mut(), CENTRE, &waits[0]).await.unwrap();
    drop(read);
    assert_eq!(fields.len(), 1);
    assert_eq!(fields[0].field, "phone");
    assert_eq!((&fields[0].is, fields[0].is_version), (&json!("90000011"), 2));
    assert_eq!((&fields[0].other, fields[0].seen), (&json!("90000012"), 1));
    holds_up(&world).await;

    settled(&world, waits[0].decided.id, Settlement::Taken).await.unwrap();
    settled(&world, waits[1].decided.id, Settlement::Kept).await.unwrap();
    let phone = bodies(&world, ANNA, "participant").await[0]["phone"].clone();
    assert_eq!(phone, json!({"value": "90000012", "version": 3}));
    let mut read = world.database.begin_read().await.unwrap();
    let history = read.history(CENTRE, ANNA).await.unwrap();
    assert!(history.iter().any(|old| old.body.contains("90000011")), "the history keeps it");
    drop(read);
    holds_up(&world).await;
}

async fn met_another(world: &World, command: &Value) -> Waiting {
    let command = serde_json::from_value(command.clone()).unwrap();
    let now = world.service.now();
    let done = coordinate(world.database.as_ref(), CENTRE, now, &[command], Mode::ForReal).await;
    assert_eq!(done.unwrap().refused(), Some((0, "conflict")));
    let waiting = queue(world).await.pop().unwrap();
    assert_eq!(waiting.decided.scope, Some(ANNA), "it is known whom it is about");
    waiting
}

async fn both_versions_of_a_contact_are_kept(world: World) {
    let contact = Uuid::from_u128(0xC0);
    let registered = json!({"register_contact": {
        "id": contact, "participant": ANNA, "role": "next_of_kin",
        "name": {"value": "Per", "version": 1}, "phone": {"value": "90000021", "version": 1},
    }});
    let edit = |number: &str| {
        json!({"edit_contact": {
            "contact": contact, "participant": ANNA, "phone": {"value": number, "seen": 1},
        }})
    };
    let first = [registered, edit("90000022")].map(|one| serde_json::from_value(one).unwrap());
    world.do_all(&first[..1]).await;
    world.do_all(&first[1..]).await;
    let waiting = met_another(&world, &edit("90000023")).await;
    let mut read = world.database.begin_read().await.unwrap();
    let fields = against(read.as_mut(), CENTRE, &waiting).await.unwrap();
    drop(read);
    assert_eq!(fields.len(), 1);
    assert_eq!((&fields[0].is, &fields[0].other), (&json!("90000022"), &json!("90000023")));
    settled(&world, waiting.decided.id, Settlement::Taken).await.unwrap();
    let phone = bodies(&world, ANNA, "contact").await[0]["phone"].clone();
    assert_eq!(phone, json!({"value": "90000023", "version": 3}));
    holds_up(&world).await;
}

async fn both_versions_of_a_consent_are_kept_and_a_withdrawal_stands(world: World) {
    let consent = Uuid::from_u128(0xC1);
    let given = json!({"record_consent": {
        "id": consent, "participant": ANNA, "purpose": "participation", "basis": "consent",
        "wording": 1, "given": centre::day(), "channel": "paper",
    }});
    world.do_all(&[serde_json::from_value(given).unwrap()]).await;
    world.do_all(&[centre::assign(77, OLA, ANNA)]).await;
    let mut phone = world.phone(OLA).await;
    phone.pull().await;
    let withdrawn = phone.record(ANNA, &json!({"withdraw_consent": {"participant": ANNA}}));
    assert_eq!(phone.push(&[withdrawn]).await.unwrap()[0].verdict, Verdict::Applied);

    // Written by somebody who does not know of it.
    let corrected = json!({"correct_consent": {
        "consent": consent, "participant": ANNA, "seen": 1, "basis": "consent", "wording": 2,
        "given": centre::day(), "channel": "paper",
    }});
    let waiting = met_another(&world, &corrected).await;
    let mut read = world.database.begin_read().await.unwrap();
    let fields = against(read.as_mut(), CENTRE, &waiting).await.unwrap();
    drop(read);
    let fields: Vec<_> =
        fields.iter().map(|one| (one.field.as_str(), &one.is, &one.other)).collect();
    assert_eq!(fields, [("wording", &json!(1), &json!(2))]);
    settled(&world, waiting.decided.id, Settlement::Taken).await.unwrap();
    let now = bodies(&world, ANNA, "consent").await[0].clone();
    assert_eq!(now["wording"], 2);
    assert!(now["withdrawn"].is_object(), "a withdrawal stands: {now}");
    holds_up(&world).await;
}

/// Nothing that a phone sends is ever read as a coordinator's command, whoever waves it through.
async fn a_phone_gives_no_coordinators_command(world: World) {
    let mut phone = world.phone(KARI).await;
    let command = serde_json::to_value(edit("90000014", 1)).unwrap();
    let text = phone.record(ANNA, &command);
    let id = phone.push(&[text]).await.unwrap()[0].id;
    let taken = settled(&world, id, Settlement::Taken).await;
    assert!(matches!(taken, Err(SettleError::Unreadable)), "{taken:?}");
    let phone = bodies(&world, ANNA, "participant").await[0]["phone"].clone();
    assert_eq!(phone, json!({"value": null, "version": 1}));
}

async fn a_wrong_clock_is_told(world: World) {
    let mut phone = world.phone(OLA).await;
    for (at, wrong) in [(START, false), (START + 2 * DAYS, true), (START - 3650 * DAYS, true)] {
        let mut envelope = phone.next(Lane::Normal, ANNA, 1);
        envelope.at = at;
        let text = phone.write(&envelope, &conversation(ANNA, "1"));
        let id = phone.push(&[text]).await.unwrap()[0].id;
        let waits = queue(&world).await;
        let one = waits.iter().find(|one| one.decided.id == id).unwrap();
        assert_eq!(one.wrong_clock, wrong, "{at}");
    }
}
