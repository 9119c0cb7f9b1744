//! "I do not want to take part any more": on the spot, without a network, and what follows at the centre
//! and on the other phones.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[allow(unexpected_cfgs, reason = "a feature of the server's own tests")]
#[path = "../../server/tests/centre/mod.rs"]
mod centre;
mod pocket;

use centre::{ANNA, BERNT, CENTRE, KARI, OLA, World, assign, conversation};
use database::Decided;
use domain::command::{AddWish, RaiseConcern, WithdrawConsent};
use domain::query::{agenda, assigned, follow_ups, people, timeline};
use domain::{Conversation, Participant, ParticipantId, VolunteerCommand};
use pocket::{Pocket, until};
use serde_json::json;
use server::check::check;
use server::enrol::CODE_LASTS;
use session::{ItemState, OutboxItem, Session};
use tokio::task::LocalSet;
use uuid::Uuid;

type Phone = Session<Pocket>;

const LEAVES: WithdrawConsent = WithdrawConsent { participant: ParticipantId(ANNA) };

async fn enrolled(world: &World, pocket: &Pocket, member: Uuid) -> Phone {
    let code = world.service.invite(CENTRE, member, CODE_LASTS).await.unwrap().to_string();
    let phone = pocket::enrol(pocket, &code).await;
    tokio::task::spawn_local(phone.clone().run());
    until("the first download", || phone.status().first_download.is_none()).await;
    phone
}

fn on_phones<F: Future<Output = ()>>(test: impl FnOnce(World) -> F) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .start_paused(true)
        .build()
        .unwrap();
    LocalSet::new().block_on(&runtime, async { test(World::in_memory().await).await });
}

async fn talk(phone: &Phone, participant: Uuid, words: &str) -> Uuid {
    let command = serde_json::from_value(conversation(participant, words)).unwrap();
    phone.perform(command).await.unwrap().id
}

async fn worry(phone: &Phone, words: &str) -> Uuid {
    let id = phone.new_id().into();
    let words = words.parse().unwrap();
    let worry = RaiseConcern { id, participant: ParticipantId(ANNA), words, told: vec![] };
    phone.perform(worry.into()).await.unwrap().id
}

fn item(phone: &Phone, id: Uuid) -> OutboxItem {
    phone.outbox().into_iter().find(|item| item.id == id).unwrap()
}

/// Every text of the outbox.
fn texts(phone: &Phone) -> String {
    phone.with_replica(|replica| {
        let texts = replica.entries().iter().map(|entry| entry.text.as_str().to_owned());
        texts.collect::<Vec<_>>().join("\n")
    })
}

async fn decided(world: &World) -> Vec<Decided> {
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(check(read.as_mut()).await.unwrap(), Vec::<String>::new());
    read.decided_of_centre(CENTRE).await.unwrap()
}

fn shows_nothing_of_anna(phone: &Phone) {
    let (view, me) = (phone.view(), phone.actor().member);
    let anna = ParticipantId(ANNA);
    let now = domain::LocalTime { day: centre::day(), time: "12:00".parse().unwrap() };
    assert!(assigned(&view, me).all(|(person, _)| person.id != anna));
    assert!(people(&view, me, "Anna").is_empty());
    let named = format!("{:?}", agenda(&view, me, now));
    assert!(!named.contains(&ANNA.to_string()), "{named}");
    assert!(timeline(&view, anna).is_empty());
    assert!(follow_ups(&view, anna, &domain::FollowUpRule::DEFAULT).is_empty());
}

