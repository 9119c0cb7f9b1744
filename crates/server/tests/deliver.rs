//! What locked phones hand over.
#![allow(clippy::unwrap_used)]

mod centre;
mod sealer;

use centre::{ANNA, CENTRE, DAYS, KARI, OLA, Phone, World, conversation};
use database::Decided;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use sealer::{Sealer, raw};
use serde_json::value::{RawValue, to_raw_value};
use server::devices::revoke;
use server::enrol::EnrolRequest;
use server::random;
use sync::{
    DELIVER_MAX_PARCELS, DeliverRequest, Delivered, FaultCode, Lane, MutationText, PROTOCOL,
    Parcel, Verdict, base64url,
};

use Delivered::{Received, Refused, Waits};

on_both![
    what_was_sealed_comes_home_once_by_whatever_road,
    what_cannot_follow_waits_and_the_last_is_set_aside,
    what_was_rewritten_is_set_aside,
    a_revoked_phones_records_wait_for_the_coordinator,
    nobody_elses_parcel_is_taken,
    what_was_sealed_to_a_former_key_still_opens,
    what_is_no_parcel_holds_up_no_other,
    keys_are_replaced_and_the_former_are_worth_nothing,
    a_phone_enrolled_anew_delivers_what_it_sealed_before,
    a_credential_is_nobody_elses_and_no_token,
    what_is_no_key_is_refused,
];

async fn decided(world: &World) -> Vec<Decided> {
    let mut read = world.database.begin_read().await.unwrap();
    read.decided_of_centre(CENTRE).await.unwrap()
}

type Kept = (String, Verdict, Option<String>);

/// What was decided, to the letter, with verdict and reason.
async fn verdicts(world: &World) -> Vec<Kept> {
    let decided = decided(world).await.into_iter();
    decided.map(|one| (one.text.unwrap(), one.verdict, one.reason)).collect()
}

fn applied(text: &MutationText) -> Kept {
    (text.as_str().to_owned(), Verdict::Applied, None)
}

fn set_aside(text: &MutationText, reason: &str) -> Kept {
    (text.as_str().to_owned(), Verdict::Quarantined, Some(reason.to_owned()))
}

async fn conversations(world: &World) -> usize {
    let mut read = world.database.begin_read().await.unwrap();
    read.rows_of_kinds(CENTRE, &[(ANNA, "conversation")]).await.unwrap().len()
}

fn record(phone: &mut Phone, words: &str) -> MutationText {
    phone.record(ANNA, &conversation(ANNA, words))
}

