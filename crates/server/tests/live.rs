//! The real server in a process of its own, and a thousand phones that listen.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod listeners;

use std::time::Duration;

use listeners::{Listener, Running, push};
use tokio::time::timeout;

const LISTENING: usize = 1000;
/// What they may cost the server altogether.
const MOST_BYTES: u64 = 100 * 1024 * 1024;
/// Nothing is said about time here: the example `live` measures it.
const DEADLINE: Duration = Duration::from_secs(120);

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_listen_and_each_is_poked_once_for_each_commit() {
    server::http::allow_many();
    let server = Running::start(env!("CARGO_BIN_EXE_brobygger"));
    let phones = server.enrol_two().await;
    let before = server.memory();
    let mut all = Vec::new();
    for number in 0..LISTENING {
        let phone = &phones[number % phones.len()];
        all.push(Listener::open(server.port, &phone.token).await.unwrap());
    }
    let first = each(&mut all).await;
    let clock = first[0];
    assert!(first.iter().all(|heard| *heard == clock), "all begin at the centre's clock");
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MOST_BYTES, "{LISTENING} idle connections cost {grown} bytes");

    // A commit of the server itself, and then one of another process beside it.
    push(server.port, &phones[0]).await;
    let heard = each(&mut all).await;
    assert!(heard.iter().all(|heard| *heard == clock + 1), "{:?}", heard.first());
    server.commit_beside();
    let heard = each(&mut all).await;
    assert!(heard.iter().all(|heard| *heard == clock + 2), "{:?}", heard.first());
    let grown = server.memory().saturating_sub(before);
    assert!(grown < MOST_BYTES, "{LISTENING} connections cost {grown} bytes after two commits");
}

/// The next poke of each.
async fn each(all: &mut [Listener]) -> Vec<u64> {
    let mut heard = Vec::with_capacity(all.len());
    for one in all {
        let poke = timeout(DEADLINE, one.poke()).await;
        heard.push(poke.expect("somebody was not poked").unwrap());
    }
    heard
}
