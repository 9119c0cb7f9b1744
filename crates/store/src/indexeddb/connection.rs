//! Opening a database, letting go of it, and beginning a transaction with the durability asked for.
//!
//! A tab of a newer release that wants to change a database waits until the older ones have let go
//! of it. Ours is given a moment to save what is being typed, and then lets go.

use std::cell::Cell;
use std::future::{IntoFuture as _, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Function, Object, Reflect};
use rexie::{ObjectStore, Rexie, TransactionMode};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;
use web_sys::{IdbDatabase, IdbTransaction};

use super::failure::{from_idb, from_js, from_rexie, opening, unknown};
use crate::{Database, Durability, StoreError, migrations};

/// Called when another tab wants a database for itself.
pub type Farewell = Rc<dyn Fn()>;

/// How long it takes at most to seal and save a draft, or to end what is being read.
const FAREWELL_MS: u32 = 1_000;

/// An open database, twice: rexie's connection for reading, and one whose raw handle we may ask for
/// durability. Both close when the last user is gone or another tab asks.
pub struct Connection {
    /// None only while it is being dropped.
    rexie: Option<Rexie>,
    raw: IdbDatabase,
    state: Rc<Cell<State>>,
    /// Holds the hooks of `raw`.
    _hooks: idb::Database,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Open,
    /// Another tab asked for it.
    LetGo,
    /// The system took it.
    Lost,
}

impl Connection {
    pub async fn open(database: &Database, farewell: Farewell) -> Result<Self, StoreError> {
        let version = migrations::version(database.kind());
        let raw: IdbDatabase = migrate(database, version).await?.into();
        let state = Rc::new(Cell::new(State::Open));
        let mut hooks = idb::Database::from(raw.clone());
        hooks.on_version_change({
            let (raw, state) = (raw.clone(), state.clone());
            move |event| {
                farewell();
                let (raw, state) = (raw.clone(), state.clone());
                let let_go = move || {
                    state.set(State::LetGo);
                    raw.close();
                };
                // Whoever deletes a vault wants nothing of it kept.
                match Reflect::get(&event, &"newVersion".into()) {
                    Ok(version) if version.is_null() => let_go(),
                    _ => spawn_local(async move {
                        TimeoutFuture::new(FAREWELL_MS).await;
                        let_go();
                    }),
                }
            }
        });
        hooks.on_close({
            let state = state.clone();
            move |_| state.set(State::Lost)
        });
        let rexie = migrations::stores(database.kind())
            .iter()
            .fold(Rexie::builder(database.name()).version(version), |builder, store| {
                builder.add_object_store(ObjectStore::new(store))
            })
            .build()
            .await;
        match rexie {
            Ok(rexie) => Ok(Self { rexie: Some(rexie), raw, state, _hooks: hooks }),
            Err(error) => {
                raw.close();
                Err(match error {
                    rexie::Error::IdbError(error) => opening(error),
                    _ => unknown(),
                })
            }
        }
    }

    /// A transaction for reading.
    pub fn read(&self, store: &str) -> Result<rexie::Transaction, StoreError> {
        match &self.rexie {
            Some(rexie) => {
                rexie.transaction(&[store], TransactionMode::ReadOnly).map_err(from_rexie)
            }
            None => Err(StoreError::Closed),
        }
    }

    pub fn let_go(&self) -> bool {
        self.state.get() == State::LetGo
    }

    pub fn lost(&self) -> bool {
        self.state.get() == State::Lost
    }

    pub fn note_lost(&self) {
        if self.state.get() == State::Open {
            self.state.set(State::Lost);
        }
    }

    /// Lets go of the writing connection; the reading one goes with the last user.
    pub fn close(&self) {
        self.state.set(State::LetGo);
        self.raw.close();
    }

