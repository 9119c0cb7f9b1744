//! Whatever is sent: no panic, no trouble of the server's, a documented answer, nothing told or changed
//! that is not the sender's, and the others go on. `FUZZ_FACTOR=100 cargo test -p server --test bad_input`
//! tries a hundred times as many cases.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;
mod damage;
mod target;

use std::sync::LazyLock;

use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, header};
use centre::{ANNA, BERNT, CENTRE, KARI, OLA, Phone, conversation};
use damage::{cases, damaged, damages, nested, weird};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::{Value, json};
use server::cursor::Cursor;
use sync::{Lane, MutationText, PROTOCOL, PUSH_MAX_BYTES, PUSH_MAX_MUTATIONS, Pull, PushRequest};
use target::{Backend, Target};
use uuid::Uuid;

const PUSH: &str = "/sync/v1/push";
const PULL: &str = "/sync/v1/pull";
const LOOK: &str = "/api/v1/enrolment/look";
const ENROL: &str = "/api/v1/enrolment";
const POKE: &str = "/sync/v1/poke";

/// A command of each kind as it travels, about Anna.
static COMMANDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../domain/tests/wire");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let commands =
        files.iter().filter(|path| path.file_name().unwrap().to_str().unwrap().starts_with("do_"));
    let read = |path: &std::path::PathBuf| {
        let whole: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        let text = whole["example"].to_string();
        text.replace(&Uuid::from_u128(0x21).to_string(), &ANNA.to_string())
    };
    let all: Vec<String> = commands.map(read).collect();
    assert!(all.len() >= 12);
    all
});

/// A good push of three in both lanes, with a pull.
fn good_push(phone: &mut Phone) -> String {
    let plan = centre::plan(ANNA, "2026-11-23");
    let mut mutations =
        vec![phone.record(ANNA, &conversation(ANNA, "Vil ut")), phone.record(ANNA, &plan)];
    let change = json!({"report_change": {
        "id": Uuid::now_v7(), "participant": BERNT, "about": "at_home",
    }});
    let envelope = phone.next(Lane::Urgent, BERNT, 1);
    mutations.push(phone.write(&envelope, &change));
    push_of(mutations, Some(phone.asks()))
}

/// Not by way of a `Value`, which would put the texts into another order.
fn push_of(mutations: Vec<MutationText>, pull: Option<Pull>) -> String {
    serde_json::to_string(&PushRequest { brobygger: PROTOCOL, mutations, pull }).unwrap()
}

fn good_pull(phone: &Phone) -> String {
    let mut pull = serde_json::to_value(phone.asks()).unwrap();
    pull["wants"] = json!([{"scope": ANNA}, {"scope": CENTRE, "after": Uuid::from_u128(7)}]);
    json!({"brobygger": PROTOCOL, "pull": pull}).to_string()
}

