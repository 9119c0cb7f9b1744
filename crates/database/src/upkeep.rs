//! What is done seldom and to much at once: walking through everything, forgetting, taking over.

use async_trait::async_trait;
use uuid::Uuid;

use crate::{
    Audited, Centre, Code, Decided, Device, Erased, HeldGrant, LaneKey, Member, OldRow, Result,
    Settled,
};

/// Where a mutation stands: its lane and its number.
pub type Place = (LaneKey, u64);

/// Everything a centre has. (Its rows: [`Reading::rows_of_centre`](crate::Reading::rows_of_centre), its
/// lanes: [`Reading::lanes`](crate::Reading::lanes).) What can be much comes in pages.
#[async_trait]
pub trait Whole: Send {
    /// Clocks and the commits that made them, in order of clock.
    async fn commits(
        &mut self,
        centre: Uuid,
        after: Option<u64>,
        limit: usize,
    ) -> Result<Vec<(u64, u64)>>;
    /// What the next `rows` rows that have a history said before: in order of id, and the oldest first.
    /// A history whose row is missing is among them.
    async fn history_of_centre(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        rows: usize,
    ) -> Result<Vec<OldRow>>;
    async fn grants_of_centre(&mut self, centre: Uuid) -> Result<Vec<HeldGrant>>;
    async fn members_of_centre(&mut self, centre: Uuid) -> Result<Vec<Member>>;
    async fn devices_of_centre(&mut self, centre: Uuid) -> Result<Vec<Device>>;
    async fn codes_of_centre(&mut self, centre: Uuid) -> Result<Vec<Code>>;
    /// In an order that each backend has for itself, in which the numbers of a lane rise.
    async fn decided_page(
        &mut self,
        centre: Uuid,
        after: Option<Place>,
        limit: usize,
    ) -> Result<Vec<Decided>>;
    /// What waits for review, in order of clock: quarantined or in conflict, no repeat, with its text,
    /// and not settled.
    async fn unsettled(&mut self, centre: Uuid) -> Result<Vec<Decided>>;
    /// In order of clock and id.
    async fn settled(&mut self, centre: Uuid) -> Result<Vec<Settled>>;
    /// In order of scope.
    async fn erased_of_centre(&mut self, centre: Uuid) -> Result<Vec<Erased>>;
    /// The audit trail, in order of id.
    async fn audit(
        &mut self,
        centre: Uuid,
        after: Option<Uuid>,
        limit: usize,
    ) -> Result<Vec<Audited>>;
}

#[async_trait]
pub trait Upkeep: Send {
    /// These rows become tombstones of clock `seq` with empty bodies, and their history goes.
    async fn bury(&mut self, centre: Uuid, rows: &[Uuid], seq: u64) -> Result<()>;
    /// The texts of all mutations written under a grant of this scope, or that name it anywhere, go.
    async fn forget_texts(&mut self, centre: Uuid, scope: Uuid) -> Result<()>;
    /// Once erased stays erased: the first moment stands.
    async fn add_erased(&mut self, centre: Uuid, erased: &[Erased]) -> Result<()>;
    /// A mutation is settled once.
    async fn add_settled(&mut self, settled: &[Settled]) -> Result<()>;
    /// A line is never changed and never goes.
    async fn add_audited(&mut self, lines: &[Audited]) -> Result<()>;

    /// A centre as it was elsewhere, with its clock and its backup mark, but not yet its commits.
    async fn take_over_centre(&mut self, centre: &Centre) -> Result<()>;
    async fn add_commits(&mut self, centre: Uuid, commits: &[(u64, u64)]) -> Result<()>;
}
