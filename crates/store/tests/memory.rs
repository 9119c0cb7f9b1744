//! The store in memory keeps the contract, and fails as it is told to.
#![cfg(not(target_arch = "wasm32"))]
// Helpers of a test are not seen as tests by clippy.
#![allow(clippy::unwrap_used)]

mod contract;

use pollster::block_on;
use store::{Batch, Database, MemoryStore, Store, StoreError};

#[test]
fn the_contract() {
    block_on(contract::all(&MemoryStore::new(), "vault"));
}

fn putting(key: &str) -> Batch {
    let mut batch = Batch::strict();
    batch.put("entries", key, vec![1]);
    batch
}

#[test]
fn a_failed_commit_changes_nothing_and_a_broken_one_may_have() {
    block_on(async {
        let (store, outbox) = (MemoryStore::new(), Database::outbox("v"));
        store.fail_next_commit(StoreError::Full);
        assert_eq!(store.commit(&outbox, putting("1")).await, Err(StoreError::Full));
        assert_eq!(store.read_all(&outbox, "entries").await, Ok(vec![]));
        store.break_after_next_commit(StoreError::Closed);
        assert_eq!(store.commit(&outbox, putting("1")).await, Err(StoreError::Closed));
        assert_eq!(store.read(&outbox, "entries", "1").await, Ok(Some(vec![1])));
    });
}

#[test]
fn what_was_committed_before_the_stop_is_there_afterwards() {
    block_on(async {
        let (store, outbox) = (MemoryStore::new(), Database::outbox("v"));
        store.stop_after(1);
        assert_eq!(store.commit(&outbox, putting("1")).await, Ok(()));
        assert_eq!(store.commit(&outbox, putting("2")).await, Err(StoreError::Closed));
        assert!(store.read_all(&outbox, "entries").await.is_err());
        let reopened = store.clone();
        drop(store);
        reopened.start_again();
        assert_eq!(reopened.read_all(&outbox, "entries").await.map(|all| all.len()), Ok(1));
    });
}

#[test]
fn a_power_cut_takes_the_last_relaxed_commits_and_no_strict_one() {
    let put = |mut batch: Batch, value: u8| {
        batch.put("meta", "held", vec![value]);
        batch
    };
    block_on(async {
        let (store, outbox) = (MemoryStore::new(), Database::outbox("v"));
        store.commit(&outbox, put(Batch::relaxed(), 1)).await.unwrap();
        store.commit(&outbox, put(Batch::strict(), 2)).await.unwrap();
        assert_eq!(store.in_buffers(), 0);
        let mut gone = Batch::relaxed();
        gone.delete_prefix("meta", "");
        store.commit(&outbox, gone).await.unwrap();
        store.commit(&outbox, put(Batch::relaxed(), 3)).await.unwrap();
        assert_eq!(store.in_buffers(), 2);
        store.lose_power(1);
        assert_eq!(store.read(&outbox, "meta", "held").await, Ok(None));
        store.commit(&outbox, put(Batch::relaxed(), 4)).await.unwrap();
        store.lose_power(0);
        assert_eq!(store.read(&outbox, "meta", "held").await, Ok(None), "it was on the disk");
        store.commit(&outbox, put(Batch::strict(), 5)).await.unwrap();
        store.lose_power(0);
        assert_eq!(store.read(&outbox, "meta", "held").await, Ok(Some(vec![5])));
    });
}
