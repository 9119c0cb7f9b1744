//! How much one machine takes in: phones that push batches over HTTP to SQLite, each commit durable.
//!
//! `cargo run --release -p server --example throughput [-- PHONES BATCH SECONDS [FOLDER]]`, by default
//! 50 phones, batches of 20, for 10 seconds, in a folder of the system's for temporary files. Prints one
//! line of JSON: mutations a second, the time of a push (median and 99th percentile), commits, and, on
//! Linux, what the server and the phones took of the processor for a thousand mutations. The phones share
//! the machine with the server, and other programs may too: the seconds of the processor are the figure
//! to compare between two builds, the rate is what came of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../tests/centre/pen.rs"]
mod pen;

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use database::{Database, Sqlite};
use domain::{CoordinatorCommand, Moment};
use pen::Pen;
use serde_json::{Value, json};
use server::coordinate::{Mode, add_centre, coordinate};
use server::http::{self, Site};
use server::{Clock, Service, Settings};
use sync::{Lane, MutationText, PROTOCOL, PushAnswer, PushRequest, Verdict};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::runtime::{Handle, Runtime};
use uuid::Uuid;

const PARTICIPANTS: usize = 4;

/// What the phones' threads are called; all others are the server's.
const PHONES: &str = "phones";

fn main() {
    // Apart, so that it can be told who takes the processor.
    let phones = runtime(PHONES);
    runtime("server").block_on(measure(phones.handle().clone()));
}

fn runtime(name: &str) -> Runtime {
    let mut builder = tokio::runtime::Builder::new_multi_thread();
    builder.worker_threads(2).thread_name(name).enable_all().build().unwrap()
}

