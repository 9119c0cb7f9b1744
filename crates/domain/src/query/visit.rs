//! An accompaniment with what became of it.

use super::standing::standing;
use crate::order::sort_by_key;
use crate::{
    Accompaniment, AccompanimentId, CheckIn, CheckInPoint, CheckOut, Day, LocalTime, MemoryView,
    Participant, ParticipantId,
};

/// A plan and the check-ins and the check-out that count: not voided, not superseded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Visit<'a> {
    pub plan: &'a Accompaniment,
    pub met: Option<&'a CheckIn>,
    pub arrived: Option<&'a CheckIn>,
    pub check_out: Option<&'a CheckOut>,
}

/// How far a visit has come: what the one big button offers next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Progress {
    Planned,
    Met,
    Arrived,
    Ended,
}

impl Visit<'_> {
    pub fn progress(&self) -> Progress {
        match (self.check_out, self.arrived, self.met) {
            (Some(_), _, _) => Progress::Ended,
            (None, Some(_), _) => Progress::Arrived,
            (None, None, Some(_)) => Progress::Met,
            (None, None, None) => Progress::Planned,
        }
    }

    /// Met or there, and not done.
    pub fn under_way(&self) -> bool {
        matches!(self.progress(), Progress::Met | Progress::Arrived)
    }

    /// Minutes from the expected end to `now`; negative while it is still to come.
    pub fn minutes_over(&self, now: LocalTime) -> i32 {
        let starts = self.plan.starts.value;
        let days = now.day.days_since(starts.day);
        days * 1440 + i32::from(now.time.minutes())
            - i32::from(starts.time.minutes())
            - i32::from(self.plan.minutes)
    }

    /// The day it took place, else the planned one. People who meet on another day than planned seldom
    /// move the plan first. What was said within a day of the plan is the planned day: the day of a
    /// moment is known in UTC only.
    pub fn day(&self) -> Day {
        let planned = self.plan.starts.value.day;
        let away = |moment: crate::Moment| {
            let day = moment.utc_day();
            (day.days_since(planned).abs() > 1).then_some(day)
        };
        match (self.met.or(self.arrived), self.check_out) {
            (Some(check_in), _) => away(check_in.at).unwrap_or(planned),
            // "Done" is often said days later, but never before.
            (None, Some(out)) if out.outcome.attended() => {
                away(out.at).filter(|day| *day < planned).unwrap_or(planned)
            }
            _ => planned,
        }
    }

    /// What happened stands, even where another took the plan back meanwhile.
    fn stands(&self) -> bool {
        self.plan.voided.is_none()
            || self.met.is_some()
            || self.arrived.is_some()
            || self.check_out.is_some_and(|out| !out.outcome.cancelled())
    }
}

/// One visit, if its plan is on the phone and was not taken back, and the participant takes part.
pub fn visit(view: &MemoryView, id: AccompanimentId) -> Option<Visit<'_>> {
    let plan = view.get::<Accompaniment>(id)?;
    let visit = with_events(view, plan);
    (visit.stands() && takes_part(view, plan.participant)).then_some(visit)
}

/// All visits with a participant, in order of their planned start. None, once the participant takes
/// part no more.
pub fn visits(view: &MemoryView, participant: ParticipantId) -> Vec<Visit<'_>> {
    if !takes_part(view, participant) {
        return Vec::new();
    }
    let plans = view.about::<Accompaniment>(participant);
    let visits = plans.map(|plan| with_events(view, plan));
    let mut visits: Vec<Visit<'_>> = visits.filter(Visit::stands).collect();
    sort_by_key(&mut visits, |visit| (visit.plan.starts.value, visit.plan.id));
    visits
}

/// Someone who withdrew, died or moved leaves every screen at once, though the rows leave the phone only
/// with the centre's answer.
pub(super) fn takes_part(view: &MemoryView, participant: ParticipantId) -> bool {
    view.get::<Participant>(participant).is_none_or(|person| person.closed.is_none())
}

fn with_events<'a>(view: &'a MemoryView, plan: &'a Accompaniment) -> Visit<'a> {
    // The first of each counts: a second "met" from another phone says nothing new.
    let point = |point| {
        view.about::<CheckIn>(plan.participant)
            .find(|row| row.accompaniment == plan.id && row.voided.is_none() && row.point == point)
    };
    Visit {
        plan,
        met: point(CheckInPoint::Met),
        arrived: point(CheckInPoint::Arrived),
        check_out: check_out(view, plan),
    }
}

/// The last one that stands; a corrected one does not.
fn check_out<'a>(view: &'a MemoryView, plan: &Accompaniment) -> Option<&'a CheckOut> {
    let told = view.about::<CheckOut>(plan.participant);
    standing(told.filter(|row| row.accompaniment == plan.id).collect()).pop()
}
