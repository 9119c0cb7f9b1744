//! The interface as it goes over the wire.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use centre::{ANNA, CENTRE, KARI, Phone, START, World, conversation};
use database::Database;
use futures_util::StreamExt;
use serde_json::{Value, json};
use server::enrol::CODE_LASTS;
use server::http::{Site, openapi, router};
use server::{Clock, Service, Settings};
use sync::{PROTOCOL, PUSH_MAX_BYTES, PullAnswer, PushAnswer};
use tower::ServiceExt;
use uuid::Uuid;

fn app(world: &World) -> Router {
    router(world.service.clone(), Site::Embedded)
}

async fn send(app: &Router, request: Request<Body>) -> Response<Body> {
    app.clone().oneshot(request).await.unwrap()
}

async fn post(
    app: &Router,
    path: &str,
    token: Option<&str>,
    body: impl Into<Body>,
) -> Response<Body> {
    let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
    if let Some(token) = token {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    send(app, request.body(body.into()).unwrap()).await
}

async fn get(app: &Router, path: &str) -> Response<Body> {
    send(app, Request::get(path).body(Body::empty()).unwrap()).await
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn said<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// The status and code of a refusal, which is always ours and never kept.
async fn refused(response: Response<Body>) -> (u16, String) {
    let status = response.status().as_u16();
    assert_eq!(said(response.headers(), "content-type"), "application/json");
    assert_eq!(said(response.headers(), "cache-control"), "no-store");
    let body: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(body["brobygger"], PROTOCOL);
    assert!(body["message"].as_str().unwrap().ends_with('.'), "{body}");
    (status, body["fault"].as_str().unwrap().to_owned())
}

fn push_body(phone: &mut Phone, words: &str, pull: bool) -> String {
    let mutation = phone.record(ANNA, &conversation(ANNA, words));
    let pull = pull.then(|| phone.asks());
    json!({"brobygger": 1, "mutations": [mutation], "pull": pull}).to_string()
}

#[tokio::test]
async fn one_change_costs_one_request() {
    let world = World::in_a_file().await;
    let (app, mut phone) = (app(&world), world.phone(KARI).await);
    phone.pull_all().await;
    let body = push_body(&mut phone, "Vil ut", true);
    let response = post(&app, "/sync/v1/push", Some(&phone.token), body).await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(said(response.headers(), "cache-control"), "no-store");
    let answer: PushAnswer = serde_json::from_str(&text(response).await).unwrap();
    let page = answer.page.unwrap();
    assert_eq!(page.rows[0].seq, answer.receipts[0].clock);
    assert_eq!(page.acked[0].seq, 1);
}

#[tokio::test]
async fn nothing_new_is_small_and_plain_and_much_is_compressed() {
    let world = World::in_memory().await;
    let (app, mut phone) = (app(&world), world.phone(KARI).await);
    let ask = |phone: &Phone| {
        let body = json!({"brobygger": 1, "pull": phone.asks()}).to_string();
        Request::post("/sync/v1/pull")
            .header(header::CONTENT_TYPE, "application/json; charset=utf-8")
            .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
            .header(header::ACCEPT_ENCODING, "gzip, deflate, br")
            .body(Body::from(body))
            .unwrap()
    };
    let first = send(&app, ask(&phone)).await;
    assert_eq!(said(first.headers(), "content-encoding"), "br");
    phone.pull_all().await;
    let nothing = send(&app, ask(&phone)).await;
    assert_eq!(said(nothing.headers(), "content-encoding"), "");
    let body = text(nothing).await;
    assert!(body.len() <= 200, "{body}");
    let answer: PullAnswer = serde_json::from_str(&body).unwrap();
    assert_eq!(answer.brobygger, PROTOCOL);
}

#[tokio::test]
async fn a_push_is_taken_though_its_pull_is_not() {
    let world = World::in_memory().await;
    let (app, mut phone) = (app(&world), world.phone(KARI).await);
    phone.cursor = Some("nonsense".into());
    let body = push_body(&mut phone, "Vil ut", true);
    let response = post(&app, "/sync/v1/push", Some(&phone.token), body).await;
    assert_eq!(response.status(), StatusCode::OK);
    let answer: PushAnswer = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(answer.receipts.len(), 1);
    assert!(answer.page.is_none());
    assert_eq!(answer.pull_fault.unwrap().fault, sync::FaultCode::BadCursor);
}

#[tokio::test]
async fn bad_input_gets_its_clear_error() {
    let world = World::in_memory().await;
    let (app, mut phone) = (app(&world), world.phone(KARI).await);
    let token = phone.token.clone();
    let good = push_body(&mut phone, "Vil ut", false);
    let big = " ".repeat(PUSH_MAX_BYTES + 1);
    let half = &good[..good.len() / 2];
    for (path, token, body, expected) in [
        ("/sync/v1/push", None, good.as_str(), (401, "unauthorised")),
        ("/sync/v1/pull", Some("wrong"), "{}", (401, "unauthorised")),
        ("/sync/v1/push", Some(token.as_str()), half, (400, "malformed")),
        ("/sync/v1/push", Some(&token), "<html>Log in</html>", (400, "malformed")),
        ("/sync/v1/push", Some(&token), r#"{"brobygger":9,"mutations":[]}"#, (400, "malformed")),
        ("/sync/v1/push", Some(&token), r#"{"brobygger":1,"mutations":[{}]}"#, (400, "malformed")),
        ("/sync/v1/push", Some(&token), &big, (413, "too_large")),
        ("/sync/v1/pull", Some(&token), r#"{"brobygger":1}"#, (400, "malformed")),
        ("/api/v1/enrolment", None, r#"{"brobygger":1,"code":"x"}"#, (400, "malformed")),
        ("/api/v1/enrolment/look", None, &big, (413, "too_large")),
        ("/sync/v1/nothing", Some(&token), "{}", (404, "not_found")),
        ("/api/v1/nothing", None, "{}", (404, "not_found")),
        ("/api/openapi.json", None, "{}", (405, "not_found")),
    ] {
        let response = post(&app, path, token, body.to_owned()).await;
        let (status, code) = refused(response).await;
        assert_eq!((status, code.as_str()), expected, "{path} {:.40}", body);
    }
    let plain = Request::post("/sync/v1/push")
        .header(header::AUTHORIZATION, format!("Bearer {token}"))
        .header(header::CONTENT_TYPE, "text/plain")
        .body(Body::from(good.clone()))
        .unwrap();
    assert_eq!(refused(send(&app, plain).await).await, (415, "not_json".into()));
    // Nothing of that cost the phone its place.
    let response = post(&app, "/sync/v1/push", Some(&token), good).await;
    assert_eq!(response.status(), StatusCode::OK);
}

#[tokio::test]
async fn a_phone_enrols() {
    let world = World::in_a_file().await;
    let app = app(&world);
    let code = world.service.invite(CENTRE, KARI, CODE_LASTS).await.unwrap().to_string();
    let look = json!({"brobygger": 1, "code": code}).to_string();
    let seen = post(&app, "/api/v1/enrolment/look", None, look).await;
    let seen: Value = serde_json::from_str(&text(seen).await).unwrap();
    let expected = json!({
        "brobygger": 1, "centre": "Ås frivilligsentral", "member": "Kari", "language": "nb",
        "country": "NO",
    });
    assert_eq!(seen, expected);
    let device = Uuid::now_v7();
    let token = "T".repeat(43);
    let enrol = json!({"brobygger": 1, "code": code, "device": device, "token": token});
    let enrolled = post(&app, "/api/v1/enrolment", None, enrol.to_string()).await;
    let enrolled: Value = serde_json::from_str(&text(enrolled).await).unwrap();
    let expected = json!({"brobygger": 1, "centre": CENTRE, "member": KARI, "device": device});
    assert_eq!(enrolled, expected);
    let pull = json!({"brobygger": 1, "pull": {"schema": 1, "grants": "0".repeat(16)}});
    let pulled = post(&app, "/sync/v1/pull", Some(&token), pull.to_string()).await;
    assert_eq!(pulled.status(), StatusCode::OK);
    let other = json!({"brobygger": 1, "code": code, "device": Uuid::now_v7(), "token": token});
    let used = post(&app, "/api/v1/enrolment", None, other.to_string()).await;
    assert_eq!(refused(used).await, (410, "code_used".into()));
}

#[tokio::test]
async fn guessing_codes_is_slowed_down() {
    let mut world = World::in_memory().await;
    let settings = Settings { wrong_codes: 3, behind_proxy: true, ..Settings::default() };
    world.with_settings(settings).await;
    let app = app(&world);
    let guess = |from: &str| {
        Request::post("/api/v1/enrolment/look")
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-forwarded-for", format!("198.51.100.1, {from}"))
            .body(Body::from(r#"{"brobygger":1,"code":"0000-0000-00"}"#))
            .unwrap()
    };
    for _ in 0..3 {
        let response = send(&app, guess("203.0.113.7")).await;
        assert_eq!(refused(response).await, (404, "code_unknown".into()));
    }
    let response = send(&app, guess("203.0.113.7")).await;
    assert_eq!(said(response.headers(), "retry-after"), "600");
    assert_eq!(refused(response).await, (429, "too_many".into()));
    let response = send(&app, guess("203.0.113.8")).await;
    assert_eq!(refused(response).await, (404, "code_unknown".into()));
    world.pass(10 * 60 * 1000);
    let response = send(&app, guess("203.0.113.7")).await;
    assert_eq!(refused(response).await, (404, "code_unknown".into()));
}

/// What arrives next, if anything does.
async fn next(stream: &mut BodyDataStream) -> Option<String> {
    let next = tokio::time::timeout(Duration::from_secs(5), stream.next()).await;
    let bytes = next.expect("nothing arrived").map(Result::unwrap)?;
    Some(String::from_utf8(bytes.to_vec()).unwrap())
}

#[tokio::test]
async fn pokes_tell_of_every_advance_also_of_another_programs() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let server = Arc::new(database::Sqlite::open(&file).await.unwrap());
    centre::add_centre(server.as_ref()).await;
    let shared: Arc<dyn Database> = server;
    let service = Service::start(shared, Clock::system(), Settings::default()).await.unwrap();
    let beside = database::Sqlite::open(&file).await.unwrap();
    let mode = server::coordinate::Mode::ForReal;
    let people = centre::people();
    server::coordinate::coordinate(&beside, CENTRE, START, &people, mode).await.unwrap();
    let phone = Phone::enrol(&service, KARI).await;
    let app = router(service.clone(), Site::Embedded);
    let request = Request::get("/sync/v1/poke")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
        .body(Body::empty())
        .unwrap();
    let response = send(&app, request).await;
    assert_eq!(said(response.headers(), "content-type"), "text/event-stream");
    assert_eq!(said(response.headers(), "cache-control"), "no-store");
    let mut stream = response.into_body().into_data_stream();
    let poke = next(&mut stream).await.unwrap();
    assert!(poke.contains("event: poke"), "{poke}");
    let assign = [centre::assign(1, KARI, ANNA)];
    server::coordinate::coordinate(&beside, CENTRE, START, &assign, mode).await.unwrap();
    let poke = next(&mut stream).await.unwrap();
    assert!(poke.contains("event: poke"), "{poke}");
    service.pokes().end();
    assert_eq!(next(&mut stream).await, None);
    let stranger = get(&app, "/sync/v1/poke").await;
    assert_eq!(refused(stranger).await, (401, "unauthorised".into()));
}

#[tokio::test]
async fn the_interface_describes_itself() {
    let world = World::in_memory().await;
    let response = get(&app(&world), "/api/openapi.json").await;
    let served: Value = serde_json::from_str(&text(response).await).unwrap();
    assert_eq!(served, openapi());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/openapi.json");
    let now = serde_json::to_string_pretty(&served).unwrap() + "\n";
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(file, &now).unwrap();
    }
    let snapshot = std::fs::read_to_string(file).unwrap();
    assert_eq!(now, snapshot, "if the change is meant, run again with UPDATE_SNAPSHOTS=1");
    // Every reference leads somewhere.
    for part in now.split("#/components/schemas/").skip(1) {
        let name = part.split('"').next().unwrap();
        assert!(served["components"]["schemas"].get(name).is_some(), "{name}");
    }
}

#[tokio::test]
async fn health_is_told() {
    let world = World::in_a_file().await;
    let response = get(&app(&world), "/healthz").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert!(text(response).await.contains(r#""status":"ok""#));
}
