//! Writing to the outbox.

use domain::{Refusal, VolunteerCommand};
use planted::Planted;
use serde_json::value::RawValue;
use store::{Batch, Durability, Store, StoreError};
use sync::replica::{Counters, Draft, Entry, Event, Why};
use sync::{Lane, SCHEMA};
use uuid::Uuid;

use super::{Engine, entry_key};
use crate::disk::{COUNTERS, DRAFTS, ENTRIES, META, written};
use crate::error::PerformError;
use crate::platform::{Platform, Told, new_id};
use crate::signal::Change;

impl<P: Platform> Engine<P> {
    /// Saves a command: applied to what is shown, sealed, one strict transaction, and only then shown.
    pub async fn save(
        &self,
        command: &VolunteerCommand,
        draft: Option<&str>,
    ) -> Result<Uuid, PerformError> {
        let text: Box<RawValue> = json::read_bytes(&written(command)?)
            .map_err(|error| StoreError::Other(error.to_string()))?;
        let at = self.platform.now();
        let id = new_id(&self.platform);
        let _turn = self.turn.lock().await;
        let _drafts_turn = match draft {
            Some(_) => Some(self.drafts_turn.lock().await),
            None => None,
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
            match self.write_entry(&entry, &counters, mark, draft).await {
                Ok(mark) => {
                    self.saved(entry, counters, mark, draft);
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
        draft: Option<&str>,
    ) -> Result<Vec<u8>, StoreError> {
        let outbox = &self.disk.outbox;
        let json = entry.to_json().map_err(|error| StoreError::Other(error.to_string()))?;
        let key = entry_key(entry.order);
        let counters = written(counters)?;
        let both =
            ((ENTRIES, key.as_str(), json.as_slice()), (META, COUNTERS, counters.as_slice()));
        let (sealed_entry, sealed) = self.disk.seal_both(outbox, both).await?;
        let mut batch = Batch::strict().expect(META, COUNTERS, mark);
        if planted::is(Planted::SavedRelaxed) {
            batch.durability = Durability::Relaxed;
        }
        batch.put(ENTRIES, key, sealed_entry);
        batch.put(META, COUNTERS, sealed.clone());
        if let Some(draft) = draft {
            batch.delete(DRAFTS, draft);
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

    fn saved(&self, entry: Entry, counters: Counters, mark: Vec<u8>, draft: Option<&str>) {
        {
            let mut state = self.state.borrow_mut();
            state.outbox_mark = Some(mark);
            state.shown.add(&entry);
            if let Some(draft) = draft {
                // Only now: had it failed, what was typed since would still have to be kept.
                self.wish(draft);
                state.drafts.remove(draft);
            }
        }
        self.note_recovery();
        self.step(Event::Recorded { entry, counters });
        self.listeners.tell(Change::View);
        self.listeners.tell(Change::Outbox);
        self.platform.tell(&self.name, Told::Outbox);
        self.wake(Why::Recorded);
    }

    /// Saves what an answer changed. A failure here is not a loss: the server says it again.
    pub async fn save_outbox(
        &self,
        put: Vec<Entry>,
        remove: Vec<u64>,
        counters: Option<Counters>,
    ) -> Result<(), StoreError> {
        let _turn = self.turn.lock().await;
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
            let json = entry.to_json().map_err(|error| StoreError::Other(error.to_string()))?;
            records.push((entry_key(entry.order), json));
        }
        self.disk.seal_all(outbox, ENTRIES, records, &mut batch).await?;
        for order in remove {
            batch.delete(ENTRIES, entry_key(order));
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
