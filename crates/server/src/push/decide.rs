//! What becomes of one mutation.

use database::{DatabaseError, Device, HeldGrant, Reading};
use domain::{
    Actor, CentreId, MemberId, Moment, Occasion, Role, VolunteerCommand, apply_volunteer,
};
use planted::Planted;
use sync::{Envelope, Grant, Verdict};

use super::incoming::Incoming;
use crate::apply::{Decision, ERASED, Working};

/// Written under no grant that the member held, or received too long after its end.
const NO_GRANT: &str = "no_grant";
/// Of a later release, or damaged.
const UNKNOWN_COMMAND: &str = "unknown_command";
/// The database failed over it each time, and took the others.
const CHOKED: &str = "internal";

/// Voided on the phone: it does nothing, whoever it was about.
pub const VOIDED: &str = "voided";

/// `grace` is in milliseconds.
pub async fn decide(
    working: &mut Working,
    read: &mut dyn Reading,
    device: &Device,
    role: Role,
    mutation: &Incoming,
    (now, grace): (i64, i64),
) -> Result<Decision, DatabaseError> {
    if mutation.voided {
        return Ok(Decision { verdict: Verdict::Applied, reason: Some(VOIDED) });
    }
    if working.any_erased(&mutation.about) {
        return Ok(Decision::refused(ERASED));
    }
    let Some(command) = &mutation.command else {
        return Ok(Decision::refused(if mutation.choked { CHOKED } else { UNKNOWN_COMMAND }));
    };
    let held = working.held_by(device.member);
    if !granted(held, &mutation.envelope, command, now, grace) {
        return Ok(Decision::refused(NO_GRANT));
    }
    let actor = Actor { centre: CentreId(device.centre), member: MemberId(device.member), role };
    let occasion = Occasion { at: Moment(mutation.envelope.at) };
    let ask = |view: &dyn domain::View| apply_volunteer(view, &actor, &occasion, command);
    working.apply(read, &ask).await
}

/// The envelope must name the participant of the command, at a version that this member held: now, or
/// until no longer ago than the grace.
fn granted(
    held: &[HeldGrant],
    envelope: &Envelope,
    command: &VolunteerCommand,
    now: i64,
    grace: i64,
) -> bool {
    let Some(Grant { scope, version }) = envelope.grant else {
        return false;
    };
    let version = held.iter().find(|grant| (grant.scope, grant.version) == (scope, version));
    scope == command.participant().0
        && version.is_some_and(|grant| {
            grant.ended_at.is_none_or(|ended| now - ended <= grace)
                || planted::is(Planted::GraceIgnored)
        })
}