async fn measure(phones_runtime: Handle) {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let number = |place: usize, default: usize| {
        arguments.get(place).map_or(default, |text| text.parse().expect("a number"))
    };
    let (phones, batch, seconds) = (number(0, 50), number(1, 20), number(2, 10));
    let temporary = tempfile::tempdir().unwrap();
    let folder = arguments.get(3).map_or(temporary.path().to_owned(), PathBuf::from);
    let file = folder.join("throughput.sqlite");
    let database = Arc::new(Sqlite::open(&file).await.unwrap());
    let shared: Arc<Sqlite> = Arc::clone(&database);
    let service = Service::start(shared, Clock::system(), Settings::default()).await.unwrap();
    let (centre, volunteers) = people(database.as_ref(), phones).await;
    let listener = http::listen(([127, 0, 0, 1], 0).into()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let app = http::router(service.clone(), Site::Embedded);
    tokio::spawn(async move { axum::serve(listener, app).await });

    let mut pushing = Vec::new();
    for (member, participants) in volunteers {
        let phone = Phone::enrol(&service, centre, member, participants).await;
        pushing.push(phone);
    }
    let before = clock(database.as_ref(), centre).await;
    let used = Processor::now();
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds as u64);
    let tasks: Vec<_> = pushing
        .into_iter()
        .map(|mut phone| {
            phones_runtime.spawn(async move {
                let mut line = TcpStream::connect(address).await.unwrap();
                line.set_nodelay(true).unwrap();
                let mut times = Vec::new();
                while Instant::now() < end {
                    let body = phone.batch(batch);
                    let sent = Instant::now();
                    let answer = post(&mut line, &phone.token, &body).await;
                    times.push(sent.elapsed());
                    let answer: PushAnswer = serde_json::from_slice(&answer).unwrap();
                    assert_eq!(answer.receipts.len(), batch);
                    assert!(answer.receipts.iter().all(|r| r.verdict == Verdict::Applied));
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.unwrap());
    }
    let elapsed = began.elapsed().as_secs_f64();
    let used = Processor::now().since(used);
    let commits = clock(database.as_ref(), centre).await - before;
    times.sort_unstable();
    let percentile = |p: usize| times[(times.len() * p / 100).min(times.len() - 1)];
    let a_thousand =
        |used: Option<f64>| used.map(|seconds| seconds * 1e6 / (times.len() * batch) as f64);
    let told = json!({
        "phones": phones,
        "batch": batch,
        "seconds": elapsed,
        "mutations": times.len() * batch,
        "mutations_per_second": (times.len() * batch) as f64 / elapsed,
        "push_ms_p50": percentile(50).as_secs_f64() * 1000.0,
        "push_ms_p99": percentile(99).as_secs_f64() * 1000.0,
        "commits": commits,
        "server_cpu_ms_per_1000": a_thousand(used.server),
        "phones_cpu_ms_per_1000": a_thousand(used.phones),
        "waited_for_cpu_s": used.waited,
    });
    println!("{told}");
    database.close().await;
}

/// Seconds of the processor, by whose threads took them, and seconds in which one of them was ready and
/// had to wait. Unknown where there is no `/proc`.
#[derive(Clone, Copy, Default)]
struct Processor {
    server: Option<f64>,
    phones: Option<f64>,
    waited: Option<f64>,
}

impl Processor {
    fn now() -> Self {
        let mut used = Self::default();
        let Ok(threads) = std::fs::read_dir("/proc/self/task") else { return used };
        for thread in threads.filter_map(Result::ok) {
            let read = |name| std::fs::read_to_string(thread.path().join(name));
            let (Ok(name), Ok(times)) = (read("comm"), read("schedstat")) else { continue };
            let seconds = |text: &str| text.parse::<f64>().unwrap() / 1e9;
            let times: Vec<f64> = times.split_whitespace().map(seconds).collect();
            let whose = if name.trim() == PHONES { &mut used.phones } else { &mut used.server };
            *whose = Some(whose.unwrap_or(0.0) + times[0]);
            used.waited = Some(used.waited.unwrap_or(0.0) + times[1]);
        }
        used
    }

    fn since(self, before: Self) -> Self {
        let less = |now: Option<f64>, before: Option<f64>| Some(now? - before?);
        Self {
            server: less(self.server, before.server),
            phones: less(self.phones, before.phones),
            waited: less(self.waited, before.waited),
        }
    }
}

async fn clock(database: &Sqlite, centre: Uuid) -> u64 {
    let mut read = database.begin_read().await.unwrap();
    read.centre(centre).await.unwrap().unwrap().clock
}

/// A centre with as many volunteers as phones, each with a few participants.
async fn people(database: &Sqlite, phones: usize) -> (Uuid, Vec<(Uuid, Vec<Uuid>)>) {
    let id = Uuid::now_v7();
    let settled: domain::Centre = serde_json::from_value(json!({
        "id": id, "name": "Prøvesentralen", "country": "NO", "language": "nb",
        "coordinator": "Ingrid", "coordinator_phone": "90000001", "emergency": [],
        "follow_up_rules": [], "legal_basis": "consent", "safety_window_minutes": 60,
        "lease_days": 14, "demo": true,
    }))
    .unwrap();
    add_centre(database, &settled).await.unwrap();
    let today = Moment(Clock::system().now()).utc_day();
    let mut commands = vec![CoordinatorCommand::SettleCentre(settled)];
    let mut volunteers = Vec::new();
    for _ in 0..phones {
        let member = Uuid::now_v7();
        let mut all = vec![json!({"register_member": {
            "id": member, "role": "volunteer", "first_name": "Kari",
        }})];
        let participants: Vec<Uuid> = (0..PARTICIPANTS).map(|_| Uuid::now_v7()).collect();
        for participant in &participants {
            all.push(json!({"register_participant": {
                "id": participant, "first_name": "Anna", "referred": today,
                "phone": {"value": null, "version": 1},
            }}));
            all.push(json!({"assign": {
                "id": Uuid::now_v7(), "member": member, "participant": participant,
                "part": "lead", "from": today,
            }}));
        }
        commands.extend(all.into_iter().map(|one| serde_json::from_value(one).unwrap()));
        volunteers.push((member, participants));
    }
    let now = Clock::system().now();
    let done = coordinate(database, id, now, &commands, Mode::ForReal).await.unwrap();
    assert_eq!(done.refused(), None);
    (id, volunteers)
}

struct Phone {
    token: String,
    pen: Pen,
    participants: Vec<Uuid>,
    written: usize,
}

impl Phone {
    async fn enrol(service: &Service, centre: Uuid, member: Uuid, participants: Vec<Uuid>) -> Self {
        let (pen, token) = Pen::enrol(service, centre, member).await;
        Self { token, pen, participants, written: 0 }
    }

    fn batch(&mut self, size: usize) -> Vec<u8> {
        let mutations = (0..size).map(|_| self.next()).collect();
        let request = PushRequest { brobygger: PROTOCOL, mutations, pull: None };
        serde_json::to_vec(&request).unwrap()
    }

    fn next(&mut self) -> MutationText {
        self.written += 1;
        let participant = self.participants[self.written % PARTICIPANTS];
        let now = Clock::system().now();
        let envelope = self.pen.next(Lane::Normal, participant, 1, now);
        let command: Value = json!({"record_conversation": {
            "id": Uuid::now_v7(), "participant": participant,
            "said": {
                "day": Moment(now).utc_day(), "talk": "free", "themes": ["company", "movement"],
                "matters": "Vil gjerne ut og møte folk, helst på formiddagen, og helst et sted \
                    der noen tar imot ved døra. Har gått i kor før og savner det. Hofta er bedre, \
                    men trapper er vanskelige når det er glatt.",
            },
        }});
        self.pen.write(&envelope, &command)
    }
}

/// HTTP/1.1 with as little as it takes.
async fn post(line: &mut TcpStream, token: &str, body: &[u8]) -> Vec<u8> {
    let head = format!(
        "POST /sync/v1/push HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let mut request = head.into_bytes();
    request.extend(body);
    line.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    loop {
        let read = line.read_buf(&mut answer).await.unwrap();
        assert_ne!(read, 0, "the server hung up");
        let Some(head) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") else {
            continue;
        };
        let said = String::from_utf8_lossy(&answer[..head]).to_lowercase();
        assert!(said.starts_with("http/1.1 200"), "{said}");
        let length = said.split("content-length: ").nth(1).expect("a length");
        let length: usize = length.lines().next().unwrap().trim().parse().unwrap();
        if answer.len() >= head + 4 + length {
            return answer.split_off(head + 4);
        }
    }
}
