//! Pulls: first fill, changes, grants, cursors.
#![allow(clippy::unwrap_used)]

mod centre;

use std::collections::HashSet;

use centre::{ANNA, BERNT, CENTRE, DAYS, KARI, OLA, START, World, assign, conversation, end, plan};
use serde_json::json;
use server::Settings;
use server::enrol::{CODE_LASTS, EnrolRequest, LookRequest};
use sync::{FaultCode, Lane, MutationText, PROTOCOL, PullAnswer, PullRequest, SCHEMA, Want};
use uuid::Uuid;

on_both![
    a_new_phone_gets_everything_it_may_hold_and_no_more,
    nothing_new_is_said_in_fewer_than_200_bytes,
    what_another_did_arrives_once,
    a_small_page_resumes_until_all_is_there,
    changes_resume_inside_one_commit,
    a_row_changed_during_the_fill_arrives_as_it_is_now,
    taken_away_leaves_the_phone,
    given_comes_to_the_phone_and_given_again_too,
    a_wrong_hash_heals_itself,
    wants_that_are_not_granted_are_not_answered,
    todays_participants_come_first,
    acks_only_with_a_cursor_that_covers_them,
    a_changed_cursor_is_refused,
    another_phones_cursor_is_refused,
    a_restored_database_is_another_history,
    an_old_app_may_push_but_not_pull,
    backups_are_told,
    an_enrolment_code_is_looked_at_and_spent_once,
    a_code_expires,
    a_known_phone_goes_on_with_a_new_token,
    a_lost_enrolment_answer_costs_nothing,
];

async fn a_new_phone_gets_everything_it_may_hold_and_no_more(world: World) {
    let mut kari = world.phone(KARI).await;
    assert_eq!(kari.pull_all().await, 1);
    let ids: HashSet<Uuid> = kari.rows.keys().copied().collect();
    for id in [CENTRE, KARI, ANNA, BERNT] {
        assert!(ids.contains(&id), "{id}");
    }
    assert_eq!(ids.len(), 6, "and two assignments");
    let mut ola = world.phone(OLA).await;
    ola.pull_all().await;
    let ids: HashSet<Uuid> = ola.rows.keys().copied().collect();
    assert_eq!(ids, HashSet::from([CENTRE, OLA]));
}

async fn nothing_new_is_said_in_fewer_than_200_bytes(world: World) {
    let mut phone = world.phone(KARI).await;
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    phone.push(&[text]).await.unwrap();
    phone.pull_all().await;
    let pull = phone.asks();
    let page = phone.ask(&pull).await.unwrap();
    let brobygger = PROTOCOL;
    let request = serde_json::to_string(&PullRequest { brobygger, pull }).unwrap();
    let answer = serde_json::to_string(&PullAnswer { brobygger, page }).unwrap();
    assert!(request.len() <= 200, "{request}");
    assert!(answer.len() <= 200, "{answer}");
}

async fn what_another_did_arrives_once(world: World) {
    world.do_all(&[assign(9, OLA, ANNA)]).await;
    let (mut kari, mut ola) = (world.phone(KARI).await, world.phone(OLA).await);
    kari.pull_all().await;
    ola.pull_all().await;
    let text = kari.record(ANNA, &conversation(ANNA, "Vil danse"));
    kari.push(&[text]).await.unwrap();
    let page = ola.pull().await;
    assert_eq!(page.rows.len(), 1);
    assert!(page.rows[0].body.get().contains("Vil danse"));
    assert!(page.acked.is_empty(), "it was not Ola's");
    assert!(ola.pull().await.rows.is_empty());
}

async fn talk(world: &World, n: usize) {
    let mut phone = world.phone(KARI).await;
    let all: Vec<MutationText> = (0..n)
        .map(|n| {
            let participant = if n % 3 == 0 { BERNT } else { ANNA };
            phone.record(participant, &conversation(participant, &format!("{n} blåbær")))
        })
        .collect();
    for batch in all.chunks(50) {
        phone.push(batch).await.unwrap();
    }
}

fn small_pages() -> Settings {
    Settings { page_bytes: 3000, ..Settings::default() }
}

async fn a_small_page_resumes_until_all_is_there(mut world: World) {
    world.with_settings(small_pages()).await;
    talk(&world, 90).await;
    let mut phone = world.phone(KARI).await;
    let pages = phone.pull_all().await;
    assert!((5..40).contains(&pages), "{pages}");
    assert_eq!(phone.rows.len(), 96);
}