#[test]
fn hidden_at_once_and_what_is_unsent_is_voided_in_the_same_breath() {
    on_phones(async |world| {
        let pocket = Pocket::new(&world.service, &world.hand);
        let phone = enrolled(&world, &pocket, KARI).await;
        let sent = talk(&phone, ANNA, "Liker kaffe").await;
        until("the receipt", || phone.status().not_sent == 0).await;

        pocket.radio.set(false);
        let first = talk(&phone, ANNA, "Vil ut").await;
        let other = talk(&phone, BERNT, "Vil synge").await;
        let worried = worry(&phone, "Spiser ikke").await;
        let wish = AddWish {
            id: phone.new_id().into(),
            participant: ParticipantId(ANNA),
            text: "Hage".parse().unwrap(),
            themes: vec![],
            from: None,
        };
        let wish = phone.perform(wish.into()).await.unwrap().id;
        let key = format!("conversation/{ANNA}");
        for draft in [key.as_str(), "plan", "conversation/other"] {
            let names = if draft == "plan" { ANNA } else { BERNT };
            let words = format!(r#"{{"who":"{names}","words":"Halvferdig"}}"#);
            phone.save_draft(draft, words.into_bytes()).await.unwrap();
        }
        assert_eq!(phone.unsent_about(ParticipantId(ANNA)), 2, "the worry is kept");

        // A draft that is only just being saved does not come back either.
        let late = phone.save_draft(&key, b"Halvferdig og litt til".to_vec());
        let left = phone.perform(LEAVES.into());
        let (late, left) = futures_util::future::join(late, left).await;
        late.unwrap();
        let left = left.unwrap().id;
        let is_gone = |phone: &Phone| {
            shows_nothing_of_anna(phone);
            assert_eq!(phone.drafts(), ["conversation/other"]);
            for id in [first, wish] {
                let item = item(phone, id);
                assert!(item.voided && item.command.is_none() && item.participant.is_none());
                assert_eq!(item.state, ItemState::Saved);
            }
            for id in [sent, other, worried, left] {
                assert!(!item(phone, id).voided);
            }
            let texts = texts(phone);
            assert!(!texts.contains("Vil ut") && !texts.contains("Hage"), "{texts}");
            assert!(texts.contains("Vil synge") && texts.contains("Spiser ikke"), "{texts}");
            assert_eq!(phone.unsent_about(ParticipantId(ANNA)), 0);
            assert!(!phone.export_outbox().contains("Vil ut"));
        };
        is_gone(&phone);
        assert_eq!(phone.status().not_sent, 5);
        // Also after the app was closed.
        phone.close();
        drop(phone);
        let phone = pocket::open(&pocket).await;
        is_gone(&phone);

        pocket.radio.set(true);
        tokio::task::spawn_local(phone.clone().run());
        until("the receipts", || phone.status().not_sent == 0).await;
        until("the eviction", || phone.view().get::<Participant>(ANNA).is_none()).await;
        for id in [first, wish, other, worried, left] {
            let state = item(&phone, id).state;
            assert!(matches!(state, ItemState::Received { .. }), "{state:?}");
        }
        let all = decided(&world).await;
        let told: String = all.iter().filter_map(|one| one.text.as_deref()).collect();
        assert!(!told.contains("Vil ut") && !told.contains("Hage"), "{told}");
        assert!(told.contains("Spiser ikke") && told.contains("Liker kaffe"));
        let voided = all.iter().filter(|one| one.reason.as_deref() == Some("voided"));
        assert_eq!(voided.count(), 2);
        // Work goes on in the same lane.
        let later = talk(&phone, BERNT, "Vil lese").await;
        until("the receipt", || phone.status().not_sent == 0).await;
        assert!(matches!(item(&phone, later).state, ItemState::Received { .. }));
        assert_eq!(phone.view().about::<Conversation>(ParticipantId(BERNT)).count(), 2);
    });
}

#[test]
fn a_worry_goes_too_where_the_centre_has_settled_so() {
    on_phones(async |world| {
        let settle = serde_json::to_value(&centre::people()[0]).unwrap();
        let mut settle = settle.clone();
        settle["settle_centre"]["keep_concerns"] = json!(false);
        world.do_all(&[serde_json::from_value(settle).unwrap()]).await;
        let pocket = Pocket::new(&world.service, &world.hand);
        let phone = enrolled(&world, &pocket, KARI).await;
        pocket.radio.set(false);
        let worried = worry(&phone, "Spiser ikke").await;
        assert_eq!(phone.unsent_about(ParticipantId(ANNA)), 1);
        phone.perform(LEAVES.into()).await.unwrap();
        assert!(item(&phone, worried).voided);
        pocket.radio.set(true);
        phone.send_now();
        until("the receipts", || phone.status().not_sent == 0).await;
        let all = decided(&world).await;
        assert!(!all.iter().any(|one| one.text.as_deref().unwrap().contains("Spiser")));
    });
}

#[test]
fn other_phones_evict_at_their_next_contact() {
    on_phones(async |world| {
        world.do_all(&[assign(3, OLA, ANNA)]).await;
        let (pocket, elsewhere) =
            (Pocket::new(&world.service, &world.hand), Pocket::new(&world.service, &world.hand));
        let phone = enrolled(&world, &pocket, KARI).await;
        let other = enrolled(&world, &elsewhere, OLA).await;
        assert!(other.view().get::<Participant>(ANNA).is_some());
        elsewhere.radio.set(false);
        phone.perform(LEAVES.into()).await.unwrap();
        until("the receipt", || phone.status().not_sent == 0).await;
        assert!(other.view().get::<Participant>(ANNA).is_some(), "it has not heard of it");
        // What it recorded meanwhile comes with the same contact. It waits for the coordinator.
        let late = talk(&other, ANNA, "Vil ut").await;
        elsewhere.radio.set(true);
        other.send_now();
        until("the eviction", || other.view().get::<Participant>(ANNA).is_none()).await;
        let mut held = 0;
        other.each_row(&mut |_, scope, _, _| held += usize::from(scope == ANNA));
        assert_eq!(held, 0);
        let item = item(&other, late);
        assert_eq!(item.command, None, "delivered, and not shown");
        let ItemState::NeedsYou { reason, .. } = item.state else { panic!("{:?}", item.state) };
        assert_eq!(reason, "participant_closed");
    });
}

/// Waits until the server has decided about it, whether or not the phone has heard.
async fn has_arrived(world: &World, id: Uuid) {
    for _ in 0..5_000 {
        if decided(world).await.iter().any(|one| one.id == id) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(1)).await;
    }
    panic!("it never arrived");
}

