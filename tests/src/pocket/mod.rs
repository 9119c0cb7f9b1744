//! A phone without a browser: the engine that the app runs on, talking to a real server over real HTTP.
//!
//! What it keeps lies in memory and outlives the app that uses it, so that an app can be killed and opened again
//! ([`Pocket`] is the phone, a [`Session`] is the app). Its clock runs faster than the world's: the engine's own
//! back-off, which takes a minute in a coat's pocket, takes seconds here and is otherwise what it is.
//!
//! Not here: screens, a second tab (no lock is ever waited for), and a disk that fails; those have tests of their own.

mod clock;
mod heard;
mod line;

use std::rc::Rc;
use std::time::Duration;

use anyhow::{Context, Result};
use session::{Cost, NotReached, Platform, Reply, Secret, Session, Told, VaultError};
use store::MemoryStore;
use tokio::task::JoinHandle;

pub use clock::FastClock;
pub use heard::Heard;
pub use line::Line;

/// What opens the vault of every phone here.
const WORDS: &str = "bro elv lykt stige fjell";

/// Where the engine runs. Clones are the same phone.
#[derive(Clone)]
pub struct Pocket {
    store: MemoryStore,
    line: Rc<Line>,
    clock: FastClock,
}

/// The app, running.
pub struct App {
    pub session: Session<Pocket>,
    running: JoinHandle<()>,
}

impl Pocket {
    /// A new phone with nothing on it.
    pub fn new(line: Line, clock: FastClock) -> Self {
        Self { store: MemoryStore::new(), line: Rc::new(line), clock }
    }

    /// Looks whose code it is, spends it, and starts the app. Needs a `LocalSet` around it, as [`Pocket::open`] does.
    pub async fn enrol(&self, code: &str) -> Result<App> {
        session::look(self, code).await.context("looking at the code")?;
        let unlocked = session::enrol(self, code, WORDS).await.context("spending the code")?;
        Ok(App::start(Session::open(self.clone(), &unlocked).await?))
    }

    /// Starts the app of whoever is enrolled, from what the phone keeps alone.
    pub async fn open(&self) -> Result<App> {
        let unlocked = session::unlock(self, WORDS).await.context("unlocking the vault")?;
        Ok(App::start(Session::open(self.clone(), &unlocked).await?))
    }
}

impl App {
    fn start(session: Session<Pocket>) -> Self {
        let running = tokio::task::spawn_local(session.clone().run());
        Self { session, running }
    }

    /// Ends the app wherever it is, as a phone's system does. Nothing but opening the phone again follows.
    pub async fn cut_off(&mut self) {
        self.running.abort();
        // It was cut off; there is nothing to hear from it.
        let _ = (&mut self.running).await;
    }
}

impl Platform for Pocket {
    type Store = MemoryStore;
    type Guard = ();

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    fn now(&self) -> i64 {
        self.clock.now()
    }

    fn random(&self, bytes: &mut [u8]) {
        fastrand::fill(bytes);
    }

    async fn sleep(&self, ms: u64) {
        tokio::time::sleep(self.clock.wait_of(ms)).await;
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
        // The browser's half a minute, by the world's clock: a busy machine is not a dead server.
        let sent = self.line.post(path, token, body);
        tokio::time::timeout(Duration::from_secs(30), sent).await.unwrap_or(Err(NotReached))
    }

    async fn listen(&self, path: &str, token: &str, heard: &dyn Fn(Option<u64>)) {
        self.line.listen(path, token, heard).await;
    }

    async fn lock(&self, _: &str) {}

    fn tell(&self, _: &str, _: Told) {}
}
