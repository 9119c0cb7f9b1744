//! Erasing a participant, for good.
//!
//! What was said about someone goes from everywhere at once: rows become empty tombstones, their history
//! and the texts of the mutations go, every grant ends, so that phones evict at their next contact. What
//! stays are random ids, numbers, verdicts and times, so that a phone which sends something again still
//! gets its receipt. The id itself is erased: nothing is ever written under it again, and a record that
//! comes later is known and not kept.
//!
//! A backup taken before still holds it all. So the erasure is written into a ledger first ([`Ledger`]),
//! a file that is kept apart from the backups, and is applied again by whatever opens the data: the
//! server's start, `restore` and `check` ([`again`]).
//!
//! **What is absent.** What someone wrote about this participant into another one's record, and what stands
//! in files that were exported.

mod ledger;

use database::{Database, DatabaseError, Erased, Reading, Row};
use domain::{COORDINATORS_ONLY, RowKind};
use planted::Planted;
use uuid::Uuid;

pub use ledger::{Entry, Ledger, LedgerError};

use crate::push::names;
use crate::{Service, audit, random};

#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    #[error("there is no such participant at this centre")]
    Unknown,
    #[error("this server has no ledger, and nothing is erased without one")]
    NoLedger,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// What an erasure met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Erasure {
    pub rows: usize,
    pub grants: usize,
    /// None: it had been erased before, and nothing was there to be erased.
    pub clock: Option<u64>,
}

impl Service {
    /// In the ledger and durable when it returns.
    pub async fn erase(&self, centre: Uuid, participant: Uuid) -> Result<Erasure, EraseError> {
        let ledger = self.settings().ledger.as_ref().ok_or(EraseError::NoLedger)?;
        let mut read = self.database().begin_read().await?;
        let rows = rows_about(read.as_mut(), centre, participant).await?;
        let erased = read.erased(centre, &[participant]).await?;
        let is_participant =
            |row: &Row| row.id == participant && row.kind == RowKind::Participant.name();
        if erased.is_empty() && !rows.iter().any(is_participant) {
            return Err(EraseError::Unknown);
        }
        drop(read);
        let now = self.now();
        ledger.append(&Entry { centre, participant, at: now })?;
        let erasure = erase(self.database(), centre, participant, now, now).await?;
        if let Some(clock) = erasure.clock {
            self.pokes().advanced(centre, clock);
            self.database().scrub().await?;
        }
        Ok(erasure)
    }
}

/// Erases whatever the ledger says and the data still has. Returns how many participants that were.
pub async fn again(
    database: &dyn Database,
    ledger: &Ledger,
    now: i64,
) -> Result<usize, EraseError> {
    let mut erased = 0;
    for Entry { centre, participant, at } in ledger.entries()? {
        let mut read = database.begin_read().await?;
        let there = read.centre(centre).await?.is_some();
        let known = there && !read.erased(centre, &[participant]).await?.is_empty();
        drop(read);
        if planted::is(Planted::ErasedReturns) {
            continue;
        }
        if there && !known && erase(database, centre, participant, at, now).await?.clock.is_some() {
            erased += 1;
        }
    }
    if erased > 0 {
        database.scrub().await?;
    }
    Ok(erased)
}

/// `at` is when it was erased first.
async fn erase(
    database: &dyn Database,
    centre: Uuid,
    participant: Uuid,
    at: i64,
    now: i64,
) -> Result<Erasure, DatabaseError> {
    let mut write = database.begin_write().await?;
    // Whatever writes about a participant holds this lock: pushes, files, coordinators.
    write.lock(centre, &[participant]).await?;
    let known = !write.erased(centre, &[participant]).await?.is_empty();
    let rows = rows_about(write.as_mut(), centre, participant).await?;
    let said: Vec<&Row> = rows.iter().filter(|row| !row.gone || !row.body.is_empty()).collect();
    let mut grants = write.grants_of_centre(centre).await?;
    grants.retain(|grant| grant.scope == participant && grant.ended_at.is_none());
    if known && said.is_empty() && grants.is_empty() {
        return Ok(Erasure { rows: 0, grants: 0, clock: None });
    }
    let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
    let clock = write.advance_clock(centre, commit).await?;
    for grant in &mut grants {
        grant.ended_at = Some(now);
    }
    write.put_grants(centre, &grants).await?;
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    write.bury(centre, &ids, clock).await?;
    write.forget_texts(centre, participant).await?;
    write.add_erased(centre, &[Erased { scope: participant, at }]).await?;
    write.add_audited(&[audit::line(centre, now, "erase", Some(participant))?]).await?;
    write.commit().await?;
    Ok(Erasure { rows: said.len(), grants: grants.len(), clock: Some(clock) })
}

/// The rows of the participant's scope, removed ones too, and those for coordinators alone that name the
/// participant.
pub(crate) async fn rows_about(
    read: &mut dyn Reading,
    centre: Uuid,
    participant: Uuid,
) -> Result<Vec<Row>, DatabaseError> {
    const PAGE: usize = 1000;
    let scopes = [participant, COORDINATORS_ONLY];
    let mut found = Vec::new();
    let mut after = (0, Uuid::nil());
    loop {
        let page = read.rows_changed(centre, &scopes, after, u64::MAX, PAGE).await?;
        let (length, last) = (page.len(), page.last().map(|row| (row.seq, row.id)));
        let about = |row: &Row| row.scope == participant || names(&row.body).contains(&participant);
        found.extend(page.into_iter().filter(about));
        match last {
            Some(last) if length == PAGE => after = last,
            _ => return Ok(found),
        }
    }
}
