//! What only a PostgreSQL can do.

#![allow(clippy::unwrap_used)]

mod fixtures;

use database::{Address, Database, DatabaseError, Fresh, Postgres};
use fixtures::{CENTRE, row, with_centre};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

async fn open(fresh: &Fresh) -> Result<Postgres, DatabaseError> {
    Postgres::open(&Address::parse(fresh.url()).unwrap()).await
}

#[tokio::test]
async fn servers_that_start_at_once_make_the_tables_once() {
    let fresh = Fresh::new().await.unwrap();
    let (a, b, c) = tokio::join!(open(&fresh), open(&fresh), open(&fresh));
    let (a, b) = (a.unwrap(), b.unwrap());
    with_centre(&a).await;
    let mut read = b.begin_read().await.unwrap();
    assert_eq!(read.centres().await.unwrap().len(), 1);
    drop(read);
    c.unwrap().close().await;
}

#[tokio::test]
async fn a_database_of_tomorrow_is_refused() {
    let fresh = Fresh::new().await.unwrap();
    open(&fresh).await.unwrap().close().await;
    fresh.tell("UPDATE brobygger_schema SET version = 99").await.unwrap();
    let opened = open(&fresh).await.err();
    assert!(matches!(opened, Some(DatabaseError::Newer { found: 99, .. })), "{opened:?}");
}

#[tokio::test]
async fn a_commit_is_on_the_disk_whatever_the_database_does_for_others() {
    let fresh = Fresh::new().await.unwrap();
    let name = fresh.url().rsplit('/').next().unwrap().to_owned();
    let lazy = format!("ALTER DATABASE {name} SET synchronous_commit = off");
    fresh.tell(&lazy).await.unwrap();
    let database = open(&fresh).await.unwrap();
    // Asked of the connection that writes, by a row whose text is the answer.
    with_centre(&database).await;
    fresh
        .tell(
            "CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN NEW.body = current_setting('synchronous_commit'); RETURN NEW; END $$; \
         CREATE TRIGGER note BEFORE INSERT ON row_ FOR EACH ROW EXECUTE FUNCTION note()",
        )
        .await
        .unwrap();
    let mut write = database.begin_write().await.unwrap();
    write.add_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    let rows = write.rows_by_id(CENTRE, &[row(1, 7, 1).id]).await.unwrap();
    assert_eq!(rows[0].body, "on");
}

#[tokio::test]
async fn a_transaction_that_failed_is_not_committed_as_if_all_were_well() {
    let fresh = Fresh::new().await.unwrap();
    let database = open(&fresh).await.unwrap();
    with_centre(&database).await;
    let mut write = database.begin_write().await.unwrap();
    write.add_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    assert!(write.add_rows(CENTRE, &[row(1, 7, 1)]).await.is_err());
    assert!(write.commit().await.is_err());
}

#[tokio::test]
async fn a_server_that_was_away_is_found_again() {
    let fresh = Fresh::new().await.unwrap();
    let database = open(&fresh).await.unwrap();
    with_centre(&database).await;
    let open_read = database.begin_read().await.unwrap();
    let mut write = database.begin_write().await.unwrap();
    write.advance_clock(CENTRE, 1).await.unwrap();
    // As a restart does: every line is cut.
    fresh
        .tell(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
         WHERE datname = current_database() AND pid <> pg_backend_pid()",
        )
        .await
        .unwrap();
    let cut = write.commit().await;
    assert!(matches!(cut, Err(DatabaseError::Busy)), "{cut:?}");
    drop(open_read);
    // At the latest when every broken line has been used once.
    let mut again = None;
    for _ in 0..8 {
        match database.begin_write().await {
            Ok(write) => {
                again = Some(write);
                break;
            }
            Err(error) => assert!(matches!(error, DatabaseError::Busy), "{error:?}"),
        }
    }
    assert_eq!(again.unwrap().advance_clock(CENTRE, 2).await.unwrap(), 1);
}

#[tokio::test]
async fn no_line_of_the_audit_trail_is_taken_back() {
    let fresh = Fresh::new().await.unwrap();
    let database = open(&fresh).await.unwrap();
    with_centre(&database).await;
    let line = "INSERT INTO audit VALUES ((SELECT id FROM centre), gen_random_uuid(), 1, \
                gen_random_uuid(), NULL, 'export', NULL)";
    fresh.tell(line).await.unwrap();
    for done in ["UPDATE audit SET deed = ''", "DELETE FROM audit", "TRUNCATE audit"] {
        assert!(fresh.tell(done).await.is_err(), "{done}");
    }
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.audit(CENTRE, None, 9).await.unwrap().len(), 1);
}

#[tokio::test]
async fn whoever_is_not_let_in_is_told_why() {
    let fresh = Fresh::new().await.unwrap();
    let nowhere = fresh.url().replace("fresh_", "nowhere_");
    let opened = Postgres::open(&Address::parse(&nowhere).unwrap()).await.err();
    assert!(matches!(opened, Some(DatabaseError::NoDatabase)), "{opened:?}");
    let away = "postgres://kari@127.0.0.1:1/bro";
    let opened = Postgres::open(&Address::parse(away).unwrap()).await.err();
    assert!(matches!(opened, Some(DatabaseError::Unreachable(_))), "{opened:?}");
}

/// Answers as a PostgreSQL does whose message is an error: its severity, its code, and words.
async fn refuses(listener: &tokio::net::TcpListener, code: &str) {
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut length = [0; 4];
    stream.read_exact(&mut length).await.unwrap();
    let mut asked = vec![0; u32::from_be_bytes(length) as usize - 4];
    stream.read_exact(&mut asked).await.unwrap();
    let fields = format!("SFATAL\0VFATAL\0C{code}\0Mnot now\0\0");
    let length = u32::try_from(fields.len() + 4).unwrap();
    stream.write_all(&[b"E", &length.to_be_bytes()[..], fields.as_bytes()].concat()).await.unwrap();
}

#[tokio::test]
async fn a_database_that_starts_up_is_waited_for() {
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let away = format!("postgres://kari@127.0.0.1:{port}/bro?sslmode=disable");
    let address = Address::parse(&away).unwrap();
    let server = tokio::spawn(async move {
        refuses(&listener, "57P03").await;
        refuses(&listener, "57P03").await;
        refuses(&listener, "3D000").await;
    });
    let opened = Postgres::open(&address).await.err();
    assert!(matches!(opened, Some(DatabaseError::NoDatabase)), "{opened:?}");
    server.await.unwrap();
}
