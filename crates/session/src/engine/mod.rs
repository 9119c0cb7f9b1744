//! The state behind the handle, and what changes it.
//!
//! All of it is on one thread. Borrows never last over an await. Whoever writes to the outbox holds
//! `turn`, so that numbers are drawn one by one; another tab that writes is noticed by the
//! precondition of the commit (the counters as this tab last saw them), after which the outbox is read
//! again.

mod drafts;
mod loading;
mod pages;
mod parcels;
mod saving;
mod voiding;

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::{Poll, Waker};

use domain::Actor;
use domain::map::Map;
use futures_util::future::try_join;
use store::StoreError;
use sync::replica::{Effect, Event, Now, Replica, Why};
use uuid::Uuid;

use self::parcels::ParcelKeys;
use crate::base::Base;
use crate::disk::Disk;
use crate::enrol::Identity;
use crate::platform::{Platform, new_id};
use crate::pocket::Ends;
use crate::shown::Shown;
use crate::signal::{Bell, Change, Listeners, Turn};

pub struct Engine<P> {
    pub platform: P,
    pub name: String,
    pub centre: Uuid,
    pub device: Uuid,
    /// Another one after the person was invited anew.
    pub token: RefCell<String>,
    pub actor: Actor,
    disk: Disk,
    pub state: RefCell<State>,
    /// Held by whoever writes to the outbox or reads it again.
    turn: Turn,
    /// Held by whoever writes a draft.
    drafts_turn: Turn,
    /// The number of the last wish for each draft: an older one that comes later is void.
    draft_wishes: RefCell<Vec<(String, u64)>>,
    pub listeners: Rc<Listeners>,
    /// Wakes the loop.
    pub bell: Bell,
    /// Woken by `close`.
    closers: RefCell<Vec<Waker>>,
    why: Cell<Option<Why>>,
    /// How often it was closed: a run ends when it is closed after its start.
    closings: Cell<u64>,
    /// Another tab said so; to be read again by whoever comes by.
    pub stale_outbox: Cell<bool>,
    pub stale_base: Cell<bool>,
    pub ends: Ends,
    /// What parcels are made with, once the centre's key is known.
    parcel_keys: RefCell<Option<Rc<ParcelKeys>>>,
    /// When keys and parcels are to be looked after next, by the phone's clock.
    keys_due: Cell<i64>,
}

pub struct State {
    pub replica: Replica,
    pub base: Base,
    pub shown: Shown,
    pub drafts: Map<String, Vec<u8>>,
    /// Entries that did not open: kept as they lie there, and exported.
    pub unreadable: Vec<(String, Vec<u8>)>,
    /// The last reading of what other tabs had written failed, and was not made up for yet.
    pub read_failed: Option<StoreError>,
    /// The same for the last writing of what the server said.
    pub write_failed: Option<StoreError>,
    /// As they lie on the disk; the precondition of the next commit.
    outbox_mark: Option<Vec<u8>>,
    base_mark: Option<Vec<u8>>,
}

impl<P: Platform> Engine<P> {
    pub async fn load(
        platform: P,
        name: &str,
        disk: Disk,
        identity: Identity,
        actor: Actor,
    ) -> Result<Self, StoreError> {
        // The two databases are read side by side.
        let outbox = async {
            let outbox = loading::outbox(&platform, &disk).await?;
            Ok((outbox, loading::drafts(&platform, &disk).await?))
        };
        let ((outbox, drafts), loaded) = try_join(outbox, loading::base(&platform, &disk)).await?;
        let replica = Replica::new(identity.device, outbox.counters, outbox.entries, loaded.held);
        let mut shown = Shown::new(actor);
        shown.begin(&loaded.base, &replica);
        let state = State {
            replica,
            base: loaded.base,
            shown,
            drafts,
            unreadable: outbox.unreadable,
            read_failed: None,
            write_failed: None,
            outbox_mark: outbox.mark,
            base_mark: loaded.mark,
        };
        Ok(Self {
            platform,
            name: name.to_owned(),
            centre: identity.centre,
            device: identity.device,
            token: RefCell::new(identity.token),
            actor,
            disk,
            state: RefCell::new(state),
            turn: Turn::default(),
            drafts_turn: Turn::default(),
            draft_wishes: RefCell::default(),
            listeners: Rc::default(),
            bell: Bell::default(),
            closers: RefCell::default(),
            why: Cell::new(None),
            closings: Cell::new(0),
            stale_outbox: Cell::new(false),
            stale_base: Cell::new(false),
            ends: Ends::default(),
            parcel_keys: RefCell::default(),
            keys_due: Cell::new(i64::MIN),
        })
    }

    pub fn moment(&self) -> Now {
        let mut dice = [0; 4];
        self.platform.random(&mut dice);
        Now {
            ms: self.platform.now(),
            dice: u32::from_le_bytes(dice),
            spare: new_id(&self.platform),
        }
    }

    /// Feeds the replica, and gives the effects that are still to be carried out.
    pub fn step(&self, event: Event) -> Vec<Effect> {
        let mut effects = self.state.borrow_mut().replica.step(event);
        let before = effects.len();
        effects.retain(|effect| !matches!(effect, Effect::StatusChanged));
        if effects.len() < before {
            self.listeners.tell(Change::Status);
        }
        effects
    }

    pub fn wake(&self, why: Why) {
        // What the person asked for is not overwritten by a lesser reason, nor any by a poke, which may
        // turn out to be the echo of our own push.
        let lesser = match self.why.get() {
            None | Some(Why::Timer | Why::Poke { .. }) => false,
            Some(Why::Asked) => true,
            Some(_) => matches!(why, Why::Poke { .. }),
        };
        if !lesser {
            self.why.set(Some(why));
        }
        self.bell.ring();
    }

    /// What the loop was woken for.
    pub fn woken(&self) -> Why {
        self.why.take().unwrap_or(Why::Timer)
    }

    /// Until `close` is called after this.
    pub fn closed(&self) -> impl Future<Output = ()> + '_ {
        let closings = self.closings.get();
        poll_fn(move |context| {
            if self.closings.get() != closings {
                return Poll::Ready(());
            }
            self.closers.borrow_mut().push(context.waker().clone());
            Poll::Pending
        })
    }

    pub fn close(&self) {
        self.closings.set(self.closings.get() + 1);
        self.closers.borrow_mut().drain(..).for_each(Waker::wake);
    }

    pub fn note_reading(&self, failed: Option<StoreError>) {
        let before = std::mem::replace(&mut self.state.borrow_mut().read_failed, failed.clone());
        if before != failed {
            self.listeners.tell(Change::Status);
        }
    }

    /// A record was saved. That there is no room for the base holds until it has been written.
    pub fn note_recovery(&self) {
        let failed = self.state.borrow().write_failed.clone();
        if failed.is_some_and(|failed| failed != StoreError::Full) {
            self.note_writing(None);
        }
    }

    pub fn note_writing(&self, failed: Option<StoreError>) {
        let before = std::mem::replace(&mut self.state.borrow_mut().write_failed, failed.clone());
        if before != failed {
            self.listeners.tell(Change::Status);
        }
    }
}

/// The key of an entry in the store: a number.
fn entry_key(order: u64) -> String {
    format!("{order:012}")
}
