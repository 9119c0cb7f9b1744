//! What every backend must do where transactions run beside each other. In SQLite one waits for the other from
//! its beginning, so what needs two of them at once is asked of the others alone.

#![allow(clippy::unwrap_used)]

mod fixtures;

use std::time::Duration;

use database::{Database, Row, Writing};
use fixtures::{CENTRE, decided, grant, id, ids, lane, row, with_centre};
use sync::Lane;
use tokio::task::yield_now;
use uuid::Uuid;

macro_rules! together {
    (every: $($test:ident),*; at_once: $($other:ident),* $(,)?) => {
        mod memory {
            $(together!(@test $test database::Memory::new());)*
            $(together!(@test $other database::Memory::new());)*
        }
        mod sqlite {
            use database::Database;

            $(#[tokio::test]
            async fn $test() {
                let folder = tempfile::tempdir().unwrap();
                let database = database::Sqlite::open(&folder.path().join("test.sqlite")).await.unwrap();
                super::$test(&database).await;
                database.close().await;
            })*
        }
        #[cfg(feature = "postgres-tests")]
        mod postgres {
            $(together!(@fresh $test);)*
            $(together!(@fresh $other);)*
        }
    };
    (@test $test:ident $database:expr) => {
        #[tokio::test]
        async fn $test() {
            super::$test(&$database).await;
        }
    };
    (@fresh $test:ident) => {
        #[tokio::test]
        async fn $test() {
            use database::Database;

            let fresh = database::Fresh::new().await.unwrap();
            let address = database::Address::parse(fresh.url()).unwrap();
            let database = database::Postgres::open(&address).await.unwrap();
            super::$test(&database).await;
            database.close().await;
        }
    };
}

together! {
    every:
        a_cursor_passes_nothing_that_commits_later,
        writers_of_one_centre_get_dense_clocks,
        a_mutation_that_comes_many_times_at_once_is_decided_once,
        who_locks_first_loses_no_update,
        a_snapshot_answers_every_question_as_of_its_beginning;
    at_once:
        a_slow_transaction_holds_up_the_cursor_and_is_not_skipped,
        strangers_do_not_wait_for_each_other,
        much_and_little_lock_each_other_out,
        locks_in_any_order_are_all_given,
}

/// Waits until nothing more happens by itself: enough for the other to begin to wait, whether it is a task or a
/// server's process.
async fn is_waiting(other: &mut (impl Future + Unpin)) -> bool {
    tokio::time::timeout(Duration::from_millis(100), other).await.is_err()
}

/// A commit with one row under its clock.
async fn add_one(database: &dyn Database, n: u128) -> u64 {
    let mut write = database.begin_write().await.unwrap();
    write.lock(CENTRE, &[id(n)]).await.unwrap();
    let clock = write.advance_clock(CENTRE, n as u64).await.unwrap();
    yield_now().await;
    write.put_rows(CENTRE, &[row(n, 7, clock)]).await.unwrap();
    write.commit().await.unwrap();
    clock
}

/// What a phone does: the clock first, then what changed until it.
async fn pull(database: &dyn Database, cursor: &mut u64) -> Vec<Row> {
    let mut read = database.begin_read().await.unwrap();
    let clock = read.centre(CENTRE).await.unwrap().unwrap().clock;
    let after = (*cursor, Uuid::max());
    let rows = read.rows_changed(CENTRE, &[id(7)], after, clock, 1000).await.unwrap();
    assert_eq!(rows.len() as u64, clock - *cursor, "each commit has one row");
    *cursor = clock;
    rows
}

async fn a_cursor_passes_nothing_that_commits_later(database: &dyn Database) {
    with_centre(database).await;
    let writer = async |first: u128| {
        for n in first..first + 25 {
            add_one(database, n).await;
        }
    };
    let reader = async {
        let (mut cursor, mut seen) = (0, Vec::new());
        while seen.len() < 75 {
            seen.extend(pull(database, &mut cursor).await);
            yield_now().await;
        }
        seen
    };
    let ((), (), (), seen) = tokio::join!(writer(100), writer(200), writer(300), reader);
    let mut found: Vec<Uuid> = seen.iter().map(|row| row.id).collect();
    found.sort_unstable();
    assert_eq!(found, [ids(100..=124), ids(200..=224), ids(300..=324)].concat());
}

async fn writers_of_one_centre_get_dense_clocks(database: &dyn Database) {
    with_centre(database).await;
    let writer = async |first: u128| {
        let mut clocks = Vec::new();
        for n in first..first + 20 {
            clocks.push((add_one(database, n).await, n as u64));
        }
        assert!(clocks.is_sorted(), "a later commit has a later clock");
        clocks
    };
    let (one, other) = tokio::join!(writer(100), writer(200));
    let mut all = [one, other].concat();
    all.sort_unstable();
    let clocks: Vec<u64> = all.iter().map(|(clock, _)| *clock).collect();
    assert_eq!(clocks, (1..=40).collect::<Vec<u64>>());
    let mut read = database.begin_read().await.unwrap();
    for (clock, commit) in all {
        assert_eq!(read.commit_at(CENTRE, clock).await.unwrap(), Some(commit));
    }
}

