//! How much one machine takes in: phones that push batches over HTTP to SQLite, each commit durable.
//!
//! `cargo run --release -p server --example throughput [-- PHONES BATCH SECONDS [FOLDER]]`, by default
//! 50 phones, batches of 20, for 10 seconds, in a folder of the system's for temporary files. Prints one
//! line of JSON: mutations a second, the time of a push (median and 99th percentile), and commits.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use database::{Database, Sqlite};
use domain::{CoordinatorCommand, Moment};
use serde_json::value::to_raw_value;
use serde_json::{Value, json};
use server::coordinate::{Mode, add_centre, coordinate};
use server::enrol::{CODE_LASTS, EnrolRequest};
use server::http::{self, Site};
use server::{Clock, Service, Settings};
use sync::{
    Digest, Envelope, Grant, Lane, MutationText, PROTOCOL, PushAnswer, PushRequest, SCHEMA, Verdict,
};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use uuid::Uuid;

const PARTICIPANTS: usize = 4;

#[tokio::main(worker_threads = 2)]
async fn main() {
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
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds as u64);
    let tasks: Vec<_> = pushing
        .into_iter()
        .map(|mut phone| {
            tokio::spawn(async move {
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
    let commits = clock(database.as_ref(), centre).await - before;
    times.sort_unstable();
    let percentile = |p: usize| times[(times.len() * p / 100).min(times.len() - 1)];
    let told = json!({
        "phones": phones,
        "batch": batch,
        "seconds": elapsed,
        "mutations": times.len() * batch,
        "mutations_per_second": (times.len() * batch) as f64 / elapsed,
        "push_ms_p50": percentile(50).as_secs_f64() * 1000.0,
        "push_ms_p99": percentile(99).as_secs_f64() * 1000.0,
        "commits": commits,
    });
    println!("{told}");
    database.close().await;
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
    device: Uuid,
    epoch: Uuid,
    participants: Vec<Uuid>,
    seq: u64,
    prev: Digest,
}

impl Phone {
    async fn enrol(service: &Service, centre: Uuid, member: Uuid, participants: Vec<Uuid>) -> Self {
        let code = service.invite(centre, member, CODE_LASTS).await.unwrap();
        let device = Uuid::now_v7();
        let token = format!("{:0>43}", device.simple().to_string());
        let request = EnrolRequest {
            brobygger: PROTOCOL,
            code: code.to_string(),
            device,
            token: token.clone(),
        };
        service.enrol(&request).await.unwrap();
        Self { token, device, epoch: Uuid::now_v7(), participants, seq: 0, prev: Digest::START }
    }

    fn batch(&mut self, size: usize) -> Vec<u8> {
        let mutations = (0..size).map(|_| self.next()).collect();
        let request = PushRequest { brobygger: PROTOCOL, mutations, pull: None };
        serde_json::to_vec(&request).unwrap()
    }

    fn next(&mut self) -> MutationText {
        self.seq += 1;
        let participant = self.participants[self.seq as usize % PARTICIPANTS];
        let now = Clock::system().now();
        let envelope = Envelope {
            device: self.device,
            epoch: self.epoch,
            lane: Lane::Normal,
            seq: self.seq,
            id: Uuid::now_v7(),
            schema: SCHEMA,
            grant: Some(Grant { scope: participant, version: 1 }),
            at: now,
            prev: self.prev,
            signature: None,
        };
        let command: Value = json!({"record_conversation": {
            "id": Uuid::now_v7(), "participant": participant,
            "said": {
                "day": Moment(now).utc_day(), "talk": "free", "themes": ["company", "movement"],
                "matters": "Vil gjerne ut og møte folk, helst på formiddagen, og helst et sted \
                    der noen tar imot ved døra. Har gått i kor før og savner det. Hofta er bedre, \
                    men trapper er vanskelige når det er glatt.",
            },
        }});
        let text = MutationText::write(&envelope, &to_raw_value(&command).unwrap()).unwrap();
        self.prev = text.digest();
        text
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
