//! What a coordinator does from the command line: commands decided by the same rules as a phone's,
//! written in one transaction, all or none. An edit that met another's change is kept for review.

mod kept;

use std::collections::BTreeSet;

use database::{Database, DatabaseError};
use domain::{
    Actor, Applied, CentreId, CoordinatorCommand, MemberId, Merge, Moment, Occasion, Read, Role,
    Row, View, apply_coordinator,
};
use sync::Verdict;
use uuid::Uuid;

use crate::apply::{Decision, ERASED, Working};
use crate::{audit, random};

/// What became of the commands, in their order.
#[derive(Debug)]
pub struct Done {
    pub decisions: Vec<Decision>,
    /// None: something was refused, or it was a rehearsal, or nothing changed. No row was written.
    pub clock: Option<u64>,
    /// The edits that met another's change and were kept for review, by their ids as mutations.
    pub waiting: Vec<Uuid>,
}

impl Done {
    /// The place of the first command that was not taken, and why.
    pub fn refused(&self) -> Option<(usize, &'static str)> {
        let refused = |d: &Decision| matches!(d.verdict, Verdict::Quarantined | Verdict::Conflict);
        let place = self.decisions.iter().position(refused)?;
        Some((place, self.decisions[place].reason.unwrap_or("conflict")))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mode {
    ForReal,
    /// Decides everything and writes nothing.
    Rehearsal,
}

/// Whoever sits at the command line has no row of their own.
pub const COMMAND_LINE: MemberId = MemberId(Uuid::nil());

pub async fn coordinate(
    database: &dyn Database,
    centre: Uuid,
    now: i64,
    commands: &[CoordinatorCommand],
    mode: Mode,
) -> Result<Done, DatabaseError> {
    let mut write = database.begin_write().await?;
    let write_ref = write.as_mut();
    let reads: Vec<Read> = commands.iter().flat_map(CoordinatorCommand::reads).collect();
    let locks = ids_of(&reads);
    write_ref.lock(centre, &locks).await?;
    let mut working = Working::new(centre, now);
    working.load_erased(write_ref, locks).await?;
    working.load(write_ref, reads).await?;
    let actor = Actor { centre: CentreId(centre), member: COMMAND_LINE, role: Role::Coordinator };
    let occasion = Occasion { at: Moment(now) };
    let mut decisions = Vec::with_capacity(commands.len());
    for command in commands {
        if working.any_erased(&ids_of(&command.reads())) {
            decisions.push(Decision::refused(ERASED));
            continue;
        }
        let ask = |view: &dyn View| apply_coordinator(view, &actor, &occasion, command);
        decisions.push(working.apply(write_ref, &ask).await?);
    }
    let mut done = Done { decisions, clock: None, waiting: Vec::new() };
    if mode == Mode::ForReal && done.refused().is_none() && working.has_writes() {
        let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
        done.clock = Some(working.write_out(write_ref, commit).await?);
        audit::of_commands(write_ref, centre, now, commands).await?;
        write.commit().await?;
        return Ok(done);
    }
    let conflict = |(_, decision): &(_, &Decision)| decision.verdict == Verdict::Conflict;
    let met = commands.iter().zip(&done.decisions).filter(conflict);
    let met: Vec<&CoordinatorCommand> = met.map(|(command, _)| command).collect();
    if mode == Mode::ForReal && !met.is_empty() {
        done.waiting = kept::keep(write_ref, centre, Moment(now), &met).await?;
        audit::of_commands(write_ref, centre, now, met).await?;
        write.commit().await?;
    }
    Ok(done)
}

/// What must be locked for these reads: rows by themselves, and participants for all that is about them.
pub(crate) fn ids_of(reads: &[Read]) -> Vec<Uuid> {
    let ids: BTreeSet<Uuid> = reads
        .iter()
        .map(|read| match read {
            Read::Row(id) => *id,
            Read::OfParticipant(participant, _) => participant.0,
        })
        .collect();
    ids.into_iter().collect()
}

/// Puts rows in place that nobody decided: a made-up centre's. Rows that are there as they should be
/// are not touched. Returns the new clock, if anything changed.
pub async fn put_in_place(
    database: &dyn Database,
    centre: Uuid,
    now: i64,
    rows: Vec<Row>,
) -> Result<Option<u64>, DatabaseError> {
    let mut write = database.begin_write().await?;
    let write_ref = write.as_mut();
    let reads = rows.iter().map(|row| Read::Row(row.id())).collect::<Vec<_>>();
    let mut locks = ids_of(&reads);
    locks.extend(rows.iter().filter_map(Row::participant).map(Uuid::from));
    locks.sort_unstable();
    locks.dedup();
    write_ref.lock(centre, &locks).await?;
    let mut working = Working::new(centre, now);
    working.load(write_ref, reads).await?;
    let ask = |_: &dyn View| Ok(Applied { rows: rows.clone(), outcome: Merge::Applied });
    let decision = working.apply(write_ref, &ask).await?;
    if decision.verdict != Verdict::Applied || !working.has_writes() {
        return Ok(None);
    }
    let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
    let clock = working.write_out(write_ref, commit).await?;
    write.commit().await?;
    Ok(Some(clock))
}

/// A centre's clock row, at its beginning.
pub async fn add_centre(
    database: &dyn Database,
    settled: &domain::Centre,
) -> Result<(), DatabaseError> {
    let country = match settled.country {
        domain::Country::Norway => "NO",
        domain::Country::Denmark => "DK",
    };
    let centre = database::Centre {
        id: settled.id.0,
        name: settled.name.to_string(),
        country: country.to_owned(),
        language: settled.language.tag().to_owned(),
        clock: 0,
        commit: random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?,
        backed_up: 0,
        pruned: 0,
    };
    let mut write = database.begin_write().await?;
    write.add_centre(&centre).await?;
    write.commit().await
}