async fn a_mutation_that_comes_many_times_at_once_is_decided_once(database: &dyn Database) {
    with_centre(database).await;
    let push = async || {
        let mut mine = 0;
        for seq in 1..=10 {
            let one = decided(lane(4, 1, Lane::Normal), seq, seq);
            let mut write = database.begin_write().await.unwrap();
            write.lock(CENTRE, &[id(4)]).await.unwrap();
            if write.decided_by_id(CENTRE, &[one.id]).await.unwrap().is_empty() {
                yield_now().await;
                write.advance_clock(CENTRE, seq).await.unwrap();
                write.add_decided(&[one]).await.unwrap();
                write.commit().await.unwrap();
                mine += 1;
            }
        }
        mine
    };
    let (a, b, c) = tokio::join!(push(), push(), push());
    assert_eq!(a + b + c, 10);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.decided_of_centre(CENTRE).await.unwrap().len(), 10);
    assert_eq!(read.centre(CENTRE).await.unwrap().unwrap().clock, 10);
}

async fn who_locks_first_loses_no_update(database: &dyn Database) {
    with_centre(database).await;
    let add = async || {
        for _ in 0..20 {
            let mut write = database.begin_write().await.unwrap();
            write.lock(CENTRE, &[id(1)]).await.unwrap();
            let seen = write.rows_by_id(CENTRE, &[id(1)]).await.unwrap();
            yield_now().await;
            let next = seen.first().map_or(1, |row| row.seq + 1);
            write.put_rows(CENTRE, &[row(1, 7, next)]).await.unwrap();
            write.commit().await.unwrap();
        }
    };
    tokio::join!(add(), add(), add());
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap()[0].seq, 60);
}

async fn a_snapshot_answers_every_question_as_of_its_beginning(database: &dyn Database) {
    with_centre(database).await;
    add_one(database, 1).await;
    let mut early = database.begin_read().await.unwrap();
    assert_eq!(early.centre(CENTRE).await.unwrap().unwrap().clock, 1);
    for n in 1..=3 {
        add_one(database, n).await;
    }
    let key = lane(4, 1, Lane::Normal);
    let mut write = database.begin_write().await.unwrap();
    write.put_grants(CENTRE, &[grant(1, 7, 1)]).await.unwrap();
    write.add_decided(&[decided(key, 1, 4)]).await.unwrap();
    write.commit().await.unwrap();
    let all = early.rows_of_scope(CENTRE, id(7), None, 9).await.unwrap();
    assert_eq!(all, [row(1, 7, 1)]);
    let changed = early.rows_changed(CENTRE, &[id(7)], (0, Uuid::nil()), 9, 9).await.unwrap();
    assert_eq!(changed, [row(1, 7, 1)]);
    assert_eq!(early.grants(CENTRE, &[id(1)]).await.unwrap(), []);
    assert_eq!(early.decided(key, 1..=9).await.unwrap(), []);
    assert_eq!(early.commit_at(CENTRE, 2).await.unwrap(), None);
    assert_eq!(early.clocks(&[CENTRE]).await.unwrap(), [(CENTRE, 1)]);
}

async fn a_slow_transaction_holds_up_the_cursor_and_is_not_skipped(database: &dyn Database) {
    with_centre(database).await;
    let mut cursor = 0;
    let mut slow = database.begin_write().await.unwrap();
    let clock = slow.advance_clock(CENTRE, 1).await.unwrap();
    slow.put_rows(CENTRE, &[row(1, 7, clock)]).await.unwrap();
    let fast = add_one(database, 2);
    tokio::pin!(fast);
    assert!(is_waiting(&mut fast).await, "a later clock was given before the earlier was there");
    assert_eq!(pull(database, &mut cursor).await, []);
    slow.commit().await.unwrap();
    assert_eq!(fast.await, 2);
    assert_eq!(pull(database, &mut cursor).await, [row(1, 7, 1), row(2, 7, 2)]);
}

async fn strangers_do_not_wait_for_each_other(database: &dyn Database) {
    with_centre(database).await;
    let mut first = database.begin_write().await.unwrap();
    first.lock(CENTRE, &ids(1..=50)).await.unwrap();
    let mut second = database.begin_write().await.unwrap();
    second.lock(CENTRE, &ids(51..=100)).await.unwrap();
    second.lock(id(0xCF), &ids(1..=50)).await.unwrap();
    // Both hold what they asked for, and the later one is done first.
    second.put_rows(CENTRE, &[row(51, 7, 1)]).await.unwrap();
    second.commit().await.unwrap();
    let seen = first.rows_by_id(CENTRE, &[id(51)]).await.unwrap();
    assert_eq!(seen.len(), 1, "a writer sees what is committed when it asks");
}

async fn much_and_little_lock_each_other_out(database: &dyn Database) {
    with_centre(database).await;
    for (first, second) in [(ids(1..=5000), ids(77..=77)), (ids(77..=77), ids(1..=5000))] {
        let mut held = database.begin_write().await.unwrap();
        held.lock(CENTRE, &first).await.unwrap();
        let other = async {
            let mut write = database.begin_write().await.unwrap();
            write.lock(CENTRE, &second).await.unwrap();
            write
        };
        tokio::pin!(other);
        assert!(is_waiting(&mut other).await, "77 is held twice");
        drop(held);
        other.await;
    }
}

async fn locks_in_any_order_are_all_given(database: &dyn Database) {
    with_centre(database).await;
    let some = async |step: usize| {
        for round in 0..15 {
            let mut asked: Vec<Uuid> =
                (0..6).map(|n| id((1 + (n * step + round) % 7) as u128)).collect();
            asked.rotate_left(round % 6);
            let mut write: Box<dyn Writing> = database.begin_write().await.unwrap();
            write.lock(CENTRE, &asked).await.unwrap();
            yield_now().await;
            write.advance_clock(CENTRE, 1).await.unwrap();
            write.commit().await.unwrap();
        }
    };
    tokio::join!(some(1), some(2), some(3), some(5));
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.centre(CENTRE).await.unwrap().unwrap().clock, 60);
}
