//! A world for phones: a server of the protocol that applies the domain's rules, a network that does
//! as it is told, time that passes when nothing else happens, and disks that survive their phones.
#![allow(dead_code)] // Each test uses its part.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use domain::{Actor, MemoryView, Moment, Occasion, Row, VolunteerCommand, apply_volunteer};
use session::{Cost, NotReached, Platform, Reply, Secret, Session, Told, VaultError};
use store::MemoryStore;
use sync::{
    DeliverAnswer, DeliverRequest, Delivered, FaultCode, Grant, PROTOCOL, PullAnswer, PullRequest,
    PushRequest, Verdict,
};
use uuid::Uuid;

use crate::fake::FakeServer;

pub const CENTRE: Uuid = Uuid::from_u128(0xCE);
pub const MEMBER: Uuid = Uuid::from_u128(0x3E);
pub const ANNA: Uuid = Uuid::from_u128(0xA11A);
pub const BILAL: Uuid = Uuid::from_u128(0xB11A);
pub const CODE: &str = "K7QM-2F9X-4T";
/// A point that everybody knows: the curve's own generator. Nothing sealed to it is a secret.
const CENTRE_KEY: [u8; 65] = [
    0x04, 0x6b, 0x17, 0xd1, 0xf2, 0xe1, 0x2c, 0x42, 0x47, 0xf8, 0xbc, 0xe6, 0xe5, 0x63, 0xa4, 0x40,
    0xf2, 0x77, 0x03, 0x7d, 0x81, 0x2d, 0xeb, 0x33, 0xa0, 0xf4, 0xa1, 0x39, 0x45, 0xd8, 0x98, 0xc2,
    0x96, 0x4f, 0xe3, 0x42, 0xe2, 0xfe, 0x1a, 0x7f, 0x9b, 0x8e, 0xe7, 0xeb, 0x4a, 0x7c, 0x0f, 0x9e,
    0x16, 0x2b, 0xce, 0x33, 0x57, 0x6b, 0x31, 0x5e, 0xce, 0xcb, 0xb6, 0x40, 0x68, 0x37, 0xbf, 0x51,
    0xf5,
];
pub const WORDS: &str = "bro elv lykt stige fjell";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Net {
    Up,
    Down,
    /// The request arrives and the answer does not.
    LoseAnswers,
    /// A hotel's login page.
    Captive,
    /// The answer is cut off.
    Cut,
    Busy,
    /// Any of these, by chance.
    Chaos,
}

pub struct World {
    pub now: Cell<i64>,
    pub net: Cell<Net>,
    pub server: RefCell<FakeServer>,
    pub code_spent_by: RefCell<Option<(Uuid, String)>>,
    pub requests: Cell<u64>,
    /// The bodies of the pushes that left a phone.
    pub pushed: RefCell<Vec<String>>,
    /// The centre has a key for parcels.
    pub has_key: Cell<bool>,
    /// What arrived of parcels, request by request.
    pub delivered: RefCell<Vec<DeliverRequest>>,
    /// What is said of the parcel that is the so-manieth of all that have arrived.
    pub takes: Cell<fn(usize) -> Delivered>,
    pub revoked: Cell<bool>,
    /// Who asked that the browser forget everything, by credential.
    pub cleared: RefCell<Vec<Option<String>>>,
    seed: Cell<u64>,
    sleepers: RefCell<Vec<(i64, Waker)>>,
    /// Which of the guards given out holds each lock.
    locks: RefCell<BTreeMap<String, u64>>,
    guards: Cell<u64>,
    lock_waiters: RefCell<Vec<Waker>>,
    told: RefCell<VecDeque<(u64, String, Told)>>,
    phones: Cell<u64>,
}

