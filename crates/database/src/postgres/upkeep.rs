//! Forgetting, settling, and taking over, in SQL.

use async_trait::async_trait;
use uuid::Uuid;

use super::Transaction;
use super::reading::ask;
use super::writing::column;
use crate::line::{signed, stored_bits};
use crate::{Audited, Centre, Erased, Result, Settled, Upkeep};

#[async_trait]
impl Upkeep for Transaction {
    async fn bury(&mut self, centre: Uuid, rows: &[Uuid], seq: u64) -> Result<()> {
        let sql = "UPDATE row_ SET gone = TRUE, body = '', seq = $3 \
                   WHERE centre = $1 AND id = ANY($2)";
        self.run(ask(sql).bind(centre).bind(rows.to_vec()).bind(signed(seq))).await?;
        let sql = "DELETE FROM row_history WHERE centre = $1 AND id = ANY($2)";
        self.run(ask(sql).bind(centre).bind(rows.to_vec())).await
    }

    async fn forget_texts(&mut self, centre: Uuid, scope: Uuid) -> Result<()> {
        let sql = "UPDATE mutation SET text = NULL WHERE centre = $1 AND text IS NOT NULL \
                   AND (scope = $2 OR strpos(lower(text), $3) > 0 OR strpos(lower(text), $4) > 0)";
        let query = ask(sql)
            .bind(centre)
            .bind(scope)
            .bind(scope.hyphenated().to_string())
            .bind(scope.simple().to_string());
        self.run(query).await
    }

    async fn add_erased(&mut self, centre: Uuid, erased: &[Erased]) -> Result<()> {
        let sql = "INSERT INTO erased (centre, scope, at) \
                   SELECT $1, * FROM unnest($2::uuid[], $3::bigint[]) ON CONFLICT DO NOTHING";
        let query = ask(sql)
            .bind(centre)
            .bind(column(erased, |one| one.scope))
            .bind(column(erased, |one| one.at));
        self.run(query).await
    }

    async fn add_settled(&mut self, settled: &[Settled]) -> Result<()> {
        let sql = "INSERT INTO settled (centre, id, how, by, at, clock) \
                   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[], \
                   $5::bigint[], $6::bigint[])";
        let query = ask(sql)
            .bind(column(settled, |one| one.centre))
            .bind(column(settled, |one| one.id))
            .bind(column(settled, |one| one.how.name()))
            .bind(column(settled, |one| one.by))
            .bind(column(settled, |one| one.at))
            .bind(column(settled, |one| signed(one.clock)));
        self.run(query).await
    }

    async fn add_audited(&mut self, lines: &[Audited]) -> Result<()> {
        let sql = "INSERT INTO audit (centre, id, at, by, account, deed, about) \
                   SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::uuid[], \
                   $5::text[], $6::text[], $7::uuid[])";
        let query = ask(sql)
            .bind(column(lines, |one| one.centre))
            .bind(column(lines, |one| one.id))
            .bind(column(lines, |one| one.at))
            .bind(column(lines, |one| one.by))
            .bind(column(lines, |one| one.account.clone()))
            .bind(column(lines, |one| one.deed.clone()))
            .bind(column(lines, |one| one.about));
        self.run(query).await
    }

    async fn take_over_centre(&mut self, centre: &Centre) -> Result<()> {
        let sql = "INSERT INTO centre \
                   (id, name, country, language, clock, commit_id, backed_up, pruned) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
        let query = ask(sql)
            .bind(centre.id)
            .bind(&centre.name)
            .bind(&centre.country)
            .bind(&centre.language)
            .bind(signed(centre.clock))
            .bind(stored_bits(centre.commit))
            .bind(signed(centre.backed_up))
            .bind(signed(centre.pruned));
        self.run(query).await
    }

    async fn add_commits(&mut self, centre: Uuid, commits: &[(u64, u64)]) -> Result<()> {
        let sql = "INSERT INTO commit_log (centre, clock, commit_id) \
                   SELECT $1, * FROM unnest($2::bigint[], $3::bigint[])";
        let query = ask(sql)
            .bind(centre)
            .bind(column(commits, |(clock, _)| signed(*clock)))
            .bind(column(commits, |(_, commit)| stored_bits(*commit)));
        self.run(query).await
    }
}
