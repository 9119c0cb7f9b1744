//! The writes, in SQL: a whole set in one statement, each column of it an array.

use std::collections::HashMap;
use std::hash::Hash as Hashed;

use async_trait::async_trait;
use uuid::Uuid;

use super::reading::{Bound, ask};
use super::{Transaction, failed};
use crate::line::{number, signed, stored_bits, verdict_name};
use crate::{
    Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneState, Member,
    OldRow, Result, Row, Writing,
};

const ADD_ROWS: &str = "INSERT INTO row_ (centre, id, scope, kind, seq, gone, body) \
                        SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::text[], \
                        $5::bigint[], $6::bool[], $7::text[])";

#[async_trait]
impl Writing for Transaction {
    async fn lock(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<()> {
        let keys = self.budget.spend(centre, ids);
        // Taken in the order of the arrays.
        let sql = "SELECT CASE WHEN shared THEN pg_advisory_xact_lock_shared(key) IS NULL \
                   ELSE pg_advisory_xact_lock(key) IS NULL END \
                   FROM unnest($1::bigint[], $2::bool[]) AS asked (key, shared)";
        self.run(ask(sql).bind(keys.keys).bind(keys.shared)).await
    }

    async fn advance_clock(&mut self, centre: Uuid, commit: u64) -> Result<u64> {
        let sql = "WITH advanced AS (UPDATE centre SET clock = clock + 1, commit_id = $2 \
                       WHERE id = $1 RETURNING id, clock), \
                   logged AS (INSERT INTO commit_log (centre, clock, commit_id) \
                       SELECT id, clock, $2 FROM advanced) \
                   SELECT clock FROM advanced";
        let query = ask(sql).bind(centre).bind(stored_bits(commit));
        let found = self.rows(query).await?;
        number(found.first().ok_or(DatabaseError::Impossible("centre id"))?, 0)
    }

    async fn put_secret(&mut self, secret: &Hash) -> Result<()> {
        let sql = "INSERT INTO server (secret) VALUES ($1) \
                   ON CONFLICT (single) DO UPDATE SET secret = excluded.secret";
        self.run(ask(sql).bind(secret.to_vec())).await
    }

    async fn add_centre(&mut self, centre: &Centre) -> Result<()> {
        let sql = "WITH added AS (INSERT INTO centre \
                       (id, name, country, language, clock, commit_id) \
                       VALUES ($1, $2, $3, $4, 0, $5) RETURNING id, clock, commit_id) \
                   INSERT INTO commit_log (centre, clock, commit_id) SELECT * FROM added";
        let query = ask(sql)
            .bind(centre.id)
            .bind(&centre.name)
            .bind(&centre.country)
            .bind(&centre.language)
            .bind(stored_bits(centre.commit));
        self.run(query).await
    }

    async fn put_backup_mark(&mut self, centre: Uuid, clock: u64) -> Result<()> {
        let sql = "UPDATE centre SET backed_up = $2 WHERE id = $1";
        self.run(ask(sql).bind(centre).bind(signed(clock))).await
    }

    async fn mark_time(&mut self, centre: Uuid, at: i64) -> Result<()> {
        let sql = "INSERT INTO clock_mark (centre, at, clock) \
                   SELECT id, $2, clock FROM centre WHERE id = $1 \
                   ON CONFLICT (centre, at) DO UPDATE SET clock = excluded.clock";
        self.run(ask(sql).bind(centre).bind(at)).await
    }

    async fn prune_gone(&mut self, centre: Uuid, until: i64) -> Result<usize> {
        // The centre's row first, as everywhere where rows go or come.
        let held = "SELECT clock FROM centre WHERE id = $1 FOR NO KEY UPDATE";
        self.run(ask(held).bind(centre)).await?;
        let sql = "WITH mark AS (SELECT max(at) AS at, max(clock) AS clock FROM clock_mark \
                       WHERE centre = $1 AND at <= $2), \
                   went AS (DELETE FROM row_ WHERE centre = $1 AND gone \
                       AND seq <= (SELECT clock FROM mark) RETURNING id, seq), \
                   told AS (DELETE FROM row_history WHERE centre = $1 \
                       AND id IN (SELECT id FROM went)), \
                   marks AS (DELETE FROM clock_mark WHERE centre = $1 \
                       AND at < (SELECT at FROM mark)), \
                   noted AS (UPDATE centre SET pruned = \
                       greatest(pruned, (SELECT max(seq) FROM went)) WHERE id = $1) \
                   SELECT count(*) FROM went";
        let found = self.rows(ask(sql).bind(centre).bind(until)).await?;
        let went = found.first().map_or(Ok(0), |r| number(r, 0))?;
        usize::try_from(went).map_err(|_| DatabaseError::Impossible("number"))
    }

    async fn add_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let rows: Vec<&Row> = rows.iter().collect();
        self.run(bind_rows(ask(ADD_ROWS), centre, &rows)).await
    }

