//! The questions, in SQL.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use sqlx::sqlite::{SqlitePool, SqliteRow};
use uuid::Uuid;

use super::set::{Bound, select};
use super::{Transaction, failed};
use crate::line::{self, DECIDED, ROW, get, number, signed};
use crate::rows::{first_changed, in_order};
use crate::{
    Ack, Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneKey,
    LaneState, Member, OldRow, Reading, Result, Row,
};

const CENTRE: &str = "SELECT id, name, country, language, clock, commit_id, backed_up, pruned \
                      FROM centre";
pub(super) const DEVICE: &str = "SELECT id, centre, member, token_hash, enrolled_at, last_seen, revoked_at \
                      FROM device";

const DEVICE_KEYS: &str = "SELECT device, signing, deliver_hash, since, told FROM device_keys";

#[async_trait]
impl Reading for Transaction {
    async fn secret(&mut self) -> Result<Option<Hash>> {
        let found = self.rows(sqlx::query("SELECT secret FROM server")).await?;
        let Some(found) = found.first() else {
            return Ok(None);
        };
        let bytes: Vec<u8> = get(found, 0)?;
        let secret = bytes.try_into().map_err(|_| DatabaseError::Impossible("secret"))?;
        Ok(Some(secret))
    }

    async fn centres(&mut self) -> Result<Vec<Centre>> {
        let sql = sqlx::AssertSqlSafe(format!("{CENTRE} ORDER BY id"));
        all(self.rows(sqlx::query(sql)).await?, line::centre)
    }

    async fn centre(&mut self, id: Uuid) -> Result<Option<Centre>> {
        let sql = sqlx::AssertSqlSafe(format!("{CENTRE} WHERE id = ?"));
        one(self.rows(sqlx::query(sql).bind(id)).await?, line::centre)
    }

    async fn clocks(&mut self, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
        let sql = "SELECT id, clock FROM centre WHERE id IN (…)";
        let found = select(&mut self.inner, sql, centres, |q| q, |q, id| q.bind(*id)).await?;
        all(found, |r| Ok((get(r, 0)?, number(r, 1)?)))
    }

    async fn commit_at(&mut self, centre: Uuid, clock: u64) -> Result<Option<u64>> {
        let sql = "SELECT commit_id FROM commit_log WHERE centre = ? AND clock = ?";
        let query = sqlx::query(sql).bind(centre).bind(signed(clock));
        one(self.rows(query).await?, |r| Ok(line::bits(get(r, 0)?)))
    }

    async fn rows_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Row>> {
        let sql = format!("SELECT {ROW} FROM row_ WHERE centre = ? AND id IN (…)");
        let first = |q: Bound| q.bind(centre);
        let found = select(&mut self.inner, &sql, ids, first, |q, id| q.bind(*id)).await?;
        all(found, line::row)
    }

    async fn rows_of_kinds(
        &mut self,
        centre: Uuid,
        scopes_and_kinds: &[(Uuid, &str)],
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = ? AND kind = ? AND gone = 0 AND scope IN (…) \
             ORDER BY scope, id"
        );
        let mut kinds: Vec<&str> = scopes_and_kinds.iter().map(|(_, kind)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let mut rows = Vec::new();
        for kind in kinds {
            let of_kind = scopes_and_kinds.iter().filter(|(_, k)| *k == kind);
            let scopes: Vec<Uuid> = of_kind.map(|(scope, _)| *scope).collect();
            let first = |q: Bound| q.bind(centre).bind(kind.to_owned());
            let found = select(&mut self.inner, &sql, &scopes, first, |q, s| q.bind(*s)).await?;
            rows.extend(all(found, line::row)?);
        }
        Ok(rows)
    }

