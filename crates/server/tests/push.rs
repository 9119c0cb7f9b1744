//! Pushes: order, repeats, grants, quarantine.
#![allow(clippy::unwrap_used)]

mod centre;

use centre::{ANNA, BERNT, CENTRE, DAYS, KARI, OLA, START, World, assign, conversation, end};
use serde_json::json;
use sync::{FaultCode, Lane, MutationText, PUSH_MAX_MUTATIONS, Verdict};
use uuid::Uuid;

on_both![
    a_conversation_is_applied_once_and_kept_to_the_letter,
    a_replay_gives_the_stored_receipts,
    two_copies_of_a_push_at_once_are_one,
    a_batch_is_one_commit_and_the_next_begins_after_it,
    a_skipped_number_is_a_gap,
    a_broken_chain_is_forked,
    a_number_used_for_another_text_is_forked,
    an_envelope_of_another_device_is_refused,
    another_token_is_refused,
    a_revoked_phone_is_refused,
    what_cannot_be_applied_is_kept_and_the_queue_moves,
    a_command_of_tomorrow_is_kept_whole,
    the_grant_must_be_the_commands_own,
    never_assigned_is_quarantined,
    fourteen_days_of_grace,
    given_again_is_another_version,
    lanes_are_numbered_by_themselves,
    the_same_id_on_another_road_is_decided_once,
    an_id_in_use_is_never_overwritten,
    two_volunteers_edit_one_field_and_history_keeps_both,
    too_many_at_once_is_said_with_the_limit,
    no_envelope_is_malformed,
    waiting_pushes_share_a_commit,
    concerns_reach_no_scope_of_a_phone,
];

async fn rows(world: &World, scope: Uuid, kind: &str) -> Vec<database::Row> {
    let mut read = world.database.begin_read().await.unwrap();
    read.rows_of_kinds(CENTRE, &[(scope, kind)]).await.unwrap()
}

async fn a_conversation_is_applied_once_and_kept_to_the_letter(world: World) {
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge."));
    let receipts = phone.push(std::slice::from_ref(&text)).await.unwrap();
    assert_eq!(receipts.len(), 1);
    assert_eq!(receipts[0].verdict, Verdict::Applied);
    assert_eq!(receipts[0].clock, world.clock().await);
    let stored = rows(&world, ANNA, "conversation").await;
    assert_eq!(stored.len(), 1);
    assert_eq!(stored[0].seq, receipts[0].clock);
    assert!(stored[0].body.contains("Vil gjerne synge."), "{}", stored[0].body);
    let mut read = world.database.begin_read().await.unwrap();
    let decided = read.decided_by_id(CENTRE, &[receipts[0].id]).await.unwrap();
    assert_eq!(decided[0].text.as_deref(), Some(text.as_str()));
    assert_eq!(decided[0].received_at, START);
}

async fn a_replay_gives_the_stored_receipts(world: World) {
    let mut phone = world.phone(KARI).await;
    let batch: Vec<MutationText> =
        (0..3).map(|n| phone.record(ANNA, &conversation(ANNA, &format!("{n}")))).collect();
    let first = phone.push(&batch).await.unwrap();
    let clock = world.clock().await;
    assert_eq!(phone.push(&batch).await.unwrap(), first);
    assert_eq!(phone.push(&batch[1..2]).await.unwrap(), first[1..2]);
    assert_eq!(world.clock().await, clock, "a replay is no change");
    let more = phone.record(ANNA, &conversation(ANNA, "3"));
    let overlapping = [batch[2].clone(), more];
    let second = phone.push(&overlapping).await.unwrap();
    assert_eq!(second[0], first[2]);
    assert_eq!((second[1].seq, second[1].clock), (4, clock + 1));
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 4);
}

async fn two_copies_of_a_push_at_once_are_one(world: World) {
    let mut phone = world.phone(KARI).await;
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "1")),
        phone.record(BERNT, &conversation(BERNT, "2")),
    ];
    let (one, two, three) =
        tokio::join!(phone.push(&batch), phone.push(&batch), phone.push(&batch));
    assert_eq!(one.unwrap(), two.clone().unwrap());
    assert_eq!(two.unwrap(), three.unwrap());
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 1);
    assert_eq!(rows(&world, BERNT, "conversation").await.len(), 1);
}

