//! What phones gave so that they can deliver while they are locked.

use database::{Database, DatabaseError, DeviceKeys};

use crate::fixtures::{device, id, with_centre};

fn keys(n: u8, credential: u8) -> DeviceKeys {
    DeviceKeys {
        device: id(n.into()),
        signing: [n; 65],
        deliver_hash: [credential; 32],
        since: 10 + i64::from(credential),
        told: u32::MAX - u32::from(credential),
    }
}

async fn with_phones(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    write.put_device(&device(4)).await.unwrap();
    write.put_device(&device(5)).await.unwrap();
    write.put_device_keys(&keys(4, 40)).await.unwrap();
    write.commit().await.unwrap();
}

pub async fn a_phones_keys_are_found_by_its_credential_and_replaced(database: &dyn Database) {
    with_phones(database).await;
    let mut write = database.begin_write().await.unwrap();
    assert_eq!(write.device_keys(&[id(4)]).await.unwrap(), [keys(4, 40)]);
    write.put_device_keys(&keys(5, 50)).await.unwrap();
    write.put_device_keys(&keys(4, 41)).await.unwrap();
    // As it will be, in the transaction itself.
    assert_eq!(write.device_keys_by_credential(&[50; 32]).await.unwrap(), Some(keys(5, 50)));
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let mut found = read.device_keys(&[id(5), id(4), id(9)]).await.unwrap();
    found.sort_by_key(|keys| keys.device);
    assert_eq!(found, [keys(4, 41), keys(5, 50)]);
    assert_eq!(read.device_keys_by_credential(&[41; 32]).await.unwrap(), Some(keys(4, 41)));
    assert_eq!(read.device_keys_by_credential(&[40; 32]).await.unwrap(), None);
    // The token is another thing: it finds the phone, and the credential does not.
    assert_eq!(read.device_by_token(&[41; 32]).await.unwrap(), None);
}

pub async fn a_credential_is_one_phones(database: &dyn Database) {
    with_phones(database).await;
    let mut write = database.begin_write().await.unwrap();
    let stolen = write.put_device_keys(&keys(5, 40)).await;
    assert!(matches!(stolen, Err(DatabaseError::Exists(_))), "{stolen:?}");
    drop(write);
    let mut write = database.begin_write().await.unwrap();
    write.put_device_keys(&keys(4, 40)).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.device_keys(&[id(4), id(5)]).await.unwrap(), [keys(4, 40)]);
}
