//! What has happened with a participant, the latest first.

use super::{Visit, visits};
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
            Event::Visit(visit) => visit.plan.starts.value.day,
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

/// Conversations, ended visits and changes that stand: voided and corrected ones are left out.
pub fn timeline(view: &MemoryView, participant: ParticipantId) -> Vec<Event<'_>> {
    let talks = || view.about::<Conversation>(participant).filter(|talk| talk.voided.is_none());
    let standing = talks()
        .filter(|talk| !talks().any(|other| other.supersedes == Some(talk.id)))
        .map(Event::Talk);
    let visits = visits(view, participant).into_iter().filter(|visit| visit.check_out.is_some());
    let changes = view
        .about::<Change>(participant)
        .filter(|change| change.voided.is_none())
        .map(Event::Change);
    let mut events: Vec<Event<'_>> =
        standing.chain(visits.map(Event::Visit)).chain(changes).collect();
    events.sort_by_key(|event| std::cmp::Reverse((event.day(), event.recorded())));
    events
}