async fn a_batch_is_one_commit_and_the_next_begins_after_it(world: World) {
    let mut phone = world.phone(KARI).await;
    let before = world.clock().await;
    for round in 1..=3 {
        let batch: Vec<MutationText> = (0..20)
            .map(|n| phone.record(ANNA, &conversation(ANNA, &format!("{round} {n}"))))
            .collect();
        let receipts = phone.push(&batch).await.unwrap();
        assert!(receipts.iter().all(|receipt| receipt.clock == before + round));
    }
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 60);
}

async fn a_skipped_number_is_a_gap(world: World) {
    let mut phone = world.phone(KARI).await;
    let first = phone.record(ANNA, &conversation(ANNA, "1"));
    let second = phone.record(ANNA, &conversation(ANNA, "2"));
    let third = phone.record(ANNA, &conversation(ANNA, "3"));
    let fault = phone.push(std::slice::from_ref(&second)).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::Gap);
    assert_eq!((fault.lane, fault.expected), (Some(Lane::Normal), Some(1)));
    // A gap in the middle takes nothing either, so the receipts are never in doubt.
    let fault = phone.push(&[first.clone(), third.clone()]).await.unwrap_err();
    assert_eq!((fault.fault, fault.expected), (FaultCode::Gap, Some(2)));
    assert!(rows(&world, ANNA, "conversation").await.is_empty());
    let receipts = phone.push(&[first, second, third]).await.unwrap();
    assert!(receipts.iter().all(|receipt| receipt.verdict == Verdict::Applied));
}

async fn a_broken_chain_is_forked(world: World) {
    let mut phone = world.phone(KARI).await;
    let first = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.push(&[first]).await.unwrap();
    phone.lanes.insert(Lane::Normal, (1, sync::Digest::of(b"another past")));
    let second = phone.record(ANNA, &conversation(ANNA, "2"));
    let fault = phone.push(&[second]).await.unwrap_err();
    assert_eq!((fault.fault, fault.lane), (FaultCode::Forked, Some(Lane::Normal)));
    phone.lanes.clear();
    phone.epoch = Uuid::now_v7();
    let anew = phone.record(ANNA, &conversation(ANNA, "2"));
    assert_eq!(phone.push(&[anew]).await.unwrap()[0].seq, 1);
}

async fn a_number_used_for_another_text_is_forked(world: World) {
    let mut phone = world.phone(KARI).await;
    let first = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.push(&[first]).await.unwrap();
    phone.lanes.clear();
    let other = phone.record(ANNA, &conversation(ANNA, "another 1"));
    let fault = phone.push(&[other]).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::Forked);
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 1);
}

async fn an_envelope_of_another_device_is_refused(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut envelope = phone.next(Lane::Normal, ANNA, 1);
    envelope.device = Uuid::now_v7();
    let text = phone.write(&envelope, &conversation(ANNA, "1"));
    let fault = phone.push(&[text]).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::OtherDevice);
    assert!(rows(&world, ANNA, "conversation").await.is_empty());
}

async fn another_token_is_refused(world: World) {
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.token = "A".repeat(43);
    let fault = phone.push(&[text]).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::Unauthorised);
}

async fn a_revoked_phone_is_refused(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut write = world.database.begin_write().await.unwrap();
    let mut device = write.devices(&[phone.device]).await.unwrap().remove(0);
    device.revoked_at = Some(START);
    write.put_device(&device).await.unwrap();
    write.commit().await.unwrap();
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    let fault = phone.push(&[text]).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::Revoked);
    let fault = phone.ask(&phone.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::Revoked);
}

async fn what_cannot_be_applied_is_kept_and_the_queue_moves(world: World) {
    let mut phone = world.phone(KARI).await;
    let empty = json!({"record_conversation": {
        "id": Uuid::now_v7(), "participant": ANNA, "said": {"day": centre::day(), "talk": "free"},
    }});
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "1")),
        phone.record(ANNA, &empty),
        phone.record(ANNA, &conversation(ANNA, "3")),
    ];
    let receipts = phone.push(&batch).await.unwrap();
    let verdicts: Vec<_> = receipts.iter().map(|r| (r.verdict, r.reason.as_deref())).collect();
    let refused = (Verdict::Quarantined, Some("nothing_said"));
    assert_eq!(verdicts, [(Verdict::Applied, None), refused, (Verdict::Applied, None)]);
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 2);
    assert_eq!(phone.push(&batch).await.unwrap(), receipts);
    let mut read = world.database.begin_read().await.unwrap();
    let kept = read.decided_by_id(CENTRE, &[receipts[1].id]).await.unwrap();
    assert_eq!(kept[0].text.as_deref(), Some(batch[1].as_str()));
}