impl World {
    pub fn new(seed: u64) -> Rc<Self> {
        let actor =
            Actor { centre: CENTRE.into(), member: MEMBER.into(), role: domain::Role::Volunteer };
        let mut view = MemoryView::default();
        let mut server = FakeServer::new(Uuid::nil(), Box::new(|_| unreachable!()));
        server.grant(vec![grant(CENTRE, 1), grant(MEMBER, 1), grant(ANNA, 1), grant(BILAL, 1)]);
        for (id, name) in [(ANNA, "Anna"), (BILAL, "Bilal")] {
            let row = participant(id, name);
            server.put(id, id, &serde_json::to_string(&row).unwrap());
            view.upsert(row);
        }
        server.decide = Box::new(move |mutation| {
            let Ok(command) = serde_json::from_str::<VolunteerCommand>(mutation.command.get())
            else {
                return (Verdict::Quarantined, Some("unknown_command".to_owned()), vec![]);
            };
            let occasion = Occasion { at: Moment(mutation.envelope.at) };
            match apply_volunteer(&view, &actor, &occasion, &command) {
                Ok(applied) => {
                    let mut rows = Vec::new();
                    for row in applied.rows {
                        rows.push((
                            row.id(),
                            row.scope(CENTRE.into()),
                            serde_json::to_string(&row).unwrap(),
                        ));
                        view.upsert(row);
                    }
                    (Verdict::Applied, None, rows)
                }
                Err(refusal) => (Verdict::Quarantined, Some(refusal.code().to_owned()), vec![]),
            }
        });
        Rc::new(Self {
            now: Cell::new(1_790_000_000_000),
            net: Cell::new(Net::Up),
            server: RefCell::new(server),
            code_spent_by: RefCell::default(),
            requests: Cell::new(0),
            pushed: RefCell::default(),
            has_key: Cell::new(false),
            delivered: RefCell::default(),
            takes: Cell::new(|_| Delivered::Received),
            revoked: Cell::new(false),
            cleared: RefCell::default(),
            seed: Cell::new(seed.wrapping_mul(2) + 1),
            sleepers: RefCell::default(),
            locks: RefCell::default(),
            guards: Cell::new(0),
            lock_waiters: RefCell::default(),
            told: RefCell::default(),
            phones: Cell::new(0),
        })
    }

    pub fn random(&self) -> u64 {
        // SplitMix64: even enough, and the same for a seed.
        let state = self.seed.get().wrapping_add(0x9E37_79B9_7F4A_7C15);
        self.seed.set(state);
        let mixed = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    fn answer(&self, path: &str, body: &str) -> Reply {
        let mut server = self.server.borrow_mut();
        let answered = match path {
            "/sync/v1/push" => {
                let request: PushRequest = serde_json::from_str(body).unwrap();
                server.push(&request).map(|answer| serde_json::to_string(&answer).unwrap())
            }
            "/sync/v1/pull" => {
                let request: PullRequest = serde_json::from_str(body).unwrap();
                server.pull(&request.pull).map(|page| {
                    serde_json::to_string(&PullAnswer { brobygger: PROTOCOL, page }).unwrap()
                })
            }
            "/api/v1/enrolment/look" => Ok(
                r#"{"brobygger":1,"centre":"Ås","member":"Kari","language":"nb","country":"NO"}"#
                    .to_owned(),
            ),
            "/api/v1/enrolment" => {
                let request: serde_json::Value = serde_json::from_str(body).unwrap();
                let device: Uuid = request["device"].as_str().unwrap().parse().unwrap();
                let token = request["token"].as_str().unwrap().to_owned();
                let mut spent = self.code_spent_by.borrow_mut();
                match &*spent {
                    Some(by) if *by != (device, token.clone()) => {
                        Err(crate::fake::fault(FaultCode::CodeUsed))
                    }
                    _ => {
                        *spent = Some((device, token));
                        server.state.devices.push(device);
                        Ok(format!(
                            r#"{{"brobygger":1,"centre":"{CENTRE}","member":"{MEMBER}","device":"{device}"}}"#
                        ))
                    }
                }
            }
            "/sync/v1/keys" if self.has_key.get() => Ok(format!(
                r#"{{"brobygger":1,"key":1,"public":"{}"}}"#,
                sync::base64url::encode(&CENTRE_KEY)
            )),
            "/sync/v1/deliver" => {
                let request: DeliverRequest = serde_json::from_str(body).unwrap();
                let mut delivered = self.delivered.borrow_mut();
                let before: usize = delivered.iter().map(|request| request.parcels.len()).sum();
                let numbers = before..before + request.parcels.len();
                let parcels = numbers.map(self.takes.get()).collect();
                delivered.push(request);
                let revoked = self.revoked.get();
                let answer = DeliverAnswer { brobygger: PROTOCOL, parcels, revoked };
                Ok(serde_json::to_string(&answer).unwrap())
            }
            "/api/v1/clear" => Ok(body.to_owned()),
            // This server knows no parcels.
            "/sync/v1/keys" => Err(crate::fake::fault(FaultCode::NotFound)),
            other => panic!("no such path: {other}"),
        };
        match answered {
            Ok(body) => Reply { status: 200, json: true, retry_after_ms: None, body },
            Err(fault) => {
                let body = serde_json::to_string(&fault).unwrap();
                Reply { status: 409, json: true, retry_after_ms: None, body }
            }
        }
    }

    fn net_now(&self) -> Net {
        let all = [
            Net::Up,
            Net::Up,
            Net::Up,
            Net::Down,
            Net::LoseAnswers,
            Net::Captive,
            Net::Cut,
            Net::Busy,
        ];
        match self.net.get() {
            Net::Chaos => all[(self.random() % all.len() as u64) as usize],
            net => net,
        }
    }

    /// Polls everything until nothing moves, then lets time pass to the next sleeper, for `ms`.
    pub fn pass(self: &Rc<Self>, phones: &mut [&mut Phone], ms: i64) {
        let end = self.now.get() + ms;
        loop {
            self.settle(phones);
            let next = self.sleepers.borrow().iter().map(|(due, _)| *due).min();
            match next {
                Some(due) if due <= end => {
                    self.now.set(due.max(self.now.get()));
                    self.wake_sleepers();
                }
                _ => break,
            }
        }
        self.now.set(end);
        self.wake_sleepers();
        self.settle(phones);
    }

    /// Takes every lock away from whoever holds it, as a tab does that waits for one that is frozen.
    pub fn steal_locks(&self) {
        self.locks.borrow_mut().clear();
        self.lock_waiters.borrow_mut().drain(..).for_each(Waker::wake);
    }

    fn wake_sleepers(&self) {
        let now = self.now.get();
        let all = std::mem::take(&mut *self.sleepers.borrow_mut());
        let (due, later): (Vec<_>, Vec<_>) = all.into_iter().partition(|(at, _)| *at <= now);
        *self.sleepers.borrow_mut() = later;
        due.into_iter().for_each(|(_, waker)| waker.wake());
    }

    fn settle(self: &Rc<Self>, phones: &mut [&mut Phone]) {
        for round in 0.. {
            assert!(round < 100_000, "it never comes to rest");
            let mut moved = false;
            while let Some((from, vault, told)) = { self.told.borrow_mut().pop_front() } {
                for phone in phones.iter().filter(|phone| phone.number != from) {
                    if phone.session.vault() == vault {
                        phone.session.told(told);
                    }
                }
            }
            for phone in phones.iter_mut() {
                moved |= phone.poll();
            }
            if !moved && self.told.borrow().is_empty() {
                return;
            }
        }
    }
}

pub fn grant(scope: Uuid, version: u32) -> Grant {
    Grant { scope, version }
}

pub fn participant(id: Uuid, name: &str) -> Row {
    let text = format!(
        r#"{{"participant":{{"id":"{id}","first_name":"{name}","phone":{{"value":null,"version":1}},
            "contact_preference":{{"value":null,"version":1}},"visit_note":{{"value":null,"version":1}},
            "practical":{{}},"referred":"2026-01-02"}}}}"#
    );
    serde_json::from_str(&text).unwrap()
}

