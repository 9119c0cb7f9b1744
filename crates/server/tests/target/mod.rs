//! A centre that bad input is thrown at, and what must hold whatever is thrown. Without a generator of its
//! own, so that the fuzzer in `fuzz/` throws at the same.

// Each test file uses some of this.
#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod invariants;

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, header};
use serde_json::{Value, json};
use server::Settings;
use server::cursor::Cursor;
use server::enrol::CODE_LASTS;
use server::http::{Site, openapi, router};
use sync::PROTOCOL;
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;
use uuid::Uuid;

use crate::centre::{self, ANNA, CENTRE, KARI, OLA, Phone, World, conversation};

pub const LIV: Uuid = Uuid::from_u128(0xA3);
pub const CLARA: Uuid = Uuid::from_u128(0xB3);

/// Kari, who walks with Anna and Bernt, and Ola, who walks with nobody, throw. Liv walks with Clara and
/// wants to notice nothing of it.
pub struct Target {
    runtime: Runtime,
    pub world: World,
    app: Router,
    document: Value,
    pub kari: Phone,
    pub ola: Phone,
    liv: Phone,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend {
    Memory,
    Sqlite,
}

/// What was answered, and it was documented.
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    /// Null where the answer is a stream.
    pub body: Value,
}

impl Target {
    pub fn new(backend: Backend) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (world, phones) = runtime.block_on(prepare(backend));
        let [kari, ola, liv] = phones;
        let app = router(world.service.clone(), Site::Embedded);
        Self { runtime, app, world, document: openapi(), kari, ola, liv }
    }

    /// A code that Kari may enrol one more phone with.
    pub fn invite(&self) -> String {
        let invited = self.world.service.invite(CENTRE, KARI, CODE_LASTS);
        self.runtime.block_on(invited).unwrap().to_string()
    }

    pub fn commit_at(&self, clock: u64) -> Option<u64> {
        self.runtime.block_on(async {
            let mut read = self.world.database.begin_read().await.unwrap();
            read.commit_at(CENTRE, clock).await.unwrap()
        })
    }

    /// A cursor as the server writes it for a phone, whatever stands in it.
    pub fn sign(&self, of: Uuid, cursor: &Cursor) -> String {
        let phone = if of == OLA { &self.ola } else { &self.kari };
        self.runtime.block_on(async {
            let mut read = self.world.database.begin_read().await.unwrap();
            let device = read.devices(&[phone.device]).await.unwrap().pop().unwrap();
            cursor.write(&read.secret().await.unwrap().unwrap(), &device)
        })
    }

    /// Throws a body as one of the phones.
    pub fn post(&mut self, by: Uuid, path: &str, body: impl Into<Body>) -> Answer {
        let token = if by == OLA { &self.ola.token } else { &self.kari.token };
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {token}"));
        self.throw(by, request.body(body.into()).unwrap())
    }

    /// Throws a request, holds its answer against the document, and sees that it neither told nor changed
    /// what is not this member's.
    pub fn throw(&mut self, by: Uuid, request: Request<Body>) -> Answer {
        let others = self.others(by);
        let (path, method) = (request.uri().path().to_owned(), request.method().clone());
        let app = self.app.clone();
        let answer = self.runtime.block_on(async {
            let response = app.oneshot(request).await.unwrap();
            let (parts, body) = response.into_parts();
            let kind = parts.headers.get(header::CONTENT_TYPE).map(|kind| kind.to_str().unwrap());
            let body = match kind {
                Some("text/event-stream") => Value::Null,
                _ => {
                    let bytes = to_bytes(body, usize::MAX).await.unwrap();
                    serde_json::from_slice(&bytes).expect("an answer in JSON")
                }
            };
            Answer { status: parts.status.as_u16(), headers: parts.headers, body }
        });
        self.is_documented(&path, &method, &answer);
        self.tells_no_more_than_it_may(by, &answer.body);
        assert_eq!(self.others(by), others, "rows outside of what {by} is granted have changed");
        answer
    }

    /// The centre is as it should be, and whoever did nothing wrong goes on.
    pub fn is_well(&mut self) {
        let mutation = self.liv.record(CLARA, &conversation(CLARA, "Vil ut"));
        let body = json!({"brobygger": PROTOCOL, "mutations": [mutation], "pull": self.liv.asks()});
        let request = Request::post("/sync/v1/push")
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {}", self.liv.token))
            .body(Body::from(body.to_string()));
        let answer = self.throw(LIV, request.unwrap());
        assert_eq!(answer.status, 200, "{}", answer.body);
        assert_eq!(answer.body["receipts"][0]["verdict"], "applied", "{}", answer.body);
        assert_eq!(answer.body["page"]["rows"][0]["scope"], json!(CLARA), "{}", answer.body);
        let database = &self.world.database;
        self.runtime.block_on(invariants::hold(database.as_ref(), CENTRE));
    }

    /// A status and a kind of content that the document names, with our mark, and no trouble of ours.
    fn is_documented(&self, path: &str, method: &Method, answer: &Answer) {
        let Answer { status, headers, body } = answer;
        assert!(*status < 500, "{status} {body}");
        let method = method.as_str().to_ascii_lowercase();
        let responses = &self.document["paths"][path][&method]["responses"];
        let documented = &responses[status.to_string()];
        assert!(documented.is_object(), "{method} {path}: {status} is not documented: {body}");
        let kind = headers[header::CONTENT_TYPE].to_str().unwrap();
        assert!(documented["content"][kind].is_object(), "{path} {status}: {kind}");
        if kind == "application/json" {
            assert_eq!(body["brobygger"], PROTOCOL, "{body}");
            assert_eq!(body["fault"].is_string(), *status >= 400, "{body}");
        }
        let receipts = body["receipts"].as_array();
        for receipt in receipts.into_iter().flatten() {
            assert_ne!(receipt["reason"], "internal", "a rule panicked: {receipt}");
        }
        assert_ne!(body["pull_fault"]["fault"], "internal");
    }

    fn tells_no_more_than_it_may(&self, by: Uuid, body: &Value) {
        let granted = self.granted(by);
        let page = &body["page"];
        for list in ["rows", "gone", "grants", "filled"] {
            for one in page[list].as_array().into_iter().flatten() {
                let scope: Uuid = one["scope"].as_str().unwrap().parse().unwrap();
                assert!(granted.contains(&scope), "{by} was told of {scope}: {one}");
            }
        }
    }

    fn granted(&self, member: Uuid) -> BTreeSet<Uuid> {
        self.runtime.block_on(async {
            let mut read = self.world.database.begin_read().await.unwrap();
            let grants = read.grants(CENTRE, &[member]).await.unwrap();
            let active = grants.into_iter().filter(|grant| grant.ended_at.is_none());
            active.map(|grant| grant.scope).chain([CENTRE, member]).collect()
        })
    }

    /// Rows that a member neither holds nor held, apart from what it reports and never sees again.
    fn others(&self, member: Uuid) -> Vec<(Uuid, u64, String)> {
        self.runtime.block_on(async {
            let mut read = self.world.database.begin_read().await.unwrap();
            let grants = read.grants(CENTRE, &[member]).await.unwrap();
            let held: BTreeSet<Uuid> =
                grants.into_iter().map(|grant| grant.scope).chain([member]).collect();
            let rows = read.rows_of_centre(CENTRE, None, usize::MAX >> 1).await.unwrap();
            let reported = format!(r#""by":"{member}""#);
            let others = rows.into_iter().filter(|row| {
                let own = row.kind == "concern" && row.body.contains(&reported);
                !held.contains(&row.scope) && !own
            });
            others.map(|row| (row.id, row.seq, row.body)).collect()
        })
    }
}

async fn prepare(backend: Backend) -> (World, [Phone; 3]) {
    let mut world = match backend {
        Backend::Memory => World::in_memory().await,
        Backend::Sqlite => World::in_a_file().await,
    };
    // Codes may be guessed here without end.
    let settings = Settings { wrong_codes: u32::MAX, enrolments: u32::MAX, ..Settings::default() };
    world.with_settings(settings).await;
    let commands = [
        json!({"register_member": {"id": LIV, "role": "volunteer", "first_name": "Liv"}}),
        json!({"register_participant": {
            "id": CLARA, "first_name": "Clara", "phone": {"value": null, "version": 1},
            "referred": "2026-10-01",
        }}),
    ];
    world.do_all(&commands.map(|command| serde_json::from_value(command).unwrap())).await;
    world.do_all(&[centre::assign(3, LIV, CLARA)]).await;
    let mut phones = [world.phone(KARI).await, world.phone(OLA).await, world.phone(LIV).await];
    for phone in &mut phones {
        phone.pull_all().await;
    }
    let [kari, ..] = &mut phones;
    let said = kari.record(ANNA, &conversation(ANNA, "Vil synge"));
    kari.push(&[said]).await.unwrap();
    (world, phones)
}
