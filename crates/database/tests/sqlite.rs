//! What only a file can do.

#![allow(clippy::unwrap_used)]

mod fixtures;

use database::{Database, DatabaseError, Sqlite};
use fixtures::{CENTRE, decided, id, lane, row, with_centre};
use serde_json::value::RawValue;
use sync::{Digest, Envelope, Grant, Lane, MutationText};

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
async fn a_file_of_the_first_release_is_brought_up_to_date_and_keeps_everything() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let first = include_str!("../migrations/sqlite/0001_the_tables.sql");
    sqlx::raw_sql(first).execute(&pool).await.unwrap();
    // As that release wrote them: a centre, two rows, an earlier text of one, a mutation and a repeat.
    let written = "PRAGMA user_version = 1; \
        INSERT INTO centre VALUES (x'000000000000000000000000000000CE', 'Ås', 'NO', 'nb', 3, 9, 0); \
        INSERT INTO row_ SELECT centre.id, x'00000000000000000000000000000002', \
            x'00000000000000000000000000000007', 'note', 2, 0, '{\"blåbær\":2}' FROM centre; \
        INSERT INTO row_ SELECT centre.id, x'00000000000000000000000000000001', \
            x'00000000000000000000000000000007', 'note', 1, 0, '{\"blåbær\":1}' FROM centre; \
        INSERT INTO row_history SELECT centre.id, x'00000000000000000000000000000002', 1, '{}' \
            FROM centre; \
        INSERT INTO mutation SELECT x'AA', x'BB', 'normal', 1, centre.id, x'CC', 'applied', NULL, \
            1, 10, '{\"text\": 1.50}', 0 FROM centre; \
        INSERT INTO mutation SELECT x'AA', x'BB', 'normal', 2, centre.id, x'CC', 'applied', NULL, \
            2, 10, '{}', 1 FROM centre;";
    let envelope = Envelope {
        device: id(0xAA),
        epoch: id(0xBB),
        lane: Lane::Normal,
        seq: 3,
        id: id(0xDD),
        schema: 1,
        grant: Some(Grant { scope: id(7), version: 1 }),
        at: 10,
        prev: Digest::START,
        signature: None,
        voids: None,
    };
    let command = RawValue::from_string("{\"note\": \"blåbær\"}".into()).unwrap();
    let text = MutationText::write(&envelope, &command).unwrap();
    sqlx::raw_sql(written).execute(&pool).await.unwrap();
    let under_a_grant = "INSERT INTO mutation SELECT x'AA', x'BB', 'normal', 3, centre.id, x'DD', \
        'applied', NULL, 3, 10, ?, 0 FROM centre";
    sqlx::query(under_a_grant).bind(text.as_str()).execute(&pool).await.unwrap();
    let kept = async |pool: &sqlx::SqlitePool| -> Vec<String> {
        let all = "SELECT hex(id) || kind || seq || body FROM row_ UNION ALL \
            SELECT hex(id) || seq || body FROM row_history UNION ALL \
            SELECT hex(device) || seq || verdict || clock || text || repeat FROM mutation";
        sqlx::query_scalar(all).fetch_all(pool).await.unwrap()
    };
    let before = kept(&pool).await;
    assert_eq!(before.len(), 6);
    pool.close().await;

    let database = Sqlite::open(&file).await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let rows = read.rows_of_kinds(CENTRE, &[(id(7), "note")]).await.unwrap();
    assert_eq!(rows, [row(1, 7, 1), row(2, 7, 2)]);
    assert_eq!(read.history(CENTRE, id(2)).await.unwrap().len(), 1);
    drop(read);
    database.close().await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    assert_eq!(kept(&pool).await, before);
    let known_by: Vec<(Vec<u8>, Option<Vec<u8>>)> =
        sqlx::query_as("SELECT digest, scope FROM mutation ORDER BY seq")
            .fetch_all(&pool)
            .await
            .unwrap();
    let digest = |text: &str| Digest::of(text.as_bytes()).as_bytes().to_vec();
    let scope = id(7).as_bytes().to_vec();
    let expected = [
        (digest("{\"text\": 1.50}"), None),
        (digest("{}"), None),
        (digest(text.as_str()), Some(scope)),
    ];
    assert_eq!(known_by, expected);
    // What holds a row together still does.
    let nowhere = "INSERT INTO row_ VALUES (x'00', x'00', x'00', 'note', 1, 0, '{}')";
    assert!(sqlx::raw_sql(nowhere).execute(&pool).await.is_err());
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

#[tokio::test]
async fn what_was_erased_has_left_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let database = Sqlite::open(&file).await.unwrap();
    with_centre(&database).await;
    let mut mutation = decided(lane(4, 1, Lane::Normal), 1, 1);
    let said = "Tyttebær";
    let mut one = row(1, 7, 1);
    one.body = format!("{{\"said\":\"{said}\"}}");
    mutation.text = Some(one.body.clone());
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[one]).await.unwrap();
    write.add_decided(&[mutation]).await.unwrap();
    write.commit().await.unwrap();
    let on_disk = || -> usize {
        let files = std::fs::read_dir(folder.path()).unwrap();
        let bytes = files.map(|file| std::fs::read(file.unwrap().path()).unwrap());
        bytes.map(|bytes| bytes.windows(said.len()).filter(|w| *w == said.as_bytes()).count()).sum()
    };
    assert_ne!(on_disk(), 0);
    let mut write = database.begin_write().await.unwrap();
    write.bury(CENTRE, &[id(1)], 2).await.unwrap();
    write.forget_texts(CENTRE, id(7)).await.unwrap();
    write.commit().await.unwrap();
    database.scrub().await.unwrap();
    assert_eq!(on_disk(), 0);
}

#[tokio::test]
async fn no_line_of_the_audit_trail_is_taken_back() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.sqlite");
    let database = Sqlite::open(&file).await.unwrap();
    with_centre(&database).await;
    let options = sqlx::sqlite::SqliteConnectOptions::new().filename(&file);
    let pool = sqlx::SqlitePool::connect_with(options).await.unwrap();
    let line = "INSERT INTO audit SELECT id, x'01', 1, x'00', NULL, 'export', NULL FROM centre";
    sqlx::raw_sql(line).execute(&pool).await.unwrap();
    for done in ["UPDATE audit SET deed = ''", "DELETE FROM audit"] {
        let refused = sqlx::raw_sql(done).execute(&pool).await.unwrap_err();
        assert!(refused.to_string().contains("only added to"), "{done}: {refused}");
    }
    let count: i64 =
        sqlx::query_scalar("SELECT count(*) FROM audit").fetch_one(&pool).await.unwrap();
    assert_eq!(count, 1);
    pool.close().await;
}
