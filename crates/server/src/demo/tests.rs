//! What the demo promises, on many days and at many hours.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use domain::{
    Accompaniment, Activity, Assignment, CheckIn, CheckOut, Conversation, Day, FollowUpRule, Is,
    MemoryView, Moment, Part, Participant, Row, TalkKind, TimeOfDay,
};

use super::{DemoCentre, centres, clock, large};

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(day: Day, hour: u16, minute: u16) -> Moment {
    clock::moment(day, TimeOfDay::new(hour, minute).unwrap())
}

/// Every weekday, both sides of a new year, and the days on which clocks change.
fn days() -> Vec<Day> {
    let week = (0..7).map(|ahead| day("2026-11-21").plus_days(ahead));
    week.chain(["2026-12-31", "2027-01-01", "2028-02-29", "2026-03-29", "2026-10-25"].map(day))
        .collect()
}

const MORNING: &[(u16, u16)] = &[(10, 30)];
const ROUND_THE_CLOCK: &[(u16, u16)] = &[(0, 0), (10, 30), (19, 59), (23, 50)];

fn everywhere(clocks: &[(u16, u16)], mut check: impl FnMut(Day, Moment, &DemoCentre)) {
    for today in days() {
        for (hour, minute) in clocks {
            let now = at(today, *hour, *minute);
            for centre in centres(today, now) {
                check(today, now, &centre);
            }
        }
    }
}

fn all<T: Is>(centre: &DemoCentre) -> Vec<&T> {
    centre.rows.iter().filter_map(T::of).collect()
}

#[test]
fn every_id_is_its_own_and_every_row_survives_json() {
    let today = day("2026-11-21");
    let mut seen = HashSet::new();
    for centre in centres(today, at(today, 10, 0)) {
        for row in centre.all_rows() {
            assert!(seen.insert(row.id()), "{row:?}");
            let json = serde_json::to_string(&row).unwrap();
            assert_eq!(serde_json::from_str::<Row>(&json).unwrap(), row);
        }
    }
}

#[test]
fn a_later_start_keeps_the_ids_and_plans_anew() {
    let (today, tomorrow) = (day("2026-11-21"), day("2026-11-22"));
    let first = centres(today, at(today, 10, 0));
    let second = centres(tomorrow, at(tomorrow, 15, 0));
    for (first, second) in first.iter().zip(&second) {
        let ids = |centre: &DemoCentre, today| -> BTreeSet<_> {
            let plans: HashSet<_> = centre.plans(today).map(|plan| plan.id.0).collect();
            centre.all_rows().map(|row| row.id()).filter(|id| !plans.contains(id)).collect()
        };
        assert!(ids(first, today) == ids(second, tomorrow));
        let today_plans: HashSet<_> = first
            .plans(today)
            .filter(|plan| plan.starts.value.day == today)
            .map(|plan| plan.id)
            .collect();
        assert!(second.plans(tomorrow).all(|plan| !today_plans.contains(&plan.id)));
    }
}

#[test]
fn each_volunteer_has_four_to_six_participants_who_exist() {
    everywhere(MORNING, |_, _, centre| {
        assert_eq!(centre.volunteers().count(), 3);
        assert_eq!(centre.members.len(), 4);
        let participants: HashSet<_> =
            all::<Participant>(centre).iter().map(|participant| participant.id).collect();
        let mut of: BTreeMap<_, HashSet<_>> = BTreeMap::new();
        for assignment in all::<Assignment>(centre) {
            assert!(participants.contains(&assignment.participant));
            of.entry(assignment.member).or_default().insert(assignment.participant);
        }
        for volunteer in centre.volunteers() {
            let held = of[&volunteer.id].len();
            assert!((4..=6).contains(&held), "{}: {held}", volunteer.first_name);
            assert!(volunteer.capacity.is_some_and(|most| held <= usize::from(most)));
        }
        for row in &centre.rows {
            assert!(row.participant().is_none_or(|id| participants.contains(&id)));
        }
    });
}

#[test]
fn each_volunteer_has_something_today_and_something_soon() {
    everywhere(ROUND_THE_CLOCK, |today, now, centre| {
        for volunteer in centre.volunteers() {
            let mine: Vec<_> =
                centre.plans(today).filter(|plan| plan.companion == volunteer.id).collect();
            let starts: Vec<_> = mine.iter().map(|plan| plan.starts.value).collect();
            let todays: Vec<_> = starts.iter().filter(|starts| starts.day == today).collect();
            assert_eq!(todays.len(), 1, "{today} {now:?} {}", volunteer.first_name);
            let begins = clock::moment(today, todays[0].time);
            assert!(begins > now, "{today} {now:?} {}", todays[0].time);
            let soon =
                starts.iter().filter(|starts| (1..=6).contains(&starts.day.days_since(today)));
            assert_eq!(soon.count(), 1, "{today} {now:?} {}", volunteer.first_name);
            for plan in mine {
                if let Some(id) = plan.activity {
                    let activity = all::<Activity>(centre).into_iter().find(|row| row.id == id);
                    assert!(activity.unwrap().recurrence.on(plan.starts.value.day));
                }
            }
        }
    });
}

