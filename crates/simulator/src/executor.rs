//! Tasks on one thread, and time that passes when nothing else happens.
//!
//! Which of the tasks that are ready is polled next is thrown with the dice, so that every await point
//! of the real code is a place where others may come in between. A group of tasks (an app, a server
//! process) is killed by dropping it, wherever its tasks stand.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use crate::dice::Dice;

/// Tasks that live and die together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Group(pub u64);

/// Whose work a task does, for the story and for the oracle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Phone(usize),
    /// A request that a server process answers.
    Request(usize),
    /// The queue of pushes of a server process.
    Queue(usize),
    /// An errand at the command line, by its number.
    Errand(usize),
    /// A server process that starts.
    Start,
    Network,
}

type Work = Pin<Box<dyn Future<Output = ()>>>;

struct Task {
    group: Group,
    who: Who,
    /// Taken out while it is polled.
    work: Option<Work>,
    waker: Arc<Bell>,
}

struct Bell {
    id: u64,
    rung: AtomicBool,
    ready: Arc<Mutex<Vec<u64>>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        if !self.rung.swap(true, Ordering::Relaxed) {
            // In order, so that it does not matter who woke whom first.
            let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
            let place = ready.partition_point(|id| *id < self.id);
            ready.insert(place, self.id);
        }
    }
}

pub struct Executor {
    tasks: RefCell<BTreeMap<u64, Task>>,
    ready: Arc<Mutex<Vec<u64>>>,
    sleepers: RefCell<BTreeMap<(i64, u64), Waker>>,
    now: Cell<i64>,
    numbers: Cell<u64>,
    polls: Cell<u64>,
}

/// What one step did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stepped {
    Polled(Who),
    /// The task panicked, and is gone.
    Panicked(Who),
    Nothing,
}

impl Executor {
    pub fn new(now: i64) -> Self {
        Self {
            tasks: RefCell::default(),
            ready: Arc::default(),
            sleepers: RefCell::default(),
            now: Cell::new(now),
            numbers: Cell::new(0),
            polls: Cell::new(0),
        }
    }

    pub fn now(&self) -> i64 {
        self.now.get()
    }

    pub fn polls(&self) -> u64 {
        self.polls.get()
    }

    fn number(&self) -> u64 {
        let number = self.numbers.get() + 1;
        self.numbers.set(number);
        number
    }

    pub fn group(&self) -> Group {
        Group(self.number())
    }

    pub fn spawn(&self, group: Group, who: Who, work: impl Future<Output = ()> + 'static) {
        let id = self.number();
        let ready = Arc::clone(&self.ready);
        let waker = Arc::new(Bell { id, rung: AtomicBool::new(false), ready });
        waker.wake_by_ref();
        let task = Task { group, who, work: Some(Box::pin(work)), waker };
        self.tasks.borrow_mut().insert(id, task);
    }

    pub fn kill(&self, group: Group) {
        let mut killed = Vec::new();
        {
            let mut tasks = self.tasks.borrow_mut();
            let ids: Vec<u64> =
                tasks.iter().filter(|(_, task)| task.group == group).map(|(id, _)| *id).collect();
            killed.extend(ids.into_iter().filter_map(|id| tasks.remove(&id)));
        }
        // Outside of the borrow: what is dropped may wake others.
        drop(killed);
    }

    /// The end of the world: everything is dropped.
    pub fn end(&self) {
        let tasks = std::mem::take(&mut *self.tasks.borrow_mut());
        drop(tasks);
        let sleepers = std::mem::take(&mut *self.sleepers.borrow_mut());
        drop(sleepers);
    }

    /// Polls one of the tasks that are ready.
    pub fn step(&self, dice: &Dice) -> Stepped {
        loop {
            let id = {
                let mut ready = self.ready.lock().unwrap_or_else(PoisonError::into_inner);
                if ready.is_empty() {
                    return Stepped::Nothing;
                }
                let place = dice.below(ready.len());
                ready.remove(place)
            };
            let Some((mut work, waker, who)) = self.take(id) else {
                continue;
            };
            self.polls.set(self.polls.get() + 1);
            waker.rung.store(false, Ordering::Relaxed);
            let waker = Waker::from(waker);
            let mut context = Context::from_waker(&waker);
            let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(&mut context)));
            match polled {
                Ok(Poll::Pending) => {
                    if let Some(task) = self.tasks.borrow_mut().get_mut(&id) {
                        task.work = Some(work);
                    }
                    return Stepped::Polled(who);
                }
                Ok(Poll::Ready(())) => {
                    let task = self.tasks.borrow_mut().remove(&id);
                    drop(task);
                    return Stepped::Polled(who);
                }
                Err(_) => {
                    let task = self.tasks.borrow_mut().remove(&id);
                    drop(task);
                    return Stepped::Panicked(who);
                }
            }
        }
    }

    fn take(&self, id: u64) -> Option<(Work, Arc<Bell>, Who)> {
        let mut tasks = self.tasks.borrow_mut();
        let task = tasks.get_mut(&id)?;
        Some((task.work.take()?, Arc::clone(&task.waker), task.who))
    }

    /// Lets time pass to the next sleeper, no further than `end`. False where there was none.
    pub fn pass(&self, end: i64) -> bool {
        let due = self.sleepers.borrow().keys().next().map(|(due, _)| *due);
        match due {
            Some(due) if due <= end => {
                self.set_now(due.max(self.now.get()));
                true
            }
            _ => {
                self.set_now(end.max(self.now.get()));
                false
            }
        }
    }

    fn set_now(&self, now: i64) {
        self.now.set(now);
        loop {
            let woken = {
                let mut sleepers = self.sleepers.borrow_mut();
                match sleepers.first_entry() {
                    Some(first) if first.key().0 <= now => first.remove(),
                    _ => return,
                }
            };
            woken.wake();
        }
    }

    pub async fn sleep(&self, ms: i64) {
        let key = (self.now.get() + ms, self.number());
        let _forget = Forget { executor: self, key };
        poll_fn(|context| {
            if self.now.get() >= key.0 {
                return Poll::Ready(());
            }
            self.sleepers.borrow_mut().insert(key, context.waker().clone());
            Poll::Pending
        })
        .await;
    }
}

/// A sleeper that is dropped is not waited for.
struct Forget<'a> {
    executor: &'a Executor,
    key: (i64, u64),
}

impl Drop for Forget<'_> {
    fn drop(&mut self) {
        self.executor.sleepers.borrow_mut().remove(&self.key);
    }
}

/// Polls something that waits for nobody until it is done.
pub fn finish<F: Future>(work: F) -> F::Output {
    let mut work = std::pin::pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(done) = work.as_mut().poll(&mut context) {
            return done;
        }
    }
}

/// Lets others go first.
pub async fn breathe() {
    tokio::task::yield_now().await;
}
