//! What every backend must do, told once and run on each.

#![allow(clippy::unwrap_used)]

mod audit;
mod device_keys;
#[path = "../fixtures/mod.rs"]
mod fixtures;

use std::time::Duration;

use audit::the_audit_trail_is_added_to_and_read_in_pages;
use database::{
    Centre, Code, Database, DatabaseError, Decided, Erased, HeldGrant, LaneState, Member, OldRow,
    Row, Settled, Settlement,
};
use device_keys::{
    a_credential_is_one_phones, a_phones_keys_are_found_by_its_credential_and_replaced,
};
use fixtures::{CENTRE, centre, decided, device, grant, id, ids, lane, row, with_centre};
use sync::{Digest, Lane, Verdict};

macro_rules! contract {
    ($($test:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test(&database::Memory::new()).await;
            })*
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
            use database::Database;

            $(#[tokio::test]
            async fn $test() {
                let fresh = database::Fresh::new().await.unwrap();
                let address = database::Address::parse(fresh.url()).unwrap();
                let database = database::Postgres::open(&address).await.unwrap();
                super::$test(&database).await;
                database.close().await;
            })*
        }
    };
}

contract![
    what_is_not_committed_never_happened,
    a_transaction_sees_its_own_writes,
    a_reader_keeps_its_snapshot,
    clocks_count_the_commits_and_name_them,
    the_clock_row_is_held_until_the_commit,
    a_centre_is_added_once,
    rows_are_found_by_id_and_by_kind,
    changed_rows_come_in_order_of_clock_and_resume_anywhere,
    a_scope_is_read_in_order_of_id,
    a_row_overwritten_leaves_its_history,
    sets_of_any_size,
    grants_keep_every_version,
    phones_are_known_by_their_token,
    codes_are_spent,
    lanes_and_what_they_decided,
    a_place_in_a_lane_is_taken_once,
    an_id_is_first_decided_once,
    a_row_is_added_once_and_put_again,
    sets_of_any_size_are_written_and_found,
    what_a_set_names_twice_is_as_it_was_named_last,
    acks_follow_the_clock,
    a_buried_row_keeps_its_place_alone,
    texts_go_with_their_scope,
    a_scope_is_erased_once_and_for_ever,
    what_waits_for_review_is_settled_once,
    everything_of_a_centre_is_walked_through,
    mutations_are_walked_through_in_pages,
    a_centre_is_taken_over_as_it_was,
    scrubbing_changes_nothing_that_is_kept,
    tombstones_go_by_the_marks_of_time,
    clocks_of_those_that_are_asked_for,
    the_audit_trail_is_added_to_and_read_in_pages,
    a_phones_keys_are_found_by_its_credential_and_replaced,
    a_credential_is_one_phones,
];

async fn what_is_not_committed_never_happened(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    write.advance_clock(CENTRE, 1).await.unwrap();
    drop(write);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap(), []);
    assert_eq!(read.centre(CENTRE).await.unwrap(), Some(centre()));
}

async fn a_transaction_sees_its_own_writes(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    write.put_secret(&[5; 32]).await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    assert_eq!(write.secret().await.unwrap(), Some([5; 32]));
    let seen = write.rows_by_id(CENTRE, &[id(1), id(2)]).await.unwrap();
    assert_eq!(seen, [row(1, 7, 1)]);
}

async fn a_reader_keeps_its_snapshot(database: &dyn Database) {
    with_centre(database).await;
    let mut early = database.begin_read().await.unwrap();
    assert_eq!(early.centre(CENTRE).await.unwrap().unwrap().clock, 0);
    let mut write = database.begin_write().await.unwrap();
    write.advance_clock(CENTRE, 9).await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1)]).await.unwrap();
    write.commit().await.unwrap();
    assert_eq!(early.centre(CENTRE).await.unwrap().unwrap().clock, 0);
    assert_eq!(early.rows_by_id(CENTRE, &[id(1)]).await.unwrap(), []);
    let mut late = database.begin_read().await.unwrap();
    assert_eq!(late.rows_by_id(CENTRE, &[id(1)]).await.unwrap().len(), 1);
}

