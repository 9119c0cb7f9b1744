//! What phones heard from servers: how much, and every receipt.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use serde::Deserialize;
use sync::Receipt;
use tokio::sync::Notify;
use uuid::Uuid;

/// Shared by the phones that are watched together.
#[derive(Default)]
pub struct Heard {
    requests: Cell<u64>,
    bytes: Cell<u64>,
    receipts: Cell<u64>,
    latest: RefCell<HashMap<Uuid, Receipt>>,
    more: Notify,
}

impl Heard {
    /// Requests that were begun.
    pub fn requests(&self) -> u64 {
        self.requests.get()
    }

    /// Bytes of answers.
    pub fn bytes(&self) -> u64 {
        self.bytes.get()
    }

    /// Receipts, those that came again among them.
    pub fn receipts(&self) -> u64 {
        self.receipts.get()
    }

    /// Mutations that ever had a receipt.
    pub fn acknowledged(&self) -> usize {
        self.latest.borrow().len()
    }

    /// The last receipt of each mutation that ever had one.
    pub fn latest(&self) -> HashMap<Uuid, Receipt> {
        self.latest.borrow().clone()
    }

    /// Waits until more was heard and the condition holds.
    pub async fn until(&self, condition: impl Fn(&Self) -> bool) {
        while !condition(self) {
            self.more.notified().await;
        }
    }

    pub(super) fn begun(&self) {
        self.requests.set(self.requests.get() + 1);
        self.more.notify_waiters();
    }

    pub(super) fn came(&self, bytes: usize) {
        self.bytes.set(self.bytes.get() + bytes as u64);
        self.more.notify_waiters();
    }

    /// Notes the receipts of an answer to a push, as they stand on the wire.
    pub(super) fn answered(&self, body: &str) {
        #[derive(Deserialize)]
        struct Pushed {
            receipts: Vec<Receipt>,
        }
        let Ok(Pushed { receipts }) = serde_json::from_str(body) else { return };
        self.receipts.set(self.receipts.get() + receipts.len() as u64);
        let mut latest = self.latest.borrow_mut();
        latest.extend(receipts.into_iter().map(|receipt| (receipt.id, receipt)));
        drop(latest);
        self.more.notify_waiters();
    }
}
