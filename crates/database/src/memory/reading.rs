//! The questions.

use std::ops::{Bound, RangeBounds, RangeInclusive};

use async_trait::async_trait;
use sync::Lane;
use uuid::Uuid;

use super::Transaction;
use super::overlay::{Overlay, table};
use super::state::State;
use crate::rows::{first_changed, in_order};
use crate::{
    Ack, Centre, Code, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneKey, LaneState, Member,
    OldRow, Reading, Result, Row,
};

pub(super) const LAST: Uuid = Uuid::max();

#[async_trait]
impl Reading for Transaction {
    async fn secret(&mut self) -> Result<Option<Hash>> {
        Ok(self.staged.secret.or(self.base().secret))
    }

    async fn centres(&mut self) -> Result<Vec<Centre>> {
        let base;
        let centres = table!(self, base, centres);
        Ok(centres.all().into_iter().cloned().collect())
    }

    async fn centre(&mut self, id: Uuid) -> Result<Option<Centre>> {
        let base;
        Ok(table!(self, base, centres).get(&id).cloned())
    }

    async fn clocks(&mut self, ids: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
        let base;
        let centres = table!(self, base, centres);
        let found = ids.iter().filter_map(|id| centres.get(id));
        Ok(found.map(|centre| (centre.id, centre.clock)).collect())
    }

    async fn commit_at(&mut self, centre: Uuid, clock: u64) -> Result<Option<u64>> {
        let base;
        Ok(table!(self, base, commits).get(&(centre, clock)).copied())
    }

    async fn rows_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Row>> {
        let base;
        let rows = table!(self, base, rows);
        let found = ids.iter().filter_map(|id| rows.get(&(centre, *id)));
        Ok(found.cloned().collect())
    }

    async fn rows_of_kinds(
        &mut self,
        centre: Uuid,
        scopes_and_kinds: &[(Uuid, &str)],
    ) -> Result<Vec<Row>> {
        let base;
        let rows = table!(self, base, rows).range((centre, Uuid::nil())..=(centre, LAST));
        let asked =
            |row: &&Row| !row.gone && scopes_and_kinds.contains(&(row.scope, row.kind.as_str()));
        Ok(rows.into_iter().filter(asked).cloned().collect())
    }

    async fn rows_changed(
        &mut self,
        centre: Uuid,
        scopes: &[Uuid],
        after: (u64, Uuid),
        until: u64,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let base;
        let rows = table!(self, base, rows).range((centre, Uuid::nil())..=(centre, LAST));
        let mut changed: Vec<&Row> = rows
            .into_iter()
            .filter(|row| scopes.contains(&row.scope))
            .filter(|row| (row.seq, row.id) > after && row.seq <= until)
            .collect();
        first_changed(&mut changed, limit);
        Ok(changed.into_iter().cloned().collect())
    }

    async fn rows_of_scope(
        &mut self,
        centre: Uuid,
        scope: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let base;
        let rows = table!(self, base, rows).range(beyond(centre, after));
        let living = rows.into_iter().filter(|row| row.scope == scope && !row.gone);
        Ok(living.take(limit).cloned().collect())
    }

    async fn rows_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>> {
        let base;
        let rows = table!(self, base, rows).range(beyond(centre, after));
        Ok(rows.into_iter().take(limit).cloned().collect())
    }

    async fn history(&mut self, centre: Uuid, id: Uuid) -> Result<Vec<OldRow>> {
        Ok(self.history_of(&self.base(), (centre, id)))
    }

    async fn grants(&mut self, centre: Uuid, members: &[Uuid]) -> Result<Vec<HeldGrant>> {
        let base;
        let grants = table!(self, base, grants);
        let mut found = Vec::new();
        for member in members {
            let first = (centre, *member, Uuid::nil(), 0);
            let last = (centre, *member, LAST, u32::MAX);
            found.extend(grants.range(first..=last).into_iter().cloned());
        }
        Ok(found)
    }