async fn changes_resume_inside_one_commit(mut world: World) {
    world.with_settings(small_pages()).await;
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    talk(&world, 120).await;
    let mut cursors = HashSet::new();
    let mut given = 0;
    loop {
        let page = phone.pull().await;
        given += page.rows.len();
        assert!(page.cursor.len() <= 76);
        assert!(cursors.insert(page.cursor), "it never ends");
        if !page.more {
            break;
        }
    }
    assert!(cursors.len() > 5, "{}", cursors.len());
    assert_eq!(given, 120, "each once");
    assert_eq!(phone.rows.len(), 126);
}

async fn a_row_changed_during_the_fill_arrives_as_it_is_now(mut world: World) {
    world.with_settings(small_pages()).await;
    let wish = Uuid::nil();
    let mut other = world.phone(KARI).await;
    let add = json!({"add_wish": {"id": wish, "participant": ANNA, "text": "Synge"}});
    let added = other.record(ANNA, &add);
    other.push(&[added]).await.unwrap();
    talk(&world, 60).await;
    let mut phone = world.phone(KARI).await;
    while !phone.rows.contains_key(&wish) {
        phone.pull().await;
    }
    let edit = json!({"edit_wish": {
        "id": wish, "participant": ANNA, "text": {"value": "Danse", "seen": 1},
    }});
    let edited = other.record(ANNA, &edit);
    other.push(&[edited]).await.unwrap();
    phone.pull_all().await;
    assert_eq!(phone.rows.len(), 67);
    assert_eq!(phone.rows[&wish].2["wish"]["text"]["value"], "Danse");
}

async fn taken_away_leaves_the_phone(world: World) {
    let mut phone = world.phone(KARI).await;
    talk(&world, 10).await;
    phone.pull_all().await;
    world.do_all(&[end(KARI, ANNA)]).await;
    let page = phone.pull().await;
    let grants = page.grants.unwrap();
    assert!(grants.iter().all(|grant| grant.scope != ANNA));
    assert!(page.rows.iter().all(|row| row.scope != ANNA));
    assert!(phone.rows.values().all(|(scope, ..)| *scope != ANNA));
    assert!(phone.pull().await.grants.is_none());
}

async fn given_comes_to_the_phone_and_given_again_too(world: World) {
    talk(&world, 30).await;
    let mut phone = world.phone(OLA).await;
    phone.pull_all().await;
    world.do_all(&[assign(9, OLA, ANNA)]).await;
    phone.pull_all().await;
    let about_anna = |phone: &centre::Phone| {
        let of_anna = phone.rows.values().filter(|(scope, ..)| *scope == ANNA);
        of_anna.count()
    };
    assert_eq!(about_anna(&phone), 20 + 1 + 2, "talks, herself, two assignments");
    world.do_all(&[end(OLA, ANNA)]).await;
    world.do_all(&[assign(10, OLA, ANNA)]).await;
    let version = |phone: &centre::Phone| {
        phone.grants.iter().find(|grant| grant.scope == ANNA).unwrap().version
    };
    assert_eq!(version(&phone), 1);
    phone.pull_all().await;
    assert_eq!(version(&phone), 3);
    assert_eq!(about_anna(&phone), 20 + 1 + 3);
}

async fn a_wrong_hash_heals_itself(world: World) {
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    let lost = phone.grants.pop().unwrap();
    phone.rows.retain(|_, (scope, ..)| *scope != lost.scope);
    phone.pull_all().await;
    assert!(phone.grants.contains(&lost));
    assert_eq!(phone.rows.len(), 6);
}

async fn wants_that_are_not_granted_are_not_answered(world: World) {
    let mut phone = world.phone(OLA).await;
    phone.pull_all().await;
    let mut pull = phone.asks();
    for scope in [ANNA, KARI, Uuid::nil()] {
        pull.wants.push(Want { scope, after: None });
    }
    let page = phone.ask(&pull).await.unwrap();
    assert!(page.rows.is_empty());
    assert!(page.filled.is_empty());
}

async fn todays_participants_come_first(world: World) {
    let mut phone = world.phone(KARI).await;
    let later = phone.record(ANNA, &plan(ANNA, "2026-12-24"));
    let today = phone.record(BERNT, &plan(BERNT, &centre::day().to_string()));
    phone.push(&[later, today]).await.unwrap();
    let page = phone.pull().await;
    let order: Vec<Uuid> = page.grants.unwrap().iter().map(|grant| grant.scope).collect();
    assert_eq!(order, [KARI, BERNT, CENTRE, ANNA]);
    let filled: Vec<Uuid> = page.filled.iter().map(|filled| filled.scope).collect();
    assert_eq!(filled, order);
}

