//! The phone's engine and the real server, over the real HTTP interface without a network. Time is
//! virtual: it passes when nothing else happens.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(unexpected_cfgs, reason = "a feature of the server's own tests")]
#[path = "../../server/tests/centre/mod.rs"]
mod centre;
mod pocket;

use std::sync::atomic::Ordering;
use std::time::Duration;

use centre::{ANNA, BERNT, CENTRE, KARI, OLA, World, conversation, end};
use domain::{Conversation, Participant, ParticipantId, VolunteerCommand};
use pocket::{Pocket, WORDS, until};
use server::enrol::CODE_LASTS;
use session::{EnrolError, ItemState, Pause, Session, Told};
use tokio::task::LocalSet;

type Phone = Session<Pocket>;

fn in_a_pocket(world: &World) -> Pocket {
    Pocket::new(&world.service, &world.hand)
}

async fn enrolled(world: &World, pocket: &Pocket) -> Phone {
    let code = world.service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
    let invitation = session::look(pocket, &code).await.unwrap();
    assert_eq!((invitation.first_name.as_str(), invitation.country.as_str()), ("Kari", "NO"));
    let phone = pocket::enrol(pocket, &code).await;
    tokio::task::spawn_local(phone.clone().run());
    until("the first download", || phone.status().first_download.is_none()).await;
    phone
}

fn command(words: &str) -> VolunteerCommand {
    serde_json::from_value(conversation(ANNA, words)).unwrap()
}

fn conversations(phone: &Phone) -> usize {
    phone.view().about::<Conversation>(ParticipantId(ANNA)).count()
}

fn on_a_phone<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, async { test(World::in_memory().await).await });
}

#[test]
fn a_day_with_the_radio_off_and_on() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        assert!(phone.view().get::<Participant>(ANNA).is_some());
        assert!(phone.view().get::<domain::Centre>(CENTRE).is_some());
        assert_eq!(phone.actor().member.0, KARI);

        phone.perform(command("Vil ut")).await.unwrap();
        until("the receipt", || phone.status().not_sent == 0).await;
        assert!(matches!(phone.outbox()[0].state, ItemState::Received { .. }));

        pocket.radio.set(false);
        phone.perform(command("Vil synge")).await.unwrap();
        phone.perform(command("Vil gå tur")).await.unwrap();
        until("a try", || phone.status().offline).await;
        phone.close();
        drop(phone);

        let phone = pocket::open(&pocket).await;
        assert_eq!((conversations(&phone), phone.status().not_sent), (3, 2));
        pocket.radio.set(true);
        tokio::task::spawn_local(phone.clone().run());
        until("the receipts", || phone.status().not_sent == 0).await;
        assert_eq!(conversations(&phone), 3);

        // Another phone of Kari's has the same, from the server.
        let other = enrolled(&world, &in_a_pocket(&world)).await;
        assert_eq!(conversations(&other), 3);
    });
}

#[test]
fn a_participant_taken_away_leaves_by_a_poke() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        // Asleep, so that only a poke can wake it.
        tokio::time::sleep(Duration::from_millis(100)).await;
        world.do_all(&[end(KARI, ANNA)]).await;
        until("the eviction", || phone.view().get::<Participant>(ANNA).is_none()).await;
        assert!(phone.view().get::<Participant>(BERNT).is_some());
        phone.perform(command("Vil ut")).await.expect_err("nobody to talk to");
    });
}

#[test]
fn recorded_under_a_grant_that_ended_is_still_taken() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        pocket.radio.set(false);
        phone.perform(command("Vil ut")).await.unwrap();
        world.do_all(&[end(KARI, ANNA)]).await;
        world.pass(13 * centre::DAYS);
        pocket.radio.set(true);
        phone.send_now();
        until("the receipt", || phone.status().not_sent == 0).await;
        until("the eviction", || phone.view().get::<Participant>(ANNA).is_none()).await;
        let item = phone.outbox().remove(0);
        assert!(matches!(item.state, ItemState::Received { .. }), "{:?}", item.state);
        assert_eq!(item.command, None, "delivered, and not shown");
    });
}

#[test]
fn a_code_is_good_once_and_an_unknown_one_never() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let code = world.service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
        pocket::enrol(&pocket, &code).await;
        let other = in_a_pocket(&world);
        let used = session::enrol(&other, &code, WORDS).await.unwrap_err();
        assert_eq!(used, EnrolError::CodeUsed);
        assert_eq!(session::look(&other, &code).await.unwrap_err(), EnrolError::CodeUsed);
        let unknown = session::look(&other, "AAAA-AAAA-AA").await.unwrap_err();
        assert_eq!(unknown, EnrolError::CodeUnknown);
    });
}