    /// A transaction for writing. Neither rexie nor idb passes `durability` on, and browsers without
    /// it ignore the third argument.
    pub fn begin(
        &self,
        stores: &[&str],
        durability: Durability,
    ) -> Result<IdbTransaction, StoreError> {
        let stores: Array = stores.iter().map(|store| JsValue::from_str(store)).collect();
        let options = Object::new();
        let wish = match durability {
            Durability::Strict => "strict",
            Durability::Relaxed => "relaxed",
        };
        Reflect::set(&options, &"durability".into(), &wish.into()).map_err(|e| from_js(&e))?;
        let begin: Function = Reflect::get(&self.raw, &"transaction".into())
            .and_then(JsCast::dyn_into)
            .map_err(|error| from_js(&error))?;
        begin
            .call3(&self.raw, &stores, &"readwrite".into(), &options)
            .and_then(JsCast::dyn_into)
            .map_err(|error| from_js(&error))
    }
}

impl Drop for Connection {
    fn drop(&mut self) {
        self.raw.close();
        // Left to the garbage collector it would stay open for a while, and block a deletion.
        if let Some(rexie) = self.rexie.take() {
            rexie.close();
        }
    }
}

/// Opens the database and brings it to `version`. Migrations run in the hook, as plain calls.
async fn migrate(database: &Database, version: u32) -> Result<idb::Database, StoreError> {
    let factory = idb::Factory::new().map_err(|_| StoreError::Unavailable)?;
    let mut request = factory.open(database.name(), Some(version)).map_err(opening)?;
    let kind = database.kind();
    request.on_upgrade_needed(move |event| {
        let Ok(old) = event.old_version() else { return };
        let Ok(database) = idb::DatabaseEvent::database(&event) else {
            return;
        };
        for store in migrations::stores_to_create(kind, old) {
            // A failure here aborts the upgrade, and the opening reports it.
            database.create_object_store(store, idb::ObjectStoreParams::new()).ok();
        }
    });
    // Where another tab holds an older version this waits until it lets go: there is nothing to do
    // without the database. The app says so when it takes long.
    request.await.map_err(opening)
}

/// Set by the event `blocked`.
#[derive(Default)]
struct Blocked {
    told: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Blocked {
    fn tell(&self) {
        self.told.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    fn poll(&self, context: &Context<'_>) -> Poll<()> {
        if self.told.get() {
            return Poll::Ready(());
        }
        self.waker.set(Some(context.waker().clone()));
        Poll::Pending
    }
}

/// Deletes a database. Tabs that hold it are told, and ours waits no longer than [`FAREWELL_MS`] for one that
/// does not let go.
pub async fn delete(database: &Database) -> Result<(), StoreError> {
    let factory = idb::Factory::new().map_err(|_| StoreError::Unavailable)?;
    let mut request = factory.delete(database.name()).map_err(from_idb)?;
    let blocked = Rc::new(Blocked::default());
    request.on_blocked({
        let blocked = blocked.clone();
        move |_| blocked.tell()
    });
    let mut request = Box::pin(request.into_future());
    let told = poll_fn(|context| blocked.poll(context));
    let mut deleted = unless(request.as_mut(), told).await;
    if deleted.is_none() {
        // Whoever was just reading lets go in a moment.
        deleted = unless(request.as_mut(), TimeoutFuture::new(FAREWELL_MS)).await;
    }
    match deleted {
        Some(result) => result.map_err(from_idb),
        None => {
            // The browser deletes as soon as the other tab closes; the hooks must live until then.
            spawn_local(async move {
                request.await.ok();
            });
            Err(StoreError::Blocked)
        }
    }
}

/// What comes of `work`, or None when `end` comes before it.
async fn unless<T>(
    mut work: Pin<&mut impl Future<Output = T>>,
    end: impl Future<Output = ()>,
) -> Option<T> {
    let mut end = pin!(end);
    poll_fn(|context| match work.as_mut().poll(context) {
        Poll::Ready(done) => Poll::Ready(Some(done)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
