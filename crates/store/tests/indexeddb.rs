//! IndexedDB keeps the contract, and the edges that only a browser has.
#![cfg(target_arch = "wasm32")]
// Helpers of a test are not seen as tests by clippy.
#![allow(clippy::unwrap_used)]

mod contract;

use std::cell::Cell;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};

use store::{Batch, Database, IndexedDbStore, Store, StoreError};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

/// A vault that no earlier run has left anything in.
fn vault(name: &str) -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    format!("{name}-{}-{count}", js_sys::Date::now())
}

#[wasm_bindgen_test]
async fn the_contract() {
    contract::all(&IndexedDbStore::new(), &vault("contract")).await;
}

#[wasm_bindgen_test]
async fn another_tab_sees_what_was_committed() {
    let outbox = Database::outbox(&vault("tabs"));
    let (one, other) = (IndexedDbStore::new(), IndexedDbStore::new());
    let mut batch = Batch::strict().expect("meta", "counters", None);
    batch.put("meta", "counters", vec![1]);
    one.commit(&outbox, batch.clone()).await.unwrap();
    assert_eq!(other.commit(&outbox, batch).await, Err(StoreError::Changed));
    assert_eq!(other.read(&outbox, "meta", "counters").await, Ok(Some(vec![1])));
}

#[wasm_bindgen_test]
async fn a_tab_lets_go_when_another_deletes_the_vault() {
    let base = Database::base(&vault("gone"));
    let (one, other) = (IndexedDbStore::new(), IndexedDbStore::new());
    let mut batch = Batch::strict();
    batch.put("blocks", "1", vec![1]);
    one.commit(&base, batch.clone()).await.unwrap();
    other.delete(&base).await.unwrap();
    // It does not bring the vault back to life.
    assert_eq!(one.commit(&base, batch).await, Err(StoreError::Closed));
    assert_eq!(one.read_all(&base, "blocks").await, Err(StoreError::Closed));
}

#[wasm_bindgen_test]
async fn a_newer_release_gets_the_database_after_a_farewell() {
    let outbox = Database::outbox(&vault("upgrade"));
    let store = IndexedDbStore::new();
    let farewells = Rc::new(Cell::new(0));
    store.on_farewell({
        let (farewells, store, outbox) = (farewells.clone(), store.clone(), outbox.clone());
        move || {
            farewells.set(farewells.get() + 1);
            let (store, outbox) = (store.clone(), outbox.clone());
            wasm_bindgen_futures::spawn_local(async move {
                let mut last = Batch::strict();
                last.put("drafts", "talk", vec![2]);
                store.commit(&outbox, last).await.unwrap();
            });
        }
    });
    let mut batch = Batch::strict();
    batch.put("drafts", "talk", vec![1]);
    store.commit(&outbox, batch.clone()).await.unwrap();
    // It waits for as long as the farewell takes, and no longer.
    let factory = idb::Factory::new().unwrap();
    let newer = factory.open(outbox.name(), Some(2)).unwrap().await.unwrap();
    assert_eq!(farewells.get(), 1);
    assert_eq!(store.commit(&outbox, batch).await, Err(StoreError::Closed));
    let transaction = newer.transaction(&["drafts"], idb::TransactionMode::ReadOnly).unwrap();
    let drafts = transaction.object_store("drafts").unwrap();
    let kept = drafts.get(idb::Query::from(JsValue::from("talk"))).unwrap().await.unwrap();
    assert_eq!(js_sys::Uint8Array::new(&kept.unwrap()).to_vec(), [2], "what was typed last");
    newer.close();
}

#[wasm_bindgen_test]
async fn a_database_of_a_newer_release_is_left_alone() {
    let base = Database::base(&vault("newer"));
    let newer = idb::Factory::new().unwrap().open(base.name(), Some(99)).unwrap().await.unwrap();
    newer.close();
    let store = IndexedDbStore::new();
    assert_eq!(store.read_all(&base, "blocks").await, Err(StoreError::Newer));
}

#[wasm_bindgen_test]
async fn a_foreign_value_is_an_error_and_no_panic() {
    let base = Database::base(&vault("foreign"));
    let store = IndexedDbStore::new();
    assert_eq!(store.read_all(&base, "blocks").await, Ok(vec![]));
    let raw = idb::Factory::new().unwrap().open(base.name(), None).unwrap().await.unwrap();
    let transaction = raw.transaction(&["blocks"], idb::TransactionMode::ReadWrite).unwrap();
    let blocks = transaction.object_store("blocks").unwrap();
    blocks.put(&"text".into(), Some(&"k".into())).unwrap().await.unwrap();
    transaction.commit().unwrap().await.unwrap();
    raw.close();
    let found = store.read_all(&base, "blocks").await;
    assert!(matches!(found, Err(StoreError::Corrupt(_))), "{found:?}");
}
