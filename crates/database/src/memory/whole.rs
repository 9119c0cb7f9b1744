//! Everything a centre has.

use std::ops::Bound;

use async_trait::async_trait;
use sync::Verdict;
use uuid::Uuid;

use super::Transaction;
use super::overlay::{Overlay, table};
use super::reading::{LAST, beyond};
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
        let base;
        let commits = table!(self, base, commits);
        let from = after.map_or(Bound::Included(0), Bound::Excluded);
        let range = (from.map(|clock| (centre, clock)), Bound::Included((centre, u64::MAX)));
        let mut keys: Vec<(Uuid, u64)> = commits.committed.range(range).map(|(k, _)| *k).collect();
        keys.extend(commits.staged.range(range).map(|(key, _)| *key));
        keys.sort_unstable();
        keys.dedup();
        let found = keys.into_iter().take(limit);
        Ok(found.filter_map(|key| Some((key.1, *commits.get(&key)?))).collect())
    }

    async fn history_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        rows: usize,
    ) -> Result<Vec<OldRow>> {
        tokio::task::yield_now().await;
        let base = self.base();
        let range = beyond(centre, after);
        let mut keys: Vec<(Uuid, Uuid)> =
            base.history.range(range.clone()).map(|(key, _)| *key).collect();
        keys.extend(self.staged.history.range(range).map(|(key, _)| *key));
        keys.sort_unstable();
        keys.dedup();
        let histories = keys.into_iter().map(|key| self.history_of(&base, key));
        Ok(histories.filter(|history| !history.is_empty()).take(rows).flatten().collect())
    }

    async fn grants_of_centre(&mut self, centre: Uuid) -> Result<Vec<HeldGrant>> {
        let base;
        let grants = table!(self, base, grants);
        let (first, last) = ((centre, Uuid::nil(), Uuid::nil(), 0), (centre, LAST, LAST, u32::MAX));
        Ok(grants.range(first..=last).into_iter().cloned().collect())
    }

    async fn members_of_centre(&mut self, centre: Uuid) -> Result<Vec<Member>> {
        let base;
        let members = table!(self, base, members).range((centre, Uuid::nil())..=(centre, LAST));
        Ok(members.into_iter().cloned().collect())
    }

    async fn devices_of_centre(&mut self, centre: Uuid) -> Result<Vec<Device>> {
        let base;
        let devices = table!(self, base, devices).all();
        Ok(devices.into_iter().filter(|device| device.centre == centre).cloned().collect())
    }

    async fn codes_of_centre(&mut self, centre: Uuid) -> Result<Vec<Code>> {
        let base;
        let codes = table!(self, base, codes).all();
        Ok(codes.into_iter().filter(|code| code.centre == centre).cloned().collect())
    }

    async fn decided_page(
        &mut self,
        centre: Uuid,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Decided>> {
        let base;
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let decided = table!(self, base, decided).range((from, Bound::Unbounded));
        let found = decided.into_iter().filter(|one| one.centre == centre).take(limit);
        Ok(found.map(|one| self.as_kept(one)).collect())
    }

    async fn unsettled(&mut self, centre: Uuid) -> Result<Vec<Decided>> {
        let base;
        let decided = table!(self, base, decided).all();
        let settled = Overlay { committed: &base.settled, staged: &self.staged.settled };
        let mut found: Vec<Decided> = decided
            .into_iter()
            .filter(|one| one.centre == centre && !one.repeat)
            .filter(|one| matches!(one.verdict, Verdict::Quarantined | Verdict::Conflict))
            .filter(|one| settled.get(&(centre, one.id)).is_none())
            .map(|one| self.as_kept(one))
            .filter(|one| one.text.is_some())
            .collect();
        in_order(&mut found);
        Ok(found)
    }

    async fn settled(&mut self, centre: Uuid) -> Result<Vec<Settled>> {
        let base;
        let settled = table!(self, base, settled).range((centre, Uuid::nil())..=(centre, LAST));
        let mut settled: Vec<Settled> = settled.into_iter().cloned().collect();
        settled.sort_by_key(|one| (one.clock, one.id));
        Ok(settled)
    }

    async fn erased_of_centre(&mut self, centre: Uuid) -> Result<Vec<Erased>> {
        let base;
        let erased = table!(self, base, erased).range((centre, Uuid::nil())..=(centre, LAST));
        Ok(erased.into_iter().copied().collect())
    }

    async fn audit(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Audited>> {
        let base;
        let lines = table!(self, base, audit).range((centre, Uuid::nil())..=(centre, LAST));
        let later = |line: &&Audited| after.is_none_or(|after| line.id > after);
        Ok(lines.into_iter().filter(later).take(limit).cloned().collect())
    }
}
