//! The writes: staged, and taken over whole at the commit.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use async_trait::async_trait;
use planted::Planted;
use uuid::Uuid;

use super::{Base, Transaction};
use crate::{
    Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneState, Member,
    OldRow, Reading, Result, Row, Writing,
};

#[async_trait]
impl Writing for Transaction {
    async fn lock(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<()> {
        let mut ids = ids.to_vec();
        ids.sort_unstable();
        for id in ids {
            self.held.take((centre, id)).await;
        }
        Ok(())
    }

    async fn advance_clock(&mut self, centre: Uuid, commit: u64) -> Result<u64> {
        if !planted::is(Planted::SerialCursor) {
            self.held.take((centre, Uuid::nil())).await;
        }
        let mut row = self.clock_row(centre).await?;
        row.clock = match planted::is(Planted::SerialCursor) {
            true => self.trouble.serial(centre, row.clock),
            false => row.clock + 1,
        };
        row.commit = commit;
        let clock = row.clock;
        self.staged.commits.insert((centre, clock), commit);
        self.staged.centres.insert(centre, row);
        Ok(clock)
    }

    async fn put_secret(&mut self, secret: &Hash) -> Result<()> {
        self.staged.secret = Some(*secret);
        Ok(())
    }

    async fn add_centre(&mut self, centre: &Centre) -> Result<()> {
        if self.centre(centre.id).await?.is_some() {
            return Err(DatabaseError::Exists("centre"));
        }
        let centre = Centre { clock: 0, backed_up: 0, pruned: 0, ..centre.clone() };
        self.staged.commits.insert((centre.id, 0), centre.commit);
        self.staged.centres.insert(centre.id, centre);
        Ok(())
    }

    async fn put_backup_mark(&mut self, centre: Uuid, clock: u64) -> Result<()> {
        self.held.take((centre, Uuid::nil())).await;
        let mut row = self.clock_row(centre).await?;
        row.backed_up = clock;
        self.staged.centres.insert(centre, row);
        Ok(())
    }

    async fn mark_time(&mut self, centre: Uuid, at: i64) -> Result<()> {
        let clock = self.clock_row(centre).await?.clock;
        self.staged.marks.insert((centre, at), clock);
        Ok(())
    }

    async fn prune_gone(&mut self, centre: Uuid, until: i64) -> Result<usize> {
        self.held.take((centre, Uuid::nil())).await;
        let mut row = self.clock_row(centre).await?;
        let base = self.base();
        let mark = base.marks.range((centre, i64::MIN)..=(centre, until)).next_back();
        let Some(((_, at), clock)) = mark else {
            return Ok(0);
        };
        let gone = base.removed_until(centre, *clock);
        let highest = gone.iter().map(|key| base.rows[key].seq).max().unwrap_or(0);
        row.pruned = row.pruned.max(highest);
        self.staged.pruned.insert(centre, (*clock, *at));
        self.staged.centres.insert(centre, row);
        Ok(gone.len())
    }

    async fn add_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        let base = self.base();
        for row in rows {
            self.trouble.swallow(&row.body)?;
            let key = (centre, row.id);
            let staged = self.staged.rows.insert(key, row.clone());
            if staged.is_some() || base.rows.contains_key(&key) {
                return Err(DatabaseError::Exists("row"));
            }
        }
        Ok(())
    }

    async fn put_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()> {
        for row in rows {
            self.trouble.swallow(&row.body)?;
        }
        let rows = rows.iter().map(|row| ((centre, row.id), row.clone()));
        self.staged.rows.extend(rows);
        Ok(())
    }

    async fn add_history(&mut self, centre: Uuid, rows: &[OldRow]) -> Result<()> {
        for row in rows {
            let old = self.staged.history.entry((centre, row.id)).or_default();
            old.push(row.clone());
        }
        Ok(())
    }

    async fn put_grants(&mut self, centre: Uuid, grants: &[HeldGrant]) -> Result<()> {
        for grant in grants {
            let key = (centre, grant.member, grant.scope, grant.version);
            self.staged.grants.insert(key, grant.clone());
        }
        Ok(())
    }

    async fn put_members(&mut self, members: &[Member]) -> Result<()> {
        let members = members.iter().map(|m| ((m.centre, m.id), m.clone()));
        self.staged.members.extend(members);
        Ok(())
    }

    async fn put_device(&mut self, device: &Device) -> Result<()> {
        self.staged.devices.insert(device.id, device.clone());
        Ok(())
    }

    async fn put_last_seen(&mut self, seen: &[(Uuid, i64)]) -> Result<()> {
        self.staged.last_seen.extend(seen.iter().copied());
        Ok(())
    }

    async fn put_device_keys(&mut self, keys: &DeviceKeys) -> Result<()> {
        let taken = self.base().has_credential_of_another(keys)
            || self.staged.has_credential_of_another(keys);
        if taken {
            return Err(DatabaseError::Exists("credential"));
        }
        self.staged.device_keys.insert(keys.device, keys.clone());
        Ok(())
    }

    async fn put_code(&mut self, code: &Code) -> Result<()> {
        self.staged.codes.insert(code.hash, code.clone());
        Ok(())
    }

    async fn put_lanes(&mut self, lanes: &[LaneState]) -> Result<()> {
        let lanes = lanes.iter().map(|lane| (lane.key, lane.clone()));
        self.staged.lanes.extend(lanes);
        Ok(())
    }

    async fn add_decided(&mut self, decided: &[Decided]) -> Result<()> {
        let base = self.base();
        for one in decided {
            let place = (one.key, one.seq);
            self.staged.log.push(place);
            let taken = base.decided.contains_key(&place)
                || self.staged.decided.insert(place, one.clone()).is_some();
            let id = (one.centre, one.id);
            let decided_before = !one.repeat
                && (base.first.contains_key(&id) || self.staged.first.insert(id, place).is_some());
            if taken || decided_before {
                return Err(DatabaseError::Exists("mutation"));
            }
        }
        Ok(())
    }

    async fn commit(mut self: Box<Self>) -> Result<()> {
        tokio::task::yield_now().await;
        self.trouble.meet()?;
        let staged = std::mem::take(&mut self.staged);
        if let Base::Live(memory) = &self.base {
            Arc::make_mut(&mut memory.committed()).absorb(staged)?;
            memory.changes.fetch_add(1, Ordering::SeqCst);
        }
        // It may break after the commit as well, and then nobody knows.
        self.trouble.meet()?;
        Ok(())
        // The locks are freed with `self`, after the commit.
    }
}

impl Transaction {
    async fn clock_row(&mut self, centre: Uuid) -> Result<Centre> {
        self.centre(centre).await?.ok_or(DatabaseError::Impossible("centre id"))
    }
}
