//! What every store promises. Each function is given a store and a vault's name of its own.

use store::{Batch, Database, Store, StoreError};

pub async fn all<S: Store>(store: &S, vault: &str) {
    empty_at_first(store, &format!("{vault}-empty")).await;
    keeps_what_was_committed(store, &format!("{vault}-keeps")).await;
    all_or_nothing(store, &format!("{vault}-atomic")).await;
    a_precondition_guards_the_batch(store, &format!("{vault}-expect")).await;
    a_prefix_leaves_neighbours_alone(store, &format!("{vault}-prefix")).await;
    vaults_do_not_see_each_other(store, &format!("{vault}-vaults")).await;
    a_deleted_database_is_empty(store, &format!("{vault}-delete")).await;
    large_batches_come_back_in_order(store, &format!("{vault}-large")).await;
}

fn record(key: &str, value: &[u8]) -> (String, Vec<u8>) {
    (key.to_owned(), value.to_vec())
}

async fn empty_at_first<S: Store>(store: &S, vault: &str) {
    for (database, name) in [
        (Database::outbox(vault), "entries"),
        (Database::outbox(vault), "drafts"),
        (Database::outbox(vault), "meta"),
        (Database::base(vault), "blocks"),
        (Database::base(vault), "meta"),
    ] {
        assert_eq!(store.read_all(&database, name).await, Ok(vec![]), "{database} {name}");
        assert_eq!(store.read(&database, name, "k").await, Ok(None));
    }
    assert!(store.read_all(&Database::directory(), "vaults").await.is_ok());
}

async fn keeps_what_was_committed<S: Store>(store: &S, vault: &str) {
    let outbox = Database::outbox(vault);
    let mut batch = Batch::strict();
    batch.put("entries", "b", vec![2, 0, 255]);
    batch.put("entries", "a", vec![]);
    batch.put("meta", "counters", vec![7]);
    batch.put("drafts", "d", vec![9]);
    batch.delete("drafts", "d");
    store.commit(&outbox, batch).await.unwrap();

    let entries = store.read_all(&outbox, "entries").await.unwrap();
    assert_eq!(entries, [record("a", &[]), record("b", &[2, 0, 255])]);
    assert_eq!(store.read(&outbox, "meta", "counters").await, Ok(Some(vec![7])));
    assert_eq!(store.read_all(&outbox, "drafts").await, Ok(vec![]));

    let mut again = Batch::relaxed();
    again.put("entries", "b", vec![3]);
    store.commit(&outbox, again).await.unwrap();
    assert_eq!(store.read(&outbox, "entries", "b").await, Ok(Some(vec![3])));
    store.commit(&outbox, Batch::strict()).await.unwrap();
}

async fn all_or_nothing<S: Store>(store: &S, vault: &str) {
    let outbox = Database::outbox(vault);
    let mut batch = Batch::strict();
    batch.put("entries", "1", vec![1]);
    batch.put("blocks", "of another database", vec![1]);
    assert!(store.commit(&outbox, batch).await.is_err());
    assert_eq!(store.read_all(&outbox, "entries").await, Ok(vec![]));
}

async fn a_precondition_guards_the_batch<S: Store>(store: &S, vault: &str) {
    let outbox = Database::outbox(vault);
    let mut first = Batch::strict().expect("meta", "counters", None);
    first.put("meta", "counters", vec![1]);
    store.commit(&outbox, first.clone()).await.unwrap();

    first.put("entries", "late", vec![1]);
    assert_eq!(store.commit(&outbox, first).await, Err(StoreError::Changed));
    assert_eq!(store.read_all(&outbox, "entries").await, Ok(vec![]));

    let mut next = Batch::strict().expect("meta", "counters", Some(vec![1]));
    next.put("meta", "counters", vec![2]);
    next.put("entries", "1", vec![1]);
    store.commit(&outbox, next).await.unwrap();

    let stale = Batch::strict().expect("meta", "counters", Some(vec![1]));
    assert_eq!(store.commit(&outbox, stale).await, Err(StoreError::Changed));
    assert_eq!(store.read_all(&outbox, "entries").await, Ok(vec![record("1", &[1])]));
}

async fn a_prefix_leaves_neighbours_alone<S: Store>(store: &S, vault: &str) {
    let base = Database::base(vault);
    let mut batch = Batch::relaxed();
    for key in ["a/", "a/0", "a/9", "a0", "a", "b/0"] {
        batch.put("blocks", key, vec![1]);
    }
    store.commit(&base, batch).await.unwrap();
    let mut evict = Batch::relaxed();
    evict.delete_prefix("blocks", "a/");
    evict.put("blocks", "a/1", vec![2]);
    store.commit(&base, evict).await.unwrap();
    let left = store.read_all(&base, "blocks").await.unwrap();
    let keys: Vec<&str> = left.iter().map(|(key, _)| key.as_str()).collect();
    assert_eq!(keys, ["a", "a/1", "a0", "b/0"]);
}

async fn vaults_do_not_see_each_other<S: Store>(store: &S, vault: &str) {
    let other = format!("{vault}-other");
    let mut batch = Batch::strict();
    batch.put("entries", "1", vec![1]);
    store.commit(&Database::outbox(vault), batch).await.unwrap();
    assert_eq!(store.read_all(&Database::outbox(&other), "entries").await, Ok(vec![]));
}

async fn a_deleted_database_is_empty<S: Store>(store: &S, vault: &str) {
    let base = Database::base(vault);
    let mut batch = Batch::strict();
    batch.put("blocks", "1", vec![1]);
    store.commit(&base, batch).await.unwrap();
    store.delete(&base).await.unwrap();
    assert_eq!(store.read_all(&base, "blocks").await, Ok(vec![]));
    store.delete(&base).await.unwrap();
    store.delete(&base).await.unwrap();
}

async fn large_batches_come_back_in_order<S: Store>(store: &S, vault: &str) {
    let base = Database::base(vault);
    let mut batch = Batch::relaxed();
    for number in (0..300_u32).rev() {
        batch.put("blocks", format!("scope/{number:05}"), vec![number as u8; 2_000]);
    }
    store.commit(&base, batch).await.unwrap();
    let records = store.read_all(&base, "blocks").await.unwrap();
    assert_eq!(records.len(), 300);
    assert!(records.is_sorted_by(|one, other| one.0 < other.0));
    assert!(records.iter().enumerate().all(|(n, (_, value))| *value == vec![n as u8; 2_000]));
}