async fn what_was_sealed_comes_home_once_by_whatever_road(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let texts = ["en", "to", "tre"].map(|words| record(&mut phone, words));
    let parcels: Vec<Parcel> = texts.iter().map(|text| sealer.seal(text)).collect();
    phone.push(&texts[..1]).await.unwrap();
    assert_eq!(sealer.delivers(&world.service, &parcels[..2]).await, [Received, Received]);
    assert_eq!(conversations(&world).await, 2);
    // Again, and then all of it, and then by the phone itself.
    assert_eq!(sealer.delivers(&world.service, &parcels).await, [Received; 3]);
    let clock = world.clock().await;
    assert_eq!(sealer.delivers(&world.service, &parcels).await, [Received; 3]);
    let receipts = phone.push(&texts).await.unwrap();
    assert_eq!(world.clock().await, clock);
    assert!(receipts.iter().all(|receipt| receipt.verdict == Verdict::Applied));
    assert_eq!(verdicts(&world).await, texts.each_ref().map(applied));
    // Nothing of the content is told.
    let answer = sealer.hand_over(&world.service, &parcels[..1], false).await.unwrap();
    let told = serde_json::to_string(&answer).unwrap();
    assert_eq!(told, r#"{"brobygger":1,"parcels":["received"]}"#);
    // The phone hears of it in its own time.
    phone.pull_all().await;
    assert_eq!(phone.acked[&(phone.epoch, Lane::Normal)], 3);
}

async fn what_cannot_follow_waits_and_the_last_is_set_aside(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let texts = ["en", "to", "tre"].map(|words| record(&mut phone, words));
    let parcels = [sealer.seal(&texts[1]), sealer.seal(&texts[2])];
    let clock = world.clock().await;
    assert_eq!(sealer.delivers(&world.service, &parcels).await, [Waits, Waits]);
    assert_eq!((world.clock().await, decided(&world).await.len()), (clock, 0));
    let answer = sealer.hand_over(&world.service, &parcels, true).await.unwrap();
    assert_eq!(answer.parcels, [Received, Received]);
    let gaps = [set_aside(&texts[1], "gap"), set_aside(&texts[2], "gap")];
    assert_eq!(verdicts(&world).await, gaps);
    // Once, also with the next.
    let answer = sealer.hand_over(&world.service, &parcels, true).await.unwrap();
    assert_eq!(answer.parcels, [Received, Received]);
    assert_eq!((decided(&world).await.len(), conversations(&world).await), (2, 0));
    let first = [sealer.seal(&texts[0])];
    assert_eq!(sealer.delivers(&world.service, &first).await, [Received]);
    assert_eq!(conversations(&world).await, 1);
}

async fn what_was_rewritten_is_set_aside(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let before = phone.lanes.clone();
    let first = record(&mut phone, "en");
    phone.push(std::slice::from_ref(&first)).await.unwrap();
    phone.lanes = before;
    let other = record(&mut phone, "en annen");
    assert_eq!(sealer.delivers(&world.service, &[sealer.seal(&other)]).await, [Received]);
    assert_eq!(verdicts(&world).await, [applied(&first), set_aside(&other, "forked")]);
    assert_eq!(conversations(&world).await, 1);
}

async fn a_revoked_phones_records_wait_for_the_coordinator(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let [sent, kept] = ["sendt", "ikke sendt"].map(|words| record(&mut phone, words));
    phone.push(std::slice::from_ref(&sent)).await.unwrap();
    let now = world.service.now();
    revoke(world.database.as_ref(), CENTRE, phone.device, now).await.unwrap();
    let parcels = [sealer.seal(&sent), sealer.seal(&kept)];
    for _ in 0..2 {
        let answer = sealer.hand_over(&world.service, &parcels, false).await.unwrap();
        assert_eq!((answer.parcels, answer.revoked), (vec![Received, Received], true));
        assert_eq!(verdicts(&world).await, [applied(&sent), set_aside(&kept, "revoked")]);
    }
    let answer = sealer.hand_over(&world.service, &[], false).await.unwrap();
    assert_eq!((answer.parcels, answer.revoked), (vec![], true));
    // Its keys it cannot change any more.
    let mut sealer = sealer;
    let refused = sealer.ask(&world.service, &phone).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::Revoked);
}

async fn nobody_elses_parcel_is_taken(world: World) {
    let mut phone = world.phone(KARI).await;
    let mine = Sealer::of(&world.service, &phone).await;
    let other = world.phone(KARI).await;
    let others = Sealer::of(&world.service, &other).await;
    let text = record(&mut phone, "mitt");
    let clock = world.clock().await;
    let stranger = |device, of: &Sealer| Sealer {
        device,
        signing: of.signing.clone(),
        credential: of.credential.clone(),
        key: of.key,
        public: of.public.clone(),
    };
    let (unknown, _) = elsewhere();
    let good = mine.seal(&text);
    let bytes = |text: &str| base64url::decode(text).unwrap();
    let (enc, sealed) = (bytes(&good.enc), bytes(&good.sealed));
    let second = mine.seal(&text);
    let forged = [
        // With another key, for this phone: what whoever copied the disk could make.
        stranger(mine.device, &others).seal(&text),
        // Signed by this phone, sealed for another.
        mine.signed(mine.key, &bytes(&others.seal(&text).enc), &bytes(&others.seal(&text).sealed)),
        // Sealed to a key that is not the centre's.
        Sealer { public: unknown, ..stranger(mine.device, &mine) }.seal(&text),
        // By another number: that it is this one is signed.
        Parcel { key: mine.key + 1, ..good.clone() },
        mine.signed(mine.key + 1, &enc, &sealed),
        mine.signed(0, &enc, &sealed),
        // Parts of two.
        Parcel { enc: second.enc.clone(), ..good.clone() },
        Parcel { sealed: second.sealed.clone(), ..good.clone() },
        Parcel { signature: second.signature.clone(), ..good.clone() },
        mine.signed(mine.key, &bytes(&second.enc), &sealed),
        // Another phone's record, with all right but its name.
        stranger(others.device, &others).seal(&text),
        others.seal(&text),
    ];
    for (n, parcel) in forged.iter().enumerate() {
        assert_eq!(
            mine.delivers(&world.service, std::slice::from_ref(parcel)).await,
            [Refused],
            "{n}"
        );
    }
    // Another phone's credential does not make this one's parcel its own, nor the other way.
    assert_eq!(others.delivers(&world.service, std::slice::from_ref(&good)).await, [Refused]);
    assert_eq!(others.delivers(&world.service, &[others.seal(&text)]).await, [Refused]);
    assert_eq!((world.clock().await, decided(&world).await.len()), (clock, 0));
    // And none of them holds up the good one between them.
    let mut all = forged.to_vec();
    all.insert(5, good);
    let answers = mine.delivers(&world.service, &all).await;
    let received: Vec<usize> = (0..all.len()).filter(|n| answers[*n] == Received).collect();
    assert_eq!((received, conversations(&world).await), (vec![5], 1));
}

