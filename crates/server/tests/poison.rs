//! What the database cannot take, or what makes the server panic, blocks no lane.
#![allow(clippy::unwrap_used)]

mod centre;

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use centre::{ANNA, BERNT, CENTRE, KARI, OLA, START, assign, conversation};
use database::{Database, Memory};
use server::coordinate::{Mode, coordinate};
use server::{Clock, Service, Settings};
use sync::Verdict;

/// Kari walks with Anna, Ola with Bernt, on a database that we hold.
async fn begin() -> (Memory, Arc<dyn Database>, Service) {
    let memory = Memory::new();
    let database: Arc<dyn Database> = Arc::new(memory.clone());
    centre::add_centre(database.as_ref()).await;
    let clock = Clock::by_hand(Arc::new(AtomicI64::new(START)));
    let service = Service::start(database.clone(), clock, Settings::default()).await.unwrap();
    for commands in [centre::people(), vec![assign(1, KARI, ANNA), assign(2, OLA, BERNT)]] {
        let done = coordinate(database.as_ref(), CENTRE, START, &commands, Mode::ForReal).await;
        assert_eq!(done.unwrap().refused(), None);
    }
    (memory, database, service)
}

async fn poisoned(panics: bool) {
    let (memory, database, service) = begin().await;
    memory.poison("☠", panics);
    let mut kari = centre::Phone::enrol(&service, KARI).await;
    let mut ola = centre::Phone::enrol(&service, OLA).await;
    let good = kari.record(ANNA, &conversation(ANNA, "Kor"));
    let bad = kari.record(ANNA, &conversation(ANNA, "Kor ☠"));
    let later = kari.record(ANNA, &conversation(ANNA, "Gå tur"));
    let batch = [good, bad, later];
    let receipts = kari.push(&batch).await.unwrap();
    let verdicts: Vec<Verdict> = receipts.iter().map(|receipt| receipt.verdict).collect();
    assert_eq!(verdicts, [Verdict::Applied, Verdict::Quarantined, Verdict::Applied]);
    assert_eq!(receipts[1].reason.as_deref(), Some("internal"));
    let kept = database.begin_read().await.unwrap().decided_of_centre(CENTRE).await.unwrap();
    assert!(
        kept.iter().any(|one| one.text.as_deref().is_some_and(|text| text.contains('☠'))),
        "kept whole"
    );
    assert_eq!(kari.push(&batch).await.unwrap(), receipts, "and for good");
    // The queue goes on for everybody.
    let text = ola.record(BERNT, &conversation(BERNT, "Hage"));
    assert_eq!(ola.push(&[text]).await.unwrap()[0].verdict, Verdict::Applied);
}

#[tokio::test]
async fn what_the_database_cannot_take_is_set_aside() {
    poisoned(false).await;
}

#[tokio::test]
async fn what_makes_the_server_panic_is_set_aside() {
    poisoned(true).await;
}
