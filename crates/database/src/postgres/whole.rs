//! Everything a centre has, in SQL.

use async_trait::async_trait;
use uuid::Uuid;

use super::Transaction;
use super::reading::{DEVICE, all, also, ask, beyond};
use crate::line::{self, DECIDED, bits, get, number, signed};
use crate::rows::in_order;
use crate::{
    Audited, Code, Decided, Device, Erased, HeldGrant, Member, OldRow, Place, Result, Settled,
    Whole,
};

#[async_trait]
impl Whole for Transaction {
    async fn commits(
        &mut self,
        centre: Uuid,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, u64)>> {
        let sql = "SELECT clock, commit_id FROM commit_log WHERE centre = $1 AND clock > $2 \
                   ORDER BY clock LIMIT $3";
        let query = ask(sql).bind(centre).bind(after.map_or(-1, signed)).bind(signed(limit as u64));
        all(self.rows(query).await?, |r| Ok((number(r, 0)?, bits(get(r, 1)?))))
    }

    async fn history_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        rows: usize,
    ) -> Result<Vec<OldRow>> {
        let sql = format!(
            "SELECT id, seq, body FROM row_history WHERE centre = $1 AND id IN ( \
                 SELECT DISTINCT id FROM row_history WHERE centre = $1 {} ORDER BY id LIMIT $2) \
             ORDER BY id, place",
            beyond(after, 3)
        );
        let query = ask(sql).bind(centre).bind(signed(rows as u64));
        all(self.rows(also(query, after)).await?, line::old_row)
    }

    async fn grants_of_centre(&mut self, centre: Uuid) -> Result<Vec<HeldGrant>> {
        let sql = "SELECT member, scope, version, granted_at, ended_at FROM grant_ \
                   WHERE centre = $1 ORDER BY member, scope, version";
        all(self.rows(ask(sql).bind(centre)).await?, line::grant)
    }

    async fn members_of_centre(&mut self, centre: Uuid) -> Result<Vec<Member>> {
        let sql = "SELECT centre, id, role FROM member_ WHERE centre = $1 ORDER BY id";
        all(self.rows(ask(sql).bind(centre)).await?, line::member)
    }

    async fn devices_of_centre(&mut self, centre: Uuid) -> Result<Vec<Device>> {
        let sql = format!("{DEVICE} WHERE centre = $1 ORDER BY id");
        all(self.rows(ask(sql).bind(centre)).await?, line::device)
    }

    async fn codes_of_centre(&mut self, centre: Uuid) -> Result<Vec<Code>> {
        let sql = "SELECT hash, centre, member, expires_at, used_by, used_at \
                   FROM enrolment_code WHERE centre = $1 ORDER BY hash";
        all(self.rows(ask(sql).bind(centre)).await?, line::code)
    }

    async fn decided_page(
        &mut self,
        centre: Uuid,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Decided>> {
        let beyond = match after {
            Some(_) => "AND (device, epoch, lane, seq) > ($3, $4, $5, $6)",
            None => "",
        };
        let sql = format!(
            "SELECT {DECIDED} FROM mutation WHERE centre = $1 {beyond} \
             ORDER BY device, epoch, lane, seq LIMIT $2"
        );
        let mut query = ask(sql).bind(centre).bind(signed(limit as u64));
        if let Some((key, seq)) = after {
            query = query.bind(key.device).bind(key.epoch).bind(key.lane.name()).bind(signed(seq));
        }
        all(self.rows(query).await?, line::decided)
    }

    async fn unsettled(&mut self, centre: Uuid) -> Result<Vec<Decided>> {
        let sql = format!(
            "SELECT {DECIDED} FROM mutation WHERE centre = $1 AND NOT repeat \
             AND verdict IN ('quarantined', 'conflict') AND text IS NOT NULL \
             AND NOT EXISTS (SELECT 1 FROM settled WHERE settled.centre = mutation.centre \
                 AND settled.id = mutation.id)"
        );
        let mut found = all(self.rows(ask(sql).bind(centre)).await?, line::decided)?;
        in_order(&mut found);
        Ok(found)
    }

    async fn settled(&mut self, centre: Uuid) -> Result<Vec<Settled>> {
        let sql = "SELECT centre, id, how, by, at, clock FROM settled WHERE centre = $1 \
                   ORDER BY clock, id";
        all(self.rows(ask(sql).bind(centre)).await?, line::settled)
    }

    async fn erased_of_centre(&mut self, centre: Uuid) -> Result<Vec<Erased>> {
        let sql = "SELECT scope, at FROM erased WHERE centre = $1 ORDER BY scope";
        all(self.rows(ask(sql).bind(centre)).await?, line::erased)
    }

    async fn audit(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Audited>> {
        let sql = "SELECT centre, id, at, by, account, deed, about FROM audit \
                   WHERE centre = $1 AND id > $2 ORDER BY id LIMIT $3";
        let after = after.unwrap_or(Uuid::nil());
        let query = ask(sql).bind(centre).bind(after).bind(signed(limit as u64));
        all(self.rows(query).await?, line::audited)
    }
}
