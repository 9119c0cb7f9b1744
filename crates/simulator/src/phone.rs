//! A volunteer's phone: a disk, a clock that may be wrong, a radio, and the real app on it.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use domain::VolunteerCommand;
use serde_json::value::RawValue;
use session::{
    Cost, NotReached, OpenError, PerformError, Platform, Reply, Secret, Session, Told, UnlockError,
    VaultError,
};
use store::{Database, MemoryStore, Store};
use uuid::Uuid;

use crate::executor::{Group, Who, finish};
use crate::locked::Handing;
use crate::people::{CENTRES, PEOPLE};
use crate::world::World;
use crate::{locked, network, oracle};

/// What opens every phone's vault.
const WORDS: &str = "bro elv lykt stige fjell";

pub struct Phone {
    pub number: usize,
    /// Whose it is, in [`PEOPLE`].
    pub owner: usize,
    pub store: RefCell<MemoryStore>,
    pub app: RefCell<Option<App>>,
    /// What it hands over while it is locked.
    pub handing: RefCell<Option<Handing>>,
    pub device: Cell<Uuid>,
    /// How wrong its clock is.
    pub skew: Cell<i64>,
    pub up: Cell<bool>,
    /// How often a request meets trouble, in percent.
    pub trouble: Cell<usize>,
    pub revoked: Cell<bool>,
    /// Its release is too old to receive.
    pub old: Cell<bool>,
    /// It dies with its next storage operation that is refused.
    mortal: Cell<bool>,
    /// The server's word, by the world's clock.
    hold_until: Cell<i64>,
    locks: RefCell<BTreeMap<String, bool>>,
    lock_waiters: RefCell<Vec<Waker>>,
}

/// The app, running.
pub struct App {
    pub session: Session<Pocket>,
    pub group: Group,
}

impl Phone {
    pub fn new(number: usize, owner: usize, trouble: usize) -> Self {
        Self {
            number,
            owner,
            store: RefCell::default(),
            app: RefCell::default(),
            handing: RefCell::default(),
            device: Cell::new(Uuid::nil()),
            skew: Cell::new(0),
            up: Cell::new(true),
            trouble: Cell::new(trouble),
            revoked: Cell::new(false),
            old: Cell::new(false),
            mortal: Cell::new(false),
            hold_until: Cell::new(0),
            locks: RefCell::default(),
            lock_waiters: RefCell::default(),
        }
    }

    pub fn name(&self) -> String {
        format!("{}'s phone ({})", PEOPLE[self.owner].name, self.number)
    }

    pub fn centre(&self) -> Uuid {
        CENTRES[PEOPLE[self.owner].centre]
    }

    pub fn member(&self) -> Uuid {
        PEOPLE[self.owner].id
    }

    pub fn vault(&self) -> String {
        self.device.get().simple().to_string()
    }

    /// The parcels on its disk, with the keys under which they lie.
    pub fn parcels(&self) -> Vec<(String, Box<RawValue>)> {
        let store = self.store.borrow().clone();
        let outbox = Database::outbox(&self.vault());
        // A vault that is gone is not to come back by being looked at.
        if !store.databases().iter().any(|name| name == outbox.name()) {
            return Vec::new();
        }
        let records = finish(store.read_all(&outbox, "meta")).unwrap_or_default();
        let parcel = |(key, value): (String, Vec<u8>)| {
            key.starts_with("parcel/").then_some(())?;
            Some((key, serde_json::from_slice(&value).ok()?))
        };
        records.into_iter().filter_map(parcel).collect()
    }

    /// The centre knows the credential with which it delivers.
    pub fn knows_delivery(&self) -> bool {
        let key = format!("deliver/{}", self.vault());
        self.store.borrow().keys(&Database::directory(), "vaults").contains(&key)
    }

    pub fn session(&self) -> Option<Session<Pocket>> {
        self.app.borrow().as_ref().map(|app| app.session.clone())
    }

