//! Forgetting, settling, and taking over, in SQL.

use async_trait::async_trait;
use uuid::Uuid;

use super::set::insert;
use super::{Transaction, failed};
use crate::line::{signed, stored_bits};
use crate::{Audited, Centre, Erased, Result, Settled, Upkeep};

#[async_trait]
impl Upkeep for Transaction {
    async fn bury(&mut self, centre: Uuid, rows: &[Uuid], seq: u64) -> Result<()> {
        for id in rows {
            let sql = "UPDATE row_ SET gone = 1, body = '', seq = ? WHERE centre = ? AND id = ?";
            self.run(sqlx::query(sql).bind(signed(seq)).bind(centre).bind(*id)).await?;
            let sql = "DELETE FROM row_history WHERE centre = ? AND id = ?";
            self.run(sqlx::query(sql).bind(centre).bind(*id)).await?;
        }
        Ok(())
    }

    async fn forget_texts(&mut self, centre: Uuid, scope: Uuid) -> Result<()> {
        let sql = "UPDATE mutation SET text = NULL WHERE centre = ?1 AND text IS NOT NULL \
                   AND (scope = ?2 OR instr(lower(text), ?3) OR instr(lower(text), ?4))";
        let query = sqlx::query(sql)
            .bind(centre)
            .bind(scope)
            .bind(scope.hyphenated().to_string())
            .bind(scope.simple().to_string());
        self.run(query).await
    }

    async fn add_erased(&mut self, centre: Uuid, erased: &[Erased]) -> Result<()> {
        let statement = ("INSERT INTO erased (centre, scope, at)", 3, "ON CONFLICT DO NOTHING");
        insert(&mut self.inner, statement, erased, |q, one| {
            q.bind(centre).bind(one.scope).bind(one.at)
        })
        .await
    }

    async fn add_settled(&mut self, settled: &[Settled]) -> Result<()> {
        let statement = ("INSERT OR FAIL INTO settled (centre, id, how, by, at, clock)", 6, "");
        insert(&mut self.inner, statement, settled, |q, one| {
            q.bind(one.centre)
                .bind(one.id)
                .bind(one.how.name())
                .bind(one.by)
                .bind(one.at)
                .bind(signed(one.clock))
        })
        .await
    }

    async fn add_audited(&mut self, lines: &[Audited]) -> Result<()> {
        let columns = "INSERT OR FAIL INTO audit (centre, id, at, by, account, deed, about)";
        insert(&mut self.inner, (columns, 7, ""), lines, |q, one| {
            q.bind(one.centre)
                .bind(one.id)
                .bind(one.at)
                .bind(one.by)
                .bind(one.account.clone())
                .bind(one.deed.clone())
                .bind(one.about)
        })
        .await
    }

    async fn take_over_centre(&mut self, centre: &Centre) -> Result<()> {
        let sql = "INSERT INTO centre \
                   (id, name, country, language, clock, commit_id, backed_up, pruned) \
                   VALUES (?, ?, ?, ?, ?, ?, ?, ?)";
        let query = sqlx::query(sql)
            .bind(centre.id)
            .bind(centre.name.clone())
            .bind(centre.country.clone())
            .bind(centre.language.clone())
            .bind(signed(centre.clock))
            .bind(stored_bits(centre.commit))
            .bind(signed(centre.backed_up))
            .bind(signed(centre.pruned));
        query.execute(&mut *self.inner).await.map_err(failed)?;
        Ok(())
    }

    async fn add_commits(&mut self, centre: Uuid, commits: &[(u64, u64)]) -> Result<()> {
        let statement = ("INSERT OR FAIL INTO commit_log (centre, clock, commit_id)", 3, "");
        insert(&mut self.inner, statement, commits, |q, (clock, commit)| {
            q.bind(centre).bind(signed(*clock)).bind(stored_bits(*commit))
        })
        .await
    }
}
