//! The store in the browser.
//!
//! rexie reads; `idb`, on which rexie is built, does what rexie hides: the upgrade, the events
//! `blocked` and `versionchange`, and durability. The rules that keep data here, each learnt from a
//! way to lose it:
//! - every opening lists every store, since rexie's builder deletes those it is not told of;
//! - a transaction that writes is committed or aborted by name, since one that is dropped commits. The end of
//!   one that reads is not waited for: what it gave is as it was;
//! - nothing but IndexedDB is awaited inside one, since it would end there.

mod connection;
mod failure;

use std::cell::RefCell;
use std::future::IntoFuture;
use std::rc::Rc;

use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};

use self::connection::{Connection, Farewell};
use self::failure::{from_idb, from_rexie};
use crate::{Batch, Change, Database, Expect, Record, Store, StoreError};

/// The name of a database, and the connection to it.
type Named = (String, Rc<Connection>);

/// One tab's connections. Clones share them.
#[derive(Clone, Default)]
pub struct IndexedDbStore {
    connections: Rc<RefCell<Vec<Named>>>,
    farewell: Rc<RefCell<Option<Farewell>>>,
}

impl IndexedDbStore {
    pub fn new() -> Self {
        Self::default()
    }

    /// Calls this when another tab wants a database for itself, a moment before we let go of it. From
    /// then on only opening the page anew helps.
    pub fn on_farewell(&self, farewell: impl Fn() + 'static) {
        self.farewell.replace(Some(Rc::new(farewell)));
    }

    fn standing(&self, database: &Database) -> Option<Rc<Connection>> {
        let connections = self.connections.borrow();
        let named = connections.iter().find(|(name, _)| name == database.name());
        named.map(|(_, connection)| connection.clone())
    }

    fn forget(&self, database: &Database) {
        self.connections.borrow_mut().retain(|(name, _)| name != database.name());
    }

    async fn connection(&self, database: &Database) -> Result<Rc<Connection>, StoreError> {
        if let Some(connection) = self.standing(database) {
            if connection.let_go() {
                // Another tab updates or deletes it. Opening it again would hinder the one and undo
                // the other.
                return Err(StoreError::Closed);
            }
            if !connection.lost() {
                return Ok(connection);
            }
        }
        let farewell = {
            let farewell = self.farewell.clone();
            move || {
                let farewell = farewell.borrow().clone();
                if let Some(farewell) = farewell {
                    farewell();
                }
            }
        };
        let opened = Rc::new(Connection::open(database, Rc::new(farewell)).await?);
        match self.standing(database) {
            // Two callers opened at once: the first one's stands, ours closes as it is dropped.
            Some(standing) if !standing.lost() && !standing.let_go() => Ok(standing),
            _ => {
                self.forget(database);
                let named = (database.name().to_owned(), opened.clone());
                self.connections.borrow_mut().push(named);
                Ok(opened)
            }
        }
    }

    /// Passes a result on, and notes a connection that broke, so that the next caller opens anew.
    fn noting<T>(connection: &Connection, result: Result<T, StoreError>) -> Result<T, StoreError> {
        if matches!(result, Err(StoreError::Closed)) {
            connection.note_lost();
        }
        result
    }
}

impl Store for IndexedDbStore {
    type Records = Records;

    async fn records(
        &self,
        database: &Database,
        store: &'static str,
    ) -> Result<Records, StoreError> {
        let connection = self.connection(database).await?;
        Self::noting(&connection, records(&connection, store).await)
    }

    async fn read(
        &self,
        database: &Database,
        store: &'static str,
        key: &str,
    ) -> Result<Option<Vec<u8>>, StoreError> {
        let connection = self.connection(database).await?;
        Self::noting(&connection, read(&connection, store, key).await)
    }

    async fn commit(&self, database: &Database, batch: Batch) -> Result<(), StoreError> {
        if batch.is_empty() {
            return Ok(());
        }
        let connection = self.connection(database).await?;
        Self::noting(&connection, commit(&connection, &batch).await)
    }

    async fn delete(&self, database: &Database) -> Result<(), StoreError> {
        // Our own connection would block us.
        if let Some(own) = self.standing(database) {
            self.forget(database);
            own.close();
        }
        connection::delete(database).await
    }
}

/// As the browser gave them. Their bytes come over one record at a time: all at once they would lie in the app's
/// memory twice, which never becomes smaller again.
pub struct Records {
    keys: std::vec::IntoIter<JsValue>,
    values: std::vec::IntoIter<JsValue>,
}

impl Iterator for Records {
    type Item = Result<Record, StoreError>;

    fn next(&mut self) -> Option<Self::Item> {
        let (key, value) = (self.keys.next()?, self.values.next()?);
        Some(text(&key).and_then(|key| Ok((key, bytes(&value)?))))
    }
}

async fn records(connection: &Connection, store: &str) -> Result<Records, StoreError> {
    let transaction = connection.read(store)?;
    let records = transaction.store(store).map_err(from_rexie)?;
    let keys = records.get_all_keys(None, None).await.map_err(from_rexie)?.into_iter();
    let values = records.get_all(None, None).await.map_err(from_rexie)?.into_iter();
    Ok(Records { keys, values })
}

