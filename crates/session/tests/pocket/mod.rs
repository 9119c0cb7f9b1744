//! A phone that reaches the real server over its real HTTP interface, without a network in between.
#![allow(dead_code)] // Each test uses its part.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, header};
use futures_util::StreamExt;
use server::Service;
use server::http::{Site, router};
use session::{Cost, NotReached, Platform, Reply, Secret, Session, Told, VaultError};
use store::MemoryStore;
use tower::ServiceExt;

pub const WORDS: &str = "bro elv lykt stige fjell";

/// Enrols whoever the code is for, and opens the app.
pub async fn enrol(pocket: &Pocket, code: &str) -> Session<Pocket> {
    let unlocked = session::enrol(pocket, code, WORDS).await.unwrap();
    Session::open(pocket.clone(), &unlocked).await.unwrap()
}

/// Opens the app of whoever is enrolled.
pub async fn open(pocket: &Pocket) -> Session<Pocket> {
    let unlocked = session::unlock(pocket, WORDS).await.unwrap();
    Session::open(pocket.clone(), &unlocked).await.unwrap()
}

/// A phone's surroundings: its disk, its radio, and our clock.
#[derive(Clone)]
pub struct Pocket {
    pub app: Rc<RefCell<Router>>,
    pub store: MemoryStore,
    pub hand: Arc<AtomicI64>,
    pub radio: Rc<Cell<bool>>,
    /// What the last enrolment made.
    pub token: Rc<RefCell<String>>,
    /// Requests arrive, and answers do not.
    pub deaf: Rc<Cell<bool>>,
    pub requests: Rc<Cell<usize>>,
}

impl Pocket {
    pub fn new(service: &Service, hand: &Arc<AtomicI64>) -> Self {
        Self {
            app: Rc::new(RefCell::new(router(service.clone(), Site::Embedded))),
            store: MemoryStore::new(),
            hand: hand.clone(),
            radio: Rc::new(Cell::new(true)),
            token: Rc::default(),
            deaf: Rc::default(),
            requests: Rc::default(),
        }
    }

    /// From now on another server answers.
    pub fn talk_to(&self, service: &Service) {
        *self.app.borrow_mut() = router(service.clone(), Site::Embedded);
    }

    fn app(&self) -> Router {
        self.app.borrow().clone()
    }
}

impl Platform for Pocket {
    type Store = MemoryStore;
    type Guard = ();

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    fn now(&self) -> i64 {
        self.hand.load(Ordering::SeqCst)
    }

    fn random(&self, bytes: &mut [u8]) {
        for byte in bytes {
            *byte = uuid::Uuid::now_v7().as_bytes()[15];
        }
    }

    /// Until this time has passed by the phone's clock, or really.
    async fn sleep(&self, ms: u64) {
        let due = self.now().saturating_add_unsigned(ms);
        let really = tokio::time::Instant::now() + Duration::from_millis(ms);
        while self.now() < due && tokio::time::Instant::now() < really {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }

    fn cost(&self) -> Cost {
        Cost { memory_kib: 8, passes: 1 }
    }

    async fn stretch(&self, words: &str, salt: &[u8], cost: Cost) -> Result<Secret, VaultError> {
        vault::stretch(words, salt, cost)
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: String,
    ) -> Result<Reply, NotReached> {
        if !self.radio.get() {
            return Err(NotReached);
        }
        self.requests.set(self.requests.get() + 1);
        if path == "/api/v1/enrolment" {
            let asked: serde_json::Value = serde_json::from_str(&body).unwrap();
            self.token.replace(asked["token"].as_str().unwrap().to_owned());
        }
        let mut request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        if let Some(token) = token {
            request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = self.app().oneshot(request).await.unwrap();
        if self.deaf.get() {
            return Err(NotReached);
        }
        let status = response.status().as_u16();
        let kind = response.headers()[header::CONTENT_TYPE].to_str().unwrap();
        let json = kind.starts_with("application/json");
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        let body = String::from_utf8(bytes.to_vec()).unwrap();
        Ok(Reply { status, json, retry_after_ms: None, body })
    }

    async fn listen(&self, path: &str, token: &str, heard: &dyn Fn(Option<u64>)) {
        let request = Request::get(path).header(header::AUTHORIZATION, format!("Bearer {token}"));
        let request = request.body(Body::empty()).unwrap();
        let response = self.app().oneshot(request).await.unwrap();
        let mut stream = response.into_body().into_data_stream();
        while let Some(Ok(bytes)) = stream.next().await {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if self.radio.get() && text.contains("event: poke") {
                let data = text.lines().find_map(|line| line.strip_prefix("data:"));
                heard(data.and_then(|clock| clock.trim().parse().ok()));
            }
        }
    }

    async fn lock(&self, _: &str) {}

    fn tell(&self, _: &str, _: Told) {}
}

/// Waits for a condition, and no longer than five virtual seconds: less than any round of asking.
pub async fn until(what: &str, condition: impl Fn() -> bool) {
    for _ in 0..5_000 {
        if condition() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    panic!("in vain waited for {what}");
}