/// A key of another centre, and its private half.
fn elsewhere() -> (Vec<u8>, server::keys::CentreKey) {
    let key = server::keys::KeyRing::in_memory().newest(0).unwrap();
    (key.public().to_vec(), key)
}

async fn what_was_sealed_to_a_former_key_still_opens(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut sealer = Sealer::of(&world.service, &phone).await;
    assert_eq!(sealer.key, 1);
    let texts = ["en", "to", "tre"].map(|words| record(&mut phone, words));
    let mut parcels = vec![sealer.seal(&texts[0])];
    for text in &texts[1..] {
        world.service.settings().keys.rotate(world.service.now(), 0).unwrap();
        let former = sealer.public.clone();
        sealer.ask(&world.service, &phone).await.unwrap();
        assert_ne!(sealer.public, former);
        parcels.push(sealer.seal(text));
    }
    assert_eq!(parcels.iter().map(|parcel| parcel.key).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(sealer.delivers(&world.service, &parcels).await, [Received; 3]);
    assert_eq!(conversations(&world).await, 3);
}

async fn what_is_no_parcel_holds_up_no_other(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let [first, second] = ["en", "to"].map(|words| record(&mut phone, words));
    let own = |json: &str| RawValue::from_string(json.to_owned()).unwrap();
    let good = serde_json::to_value(sealer.seal(&second)).unwrap();
    let with = |name: &str, value: serde_json::Value| {
        let mut parcel = good.clone();
        parcel[name] = value;
        to_raw_value(&parcel).unwrap()
    };
    let parcels = vec![
        raw(&sealer.seal(&first)),
        own("null"),
        own("[]"),
        own(r#"[1,"","",""]"#),
        own("{}"),
        own(&format!("{}1{}", "[".repeat(5000), "]".repeat(5000))),
        with("key", serde_json::json!(-1)),
        with("key", serde_json::json!(4_294_967_296_u64)),
        with("enc", serde_json::json!("not base64url!")),
        with("signature", serde_json::json!("")),
        with("sealed", serde_json::json!(null)),
        // What it holds is sealed and signed as it should be, and is no record.
        raw(&sealer.seal_bytes(b"\xFF\xFE")),
        raw(&sealer.seal_bytes(b"")),
        raw(&sealer.seal_bytes(b"{}")),
        raw(&sealer.seal_bytes(br#"{"envelope":{},"command":{}}"#)),
        raw(&sealer.seal(&second)),
    ];
    let answer = sealer.hand_over_raw(&world.service, parcels, false).await.unwrap();
    let mut expected = vec![Refused; 16];
    (expected[0], expected[15]) = (Received, Received);
    assert_eq!(answer.parcels, expected);
    assert_eq!(conversations(&world).await, 2);
}

async fn keys_are_replaced_and_the_former_are_worth_nothing(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut former = Sealer::of(&world.service, &phone).await;
    let text = record(&mut phone, "en");
    let parcel = former.seal(&text);
    // The same keys again change nothing.
    let answer = former.ask(&world.service, &phone).await.unwrap();
    assert_eq!(answer.key, 1);
    let now = Sealer::of(&world.service, &phone).await;
    let refused = former.hand_over(&world.service, &[], false).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::Unauthorised);
    assert_eq!(now.delivers(&world.service, &[parcel]).await, [Refused]);
    assert_eq!(now.delivers(&world.service, &[now.seal(&text)]).await, [Received]);
}

async fn a_phone_enrolled_anew_delivers_what_it_sealed_before(world: World) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let parcel = sealer.seal(&record(&mut phone, "en"));
    let now = world.service.now();
    revoke(world.database.as_ref(), CENTRE, phone.device, now).await.unwrap();
    let code = world.service.invite(CENTRE, KARI, DAYS).await.unwrap();
    let token = base64url::encode(&random::bytes::<32>().unwrap());
    let request = EnrolRequest {
        brobygger: PROTOCOL,
        code: code.to_string(),
        device: phone.device,
        token: token.clone(),
        former: Some(phone.token.clone()),
    };
    world.service.enrol(&request).await.unwrap();
    assert_eq!(sealer.delivers(&world.service, &[parcel]).await, [Received]);
    assert_eq!(conversations(&world).await, 1);
    phone.token = token;
    Sealer::of(&world.service, &phone).await;
    let refused = sealer.hand_over(&world.service, &[], false).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::Unauthorised);
}

async fn a_credential_is_nobody_elses_and_no_token(world: World) {
    let (kari, ola) = (world.phone(KARI).await, world.phone(OLA).await);
    let mut sealer = Sealer::of(&world.service, &kari).await;
    let other = Sealer::of(&world.service, &ola).await;
    let own = std::mem::replace(&mut sealer.credential, other.credential.clone());
    let refused = sealer.ask(&world.service, &kari).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::OtherDevice);
    sealer.credential = own;
    assert!(sealer.hand_over(&world.service, &[], false).await.is_ok());
    let token = base64url::encode(&random::bytes::<32>().unwrap());
    let code = world.service.invite(CENTRE, OLA, DAYS).await.unwrap();
    let enrol = |token: &str| EnrolRequest {
        brobygger: PROTOCOL,
        code: code.to_string(),
        device: uuid::Uuid::now_v7(),
        token: token.to_owned(),
        former: None,
    };
    let refused = world.service.enrol(&enrol(&sealer.credential)).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::OtherDevice);
    world.service.enrol(&enrol(&token)).await.unwrap();
    sealer.credential = token;
    let refused = sealer.ask(&world.service, &kari).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::OtherDevice);
}

