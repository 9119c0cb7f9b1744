//! Follow-ups, derived by the centre's rules from the first attended accompaniment.

use super::visits;
use crate::{
    After, Conversation, Day, FollowUpDecision, FollowUpKey, FollowUpMark, FollowUpRule,
    MemoryView, ParticipantId,
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
    let attended = |visit: &super::Visit<'_>| {
        visit.check_out.is_some_and(|check_out| check_out.outcome.attended())
    };
    let Some(first) = visits(view, participant).into_iter().find(attended) else {
        return Vec::new();
    };
    let first = first.plan.starts.value.day;
    rules.iter().map(|rule| derive(view, participant, *rule, first)).collect()
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
    let done = view
        .about::<Conversation>(participant)
        .any(|talk| talk.voided.is_none() && talk.said.follow_up == Some(rule.key));
    if done {
        state = FollowUpState::Done;
    }
    FollowUp { participant, key: rule.key, due, state }
}
