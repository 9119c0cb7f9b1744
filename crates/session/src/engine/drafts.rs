//! What is being written and not yet recorded.
//!
//! Drafts are saved at each pause, faster than a slow disk writes. The last wish counts: a save that
//! was asked for before another, or before the draft became a record, writes nothing any more.

use store::{Batch, Store, StoreError};

use super::Engine;
use crate::disk::DRAFTS;
use crate::platform::Platform;
use crate::signal::Change;

impl<P: Platform> Engine<P> {
    pub async fn save_draft(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let wish = self.wish(key);
        let outbox = &self.disk.outbox;
        let sealed = self.disk.seal(outbox, DRAFTS, key, &bytes).await?;
        let _turn = self.drafts_turn.take().await;
        if !self.stands(key, wish) {
            return Ok(());
        }
        let mut batch = Batch::strict();
        batch.put(DRAFTS, key, sealed);
        self.commit_outbox(batch).await?;
        self.state.borrow_mut().drafts.insert(key.to_owned(), bytes);
        self.listeners.tell(Change::Outbox);
        Ok(())
    }

    pub async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        let wish = self.wish(key);
        let _turn = self.drafts_turn.take().await;
        if !self.stands(key, wish) || self.state.borrow().drafts.get(key).is_none() {
            return Ok(());
        }
        let mut batch = Batch::strict();
        batch.delete(DRAFTS, key);
        self.platform.store().commit(&self.disk.outbox, batch).await?;
        self.state.borrow_mut().drafts.remove(key);
        self.listeners.tell(Change::Outbox);
        Ok(())
    }

    pub(super) fn wish(&self, key: &str) -> u64 {
        let mut wishes = self.draft_wishes.borrow_mut();
        if let Some((_, number)) = wishes.iter_mut().find(|(draft, _)| draft == key) {
            *number += 1;
            return *number;
        }
        wishes.push((key.to_owned(), 1));
        1
    }

    fn stands(&self, key: &str, wish: u64) -> bool {
        self.draft_wishes.borrow().iter().any(|(draft, number)| draft == key && *number == wish)
    }
}