    /// Spends a new code on an empty phone. The network is good for as long as that takes.
    pub fn enrol(self: &Rc<Self>, world: &Rc<World>) {
        let code = {
            let service = world.servers.borrow()[0].service.clone();
            finish(service.invite(self.centre(), self.member(), 86_400_000))
        };
        let Ok(code) = code else {
            return world.broke("a code is given", "it was not".into());
        };
        let group = world.run.group();
        let pocket = self.pocket(world, group);
        let done: Rc<RefCell<Option<Session<Pocket>>>> = Rc::default();
        let result = Rc::clone(&done);
        let before = (self.trouble.replace(0), self.up.replace(true));
        let storm = world.storm_until.replace(0);
        world.run.spawn(group, Who::Phone(self.number), async move {
            if let Ok(unlocked) = session::enrol(&pocket, &code.to_string(), WORDS).await
                && let Ok(session) = Session::open(pocket, &unlocked).await
            {
                result.borrow_mut().replace(session);
            }
        });
        for _ in 0..100 {
            world.go(100);
            if done.borrow().is_some() {
                break;
            }
        }
        self.trouble.set(before.0);
        self.up.set(before.1);
        world.storm_until.set(storm);
        let session = done.borrow_mut().take();
        match session {
            Some(session) => {
                self.hold_until.set(0);
                self.device.set(session.with_replica(|replica| replica.device()));
                oracle::enrolled(world, self);
                self.run(world, session, group);
            }
            None => world.broke("a phone enrols", self.name()),
        }
    }

    /// Starts the app from what lies on the disk.
    pub fn open(self: &Rc<Self>, world: &Rc<World>) {
        if self.app.borrow().is_some() || self.revoked.get() {
            return;
        }
        locked::stop(world, self);
        let group = world.run.group();
        let open = || {
            let pocket = self.pocket(world, group);
            finish(async {
                match session::unlock(&pocket, WORDS).await {
                    Ok(unlocked) => Some(Session::open(pocket, &unlocked).await),
                    Err(UnlockError::Storage(error)) => Some(Err(OpenError::Storage(error))),
                    Err(_) => None,
                }
            })
        };
        let mut opened = open();
        for _ in 0..8 {
            // Storage that breaks while it is opened is opened again, as often as breaks may wait for it.
            if let Some(Err(OpenError::Storage(_))) = &opened {
                opened = open();
            }
        }
        match opened {
            Some(Ok(session)) => {
                world.story.tell("opens", self.number as u64, || {
                    format!("   {} opens the app", self.name())
                });
                self.hold_until.set(0);
                oracle::opened(world, self, &session);
                self.run(world, session, group);
            }
            other => world.broke(
                "what was enrolled opens",
                format!("{}: {:?}", self.name(), other.map(|opened| opened.err())),
            ),
        }
    }

    fn run(&self, world: &Rc<World>, session: Session<Pocket>, group: Group) {
        world.run.spawn(group, Who::Phone(self.number), session.clone().run());
        *self.app.borrow_mut() = Some(App { session, group });
    }

    pub fn pocket(self: &Rc<Self>, world: &Rc<World>, group: Group) -> Pocket {
        let store = self.store.borrow().clone();
        Pocket { world: Rc::clone(world), phone: Rc::clone(self), store, group }
    }

    /// Ends the app wherever it stands. What is on the disk stays.
    pub fn kill(&self, world: &Rc<World>) {
        let app = self.app.borrow_mut().take();
        if let Some(app) = app {
            world.run.kill(app.group);
        }
        self.spare();
        locked::stop(world, self);
        self.locks.borrow_mut().clear();
    }

    /// It will be killed when it has done so many more storage operations.
    pub fn die_after(&self, operations: u64) {
        self.mortal.set(true);
        self.store.borrow().stop_after(operations);
    }

    /// It will not be killed.
    pub fn spare(&self) {
        self.mortal.set(false);
        self.store.borrow().start_again();
    }

    pub fn dying(&self) -> bool {
        self.mortal.get() && self.store.borrow().stopped()
    }

    /// Records a command, beside whatever else the app is doing.
    pub fn record(self: &Rc<Self>, world: &Rc<World>, command: VolunteerCommand) {
        let Some((session, group)) =
            self.app.borrow().as_ref().map(|app| (app.session.clone(), app.group))
        else {
            return;
        };
        let (world_of_task, phone) = (Rc::clone(world), Rc::clone(self));
        world.run.spawn(group, Who::Phone(self.number), async move {
            let world = world_of_task;
            let before = world.now();
            match session.perform(command.clone()).await {
                Ok(saved) => oracle::saved(&world, &phone, &session, saved.id, &command),
                Err(PerformError::Refused(refusal)) => {
                    world.story.tell("refuses", 0, || {
                        format!("      {} refuses: {}", phone.name(), refusal.code())
                    });
                }
                Err(PerformError::Storage(error)) => {
                    world.story.tell("not saved", before as u64, || {
                        format!("      {} says: not saved ({error})", phone.name())
                    });
                }
            }
        });
    }

