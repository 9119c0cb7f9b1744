//! The writes, in SQL.
//!
//! A set that only adds is put in with `OR FAIL`: SQLite then keeps no journal for undoing half a
//! statement, which an error makes needless, since whoever meets one gives up the transaction.

use async_trait::async_trait;
use uuid::Uuid;

use super::set::{Bound, insert};
use super::{Transaction, failed};
use crate::line::{get, number, signed, stored_bits, verdict_name};
use crate::{
    Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneState, Member,
    OldRow, Result, Row, Writing,
};

#[async_trait]
impl Writing for Transaction {
    async fn lock(&mut self, _centre: Uuid, _ids: &[Uuid]) -> Result<()> {
        Ok(())
    }

    async fn advance_clock(&mut self, centre: Uuid, commit: u64) -> Result<u64> {
        let sql = "UPDATE centre SET clock = clock + 1, commit_id = ? WHERE id = ? \
                   RETURNING clock";
        let query = sqlx::query(sql).bind(stored_bits(commit)).bind(centre);
        let found = query.fetch_optional(&mut *self.inner).await.map_err(failed)?;
        let clock = number(&found.ok_or(DatabaseError::Impossible("centre id"))?, 0)?;
        self.log(centre, clock, commit).await?;
        Ok(clock)
    }

    async fn put_secret(&mut self, secret: &Hash) -> Result<()> {
        let sql = "INSERT INTO server (only, secret) VALUES (1, ?) \
                   ON CONFLICT DO UPDATE SET secret = excluded.secret";
        self.run(sqlx::query(sql).bind(secret.to_vec())).await
    }

    async fn add_centre(&mut self, centre: &Centre) -> Result<()> {
        let sql = "INSERT INTO centre (id, name, country, language, clock, commit_id) \
                   VALUES (?, ?, ?, ?, 0, ?)";
        let query = sqlx::query(sql)
            .bind(centre.id)
            .bind(centre.name.clone())
            .bind(centre.country.clone())
            .bind(centre.language.clone())
            .bind(stored_bits(centre.commit));
        self.run(query).await?;
        self.log(centre.id, 0, centre.commit).await
    }

    async fn put_backup_mark(&mut self, centre: Uuid, clock: u64) -> Result<()> {
        let sql = "UPDATE centre SET backed_up = ? WHERE id = ?";
        self.run(sqlx::query(sql).bind(signed(clock)).bind(centre)).await
    }

    async fn mark_time(&mut self, centre: Uuid, at: i64) -> Result<()> {
        let sql = "INSERT INTO clock_mark (centre, at, clock) \
                   SELECT id, ?, clock FROM centre WHERE id = ? \
                   ON CONFLICT DO UPDATE SET clock = excluded.clock";
        self.run(sqlx::query(sql).bind(at).bind(centre)).await
    }

    async fn prune_gone(&mut self, centre: Uuid, until: i64) -> Result<usize> {
        let sql = "DELETE FROM row_ WHERE centre = ?1 AND gone = 1 AND seq <= \
                   (SELECT max(clock) FROM clock_mark WHERE centre = ?1 AND at <= ?2) \
                   RETURNING id, seq";
        let query = sqlx::query(sql).bind(centre).bind(until);
        let gone = query.fetch_all(&mut *self.inner).await.map_err(failed)?;
        let mut pruned = 0;
        for row in &gone {
            let id: Uuid = get(row, 0)?;
            pruned = pruned.max(number(row, 1)?);
            let sql = "DELETE FROM row_history WHERE centre = ? AND id = ?";
            self.run(sqlx::query(sql).bind(centre).bind(id)).await?;
        }
        let sql = "UPDATE centre SET pruned = max(pruned, ?) WHERE id = ?";
        self.run(sqlx::query(sql).bind(signed(pruned)).bind(centre)).await?;
        let sql = "DELETE FROM clock_mark WHERE centre = ?1 AND at < \
                   (SELECT max(at) FROM clock_mark WHERE centre = ?1 AND at <= ?2)";
        self.run(sqlx::query(sql).bind(centre).bind(until)).await?;
        Ok(gone.len())
    }

