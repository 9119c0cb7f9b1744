//! Follow-ups, derived by the centre's rules from the first attended accompaniment.

use super::{Visit, conversations, visits};
use crate::{
    After, Day, FollowUpDecision, FollowUpKey, FollowUpMark, FollowUpRule, MemoryView,
    ParticipantId,
};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FollowUp {
    pub participant: ParticipantId,
    pub key: FollowUpKey,
    pub due: Day,
    pub state: FollowUpState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FollowUpState {
    Open,
    Done,
    Skipped,
}

/// In order of the rules. Empty until someone has attended.
pub fn follow_ups(
    view: &MemoryView,
    participant: ParticipantId,
    rules: &[FollowUpRule],
) -> Vec<FollowUp> {
    let attended =
        |visit: &Visit<'_>| visit.check_out.is_some_and(|check_out| check_out.outcome.attended());
    let visits = visits(view, participant);
    let Some(first) = visits.iter().filter(|visit| attended(visit)).map(Visit::day).min() else {
        return Vec::new();
    };
    rules.iter().map(|rule| derive(view, participant, *rule, first)).collect()
}

/// The one to have today. Of several that are due the latest says it all, and one that is settled
/// settles those before it: nobody is asked about the first week when the first month is done.
pub fn follow_up_due(
    view: &MemoryView,
    participant: ParticipantId,
    rules: &[FollowUpRule],
    today: Day,
) -> Option<FollowUp> {
    let all = follow_ups(view, participant, rules);
    let settled = all.iter().filter(|one| one.state != FollowUpState::Open).map(|one| one.due);
    let settled = settled.max();
    all.into_iter()
        .filter(|one| one.state == FollowUpState::Open && one.due <= today)
        .filter(|one| settled.is_none_or(|settled| settled < one.due))
        .max_by_key(|one| one.due)
}

fn derive(
    view: &MemoryView,
    participant: ParticipantId,
    rule: FollowUpRule,
    first: Day,
) -> FollowUp {
    let mut due = match rule.after {
        After::Days(days) => first.plus_days(days.into()),
        After::Months(months) => first.plus_months(months.into()),
    };
    let mut state = FollowUpState::Open;
    // Marks come in order of id, so in order of time: the last decision stands.
    for mark in view.about::<FollowUpMark>(participant).filter(|mark| mark.key == rule.key) {
        match mark.decision {
            FollowUpDecision::MovedTo(day) => (due, state) = (day, FollowUpState::Open),
            FollowUpDecision::Skipped => state = FollowUpState::Skipped,
        }
    }
    let talks = conversations(view, participant);
    if talks.iter().any(|talk| talk.said.follow_up == Some(rule.key)) {
        state = FollowUpState::Done;
    }
    FollowUp { participant, key: rule.key, due, state }
}
