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

/// Taken by one at a time; the others wait. (The library's lock, made for threads, weighs a kilobyte more.)
#[derive(Default)]
pub struct Turn {
    taken: Cell<bool>,
    waiting: RefCell<Vec<Waker>>,
}

/// Given back when it is dropped.
#[must_use = "dropping it ends the turn"]
pub struct Taken<'a>(&'a Turn);

impl Turn {
    pub async fn take(&self) -> Taken<'_> {
        poll_fn(|context| match self.taken.replace(true) {
            false => Poll::Ready(Taken(self)),
            true => {
                self.waiting.borrow_mut().push(context.waker().clone());
                Poll::Pending
            }
        })
        .await
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        self.0.taken.set(false);
        let waiting = std::mem::take(&mut *self.0.waiting.borrow_mut());
        waiting.into_iter().for_each(Waker::wake);
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

#[cfg(test)]
mod tests {
    use std::future::Future;
    use std::pin::pin;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::{Context, Wake};

    use super::*;

    #[derive(Default)]
    struct Woken(AtomicUsize);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn a_turn_is_taken_by_one_at_a_time() {
        let turn = Turn::default();
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(woken.clone());
        let context = &mut Context::from_waker(&waker);
        let first = pollster::block_on(turn.take());
        let mut second = pin!(turn.take());
        {
            let mut gives_up = pin!(turn.take());
            assert!(gives_up.as_mut().poll(context).is_pending());
        }
        assert!(second.as_mut().poll(context).is_pending());
        assert_eq!(woken.0.load(Ordering::Relaxed), 0);
        drop(first);
        assert!(woken.0.load(Ordering::Relaxed) > 0, "who waits is woken");
        let Poll::Ready(taken) = second.as_mut().poll(context) else { panic!("it is free") };
        assert!(pin!(turn.take()).poll(context).is_pending());
        drop(taken);
        assert!(pin!(turn.take()).poll(context).is_ready());
    }
}
