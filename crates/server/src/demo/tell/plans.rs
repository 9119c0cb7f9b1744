//! What lies ahead: something today, and something later this week.

use domain::{Accompaniment, Activity, Day, Field, LocalTime, TimeOfDay};

use super::super::clock;
use super::super::story::Ahead;
use super::{Subject, Teller, number_in, optional, text, time};

impl Teller<'_> {
    pub(super) fn plan(&mut self, subject: &Subject<'_>) {
        let plan = match subject.story.ahead {
            Ahead::Nothing => return,
            Ahead::Today(prefer) => self.today(subject, prefer),
            Ahead::Soon(prefer) => self.soon(subject, prefer),
        };
        self.rows.push(plan.into());
    }

    /// An activity that begins in an hour or later, else a walk.
    fn today(&self, subject: &Subject<'_>, prefer: &[&str]) -> Accompaniment {
        let day = self.reading.today;
        let passed = clock::minutes_into(day, self.now);
        let activity =
            prefer.iter().filter_map(|mark| self.activities.get(*mark)).find(|activity| {
                activity.recurrence.on(day) && i64::from(activity.starts.minutes()) >= passed + 60
            });
        match activity {
            Some(activity) => self.going(subject, activity, day),
            None => self.walk(subject, &day.to_string(), LocalTime { day, time: ahead_of(passed) }),
        }
    }

    /// The first of the activities' days from tomorrow on, else a walk the day after tomorrow.
    fn soon(&self, subject: &Subject<'_>, prefer: &[&str]) -> Accompaniment {
        let (tomorrow, last) = (self.days_ago(-1), self.days_ago(-6));
        let next = prefer
            .iter()
            .filter_map(|mark| self.activities.get(*mark))
            .filter_map(|activity| Some((activity.recurrence.next(tomorrow)?, activity)))
            .min_by_key(|(day, activity)| (*day, activity.starts));
        match next {
            Some((day, activity)) if day <= last => self.going(subject, activity, day),
            _ => {
                let day = self.days_ago(-2);
                let starts = LocalTime { day, time: time(13, 0) };
                self.walk(subject, &day.to_string(), starts)
            }
        }
    }

    fn going(&self, subject: &Subject<'_>, activity: &Activity, day: Day) -> Accompaniment {
        let starts = LocalTime { day, time: activity.starts };
        Accompaniment {
            activity: Some(activity.id),
            what: activity.name.clone(),
            minutes: activity.minutes,
            meeting_point: Field::new(Some(activity.place.name.clone())),
            ..self.walk(subject, &day.to_string(), starts)
        }
    }

    pub(super) fn walk(
        &self,
        subject: &Subject<'_>,
        which: &str,
        starts: LocalTime,
    ) -> Accompaniment {
        let walks = self.script.words.walks;
        // Each participant has their own.
        let of_theirs = number_in(subject.story.of) % walks.len();
        let (what, door) = walks[of_theirs];
        // Planned the day before it, or before today if it lies ahead.
        let planned = starts.day.min(self.reading.today).plus_days(-1);
        Accompaniment {
            id: self.id("plan", subject.story.of, which).into(),
            participant: subject.participant,
            companion: subject.lead,
            activity: None,
            what: text(what),
            starts: Field::new(starts),
            minutes: 60,
            meeting_point: Field::new(optional(door)),
            transport: None,
            planned_by: self.coordinator,
            planned_at: self.moment(planned, 9, 30),
            voided: None,
        }
    }
}

/// One to two hours ahead, by day; in the evening as late as it must be, so that it still lies ahead.
fn ahead_of(passed: i64) -> TimeOfDay {
    let by_day = ((passed.div_euclid(60) + 2) * 60).clamp(9 * 60, 20 * 60);
    let late = ((passed + 30).div_euclid(15) + 1) * 15;
    let minutes = if by_day >= passed + 30 { by_day } else { late.min(24 * 60 - 1) };
    let minutes = u16::try_from(minutes).unwrap_or_default();
    time(minutes / 60, minutes % 60)
}