async fn a_command_of_tomorrow_is_kept_whole(world: World) {
    let mut phone = world.phone(KARI).await;
    let tomorrow = json!({"sing_together": {"participant": ANNA, "song": "Bysommer"}});
    let unknown = phone.record(ANNA, &tomorrow);
    let mut envelope = phone.next(Lane::Normal, ANNA, 1);
    envelope.schema = sync::SCHEMA + 1;
    let newer = phone.write(&envelope, &conversation(ANNA, "newer"));
    let after = phone.record(ANNA, &conversation(ANNA, "after"));
    let receipts = phone.push(&[unknown.clone(), newer, after]).await.unwrap();
    let reasons: Vec<_> = receipts.iter().map(|r| r.reason.as_deref()).collect();
    assert_eq!(reasons, [Some("unknown_command"), Some("unknown_command"), None]);
    let mut read = world.database.begin_read().await.unwrap();
    let kept = read.decided_by_id(CENTRE, &[receipts[0].id]).await.unwrap();
    assert_eq!(kept[0].text.as_deref(), Some(unknown.as_str()));
}

async fn the_grant_must_be_the_commands_own(world: World) {
    let mut phone = world.phone(KARI).await;
    // Bernt's grant does not open Anna's door, and no grant opens none.
    let mut envelope = phone.next(Lane::Normal, BERNT, 1);
    let wrong = phone.write(&envelope, &conversation(ANNA, "1"));
    envelope = phone.next(Lane::Normal, ANNA, 1);
    envelope.grant = None;
    let none = phone.write(&envelope, &conversation(ANNA, "2"));
    envelope = phone.next(Lane::Normal, ANNA, 2);
    let never = phone.write(&envelope, &conversation(ANNA, "3"));
    let receipts = phone.push(&[wrong, none, never]).await.unwrap();
    for receipt in &receipts {
        assert_eq!(receipt.reason.as_deref(), Some("no_grant"));
        assert_eq!(receipt.verdict, Verdict::Quarantined);
    }
    assert!(rows(&world, ANNA, "conversation").await.is_empty());
}

async fn never_assigned_is_quarantined(world: World) {
    let mut phone = world.phone(OLA).await;
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    let receipts = phone.push(&[text]).await.unwrap();
    assert_eq!(receipts[0].reason.as_deref(), Some("no_grant"));
}

async fn fourteen_days_of_grace(world: World) {
    let mut phone = world.phone(KARI).await;
    world.do_all(&[end(KARI, ANNA)]).await;
    world.pass(14 * DAYS);
    let in_time = phone.record(ANNA, &conversation(ANNA, "in time"));
    let receipts = phone.push(&[in_time]).await.unwrap();
    assert_eq!(receipts[0].verdict, Verdict::Applied);
    world.pass(1);
    let late = phone.record(ANNA, &conversation(ANNA, "late"));
    let receipts = phone.push(&[late]).await.unwrap();
    assert_eq!(receipts[0].reason.as_deref(), Some("no_grant"));
    let bernt = phone.record(BERNT, &conversation(BERNT, "still"));
    assert_eq!(phone.push(&[bernt]).await.unwrap()[0].verdict, Verdict::Applied);
}

async fn given_again_is_another_version(world: World) {
    let mut phone = world.phone(KARI).await;
    world.do_all(&[end(KARI, ANNA)]).await;
    world.do_all(&[assign(3, KARI, ANNA)]).await;
    world.pass(60 * DAYS);
    let old = phone.record(ANNA, &conversation(ANNA, "under the old one"));
    let envelope = phone.next(Lane::Normal, ANNA, 3);
    let new = phone.write(&envelope, &conversation(ANNA, "under the new one"));
    let receipts = phone.push(&[old, new]).await.unwrap();
    assert_eq!(receipts[0].reason.as_deref(), Some("no_grant"));
    assert_eq!(receipts[1].verdict, Verdict::Applied);
}

