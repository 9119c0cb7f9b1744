//! How the cost of small things grows with what exists, in time and in steps of the database's machine.
//!
//! `cargo run --release -p server --example growth [-- quick]`. Prints one line of JSON: for each size the
//! median time of a pull with nothing new, a pull with one change, a push and a look at the clocks, and the
//! steps of SQLite that each took. `crates/server/tests/growth.rs` holds the steps; the times are only told.
//! The times hold the counting of the steps, and no HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/centre/mod.rs"]
mod centre;
#[path = "../tests/grown/mod.rs"]
mod grown;

use grown::{Cost, Grown, Size};
use serde_json::{Value, json};

#[tokio::main]
async fn main() {
    let quick = std::env::args().nth(1).is_some();
    let runs = if quick { 3 } else { 21 };
    let all = |most: [usize; 3]| if quick { most[..2].to_vec() } else { most.to_vec() };
    let mut told = Vec::new();
    for centres in all([10, 100, 1_000]) {
        told.push(row("centres", centres, Size { centres, ..Size::SMALL }, runs).await);
    }
    for rows in all([100, 1_000, 10_000]) {
        told.push(row("rows on the phone", rows, Size { rows, ..Size::SMALL }, runs).await);
    }
    for others in all([10, 100, 1_000]) {
        let size = Size { others, ..Size::SMALL };
        told.push(row("other participants of the centre", others, size, runs).await);
    }
    println!("{}", Value::from(told));
}

async fn row(what: &str, count: usize, size: Size, runs: usize) -> Value {
    let mut grown = Grown::to(size).await;
    let (mut nothing, mut change, mut push, mut poll) = (vec![], vec![], vec![], vec![]);
    for _ in 0..runs {
        nothing.push(grown.nothing_new().await);
        change.push(grown.one_change().await);
        push.push(grown.one_push().await);
        poll.push(grown.poll().await);
    }
    json!({
        "what": what, "count": count, "nothing_new": middle(nothing), "one_change": middle(change),
        "one_push": middle(push), "poll": middle(poll),
    })
}

fn middle(mut all: Vec<Cost>) -> Value {
    all.sort_by_key(|cost| cost.time);
    let cost = all[all.len() / 2];
    json!({ "ms": cost.time.as_secs_f64() * 1000.0, "steps": cost.steps })
}
