//! One centre's part of a writing transaction.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::panic::{AssertUnwindSafe, catch_unwind};

use database::{DatabaseError, HeldGrant, Member, OldRow, Reading};
use domain::{Applied, CentreId, Merge, Read, Refusal, Row, View};
use sync::Verdict;
use uuid::Uuid;

use super::loaded::Loaded;

/// About a participant who was erased: nothing is ever written there again, and no text is kept.
pub const ERASED: &str = "erased";

/// What became of a command.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    pub verdict: Verdict,
    pub reason: Option<&'static str>,
}

/// What the rules are asked with; they are asked again when a row was missing.
pub type Ask<'a> = &'a (dyn Fn(&dyn View) -> Result<Applied, Refusal> + Sync);

pub struct Working {
    pub(super) centre: Uuid,
    pub(super) now: i64,
    pub(super) loaded: Loaded,
    /// The ids that were written, each with the scope it goes to.
    pub(super) written: BTreeSet<Uuid>,
    /// What rows said before; without a clock where they were written in this transaction.
    pub(super) history: Vec<(Option<u64>, OldRow)>,
    pub(super) held: BTreeMap<Uuid, Vec<HeldGrant>>,
    pub(super) changed_grants: Vec<HeldGrant>,
    pub(super) members: Vec<Member>,
    /// Whether each of these participants was erased.
    pub(super) erased: HashMap<Uuid, bool>,
    /// The clock, where it was taken already: a planted bug.
    pub(crate) clock: Option<u64>,
}

impl Working {
    pub fn new(centre: Uuid, now: i64) -> Self {
        Self {
            centre,
            now,
            loaded: Loaded::default(),
            written: BTreeSet::new(),
            history: Vec::new(),
            held: BTreeMap::new(),
            changed_grants: Vec::new(),
            members: Vec::new(),
            erased: HashMap::new(),
            clock: None,
        }
    }

    /// What a batch is going to read, in few round trips.
    pub async fn load(
        &mut self,
        read: &mut dyn Reading,
        reads: impl IntoIterator<Item = Read> + Send,
    ) -> Result<(), DatabaseError> {
        let reads: Vec<Read> = reads.into_iter().collect();
        self.loaded.load(read, self.centre, reads).await
    }

    /// Asks the rules and takes what they wrote into memory. A refusal leaves no trace.
    pub async fn apply(
        &mut self,
        read: &mut dyn Reading,
        ask: Ask<'_>,
    ) -> Result<Decision, DatabaseError> {
        let applied = loop {
            // The rules do no I/O and change nothing but their answer, so a panic among them costs
            // this one command.
            let asked = catch_unwind(AssertUnwindSafe(|| ask(&self.loaded)));
            let mut missed = self.loaded.take_missed();
            if let Ok(Ok(applied)) = &asked {
                let ids = applied.rows.iter().map(Row::id);
                missed.extend(ids.filter(|id| !self.loaded.knows(*id)).map(Read::Row));
            }
            if !missed.is_empty() {
                self.loaded.load(read, self.centre, missed).await?;
                continue;
            }
            match asked {
                Ok(Ok(applied)) => break applied,
                Ok(Err(refusal)) => return Ok(Decision::refused(refusal.code())),
                Err(_) => {
                    tracing::error!("a rule panicked; the mutation is kept for the coordinator");
                    return Ok(Decision::refused("internal"));
                }
            }
        };
        let about: Vec<Uuid> =
            applied.rows.iter().filter_map(Row::participant).map(Uuid::from).collect();
        self.load_erased(read, about.iter().copied()).await?;
        if self.any_erased(&about) {
            return Ok(Decision::refused(ERASED));
        }
        if applied.rows.iter().any(|row| self.takes_anothers_place(row)) {
            return Ok(Decision::refused(Refusal::IdInUse.code()));
        }
        for row in applied.rows {
            self.write(read, row).await?;
        }
        let verdict = match applied.outcome {
            Merge::Applied => Verdict::Applied,
            Merge::Merged => Verdict::Merged,
            Merge::Conflict => Verdict::Conflict,
        };
        let reason = None;
        Ok(Decision { verdict, reason })
    }

    /// Which of these participants were erased.
    pub async fn load_erased(
        &mut self,
        read: &mut dyn Reading,
        ids: impl IntoIterator<Item = Uuid> + Send,
    ) -> Result<(), DatabaseError> {
        let unknown: Vec<Uuid> =
            ids.into_iter().filter(|id| !self.erased.contains_key(id)).collect();
        if unknown.is_empty() {
            return Ok(());
        }
        let erased = read.erased(self.centre, &unknown).await?;
        self.erased.extend(unknown.into_iter().map(|id| (id, erased.contains(&id))));
        Ok(())
    }

    /// Loaded before by [`Working::load_erased`].
    pub fn any_erased(&self, ids: &[Uuid]) -> bool {
        ids.iter().any(|id| self.erased.get(id).copied().unwrap_or(false))
    }

    pub fn has_writes(&self) -> bool {
        !self.written.is_empty()
    }

    /// A row is never moved to another scope or made another kind, nor written where something lies
    /// that was removed or that this release cannot read.
    fn takes_anothers_place(&self, row: &Row) -> bool {
        let centre = CentreId(self.centre);
        match self.loaded.view.row(row.id()) {
            Some(now) => (now.kind(), now.scope(centre)) != (row.kind(), row.scope(centre)),
            None => self.loaded.stored.contains_key(&row.id()),
        }
    }

    async fn write(&mut self, read: &mut dyn Reading, row: Row) -> Result<(), DatabaseError> {
        let id = row.id();
        if let Some(before) = self.loaded.view.row(id) {
            if *before == row {
                return Ok(());
            }
            let stored = self.loaded.stored.get(&id);
            let stored = stored.filter(|_| !self.written.contains(&id));
            let body = match stored {
                Some(stored) => stored.body.clone(),
                None => super::write::body(before)?,
            };
            let clock = stored.map(|stored| stored.seq);
            self.history.push((clock, OldRow { id, seq: 0, body }));
        }
        match &row {
            Row::Assignment(assignment) => self.follow_assignment(read, assignment).await?,
            Row::Member(member) => self.members.push(Member {
                centre: self.centre,
                id: member.id.0,
                role: super::grants::role_name(member.role).to_owned(),
            }),
            _ => {}
        }
        self.written.insert(id);
        self.loaded.view.upsert(row);
        Ok(())
    }
}

impl Decision {
    pub fn refused(code: &'static str) -> Self {
        Self { verdict: Verdict::Quarantined, reason: Some(code) }
    }
}
