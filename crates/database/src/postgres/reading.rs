//! The questions, in SQL.
//!
//! A set that must come in order is asked for scope by scope, from where the index has it in that order and no
//! further than the limit: what a pull costs follows what changed.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use sqlx::postgres::{PgArguments, PgPool, PgRow};
use sqlx::query::Query;
use uuid::Uuid;

use super::{Transaction, failed};
use crate::line::{self, DECIDED, ROW, get, number, signed};
use crate::rows::in_order;
use crate::{
    Ack, Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneKey,
    LaneState, Member, OldRow, Reading, Result, Row,
};

pub type Bound = Query<'static, sqlx::Postgres, PgArguments>;

const CENTRE: &str = "SELECT id, name, country, language, clock, commit_id, backed_up, pruned \
                      FROM centre";
pub const DEVICE: &str = "SELECT id, centre, member, token_hash, enrolled_at, last_seen, revoked_at \
                          FROM device";

const DEVICE_KEYS: &str = "SELECT device, signing, deliver_hash, since, told FROM device_keys";

#[async_trait]
impl Reading for Transaction {
    async fn secret(&mut self) -> Result<Option<Hash>> {
        let found = self.rows(ask("SELECT secret FROM server")).await?;
        let Some(found) = found.first() else {
            return Ok(None);
        };
        let bytes: Vec<u8> = get(found, 0)?;
        let secret = bytes.try_into().map_err(|_| DatabaseError::Impossible("secret"))?;
        Ok(Some(secret))
    }

    async fn centres(&mut self) -> Result<Vec<Centre>> {
        all(self.rows(ask(format!("{CENTRE} ORDER BY id"))).await?, line::centre)
    }

    async fn centre(&mut self, id: Uuid) -> Result<Option<Centre>> {
        one(self.rows(ask(format!("{CENTRE} WHERE id = $1")).bind(id)).await?, line::centre)
    }

    async fn clocks(&mut self, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
        all(self.rows(clocks_of(centres)).await?, clock)
    }

    async fn commit_at(&mut self, centre: Uuid, clock: u64) -> Result<Option<u64>> {
        let sql = "SELECT commit_id FROM commit_log WHERE centre = $1 AND clock = $2";
        let query = ask(sql).bind(centre).bind(signed(clock));
        one(self.rows(query).await?, |r| Ok(line::bits(get(r, 0)?)))
    }

    async fn rows_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Row>> {
        let sql = one_by_one(ROW, "row_", "TRUE");
        all(self.rows(ask(sql).bind(centre).bind(ids.to_vec())).await?, line::row)
    }

