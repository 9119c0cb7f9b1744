//! The interface as it goes over the wire.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;
mod sealer;

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::{Body, BodyDataStream, to_bytes};
use axum::http::{HeaderMap, Request, Response, StatusCode, header};
use centre::{ANNA, CENTRE, KARI, Phone, START, World, conversation};
use database::Database;
use futures_util::StreamExt;
use sealer::Sealer;
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

/// A phone with its keys, and a body that it delivers.
async fn sealed(world: &World) -> (Phone, Sealer, String) {
    let mut phone = world.phone(KARI).await;
    let sealer = Sealer::of(&world.service, &phone).await;
    let parcel = sealer.seal(&phone.record(ANNA, &conversation(ANNA, "Vil ut")));
    (phone, sealer, json!({"brobygger": 1, "parcels": [parcel]}).to_string())
}

#[tokio::test]
async fn a_phone_exchanges_keys_and_delivers() {
    let world = World::in_a_file().await;
    let (app, phone) = (app(&world), world.phone(KARI).await);
    let sealer = Sealer::of(&world.service, &phone).await;
    let body = serde_json::to_string(&sealer.request()).unwrap();
    let answer = post(&app, "/sync/v1/keys", Some(&phone.token), body).await;
    assert_eq!(answer.status(), StatusCode::OK);
    let answer: Value = serde_json::from_str(&text(answer).await).unwrap();
    let public = sync::base64url::encode(&sealer.public);
    assert_eq!(answer, json!({"brobygger": 1, "key": 1, "public": public}));
    let (_, sealer, body) = sealed(&world).await;
    let answer = post(&app, "/sync/v1/deliver", Some(&sealer.credential), body).await;
    assert_eq!(answer.status(), StatusCode::OK);
    assert_eq!(said(answer.headers(), "cache-control"), "no-store");
    let answer: Value = serde_json::from_str(&text(answer).await).unwrap();
    assert_eq!(answer, json!({"brobygger": 1, "parcels": ["received"]}));
}

#[tokio::test]
async fn the_credential_opens_delivery_and_nothing_else() {
    let world = World::in_memory().await;
    let app = app(&world);
    let (mut phone, sealer, delivery) = sealed(&world).await;
    let push = push_body(&mut phone, "Vil ut", true);
    let pull = json!({"brobygger": 1, "pull": phone.asks()}).to_string();
    let keys = serde_json::to_string(&sealer.request()).unwrap();
    let before = world.clock().await;
    for (path, body) in
        [("/sync/v1/push", &push), ("/sync/v1/pull", &pull), ("/sync/v1/keys", &keys)]
    {
        let response = post(&app, path, Some(&sealer.credential), body.clone()).await;
        assert_eq!(refused(response).await, (401, "unauthorised".into()), "{path}");
    }
    let poke = Request::get("/sync/v1/poke")
        .header(header::AUTHORIZATION, format!("Bearer {}", sealer.credential))
        .body(Body::empty())
        .unwrap();
    assert_eq!(refused(send(&app, poke).await).await, (401, "unauthorised".into()));
    // And nothing else opens delivery.
    let nobodys = "N".repeat(43);
    for shown in [Some(phone.token.as_str()), Some(&nobodys), Some(""), None] {
        let response = post(&app, "/sync/v1/deliver", shown, delivery.clone()).await;
        assert_eq!(refused(response).await, (401, "unauthorised".into()), "{shown:?}");
    }
    assert_eq!(world.clock().await, before);
    let response = post(&app, "/sync/v1/deliver", Some(&sealer.credential), delivery).await;
    assert_eq!(response.status(), StatusCode::OK);
    let big = " ".repeat(sync::DELIVER_MAX_BYTES + 1);
    let response = post(&app, "/sync/v1/deliver", Some(&sealer.credential), big).await;
    assert_eq!(refused(response).await, (413, "too_large".into()));
}