async fn acks_only_with_a_cursor_that_covers_them(mut world: World) {
    world.with_settings(small_pages()).await;
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    talk(&world, 60).await;
    let text = phone.record(ANNA, &conversation(ANNA, "mine"));
    let receipt = phone.push(&[text]).await.unwrap().remove(0);
    let mine = (phone.epoch, Lane::Normal);
    loop {
        let page = phone.pull().await;
        let there = phone.rows.values().any(|(_, seq, _)| *seq == receipt.clock);
        let acked = phone.acked.get(&mine) == Some(&1);
        assert!(there || !acked, "acked before its rows arrived");
        if !page.more {
            assert!(there && acked);
            break;
        }
    }
    assert!(phone.pull().await.acked.is_empty(), "it was told");
}

async fn a_changed_cursor_is_refused(world: World) {
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    let good = phone.cursor.clone().unwrap();
    let changed = match good.strip_prefix('A') {
        Some(rest) => format!("B{rest}"),
        None => format!("A{}", &good[1..]),
    };
    for bad in [changed, good[1..].to_owned(), "?".to_owned(), String::new()] {
        phone.cursor = Some(bad);
        let fault = phone.ask(&phone.asks()).await.unwrap_err();
        assert_eq!(fault.fault, FaultCode::BadCursor);
    }
    phone.cursor = None;
    assert!(phone.ask(&phone.asks()).await.is_ok());
}

async fn another_phones_cursor_is_refused(world: World) {
    let (mut one, mut two) = (world.phone(KARI).await, world.phone(KARI).await);
    one.pull_all().await;
    two.pull_all().await;
    two.cursor.clone_from(&one.cursor);
    let fault = two.ask(&two.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::BadCursor);
}

async fn a_restored_database_is_another_history(world: World) {
    // Two databases that parted: the same key, the same clocks, other commits.
    let other = World::in_memory().await;
    let mut phone = world.phone(KARI).await;
    let mut read = world.database.begin_read().await.unwrap();
    let secret = read.secret().await.unwrap().unwrap();
    let device = read.devices(&[phone.device]).await.unwrap().remove(0);
    drop(read);
    let mut write = other.database.begin_write().await.unwrap();
    write.put_secret(&secret).await.unwrap();
    write.put_device(&device).await.unwrap();
    write.commit().await.unwrap();
    let mut other = other;
    other.with_settings(Settings::default()).await;
    phone.pull_all().await;
    assert_eq!(world.clock().await, other.clock().await);
    phone.talk_to(&other.service);
    let fault = phone.ask(&phone.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::AnotherHistory);
    // A clock that this history has not reached is no better.
    phone.talk_to(&world.service);
    talk(&world, 1).await;
    phone.pull_all().await;
    phone.talk_to(&other.service);
    let fault = phone.ask(&phone.asks()).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::AnotherHistory);
    phone.cursor = None;
    phone.grants.clear();
    phone.rows.clear();
    phone.pull_all().await;
    assert_eq!(phone.rows.len(), 6);
}

async fn an_old_app_may_push_but_not_pull(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut pull = phone.asks();
    pull.schema = SCHEMA - 1;
    let fault = phone.ask(&pull).await.unwrap_err();
    assert_eq!(fault.fault, FaultCode::UpgradeRequired);
    let text = phone.record(ANNA, &conversation(ANNA, "1"));
    assert!(phone.push(&[text]).await.is_ok());
}

async fn backups_are_told(world: World) {
    let mut phone = world.phone(KARI).await;
    assert_eq!(phone.pull().await.backed_up, 0);
    let mut write = world.database.begin_write().await.unwrap();
    write.put_backup_mark(CENTRE, 2).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(phone.pull().await.backed_up, 2);
}

fn look(code: &str) -> LookRequest {
    LookRequest { brobygger: PROTOCOL, code: code.into() }
}

fn enrol(code: &str, n: u128) -> EnrolRequest {
    EnrolRequest {
        brobygger: PROTOCOL,
        code: code.into(),
        device: Uuid::from_u128(n),
        token: format!("{n:043}"),
        former: None,
    }
}

async fn an_enrolment_code_is_looked_at_and_spent_once(world: World) {
    let service = &world.service;
    let code = service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
    for typed in [code.clone(), code.to_lowercase().replace('-', " ")] {
        let answer = service.look(&look(&typed)).await.unwrap();
        assert_eq!(
            (answer.centre.as_str(), answer.member.as_str()),
            ("Ås frivilligsentral", "Kari")
        );
        assert_eq!((answer.language.as_str(), answer.country.as_str()), ("nb", "NO"));
    }
    let answer = service.enrol(&enrol(&code, 1)).await.unwrap();
    assert_eq!((answer.centre, answer.member, answer.device), (CENTRE, KARI, Uuid::from_u128(1)));
    assert_eq!(service.look(&look(&code)).await.unwrap_err().fault, FaultCode::CodeUsed);
    assert_eq!(service.enrol(&enrol(&code, 2)).await.unwrap_err().fault, FaultCode::CodeUsed);
    for wrong in ["0000-0000-00", "", "hei"] {
        assert_eq!(service.look(&look(wrong)).await.unwrap_err().fault, FaultCode::CodeUnknown);
        assert_eq!(
            service.enrol(&enrol(wrong, 3)).await.unwrap_err().fault,
            FaultCode::CodeUnknown
        );
    }
}