/// A mutation of the next number around a command that may be anything.
fn around(phone: &Phone, command: &[u8]) -> Vec<u8> {
    let envelope = serde_json::to_string(&phone.next(Lane::Normal, ANNA, 1)).unwrap();
    let begin = format!(r#"{{"brobygger":1,"mutations":[{{"envelope":{envelope},"command":"#);
    [begin.as_bytes(), command, b"}]}"].concat()
}

/// How deep it goes, at most: brackets within texts count as well. A mutation, which is one level itself, is read
/// to 100 levels (`json::parser`).
fn nesting(text: &[u8]) -> usize {
    let (mut depth, mut deepest) = (0_usize, 0);
    for byte in text {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        deepest = deepest.max(depth);
    }
    deepest
}

fn member() -> impl Strategy<Value = Uuid> {
    select(vec![KARI, OLA])
}

proptest! {
    #![proptest_config(cases(48))]

    #[test]
    fn any_bytes(
        path in select(vec![PUSH, PULL, LOOK, ENROL]),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let mut target = Target::new(Backend::Memory);
        let answer = target.post(KARI, path, bytes);
        prop_assert_eq!(answer.status, 400);
        target.is_well();
    }

    #[test]
    fn damaged_pushes(by in member(), damages in damages(4)) {
        let mut target = Target::new(Backend::Memory);
        let phone = if by == KARI { &mut target.kari } else { &mut target.ola };
        let body = damaged(&good_push(phone), &damages);
        let first = target.post(by, PUSH, body.clone());
        let second = target.post(by, PUSH, body);
        // The same again changes nothing.
        prop_assert_eq!(first.status, second.status);
        prop_assert_eq!(&first.body["receipts"], &second.body["receipts"]);
        target.is_well();
    }

    #[test]
    fn damaged_pulls(by in member(), damages in damages(4)) {
        let mut target = Target::new(Backend::Memory);
        let phone = if by == KARI { &target.kari } else { &target.ola };
        let body = damaged(&good_pull(phone), &damages);
        target.post(by, PULL, body);
        target.is_well();
    }

    #[test]
    fn a_damaged_enrolment(damages in damages(3), path in select(vec![LOOK, ENROL])) {
        let mut target = Target::new(Backend::Memory);
        let invited = target.invite();
        let body = json!({
            "brobygger": PROTOCOL, "code": invited, "device": Uuid::now_v7(), "token": "T".repeat(43),
        });
        target.post(KARI, path, damaged(&body.to_string(), &damages));
        target.is_well();
    }
}

proptest! {
    #![proptest_config(cases(128))]

    /// What comes through the door and is kept or decided.
    #[test]
    fn damaged_commands(by in member(), which in any::<Index>(), damages in damages(3)) {
        let mut target = Target::new(Backend::Memory);
        let command = damaged(which.get::<String>(&COMMANDS), &damages);
        let phone = if by == KARI { &target.kari } else { &target.ola };
        let body = around(phone, &command);
        let readable = serde_json::from_slice::<Value>(&command).is_ok() && nesting(&command) < 99;
        let answer = target.post(by, PUSH, body);
        if answer.status == 200 {
            let receipts = answer.body["receipts"].as_array().unwrap();
            prop_assert_eq!(receipts.len(), 1);
            let taken = receipts[0]["verdict"] != "quarantined";
            prop_assert!(by == KARI || !taken, "Ola wrote about Anna: {}", receipts[0]);
        } else {
            prop_assert!(!readable || answer.status == 413, "{}", answer.body);
        }
        target.is_well();
    }

    /// Its own, another phone's, spliced, or made up; with wants of everything there is.
    #[test]
    fn cursors(
        by in member(),
        made_up in any::<String>(),
        kind in 0..5,
        at in any::<Index>(),
        hash in "[0-9a-f]{16}|.{0,20}",
        more in prop::collection::vec(weird(), 0..4),
    ) {
        let mut target = Target::new(Backend::Memory);
        let [kari, ola] = [&target.kari, &target.ola].map(|phone| phone.cursor.clone().unwrap());
        let (own, others) = if by == KARI { (kari, ola) } else { (ola, kari) };
        let place = at.index(own.len());
        let cursor = match kind {
            0 => own.clone(),
            1 => others,
            2 => format!("{}{}", &own[..place], &others[place..]),
            3 => format!("{}{made_up}{}", &own[..place], &own[place..]),
            _ => made_up,
        };
        let good = cursor == own;
        let scopes = [CENTRE, KARI, OLA, target::LIV, ANNA, BERNT, target::CLARA];
        let mut wants: Vec<String> = scopes.map(|s| json!({"scope": s}).to_string()).to_vec();
        wants.extend(more.iter().map(|after| format!(r#"{{"scope":"{ANNA}","after":{after}}}"#)));
        let body = format!(
            r#"{{"brobygger":1,"pull":{{"schema":1,"cursor":{},"grants":{},"wants":[{}]}}}}"#,
            json!(cursor), json!(hash), wants.join(",")
        );
        let answer = target.post(by, PULL, body);
        // What is made up may be longer than anything that is read.
        let refused = answer.status == 400 || answer.status == 413 && !more.is_empty();
        prop_assert!(good || refused, "{}", answer.status);
        prop_assert!(!good || !more.is_empty() || answer.status == 200, "{}", answer.body);
        target.is_well();
    }

    /// As if the server itself had signed what it never wrote.
    #[test]
    fn signed_cursors(
        by in member(),
        clock in prop_oneof![0u64..12, any::<u64>()],
        commit in prop_oneof![Just(None), any::<u64>().prop_map(Some)],
        within in prop_oneof![Just(None), any::<u128>().prop_map(Some)],
    ) {
        let mut target = Target::new(Backend::Memory);
        let commit = commit.or_else(|| target.commit_at(clock)).unwrap_or(1);
        let cursor = Cursor { clock, commit, within: within.map(Uuid::from_u128) };
        let cursor = target.sign(by, &cursor);
        let pull = json!({"schema": 1, "cursor": cursor, "grants": "0".repeat(16)});
        let body = json!({"brobygger": PROTOCOL, "pull": pull}).to_string();
        let status = target.post(by, PULL, body).status;
        prop_assert!([200, 409].contains(&status), "{status}");
        target.is_well();
    }

    #[test]
    fn headers(
        method in select(vec![Method::GET, Method::POST]),
        name in select(vec!["authorization", "content-type", "content-length", "content-encoding",
            "accept-encoding", "x-forwarded-for", "accept", "transfer-encoding", "range", "cookie"]),
        value in prop::collection::vec(any::<u8>(), 0..300),
        prefix in select(vec!["", "Bearer ", "bearer ", "Basic ", "application/json;", "gzip, "]),
    ) {
        let mut target = Target::new(Backend::Memory);
        let value = [prefix.as_bytes(), &value].concat();
        let Ok(value) = HeaderValue::from_bytes(&value) else { return Ok(()) };
        let (path, body) = match method {
            Method::GET => (POKE, String::new()),
            _ => (PUSH, good_push(&mut target.kari)),
        };
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::AUTHORIZATION, format!("Bearer {}", target.kari.token))
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body))
            .unwrap();
        request.headers_mut().insert(name, value);
        target.throw(KARI, request);
        target.is_well();
    }
}

proptest! {
    #![proptest_config(cases(12))]

    /// One after the other at the same centre, on the real database.
    #[test]
    fn many_at_once_on_sqlite(
        all in prop::collection::vec((any::<bool>(), any::<Index>(), damages(3)), 1..12),
    ) {
        let mut target = Target::new(Backend::Sqlite);
        for (whole, which, damages) in all {
            let body = if whole {
                damaged(&good_push(&mut target.kari), &damages)
            } else {
                around(&target.kari, &damaged(which.get::<String>(&COMMANDS), &damages))
            };
            target.post(KARI, PUSH, body);
        }
        target.is_well();
    }
}

/// What is damaged above is good before.
#[test]
fn what_is_good_is_taken() {
    let mut target = Target::new(Backend::Sqlite);
    let push = good_push(&mut target.kari);
    let answer = target.post(KARI, PUSH, push);
    let verdicts = answer.body["receipts"].as_array().unwrap().iter();
    let verdicts: Vec<_> = verdicts.map(|receipt| &receipt["verdict"]).collect();
    assert_eq!(verdicts, ["applied", "applied", "applied"], "{}", answer.body);
    let pull = good_pull(&target.kari);
    let answer = target.post(KARI, PULL, pull);
    let scope = json!(ANNA);
    let rows = answer.body["page"]["rows"].as_array().unwrap();
    assert!(rows.iter().any(|row| row["scope"] == scope), "{}", answer.body);
    for command in COMMANDS.iter() {
        let body = around(&target.kari, command.as_bytes());
        let answer = target.post(KARI, PUSH, body);
        assert_ne!(answer.body["receipts"][0]["reason"], "unknown_command", "{command}");
        target.kari.epoch = Uuid::now_v7();
        target.kari.lanes.clear();
    }
    target.is_well();
}

#[test]
fn what_is_nested_deep_takes_no_stack() {
    let mut target = Target::new(Backend::Memory);
    for (depth, closed) in [(60_000, true), (60_000, false), (20_001, true), (100_000, false)] {
        let deep = nested(depth, closed);
        for body in [
            deep.clone(),
            format!(r#"{{"brobygger":1,"mutations":[],"pull":{deep}}}"#),
            format!(r#"{{"brobygger":1,"mutations":[{deep}]}}"#),
            String::from_utf8(around(&target.kari, deep.as_bytes())).unwrap(),
        ] {
            for path in [PUSH, PULL] {
                let status = target.post(KARI, path, body.clone()).status;
                assert!([400, 413].contains(&status), "{status} {path} {body:.60}");
            }
        }
    }
    // What nobody reads may be as deep as it likes; it is not kept.
    let body = format!(r#"{{"brobygger":1,"mutations":[],"tomorrow":{}}}"#, nested(20_000, true));
    assert_eq!(target.post(KARI, PUSH, body).status, 200);
    target.is_well();
}

#[test]
fn too_many_and_too_much() {
    let mut target = Target::new(Backend::Memory);
    let mut mutations = Vec::new();
    for _ in 0..=PUSH_MAX_MUTATIONS {
        mutations.push(target.kari.record(ANNA, &json!({"x": 1})));
    }
    let answer = target.post(KARI, PUSH, push_of(mutations.clone(), None));
    assert_eq!((answer.status, &answer.body["limit"]), (413, &json!(PUSH_MAX_MUTATIONS)));
    mutations.pop();
    assert_eq!(target.post(KARI, PUSH, push_of(mutations, None)).status, 200);

    // Wants without end: as many as a body holds are answered, once each is granted.
    let wants: Vec<Value> = (0..2000).map(|_| json!({"scope": ANNA})).collect();
    let mut pull = serde_json::to_value(target.kari.asks()).unwrap();
    pull["wants"] = json!(wants);
    let body = json!({"brobygger": PROTOCOL, "pull": pull}).to_string();
    assert!(body.len() <= PUSH_MAX_BYTES);
    let answer = target.post(KARI, PULL, body);
    assert_eq!(answer.status, 200);
    let rows = answer.body["page"]["rows"].as_array().unwrap().len();
    assert!(rows < 50, "{rows} rows for one scope that was asked for 2000 times");
    target.is_well();
}

#[test]
fn a_body_that_was_packed_is_not_opened() {
    let mut target = Target::new(Backend::Memory);
    for encoding in ["gzip", "br", "deflate", "gzip, gzip", "x"] {
        let request = Request::post(PUSH)
            .header(header::AUTHORIZATION, format!("Bearer {}", target.kari.token))
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::CONTENT_ENCODING, encoding)
            .body(Body::from(vec![0x1f, 0x8b, 8, 0]))
            .unwrap();
        let answer = target.throw(KARI, request);
        assert_eq!((answer.status, &answer.body["fault"]), (415, &json!("not_json")));
    }
    target.is_well();
}

#[test]
fn a_body_without_end_is_not_read_to_its_end() {
    let mut target = Target::new(Backend::Memory);
    let read = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = read.clone();
    let endless = futures_util::stream::repeat_with(move || {
        counted.fetch_add(1024, std::sync::atomic::Ordering::SeqCst);
        Ok::<_, std::io::Error>(vec![b' '; 1024])
    });
    let answer = target.post(KARI, PUSH, Body::from_stream(endless));
    assert_eq!(answer.status, 413);
    let read = read.load(std::sync::atomic::Ordering::SeqCst);
    assert!(read <= PUSH_MAX_BYTES + 4096, "{read} bytes were read");
    target.is_well();
}