async fn clocks_count_the_commits_and_name_them(database: &dyn Database) {
    with_centre(database).await;
    for (clock, commit) in [(1, u64::MAX), (2, 17)] {
        let mut write = database.begin_write().await.unwrap();
        assert_eq!(write.advance_clock(CENTRE, commit).await.unwrap(), clock);
        write.commit().await.unwrap();
    }
    let mut write = database.begin_write().await.unwrap();
    write.put_backup_mark(CENTRE, 1).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let found = read.centre(CENTRE).await.unwrap().unwrap();
    assert_eq!((found.clock, found.commit, found.backed_up), (2, 17, 1));
    let mut log = Vec::new();
    for clock in 0..4 {
        log.push(read.commit_at(CENTRE, clock).await.unwrap());
    }
    assert_eq!(log, [Some(centre().commit), Some(u64::MAX), Some(17), None]);
}

async fn the_clock_row_is_held_until_the_commit(database: &dyn Database) {
    with_centre(database).await;
    let mut first = database.begin_write().await.unwrap();
    assert_eq!(first.advance_clock(CENTRE, 1).await.unwrap(), 1);
    let second = async {
        let mut second = database.begin_write().await.unwrap();
        let clock = second.advance_clock(CENTRE, 2).await.unwrap();
        second.commit().await.unwrap();
        clock
    };
    tokio::pin!(second);
    let too_early = tokio::time::timeout(Duration::from_millis(50), &mut second).await;
    assert!(too_early.is_err(), "two transactions hold one clock row");
    first.commit().await.unwrap();
    assert_eq!(second.await, 2);
}

async fn a_centre_is_added_once(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    let again = write.add_centre(&centre()).await;
    assert!(matches!(again, Err(DatabaseError::Exists(_))), "{again:?}");
    drop(write);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.centres().await.unwrap(), [centre()]);
}

async fn rows_are_found_by_id_and_by_kind(database: &dyn Database) {
    with_centre(database).await;
    let wish = |n, scope| Row { kind: "wish".into(), ..row(n, scope, 1) };
    let gone = Row { gone: true, ..row(4, 7, 1) };
    let mut write = database.begin_write().await.unwrap();
    let rows = [row(1, 7, 1), wish(2, 7), row(3, 8, 1), gone.clone(), wish(5, 9)];
    write.put_rows(CENTRE, &rows).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_by_id(CENTRE, &[id(4)]).await.unwrap(), [gone]);
    assert_eq!(read.rows_by_id(id(99), &[id(4)]).await.unwrap(), []);
    let asked = [(id(7), "note"), (id(8), "wish"), (id(8), "note"), (id(9), "wish")];
    let mut found = read.rows_of_kinds(CENTRE, &asked).await.unwrap();
    found.sort_by_key(|row| row.id);
    assert_eq!(found, [row(1, 7, 1), row(3, 8, 1), wish(5, 9)]);
}

async fn changed_rows_come_in_order_of_clock_and_resume_anywhere(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    let gone = Row { gone: true, ..row(2, 8, 3) };
    let rows = [row(9, 7, 1), row(5, 8, 2), row(6, 7, 2), gone.clone(), row(1, 7, 4), row(3, 6, 2)];
    write.put_rows(CENTRE, &rows).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let scopes = [id(7), id(8)];
    let expected = [row(5, 8, 2), row(6, 7, 2), gone];
    let none = uuid::Uuid::nil();
    let whole = read.rows_changed(CENTRE, &scopes, (2, none), 3, 100).await;
    assert_eq!(whole.unwrap(), expected);
    let mut after = (2, none);
    for one in &expected {
        let found = read.rows_changed(CENTRE, &scopes, after, 3, 1).await.unwrap();
        assert_eq!(found, std::slice::from_ref(one));
        after = (one.seq, one.id);
    }
    let nothing = read.rows_changed(CENTRE, &scopes, after, 3, 1).await;
    assert_eq!(nothing.unwrap(), []);
    assert_eq!(read.rows_changed(CENTRE, &[], (0, none), 9, 9).await.unwrap(), []);
}

async fn a_scope_is_read_in_order_of_id(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    let gone = Row { gone: true, ..row(2, 7, 5) };
    let rows = [row(3, 7, 1), row(1, 7, 4), gone.clone(), row(4, 8, 1), row(5, 7, 2)];
    write.put_rows(CENTRE, &rows).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let page = read.rows_of_scope(CENTRE, id(7), None, 2).await.unwrap();
    assert_eq!(page, [row(1, 7, 4), row(3, 7, 1)]);
    let page = read.rows_of_scope(CENTRE, id(7), Some(id(3)), 2).await.unwrap();
    assert_eq!(page, [row(5, 7, 2)]);
    let all = read.rows_of_centre(CENTRE, None, 3).await.unwrap();
    assert_eq!(all, [row(1, 7, 4), gone, row(3, 7, 1)]);
    let rest = read.rows_of_centre(CENTRE, Some(id(3)), 9).await.unwrap();
    assert_eq!(rest, [row(4, 8, 1), row(5, 7, 2)]);
}