#[tokio::test]
async fn a_browser_forgets_everything_for_a_phone_alone() {
    const CLEAR: &str = "/api/v1/clear";
    let world = World::in_memory().await;
    let app = app(&world);
    let (phone, sealer, _) = sealed(&world).await;
    let bare = || r#"{"brobygger":1}"#.to_owned();
    let now = world.service.now();
    // Before it was revoked and after, by its token and by its credential.
    for _ in 0..2 {
        for shown in [&phone.token, &sealer.credential] {
            let response = post(&app, CLEAR, Some(shown), bare()).await;
            assert_eq!(response.status(), StatusCode::OK);
            let told = said(response.headers(), "clear-site-data");
            assert_eq!(told, r#""cache", "cookies", "storage""#);
            assert_eq!(text(response).await, bare());
        }
        server::devices::revoke(world.database.as_ref(), CENTRE, phone.device, now).await.unwrap();
    }
    // What another site can have a browser send: a form, a link, a picture, and no header of a phone's.
    let form = Request::post(CLEAR)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from("brobygger=1"))
        .unwrap();
    let plain = Request::post(CLEAR)
        .header(header::CONTENT_TYPE, "text/plain")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
        .body(Body::from(bare()))
        .unwrap();
    let nobodys = "N".repeat(43);
    let refusals = [
        (send(&app, form).await, 401),
        (send(&app, plain).await, 415),
        (get(&app, CLEAR).await, 405),
        (post(&app, CLEAR, None, bare()).await, 401),
        (post(&app, CLEAR, Some(&nobodys), bare()).await, 401),
        (post(&app, CLEAR, Some(&phone.token), r#"{"brobygger":2}"#).await, 400),
        (post(&app, CLEAR, Some(&phone.token), String::new()).await, 400),
    ];
    for (response, status) in refusals {
        assert_eq!(said(response.headers(), "clear-site-data"), "", "{status}");
        assert_eq!(refused(response).await.0, status);
    }
}

#[tokio::test]
async fn a_phone_that_asks_too_often_waits_and_no_other_does() {
    let mut world = World::in_memory().await;
    world.with_settings(Settings { requests: 3, ..Settings::default() }).await;
    let app = app(&world);
    let (phone, sealer, delivery) = sealed(&world).await;
    let other = world.phone(KARI).await;
    let nothing = || r#"{"brobygger":1,"mutations":[]}"#.to_owned();
    for _ in 0..2 {
        let response = post(&app, "/sync/v1/push", Some(&phone.token), nothing()).await;
        assert_eq!(response.status(), StatusCode::OK);
    }
    // Deliveries count with its pushes.
    let deliver =
        async || post(&app, "/sync/v1/deliver", Some(&sealer.credential), delivery.clone()).await;
    assert_eq!(deliver().await.status(), StatusCode::OK);
    let response = deliver().await;
    assert_eq!(said(response.headers(), "retry-after"), "60");
    assert_eq!(refused(response).await, (429, "too_many".into()));
    let response = post(&app, "/sync/v1/push", Some(&phone.token), nothing()).await;
    assert_eq!(refused(response).await, (429, "too_many".into()));
    let response = post(&app, "/sync/v1/push", Some(&other.token), nothing()).await;
    assert_eq!(response.status(), StatusCode::OK);
    world.pass(60_000);
    assert_eq!(deliver().await.status(), StatusCode::OK);
}

#[tokio::test]
async fn wrong_credentials_are_slowed_down_and_good_ones_of_the_same_address_are_not() {
    let mut world = World::in_memory().await;
    let settings = Settings { wrong_credentials: 3, behind_proxy: true, ..Settings::default() };
    world.with_settings(settings).await;
    let app = app(&world);
    let (phone, sealer, delivery) = sealed(&world).await;
    let ask = |path: &str, shown: &str, from: &str| {
        Request::post(path)
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::AUTHORIZATION, format!("Bearer {shown}"))
            .header("x-forwarded-for", from)
            .body(Body::from(delivery.clone()))
            .unwrap()
    };
    let (here, there) = ("203.0.113.7", "203.0.113.8");
    for path in ["/sync/v1/push", "/sync/v1/deliver", "/api/v1/clear"] {
        let response = send(&app, ask(path, "guessed", here)).await;
        assert_eq!(refused(response).await, (401, "unauthorised".into()));
    }
    let response = send(&app, ask("/sync/v1/deliver", "guessed", here)).await;
    assert_eq!(said(response.headers(), "retry-after"), "600");
    assert_eq!(refused(response).await, (429, "too_many".into()));
    let response = send(&app, ask("/sync/v1/deliver", &phone.token, here)).await;
    assert_eq!(refused(response).await, (429, "too_many".into()));
    let response = send(&app, ask("/sync/v1/deliver", &sealer.credential, here)).await;
    assert_eq!(response.status(), StatusCode::OK);
    let response = send(&app, ask("/sync/v1/deliver", "guessed", there)).await;
    assert_eq!(refused(response).await, (401, "unauthorised".into()));
}
