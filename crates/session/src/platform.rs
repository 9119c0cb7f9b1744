//! What the engine needs from where it runs.

use store::Store;
use vault::{Cost, Secret, VaultError};

/// A browser, or a test.
#[allow(async_fn_in_trait)] // Called on one thread: no future here needs to be Send.
pub trait Platform: 'static {
    type Store: Store;
    /// Holds a lock until it is dropped.
    type Guard: 'static;

    fn store(&self) -> &Self::Store;

    /// UTC milliseconds.
    fn now(&self) -> i64;

    /// Fills with random bytes that nobody can guess.
    fn random(&self, bytes: &mut [u8]);

    async fn sleep(&self, ms: u64);

    /// What a new passphrase is to cost.
    fn cost(&self) -> Cost {
        Cost::USUAL
    }

    /// Argon2id, where it does not hold up the screen. The same words, salt and cost give the same.
    async fn stretch(&self, words: &str, salt: &[u8], cost: Cost) -> Result<Secret, VaultError>;

    /// Sends JSON to our server. `path` begins with a slash. Gives up after half a minute.
    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: String,
    ) -> Result<Reply, NotReached>;

    /// Listens to server-sent events until the connection ends. Calls `heard` for each poke, with the
    /// clock in its data if there is one.
    async fn listen(&self, path: &str, token: &str, heard: &dyn Fn(Option<u64>));

    /// Waits for a lock that one tab of the origin holds at a time. From a tab that gives no sign of
    /// life (the system froze it) it is taken away.
    async fn lock(&self, name: &str) -> Self::Guard;

    /// Waits until a lock was taken away from this tab.
    async fn lost(&self, _: &Self::Guard) {
        std::future::pending().await
    }

    /// Tells the other tabs. What they hear goes to [`Session::told`](crate::Session::told).
    fn tell(&self, vault: &str, told: Told);
}

/// An answer over HTTP, from whomever.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    /// The content type is `application/json`.
    pub json: bool,
    /// From `Retry-After`.
    pub retry_after_ms: Option<i64>,
    pub body: String,
}

/// No network, no such host, or no answer in time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotReached;

/// What one tab tells the others of the same vault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Told {
    /// Something was recorded, or its state changed.
    Outbox,
    /// Rows came or went.
    Base,
}

impl Told {
    pub fn name(self) -> &'static str {
        match self {
            Told::Outbox => "outbox",
            Told::Base => "base",
        }
    }

    pub fn from_name(name: &str) -> Option<Self> {
        [Told::Outbox, Told::Base].into_iter().find(|told| told.name() == name)
    }
}

/// A UUIDv7 of this moment.
pub(crate) fn new_id(platform: &impl Platform) -> uuid::Uuid {
    let mut random = [0; 10];
    platform.random(&mut random);
    let ms = u64::try_from(platform.now()).unwrap_or(0);
    uuid::Builder::from_unix_timestamp_millis(ms, &random).into_uuid()
}