async fn a_row_overwritten_leaves_its_history(database: &dyn Database) {
    with_centre(database).await;
    let old = |seq| OldRow { id: id(1), seq, body: format!("{{\"was\":{seq}}}") };
    for seq in 1..4 {
        let mut write = database.begin_write().await.unwrap();
        write.put_rows(CENTRE, &[row(1, 7, seq + 1)]).await.unwrap();
        write.add_history(CENTRE, &[old(seq)]).await.unwrap();
        write.commit().await.unwrap();
    }
    let mut read = database.begin_read().await.unwrap();
    let history = read.history(CENTRE, id(1)).await.unwrap();
    assert_eq!(history, [old(1), old(2), old(3)]);
    assert_eq!(read.history(CENTRE, id(2)).await.unwrap(), []);
    assert_eq!(read.rows_by_id(CENTRE, &[id(1)]).await.unwrap(), [row(1, 7, 4)]);
}

async fn sets_of_any_size(database: &dyn Database) {
    with_centre(database).await;
    let rows: Vec<Row> = (1..=777).map(|n| row(n, 100 + n % 200, 1 + n as u64 % 5)).collect();
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &rows).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let mut found = read.rows_by_id(CENTRE, &ids(1..=777)).await.unwrap();
    found.sort_by_key(|row| row.id);
    assert_eq!(found, rows);
    let none = uuid::Uuid::nil();
    let scopes = ids(100..=299);
    let changed = read.rows_changed(CENTRE, &scopes, (0, none), 9, 500).await.unwrap();
    let mut expected = rows;
    expected.sort_by_key(|row| (row.seq, row.id));
    expected.truncate(500);
    assert_eq!(changed, expected);
}

async fn what_a_set_names_twice_is_as_it_was_named_last(database: &dyn Database) {
    with_centre(database).await;
    let ended = HeldGrant { ended_at: Some(55), ..grant(1, 7, 1) };
    let member = |role: &str| Member { centre: CENTRE, id: id(1), role: role.into() };
    let key = lane(4, 1, Lane::Normal);
    let state = |seq| LaneState { key, last_seq: seq, last_digest: Digest::of(&[seq as u8]) };
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1), row(2, 7, 1), row(1, 7, 3)]).await.unwrap();
    write.put_grants(CENTRE, &[grant(1, 7, 1), ended.clone()]).await.unwrap();
    write.put_members(&[member("volunteer"), member("coordinator")]).await.unwrap();
    write.put_lanes(&[state(1), state(2)]).await.unwrap();
    write.put_device(&device(4)).await.unwrap();
    write.put_last_seen(&[(id(4), 5), (id(4), 6)]).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let rows = read.rows_of_scope(CENTRE, id(7), None, 9).await.unwrap();
    assert_eq!(rows, [row(1, 7, 3), row(2, 7, 1)]);
    assert_eq!(read.grants(CENTRE, &[id(1)]).await.unwrap(), [ended]);
    assert_eq!(read.members(CENTRE, &[id(1)]).await.unwrap(), [member("coordinator")]);
    assert_eq!(read.lanes(&[id(4)]).await.unwrap(), [state(2)]);
    assert_eq!(read.devices(&[id(4)]).await.unwrap()[0].last_seen, 6);
}

async fn clocks_of_those_that_are_asked_for(database: &dyn Database) {
    with_centre(database).await;
    let other = Centre { id: id(0xCF), ..centre() };
    let mut write = database.begin_write().await.unwrap();
    write.add_centre(&other).await.unwrap();
    write.advance_clock(CENTRE, 1).await.unwrap();
    write.commit().await.unwrap();
    let asked = [CENTRE, id(99)];
    assert_eq!(database.clocks(&asked).await.unwrap(), [(CENTRE, 1)]);
    assert_eq!(database.clocks(&[]).await.unwrap(), []);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.clocks(&[other.id]).await.unwrap(), [(other.id, 0)]);
}

