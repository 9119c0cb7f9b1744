//! Clients that dawdle, vanish or say too much: each costs a socket for a while, and nobody else anything.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use axum::routing::get;
use centre::{KARI, World};
use futures_util::StreamExt;
use futures_util::stream;
use server::Settings;
use server::http::{Patience, Site, router, take_in};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;
use tower::ServiceExt;

/// Longer than anything here takes, so that what hangs fails.
const DEADLINE: Duration = Duration::from_secs(60);
const SHORT: Patience =
    Patience { head: Duration::from_millis(300), answer: Duration::from_millis(300) };

/// Serves until it is dropped.
struct Server {
    address: SocketAddr,
    stop: Option<oneshot::Sender<()>>,
    ended: tokio::task::JoinHandle<()>,
}

impl Server {
    async fn start(app: Router, patience: Patience) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async { drop(stopped.await) };
        let ended = tokio::spawn(take_in(listener, app, patience, stopped));
        Self { address, stop: Some(stop), ended }
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Everything that is answered until the connection ends, which it must.
    async fn answer_to(&self, said: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(said).await.unwrap();
        let mut answer = Vec::new();
        // An end by force is an end.
        let read = timeout(DEADLINE, stream.read_to_end(&mut answer)).await;
        drop(read.expect("the connection never ended"));
        String::from_utf8(answer).unwrap()
    }

    async fn end(mut self) {
        self.stop.take();
        timeout(DEADLINE, self.ended).await.expect("it never ended").unwrap();
    }
}

async fn app() -> (World, Router) {
    let world = World::in_memory().await;
    let app = router(world.service.clone(), Site::Embedded);
    (world, app)
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off_and_others_are_served() {
    let (_world, app) = app().await;
    let server = Server::start(app, SHORT).await;
    let mut slow = Vec::new();
    for _ in 0..50 {
        let mut stream = server.connect().await;
        stream.write_all(b"GET /healthz HTTP/1.1\r\nX-Slow: ").await.unwrap();
        slow.push(stream);
    }
    let good = b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    assert!(server.answer_to(good).await.starts_with("HTTP/1.1 200"));
    for mut stream in slow {
        let mut answer = Vec::new();
        let ended = timeout(DEADLINE, stream.read_to_end(&mut answer)).await;
        drop(ended.expect("a slow head was waited for"));
    }
    // Kept open for more, and nothing more is asked.
    let kept = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
    assert!(server.answer_to(kept).await.starts_with("HTTP/1.1 200"));
    server.end().await;
}

#[tokio::test]
async fn a_head_that_is_no_head_or_too_long_is_refused() {
    let (_world, app) = app().await;
    let server = Server::start(app, SHORT).await;
    let many = "X-A: b\r\n".repeat(200);
    let long = format!("X-Long: {}\r\n", "a".repeat(100_000));
    for (said, status) in [
        ("\u{0}\u{1}\u{2} nonsense\r\n\r\n".to_owned(), "400"),
        (format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{many}\r\n"), "431"),
        (format!("GET /healthz HTTP/1.1\r\nHost: x\r\n{long}\r\n"), "431"),
    ] {
        let answer = server.answer_to(said.as_bytes()).await;
        assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{status}: {answer:.80}");
    }
    server.end().await;
}

#[tokio::test]
async fn a_body_that_never_ends_is_given_up() {
    let mut world = World::in_memory().await;
    let body = Duration::from_millis(300);
    world.with_settings(Settings { body, ..Settings::default() }).await;
    let app = router(world.service.clone(), Site::Embedded);
    let phone = world.phone(KARI).await;
    let begun = stream::iter([Ok::<_, std::io::Error>(r#"{"brobygger":1,"#)]);
    let request = Request::post("/sync/v1/push")
        .header(header::AUTHORIZATION, format!("Bearer {}", phone.token))
        .header(header::CONTENT_TYPE, "application/json")
        .body(Body::from_stream(begun.chain(stream::pending())))
        .unwrap();
    let response = app.oneshot(request).await.unwrap();
    assert_eq!(response.status(), 413);
    let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    assert!(String::from_utf8_lossy(&body).contains("did not come in time"), "{body:?}");
}

/// Counts what is taken of an answer without end, and whether it is still held.
#[derive(Clone, Default)]
struct Taken(Arc<AtomicUsize>, Arc<()>);

impl Taken {
    fn endless(&self) -> Body {
        let taken = self.clone();
        Body::from_stream(stream::repeat_with(move || {
            taken.0.fetch_add(CHUNK, Ordering::SeqCst);
            Ok::<_, std::io::Error>(vec![b'x'; CHUNK])
        }))
    }

    fn is_held(&self) -> bool {
        Arc::strong_count(&self.1) > 2
    }
}

const CHUNK: usize = 64 * 1024;

#[tokio::test]
async fn an_answer_that_nobody_takes_is_dropped_and_does_not_grow() {
    let taken = Taken::default();
    let held = taken.clone();
    let app = Router::new().route("/endless", get(async move || held.endless()));
    let server = Server::start(app, SHORT).await;
    let mut stream = server.connect().await;
    stream.write_all(b"GET /endless HTTP/1.1\r\nHost: x\r\n\r\n").await.unwrap();
    stream.readable().await.unwrap();
    timeout(DEADLINE, async {
        while taken.0.load(Ordering::SeqCst) == 0 || taken.is_held() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .expect("the answer was never given up");
    // What the sockets' buffers hold, and no more.
    let bytes = taken.0.load(Ordering::SeqCst);
    assert!(bytes < 32 * 1024 * 1024, "{bytes} bytes for somebody who read nothing");
    server.end().await;
}

#[tokio::test]
async fn whoever_leaves_is_not_listened_for_any_more() {
    let (world, app) = app().await;
    let phone = world.phone(KARI).await;
    let server = Server::start(app, Patience::default()).await;
    let ask = format!(
        "GET /sync/v1/poke HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {}\r\n\r\n",
        phone.token
    );
    let mut streams = Vec::new();
    for _ in 0..20 {
        let mut stream = server.connect().await;
        stream.write_all(ask.as_bytes()).await.unwrap();
        streams.push(stream);
    }
    let pokes = || world.service.pokes().listening();
    comes_to(20, pokes).await;
    streams.truncate(5);
    comes_to(5, pokes).await;
    // A stop of the server is not held up by those who listen.
    world.service.pokes().end();
    server.end().await;
    assert_eq!(pokes(), 0);
}

async fn comes_to(count: usize, now: impl Fn() -> usize) {
    let waited = timeout(DEADLINE, async {
        while now() != count {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    });
    assert!(waited.await.is_ok(), "{} and not {count}", now());
}