async fn what_is_no_key_is_refused(world: World) {
    let phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let device = world.service.authenticate(Some(&format!("Bearer {}", phone.token))).await;
    let device = device.unwrap();
    let good = sealer.request();
    let point = base64url::decode(&good.device_key).unwrap();
    let changed = |change: &dyn Fn(&mut Vec<u8>)| {
        let mut point = point.clone();
        change(&mut point);
        base64url::encode(&point)
    };
    let points = [
        String::new(),
        "=".repeat(87),
        changed(&|point| point[64] ^= 1),
        changed(&|point| point[0] = 2),
        changed(&|point| point.truncate(33)),
        changed(&|point| point.push(0)),
        changed(&|point| point.fill(0)),
        base64url::encode(&[0]),
    ];
    let credentials = ["", "A", &"A".repeat(42), &"B".repeat(43), &"A".repeat(44), "Bearer"];
    let points = points.map(|device_key| sync::KeysRequest { device_key, ..good.clone() });
    let credentials = credentials
        .map(|deliver| sync::KeysRequest { deliver: deliver.to_owned(), ..good.clone() });
    for request in points.iter().chain(&credentials) {
        let refused = world.service.exchange_keys(&device, request).await.unwrap_err();
        assert_eq!(refused.fault, FaultCode::Malformed, "{request:?}");
    }
    let other = sync::KeysRequest { brobygger: 2, ..good };
    let refused = world.service.exchange_keys(&device, &other).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::Malformed);
    assert!(sealer.hand_over(&world.service, &[], false).await.is_ok());
}

#[tokio::test]
async fn what_the_app_itself_seals_and_signs_is_taken() {
    let world = World::in_memory().await;
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let key = vault::parcel::DeviceKey::generate().await.unwrap();
    let request =
        sync::KeysRequest { device_key: base64url::encode(&key.public()), ..sealer.request() };
    let shown = format!("Bearer {}", phone.token);
    let device = world.service.authenticate(Some(&shown)).await.unwrap();
    let answer = world.service.exchange_keys(&device, &request).await.unwrap();
    let public = base64url::decode(&answer.public).unwrap();
    let centre = vault::parcel::CentreKey::from_bytes(&public).await.unwrap();
    let text = record(&mut phone, "en");
    let sealing = centre.ready(sync::PARCEL_INFO).await.unwrap();
    let (enc, sealed) =
        sealing.seal(phone.device.as_bytes(), text.as_str().as_bytes()).await.unwrap();
    let signed = Parcel::signed(phone.device, answer.key, &enc, &sealed);
    let parcel = Parcel {
        key: answer.key,
        enc: base64url::encode(&enc),
        sealed: base64url::encode(&sealed),
        signature: base64url::encode(&key.sign(&signed).await.unwrap()),
    };
    assert_eq!(sealer.delivers(&world.service, &[parcel]).await, [Received]);
    assert_eq!(verdicts(&world).await, [applied(&text)]);
}

