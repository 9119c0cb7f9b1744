//! Everything there is in one simulated day: time, chance, the network, servers, phones, coordinators,
//! and whoever watches them.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::Memory;
use server::keys::KeyRing;

use crate::desk::Desk;
use crate::dice::Dice;
use crate::executor::{Executor, Stepped, Who};
use crate::oracle::Oracle;
use crate::phone::Phone;
use crate::server::Process;
use crate::shape::Shape;
use crate::story::Story;
use crate::thief::Thief;
use crate::tomorrow::Pen;

pub struct World {
    pub shape: Shape,
    pub run: Executor,
    pub dice: Dice,
    /// The clock of the servers.
    pub hand: Arc<AtomicI64>,
    pub database: Memory,
    pub servers: RefCell<Vec<Process>>,
    pub phones: RefCell<Vec<Rc<Phone>>>,
    pub desk: Desk,
    pub pens: RefCell<Vec<Rc<Pen>>>,
    /// The centre's keys, in a file apart from the database: a restore leaves them as they are.
    pub keys: KeyRing,
    pub thief: Thief,
    pub oracle: RefCell<Oracle>,
    pub story: Story,
    /// Until then every request meets a server that asks to come later.
    pub storm_until: Cell<i64>,
    seen: Cell<u64>,
}

/// More polls than any honest stretch needs.
const TOO_MANY_POLLS: u64 = 400_000;

impl World {
    pub fn new(shape: Shape, database: Memory, oracle: Oracle, start: i64, tell: bool) -> Rc<Self> {
        let seen = database.changes();
        let dice = Dice::new(shape.seed);
        Rc::new(Self {
            shape,
            run: Executor::new(start),
            dice,
            hand: Arc::new(AtomicI64::new(start)),
            database,
            servers: RefCell::default(),
            phones: RefCell::default(),
            desk: Desk::default(),
            pens: RefCell::default(),
            keys: KeyRing::in_memory(),
            thief: Thief::default(),
            oracle: RefCell::new(oracle),
            story: Story::new(tell),
            storm_until: Cell::new(0),
            seen: Cell::new(seen),
        })
    }

    pub fn now(&self) -> i64 {
        self.run.now()
    }

    pub fn phone(&self, number: usize) -> Rc<Phone> {
        Rc::clone(&self.phones.borrow()[number])
    }

    pub fn failed(&self) -> bool {
        self.oracle.borrow().broken.is_some()
    }

    /// An invariant does not hold. The first one counts.
    pub fn broke(&self, invariant: &'static str, how: String) {
        self.story.tell("broken", 0, || format!("✗ {invariant}: {how}"));
        self.oracle.borrow_mut().broke(invariant, how);
    }

    /// The database was changed by us: nobody committed.
    pub fn noticed(&self) {
        self.seen.set(self.database.changes());
    }

    /// Polls tasks, at most so many times. False when nothing moves any more.
    pub fn polls(self: &Rc<Self>, most: u64) -> bool {
        for _ in 0..most {
            if self.failed() || !self.poll() {
                return false;
            }
        }
        true
    }

    /// Lets everything happen that happens within so many milliseconds.
    pub fn go(self: &Rc<Self>, ms: i64) {
        let end = self.now() + ms;
        let limit = self.run.polls() + TOO_MANY_POLLS;
        loop {
            while self.poll() {
                if self.failed() {
                    return;
                }
                if self.run.polls() > limit {
                    self.broke("it comes to rest", "the tasks never stop waking each other".into());
                    return;
                }
            }
            let went_on = self.run.pass(end);
            self.hand.store(self.now(), Ordering::SeqCst);
            if !went_on {
                while self.poll() && !self.failed() && self.run.polls() <= limit {}
                return;
            }
        }
    }

    fn poll(self: &Rc<Self>) -> bool {
        match self.run.step(&self.dice) {
            Stepped::Nothing => return false,
            Stepped::Polled(who) => self.after(who),
            Stepped::Panicked(who) => {
                self.story.tell("panicked", 0, || format!("a task of {who:?} panicked"));
                self.after(who);
                // A request that panics costs that request; the loops are for ever.
                if matches!(who, Who::Phone(_) | Who::Queue(_)) {
                    self.broke("nothing panics", format!("a task of {who:?}"));
                }
            }
        }
        true
    }

    fn after(self: &Rc<Self>, who: Who) {
        let changes = self.database.changes();
        if changes != self.seen.replace(changes) {
            crate::oracle::committed(self, who);
        }
        if let Who::Phone(number) = who {
            let phone = self.phone(number);
            if phone.dying() {
                self.story.tell("killed", number as u64, || {
                    format!("{} was killed in the middle of its storage", phone.name())
                });
                phone.kill(self);
            }
        }
    }
}