/// Where a phone runs, in this world.
pub struct Place {
    pub world: Rc<World>,
    pub store: MemoryStore,
    number: u64,
}

impl Place {
    pub fn new(world: &Rc<World>, store: &MemoryStore) -> Self {
        let number = world.phones.get() + 1;
        world.phones.set(number);
        Self { world: world.clone(), store: store.clone(), number }
    }
}

impl Platform for Place {
    type Store = MemoryStore;
    type Guard = LockGuard;

    fn store(&self) -> &MemoryStore {
        &self.store
    }

    fn now(&self) -> i64 {
        self.world.now.get()
    }

    fn random(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(8) {
            chunk.copy_from_slice(&self.world.random().to_le_bytes()[..chunk.len()]);
        }
    }

    async fn sleep(&self, ms: u64) {
        let due = self.world.now.get() + i64::try_from(ms).unwrap();
        poll_fn(|context| {
            if self.world.now.get() >= due {
                return Poll::Ready(());
            }
            self.world.sleepers.borrow_mut().push((due, context.waker().clone()));
            Poll::Pending
        })
        .await;
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
        let world = &self.world;
        if path == "/api/v1/clear" {
            world.cleared.borrow_mut().push(token.map(str::to_owned));
        }
        world.requests.set(world.requests.get() + 1);
        if path == "/sync/v1/push" {
            world.pushed.borrow_mut().push(body.clone());
        }
        breathe().await;
        let page = |body: &str| Reply {
            status: 200,
            json: false,
            retry_after_ms: None,
            body: body.to_owned(),
        };
        let reply = match world.net_now() {
            Net::Up => Ok(world.answer(path, &body)),
            Net::Down | Net::Chaos => Err(NotReached),
            Net::LoseAnswers => {
                world.answer(path, &body);
                Err(NotReached)
            }
            Net::Captive => Ok(page("<html>Log in</html>")),
            Net::Cut => {
                let mut reply = world.answer(path, &body);
                let half = reply.body.len() / 2;
                let half = (half..).find(|at| reply.body.is_char_boundary(*at)).unwrap();
                reply.body.truncate(half);
                Ok(reply)
            }
            Net::Busy => Ok(Reply {
                status: 503,
                json: false,
                retry_after_ms: Some(5_000),
                body: String::new(),
            }),
        };
        breathe().await;
        reply
    }