    /// A request leaves. The server's word to wait must have been heard.
    pub fn sends(&self, world: &Rc<World>, path: &str, body: &str) {
        if path == "/sync/v1/push" {
            oracle::leaves(world, self, body);
        }
        if asks_as_a_session(path) && world.now() < self.hold_until.get() {
            let left = self.hold_until.get() - world.now();
            let how = format!("{} asks {left} ms before the time", self.name());
            world.broke("Retry-After is honoured", how);
        }
    }

    pub fn hears(&self, world: &Rc<World>, path: &str, reply: &Reply) {
        if let (true, Some(wait), true) = (holds(path), reply.retry_after_ms, reply.status != 200) {
            self.hold_until.set(world.now() + wait.min(15 * 60_000));
        }
    }

    /// Its clock is set. What it was told to wait for, it cannot know any more.
    pub fn set_clock(&self, skew: i64) {
        self.skew.set(skew);
        self.hold_until.set(0);
    }

    /// An old release asks for an older schema.
    pub fn as_old_as_it_is(&self, body: String) -> String {
        match self.old.get() {
            true => body.replace(r#""pull":{"schema":1"#, r#""pull":{"schema":0"#),
            false => body,
        }
    }
}

/// A locked phone asks when it is locked and when somebody wants it to, and knows nothing of what a session heard.
fn asks_as_a_session(path: &str) -> bool {
    path.starts_with("/sync") && path != "/sync/v1/deliver"
}

/// Pushes and pulls have to wait then. Keys are asked for again after an hour at the earliest, whatever was said.
fn holds(path: &str) -> bool {
    matches!(path, "/sync/v1/push" | "/sync/v1/pull")
}

/// What the app runs on.
pub struct Pocket {
    world: Rc<World>,
    phone: Rc<Phone>,
    store: MemoryStore,
    group: Group,
}

impl Platform for Pocket {
    type Store = MemoryStore;
    type Guard = LockGuard;

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    fn now(&self) -> i64 {
        self.world.now() + self.phone.skew.get()
    }

    fn random(&self, bytes: &mut [u8]) {
        self.world.dice.fill(bytes);
    }

    async fn sleep(&self, ms: u64) {
        self.world.run.sleep(i64::try_from(ms).unwrap_or(i64::MAX)).await;
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
        network::post(&self.world, &self.phone, self.group, path, token, body).await
    }

    async fn listen(&self, _: &str, _: &str, heard: &dyn Fn(Option<u64>)) {
        if !self.world.shape.pokes {
            return std::future::pending().await;
        }
        let centre = self.phone.centre();
        let clock = self.world.database.look(|state| state.centres.get(&centre).map(|c| c.clock));
        let mut pokes = {
            let servers = self.world.servers.borrow();
            let service = &servers[self.phone.number % servers.len()].service;
            service.pokes().listen(centre, clock.unwrap_or(0))
        };
        while self.phone.up.get() && pokes.changed().await.is_ok() {
            let clock = *pokes.borrow_and_update();
            if self.phone.up.get() {
                heard(Some(clock));
            }
        }
    }

    async fn lock(&self, name: &str) -> LockGuard {
        poll_fn(|context| {
            let mut locks = self.phone.locks.borrow_mut();
            let held = locks.entry(name.to_owned()).or_default();
            if *held {
                self.phone.lock_waiters.borrow_mut().push(context.waker().clone());
                return Poll::Pending;
            }
            *held = true;
            Poll::Ready(())
        })
        .await;
        LockGuard { phone: Rc::clone(&self.phone), name: name.to_owned() }
    }

    fn tell(&self, _: &str, _: Told) {}
}

pub struct LockGuard {
    phone: Rc<Phone>,
    name: String,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        self.phone.locks.borrow_mut().insert(self.name.clone(), false);
        self.phone.lock_waiters.borrow_mut().drain(..).for_each(Waker::wake);
    }
}