async fn read(
    connection: &Connection,
    store: &str,
    key: &str,
) -> Result<Option<Vec<u8>>, StoreError> {
    let transaction = connection.read(store)?;
    let records = transaction.store(store).map_err(from_rexie)?;
    let value = records.get(JsValue::from_str(key)).await.map_err(from_rexie)?;
    value.map(|value| bytes(&value)).transpose()
}

async fn commit(connection: &Connection, batch: &Batch) -> Result<(), StoreError> {
    // The bytes cross over before the transaction begins, so that it is short.
    let values: Vec<Option<Uint8Array>> = batch
        .changes
        .iter()
        .map(|change| match change {
            Change::Put { value, .. } => Some(Uint8Array::from(value.as_slice())),
            _ => None,
        })
        .collect();
    let raw = connection.begin(&stores_of(batch), batch.durability)?;
    let transaction = idb::Transaction::from(raw.clone());
    // All is asked for at once, as each answer waits until the page is drawn. Nothing of it is kept where
    // what was expected is not there: the first answer is looked at before the transaction can be over.
    let looking = batch.expected.as_ref().map(|expect| look(&transaction, expect));
    let mut changes = batch.changes.iter().zip(values);
    let asked = changes.try_for_each(|(change, value)| ask(&transaction, change, value));
    let held = match looking {
        Some(looking) => looking.await,
        None => Ok(true),
    };
    if asked.is_err() || held != Ok(true) {
        abort(transaction).await;
        return asked.and(held.and(Err(StoreError::Changed)));
    }
    let ended = match transaction.commit() {
        Ok(committing) => committing.await,
        Err(error) => return Err(from_idb(error)),
    };
    match ended {
        Ok(result) if result.is_committed() => Ok(()),
        // The transaction itself knows why it was aborted; the future often does not.
        other => Err(match (raw.error(), other) {
            (Some(exception), _) => failure::from_exception(&exception),
            (None, Err(error)) => from_idb(error),
            (None, Ok(_)) => StoreError::Other("the transaction was aborted".to_owned()),
        }),
    }
}

/// Asks at once whether what is there is what is expected; the answer comes later.
fn look(
    transaction: &idb::Transaction,
    expect: &Expect,
) -> impl Future<Output = Result<bool, StoreError>> + use<> {
    let records = transaction.object_store(expect.store);
    let request = records.and_then(|records| records.get(JsValue::from_str(&expect.key)));
    let (looking, expected) = (request.map(IntoFuture::into_future), expect.value.clone());
    async move {
        let found = looking.map_err(from_idb)?.await.map_err(from_idb)?;
        Ok(found.map(|value| bytes(&value)).transpose()? == expected)
    }
}

/// Puts a request to the transaction. Its failure aborts the transaction, which is where it is seen.
fn ask(
    transaction: &idb::Transaction,
    change: &Change,
    value: Option<Uint8Array>,
) -> Result<(), StoreError> {
    match change {
        Change::Put { store, key, .. } => {
            let records = transaction.object_store(store).map_err(from_idb)?;
            let value = value.map_or(JsValue::UNDEFINED, JsValue::from);
            records.put(&value, Some(&JsValue::from_str(key))).map_err(from_idb)?;
        }
        Change::Delete { store, key } => {
            let records = transaction.object_store(store).map_err(from_idb)?;
            records.delete(JsValue::from_str(key)).map_err(from_idb)?;
        }
        Change::DeletePrefix { store, prefix } => {
            let records = transaction.object_store(store).map_err(from_idb)?;
            // Keys are ASCII, so that everything with the prefix lies below it with this appended.
            let (from, below) = (JsValue::from_str(prefix), format!("{prefix}\u{7f}"));
            let range = idb::KeyRange::bound(&from, &below.into(), None, Some(true));
            records.delete(range.map_err(from_idb)?).map_err(from_idb)?;
        }
    }
    Ok(())
}

/// Whatever comes of it: the transaction is not to be committed, and the caller has its error.
async fn abort(transaction: idb::Transaction) {
    if let Ok(aborting) = transaction.abort() {
        aborting.await.ok();
    }
}

fn stores_of(batch: &Batch) -> Vec<&'static str> {
    let expected = batch.expected.iter().map(|expect| expect.store);
    let changed = batch.changes.iter().map(|change| match change {
        Change::Put { store, .. }
        | Change::Delete { store, .. }
        | Change::DeletePrefix { store, .. } => *store,
    });
    let mut stores = Vec::new();
    for store in expected.chain(changed) {
        if !stores.contains(&store) {
            stores.push(store);
        }
    }
    stores
}

fn bytes(value: &JsValue) -> Result<Vec<u8>, StoreError> {
    match value.dyn_ref::<Uint8Array>() {
        Some(array) => Ok(array.to_vec()),
        None => Err(StoreError::Corrupt("a value that is not bytes".to_owned())),
    }
}

fn text(key: &JsValue) -> Result<String, StoreError> {
    key.as_string().ok_or_else(|| StoreError::Corrupt("a key that is not text".to_owned()))
}
