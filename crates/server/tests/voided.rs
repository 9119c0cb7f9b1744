//! What was voided on the phone, since its participant had withdrawn before it was sent.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use centre::{ANNA, BERNT, CENTRE, KARI, OLA, Phone, World, conversation};
use database::Decided;
use desk::{Desk, id_of, rows};
use serde_json::{Value, json};
use server::Settings;
use server::check::check;
use server::erase::Ledger;
use sync::{Digest, FaultCode, Lane, MutationText, Receipt, VOIDED, Verdict};

on_both![
    what_was_voided_does_nothing_and_its_lane_goes_on,
    before_or_after_its_own_text_it_counts_once,
    a_forged_digest_breaks_the_chain_of_its_own_phone,
    who_is_erased_is_not_named_by_what_was_voided,
];

fn withdrawal(phone: &mut Phone) -> MutationText {
    let envelope = phone.next(Lane::Urgent, ANNA, 1);
    phone.write(&envelope, &json!({"withdraw_consent": {"participant": ANNA}}))
}

async fn stored(world: &World) -> Vec<Decided> {
    let mut read = world.database.begin_read().await.unwrap();
    assert_eq!(check(read.as_mut()).await.unwrap(), Vec::<String>::new());
    read.decided_of_centre(CENTRE).await.unwrap()
}

async fn conversations(world: &World, participant: uuid::Uuid) -> usize {
    let mut read = world.database.begin_read().await.unwrap();
    read.rows_of_kinds(CENTRE, &[(participant, "conversation")]).await.unwrap().len()
}

fn said(receipts: &[Receipt]) -> Vec<(Verdict, Option<&str>)> {
    receipts.iter().map(|receipt| (receipt.verdict, receipt.reason.as_deref())).collect()
}

const DONE: (Verdict, Option<&str>) = (Verdict::Applied, None);
const GONE: (Verdict, Option<&str>) = (Verdict::Applied, Some("voided"));

async fn what_was_voided_does_nothing_and_its_lane_goes_on(world: World) {
    let mut phone = world.phone(KARI).await;
    let mut about = |participant| phone.record(participant, &conversation(participant, "Vil ut"));
    let [first, other, last] = [ANNA, BERNT, ANNA].map(&mut about);
    let [first, last] = [first, last].map(|text| text.void().unwrap());
    let withdrawal = withdrawal(&mut phone);
    // The withdrawal comes first: about her nothing else would be taken any more.
    let receipts = phone.push(&[withdrawal, first, other, last]).await.unwrap();
    assert_eq!(said(&receipts), [DONE, GONE, DONE, GONE]);
    let after = phone.record(BERNT, &conversation(BERNT, "Vil synge"));
    assert_eq!(said(&phone.push(&[after]).await.unwrap()), [DONE]);
    assert_eq!((conversations(&world, ANNA).await, conversations(&world, BERNT).await), (0, 2));
    let of_anna = stored(&world).await.into_iter().filter(|one| one.scope == Some(ANNA));
    assert_eq!(of_anna.count(), 1, "her withdrawal alone");
    let mut read = world.database.begin_read().await.unwrap();
    assert!(read.unsettled(CENTRE).await.unwrap().is_empty(), "nobody need look at it");
    // Neither does it matter whose phone it is: there is nothing in it.
    let mut stranger = world.phone(OLA).await;
    let voided = stranger.record(ANNA, &conversation(ANNA, "Vil ut")).void().unwrap();
    assert_eq!(said(&stranger.push(&[voided]).await.unwrap()), [GONE]);
}

/// An answer was lost, or a request is late: the text before it was voided arrives, too.
async fn before_or_after_its_own_text_it_counts_once(world: World) {
    let mut phone = world.phone(KARI).await;
    let original = phone.record(ANNA, &conversation(ANNA, "Vil ut"));
    let voided = original.void().unwrap();
    let received = phone.push(std::slice::from_ref(&original)).await.unwrap();
    assert_eq!(said(&received), [DONE]);
    assert_eq!(phone.push(std::slice::from_ref(&voided)).await.unwrap(), received);
    let texts: Vec<_> = stored(&world).await.into_iter().map(|one| one.text).collect();
    assert_eq!(texts, [Some(original.as_str().to_owned())], "retention sees to it");

    let original = phone.record(ANNA, &conversation(ANNA, "Vil synge"));
    let voided = original.void().unwrap();
    // In one push even, as nobody sends it.
    let received = phone.push(&[voided, original.clone()]).await.unwrap();
    assert_eq!(said(&received), [GONE, GONE]);
    assert_eq!(phone.push(std::slice::from_ref(&original)).await.unwrap(), received[..1]);
    assert_eq!(conversations(&world, ANNA).await, 1);
    let texts = stored(&world).await.into_iter().filter_map(|one| one.text);
    assert!(!texts.into_iter().any(|text| text.contains("synge")));
}

