//! Where a participant stands: derived from what happened, never typed in.

use super::{conversations, visits};
use crate::{Assignment, ClosingReason, Consent, MemoryView, Outcome, Participant, Purpose};

/// The stages of `research/domain.md` §3; methods map onto them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Stage {
    Referred,
    Contacted,
    Consented,
    Exploring,
    Matched,
    Accompanied,
    AttendingAlone,
    Paused,
    Declined,
    Withdrawn,
    Deceased,
    Closed,
}

pub fn stage(view: &MemoryView, participant: &Participant) -> Stage {
    if let Some(closing) = participant.closed {
        return match closing.reason {
            ClosingReason::Declined => Stage::Declined,
            ClosingReason::Withdrawn => Stage::Withdrawn,
            ClosingReason::Deceased => Stage::Deceased,
            ClosingReason::Reached | ClosingReason::Moved | ClosingReason::Other => Stage::Closed,
        };
    }
    if participant.paused.is_some() {
        return Stage::Paused;
    }
    let id = participant.id;
    let visits = visits(view, id);
    let last_attended = visits
        .iter()
        .rev()
        .filter_map(|visit| visit.check_out)
        .map(|check_out| check_out.outcome)
        .find(|outcome| outcome.attended());
    match last_attended {
        Some(Outcome::AttendedAlone) => return Stage::AttendingAlone,
        Some(_) => return Stage::Accompanied,
        None if !visits.is_empty() => return Stage::Matched,
        None => {}
    }
    let agreed = |consent: &Consent| {
        consent.purpose == Purpose::Participation && consent.withdrawn.is_none()
    };
    if !conversations(view, id).is_empty() {
        Stage::Exploring
    } else if view.about::<Consent>(id).any(agreed) {
        Stage::Consented
    } else if view.about::<Assignment>(id).any(Assignment::active) {
        Stage::Contacted
    } else {
        Stage::Referred
    }
}