    async fn rows_changed(
        &mut self,
        centre: Uuid,
        scopes: &[Uuid],
        after: (u64, Uuid),
        until: u64,
        limit: usize,
    ) -> Result<Vec<Row>> {
        // The limit is part of the text, since binds after a set have no fixed place.
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = ? AND seq >= ? AND (seq, id) > (?, ?) \
             AND seq <= ? AND scope IN (…) ORDER BY seq, id LIMIT {limit}"
        );
        let first = |q: Bound| {
            q.bind(centre)
                .bind(signed(after.0))
                .bind(signed(after.0))
                .bind(after.1)
                .bind(signed(until))
        };
        let found = select(&mut self.inner, &sql, scopes, first, |q, s| q.bind(*s)).await?;
        let mut rows = all(found, line::row)?;
        // The set may have been asked for in pieces.
        first_changed(&mut rows, limit);
        Ok(rows)
    }

    async fn rows_of_scope(
        &mut self,
        centre: Uuid,
        scope: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = ? AND scope = ? AND id > ? AND gone = 0 \
             ORDER BY id LIMIT ?"
        );
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(centre)
            .bind(scope)
            .bind(beyond(after))
            .bind(signed(limit as u64));
        all(self.rows(query).await?, line::row)
    }

    async fn rows_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let sql = format!("SELECT {ROW} FROM row_ WHERE centre = ? AND id > ? ORDER BY id LIMIT ?");
        let query = sqlx::query(sqlx::AssertSqlSafe(sql))
            .bind(centre)
            .bind(beyond(after))
            .bind(signed(limit as u64));
        all(self.rows(query).await?, line::row)
    }

    async fn history(&mut self, centre: Uuid, id: Uuid) -> Result<Vec<OldRow>> {
        let sql =
            "SELECT id, seq, body FROM row_history WHERE centre = ? AND id = ? ORDER BY rowid";
        let query = sqlx::query(sql).bind(centre).bind(id);
        all(self.rows(query).await?, line::old_row)
    }

    async fn grants(&mut self, centre: Uuid, members: &[Uuid]) -> Result<Vec<HeldGrant>> {
        let sql = "SELECT member, scope, version, granted_at, ended_at FROM grant_ \
                   WHERE centre = ? AND member IN (…) ORDER BY member, scope, version";
        let first = |q: Bound| q.bind(centre);
        let found = select(&mut self.inner, sql, members, first, |q, m| q.bind(*m)).await?;
        all(found, line::grant)
    }

    async fn members(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Member>> {
        let sql = "SELECT centre, id, role FROM member_ WHERE centre = ? AND id IN (…)";
        let first = |q: Bound| q.bind(centre);
        let found = select(&mut self.inner, sql, ids, first, |q, id| q.bind(*id)).await?;
        all(found, line::member)
    }

    async fn devices(&mut self, ids: &[Uuid]) -> Result<Vec<Device>> {
        let sql = format!("{DEVICE} WHERE id IN (…)");
        let found = select(&mut self.inner, &sql, ids, |q| q, |q, id| q.bind(*id)).await?;
        all(found, line::device)
    }

    async fn device_by_token(&mut self, token_hash: &Hash) -> Result<Option<Device>> {
        one(self.rows(by_token(token_hash)).await?, line::device)
    }

    async fn device_keys(&mut self, devices: &[Uuid]) -> Result<Vec<DeviceKeys>> {
        let sql = format!("{DEVICE_KEYS} WHERE device IN (…)");
        let found = select(&mut self.inner, &sql, devices, |q| q, |q, id| q.bind(*id)).await?;
        all(found, line::device_keys)
    }

    async fn device_keys_by_credential(
        &mut self,
        deliver_hash: &Hash,
    ) -> Result<Option<DeviceKeys>> {
        let sql = sqlx::AssertSqlSafe(format!("{DEVICE_KEYS} WHERE deliver_hash = ?"));
        let query = sqlx::query(sql).bind(deliver_hash.to_vec());
        one(self.rows(query).await?, line::device_keys)
    }

    async fn code(&mut self, hash: &Hash) -> Result<Option<Code>> {
        let sql = "SELECT hash, centre, member, expires_at, used_by, used_at \
                   FROM enrolment_code WHERE hash = ?";
        let query = sqlx::query(sql).bind(hash.to_vec());
        one(self.rows(query).await?, line::code)
    }

    async fn lanes(&mut self, devices: &[Uuid]) -> Result<Vec<LaneState>> {
        let sql = "SELECT device, epoch, lane, last_seq, last_digest FROM lane \
                   WHERE device IN (…)";
        let found = select(&mut self.inner, sql, devices, |q| q, |q, d| q.bind(*d)).await?;
        all(found, line::lane_state)
    }

    async fn decided(&mut self, lane: LaneKey, seqs: RangeInclusive<u64>) -> Result<Vec<Decided>> {
        let sql = sqlx::AssertSqlSafe(format!(
            "SELECT {DECIDED} FROM mutation WHERE device = ? AND epoch = ? AND lane = ? \
             AND seq BETWEEN ? AND ? ORDER BY seq"
        ));
        let query = sqlx::query(sql)
            .bind(lane.device)
            .bind(lane.epoch)
            .bind(lane.lane.name())
            .bind(signed(*seqs.start()))
            .bind(signed(*seqs.end()));
        all(self.rows(query).await?, line::decided)
    }

    async fn decided_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Decided>> {
        let sql =
            format!("SELECT {DECIDED} FROM mutation WHERE repeat = 0 AND centre = ? AND id IN (…)");
        let first = |q: Bound| q.bind(centre);
        let found = select(&mut self.inner, &sql, ids, first, |q, id| q.bind(*id)).await?;
        all(found, line::decided)
    }

    async fn decided_of_centre(&mut self, centre: Uuid) -> Result<Vec<Decided>> {
        let sql = sqlx::AssertSqlSafe(format!("SELECT {DECIDED} FROM mutation WHERE centre = ?"));
        let mut decided = all(self.rows(sqlx::query(sql).bind(centre)).await?, line::decided)?;
        in_order(&mut decided);
        Ok(decided)
    }

    async fn acks(&mut self, device: Uuid, after: u64, until: u64) -> Result<Vec<Ack>> {
        // Clocks rise with the numbers of a lane, so the search from its end stops at once. A cross
        // join is taken in the order in which it is written: the few lanes first.
        let sql = "SELECT m.epoch, m.lane, m.seq FROM lane l CROSS JOIN mutation m \
                   ON m.device = l.device AND m.epoch = l.epoch AND m.lane = l.lane AND m.seq = ( \
                       SELECT n.seq FROM mutation n WHERE n.device = l.device \
                       AND n.epoch = l.epoch AND n.lane = l.lane AND n.clock <= ?3 \
                       ORDER BY n.seq DESC LIMIT 1) \
                   WHERE l.device = ?1 AND m.clock > ?2";
        let query = sqlx::query(sql).bind(device).bind(signed(after)).bind(signed(until));
        let mut acks = all(self.rows(query).await?, |r| {
            Ok(Ack { epoch: get(r, 0)?, lane: line::lane(r, 1)?, seq: number(r, 2)? })
        })?;
        acks.sort_by_key(|ack| (ack.epoch, ack.lane));
        Ok(acks)
    }

    async fn erased(&mut self, centre: Uuid, scopes: &[Uuid]) -> Result<Vec<Uuid>> {
        let sql = "SELECT scope FROM erased WHERE centre = ? AND scope IN (…)";
        let first = |q: Bound| q.bind(centre);
        let found = select(&mut self.inner, sql, scopes, first, |q, s| q.bind(*s)).await?;
        all(found, |r| get(r, 0))
    }
}

