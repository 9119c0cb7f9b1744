//! Writing to the outbox.

use domain::{Refusal, VolunteerCommand};
use futures_util::future::join;
use planted::Planted;
use serde_json::value::RawValue;
use store::{Batch, Durability, Store, StoreError};
use sync::replica::{Counters, Draft, Entry, Event, Why};
use sync::{Lane, SCHEMA};
use uuid::Uuid;

use super::{Engine, entry_key};
use crate::delivery::parcel_key;
use crate::disk::{COUNTERS, DRAFTS, ENTRIES, META, written};
use crate::error::PerformError;
use crate::platform::{Platform, Told, new_id};
use crate::signal::Change;

/// What goes with a record, in its transaction.
struct Goes {
    /// What is written down in it, or is about somebody who leaves.
    drafts: Vec<String>,
    /// As it is kept from now on.
    voided: Vec<Entry>,
}

impl<P: Platform> Engine<P> {
    /// Saves a command: applied to what is shown, sealed, one strict transaction, and only then shown.
    pub async fn save(
        &self,
        command: &VolunteerCommand,
        draft: Option<&str>,
        at: i64,
    ) -> Result<Uuid, PerformError> {
        let text: Box<RawValue> = json::read_bytes(&written(command)?)
            .map_err(|error| StoreError::Other(error.to_string()))?;
        let id = new_id(&self.platform);
        let _turn = self.turn.take().await;
        let withdraws = command.withdraws();
        let _drafts_turn = match draft.is_some() || withdraws {
            true => Some(self.drafts_turn.take().await),
            false => None,
        };
        if self.stale_outbox.get() {
            self.reload_outbox_in_turn().await?;
        }
        // Another tab may write between our reading and our commit, and iOS cuts the connection to the
        // storage now and then; neither goes on for ever.
        let mut cuts = 0;
        for _ in 0..20 {
            self.check(command, at)?;
            let (entry, counters, mark) = self.draw(command, id, at, &text)?;
            let mut goes =
                Goes { drafts: draft.map(str::to_owned).into_iter().collect(), voided: Vec::new() };
            if withdraws {
                let participant = command.participant();
                goes.drafts.extend(self.drafts_about(participant));
                goes.voided = self.voided(participant)?;
            }
            match self.write_entry(&entry, &counters, mark, &goes).await {
                Ok(mark) => {
                    self.saved(entry, counters, mark, goes);
                    return Ok(id);
                }
                Err(StoreError::Changed) => self.reload_outbox_in_turn().await?,
                Err(StoreError::Closed) if cuts < 2 && !self.stale_outbox.get() => cuts += 1,
                Err(error) => return Err(error.into()),
            }
        }
        Err(PerformError::Storage(StoreError::Changed))
    }

    /// Whether the rules allow it now.
    pub fn check(&self, command: &VolunteerCommand, at: i64) -> Result<(), Refusal> {
        let view = self.state.borrow().shown.view();
        let occasion = domain::Occasion { at: domain::Moment(at) };
        domain::apply_volunteer(&*view, &self.actor, &occasion, command).map(|_| ())
    }

    fn draw(
        &self,
        command: &VolunteerCommand,
        id: Uuid,
        at: i64,
        text: &RawValue,
    ) -> Result<(Entry, Counters, Option<Vec<u8>>), StoreError> {
        let state = self.state.borrow();
        let replica = &state.replica;
        let draft = Draft {
            device: self.device,
            id,
            lane: if command.urgent() { Lane::Urgent } else { Lane::Normal },
            grant: replica.held().grant(command.participant().0),
            at,
            schema: SCHEMA,
            command: text,
        };
        let drawn = replica.counters().write(&draft);
        let (entry, counters) = drawn.map_err(|error| StoreError::Other(error.to_string()))?;
        Ok((entry, counters, state.outbox_mark.clone()))
    }