#[test]
fn what_happened_lies_behind_and_in_order() {
    everywhere(ROUND_THE_CLOCK, |today, now, centre| {
        let behind = |moment: Moment| assert!(moment <= now, "{today} {now:?} {moment:?}");
        for talk in all::<Conversation>(centre) {
            behind(talk.at);
        }
        for check in all::<CheckIn>(centre) {
            behind(check.at);
        }
        for check in all::<CheckOut>(centre) {
            behind(check.at);
        }
        for participant in all::<Participant>(centre) {
            let first = all::<Conversation>(centre)
                .into_iter()
                .find(|row| row.participant == participant.id && row.said.talk == TalkKind::First);
            let trips = all::<Accompaniment>(centre)
                .into_iter()
                .filter(|row| row.participant == participant.id)
                .map(|row| row.starts.value.day);
            let name = participant.short_name();
            let trips: Vec<_> = trips.collect();
            let apart: HashSet<_> = trips.iter().collect();
            assert_eq!(apart.len(), trips.len(), "{name} is in two places on {today}");
            match (first, trips.into_iter().min()) {
                (Some(first), Some(trip)) => assert!(first.said.day < trip, "{name}"),
                (None, Some(_)) => panic!("{name} went along before the first conversation"),
                _ => {}
            }
            if let Some(first) = first {
                assert!(participant.referred <= first.said.day, "{name}");
            }
        }
    });
}

#[test]
fn the_stages_are_all_there() {
    everywhere(MORNING, |today, _, centre| {
        let participants = all::<Participant>(centre);
        let closed: HashSet<_> =
            all::<CheckOut>(centre).iter().map(|row| row.accompaniment).collect();
        let unclosed = all::<Accompaniment>(centre)
            .into_iter()
            .filter(|row| !closed.contains(&row.id) && row.starts.value.day < today)
            .count();
        assert_eq!(unclosed, 1);
        assert_eq!(participants.iter().filter(|row| row.paused.is_some()).count(), 1);
        let talked: HashSet<_> =
            all::<Conversation>(centre).iter().map(|row| row.participant).collect();
        assert!(participants.iter().any(|row| !talked.contains(&row.id)));
        assert!(
            all::<CheckOut>(centre).iter().any(|row| row.outcome == domain::Outcome::AttendedAlone)
        );
        for rule in &FollowUpRule::DEFAULT[..3] {
            let due = participants.iter().filter(|row| due(centre, row, rule, today)).count();
            assert!(due >= 1, "{} {:?} on {today}", centre.centre.name, rule.key);
        }
    });
}

/// Due in the last week, and neither talked about nor settled.
fn due(centre: &DemoCentre, participant: &Participant, rule: &FollowUpRule, today: Day) -> bool {
    let view = view(centre);
    let attended: HashSet<_> = view
        .about::<CheckOut>(participant.id)
        .filter(|row| row.outcome.attended())
        .map(|row| row.accompaniment)
        .collect();
    let days = view
        .about::<Accompaniment>(participant.id)
        .filter(|row| attended.contains(&row.id))
        .map(|row| row.starts.value.day);
    let Some(first) = days.min() else { return false };
    let day = match rule.after {
        domain::After::Days(days) => first.plus_days(days.into()),
        domain::After::Months(months) => first.plus_months(months.into()),
    };
    let talked =
        view.about::<Conversation>(participant.id).any(|row| row.said.follow_up == Some(rule.key));
    (0..=10).contains(&today.days_since(day)) && !talked
}

fn view(centre: &DemoCentre) -> MemoryView {
    let mut view = MemoryView::default();
    centre.all_rows().for_each(|row| view.upsert(row));
    view
}