#[test]
fn invited_anew_the_same_phone_delivers_what_it_kept() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        let (vault, database) = (phone.vault().to_owned(), world.service.database());
        pocket.radio.set(false);
        phone.perform(command("Vil ut")).await.unwrap();
        phone.save_draft("talk", b"Vil".to_vec()).await.unwrap();
        // The centre takes the phone off its list; the phone hears of it when it comes back.
        let mut write = database.begin_write().await.unwrap();
        let device = uuid::Uuid::parse_str(&vault).unwrap();
        let mut device = write.devices(&[device]).await.unwrap().remove(0);
        device.revoked_at = Some(1);
        write.put_device(&device).await.unwrap();
        write.commit().await.unwrap();
        pocket.radio.set(true);
        phone.send_now();
        until("the pause", || phone.status().paused == Some(Pause::Revoked)).await;
        phone.perform(command("Vil synge")).await.expect("work goes on");
        assert_eq!((phone.status().not_sent, conversations(&phone)), (2, 2));

        // Somebody else's code on the same phone makes a vault of its own.
        let code = world.service.invite(CENTRE, OLA, CODE_LASTS).await.unwrap().to_string();
        let other = pocket::enrol(&pocket, &code).await;
        assert_eq!((other.actor().member.0, other.outbox().len()), (OLA, 0));
        assert_ne!(other.vault(), vault);

        // An answer is lost on the way, then another code is tried.
        let code = world.service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
        pocket.deaf.set(true);
        session::enrol(&pocket, &code, WORDS).await.unwrap_err();
        pocket.deaf.set(false);
        world.pass(1);
        let code = world.service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
        let again = pocket::enrol(&pocket, &code).await;
        assert_eq!(again.vault(), vault);
        assert_eq!(again.draft("talk"), Some(b"Vil".to_vec()));
        // The tab that was open all the while hears of it, and so the records arrive, each once.
        phone.told(Told::Outbox);
        until("the receipts", || phone.status().not_sent == 0).await;
        assert_eq!(phone.status().paused, None);
        tokio::task::spawn_local(again.clone().run());
        again.send_now();
        until("the receipts here", || again.status().not_sent == 0).await;
        let mut states = again.outbox().into_iter().map(|item| item.state);
        assert!(states.all(|state| matches!(state, ItemState::Received { .. })));
        let other = enrolled(&world, &in_a_pocket(&world)).await;
        assert_eq!(conversations(&other), 2);
    });
}

#[test]
fn one_change_is_one_request_and_its_echo_none() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        let before = pocket.requests.get();
        phone.perform(command("Vil ut")).await.unwrap();
        until("the receipt", || phone.status().not_sent == 0).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(pocket.requests.get(), before + 1);
        assert_eq!(phone.outbox().len(), 1);
        // Another phone's change is asked for.
        let other = in_a_pocket(&world);
        let elsewhere = enrolled(&world, &other).await;
        let before = pocket.requests.get();
        elsewhere.perform(command("Vil synge")).await.unwrap();
        until("the other's conversation", || conversations(&phone) == 2).await;
        assert_eq!(pocket.requests.get(), before + 1);
    });
}

#[test]
fn nothing_new_is_one_request() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        tokio::time::sleep(Duration::from_secs(30)).await;
        let before = pocket.requests.get();
        phone.send_now();
        until("the answer", || pocket.requests.get() > before).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        assert_eq!(pocket.requests.get(), before + 1);
    });
}

/// The same on SQLite, in the time of the machine: its files are read on other threads.
fn on_a_phone_with_a_file<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    LocalSet::new().block_on(&runtime, async { test(World::in_a_file().await).await });
}

async fn stored_conversations(world: &World) -> usize {
    let mut read = world.database.begin_read().await.unwrap();
    let kinds = [(ANNA, "conversation")];
    read.rows_of_kinds(CENTRE, &kinds).await.unwrap().len()
}