    async fn write_entry(
        &self,
        entry: &Entry,
        counters: &Counters,
        mark: Option<Vec<u8>>,
        goes: &Goes,
    ) -> Result<Vec<u8>, StoreError> {
        let outbox = &self.disk.outbox;
        let json = entry.to_json().map_err(|error| StoreError::Other(error.to_string()))?;
        let key = entry_key(entry.order);
        let counters = written(counters)?;
        let both =
            ((ENTRIES, key.as_str(), json.as_slice()), (META, COUNTERS, counters.as_slice()));
        let (sealed, parcel) = join(self.disk.seal_both(outbox, both), self.parcel(entry)).await;
        let (sealed_entry, sealed) = sealed?;
        let mut batch = Batch::strict().expect(META, COUNTERS, mark);
        if planted::is(Planted::SavedRelaxed) {
            batch.durability = Durability::Relaxed;
        }
        batch.put(ENTRIES, key, sealed_entry);
        if let Some(parcel) = parcel {
            batch.put(META, parcel_key(entry.order), parcel);
        }
        batch.put(META, COUNTERS, sealed.clone());
        for draft in &goes.drafts {
            batch.delete(DRAFTS, draft.as_str());
        }
        if !goes.voided.is_empty() {
            self.put_voided(&goes.voided, &mut batch).await?;
        }
        match self.commit_outbox(batch).await {
            Ok(()) => Ok(sealed),
            Err(StoreError::Changed) => Err(StoreError::Changed),
            // The connection may have broken after the commit: "not saved" would be untrue, and the
            // person would record it twice.
            Err(error) => match self.platform.store().read(outbox, META, COUNTERS).await {
                Ok(Some(found)) if found == sealed => Ok(sealed),
                Ok(_) => Err(error),
                Err(_) => {
                    self.stale_outbox.set(true);
                    Err(error)
                }
            },
        }
    }

    /// Commits what the server does not have. Where there is no room for it, what can be fetched again
    /// goes: the base stays on the screen, and is written anew when there is room.
    pub(super) async fn commit_outbox(&self, batch: Batch) -> Result<(), StoreError> {
        let (store, outbox) = (self.platform.store(), &self.disk.outbox);
        let done = store.commit(outbox, batch.clone()).await;
        match &done {
            Ok(()) => self.note_recovery(),
            Err(StoreError::Changed) => {}
            Err(error) => self.note_writing(Some(error.clone())),
        }
        if done != Err(StoreError::Full) {
            return done;
        }
        // Where another tab does not let go of it, no room was made.
        store.delete(&self.disk.base).await.ok();
        self.state.borrow_mut().base_mark = None;
        store.commit(outbox, batch).await
    }

    fn saved(&self, entry: Entry, counters: Counters, mark: Vec<u8>, goes: Goes) {
        {
            let mut state = self.state.borrow_mut();
            state.outbox_mark = Some(mark);
            state.shown.add(&entry);
            for draft in &goes.drafts {
                // Only now: had it failed, what was typed since would still have to be kept.
                self.wish(draft);
                state.drafts.remove(draft);
            }
        }
        self.note_recovery();
        self.step(Event::Recorded { entry, counters });
        if !goes.voided.is_empty() {
            self.has_voided(goes.voided);
        }
        self.listeners.tell(Change::View);
        self.listeners.tell(Change::Outbox);
        self.platform.tell(&self.name, Told::Outbox);
        self.wake(Why::Recorded);
    }

    /// Saves what an answer changed. A failure here is not a loss: the server says it again.
    pub async fn save_outbox(
        &self,
        mut put: Vec<Entry>,
        remove: Vec<u64>,
        counters: Option<Counters>,
    ) -> Result<(), StoreError> {
        let _turn = self.turn.take().await;
        self.as_voided(&mut put);
        let outbox = &self.disk.outbox;
        let mut batch = match &counters {
            // A receipt that was taken back must not return with a power cut, when the base is of the
            // history after it: it would count as one of that.
            None if put.iter().any(Entry::pending) => Batch::strict(),
            None => Batch::relaxed(),
            Some(_) => {
                Batch::strict().expect(META, COUNTERS, self.state.borrow().outbox_mark.clone())
            }
        };
        let mut records = Vec::new();
        for entry in &put {
            match entry.unreceived() {
                true => self.parcels_are_missing(),
                false => batch.delete(META, parcel_key(entry.order)),
            }
            let json = entry.to_json().map_err(|error| StoreError::Other(error.to_string()))?;
            records.push((entry_key(entry.order), json));
        }
        self.disk.seal_all(outbox, ENTRIES, records, &mut batch).await?;
        for order in remove {
            batch.delete(ENTRIES, entry_key(order));
            batch.delete(META, parcel_key(order));
        }
        let mut mark = None;
        if let Some(counters) = &counters {
            let sealed = self.disk.seal(outbox, META, COUNTERS, &written(counters)?).await?;
            batch.put(META, COUNTERS, sealed.clone());
            mark = Some(sealed);
        }
        let committed = self.platform.store().commit(outbox, batch).await;
        match (&committed, mark) {
            (Ok(()), Some(mark)) => self.state.borrow_mut().outbox_mark = Some(mark),
            (Ok(()), None) => {}
            (Err(_), Some(_)) => self.stale_outbox.set(true),
            (Err(_), None) => {}
        }
        self.note_writing(committed.as_ref().err().cloned());
        self.listeners.tell(Change::Outbox);
        self.platform.tell(&self.name, Told::Outbox);
        committed
    }
}