async fn lanes_are_numbered_by_themselves(world: World) {
    let mut phone = world.phone(KARI).await;
    let normal = phone.record(ANNA, &conversation(ANNA, "1"));
    let worry = json!({"raise_concern": {
        "id": Uuid::now_v7(), "participant": ANNA, "words": "Spiser lite."
    }});
    let envelope = phone.next(Lane::Urgent, ANNA, 1);
    let urgent = phone.write(&envelope, &worry);
    let receipts = phone.push(&[urgent, normal]).await.unwrap();
    let places: Vec<_> = receipts.iter().map(|r| (r.lane, r.seq, r.verdict)).collect();
    let applied = Verdict::Applied;
    assert_eq!(places, [(Lane::Urgent, 1, applied), (Lane::Normal, 1, applied)]);
}

async fn concerns_reach_no_scope_of_a_phone(world: World) {
    let mut phone = world.phone(KARI).await;
    let worry = json!({"raise_concern": {
        "id": Uuid::now_v7(), "participant": ANNA, "words": "Spiser lite."
    }});
    let text = phone.record(ANNA, &worry);
    phone.push(&[text]).await.unwrap();
    phone.pull_all().await;
    assert!(phone.rows.values().all(|(_, _, body)| body.get("concern").is_none()));
    assert_eq!(rows(&world, Uuid::nil(), "concern").await.len(), 1);
}

async fn the_same_id_on_another_road_is_decided_once(world: World) {
    let mut phone = world.phone(KARI).await;
    let command = conversation(ANNA, "once");
    let envelope = phone.next(Lane::Normal, ANNA, 1);
    let text = phone.write(&envelope, &command);
    let first = phone.push(&[text]).await.unwrap();
    // The storage was lost and the record was saved in a file: a new epoch, the same id.
    phone.lanes.clear();
    phone.epoch = Uuid::now_v7();
    let mut again = phone.next(Lane::Normal, ANNA, 1);
    again.id = envelope.id;
    let text = phone.write(&again, &command);
    let second = phone.push(std::slice::from_ref(&text)).await.unwrap();
    assert_eq!((second[0].id, second[0].verdict), (first[0].id, Verdict::Applied));
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 1);
    assert_eq!(phone.push(&[text]).await.unwrap(), second);
    let more = phone.record(ANNA, &conversation(ANNA, "and on"));
    assert_eq!(phone.push(&[more]).await.unwrap()[0].seq, 2);
    phone.pull_all().await;
    assert_eq!(phone.acked.get(&(phone.epoch, Lane::Normal)), Some(&2));
}

async fn an_id_in_use_is_never_overwritten(world: World) {
    let mut phone = world.phone(KARI).await;
    let id = Uuid::now_v7();
    let with_id = |participant: Uuid, words: &str| {
        json!({"record_conversation": {
            "id": id, "participant": participant,
            "said": {"day": centre::day(), "talk": "free", "matters": words},
        }})
    };
    let first = phone.record(ANNA, &with_id(ANNA, "hers"));
    let second = phone.record(BERNT, &with_id(BERNT, "his"));
    let receipts = phone.push(&[first, second]).await.unwrap();
    assert_eq!(receipts[0].verdict, Verdict::Applied);
    assert_eq!(receipts[1].reason.as_deref(), Some("id_in_use"));
    let third = phone.record(BERNT, &with_id(BERNT, "his"));
    let receipts = phone.push(&[third]).await.unwrap();
    assert_eq!(receipts[0].reason.as_deref(), Some("id_in_use"));
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 1);
    assert!(rows(&world, BERNT, "conversation").await.is_empty());
}