    async fn listen(&self, _: &str, _: &str, _: &dyn Fn(Option<u64>)) {
        std::future::pending::<()>().await;
    }

    async fn lock(&self, name: &str) -> LockGuard {
        poll_fn(|context| {
            let mut locks = self.world.locks.borrow_mut();
            if locks.contains_key(name) {
                self.world.lock_waiters.borrow_mut().push(context.waker().clone());
                return Poll::Pending;
            }
            let number = self.world.guards.get() + 1;
            self.world.guards.set(number);
            locks.insert(name.to_owned(), number);
            Poll::Ready(LockGuard { world: self.world.clone(), name: name.to_owned(), number })
        })
        .await
    }

    async fn lost(&self, guard: &LockGuard) {
        poll_fn(|context| match guard.holds() {
            true => {
                self.world.lock_waiters.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
            false => Poll::Ready(()),
        })
        .await;
    }

    fn tell(&self, vault: &str, told: Told) {
        self.world.told.borrow_mut().push_back((self.number, vault.to_owned(), told));
    }
}

pub struct LockGuard {
    world: Rc<World>,
    name: String,
    number: u64,
}

impl LockGuard {
    fn holds(&self) -> bool {
        self.world.locks.borrow().get(&self.name) == Some(&self.number)
    }
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if self.holds() {
            self.world.locks.borrow_mut().remove(&self.name);
        }
        self.world.lock_waiters.borrow_mut().drain(..).for_each(Waker::wake);
    }
}

/// Lets others go first.
async fn breathe() {
    let mut yielded = false;
    poll_fn(|context| match std::mem::replace(&mut yielded, true) {
        true => Poll::Ready(()),
        false => {
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

/// A running app. Dropping it is killing it.
pub struct Phone {
    pub session: Session<Place>,
    tasks: Vec<Pin<Box<dyn Future<Output = ()>>>>,
    woken: Arc<Flag>,
    number: u64,
}

struct Flag(AtomicBool);

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Phone {
    pub fn start(session: Session<Place>) -> Self {
        let number = session.platform().number;
        let run: Pin<Box<dyn Future<Output = ()>>> = Box::pin(session.clone().run());
        Self { session, tasks: vec![run], woken: Arc::new(Flag(AtomicBool::new(true))), number }
    }

    pub fn open(world: &Rc<World>, store: &MemoryStore) -> Self {
        let place = Place::new(world, store);
        let session = pollster::block_on(async {
            let unlocked = session::unlock(&place, WORDS).await.unwrap();
            Session::open(place, &unlocked).await.unwrap()
        });
        Self::start(session)
    }

    /// Does something beside the loop.
    pub fn spawn(&mut self, task: impl Future<Output = ()> + 'static) {
        self.tasks.push(Box::pin(task));
        self.woken.0.store(true, Ordering::SeqCst);
    }

    /// Goes on to where it has to wait the next time.
    pub fn poll(&mut self) -> bool {
        if !self.woken.0.swap(false, Ordering::SeqCst) {
            return false;
        }
        let waker = Waker::from(self.woken.clone());
        let mut context = Context::from_waker(&waker);
        self.tasks.retain_mut(|task| task.as_mut().poll(&mut context).is_pending());
        true
    }
}

/// Enrols a phone in this world, and starts it.
pub fn enrolled(world: &Rc<World>) -> (MemoryStore, Phone) {
    let store = MemoryStore::new();
    world.code_spent_by.take();
    let place = Place::new(world, &store);
    let net = world.net.replace(Net::Up);
    let task = async {
        let unlocked = session::enrol(&place, CODE, WORDS).await.unwrap();
        Session::open(place, &unlocked).await.unwrap()
    };
    let session = pollster::block_on(task);
    world.net.set(net);
    (store, Phone::start(session))
}