    async fn members(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Member>> {
        let base;
        let members = table!(self, base, members);
        let found = ids.iter().filter_map(|id| members.get(&(centre, *id)));
        Ok(found.cloned().collect())
    }

    async fn devices(&mut self, ids: &[Uuid]) -> Result<Vec<Device>> {
        let base;
        let devices = table!(self, base, devices);
        Ok(ids.iter().filter_map(|id| devices.get(id)).cloned().collect())
    }

    async fn device_by_token(&mut self, token_hash: &Hash) -> Result<Option<Device>> {
        let base;
        let devices = table!(self, base, devices).all();
        let found = devices.into_iter().find(|d| d.token_hash == *token_hash);
        Ok(found.cloned())
    }

    async fn device_keys(&mut self, devices: &[Uuid]) -> Result<Vec<DeviceKeys>> {
        let base;
        let keys = table!(self, base, device_keys);
        Ok(devices.iter().filter_map(|id| keys.get(id)).cloned().collect())
    }

    async fn device_keys_by_credential(
        &mut self,
        deliver_hash: &Hash,
    ) -> Result<Option<DeviceKeys>> {
        let base;
        let keys = table!(self, base, device_keys).all();
        Ok(keys.into_iter().find(|keys| keys.deliver_hash == *deliver_hash).cloned())
    }

    async fn code(&mut self, hash: &Hash) -> Result<Option<Code>> {
        let base;
        Ok(table!(self, base, codes).get(hash).cloned())
    }

    async fn lanes(&mut self, devices: &[Uuid]) -> Result<Vec<LaneState>> {
        let base;
        let lanes = table!(self, base, lanes);
        let mut found = Vec::new();
        for device in devices {
            let (first, last) = lanes_of(*device);
            found.extend(lanes.range(first..=last).into_iter().cloned());
        }
        Ok(found)
    }

    async fn decided(&mut self, lane: LaneKey, seqs: RangeInclusive<u64>) -> Result<Vec<Decided>> {
        let base;
        // A map panics over a range that ends before it begins.
        if seqs.is_empty() {
            return Ok(Vec::new());
        }
        let range = (lane, *seqs.start())..=(lane, *seqs.end());
        let decided = table!(self, base, decided).range(range);
        Ok(decided.into_iter().map(|one| self.as_kept(one)).collect())
    }

    async fn decided_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Decided>> {
        let base;
        let decided = table!(self, base, decided);
        let found = ids.iter().filter_map(|id| {
            let key = (centre, *id);
            let place = self.staged.first.get(&key).or(base.first.get(&key))?;
            decided.get(place)
        });
        Ok(found.map(|one| self.as_kept(one)).collect())
    }

    async fn decided_of_centre(&mut self, centre: Uuid) -> Result<Vec<Decided>> {
        let base;
        let mut decided = table!(self, base, decided).all();
        decided.retain(|d| d.centre == centre);
        in_order(&mut decided);
        Ok(decided.into_iter().map(|one| self.as_kept(one)).collect())
    }

    async fn acks(&mut self, device: Uuid, after: u64, until: u64) -> Result<Vec<Ack>> {
        let base;
        let decided = table!(self, base, decided);
        let (first, last) = lanes_of(device);
        let mut acks: Vec<Ack> = Vec::new();
        for one in decided.range((first, 0)..=(last, u64::MAX)) {
            if one.clock <= after || one.clock > until {
                continue;
            }
            let ack = Ack { epoch: one.key.epoch, lane: one.key.lane, seq: one.seq };
            match acks.last_mut() {
                Some(other) if (other.epoch, other.lane) == (ack.epoch, ack.lane) => *other = ack,
                _ => acks.push(ack),
            }
        }
        Ok(acks)
    }

    async fn erased(&mut self, centre: Uuid, scopes: &[Uuid]) -> Result<Vec<Uuid>> {
        let base;
        let erased = table!(self, base, erased);
        let found = scopes.iter().filter(|scope| erased.get(&(centre, **scope)).is_some());
        Ok(found.copied().collect())
    }
}

impl Transaction {
    /// As this transaction sees it.
    pub(super) fn history_of(&self, base: &State, key: (Uuid, Uuid)) -> Vec<OldRow> {
        let mut rows = match self.staged.buried.contains(&key) {
            true => Vec::new(),
            false => base.history.get(&key).cloned().unwrap_or_default(),
        };
        rows.extend(self.staged.history.get(&key).cloned().unwrap_or_default());
        rows
    }

    /// Without its text, where this transaction forgot it.
    pub(super) fn as_kept(&self, decided: &Decided) -> Decided {
        let mut decided = decided.clone();
        if self.staged.forgotten.contains(&(decided.key, decided.seq)) {
            decided.text = None;
        }
        decided
    }
}

/// The ids of a centre after this one.
pub(super) fn beyond(centre: Uuid, after: Option<Uuid>) -> impl RangeBounds<(Uuid, Uuid)> + Clone {
    let from = after.map_or(Bound::Included(Uuid::nil()), Bound::Excluded);
    (from.map(|id| (centre, id)), Bound::Included((centre, LAST)))
}

fn lanes_of(device: Uuid) -> (LaneKey, LaneKey) {
    let key = |epoch, lane| LaneKey { device, epoch, lane };
    (key(Uuid::nil(), Lane::Urgent), key(LAST, Lane::Normal))
}