async fn a_forged_digest_breaks_the_chain_of_its_own_phone(world: World) {
    let mut phone = world.phone(KARI).await;
    let forge = |text: &MutationText, voids: Digest, command: &str| {
        let mut envelope = text.parse().unwrap().envelope;
        envelope.voids = Some(voids);
        let command = serde_json::value::RawValue::from_string(command.to_owned()).unwrap();
        MutationText::write(&envelope, &command).unwrap()
    };
    let fault = async |phone: &Phone, text: MutationText| phone.push(&[text]).await.unwrap_err();
    let received = phone.record(ANNA, &conversation(ANNA, "Vil ut"));
    phone.push(std::slice::from_ref(&received)).await.unwrap();
    // In the place of what was received.
    let forged = forge(&received, Digest::of(b"other"), VOIDED);
    assert_eq!(fault(&phone, forged).await.fault, FaultCode::Forked);
    // A digest beside a command is not looked at.
    let change = r#"{"report_change":{"id":"00000000-0000-0000-0000-0000000000f1","participant":"00000000-0000-0000-0000-0000000000b1","about":"at_home"}}"#;
    let forged = forge(&received, received.digest(), change);
    assert_eq!(fault(&phone, forged).await.fault, FaultCode::Forked);
    // What follows does not follow from it.
    let next = phone.record(ANNA, &conversation(ANNA, "Vil synge"));
    let forged = forge(&next, Digest::of(b"other"), VOIDED);
    assert_eq!(said(&phone.push(&[forged]).await.unwrap()), [GONE]);
    let after = phone.record(ANNA, &conversation(ANNA, "Vil gå tur"));
    assert_eq!(fault(&phone, after).await.fault, FaultCode::Forked);
    // Nothing but a place in the order was ever voided: without a digest it is a word that nobody knows.
    let mut other = world.phone(KARI).await;
    let unknown = other.record(ANNA, &json!({"voided": {}}));
    let receipts = other.push(&[unknown]).await.unwrap();
    assert_eq!(said(&receipts), [(Verdict::Quarantined, Some("unknown_command"))]);
    assert_eq!(conversations(&world, ANNA).await, 1);
}

async fn who_is_erased_is_not_named_by_what_was_voided(mut world: World) {
    let folder = tempfile::tempdir().unwrap();
    let ledger = Ledger::at(folder.path().join("erased.jsonl"));
    let settings = Settings { ledger: Some(ledger), ..Settings::default() };
    world.with_settings(settings).await;
    let mut phone = world.phone(KARI).await;
    let original = phone.record(ANNA, &conversation(ANNA, "Vil ut"));
    world.service.erase(CENTRE, ANNA).await.unwrap();
    // Ours names nobody; another's client may.
    let voided = original.void().unwrap();
    let (mut named, last) = (original.parse().unwrap().envelope, original.digest());
    assert_eq!(said(&phone.push(&[voided]).await.unwrap()), [GONE]);
    named.seq += 1;
    named.prev = last;
    named.id = uuid::Uuid::now_v7();
    named.voids = Some(Digest::of(b"what was there"));
    let named = phone.write(&named, &json!({"voided": {}}));
    assert_eq!(said(&phone.push(&[named]).await.unwrap()), [GONE]);
    let texts = stored(&world).await.into_iter().filter_map(|one| one.text);
    assert!(!texts.into_iter().any(|text| text.contains(&ANNA.to_string())));
}

/// A participant withdraws on a phone without a network, which then saves what it could not send in a file.
/// What was said is gone before it comes here; what is left are numbers.
#[tokio::test(flavor = "multi_thread")]
async fn a_file_brings_what_was_voided_and_of_the_erased_numbers_are_left() {
    let desk = Desk::with_a_centre();
    let service = desk.service().await;
    let export = desk.export();
    let centre: uuid::Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let (kari, anna) = (id_of(&export, "member", "Kari"), id_of(&export, "participant", "Anna"));
    let mut phone = Phone::enrol_at(&service, centre, kari).await;
    let sent = phone.record(anna, &conversation(anna, "Liker kaffe"));
    phone.push(&[sent]).await.unwrap();
    let mut unsent = |words: &str| phone.record(anna, &conversation(anna, words)).void().unwrap();
    let next = unsent("Vil ut");
    unsent("Vil synge");
    let after_the_lost = unsent("Vil gå tur");
    let envelope = phone.next(Lane::Urgent, anna, 1);
    let left = phone.write(&envelope, &json!({"withdraw_consent": {"participant": anna}}));
    let texts = [&left, &next, &after_the_lost].map(|text| text.as_str());
    let text = format!(r#"{{"brobygger":1,"mutations":[{}]}}"#, texts.join(","));
    let file = desk.file("outbox.json", &text);
    let told = desk.says(&["import-outbox", &file]);
    let expected = "1 records were applied, 0 had been received before, 0 were set aside for the \
                    coordinator.\n2 had been deleted on the phone, since their participants withdrew.\n";
    assert_eq!(told, expected);
    assert!(desk.says(&["review", "list"]).starts_with("Nothing waits"));
    assert!(desk.run(&["check"]).status.success());

    let told = desk.says(&["retention", "--closed", "365", "--withdrawn", "0", "--erase"]);
    assert!(told.ends_with("1 were erased.\n"), "{told}");
    let export = desk.export();
    assert_eq!(rows(&export, "conversation").len(), 0);
    let all = serde_json::to_string(&export).unwrap();
    assert!(!all.contains("kaffe") && !all.contains("Anna"));
    let mutations = export["mutations"].as_array().unwrap();
    let voided = |one: &&Value| one["reason"] == "voided";
    let counts = (mutations.len(), mutations.iter().filter(voided).count());
    assert_eq!(counts, (4, 2), "how many there were is all that is known");
    assert!(desk.run(&["check"]).status.success());
}
