//! What a phone asks for costs what changed, not what exists. Counted in steps of the database's own machine,
//! so that the answer is the same everywhere.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;
mod grown;

use grown::{Cost, Grown, Size};

/// Half as much again for whatever a hundred times more of it costs.
fn holds(what: &str, small: u64, large: u64) {
    assert!(small > 0, "{what}: nothing was counted");
    assert!(large * 2 <= small * 3, "{what}: {small} steps became {large}");
}

/// The least of more than there can be connections: a question that happens to be put on a new one reads the
/// schema as well.
async fn least(mut ask: impl AsyncFnMut() -> Cost) -> u64 {
    let mut least = u64::MAX;
    for _ in 0..12 {
        least = least.min(ask().await.steps);
    }
    least
}

async fn costs_the_same(large: Size) {
    let mut before = Grown::to(Size::SMALL).await;
    let mut after = Grown::to(large).await;
    let small = least(async || before.nothing_new().await).await;
    let large = least(async || after.nothing_new().await).await;
    holds("a pull with nothing new", small, large);
    let small = least(async || before.one_change().await).await;
    let large = least(async || after.one_change().await).await;
    holds("a pull with one change", small, large);
    let small = least(async || before.one_push().await).await;
    let large = least(async || after.one_push().await).await;
    holds("a push", small, large);
    let small = least(async || before.poll().await).await;
    let large = least(async || after.poll().await).await;
    holds("a look at the clocks", small, large);
}

#[tokio::test]
async fn on_a_phone_with_a_hundred_times_the_rows() {
    costs_the_same(Size { rows: 10_000, ..Size::SMALL }).await;
}

#[tokio::test]
async fn beside_a_hundred_times_the_centres() {
    costs_the_same(Size { centres: 1_000, ..Size::SMALL }).await;
}

#[tokio::test]
async fn beside_a_hundred_times_the_participants() {
    costs_the_same(Size { others: 1_000, ..Size::SMALL }).await;
}

#[tokio::test]
async fn after_a_hundred_times_the_mutations() {
    costs_the_same(Size { sent: 1_000, ..Size::SMALL }).await;
}

/// Otherwise the others would hold whatever was asked.
#[tokio::test]
async fn what_has_to_be_told_is_counted() {
    let small = Grown::to(Size::SMALL).await.first_pull().await;
    let large = Grown::to(Size { rows: 2_000, ..Size::SMALL }).await.first_pull().await;
    assert!(large.steps > small.steps * 5, "{} steps became {}", small.steps, large.steps);
}
