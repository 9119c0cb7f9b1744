//! How soon a poke is heard, and what those who listen cost. Prints one object of JSON.
//!
//! `cargo build --release -p server --bins && cargo run --release -p server --example live -- target/release/brobygger`
//!
//! For 1, 100 and 1,000 open streams: the time until each heard of a commit, from the beginning of a push, and
//! from the end of a command beside the server; and what the server's memory grew by.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/listeners/mod.rs"]
mod listeners;

use std::time::{Duration, Instant};

use listeners::{Enrolled, Listener, Running, push};
use serde_json::{Value, json};
use tokio::task::JoinSet;

const COMMITS: usize = 20;

#[tokio::main]
async fn main() {
    server::http::allow_many();
    let program = std::env::args().nth(1).expect("the path of the server's program");
    let mut measured = Vec::new();
    for listening in [1, 100, 1000] {
        let server = Running::start(&program);
        let phones = server.enrol_two().await;
        measured.push(measure(&server, &phones, listening).await);
    }
    println!("{}", json!({ "live": measured }));
}

async fn measure(server: &Running, phones: &[Enrolled], listening: usize) -> Value {
    let before = server.memory();
    let mut all = Vec::new();
    for number in 0..listening {
        let token = &phones[number % phones.len()].token;
        let mut listener = Listener::open(server.port, token).await.unwrap();
        listener.poke().await.unwrap();
        all.push(listener);
    }
    let grown = server.memory().saturating_sub(before);
    let (mut own, mut other) = (Vec::new(), Vec::new());
    for _ in 0..COMMITS {
        let began = Instant::now();
        let heard = listen(&mut all);
        push(server.port, &phones[0]).await;
        own.extend(heard.times(&mut all, began).await);
    }
    for _ in 0..COMMITS {
        let heard = listen(&mut all);
        server.commit_beside();
        // The command has ended, so what it wrote is there: from now on it is the server's time.
        let began = Instant::now();
        other.extend(heard.times(&mut all, began).await);
    }
    let per_thousand = grown * 1000 / u64::try_from(listening).unwrap_or(1);
    json!({
        "listening": listening,
        "own_commit_ms": spread(own),
        "other_process_ms": spread(other),
        "memory_bytes": grown,
        "memory_bytes_per_1000": per_thousand,
    })
}

/// All of them listening at once.
struct Heard(JoinSet<(Listener, Instant)>);

fn listen(all: &mut Vec<Listener>) -> Heard {
    let mut tasks = JoinSet::new();
    for mut listener in all.drain(..) {
        tasks.spawn(async move {
            listener.poke().await.unwrap();
            (listener, Instant::now())
        });
    }
    Heard(tasks)
}

impl Heard {
    async fn times(mut self, all: &mut Vec<Listener>, began: Instant) -> Vec<Duration> {
        let mut times = Vec::new();
        while let Some(heard) = self.0.join_next().await {
            let (listener, at) = heard.unwrap();
            times.push(at.saturating_duration_since(began));
            all.push(listener);
        }
        times
    }
}

fn spread(mut times: Vec<Duration>) -> Value {
    times.sort_unstable();
    let at =
        |share: usize| times[(times.len() * share / 100).min(times.len() - 1)].as_secs_f64() * 1e3;
    json!({"p50": at(50), "p99": at(99), "worst": at(100)})
}