async fn two_volunteers_edit_one_field_and_history_keeps_both(world: World) {
    world.do_all(&[assign(9, OLA, ANNA)]).await;
    let (mut kari, mut ola) = (world.phone(KARI).await, world.phone(OLA).await);
    let wish = Uuid::now_v7();
    let add = json!({"add_wish": {"id": wish, "participant": ANNA, "text": "Synge"}});
    let edit = |text: &str| {
        json!({"edit_wish": {
            "id": wish, "participant": ANNA, "text": {"value": text, "seen": 1},
        }})
    };
    let added = kari.record(ANNA, &add);
    kari.push(&[added]).await.unwrap();
    let by_kari = kari.record(ANNA, &edit("Synge i kor"));
    let by_ola = ola.record(ANNA, &edit("Danse"));
    // In one group or in two: the second arrival is merged over the first either way.
    let (one, two) = tokio::join!(
        kari.push(std::slice::from_ref(&by_kari)),
        ola.push(std::slice::from_ref(&by_ola))
    );
    // Whoever comes second stands, and what the first one wrote is in the history.
    let (first, second) = match [one.unwrap()[0].verdict, two.unwrap()[0].verdict] {
        [Verdict::Applied, Verdict::Merged] => ("Synge i kor", "Danse"),
        [Verdict::Merged, Verdict::Applied] => ("Danse", "Synge i kor"),
        other => panic!("{other:?}"),
    };
    let stored = rows(&world, ANNA, "wish").await;
    assert!(stored[0].body.contains(second), "{}", stored[0].body);
    let mut read = world.database.begin_read().await.unwrap();
    let history = read.history(CENTRE, wish).await.unwrap();
    assert_eq!(history.len(), 2);
    assert!(history[0].body.contains("\"Synge\""), "{}", history[0].body);
    assert!(history[1].body.contains(first), "{}", history[1].body);
}

async fn too_many_at_once_is_said_with_the_limit(world: World) {
    let mut phone = world.phone(KARI).await;
    let batch: Vec<MutationText> =
        (0..=PUSH_MAX_MUTATIONS).map(|_| phone.record(ANNA, &conversation(ANNA, "x"))).collect();
    let fault = phone.push(&batch).await.unwrap_err();
    assert_eq!((fault.fault, fault.limit), (FaultCode::TooLarge, Some(PUSH_MAX_MUTATIONS)));
    assert_eq!(phone.push(&batch[..PUSH_MAX_MUTATIONS]).await.unwrap().len(), PUSH_MAX_MUTATIONS);
}

async fn no_envelope_is_malformed(world: World) {
    let phone = world.phone(KARI).await;
    for text in ["{}", "[]", "7", r#"{"envelope":{"device":"nobody"},"command":{}}"#] {
        let text = MutationText::from_text(text.into()).unwrap();
        let fault = phone.push(&[text]).await.unwrap_err();
        assert_eq!(fault.fault, FaultCode::Malformed);
    }
}

async fn waiting_pushes_share_a_commit(world: World) {
    let mut phones = Vec::new();
    for _ in 0..8 {
        phones.push(world.phone(KARI).await);
    }
    let before = world.clock().await;
    let mut pushes = Vec::new();
    for mut phone in phones {
        let text = phone.record(ANNA, &conversation(ANNA, "together"));
        pushes.push(async move { phone.push(&[text]).await.unwrap().remove(0) });
    }
    // One of them is of no use to the others.
    let mut stranger = world.phone(OLA).await;
    stranger.record(ANNA, &conversation(ANNA, "skipped"));
    let gap = stranger.record(ANNA, &conversation(ANNA, "a gap"));
    let gap = [gap];
    let (receipts, refused) =
        tokio::join!(futures_util::future::join_all(pushes), stranger.push(&gap));
    assert_eq!(refused.unwrap_err().fault, FaultCode::Gap);
    assert!(receipts.iter().all(|receipt| receipt.verdict == Verdict::Applied));
    let commits = world.clock().await - before;
    assert!(commits < 8, "{commits} commits for 8 pushes");
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 8);
}

/// A phone whose centre is nowhere: what it pushes is an error of the database, not of the phone.
async fn ghost(world: &World) -> centre::Phone {
    let phone = world.phone(KARI).await;
    let mut write = world.database.begin_write().await.unwrap();
    let mut device = write.devices(&[phone.device]).await.unwrap().remove(0);
    device.centre = Uuid::from_u128(0xDEAD);
    write.put_device(&device).await.unwrap();
    write.commit().await.unwrap();
    phone
}

#[tokio::test]
async fn a_push_that_the_database_cannot_take_fails_alone() {
    // Only here: SQLite would not let such a row in.
    let world = World::in_memory().await;
    let mut ghost = ghost(&world).await;
    let mut phones = Vec::new();
    for _ in 0..6 {
        phones.push(world.phone(KARI).await);
    }
    let lost = [ghost.record(ANNA, &conversation(ANNA, "from nowhere"))];
    let pushes = phones.into_iter().map(|mut phone| async move {
        let text = phone.record(ANNA, &conversation(ANNA, "together"));
        phone.push(&[text]).await
    });
    let (failed, pushed) = tokio::join!(ghost.push(&lost), futures_util::future::join_all(pushes));
    assert_eq!(failed.unwrap_err().fault, FaultCode::Internal);
    for receipts in pushed {
        assert_eq!(receipts.unwrap()[0].verdict, Verdict::Applied);
    }
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 6);
}

