//! What is being written and not yet recorded.

use store::{Batch, Store, StoreError};

use super::Engine;
use crate::disk::DRAFTS;
use crate::platform::Platform;
use crate::signal::Change;

impl<P: Platform> Engine<P> {
    pub async fn save_draft(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError> {
        let outbox = &self.disk.outbox;
        let sealed = self.disk.seal(outbox, DRAFTS, key, &bytes).await?;
        let mut batch = Batch::strict();
        batch.put(DRAFTS, key, sealed);
        self.platform.store().commit(outbox, batch).await?;
        self.state.borrow_mut().drafts.insert(key.to_owned(), bytes);
        self.listeners.tell(Change::Outbox);
        Ok(())
    }

    pub async fn drop_draft(&self, key: &str) -> Result<(), StoreError> {
        if !self.state.borrow().drafts.contains_key(key) {
            return Ok(());
        }
        let mut batch = Batch::strict();
        batch.delete(DRAFTS, key);
        self.platform.store().commit(&self.disk.outbox, batch).await?;
        self.state.borrow_mut().drafts.remove(key);
        self.listeners.tell(Change::Outbox);
        Ok(())
    }
}