    async fn rows_of_kinds(
        &mut self,
        centre: Uuid,
        scopes_and_kinds: &[(Uuid, &str)],
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = $1 AND scope = ANY($2) AND NOT gone \
             AND (scope, kind) IN (SELECT * FROM unnest($2::uuid[], $3::text[])) \
             ORDER BY scope, id"
        );
        let (scopes, kinds): (Vec<Uuid>, Vec<&str>) = scopes_and_kinds.iter().copied().unzip();
        all(self.rows(ask(sql).bind(centre).bind(scopes).bind(kinds)).await?, line::row)
    }

    async fn rows_changed(
        &mut self,
        centre: Uuid,
        scopes: &[Uuid],
        after: (u64, Uuid),
        until: u64,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM (SELECT DISTINCT unnest($2::uuid[]) AS asked) a CROSS JOIN LATERAL ( \
                 SELECT * FROM row_ WHERE centre = $1 AND scope = a.asked \
                 AND (seq, id) > ($3, $4) AND seq <= $5 ORDER BY seq, id LIMIT $6) r \
             ORDER BY seq, id LIMIT $6"
        );
        let query = ask(sql)
            .bind(centre)
            .bind(scopes.to_vec())
            .bind(signed(after.0))
            .bind(after.1)
            .bind(signed(until))
            .bind(signed(limit as u64));
        all(self.rows(query).await?, line::row)
    }

    async fn rows_of_scope(
        &mut self,
        centre: Uuid,
        scope: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = $1 AND scope = $2 {} AND NOT gone \
             ORDER BY id LIMIT $3",
            beyond(after, 4)
        );
        let query = ask(sql).bind(centre).bind(scope).bind(signed(limit as u64));
        all(self.rows(also(query, after)).await?, line::row)
    }

    async fn rows_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let sql = format!(
            "SELECT {ROW} FROM row_ WHERE centre = $1 {} ORDER BY id LIMIT $2",
            beyond(after, 3)
        );
        let query = ask(sql).bind(centre).bind(signed(limit as u64));
        all(self.rows(also(query, after)).await?, line::row)
    }

    async fn history(&mut self, centre: Uuid, id: Uuid) -> Result<Vec<OldRow>> {
        let sql = "SELECT id, seq, body FROM row_history WHERE centre = $1 AND id = $2 \
                   ORDER BY place";
        all(self.rows(ask(sql).bind(centre).bind(id)).await?, line::old_row)
    }

    async fn grants(&mut self, centre: Uuid, members: &[Uuid]) -> Result<Vec<HeldGrant>> {
        let sql = "SELECT member, scope, version, granted_at, ended_at FROM grant_ \
                   WHERE centre = $1 AND member = ANY($2) ORDER BY member, scope, version";
        all(self.rows(ask(sql).bind(centre).bind(members.to_vec())).await?, line::grant)
    }

    async fn members(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Member>> {
        let sql = "SELECT centre, id, role FROM member_ WHERE centre = $1 AND id = ANY($2)";
        all(self.rows(ask(sql).bind(centre).bind(ids.to_vec())).await?, line::member)
    }

    async fn devices(&mut self, ids: &[Uuid]) -> Result<Vec<Device>> {
        let sql = format!("{DEVICE} WHERE id = ANY($1)");
        all(self.rows(ask(sql).bind(ids.to_vec())).await?, line::device)
    }

    async fn device_by_token(&mut self, token_hash: &Hash) -> Result<Option<Device>> {
        one(self.rows(by_token(token_hash)).await?, line::device)
    }

    async fn device_keys(&mut self, devices: &[Uuid]) -> Result<Vec<DeviceKeys>> {
        let sql = format!("{DEVICE_KEYS} WHERE device = ANY($1)");
        all(self.rows(ask(sql).bind(devices.to_vec())).await?, line::device_keys)
    }

    async fn device_keys_by_credential(
        &mut self,
        deliver_hash: &Hash,
    ) -> Result<Option<DeviceKeys>> {
        let sql = format!("{DEVICE_KEYS} WHERE deliver_hash = $1");
        let query = ask(sql).bind(deliver_hash.to_vec());
        one(self.rows(query).await?, line::device_keys)
    }

    async fn code(&mut self, hash: &Hash) -> Result<Option<Code>> {
        let sql = "SELECT hash, centre, member, expires_at, used_by, used_at \
                   FROM enrolment_code WHERE hash = $1";
        one(self.rows(ask(sql).bind(hash.to_vec())).await?, line::code)
    }

    async fn lanes(&mut self, devices: &[Uuid]) -> Result<Vec<LaneState>> {
        let sql = "SELECT device, epoch, lane, last_seq, last_digest FROM lane \
                   WHERE device = ANY($1)";
        all(self.rows(ask(sql).bind(devices.to_vec())).await?, line::lane_state)
    }

    async fn decided(&mut self, lane: LaneKey, seqs: RangeInclusive<u64>) -> Result<Vec<Decided>> {
        let sql = format!(
            "SELECT {DECIDED} FROM mutation WHERE device = $1 AND epoch = $2 AND lane = $3 \
             AND seq BETWEEN $4 AND $5 ORDER BY seq"
        );
        let query = ask(sql)
            .bind(lane.device)
            .bind(lane.epoch)
            .bind(lane.lane.name())
            .bind(signed(*seqs.start()))
            .bind(signed(*seqs.end()));
        all(self.rows(query).await?, line::decided)
    }

    async fn decided_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Decided>> {
        let sql = one_by_one(DECIDED, "mutation", "NOT repeat");
        all(self.rows(ask(sql).bind(centre).bind(ids.to_vec())).await?, line::decided)
    }

    async fn decided_of_centre(&mut self, centre: Uuid) -> Result<Vec<Decided>> {
        let sql = format!("SELECT {DECIDED} FROM mutation WHERE centre = $1");
        let mut decided = all(self.rows(ask(sql).bind(centre)).await?, line::decided)?;
        in_order(&mut decided);
        Ok(decided)
    }

    async fn acks(&mut self, device: Uuid, after: u64, until: u64) -> Result<Vec<Ack>> {
        // Clocks rise with the numbers of a lane, so the search from its end stops at once.
        let sql = "SELECT l.epoch, l.lane, m.seq FROM lane l CROSS JOIN LATERAL ( \
                       SELECT n.seq, n.clock FROM mutation n WHERE n.device = l.device \
                       AND n.epoch = l.epoch AND n.lane = l.lane AND n.clock <= $3 \
                       ORDER BY n.seq DESC LIMIT 1) m \
                   WHERE l.device = $1 AND m.clock > $2";
        let query = ask(sql).bind(device).bind(signed(after)).bind(signed(until));
        let mut acks = all(self.rows(query).await?, |r| {
            Ok(Ack { epoch: get(r, 0)?, lane: line::lane(r, 1)?, seq: number(r, 2)? })
        })?;
        acks.sort_by_key(|ack| (ack.epoch, ack.lane));
        Ok(acks)
    }

    async fn erased(&mut self, centre: Uuid, scopes: &[Uuid]) -> Result<Vec<Uuid>> {
        let sql = "SELECT scope FROM erased WHERE centre = $1 AND scope = ANY($2)";
        all(self.rows(ask(sql).bind(centre).bind(scopes.to_vec())).await?, |r| get(r, 0))
    }
}