/// The answer to what was sent before is lost, or comes while the withdrawal is being saved.
#[test]
fn what_was_on_its_way_has_one_verdict_and_its_lane_goes_on() {
    for deaf in [true, false] {
        on_phones(async |world| {
            let pocket = Pocket::new(&world.service, &world.hand);
            let phone = enrolled(&world, &pocket, KARI).await;
            pocket.deaf.set(deaf);
            let first = talk(&phone, ANNA, "Vil ut").await;
            if deaf {
                has_arrived(&world, first).await;
            }
            phone.perform(LEAVES.into()).await.unwrap();
            assert!(item(&phone, first).voided);
            let other: VolunteerCommand =
                serde_json::from_value(conversation(BERNT, "Vil synge")).unwrap();
            phone.perform(other).await.unwrap();
            pocket.deaf.set(false);
            let received = || {
                world.pass(10);
                phone.status().not_sent == 0
            };
            until("the receipts", received).await;
            let all = decided(&world).await;
            assert_eq!(all.iter().filter(|one| one.id == first).count(), 1);
            assert_eq!(all.iter().filter(|one| one.key.lane == sync::Lane::Normal).count(), 2);
            assert!(all.iter().all(|one| one.verdict == sync::Verdict::Applied));
            assert!(
                phone.outbox().iter().all(|item| matches!(item.state, ItemState::Received { .. }))
            );
            assert!(!texts(&phone).contains("Vil ut"), "no answer brings it back");
            phone.close();
            let phone = pocket::open(&pocket).await;
            assert!(!texts(&phone).contains("Vil ut"));
        });
    }
}