/// The phone goes on at a server that stands on an older copy and has taken `commits` steps of its own.
async fn on_another_history(world: World, commits: u32, records_there: bool) {
    let pocket = in_a_pocket(&world);
    let phone = enrolled(&world, &pocket).await;
    // Time passes, so that what waits is tried again.
    let received = async || {
        let done = || {
            world.pass(10);
            phone.status().not_sent == 0
        };
        until("the receipts", done).await;
    };
    phone.perform(command("Vil ut")).await.unwrap();
    received().await;
    let copy = world.copy().await;
    for words in ["Vil synge", "Vil gå tur"] {
        phone.perform(command(words)).await.unwrap();
        received().await;
    }
    assert_eq!((stored_conversations(&world).await, stored_conversations(&copy).await), (3, 1));
    for n in 0..commits {
        copy.do_all(&[
            centre::assign(90 + u128::from(n), centre::OLA, BERNT),
            end(centre::OLA, BERNT),
        ])
        .await;
    }
    pocket.talk_to(&copy.service);
    let mut all = 3;
    if records_there {
        phone.perform(command("Vil lese")).await.unwrap();
        all += 1;
    }
    phone.send_now();
    for _ in 0..2_000 {
        if stored_conversations(&copy).await == all {
            break;
        }
        world.pass(10);
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    received().await;
    assert_eq!(stored_conversations(&copy).await, all, "what was received is there again, once");
    assert_eq!(conversations(&phone), all);
    let states = phone.outbox();
    let received_all = states.iter().all(|item| matches!(item.state, ItemState::Received { .. }));
    assert!(received_all && states.len() == all, "{states:?}");

    // What is in a backup need not be kept any longer.
    let mut write = copy.database.begin_write().await.unwrap();
    let clock = write.centre(CENTRE).await.unwrap().unwrap().clock;
    write.put_backup_mark(CENTRE, clock).await.unwrap();
    write.commit().await.unwrap();
    phone.send_now();
    until("the backup", || phone.outbox().is_empty()).await;
    assert_eq!(conversations(&phone), all);
}

/// A backup restored, a database copied, a replica promoted: to a phone it is the same, but for how far
/// the other one has come.
#[test]
fn another_history_is_recognised_and_healed() {
    for (commits, records_there) in [(0, true), (0, false), (1, false), (2, true), (5, false)] {
        on_a_phone(async |world| on_another_history(world, commits, records_there).await);
    }
}

#[test]
fn another_history_is_recognised_and_healed_on_sqlite() {
    for (commits, records_there) in [(0, true), (2, false)] {
        let test = async |world: World| on_another_history(world, commits, records_there).await;
        on_a_phone_with_a_file(test);
    }
}

/// Two servers stand on copies of one database, and a phone is answered now by one, now by the other.
#[test]
fn between_two_copies_both_get_everything() {
    on_a_phone(async |world| {
        let pocket = in_a_pocket(&world);
        let phone = enrolled(&world, &pocket).await;
        let copy = world.copy().await;
        let mut all = 0;
        for round in 0..3 {
            for server in [&copy, &world] {
                pocket.talk_to(&server.service);
                phone.perform(command(&format!("Runde {round}"))).await.unwrap();
                all += 1;
                phone.send_now();
                for _ in 0..2_000 {
                    if stored_conversations(server).await == all && phone.status().not_sent == 0 {
                        break;
                    }
                    world.pass(100);
                    tokio::time::sleep(Duration::from_millis(1)).await;
                }
                assert_eq!(stored_conversations(server).await, all, "round {round}");
            }
        }
        assert_eq!(conversations(&phone), all);
    });
}

#[test]
fn a_clock_ten_years_off_is_told_and_changes_nothing() {
    for years in [-10, 10] {
        on_a_phone(async |world| {
            let pocket = in_a_pocket(&world);
            let phone = enrolled(&world, &pocket).await;
            // From here on the phone is years away from the server.
            let hand = pocket.hand.load(Ordering::SeqCst) + years * 365 * centre::DAYS;
            let wrong = Pocket { hand: std::sync::Arc::new(hand.into()), ..pocket.clone() };
            phone.close();
            let phone = pocket::open(&wrong).await;
            tokio::task::spawn_local(phone.clone().run());
            let add = serde_json::json!({"add_wish": {
                "id": uuid::Uuid::now_v7(), "participant": ANNA, "text": "Synge",
            }});
            phone.perform(serde_json::from_value(add).unwrap()).await.unwrap();
            until("the receipt", || phone.status().not_sent == 0).await;
            assert!(matches!(phone.outbox()[0].state, ItemState::Received { .. }));
            let ahead = phone.status().clock_ahead_ms.unwrap();
            assert_eq!(ahead, years * 365 * centre::DAYS);
            let now = domain::LocalTime {
                day: domain::Moment(hand).utc_day(),
                time: "12:00".parse().unwrap(),
            };
            let view = phone.view();
            domain::query::agenda(&view, phone.actor().member, now);
        });
    }
}