    async fn put_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        let rows = last_of_each(rows, |row| row.id);
        if rows.is_empty() {
            return Ok(());
        }
        let sql = format!(
            "{ADD_ROWS} ON CONFLICT (centre, id) DO UPDATE SET scope = excluded.scope, \
             kind = excluded.kind, seq = excluded.seq, gone = excluded.gone, \
             body = excluded.body"
        );
        self.run(bind_rows(ask(sql), centre, &rows)).await
    }

    async fn add_history(&mut self, centre: Uuid, rows: &[OldRow]) -> Result<()> {
        if rows.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO row_history (centre, id, seq, body) \
                   SELECT $1, id, seq, body FROM \
                   unnest($2::uuid[], $3::bigint[], $4::text[]) WITH ORDINALITY \
                   AS old (id, seq, body, place) ORDER BY place";
        let query = ask(sql)
            .bind(centre)
            .bind(column(rows, |row| row.id))
            .bind(column(rows, |row| signed(row.seq)))
            .bind(column(rows, |row| row.body.as_str()));
        self.run(query).await
    }

    async fn put_grants(&mut self, centre: Uuid, grants: &[HeldGrant]) -> Result<()> {
        let grants = last_of_each(grants, |grant| (grant.member, grant.scope, grant.version));
        if grants.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO grant_ (centre, member, scope, version, granted_at, ended_at) \
                   SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::bigint[], \
                   $5::bigint[], $6::bigint[]) \
                   ON CONFLICT (centre, member, scope, version) DO UPDATE SET \
                   granted_at = excluded.granted_at, ended_at = excluded.ended_at";
        let query = ask(sql)
            .bind(centre)
            .bind(column(&grants, |grant| grant.member))
            .bind(column(&grants, |grant| grant.scope))
            .bind(column(&grants, |grant| i64::from(grant.version)))
            .bind(column(&grants, |grant| grant.granted_at))
            .bind(column(&grants, |grant| grant.ended_at));
        self.run(query).await
    }

    async fn put_members(&mut self, members: &[Member]) -> Result<()> {
        let members = last_of_each(members, |member| (member.centre, member.id));
        if members.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO member_ (centre, id, role) \
                   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[]) \
                   ON CONFLICT (centre, id) DO UPDATE SET role = excluded.role";
        let query = ask(sql)
            .bind(column(&members, |member| member.centre))
            .bind(column(&members, |member| member.id))
            .bind(column(&members, |member| member.role.as_str()));
        self.run(query).await
    }

    async fn put_device(&mut self, device: &Device) -> Result<()> {
        let sql = "INSERT INTO device \
                   (id, centre, member, token_hash, enrolled_at, last_seen, revoked_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7) \
                   ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, \
                   member = excluded.member, token_hash = excluded.token_hash, \
                   enrolled_at = excluded.enrolled_at, last_seen = excluded.last_seen, \
                   revoked_at = excluded.revoked_at";
        let query = ask(sql)
            .bind(device.id)
            .bind(device.centre)
            .bind(device.member)
            .bind(device.token_hash.to_vec())
            .bind(device.enrolled_at)
            .bind(device.last_seen)
            .bind(device.revoked_at);
        self.run(query).await
    }

    async fn put_last_seen(&mut self, seen: &[(Uuid, i64)]) -> Result<()> {
        // Every server writes this about the same phones: in one order, so that none waits in a circle.
        let sql = "WITH there AS (SELECT d.id, s.at FROM device d \
                       JOIN unnest($1::uuid[], $2::bigint[]) AS s (id, at) ON s.id = d.id \
                       ORDER BY d.id FOR UPDATE OF d) \
                   UPDATE device SET last_seen = there.at FROM there WHERE device.id = there.id";
        let seen = last_of_each(seen, |(device, _)| *device);
        let query =
            ask(sql).bind(column(&seen, |(device, _)| *device)).bind(column(&seen, |(_, at)| *at));
        self.run(query).await
    }

    async fn put_device_keys(&mut self, keys: &DeviceKeys) -> Result<()> {
        let sql = "INSERT INTO device_keys (device, signing, deliver_hash, since, told) \
                   VALUES ($1, $2, $3, $4, $5) \
                   ON CONFLICT (device) DO UPDATE SET signing = excluded.signing, \
                   deliver_hash = excluded.deliver_hash, since = excluded.since, \
                   told = excluded.told";
        let query = ask(sql)
            .bind(keys.device)
            .bind(keys.signing.to_vec())
            .bind(keys.deliver_hash.to_vec())
            .bind(keys.since)
            .bind(i64::from(keys.told));
        self.run(query).await
    }

    async fn put_code(&mut self, code: &Code) -> Result<()> {
        let sql = "INSERT INTO enrolment_code \
                   (hash, centre, member, expires_at, used_by, used_at) \
                   VALUES ($1, $2, $3, $4, $5, $6) \
                   ON CONFLICT (hash) DO UPDATE SET expires_at = excluded.expires_at, \
                   used_by = excluded.used_by, used_at = excluded.used_at";
        let query = ask(sql)
            .bind(code.hash.to_vec())
            .bind(code.centre)
            .bind(code.member)
            .bind(code.expires_at)
            .bind(code.used_by)
            .bind(code.used_at);
        self.run(query).await
    }

    async fn put_lanes(&mut self, lanes: &[LaneState]) -> Result<()> {
        let lanes = last_of_each(lanes, |lane| lane.key);
        if lanes.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO lane (device, epoch, lane, last_seq, last_digest) \
                   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], \
                   $5::bytea[]) \
                   ON CONFLICT (device, epoch, lane) DO UPDATE SET \
                   last_seq = excluded.last_seq, last_digest = excluded.last_digest";
        let query = ask(sql)
            .bind(column(&lanes, |lane| lane.key.device))
            .bind(column(&lanes, |lane| lane.key.epoch))
            .bind(column(&lanes, |lane| lane.key.lane.name()))
            .bind(column(&lanes, |lane| signed(lane.last_seq)))
            .bind(column(&lanes, |lane| lane.last_digest.as_bytes().to_vec()));
        self.run(query).await
    }

    async fn add_decided(&mut self, decided: &[Decided]) -> Result<()> {
        if decided.is_empty() {
            return Ok(());
        }
        let sql = "INSERT INTO mutation (device, epoch, lane, seq, centre, id, verdict, reason, \
                   clock, received_at, scope, digest, text, repeat) \
                   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::bigint[], \
                   $5::uuid[], $6::uuid[], $7::text[], $8::text[], $9::bigint[], \
                   $10::bigint[], $11::uuid[], $12::bytea[], $13::text[], $14::bool[])";
        let query = ask(sql)
            .bind(column(decided, |one| one.key.device))
            .bind(column(decided, |one| one.key.epoch))
            .bind(column(decided, |one| one.key.lane.name()))
            .bind(column(decided, |one| signed(one.seq)))
            .bind(column(decided, |one| one.centre))
            .bind(column(decided, |one| one.id))
            .bind(column(decided, |one| verdict_name(one.verdict)))
            .bind(column(decided, |one| one.reason.as_deref()))
            .bind(column(decided, |one| signed(one.clock)))
            .bind(column(decided, |one| one.received_at))
            .bind(column(decided, |one| one.scope))
            .bind(column(decided, |one| one.digest.as_bytes().to_vec()))
            .bind(column(decided, |one| one.text.as_deref()))
            .bind(column(decided, |one| one.repeat));
        self.run(query).await
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        // PostgreSQL answers the commit of a transaction that failed as if all were well, and undoes it.
        if self.failed {
            return Err(DatabaseError::Impossible("commit after an error"));
        }
        self.inner.commit().await.map_err(failed)
    }
}

impl Transaction {
    pub(super) async fn run(&mut self, query: Bound) -> Result<()> {
        self.rows(query).await.map(drop)
    }
}

fn bind_rows(query: Bound, centre: Uuid, rows: &[&Row]) -> Bound {
    query
        .bind(centre)
        .bind(column(rows, |row| row.id))
        .bind(column(rows, |row| row.scope))
        .bind(column(rows, |row| row.kind.as_str()))
        .bind(column(rows, |row| signed(row.seq)))
        .bind(column(rows, |row| row.gone))
        .bind(column(rows, |row| row.body.as_str()))
}

pub(super) fn column<'a, T, C>(items: &'a [T], of: impl Fn(&'a T) -> C) -> Vec<C> {
    items.iter().map(of).collect()
}

/// One statement changes a row once, so of several changes the last one is made.
fn last_of_each<T, K: Eq + Hashed>(items: &[T], key: impl Fn(&T) -> K) -> Vec<&T> {
    let places = items.iter().enumerate();
    let last: HashMap<K, usize> = places.map(|(place, item)| (key(item), place)).collect();
    let kept = items.iter().enumerate().filter(|(place, item)| last[&key(item)] == *place);
    kept.map(|(_, item)| item).collect()
}
