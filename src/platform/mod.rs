//! The browser, as the engine sees it: storage, network, clock, chance, locks and the other tabs.
//!
//! Nothing else in the app touches fetch or IndexedDB. [`keep_running`] ties a session to the page: its
//! loop, and the moments at which it is worth trying to send.

mod fetch;
mod listen;
mod lock;
pub mod passkey;
pub mod passphrase;
mod tabs;
mod triggers;

use gloo_timers::future::TimeoutFuture;
use session::{Cost, NotReached, Platform, Reply, Secret, StoreError, Told, VaultError};
#[cfg(target_arch = "wasm32")]
use store::IndexedDbStore as PhoneStore;
// Off the browser nothing of this runs: the app is compiled there for the tests of what is pure.
#[cfg(not(target_arch = "wasm32"))]
use store::MemoryStore as PhoneStore;

use self::lock::LockGuard;
use self::tabs::Tabs;
pub use self::triggers::{FAREWELL, keep_running};

#[derive(Default)]
pub struct BrowserPlatform {
    store: PhoneStore,
    tabs: Tabs,
}

impl BrowserPlatform {
    /// Opens no database yet: the first that is needed says whether there is storage.
    pub async fn open() -> Result<Self, StoreError> {
        Ok(Self::default())
    }
}

impl Platform for BrowserPlatform {
    type Store = PhoneStore;
    type Guard = LockGuard;

    fn store(&self) -> &PhoneStore {
        &self.store
    }

    fn now(&self) -> i64 {
        js_sys::Date::now() as i64
    }

    fn random(&self, bytes: &mut [u8]) {
        random(bytes);
    }

    async fn stretch(&self, words: &str, salt: &[u8], cost: Cost) -> Result<Secret, VaultError> {
        let failed = |_| VaultError::Failed("stretch".to_owned());
        passphrase::stretch(words, salt, cost).await.map_err(failed)
    }

    async fn sleep(&self, ms: u64) {
        // Browsers count the milliseconds of a timer in 31 bits.
        TimeoutFuture::new(u32::try_from(ms).unwrap_or(u32::MAX).min(i32::MAX as u32)).await;
    }

    async fn post(
        &self,
        path: &str,
        token: Option<&str>,
        body: String,
    ) -> Result<Reply, NotReached> {
        fetch::post(path, token, &body).await
    }

    async fn listen(&self, path: &str, token: &str, heard: &dyn Fn(Option<u64>)) {
        listen::listen(path, token, heard).await;
    }

    async fn lock(&self, name: &str) -> LockGuard {
        lock::acquire(name).await
    }

    async fn lost(&self, guard: &LockGuard) {
        guard.ended().await;
    }

    fn tell(&self, vault: &str, told: Told) {
        self.tabs.tell(vault, told);
    }
}

/// Fills with random bytes that nobody can guess.
pub fn random(bytes: &mut [u8]) {
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let filled = crypto.map(|crypto| crypto.get_random_values_with_u8_array(bytes));
    if !matches!(filled, Some(Ok(_))) {
        // Ids and tokens that can be guessed would be worse than an app that stops.
        wasm_bindgen::throw_str("no random numbers");
    }
}
