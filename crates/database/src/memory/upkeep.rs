//! Forgetting, settling, and taking over.

use async_trait::async_trait;
use uuid::Uuid;

use super::Transaction;
use crate::{Audited, Centre, DatabaseError, Decided, Erased, Reading, Result, Settled, Upkeep};

#[async_trait]
impl Upkeep for Transaction {
    async fn bury(&mut self, centre: Uuid, rows: &[Uuid], seq: u64) -> Result<()> {
        for mut row in self.rows_by_id(centre, rows).await? {
            row.gone = true;
            row.body.clear();
            row.seq = seq;
            self.staged.rows.insert((centre, row.id), row);
        }
        for id in rows {
            self.staged.history.remove(&(centre, *id));
            self.staged.buried.insert((centre, *id));
        }
        Ok(())
    }

    async fn forget_texts(&mut self, centre: Uuid, scope: Uuid) -> Result<()> {
        let base = self.base();
        let names = [scope.hyphenated().to_string(), scope.simple().to_string()];
        let about = |one: &&Decided| {
            let text = one.text.as_deref().unwrap_or_default().to_lowercase();
            let named = names.iter().any(|name| text.contains(name));
            one.centre == centre && (one.scope == Some(scope) || named)
        };
        let all = base.decided.values().chain(self.staged.decided.values());
        let places: Vec<_> = all.filter(about).map(|one| (one.key, one.seq)).collect();
        self.staged.forgotten.extend(places);
        Ok(())
    }

    async fn add_erased(&mut self, centre: Uuid, erased: &[Erased]) -> Result<()> {
        let base = self.base();
        for one in erased {
            let key = (centre, one.scope);
            if !base.erased.contains_key(&key) {
                self.staged.erased.entry(key).or_insert(*one);
            }
        }
        Ok(())
    }

    async fn add_settled(&mut self, settled: &[Settled]) -> Result<()> {
        let base = self.base();
        for one in settled {
            let key = (one.centre, one.id);
            let staged = self.staged.settled.insert(key, one.clone());
            if staged.is_some() || base.settled.contains_key(&key) {
                return Err(DatabaseError::Exists("settlement"));
            }
        }
        Ok(())
    }

    async fn add_audited(&mut self, lines: &[Audited]) -> Result<()> {
        let base = self.base();
        for one in lines {
            let key = (one.centre, one.id);
            let staged = self.staged.audit.insert(key, one.clone());
            if staged.is_some() || base.audit.contains_key(&key) {
                return Err(DatabaseError::Exists("line of the audit trail"));
            }
        }
        Ok(())
    }

    async fn take_over_centre(&mut self, centre: &Centre) -> Result<()> {
        if self.centre(centre.id).await?.is_some() {
            return Err(DatabaseError::Exists("centre"));
        }
        self.staged.centres.insert(centre.id, centre.clone());
        Ok(())
    }

    async fn add_commits(&mut self, centre: Uuid, commits: &[(u64, u64)]) -> Result<()> {
        let commits = commits.iter().map(|(clock, commit)| ((centre, *clock), *commit));
        self.staged.commits.extend(commits);
        Ok(())
    }
}