#[tokio::test]
async fn more_than_a_request_may_hold_is_said_with_the_limit() {
    let world = World::in_memory().await;
    let phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let nothing = || RawValue::from_string("0".to_owned()).unwrap();
    let many = (0..=DELIVER_MAX_PARCELS).map(|_| nothing()).collect();
    let refused = sealer.hand_over_raw(&world.service, many, false).await.unwrap_err();
    assert_eq!((refused.fault, refused.limit), (FaultCode::TooLarge, Some(DELIVER_MAX_PARCELS)));
    let request: DeliverRequest = serde_json::from_str(r#"{"brobygger":2}"#).unwrap();
    let shown = format!("Bearer {}", sealer.credential);
    let sender = world.service.authenticate_delivery(Some(&shown)).await.unwrap();
    let refused = world.service.deliver(&sender, &request).await.unwrap_err();
    assert_eq!(refused.fault, FaultCode::Malformed);
}

/// What happens to a parcel on its way through hands that are not the phone's.
#[derive(Clone, Debug)]
enum Damage {
    Flipped(usize, u8),
    Cut(usize),
    Longer(u8),
}

fn damage() -> impl Strategy<Value = (usize, Damage)> {
    let damage = prop_oneof![
        (any::<usize>(), 0..8_u8).prop_map(|(at, bit)| Damage::Flipped(at, bit)),
        any::<usize>().prop_map(Damage::Cut),
        any::<u8>().prop_map(Damage::Longer),
    ];
    (0..3_usize, damage)
}

fn damaged(bytes: &[u8], damage: &Damage) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    match damage {
        Damage::Flipped(at, bit) => {
            let at = at % bytes.len();
            bytes[at] ^= 1 << bit;
        }
        Damage::Cut(at) => bytes.truncate(at % bytes.len()),
        Damage::Longer(byte) => bytes.push(*byte),
    }
    bytes
}

#[test]
fn whatever_is_changed_about_a_parcel_nothing_of_it_is_taken() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let (world, sealer, good) = runtime.block_on(async {
        let world = World::in_memory().await;
        let mut phone = world.phone(KARI).await;
        let sealer = Sealer::of(&world.service, &phone).await;
        let good = sealer.seal(&record(&mut phone, "en"));
        (world, sealer, good)
    });
    let clock = runtime.block_on(world.clock());
    let mut runner = TestRunner::new(Config { cases: 200, ..Config::default() });
    let done = runner.run(&damage(), |(field, damage)| {
        let mut parcel = good.clone();
        let fields = [&mut parcel.enc, &mut parcel.sealed, &mut parcel.signature];
        let bytes = base64url::decode(fields[field]).unwrap();
        *fields.into_iter().nth(field).unwrap() = base64url::encode(&damaged(&bytes, &damage));
        let answers = runtime.block_on(sealer.delivers(&world.service, &[parcel]));
        prop_assert_eq!(answers, [Refused]);
        prop_assert_eq!(runtime.block_on(world.clock()), clock);
        Ok(())
    });
    done.unwrap();
    let answers = runtime.block_on(sealer.delivers(&world.service, &[good]));
    assert_eq!(answers, [Received]);
}

#[test]
fn in_whatever_order_and_however_often_each_is_decided_once() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let mut runner = TestRunner::new(Config { cases: 30, ..Config::default() });
    let batches = prop::collection::vec(prop::collection::vec(0..5_usize, 1..6), 1..5);
    let done = runner.run(&batches, |batches| {
        runtime.block_on(async {
            let world = World::in_memory().await;
            let mut phone = world.phone(KARI).await;
            let sealer = Sealer::of(&world.service, &phone).await;
            let texts = ["1", "2", "3", "4", "5"].map(|words| record(&mut phone, words));
            let parcels: Vec<Parcel> = texts.iter().map(|text| sealer.seal(text)).collect();
            let mut next = 0;
            for batch in batches {
                let handed: Vec<Parcel> = batch.iter().map(|n| parcels[*n].clone()).collect();
                let answers = sealer.delivers(&world.service, &handed).await;
                for (n, answer) in batch.into_iter().zip(answers) {
                    // The next in its lane is taken, and what was taken stays so.
                    next += usize::from(n == next);
                    prop_assert_eq!(answer, if n < next { Received } else { Waits });
                }
            }
            prop_assert_eq!(sealer.delivers(&world.service, &parcels).await, [Received; 5]);
            prop_assert_eq!(verdicts(&world).await, texts.each_ref().map(applied));
            Ok(())
        })
    });
    done.unwrap();
}
