//! An accompaniment with what became of it.

use crate::{
    Accompaniment, AccompanimentId, CheckIn, CheckInPoint, CheckOut, LocalTime, MemoryView,
    ParticipantId,
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
}

/// One visit, if its plan is on the phone and was not taken back.
pub fn visit(view: &MemoryView, id: AccompanimentId) -> Option<Visit<'_>> {
    let plan = view.get::<Accompaniment>(id).filter(|plan| plan.voided.is_none())?;
    Some(with_events(view, plan))
}

/// All visits with a participant, in order of their planned start.
pub fn visits(view: &MemoryView, participant: ParticipantId) -> Vec<Visit<'_>> {
    let plans = view.about::<Accompaniment>(participant).filter(|plan| plan.voided.is_none());
    let mut visits: Vec<Visit<'_>> = plans.map(|plan| with_events(view, plan)).collect();
    visits.sort_by_key(|visit| (visit.plan.starts.value, visit.plan.id));
    visits
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
    let standing = || {
        view.about::<CheckOut>(plan.participant)
            .filter(|row| row.accompaniment == plan.id && row.voided.is_none())
    };
    standing().rfind(|row| !standing().any(|other| other.supersedes == Some(row.id)))
}
