//! What only a file can do.

#![allow(clippy::unwrap_used)]

mod fixtures;

use database::{Database, DatabaseError, Sqlite};
use fixtures::{CENTRE, id, row, with_centre};

#[tokio::test]
async fn a_file_opened_again_holds_what_was_committed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let database = Sqlite::open(&file).await.unwrap();
    with_centre(&database).await;
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    write.commit().await.unwrap();
    database.close().await;
    let database = Sqlite::open(&file).await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap(), [row(1, 7, 1)]);
}

#[tokio::test]
async fn two_programs_share_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let server = Sqlite::open(&file).await.unwrap();
    let command = Sqlite::open(&file).await.unwrap();
    with_centre(&server).await;
    let add = async |database: &Sqlite| {
        for _ in 0..20 {
            let mut write = database.begin_write().await.unwrap();
            write.advance_clock(CENTRE, 1).await.unwrap();
            write.commit().await.unwrap();
        }
    };
    tokio::join!(add(&server), add(&command));
    let mut read = server.begin_read().await.unwrap();
    assert_eq!(read.centre(CENTRE).await.unwrap().unwrap().clock, 40);
}

#[tokio::test]
async fn a_file_of_tomorrow_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    Sqlite::open(&file).await.unwrap().close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let tomorrow = sqlx::raw_sql("PRAGMA user_version = 99");
    tomorrow.execute(&pool).await.unwrap();
    pool.close().await;
    let opened = Sqlite::open(&file).await.err();
    assert!(matches!(opened, Some(DatabaseError::Newer { found: 99, .. })));
}

#[tokio::test]
async fn a_file_that_is_no_database_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    std::fs::write(&file, "Strikkekafé ".repeat(1000)).unwrap();
    let opened = Sqlite::open(&file).await.err();
    assert!(matches!(opened, Some(DatabaseError::Storage(_))));
}
