//! Today: the one card, and the few things to do.

use super::{FollowUp, Progress, Visit, assigned, conversations, follow_up_due, visits};
use crate::order::sort_by_key;
use crate::{
    Accompaniment, Assignment, Centre, Day, FollowUpRule, LocalTime, MemberId, MemoryView, Part,
    Participant, ParticipantId, Step,
};

/// What a volunteer's Today shows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agenda<'a> {
    /// The visit under way, else the next one.
    pub next: Option<(Visit<'a>, &'a Participant)>,
    /// The visits after that, in order of their start.
    pub later: Vec<(Visit<'a>, &'a Participant)>,
    /// The most pressing first. Screens show three.
    pub todo: Vec<Todo<'a>>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Todo<'a> {
    /// It should be over, and nobody said how it went.
    Unclosed(Visit<'a>, &'a Participant),
    FollowUp(FollowUp, &'a Participant),
    /// "Call" was agreed for a day that has come.
    Call(Day, &'a Participant),
    /// Newly assigned: nothing was talked about yet.
    FirstTalk(&'a Participant),
}

/// An hour after its expected end, a visit that was never begun leaves the card and becomes a question.
const PATIENCE_MINUTES: i32 = 60;
/// A visit under way goes first from half a day before its start, and stays on the card until it is
/// closed, for half a day after its end. One that was begun by a wrong tap waits for its day.
const UNDER_WAY_MINUTES: i32 = 12 * 60;
/// Older visits are the coordinator's to close.
const UNCLOSED_DAYS: i32 = 31;

pub fn agenda(view: &MemoryView, member: MemberId, now: LocalTime) -> Agenda<'_> {
    let centre = view.all::<Centre>().next();
    let rules = centre.map_or(&FollowUpRule::DEFAULT[..], |centre| &centre.follow_up_rules);
    let (mut coming, mut todo) = (Vec::new(), Vec::new());
    let mut people: Vec<&Participant> = assigned(view, member).map(|(person, _)| person).collect();
    sort_by_key(&mut people, |person| person.id);
    people.dedup_by_key(|person| person.id);
    for person in people {
        for visit in visits(view, person.id) {
            if visit.progress() == Progress::Ended || goes_along(view, visit.plan) != member {
                continue;
            }
            let over = visit.minutes_over(now);
            let patience = if visit.under_way() { UNDER_WAY_MINUTES } else { PATIENCE_MINUTES };
            if over <= patience {
                coming.push((visit, person));
            } else if over <= UNCLOSED_DAYS * 1440 {
                todo.push(Todo::Unclosed(visit, person));
            }
        }
        if person.paused.is_none() {
            todo.extend(talks_to_have(view, person, rules, now.day));
        }
    }
    sort_by_key(&mut coming, |(visit, _)| {
        (!is_under_way(visit, now), visit.plan.starts.value, visit.plan.id)
    });
    sort_by_key(&mut todo, Todo::rank);
    let mut coming = coming.into_iter();
    Agenda { next: coming.next(), later: coming.collect(), todo }
}

impl<'a> Todo<'a> {
    pub fn participant(&self) -> &'a Participant {
        match self {
            Todo::Unclosed(_, person)
            | Todo::FollowUp(_, person)
            | Todo::Call(_, person)
            | Todo::FirstTalk(person) => person,
        }
    }

    fn rank(&self) -> (u8, Option<Day>, ParticipantId) {
        match self {
            Todo::Unclosed(visit, person) => (0, Some(visit.plan.starts.value.day), person.id),
            Todo::FollowUp(follow_up, person) => (1, Some(follow_up.due), person.id),
            Todo::Call(day, person) => (2, Some(*day), person.id),
            Todo::FirstTalk(person) => (3, None, person.id),
        }
    }
}

/// Whose visit it is: the planned companion's, and when that one was taken off, the lead's, so that
/// nobody waits at the door for someone who left.
fn goes_along(view: &MemoryView, plan: &Accompaniment) -> MemberId {
    let active = || view.about::<Assignment>(plan.participant).filter(|row| row.active());
    if active().any(|row| row.member == plan.companion) {
        return plan.companion;
    }
    let heir = active().min_by_key(|row| (row.part != Part::Lead, row.id));
    heir.map_or(plan.companion, |row| row.member)
}

fn is_under_way(visit: &Visit<'_>, now: LocalTime) -> bool {
    let since_start = visit.minutes_over(now) + i32::from(visit.plan.minutes);
    visit.under_way() && since_start >= -UNDER_WAY_MINUTES
}

fn talks_to_have<'a>(
    view: &'a MemoryView,
    person: &'a Participant,
    rules: &[FollowUpRule],
    today: Day,
) -> Vec<Todo<'a>> {
    let mut todo = Vec::new();
    let due = follow_up_due(view, person.id, rules, today);
    todo.extend(due.map(|follow_up| Todo::FollowUp(follow_up, person)));
    match conversations(view, person.id).iter().max_by_key(|talk| (talk.said.day, talk.at, talk.id))
    {
        // A follow-up asks for the same talk.
        None if due.is_some() => {}
        None => todo.push(Todo::FirstTalk(person)),
        Some(last) => {
            let call = last.said.next.filter(|next| next.step == Step::Call);
            let day = call.map(|next| next.day.unwrap_or(last.said.day));
            todo.extend(day.filter(|day| *day <= today).map(|day| Todo::Call(day, person)));
        }
    }
    todo
}