async fn grants_keep_every_version(database: &dyn Database) {
    with_centre(database).await;
    let mut ended = grant(1, 7, 1);
    let mut write = database.begin_write().await.unwrap();
    let held = [ended.clone(), grant(2, 7, 1)];
    write.put_grants(CENTRE, &held).await.unwrap();
    ended.ended_at = Some(55);
    let more = [ended.clone(), grant(1, 7, 3)];
    write.put_grants(CENTRE, &more).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let of_one = read.grants(CENTRE, &[id(1)]).await.unwrap();
    assert_eq!(of_one, [ended, grant(1, 7, 3)]);
    assert_eq!(read.grants(CENTRE, &ids(1..=3)).await.unwrap().len(), 3);
    assert_eq!(read.grants(id(99), &ids(1..=3)).await.unwrap(), []);
}

async fn phones_are_known_by_their_token(database: &dyn Database) {
    with_centre(database).await;
    let member = Member { centre: CENTRE, id: id(1), role: "volunteer".into() };
    let mut write = database.begin_write().await.unwrap();
    write.put_members(std::slice::from_ref(&member)).await.unwrap();
    write.put_device(&device(4)).await.unwrap();
    write.put_device(&device(5)).await.unwrap();
    write.commit().await.unwrap();
    let mut revoked = device(5);
    revoked.revoked_at = Some(12);
    let mut write = database.begin_write().await.unwrap();
    write.put_last_seen(&[(id(4), 77)]).await.unwrap();
    write.put_device(&revoked).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.members(CENTRE, &[id(1), id(2)]).await.unwrap(), [member]);
    let found = read.device_by_token(&[5; 32]).await.unwrap();
    assert_eq!(found.as_ref(), Some(&revoked));
    assert_eq!(read.device_by_token(&[6; 32]).await.unwrap(), None);
    // The same without a transaction.
    assert_eq!(database.device_by_token(&[5; 32]).await.unwrap(), found);
    assert_eq!(database.device_by_token(&[6; 32]).await.unwrap(), None);
    let seen = read.devices(&[id(4), id(9)]).await.unwrap();
    assert_eq!(seen.len(), 1);
    assert_eq!((seen[0].id, seen[0].last_seen), (id(4), 77));
}

async fn codes_are_spent(database: &dyn Database) {
    with_centre(database).await;
    let mut code = Code {
        hash: [1; 32],
        centre: CENTRE,
        member: id(1),
        expires_at: 1000,
        used_by: None,
        used_at: None,
    };
    for used in [None, Some(id(4))] {
        code.used_by = used;
        code.used_at = used.map(|_| 500);
        let mut write = database.begin_write().await.unwrap();
        write.put_code(&code).await.unwrap();
        write.commit().await.unwrap();
        let mut read = database.begin_read().await.unwrap();
        assert_eq!(read.code(&[1; 32]).await.unwrap(), Some(code.clone()));
        assert_eq!(read.code(&[2; 32]).await.unwrap(), None);
    }
}

async fn lanes_and_what_they_decided(database: &dyn Database) {
    with_centre(database).await;
    let normal = lane(4, 1, Lane::Normal);
    let state = LaneState { key: normal, last_seq: 3, last_digest: Digest::of(b"three") };
    let mut second = decided(normal, 2, 2);
    second.verdict = Verdict::Quarantined;
    second.reason = Some("no_grant".into());
    let other = decided(lane(4, 1, Lane::Urgent), 1, 2);
    let all = [decided(normal, 1, 1), second.clone(), decided(normal, 3, 2), other.clone()];
    let mut write = database.begin_write().await.unwrap();
    write.put_lanes(std::slice::from_ref(&state)).await.unwrap();
    write.add_decided(&all).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.lanes(&ids(4..=5)).await.unwrap(), [state]);
    assert_eq!(read.decided(normal, 2..=9).await.unwrap(), all[1..3]);
    let by_id = read.decided_by_id(CENTRE, &[second.id]).await.unwrap();
    assert_eq!(by_id, [second]);
    let of_centre = read.decided_of_centre(CENTRE).await.unwrap();
    let order: Vec<_> = of_centre.iter().map(|d| (d.clock, d.key.lane, d.seq)).collect();
    let (urgent, normal) = (Lane::Urgent, Lane::Normal);
    assert_eq!(order, [(1, normal, 1), (2, urgent, 1), (2, normal, 2), (2, normal, 3)]);
}