#[test]
fn there_is_somewhere_to_go() {
    everywhere(MORNING, |today, _, centre| {
        let activities = all::<Activity>(centre);
        let towns: BTreeSet<_> = activities.iter().map(|row| row.place.town.as_str()).collect();
        if centre.centre.country == domain::Country::Norway {
            assert!(activities.len() >= 40);
            let follo = ["Ås", "Ski", "Vestby", "Drøbak", "Nesoddtangen", "Greverud", "Kolbotn"];
            assert_eq!(towns, BTreeSet::from(follo));
        } else {
            assert!(activities.len() >= 15);
            assert!(towns.contains("Odense"));
        }
        for activity in activities {
            let next = activity.recurrence.next(today).unwrap();
            assert!(next.days_since(today) <= 60, "{}", activity.name);
            assert!(activity.demo && activity.verified <= today);
            assert!(activity.about.is_some() && activity.host.is_some());
        }
    });
}

#[test]
fn everyone_is_made_up() {
    let today = day("2026-11-21");
    for centre in centres(today, at(today, 10, 0)) {
        assert!(centre.centre.demo);
        assert!(all::<Participant>(&centre).iter().all(|row| row.demo && row.last_name.is_some()));
        // Emergency numbers are the only real ones.
        let json: Vec<_> =
            centre.all_rows().map(|row| serde_json::to_string(&row).unwrap()).collect();
        let code = centre.centre.country.calling_code();
        for row in &json {
            for number in row.split('"').filter(|text| text.starts_with('+')) {
                assert!(number.starts_with(&format!("{code}0000")), "{number}");
            }
        }
        let ages: Vec<i16> = all::<Participant>(&centre)
            .iter()
            .map(|row| 2026 - i16::try_from(row.birth_year.unwrap().year()).unwrap())
            .collect();
        assert!(ages.iter().all(|age| (18..=29).contains(age) || *age >= 60 || *age == 50));
        assert_eq!(ages.iter().filter(|age| **age == 50).count(), 1);
    }
}

#[test]
fn every_kind_of_help_has_one_number() {
    let today = day("2026-11-21");
    for centre in centres(today, at(today, 10, 0)) {
        let kinds: HashSet<_> = centre.centre.emergency.iter().map(|help| help.kind).collect();
        assert_eq!((kinds.len(), centre.centre.emergency.len()), (5, 5));
        assert!(centre.centre.greeting.is_some() && centre.centre.coordinator_hours.is_some());
    }
}

#[test]
fn names_that_sound_alike_are_both_there() {
    let today = day("2026-11-21");
    let fold = |name: &str| name.to_lowercase().replace('å', "aa").replace('ø', "o");
    for (centre, (one, other)) in
        centres(today, at(today, 10, 0)).iter().zip([("Åse K.", "Aase L."), ("Poul A.", "Bent Å.")])
    {
        let names: Vec<_> = all::<Participant>(centre).iter().map(|row| row.short_name()).collect();
        assert!(names.iter().any(|name| name == one) && names.iter().any(|name| name == other));
        let last = |short: &str| {
            all::<Participant>(centre)
                .into_iter()
                .find(|row| row.short_name() == short)
                .map(|row| {
                    (fold(row.first_name.as_str()), fold(row.last_name.as_ref().unwrap().as_str()))
                })
                .unwrap()
        };
        let (one, other) = (last(one), last(other));
        assert!(one.0 == other.0 || one.1 == other.1, "{one:?} {other:?}");
    }
}

#[test]
fn a_shared_participant_has_one_lead() {
    let today = day("2026-11-21");
    for centre in centres(today, at(today, 10, 0)) {
        for participant in all::<Participant>(&centre) {
            let parts: Vec<_> = all::<Assignment>(&centre)
                .into_iter()
                .filter(|row| row.participant == participant.id)
                .map(|row| row.part)
                .collect();
            assert_eq!(parts.iter().filter(|part| **part == Part::Lead).count(), 1);
        }
    }
}

#[test]
fn a_large_centre_is_as_large_as_asked_and_the_same_each_time() {
    let today = day("2026-11-21");
    for rows in [2_000, 5_000, 10_000] {
        let centre = large(rows, today);
        let all: Vec<Row> = centre.all_rows().collect();
        assert_eq!(all.len(), rows);
        let ids: HashSet<_> = all.iter().map(Row::id).collect();
        assert_eq!(ids.len(), rows);
        let bytes: usize = all.iter().map(|row| serde_json::to_vec(row).unwrap().len()).sum();
        assert!((450..=550).contains(&(bytes / rows)), "{} bytes a row", bytes / rows);
        let plans: HashSet<_> = self::all::<Accompaniment>(&centre)
            .iter()
            .map(|row| (row.id, row.participant))
            .collect();
        for done in self::all::<CheckOut>(&centre) {
            assert!(plans.contains(&(done.accompaniment, done.participant)));
        }
    }
    let same = |centre: DemoCentre| serde_json::to_string(&centre.rows).unwrap();
    assert_eq!(same(large(500, today)), same(large(500, today)));
}
