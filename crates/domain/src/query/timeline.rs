//! What has happened with a participant, the latest first.

use super::{Visit, conversations, visit::takes_part, visits};
use crate::order::sort_by_key;
use crate::{Change, Conversation, Day, MemoryView, Moment, ParticipantId};

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Event<'a> {
    Talk(&'a Conversation),
    Visit(Visit<'a>),
    Change(&'a Change),
}

impl Event<'_> {
    /// The day it is listed under.
    pub fn day(&self) -> Day {
        match self {
            Event::Talk(talk) => talk.said.day,
            Event::Visit(visit) => visit.day(),
            Event::Change(change) => change.at.utc_day(),
        }
    }

    fn recorded(&self) -> Moment {
        match self {
            Event::Talk(talk) => talk.at,
            Event::Visit(visit) => visit.check_out.map_or(visit.plan.planned_at, |out| out.at),
            Event::Change(change) => change.at,
        }
    }
}

/// Conversations, ended visits and changes that stand: voided and corrected ones are left out. Nothing,
/// once the participant takes part no more.
pub fn timeline(view: &MemoryView, participant: ParticipantId) -> Vec<Event<'_>> {
    if !takes_part(view, participant) {
        return Vec::new();
    }
    let talks = conversations(view, participant).into_iter().map(Event::Talk);
    let visits = visits(view, participant).into_iter().filter(|visit| visit.check_out.is_some());
    let changes = view
        .about::<Change>(participant)
        .filter(|change| change.voided.is_none())
        .map(Event::Change);
    let mut events: Vec<Event<'_>> = talks.chain(visits.map(Event::Visit)).chain(changes).collect();
    sort_by_key(&mut events, |event| std::cmp::Reverse((event.day(), event.recorded())));
    events
}