async fn a_place_in_a_lane_is_taken_once(database: &dyn Database) {
    with_centre(database).await;
    let first = decided(lane(4, 1, Lane::Normal), 1, 1);
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(std::slice::from_ref(&first)).await.unwrap();
    write.commit().await.unwrap();
    let mut other = first.clone();
    other.id = id(12345);
    let mut write = database.begin_write().await.unwrap();
    let again = write.add_decided(&[other]).await;
    assert!(matches!(again, Err(DatabaseError::Exists(_))), "{again:?}");
}

async fn an_id_is_first_decided_once(database: &dyn Database) {
    with_centre(database).await;
    let first = decided(lane(4, 1, Lane::Normal), 1, 1);
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(std::slice::from_ref(&first)).await.unwrap();
    write.commit().await.unwrap();
    let mut again = first.clone();
    again.key.epoch = id(2);
    let mut write = database.begin_write().await.unwrap();
    let refused = write.add_decided(std::slice::from_ref(&again)).await;
    assert!(matches!(refused, Err(DatabaseError::Exists(_))), "{refused:?}");
    drop(write);
    again.repeat = true;
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(std::slice::from_ref(&again)).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let found = read.decided_by_id(CENTRE, &[first.id]).await.unwrap();
    assert_eq!(found, [first]);
    assert_eq!(read.decided(again.key, 1..=1).await.unwrap(), [again]);
}

async fn acks_follow_the_clock(database: &dyn Database) {
    with_centre(database).await;
    let normal = lane(4, 1, Lane::Normal);
    let urgent = lane(4, 2, Lane::Urgent);
    let elsewhere = lane(5, 1, Lane::Normal);
    let mut write = database.begin_write().await.unwrap();
    let mut all = Vec::new();
    for (key, seq, clock) in
        [(normal, 1, 1), (normal, 2, 2), (normal, 3, 5), (urgent, 1, 3), (elsewhere, 1, 2)]
    {
        all.push(decided(key, seq, clock));
        let state = LaneState { key, last_seq: seq, last_digest: Digest::START };
        write.put_lanes(&[state]).await.unwrap();
    }
    write.add_decided(&all).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    for (after, until, expected) in [
        (0, 1, vec![(normal, 1)]),
        (0, 4, vec![(normal, 2), (urgent, 1)]),
        (2, 4, vec![(urgent, 1)]),
        (0, 9, vec![(normal, 3), (urgent, 1)]),
        (5, 9, vec![]),
    ] {
        let acks = read.acks(id(4), after, until).await.unwrap();
        let found: Vec<_> = acks.iter().map(|a| (a.epoch, a.lane, a.seq)).collect();
        let expected: Vec<_> = expected.into_iter().map(|(k, s)| (k.epoch, k.lane, s)).collect();
        assert_eq!(found, expected, "after {after} until {until}");
    }
}

async fn a_row_is_added_once_and_put_again(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    write.add_rows(CENTRE, &[row(1, 7, 1), row(2, 7, 1)]).await.unwrap();
    write.put_rows(CENTRE, &[row(2, 7, 2), row(3, 7, 2)]).await.unwrap();
    write.commit().await.unwrap();
    for there in [1, 3] {
        let mut write = database.begin_write().await.unwrap();
        let added = write.add_rows(CENTRE, &[row(4, 7, 3), row(there, 7, 3), row(5, 7, 3)]).await;
        assert!(matches!(added, Err(DatabaseError::Exists(_))), "{added:?}");
    }
    // Nothing is left of a set in which one was refused.
    let mut read = database.begin_read().await.unwrap();
    let rows = read.rows_of_scope(CENTRE, id(7), None, 10).await.unwrap();
    assert_eq!(rows, [row(1, 7, 1), row(2, 7, 2), row(3, 7, 2)]);
}

async fn sets_of_any_size_are_written_and_found(database: &dyn Database) {
    with_centre(database).await;
    let mut next = 1;
    for size in [1, 3, 64, 511, 513, 1100] {
        let numbers = next..=next + size - 1;
        next += size;
        let rows: Vec<Row> = numbers.clone().map(|n| row(n, 7, 1)).collect();
        let mut write = database.begin_write().await.unwrap();
        write.add_rows(CENTRE, &rows).await.unwrap();
        let mut found = write.rows_by_id(CENTRE, &ids(numbers)).await.unwrap();
        found.sort_by_key(|row| row.id);
        assert_eq!(found, rows, "{size}");
        write.commit().await.unwrap();
    }
}

