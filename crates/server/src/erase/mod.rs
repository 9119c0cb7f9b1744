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

use database::{Database, DatabaseError, Erased, HeldGrant, Reading, Row, Writing};
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
    #[error("something about the participant came in meanwhile")]
    Changed,
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
        self.has_erased(centre, erasure).await
    }

    /// The same for what was archived as it stood at this clock: anything that came later would be lost.
    pub async fn erase_archived(
        &self,
        centre: Uuid,
        participant: Uuid,
        clock: u64,
    ) -> Result<Erasure, EraseError> {
        let ledger = self.settings().ledger.as_ref().ok_or(EraseError::NoLedger)?;
        let mut held = Held::begin(self.database(), centre, participant).await?;
        if !held.is_as_of(clock).await? {
            return Err(EraseError::Changed);
        }
        let now = self.now();
        // While everybody waits: what is in the ledger is erased, whatever happens next.
        ledger.append(&Entry { centre, participant, at: now })?;
        let erasure = held.erase(now, now).await?;
        self.has_erased(centre, erasure).await
    }

    async fn has_erased(&self, centre: Uuid, erasure: Erasure) -> Result<Erasure, EraseError> {
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
    Held::begin(database, centre, participant).await?.erase(at, now).await
}

/// What there is about a participant, with everybody kept from writing more.
struct Held {
    write: Box<dyn Writing>,
    centre: Uuid,
    participant: Uuid,
    known: bool,
    rows: Vec<Row>,
    grants: Vec<HeldGrant>,
}

impl Held {
    async fn begin(
        database: &dyn Database,
        centre: Uuid,
        participant: Uuid,
    ) -> Result<Self, DatabaseError> {
        let mut write = database.begin_write().await?;
        // Whatever writes about a participant holds this lock: pushes, files, coordinators.
        write.lock(centre, &[participant]).await?;
        let known = !write.erased(centre, &[participant]).await?.is_empty();
        let rows = rows_about(write.as_mut(), centre, participant).await?;
        let mut grants = write.grants_of_centre(centre).await?;
        grants.retain(|grant| grant.scope == participant && grant.ended_at.is_none());
        Ok(Self { write, centre, participant, known, rows, grants })
    }

    /// Nothing about the participant was written or received after this clock.
    async fn is_as_of(&mut self, clock: u64) -> Result<bool, DatabaseError> {
        if self.rows.iter().any(|row| row.seq > clock) {
            return Ok(false);
        }
        let decided = self.write.decided_of_centre(self.centre).await?;
        let mut later = decided.iter().filter(|one| one.clock > clock);
        Ok(!later.any(|one| {
            let named =
                one.text.as_deref().is_some_and(|text| names(text).contains(&self.participant));
            one.scope == Some(self.participant) || named
        }))
    }

    async fn erase(mut self, at: i64, now: i64) -> Result<Erasure, DatabaseError> {
        let (centre, participant) = (self.centre, self.participant);
        let said = self.rows.iter().filter(|row| !row.gone || !row.body.is_empty()).count();
        if self.known && said == 0 && self.grants.is_empty() {
            return Ok(Erasure { rows: 0, grants: 0, clock: None });
        }
        let write = self.write.as_mut();
        let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
        let clock = write.advance_clock(centre, commit).await?;
        for grant in &mut self.grants {
            grant.ended_at = Some(now);
        }
        write.put_grants(centre, &self.grants).await?;
        let ids: Vec<Uuid> = self.rows.iter().map(|row| row.id).collect();
        write.bury(centre, &ids, clock).await?;
        write.forget_texts(centre, participant).await?;
        write.add_erased(centre, &[Erased { scope: participant, at }]).await?;
        write.add_audited(&[audit::line(centre, now, "erase", Some(participant))?]).await?;
        self.write.commit().await?;
        Ok(Erasure { rows: said, grants: self.grants.len(), clock: Some(clock) })
    }
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