#[tokio::test]
async fn a_mutation_that_the_database_cannot_take_is_kept_and_the_others_pass() {
    use sqlx::Connection;
    let world = World::in_a_file().await;
    let mut phone = world.phone(KARI).await;
    let url = format!("sqlite://{}", world.file().display());
    let mut file = sqlx::SqliteConnection::connect(&url).await.unwrap();
    let trigger = "CREATE TRIGGER choke BEFORE INSERT ON row_ WHEN NEW.body LIKE '%poison%' \
                   BEGIN SELECT RAISE(ABORT, 'choked'); END";
    sqlx::raw_sql(trigger).execute(&mut file).await.unwrap();
    let said = ["one", "poison", "two"];
    let batch = said.map(|words| phone.record(ANNA, &conversation(ANNA, words)));
    let receipts = phone.push(&batch).await.unwrap();
    let verdicts = receipts.iter().map(|receipt| (receipt.verdict, receipt.reason.as_deref()));
    let applied = (Verdict::Applied, None);
    let kept = (Verdict::Quarantined, Some("internal"));
    assert_eq!(verdicts.collect::<Vec<_>>(), [applied, kept, applied]);
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 2);
    // A disk on which nothing at all can be written keeps nothing, and says so.
    let trigger =
        "CREATE TRIGGER full BEFORE INSERT ON mutation BEGIN SELECT RAISE(ABORT, 'full'); END";
    sqlx::raw_sql(trigger).execute(&mut file).await.unwrap();
    let next = [phone.record(ANNA, &conversation(ANNA, "three"))];
    assert_eq!(phone.push(&next).await.unwrap_err().fault, FaultCode::Internal);
    sqlx::raw_sql("DROP TRIGGER full").execute(&mut file).await.unwrap();
    assert_eq!(phone.push(&next).await.unwrap()[0].verdict, Verdict::Applied);
}

#[tokio::test]
async fn two_servers_on_one_database_lose_nothing() {
    let world = World::in_memory().await;
    let mut other = World::in_memory().await;
    other.database = std::sync::Arc::clone(&world.database);
    other.with_settings(server::Settings::default()).await;
    world.do_all(&[assign(9, OLA, ANNA)]).await;
    let wish = Uuid::now_v7();
    let mut kari = world.phone(KARI).await;
    let mut ola = world.phone(OLA).await;
    ola.talk_to(&other.service);
    let add = json!({"add_wish": {"id": wish, "participant": ANNA, "text": "Synge"}});
    let added = kari.record(ANNA, &add);
    kari.push(&[added]).await.unwrap();
    let before = world.clock().await;
    let edits = |phone: &mut centre::Phone| -> Vec<MutationText> {
        (0..20)
            .map(|n| {
                let text = json!({"value": format!("{n}"), "seen": 0});
                let edit = json!({"edit_wish": {"id": wish, "participant": ANNA, "text": text}});
                phone.record(ANNA, &edit)
            })
            .collect()
    };
    let (by_kari, by_ola) = (edits(&mut kari), edits(&mut ola));
    let one_by_one = async |phone: &centre::Phone, edits: &[MutationText]| {
        for edit in edits {
            phone.push(std::slice::from_ref(edit)).await.unwrap();
        }
    };
    tokio::join!(one_by_one(&kari, &by_kari), one_by_one(&ola, &by_ola));
    assert_eq!(world.clock().await, before + 40, "each commit has its clock");
    let stored: serde_json::Value =
        serde_json::from_str(&rows(&world, ANNA, "wish").await[0].body).unwrap();
    assert_eq!(stored["wish"]["text"]["version"], 41, "each edit was made over the one before");
    // The same push to both: one of them decides, the other repeats it or asks to come again.
    let same = [kari.record(ANNA, &conversation(ANNA, "once"))];
    let first = kari.push(&same);
    let mut twin = centre::Phone::enrol(&other.service, OLA).await;
    twin.token.clone_from(&kari.token);
    let (one, two) = tokio::join!(first, twin.push(&same));
    assert_eq!(one.unwrap(), two.unwrap());
    assert_eq!(rows(&world, ANNA, "conversation").await.len(), 1);
}