    async fn add_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        let statement =
            ("INSERT OR FAIL INTO row_ (centre, id, scope, kind, seq, gone, body)", 7, "");
        insert(&mut self.inner, statement, rows, |q, row| bind_row(q, centre, row)).await
    }

    async fn put_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        let statement = (
            "INSERT INTO row_ (centre, id, scope, kind, seq, gone, body)",
            7,
            "ON CONFLICT (centre, id) DO UPDATE SET scope = excluded.scope, \
             kind = excluded.kind, seq = excluded.seq, gone = excluded.gone, \
             body = excluded.body",
        );
        insert(&mut self.inner, statement, rows, |q, row| bind_row(q, centre, row)).await
    }

    async fn add_history(&mut self, centre: Uuid, rows: &[OldRow]) -> Result<()> {
        let statement = ("INSERT OR FAIL INTO row_history (centre, id, seq, body)", 4, "");
        insert(&mut self.inner, statement, rows, |q, row| {
            q.bind(centre).bind(row.id).bind(signed(row.seq)).bind(row.body.clone())
        })
        .await
    }

    async fn put_grants(&mut self, centre: Uuid, grants: &[HeldGrant]) -> Result<()> {
        let statement = (
            "INSERT INTO grant_ (centre, member, scope, version, granted_at, ended_at)",
            6,
            "ON CONFLICT DO UPDATE SET granted_at = excluded.granted_at, \
             ended_at = excluded.ended_at",
        );
        insert(&mut self.inner, statement, grants, |q, grant| {
            q.bind(centre)
                .bind(grant.member)
                .bind(grant.scope)
                .bind(i64::from(grant.version))
                .bind(grant.granted_at)
                .bind(grant.ended_at)
        })
        .await
    }

    async fn put_members(&mut self, members: &[Member]) -> Result<()> {
        let statement = (
            "INSERT INTO member_ (centre, id, role)",
            3,
            "ON CONFLICT DO UPDATE SET role = excluded.role",
        );
        insert(&mut self.inner, statement, members, |q, member| {
            q.bind(member.centre).bind(member.id).bind(member.role.clone())
        })
        .await
    }

    async fn put_device(&mut self, device: &Device) -> Result<()> {
        let sql = "INSERT INTO device \
                   (id, centre, member, token_hash, enrolled_at, last_seen, revoked_at) \
                   VALUES (?, ?, ?, ?, ?, ?, ?) \
                   ON CONFLICT (id) DO UPDATE SET centre = excluded.centre, \
                   member = excluded.member, token_hash = excluded.token_hash, \
                   enrolled_at = excluded.enrolled_at, last_seen = excluded.last_seen, \
                   revoked_at = excluded.revoked_at";
        let query = sqlx::query(sql)
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
        for (device, at) in seen {
            let sql = "UPDATE device SET last_seen = ? WHERE id = ?";
            self.run(sqlx::query(sql).bind(*at).bind(*device)).await?;
        }
        Ok(())
    }

    async fn put_device_keys(&mut self, keys: &DeviceKeys) -> Result<()> {
        let sql = "INSERT INTO device_keys (device, signing, deliver_hash, since, told) \
                   VALUES (?, ?, ?, ?, ?) \
                   ON CONFLICT (device) DO UPDATE SET signing = excluded.signing, \
                   deliver_hash = excluded.deliver_hash, since = excluded.since, \
                   told = excluded.told";
        let query = sqlx::query(sql)
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
                   VALUES (?, ?, ?, ?, ?, ?) \
                   ON CONFLICT DO UPDATE SET expires_at = excluded.expires_at, \
                   used_by = excluded.used_by, used_at = excluded.used_at";
        let query = sqlx::query(sql)
            .bind(code.hash.to_vec())
            .bind(code.centre)
            .bind(code.member)
            .bind(code.expires_at)
            .bind(code.used_by)
            .bind(code.used_at);
        self.run(query).await
    }

    async fn put_lanes(&mut self, lanes: &[LaneState]) -> Result<()> {
        let statement = (
            "INSERT INTO lane (device, epoch, lane, last_seq, last_digest)",
            5,
            "ON CONFLICT DO UPDATE SET last_seq = excluded.last_seq, \
             last_digest = excluded.last_digest",
        );
        insert(&mut self.inner, statement, lanes, |q, lane| {
            q.bind(lane.key.device)
                .bind(lane.key.epoch)
                .bind(lane.key.lane.name())
                .bind(signed(lane.last_seq))
                .bind(lane.last_digest.as_bytes().to_vec())
        })
        .await
    }

    async fn add_decided(&mut self, decided: &[Decided]) -> Result<()> {
        let statement = (
            "INSERT OR FAIL INTO mutation (device, epoch, lane, seq, centre, id, verdict, reason, \
             clock, received_at, scope, digest, text, repeat)",
            14,
            "",
        );
        insert(&mut self.inner, statement, decided, |q, one| {
            q.bind(one.key.device)
                .bind(one.key.epoch)
                .bind(one.key.lane.name())
                .bind(signed(one.seq))
                .bind(one.centre)
                .bind(one.id)
                .bind(verdict_name(one.verdict))
                .bind(one.reason.clone())
                .bind(signed(one.clock))
                .bind(one.received_at)
                .bind(one.scope)
                .bind(one.digest.as_bytes().to_vec())
                .bind(one.text.clone())
                .bind(one.repeat)
        })
        .await
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        self.inner.commit().await.map_err(failed)
    }
}

fn bind_row(q: Bound, centre: Uuid, row: &Row) -> Bound {
    q.bind(centre)
        .bind(row.id)
        .bind(row.scope)
        .bind(row.kind.clone())
        .bind(signed(row.seq))
        .bind(row.gone)
        .bind(row.body.clone())
}

impl Transaction {
    pub(super) async fn run(&mut self, query: Bound) -> Result<()> {
        query.execute(&mut *self.inner).await.map_err(failed)?;
        Ok(())
    }

    async fn log(&mut self, centre: Uuid, clock: u64, commit: u64) -> Result<()> {
        let sql = "INSERT INTO commit_log (centre, clock, commit_id) VALUES (?, ?, ?)";
        let query = sqlx::query(sql).bind(centre).bind(signed(clock)).bind(stored_bits(commit));
        self.run(query).await
    }
}
