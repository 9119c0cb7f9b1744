//! The two kinds of transaction, and what gives them.

use std::ops::RangeInclusive;

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    Ack, Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Hash, HeldGrant, LaneKey,
    LaneState, Member, OldRow, Row, Upkeep, Whole,
};

pub type Result<T> = std::result::Result<T, DatabaseError>;

#[async_trait]
pub trait Database: Send + Sync + 'static {
    /// One snapshot for as long as the transaction lives.
    async fn begin_read(&self) -> Result<Box<dyn Reading>>;
    /// Dropped without [`Writing::commit`], it never happened.
    async fn begin_write(&self) -> Result<Box<dyn Writing>>;

    /// What every request asks before anything else, and by itself: so a backend may answer without
    /// the round trips of a transaction.
    async fn device_by_token(&self, token_hash: &Hash) -> Result<Option<Device>> {
        self.begin_read().await?.device_by_token(token_hash).await
    }

    /// What the backend itself finds wrong with its storage, in sentences.
    async fn integrity(&self) -> Result<Vec<String>> {
        Ok(Vec::new())
    }

    /// Makes sure that what was overwritten or removed has left the storage as well, as far as a
    /// backend can: after something was erased.
    async fn scrub(&self) -> Result<()> {
        Ok(())
    }

    /// Asked again and again by every server, to hear of what others did. In no particular order.
    async fn clocks(&self, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>> {
        self.begin_read().await?.clocks(centres).await
    }

    /// Waits for running transactions and leaves everything in order. Nothing is begun after it.
    async fn close(&self) {}
}

/// Questions are asked for whole sets, so that a batch of any size costs the same few round trips.
#[async_trait]
pub trait Reading: Whole + Send {
    /// The key under which cursors are signed.
    async fn secret(&mut self) -> Result<Option<Hash>>;

    async fn centres(&mut self) -> Result<Vec<Centre>>;
    async fn centre(&mut self, id: Uuid) -> Result<Option<Centre>>;
    /// The clocks of those that exist.
    async fn clocks(&mut self, centres: &[Uuid]) -> Result<Vec<(Uuid, u64)>>;
    /// The id of the commit that made this clock.
    async fn commit_at(&mut self, centre: Uuid, clock: u64) -> Result<Option<u64>>;

