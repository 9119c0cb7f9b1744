//! The handle.

use std::rc::Rc;

use domain::{
    Actor, Centre, CentreId, MemberId, MemoryView, ParticipantId, Refusal, Role, VolunteerCommand,
};
use store::StoreError;
use sync::replica::{Effect, Event, Replica, Why};
use uuid::Uuid;
use vault::Vault;

use crate::disk::Disk;
use crate::engine::Engine;
use crate::enrol::identity;
use crate::error::{OpenError, PerformError};
use crate::lock::Unlocked;
use crate::outbox::{self, OutboxItem};
use crate::platform::{Platform, Told, new_id};
use crate::pocket::Ends;
use crate::signal::{Change, Subscription};
use crate::status::SyncStatus;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

/// One enrolled person on one phone. Clones are the same handle.
pub struct Session<P>(Rc<Engine<P>>);

/// It is on the phone, durably.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The mutation's id, as in [`OutboxItem::id`].
    pub id: Uuid,
}

impl<P> Clone for Session<P> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<P> PartialEq for Session<P> {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl<P> std::fmt::Debug for Session<P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

impl<P: Platform> Session<P> {
    /// Opens an unlocked vault from the disk alone: the radio may be off.
    pub async fn open(platform: P, unlocked: &Unlocked) -> Result<Self, OpenError> {
        let vault = &unlocked.vault;
        let disk = Disk::new(Vault::new(&unlocked.key).await?, vault);
        let identity = identity(&platform, &disk).await?;
        let actor = Actor {
            centre: CentreId(identity.centre),
            member: MemberId(identity.member),
            role: Role::Volunteer,
        };
        let engine = Engine::load(platform, vault, disk, identity, actor).await?;
        // Before anything is recorded: what is recorded without them has no parcel.
        engine.take_up_keys().await;
        Ok(Self(Rc::new(engine)))
    }
}

/// Sending and fetching.
impl<P: Platform> Session<P> {
    /// To be spawned once per session. Returns after [`Session::close`].
    pub async fn run(self) {
        self.0.run().await;
    }

    /// There is a chance to send, or a reason to.
    pub fn wake(&self, why: Why) {
        self.0.wake(why);
    }

    /// The person asked.
    pub fn send_now(&self) {
        self.0.wake(Why::Asked);
    }

    /// Another tab of this vault says that it has written.
    pub fn told(&self, told: Told) {
        match told {
            Told::Outbox => self.0.stale_outbox.set(true),
            Told::Base => self.0.stale_base.set(true),
        }
        self.0.wake(Why::Recorded);
    }

    /// Lets the loop end. What is saved stays saved.
    pub fn close(&self) {
        self.0.close();
    }

    pub fn platform(&self) -> &P {
        &self.0.platform
    }

    pub(crate) fn ends(&self) -> &Ends {
        &self.0.ends
    }

    /// The vault's name.
    pub fn vault(&self) -> &str {
        &self.0.name
    }
}

/// Reading. All of it from memory.
impl<P: Platform> Session<P> {
    /// The base with the outbox laid over it. Query it and let go of it: one that is held while
    /// something changes has to be copied.
    pub fn view(&self) -> Rc<MemoryView> {
        self.0.state.borrow().shown.view()
    }

    /// Rises whenever the view changed.
    pub fn revision(&self) -> u64 {
        self.0.state.borrow().shown.revision
    }

    pub fn actor(&self) -> Actor {
        self.0.actor
    }

    pub fn centre(&self) -> Uuid {
        self.0.centre
    }

    pub fn status(&self) -> SyncStatus {
        let state = self.0.state.borrow();
        let failed = state.write_failed.clone().or(state.read_failed.clone());
        SyncStatus::new(state.replica.status(), state.base.len(), failed)
    }

    /// For how many days the centre was not reached, where that is longer than it allows: then only the next
    /// visit may be shown. By the phone's clock.
    pub fn days_over_lease(&self) -> Option<i64> {
        let view = self.view();
        let allowed = i64::from(view.all::<Centre>().next()?.lease_days);
        let since = self.now() - self.status().last_contact?;
        (allowed > 0 && since > allowed * DAY_MS).then_some(since / DAY_MS)
    }