async fn a_code_expires(world: World) {
    let service = &world.service;
    let code = service.invite(CENTRE, KARI, 7 * DAYS).await.unwrap().to_string();
    world.pass(7 * DAYS - 1);
    assert!(service.look(&look(&code)).await.is_ok());
    world.pass(1);
    assert_eq!(world.service.now(), START + 7 * DAYS);
    assert_eq!(service.look(&look(&code)).await.unwrap_err().fault, FaultCode::CodeExpired);
    assert_eq!(service.enrol(&enrol(&code, 1)).await.unwrap_err().fault, FaultCode::CodeExpired);
}

async fn a_lost_enrolment_answer_costs_nothing(world: World) {
    let service = &world.service;
    let code = service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
    let first = service.enrol(&enrol(&code, 1)).await.unwrap();
    world.pass(30 * DAYS);
    assert_eq!(service.enrol(&enrol(&code, 1)).await.unwrap(), first);
    let mut other_token = enrol(&code, 1);
    other_token.token = "B".repeat(43);
    assert_eq!(service.enrol(&other_token).await.unwrap_err().fault, FaultCode::CodeUsed);
    // Another's id with a good code is not a way in.
    let code = service.invite(CENTRE, OLA, CODE_LASTS).await.unwrap().to_string();
    let mut stolen = enrol(&code, 1);
    stolen.token = "B".repeat(43);
    assert_eq!(service.enrol(&stolen).await.unwrap_err().fault, FaultCode::OtherDevice);
    let mut short = enrol(&code, 2);
    short.token = "short".into();
    assert_eq!(service.enrol(&short).await.unwrap_err().fault, FaultCode::Malformed);
    assert!(service.enrol(&enrol(&code, 2)).await.is_ok());
}

async fn a_known_phone_goes_on_with_a_new_token(world: World) {
    let service = &world.service;
    let invite =
        async |member| service.invite(CENTRE, member, CODE_LASTS).await.unwrap().to_string();
    let known = async |token: &str| {
        let device = service.authenticate(Some(&format!("Bearer {token}"))).await;
        device.map(|device| device.id).map_err(|fault| fault.fault)
    };
    let first = enrol(&invite(KARI).await, 1);
    service.enrol(&first).await.unwrap();
    // The centre has taken the phone off its list.
    let mut write = service.database().begin_write().await.unwrap();
    let mut device = write.devices(&[first.device]).await.unwrap().remove(0);
    device.revoked_at = Some(START);
    write.put_device(&device).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(known(&first.token).await, Err(FaultCode::Revoked));

    let code = invite(KARI).await;
    let renewed = |code: &str, former: Option<&str>| EnrolRequest {
        token: "C".repeat(43),
        former: former.map(str::to_owned),
        ..enrol(code, 1)
    };
    let fault = async |request: &EnrolRequest| service.enrol(request).await.unwrap_err().fault;
    // Neither without a proof, nor with a wrong one, nor by another member's code.
    assert_eq!(fault(&renewed(&code, None)).await, FaultCode::OtherDevice);
    assert_eq!(fault(&renewed(&code, Some(&"B".repeat(43)))).await, FaultCode::OtherDevice);
    let of_ola = invite(OLA).await;
    assert_eq!(fault(&renewed(&of_ola, Some(&first.token))).await, FaultCode::OtherDevice);
    // None of these spent a code.
    let answer = service.enrol(&renewed(&code, Some(&first.token))).await.unwrap();
    assert_eq!((answer.device, answer.member), (first.device, KARI));
    assert_eq!(known(&"C".repeat(43)).await, Ok(first.device));
    assert_eq!(known(&first.token).await, Err(FaultCode::Unauthorised));
    // The answer was lost: the same again, and with yet another code by the new token itself.
    assert_eq!(service.enrol(&renewed(&code, Some(&first.token))).await.unwrap(), answer);
    let another = invite(KARI).await;
    assert_eq!(service.enrol(&renewed(&another, Some(&first.token))).await.unwrap(), answer);
    assert!(service.look(&look(&of_ola)).await.is_ok());
}
