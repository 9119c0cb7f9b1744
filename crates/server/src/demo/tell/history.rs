//! What has happened: conversations, wishes, goings-together that were closed.

use domain::{
    Accompaniment, Activity, Change, CheckIn, CheckInPoint, CheckOut, CheckOutDetails,
    Conversation, Day, Face, Field, FirstConversation, FollowUpDecision, FollowUpMark, LocalTime,
    NextStep, Outcome, Present, Said, TalkKind, Told, Wish,
};

use super::super::clock;
use super::super::story::{First, Talk, Trip, Unclosed, Wished};
use super::{Subject, Teller, fixed, optional, text, time};

impl Teller<'_> {
    pub(super) fn happened(&mut self, subject: &Subject<'_>) {
        let story = subject.story;
        if let Some(first) = &story.first {
            self.first(subject, first);
        }
        for (index, talk) in story.talks.iter().enumerate() {
            self.talk(subject, index, talk);
        }
        for (index, wished) in story.wishes.iter().enumerate() {
            self.wish(subject, index, wished);
        }
        for (index, trip) in story.trips.iter().enumerate() {
            self.trip(subject, index, trip);
        }
        if let Some(unclosed) = &story.unclosed {
            self.unclosed(subject, unclosed);
        }
        for (index, changed) in story.changes.iter().enumerate() {
            let change = Change {
                id: self.id("change", story.of, &index.to_string()).into(),
                participant: subject.participant,
                about: changed.about,
                note: optional(changed.note),
                by: subject.lead,
                at: self.moment(self.days_ago(changed.ago), 16, 20),
                voided: None,
            };
            self.rows.push(change.into());
        }
        for mark in story.marks {
            let decision = match mark.moved_to {
                Some(days) => FollowUpDecision::MovedTo(self.days_ago(-days)),
                None => FollowUpDecision::Skipped,
            };
            let row = FollowUpMark {
                id: self.id("follow_up", story.of, &format!("{:?}", mark.key)).into(),
                participant: subject.participant,
                key: mark.key,
                decision,
                by: subject.lead,
                at: self.moment(self.days_ago(mark.ago), 18, 5),
            };
            self.rows.push(row.into());
        }
    }

    fn first(&mut self, subject: &Subject<'_>, first: &First) {
        let mut present = vec![Present::Participant];
        present.push(if first.by_coordinator { Present::Coordinator } else { Present::Volunteer });
        if first.interpreter {
            present.push(Present::Interpreter);
        }
        let day = self.days_ago(first.ago);
        let form = FirstConversation {
            place: Some(first.place),
            present,
            interpreter: first.interpreter.then_some(true),
            told: Told::ALL.to_vec(),
            earlier: optional(first.earlier),
            still_liked: optional(first.still_liked),
            good_at: optional(first.good_at),
            want_to_try: optional(first.want_to_try),
            when: first.when.to_vec(),
            company: first.company,
            how_often: first.how_often,
            ..FirstConversation::default()
        };
        let conversation = Conversation {
            id: self.id("conversation", subject.story.of, "first").into(),
            participant: subject.participant,
            by: if first.by_coordinator { self.coordinator } else { subject.lead },
            at: self.moment(day, 13, 40),
            said: Said {
                day,
                talk: TalkKind::First,
                matters: optional(first.matters),
                themes: first.themes.to_vec(),
                next: Some(NextStep { step: first.next, day: Some(day.plus_days(7)) }),
                first: form,
                follow_up: None,
                read_back: true,
            },
            supersedes: None,
            voided: None,
        };
        self.rows.push(conversation.into());
    }

    fn talk(&mut self, subject: &Subject<'_>, index: usize, talk: &Talk) {
        let day = self.days_ago(talk.ago);
        let conversation = Conversation {
            id: self.id("conversation", subject.story.of, &index.to_string()).into(),
            participant: subject.participant,
            by: subject.lead,
            at: self.moment(day, 14, 15),
            said: Said {
                day,
                talk: talk.talk,
                matters: optional(talk.matters),
                themes: talk.themes.to_vec(),
                next: Some(NextStep { step: talk.next, day: None }),
                first: FirstConversation::default(),
                follow_up: talk.follow_up,
                read_back: true,
            },
            supersedes: None,
            voided: None,
        };
        self.rows.push(conversation.into());
    }

    fn wish(&mut self, subject: &Subject<'_>, index: usize, wished: &Wished) {
        let mark = subject.story.of;
        let first = subject.story.first.as_ref().filter(|first| first.ago == wished.ago);
        let version = if wished.state == Default::default() { 1 } else { 2 };
        let wish = Wish {
            id: self.id("wish", mark, &index.to_string()).into(),
            participant: subject.participant,
            text: Field::new(text(wished.text)),
            state: Field { value: wished.state, version },
            themes: wished.themes.to_vec(),
            from: first.map(|_| self.id("conversation", mark, "first").into()),
            by: subject.lead,
            at: self.moment(self.days_ago(wished.ago), 14, 30),
        };
        self.rows.push(wish.into());
    }

    fn trip(&mut self, subject: &Subject<'_>, index: usize, trip: &Trip) {
        let activity = fixed(self.activities.get(trip.to).ok_or("a line of activities.csv"));
        let day = last_before(activity, self.days_ago(trip.ago));
        let starts = LocalTime { day, time: activity.starts };
        let which = index.to_string();
        let plan = Accompaniment {
            id: self.id("accompaniment", subject.story.of, &which).into(),
            participant: subject.participant,
            companion: subject.lead,
            activity: Some(activity.id),
            what: activity.name.clone(),
            starts: Field::new(starts),
            minutes: activity.minutes,
            meeting_point: Field::new(Some(activity.place.name.clone())),
            transport: None,
            planned_by: subject.lead,
            planned_at: self.moment(day.plus_days(-4), 10, 0),
            voided: None,
        };
        let begun = clock::moment(day, activity.starts);
        let ended = begun.plus_minutes(i64::from(activity.minutes));
        let (id, accompaniment) = (|what: &str| self.id(what, subject.story.of, &which), plan.id);
        let check_in = |point, minutes| CheckIn {
            id: id(if point == CheckInPoint::Met { "met" } else { "arrived" }).into(),
            participant: subject.participant,
            accompaniment,
            point,
            by: subject.lead,
            at: begun.plus_minutes(minutes),
            recorded: begun.plus_minutes(minutes),
            voided: None,
        };
        let mut rows = vec![plan.into()];
        if trip.outcome.needs_meeting() {
            rows.push(check_in(CheckInPoint::Met, -20).into());
        }
        if trip.outcome == Outcome::AttendedTogether {
            rows.push(check_in(CheckInPoint::Arrived, 2).into());
        }
        let check_out = CheckOut {
            id: id("done").into(),
            participant: subject.participant,
            accompaniment,
            by: subject.lead,
            at: if trip.outcome.cancelled() { begun.plus_minutes(-150) } else { ended },
            outcome: trip.outcome,
            again: trip.again,
            details: CheckOutDetails {
                host_welcomed: trip.welcomed,
                face: Face::try_from(trip.face).ok(),
                volunteer_ok: trip.welcomed.map(|_| true),
                note: optional(trip.note),
            },
            supersedes: None,
            voided: None,
        };
        rows.push(check_out.into());
        self.rows.extend(rows);
    }

    fn unclosed(&mut self, subject: &Subject<'_>, unclosed: &Unclosed) {
        let day = self.days_ago(unclosed.ago);
        let starts = LocalTime { day, time: time(unclosed.hour, 0) };
        let plan = self.walk(subject, "unclosed", starts);
        if unclosed.met {
            let at = self.moment(day, unclosed.hour, 3);
            let check_in = CheckIn {
                id: self.id("met", subject.story.of, "unclosed").into(),
                participant: subject.participant,
                accompaniment: plan.id,
                point: CheckInPoint::Met,
                by: subject.lead,
                at,
                recorded: at,
                voided: None,
            };
            self.rows.push(check_in.into());
        }
        self.rows.push(plan.into());
    }
}

/// The activity's last day at or before `day`; that day itself where there is none in two months.
fn last_before(activity: &Activity, day: Day) -> Day {
    let back = (0..62).map(|ago| day.plus_days(-ago));
    back.into_iter().find(|day| activity.recurrence.on(*day)).unwrap_or(day)
}