async fn a_buried_row_keeps_its_place_alone(database: &dyn Database) {
    with_centre(database).await;
    let old = |n| OldRow { id: id(n), seq: 1, body: format!("{{\"was\":{n}}}") };
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 2), row(2, 7, 2), row(3, 8, 2)]).await.unwrap();
    write.add_history(CENTRE, &[old(1), old(3)]).await.unwrap();
    write.commit().await.unwrap();
    let mut write = database.begin_write().await.unwrap();
    write.add_history(CENTRE, &[old(1), old(2)]).await.unwrap();
    write.bury(CENTRE, &[id(1), id(2), id(99)], 5).await.unwrap();
    let buried = |n| Row { gone: true, body: String::new(), ..row(n, 7, 5) };
    let seen = write.rows_by_id(CENTRE, &[id(1)]).await.unwrap();
    assert_eq!(seen, [buried(1)]);
    assert_eq!(write.history(CENTRE, id(1)).await.unwrap(), []);
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let rows = read.rows_of_centre(CENTRE, None, 9).await.unwrap();
    assert_eq!(rows, [buried(1), buried(2), row(3, 8, 2)]);
    let history = read.history_of_centre(CENTRE, None, 9).await.unwrap();
    assert_eq!(history, [old(3)]);
}

async fn texts_go_with_their_scope(database: &dyn Database) {
    with_centre(database).await;
    let scope = uuid::Uuid::from_u128(0x0198_ABCD_0000_7000_8000_0000_0000_00EF);
    let key = lane(4, 1, Lane::Normal);
    let one = |seq, of: Option<uuid::Uuid>, text: String| Decided {
        scope: of,
        text: Some(text),
        ..decided(key, seq, 1)
    };
    let all = [
        one(1, Some(scope), "{}".into()),
        one(2, Some(id(7)), "{}".into()),
        one(3, None, format!("{{\"about\":\"{scope}\"}}")),
        one(4, None, format!("{{\"about\":\"{}\"}}", scope.simple().to_string().to_uppercase())),
        one(5, None, "{\"blåbær\":1}".into()),
    ];
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(&all[..4]).await.unwrap();
    write.commit().await.unwrap();
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(&all[4..]).await.unwrap();
    write.forget_texts(CENTRE, scope).await.unwrap();
    write.forget_texts(id(99), id(7)).await.unwrap();
    let mut kept = all.to_vec();
    for gone in [0, 2, 3] {
        kept[gone].text = None;
    }
    let seen = database::Reading::decided(write.as_mut(), key, 1..=9).await.unwrap();
    assert_eq!(seen, kept);
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.decided(key, 1..=9).await.unwrap(), kept);
}

async fn a_scope_is_erased_once_and_for_ever(database: &dyn Database) {
    with_centre(database).await;
    let erased = |scope: u128, at| Erased { scope: id(scope), at };
    for at in [10, 20] {
        let mut write = database.begin_write().await.unwrap();
        write.add_erased(CENTRE, &[erased(7, at), erased(8, at)]).await.unwrap();
        assert_eq!(write.erased(CENTRE, &[id(7)]).await.unwrap(), [id(7)]);
        write.commit().await.unwrap();
    }
    let mut read = database.begin_read().await.unwrap();
    let mut found = read.erased(CENTRE, &ids(7..=9)).await.unwrap();
    found.sort_unstable();
    assert_eq!(found, [id(7), id(8)]);
    assert!(read.erased(id(99), &ids(7..=9)).await.unwrap().is_empty());
    assert!(read.erased(CENTRE, &[]).await.unwrap().is_empty());
    let all = read.erased_of_centre(CENTRE).await.unwrap();
    assert_eq!(all, [erased(7, 10), erased(8, 10)]);
}

