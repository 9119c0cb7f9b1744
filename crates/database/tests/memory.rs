//! How the database that forgets stays as treacherous as a real one.

#![allow(clippy::unwrap_used)]

mod fixtures;

use database::{Database, Memory};
use fixtures::{CENTRE, id, row, with_centre};

#[tokio::test]
async fn whoever_does_not_lock_loses_updates() {
    let database = Memory::new();
    with_centre(&database).await;
    let mut first = database.begin_write().await.unwrap();
    let mut second = database.begin_write().await.unwrap();
    for write in [&mut first, &mut second] {
        let seen = write.rows_by_id(CENTRE, &[id(1)]).await.unwrap();
        let next = seen.first().map_or(1, |row| row.seq + 1);
        write.put_rows(CENTRE, &[row(1, 7, next)]).await.unwrap();
    }
    first.commit().await.unwrap();
    second.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap()[0].seq, 1);
}

#[tokio::test]
async fn whoever_locks_first_loses_none() {
    let database = Memory::new();
    with_centre(&database).await;
    let add = async || {
        for _ in 0..20 {
            let mut write = database.begin_write().await.unwrap();
            write.lock(CENTRE, &[id(1)]).await.unwrap();
            let seen = write.rows_by_id(CENTRE, &[id(1)]).await.unwrap();
            tokio::task::yield_now().await;
            let next = seen.first().map_or(1, |row| row.seq + 1);
            write.put_rows(CENTRE, &[row(1, 7, next)]).await.unwrap();
            write.commit().await.unwrap();
        }
    };
    tokio::join!(add(), add(), add());
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap()[0].seq, 60);
}
