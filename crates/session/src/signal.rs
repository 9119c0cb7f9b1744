//! Small parts for one thread: a bell that a loop waits for, and listeners that are called.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::{Rc, Weak};
use std::task::{Poll, Waker};

/// Rung by anybody, waited for by one. A ring before the waiting is not lost.
#[derive(Default)]
pub struct Bell {
    rung: Cell<bool>,
    waker: Cell<Option<Waker>>,
}

impl Bell {
    pub fn ring(&self) {
        self.rung.set(true);
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }

    pub async fn wait(&self) {
        poll_fn(|context| match self.rung.take() {
            true => Poll::Ready(()),
            false => {
                self.waker.set(Some(context.waker().clone()));
                Poll::Pending
            }
        })
        .await;
    }
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    View,
    Outbox,
    Status,
}

type Callback = Rc<dyn Fn(Change)>;

#[derive(Default)]
pub struct Listeners {
    next: Cell<u64>,
    list: RefCell<Vec<(u64, Callback)>>,
}

/// Stops the calls when it is dropped.
#[must_use = "dropping it ends the subscription"]
pub struct Subscription {
    number: u64,
    listeners: Weak<Listeners>,
}

impl Listeners {
    pub fn add(self: &Rc<Self>, callback: Callback) -> Subscription {
        let number = self.next.get();
        self.next.set(number + 1);
        self.list.borrow_mut().push((number, callback));
        Subscription { number, listeners: Rc::downgrade(self) }
    }

    /// Calls them outside of every borrow: a callback may subscribe, unsubscribe or read.
    pub fn tell(&self, change: Change) {
        let list: Vec<Callback> =
            self.list.borrow().iter().map(|(_, callback)| callback.clone()).collect();
        for callback in list {
            callback(change);
        }
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        if let Some(listeners) = self.listeners.upgrade() {
            listeners.list.borrow_mut().retain(|(number, _)| *number != self.number);
        }
    }
}