async fn what_waits_for_review_is_settled_once(database: &dyn Database) {
    with_centre(database).await;
    let key = lane(4, 1, Lane::Normal);
    let one = |seq, clock, verdict| Decided { verdict, ..decided(key, seq, clock) };
    let late = one(1, 3, Verdict::Quarantined);
    let early = one(2, 2, Verdict::Conflict);
    let repeat = Decided { repeat: true, ..one(3, 1, Verdict::Conflict) };
    let forgotten = Decided { text: None, ..one(4, 1, Verdict::Quarantined) };
    let fine = [one(5, 1, Verdict::Applied), one(6, 1, Verdict::Merged)];
    let all = [late.clone(), early.clone(), repeat, forgotten, fine[0].clone(), fine[1].clone()];
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(&all).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.unsettled(CENTRE).await.unwrap(), [early.clone(), late.clone()]);
    assert_eq!(read.unsettled(id(99)).await.unwrap(), []);
    drop(read);
    let settled = Settled {
        centre: CENTRE,
        id: early.id,
        how: Settlement::Taken,
        by: id(1),
        at: 55,
        clock: 4,
    };
    let mut write = database.begin_write().await.unwrap();
    write.add_settled(std::slice::from_ref(&settled)).await.unwrap();
    assert_eq!(write.unsettled(CENTRE).await.unwrap(), std::slice::from_ref(&late));
    write.commit().await.unwrap();
    let mut write = database.begin_write().await.unwrap();
    let again = write.add_settled(&[Settled { how: Settlement::Kept, ..settled.clone() }]).await;
    assert!(matches!(again, Err(DatabaseError::Exists(_))), "{again:?}");
    drop(write);
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.settled(CENTRE).await.unwrap(), [settled]);
    assert_eq!(read.unsettled(CENTRE).await.unwrap(), [late]);
}

async fn everything_of_a_centre_is_walked_through(database: &dyn Database) {
    with_centre(database).await;
    let old = |n, seq| OldRow { id: id(n), seq, body: "{}".into() };
    let member = |n| Member { centre: CENTRE, id: id(n), role: "volunteer".into() };
    let code = |n: u8| Code {
        hash: [n; 32],
        centre: CENTRE,
        member: id(1),
        expires_at: 9,
        used_by: None,
        used_at: None,
    };
    let mut write = database.begin_write().await.unwrap();
    for commit in 1..=3 {
        write.advance_clock(CENTRE, 100 + commit).await.unwrap();
    }
    write.put_rows(CENTRE, &[row(2, 7, 3)]).await.unwrap();
    let history = [old(1, 1), old(1, 2), old(2, 1), old(5, 2)];
    write.add_history(CENTRE, &[history[2].clone(), history[0].clone()]).await.unwrap();
    write.add_history(CENTRE, &[history[1].clone(), history[3].clone()]).await.unwrap();
    write.put_grants(CENTRE, &[grant(2, 7, 1), grant(1, 7, 1)]).await.unwrap();
    write.put_members(&[member(2), member(1)]).await.unwrap();
    write.put_code(&code(2)).await.unwrap();
    write.put_code(&code(1)).await.unwrap();
    write.put_device(&device(5)).await.unwrap();
    write.put_device(&device(4)).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let commits = [(0, centre().commit), (1, 101), (2, 102), (3, 103)];
    assert_eq!(read.commits(CENTRE, None, 3).await.unwrap(), commits[..3]);
    assert_eq!(read.commits(CENTRE, Some(2), 3).await.unwrap(), commits[3..]);
    // Whole histories, also those whose row is missing.
    assert_eq!(read.history_of_centre(CENTRE, None, 2).await.unwrap(), history[..3]);
    assert_eq!(read.history_of_centre(CENTRE, Some(id(2)), 2).await.unwrap(), history[3..]);
    let grants = read.grants_of_centre(CENTRE).await.unwrap();
    assert_eq!(grants, [grant(1, 7, 1), grant(2, 7, 1)]);
    assert_eq!(read.members_of_centre(CENTRE).await.unwrap(), [member(1), member(2)]);
    assert_eq!(read.devices_of_centre(CENTRE).await.unwrap(), [device(4), device(5)]);
    assert_eq!(read.codes_of_centre(CENTRE).await.unwrap(), [code(1), code(2)]);
    let elsewhere = id(99);
    assert_eq!(read.commits(elsewhere, None, 9).await.unwrap(), []);
    assert_eq!(read.history_of_centre(elsewhere, None, 9).await.unwrap(), []);
    assert_eq!(read.grants_of_centre(elsewhere).await.unwrap(), []);
    assert_eq!(read.members_of_centre(elsewhere).await.unwrap(), []);
    assert_eq!(read.devices_of_centre(elsewhere).await.unwrap(), []);
    assert_eq!(read.codes_of_centre(elsewhere).await.unwrap(), []);
}

