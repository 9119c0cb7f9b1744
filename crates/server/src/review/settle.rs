//! Settling what waits for review.

use database::{Audited, Database, DatabaseError, Reading, Settled, Settlement};
use domain::{
    Actor, CentreId, CoordinatorCommand, MemberId, Moment, Occasion, Read, Role, View,
    VolunteerCommand, apply_coordinator, apply_volunteer,
};
use sync::Verdict;
use uuid::Uuid;

use super::{Waiting, waiting};
use crate::apply::{Working, role};
use crate::coordinate::{COMMAND_LINE, ids_of};
use crate::{audit, random};

#[derive(Debug, thiserror::Error)]
pub enum SettleError {
    #[error("nothing with this id waits for review")]
    Unknown,
    #[error("it has been settled before")]
    Before,
    #[error("this release cannot read what it asks for, so it cannot be taken")]
    Unreadable,
    #[error("it still cannot be applied: {0}")]
    Refused(&'static str),
    #[error(transparent)]
    Database(#[from] DatabaseError),
}

/// Durable when it returns.
pub async fn settle(
    database: &dyn Database,
    centre: Uuid,
    id: Uuid,
    how: Settlement,
    by: Uuid,
    now: i64,
) -> Result<Settled, SettleError> {
    let mut read = database.begin_read().await?;
    let all = waiting(read.as_mut(), centre).await?;
    let Some(one) = all.into_iter().find(|one| one.decided.id == id) else {
        let before = read.settled(centre).await?.iter().any(|settled| settled.id == id);
        return Err(if before { SettleError::Before } else { SettleError::Unknown });
    };
    let actor = author(read.as_mut(), centre, &one).await?;
    drop(read);
    let reads = match how {
        Settlement::Taken => Fresh::read(&one)?.reads(),
        Settlement::Kept | Settlement::Noted => Vec::new(),
    };
    let mut locks = ids_of(&reads);
    locks.push(id);
    locks.sort_unstable();
    locks.dedup();

    let mut write = database.begin_write().await?;
    write.lock(centre, &locks).await?;
    // Looked at again, under the lock.
    if write.settled(centre).await?.iter().any(|settled| settled.id == id) {
        return Err(SettleError::Before);
    }
    let mut working = Working::new(centre, now);
    if how == Settlement::Taken {
        let command = Fresh::read(&one)?;
        working.load(write.as_mut(), reads).await?;
        let occasion = Occasion { at: Moment(one.envelope.at) };
        let ask = |view: &dyn View| command.apply(view, &actor, &occasion);
        let decision = working.apply(write.as_mut(), &ask).await?;
        if matches!(decision.verdict, Verdict::Quarantined | Verdict::Conflict) {
            return Err(SettleError::Refused(decision.reason.unwrap_or("conflict")));
        }
    }
    let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
    let clock = working.write_out(write.as_mut(), commit).await?;
    let settled = Settled { centre, id, how, by, at: now, clock };
    write.add_settled(std::slice::from_ref(&settled)).await?;
    let line = audit::line(centre, now, "settle", one.decided.scope)?;
    write.add_audited(&[Audited { by, ..line }]).await?;
    write.commit().await?;
    Ok(settled)
}

/// Whoever recorded it stays its author: the coordinator lets it in.
async fn author(
    read: &mut dyn Reading,
    centre: Uuid,
    waiting: &Waiting,
) -> Result<Actor, DatabaseError> {
    let member = waiting.author.unwrap_or(COMMAND_LINE.0);
    let role = match member == COMMAND_LINE.0 {
        true => Role::Coordinator,
        false => {
            let found = read.members(centre, &[member]).await?;
            found.first().map_or(Role::Volunteer, |member| role(&member.role))
        }
    };
    Ok(Actor { centre: CentreId(centre), member: MemberId(member), role })
}

enum Fresh {
    Volunteer(VolunteerCommand),
    Coordinator(CoordinatorCommand),
}

impl Fresh {
    /// What a phone recorded is never read as a coordinator's command.
    fn read(waiting: &Waiting) -> Result<Self, SettleError> {
        let command = &waiting.command;
        let read = match waiting.decided.key.device == COMMAND_LINE.0 {
            true => serde_json::from_value(command.clone()).map(Fresh::Coordinator),
            false => serde_json::from_value(command.clone()).map(Fresh::Volunteer),
        };
        read.map_err(|_| SettleError::Unreadable)
    }

    fn reads(&self) -> Vec<Read> {
        match self {
            Fresh::Volunteer(command) => command.reads(),
            Fresh::Coordinator(command) => command.reads(),
        }
    }

    fn apply(
        &self,
        view: &dyn View,
        actor: &Actor,
        occasion: &Occasion,
    ) -> Result<domain::Applied, domain::Refusal> {
        match self {
            Fresh::Volunteer(command) => apply_volunteer(view, actor, occasion, command),
            Fresh::Coordinator(command) => {
                apply_coordinator(view, actor, occasion, &command.having_seen(view))
            }
        }
    }
}