impl Transaction {
    pub async fn rows(&mut self, query: Bound) -> Result<Vec<PgRow>> {
        let found = query.fetch_all(&mut *self.inner).await;
        self.failed |= found.is_err();
        found.map_err(failed)
    }
}

/// The phone of a token, without a transaction.
pub async fn device_by_token(readers: &PgPool, token_hash: &Hash) -> Result<Option<Device>> {
    one(by_token(token_hash).fetch_all(readers).await.map_err(failed)?, line::device)
}

/// The centres' clocks, without a transaction.
pub async fn clocks(readers: &PgPool, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
    all(clocks_of(centres).fetch_all(readers).await.map_err(failed)?, clock)
}

/// Statements are put together from parts of this file alone, never from what somebody sent.
pub fn ask(sql: impl Into<String>) -> Bound {
    sqlx::query(sqlx::AssertSqlSafe(sql.into()))
}

fn by_token(token_hash: &Hash) -> Bound {
    ask(format!("{DEVICE} WHERE token_hash = $1")).bind(token_hash.to_vec())
}

fn clocks_of(centres: &[Uuid]) -> Bound {
    ask("SELECT id, clock FROM centre WHERE id = ANY($1)").bind(centres.to_vec())
}

fn clock(r: &PgRow) -> Result<(Uuid, u64)> {
    Ok((get(r, 0)?, number(r, 1)?))
}

/// Rows of the centre $1 with the ids $2, each found through the index by both. The planner knows a young
/// table by what it was when it was empty: asked for all at once, it reads the whole centre and compares.
fn one_by_one(columns: &str, table: &str, and: &str) -> String {
    format!(
        "SELECT {columns} FROM (SELECT DISTINCT unnest($2::uuid[]) AS asked) a CROSS JOIN LATERAL ( \
             SELECT * FROM {table} WHERE {and} AND centre = $1 AND id = a.asked LIMIT 1) r"
    )
}

/// A condition that is there only where reading begins in the middle.
pub fn beyond(after: Option<Uuid>, place: usize) -> String {
    after.map_or_else(String::new, |_| format!("AND id > ${place}"))
}

pub fn also(query: Bound, after: Option<Uuid>) -> Bound {
    match after {
        Some(id) => query.bind(id),
        None => query,
    }
}

pub fn all<T>(found: Vec<PgRow>, read: impl Fn(&PgRow) -> Result<T>) -> Result<Vec<T>> {
    found.iter().map(read).collect()
}

fn one<T>(found: Vec<PgRow>, read: impl Fn(&PgRow) -> Result<T>) -> Result<Option<T>> {
    found.first().map(read).transpose()
}