impl Transaction {
    pub(super) async fn rows(&mut self, query: Bound) -> Result<Vec<SqliteRow>> {
        query.fetch_all(&mut *self.inner).await.map_err(failed)
    }
}

/// The phone of a token, without a transaction.
pub async fn device_by_token(readers: &SqlitePool, token_hash: &Hash) -> Result<Option<Device>> {
    one(by_token(token_hash).fetch_all(readers).await.map_err(failed)?, line::device)
}

fn by_token(token_hash: &Hash) -> Bound {
    let sql = sqlx::AssertSqlSafe(format!("{DEVICE} WHERE token_hash = ?"));
    sqlx::query(sql).bind(token_hash.to_vec())
}

/// A blob below every id, or the id after which to begin.
pub(super) fn beyond(after: Option<Uuid>) -> Vec<u8> {
    after.map_or_else(Vec::new, |id| id.as_bytes().to_vec())
}

pub(super) fn all<T>(
    found: Vec<SqliteRow>,
    read: impl Fn(&SqliteRow) -> Result<T>,
) -> Result<Vec<T>> {
    found.iter().map(read).collect()
}

fn one<T>(found: Vec<SqliteRow>, read: impl Fn(&SqliteRow) -> Result<T>) -> Result<Option<T>> {
    found.first().map(read).transpose()
}