async fn mutations_are_walked_through_in_pages(database: &dyn Database) {
    with_centre(database).await;
    let mut all = Vec::new();
    for key in [lane(4, 1, Lane::Normal), lane(4, 1, Lane::Urgent), lane(5, 1, Lane::Normal)] {
        all.extend((1..=12).map(|seq| decided(key, seq, seq)));
    }
    let mut write = database.begin_write().await.unwrap();
    write.add_decided(&all).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let mut found: Vec<Decided> = Vec::new();
    loop {
        let after = found.last().map(|one| (one.key, one.seq));
        let page = read.decided_page(CENTRE, after, 5).await.unwrap();
        if page.is_empty() {
            break;
        }
        assert!(page.len() <= 5);
        for (one, next) in page.iter().zip(&page[1..]) {
            assert!(one.key != next.key || one.seq < next.seq);
        }
        found.extend(page);
    }
    found.sort_by_key(|one| (one.key, one.seq));
    all.sort_by_key(|one| (one.key, one.seq));
    assert_eq!(found, all);
    assert_eq!(read.decided_page(id(99), None, 5).await.unwrap(), []);
}

async fn a_centre_is_taken_over_as_it_was(database: &dyn Database) {
    let was = Centre { clock: 2, commit: u64::MAX, backed_up: 1, pruned: 1, ..centre() };
    let commits = [(0, 5), (1, u64::MAX - 7), (2, u64::MAX)];
    let mut write = database.begin_write().await.unwrap();
    write.take_over_centre(&was).await.unwrap();
    write.add_commits(CENTRE, &commits).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.centre(CENTRE).await.unwrap(), Some(was.clone()));
    assert_eq!(read.commits(CENTRE, None, 9).await.unwrap(), commits);
    drop(read);
    let mut write = database.begin_write().await.unwrap();
    let again = write.take_over_centre(&was).await;
    assert!(matches!(again, Err(DatabaseError::Exists(_))), "{again:?}");
    drop(write);
    let mut write = database.begin_write().await.unwrap();
    assert_eq!(write.advance_clock(CENTRE, 8).await.unwrap(), 3);
}

async fn scrubbing_changes_nothing_that_is_kept(database: &dyn Database) {
    with_centre(database).await;
    let mut write = database.begin_write().await.unwrap();
    write.put_rows(CENTRE, &[row(1, 7, 1), row(2, 7, 1)]).await.unwrap();
    write.bury(CENTRE, &[id(2)], 2).await.unwrap();
    write.commit().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    let before = read.rows_of_centre(CENTRE, None, 9).await.unwrap();
    drop(read);
    database.scrub().await.unwrap();
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.rows_of_centre(CENTRE, None, 9).await.unwrap(), before);
}

async fn tombstones_go_by_the_marks_of_time(database: &dyn Database) {
    with_centre(database).await;
    let gone = |n, seq| Row { gone: true, body: String::new(), ..row(n, 7, seq) };
    // A row and a tombstone in each of three commits, and a mark after each but the last.
    for clock in 1..=3 {
        let mut write = database.begin_write().await.unwrap();
        assert_eq!(write.advance_clock(CENTRE, clock).await.unwrap(), clock);
        let number = u128::from(clock);
        write.add_rows(CENTRE, &[row(number, 7, clock), gone(10 + number, clock)]).await.unwrap();
        let old = OldRow { id: id(10 + number), seq: 0, body: "{}".into() };
        write.add_history(CENTRE, &[old]).await.unwrap();
        if clock < 3 {
            write.mark_time(CENTRE, 100 * i64::try_from(clock).unwrap()).await.unwrap();
        }
        write.commit().await.unwrap();
    }
    let prune = async |until| {
        let mut write = database.begin_write().await.unwrap();
        let went = write.prune_gone(CENTRE, until).await.unwrap();
        write.commit().await.unwrap();
        let mut read = database.begin_read().await.unwrap();
        let centre = read.centre(CENTRE).await.unwrap().unwrap();
        assert_eq!(centre.clock, 3);
        let left = read.rows_of_centre(CENTRE, None, 100).await.unwrap();
        let gone = left.iter().filter(|row| row.gone).map(|row| row.id).collect::<Vec<_>>();
        assert_eq!(left.len() - gone.len(), 3, "living rows stay");
        (went, centre.pruned, gone)
    };
    assert_eq!(prune(99).await, (0, 0, ids(11..=13)));
    assert_eq!(prune(199).await, (1, 1, ids(12..=13)));
    assert_eq!(prune(1000).await, (1, 2, ids(13..=13)));
    assert_eq!(prune(1000).await, (0, 2, ids(13..=13)), "what has no mark is young");
    let mut read = database.begin_read().await.unwrap();
    assert_eq!(read.history(CENTRE, id(12)).await.unwrap(), []);
    assert_eq!(read.history(CENTRE, id(13)).await.unwrap().len(), 1);
}