    /// Removed rows included, in no particular order.
    async fn rows_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Row>>;
    /// The living rows of these kinds in these scopes, in order of id within each.
    async fn rows_of_kinds(
        &mut self,
        centre: Uuid,
        scopes_and_kinds: &[(Uuid, &str)],
    ) -> Result<Vec<Row>>;
    /// Rows of any of the scopes with `(seq, id)` beyond `after` and `seq` at most `until`, in that
    /// order, removed rows included.
    async fn rows_changed(
        &mut self,
        centre: Uuid,
        scopes: &[Uuid],
        after: (u64, Uuid),
        until: u64,
        limit: usize,
    ) -> Result<Vec<Row>>;
    /// The living rows of a scope with an id beyond `after`, in order of id.
    async fn rows_of_scope(
        &mut self,
        centre: Uuid,
        scope: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>>;
    /// Everything a centre has, in order of id, removed rows included.
    async fn rows_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Row>>;
    /// What one row said before, oldest first.
    async fn history(&mut self, centre: Uuid, id: Uuid) -> Result<Vec<OldRow>>;

    /// Every version that these members held, ended ones included.
    async fn grants(&mut self, centre: Uuid, members: &[Uuid]) -> Result<Vec<HeldGrant>>;
    async fn members(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Member>>;

    async fn devices(&mut self, ids: &[Uuid]) -> Result<Vec<Device>>;
    async fn device_by_token(&mut self, token_hash: &Hash) -> Result<Option<Device>>;
    /// Of those that gave any.
    async fn device_keys(&mut self, devices: &[Uuid]) -> Result<Vec<DeviceKeys>>;
    async fn device_keys_by_credential(
        &mut self,
        deliver_hash: &Hash,
    ) -> Result<Option<DeviceKeys>>;
    async fn code(&mut self, hash: &Hash) -> Result<Option<Code>>;

    /// Every lane of these devices.
    async fn lanes(&mut self, devices: &[Uuid]) -> Result<Vec<LaneState>>;
    /// What was decided in a lane under these numbers, in their order.
    async fn decided(&mut self, lane: LaneKey, seqs: RangeInclusive<u64>) -> Result<Vec<Decided>>;
    /// The first decision about each of these mutations.
    async fn decided_by_id(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<Vec<Decided>>;
    /// Everything a centre received, in order of clock, lane and number.
    async fn decided_of_centre(&mut self, centre: Uuid) -> Result<Vec<Decided>>;
    /// Of each lane of the device that was decided after clock `after` and until `until`: the
    /// highest such number.
    async fn acks(&mut self, device: Uuid, after: u64, until: u64) -> Result<Vec<Ack>>;

    /// Which of these scopes were erased.
    async fn erased(&mut self, centre: Uuid, scopes: &[Uuid]) -> Result<Vec<Uuid>>;
}

/// After an error from a write nothing is certain but that nothing is committed: drop it.
#[async_trait]
pub trait Writing: Reading + Upkeep {
    /// Locks whatever these ids stand for (devices, scopes), there or not, until the commit. Called once for
    /// each centre, in order of centre, before anything that is decided about is read, so that two
    /// transactions never wait for each other in a circle.
    async fn lock(&mut self, centre: Uuid, ids: &[Uuid]) -> Result<()>;
    /// Takes the centre's clock row, held until the commit: after every other lock, before the rows
    /// that carry the new clock are put. Returns the new clock and records who made it.
    async fn advance_clock(&mut self, centre: Uuid, commit: u64) -> Result<u64>;

    async fn put_secret(&mut self, secret: &Hash) -> Result<()>;
    /// A new centre, at clock 0, which `centre.commit` names.
    async fn add_centre(&mut self, centre: &Centre) -> Result<()>;
    async fn put_backup_mark(&mut self, centre: Uuid, clock: u64) -> Result<()>;
    /// Notes where the centre's clock stands at this moment, UTC milliseconds.
    async fn mark_time(&mut self, centre: Uuid, at: i64) -> Result<()>;
    /// Removes the tombstones up to the clock of the last mark at or before `until`, with their history
    /// and the marks before that one. [`Centre::pruned`] rises to the highest clock removed, and nothing
    /// else of the centre changes. Returns how many went.
    async fn prune_gone(&mut self, centre: Uuid, until: i64) -> Result<usize>;

    /// Rows of new ids; one that is there already is an error.
    async fn add_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()>;
    /// Inserts or overwrites.
    async fn put_rows(&mut self, centre: Uuid, rows: &[Row]) -> Result<()>;
    async fn add_history(&mut self, centre: Uuid, rows: &[OldRow]) -> Result<()>;
    async fn put_grants(&mut self, centre: Uuid, grants: &[HeldGrant]) -> Result<()>;
    async fn put_members(&mut self, members: &[Member]) -> Result<()>;

    async fn put_device(&mut self, device: &Device) -> Result<()>;
    async fn put_last_seen(&mut self, seen: &[(Uuid, i64)]) -> Result<()>;
    /// In place of what the device had. A credential that is another device's is an error.
    async fn put_device_keys(&mut self, keys: &DeviceKeys) -> Result<()>;
    async fn put_code(&mut self, code: &Code) -> Result<()>;

    async fn put_lanes(&mut self, lanes: &[LaneState]) -> Result<()>;
    /// Each place in a lane, and each first decision about an id, is taken once.
    async fn add_decided(&mut self, decided: &[Decided]) -> Result<()>;

    /// Durable when it returns.
    async fn commit(self: Box<Self>) -> Result<()>;
}