    /// Nothing is on its way to or from the server, and what came is on the disk.
    pub fn resting(&self) -> bool {
        self.0.state.borrow().replica.resting()
    }

    /// What was recorded here, the newest first.
    pub fn outbox(&self) -> Vec<OutboxItem> {
        let mut state = self.0.state.borrow_mut();
        let crate::engine::State { replica, shown, .. } = &mut *state;
        outbox::items(replica, shown)
    }

    /// How many records that are not sent go when this participant withdraws.
    pub fn unsent_about(&self, participant: ParticipantId) -> usize {
        self.0.unsent_about(participant).len()
    }

    /// How many records of the outbox did not open. They are kept, and are part of the export.
    pub fn unreadable(&self) -> usize {
        self.0.state.borrow().unreadable.len()
    }

    /// The file for the server's `import-outbox`.
    pub fn export_outbox(&self) -> String {
        let state = self.0.state.borrow();
        outbox::export(&state.replica, &state.unreadable)
    }

    /// What the sending knows, for whoever judges from outside.
    pub fn with_replica<R>(&self, look: impl FnOnce(&Replica) -> R) -> R {
        look(&self.0.state.borrow().replica)
    }

    /// Every row that the server gave, for whoever judges from outside: id, scope, number, body.
    pub fn each_row(&self, look: &mut dyn FnMut(Uuid, Uuid, u64, &str)) {
        self.0.state.borrow().base.each(look);
    }

    /// The callback runs after the change, outside of every borrow.
    pub fn subscribe(&self, callback: impl Fn(Change) + 'static) -> Subscription {
        self.0.listeners.add(Rc::new(callback))
    }
}

/// Acting.
impl<P: Platform> Session<P> {
    /// A UUIDv7, for the rows that a command makes.
    pub fn new_id(&self) -> Uuid {
        new_id(&self.0.platform)
    }

    /// UTC milliseconds by the phone's clock.
    pub fn now(&self) -> i64 {
        self.0.platform.now()
    }

    /// Whether the rules allow it now. Changes nothing.
    pub fn check(&self, command: &VolunteerCommand) -> Result<(), Refusal> {
        self.0.check(command, self.now())
    }

    /// Saves a command. Ok means that it is on the phone durably and will be sent.
    pub async fn perform(&self, command: VolunteerCommand) -> Result<Saved, PerformError> {
        self.perform_at(command, self.now()).await
    }

    /// The same, where it happened at another moment than now, in UTC milliseconds.
    pub(crate) async fn perform_at(
        &self,
        command: VolunteerCommand,
        at: i64,
    ) -> Result<Saved, PerformError> {
        let id = self.0.save(&command, None, at).await?;
        Ok(Saved { id })
    }

    /// The same as [`Session::perform`], and drops the draft that it was made of, in one transaction.
    pub async fn perform_draft(
        &self,
        command: VolunteerCommand,
        draft: &str,
    ) -> Result<Saved, PerformError> {
        let id = self.0.save(&command, Some(draft), self.now()).await?;
        Ok(Saved { id })
    }

    /// The person has seen that this needed somebody.
    pub async fn set_aside(&self, id: Uuid) -> Result<(), StoreError> {
        for effect in self.0.step(Event::SetAside { id }) {
            if let Effect::SaveOutbox { put, remove, counters } = effect {
                self.0.save_outbox(put, remove, counters).await?;
            }
        }
        Ok(())
    }
}

/// Drafts, under names that hold nothing personal.
impl<P: Platform> Session<P> {
    pub fn draft(&self, key: &str) -> Option<Vec<u8>> {
        self.0.state.borrow().drafts.get(key).cloned()
    }

    pub fn drafts(&self) -> Vec<String> {
        self.0.state.borrow().drafts.iter().map(|(key, _)| key.clone()).collect()
    }

    pub async fn save_draft(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        self.0.save_draft(key, bytes).await
    }

    pub async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        self.0.drop_draft(key).await
    }
}
