use domain::{Cost, Place, Recurrence, Row};
use uuid::Uuid;

use super::*;
use crate::words::Lang;

const ME: MemberId = MemberId(Uuid::from_u128(1));
const ANNA: ParticipantId = ParticipantId(Uuid::from_u128(2));
const KNITTING: ActivityId = ActivityId(Uuid::from_u128(3));
const NEW: AccompanimentId = AccompanimentId(Uuid::from_u128(9));

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// A Tuesday, after the knitting has begun.
fn now() -> LocalTime {
    LocalTime { day: day("2026-11-24"), time: "13:30".parse().unwrap() }
}

fn view() -> MemoryView {
    let mut view = MemoryView::default();
    for row in [
        r#"{"participant":{"id":"00000000-0000-0000-0000-000000000002","first_name":"Anna",
            "phone":{"value":null,"version":1},"referred":"2026-10-01"}}"#,
        r#"{"assignment":{"id":"00000000-0000-0000-0000-000000000004","part":"lead",
            "member":"00000000-0000-0000-0000-000000000001","from":"2026-10-01","version":1,
            "participant":"00000000-0000-0000-0000-000000000002"}}"#,
        r#"{"accompaniment":{"id":"00000000-0000-0000-0000-000000000005","what":"Tur",
            "participant":"00000000-0000-0000-0000-000000000002",
            "companion":"00000000-0000-0000-0000-000000000001",
            "starts":{"value":{"day":"2026-12-01","time":"12:00"},"version":1},"minutes":90,
            "meeting_point":{"value":null,"version":1},
            "planned_by":"00000000-0000-0000-0000-000000000001","planned_at":0}}"#,
    ] {
        view.upsert(serde_json::from_str(row).unwrap());
    }
    view.upsert(Row::from(Activity {
        id: KNITTING,
        name: "Strikkekafé".parse().unwrap(),
        about: None,
        themes: vec![],
        organiser: None,
        place: Place {
            name: "Kulturhuset".parse().unwrap(),
            town: "Ås".parse().unwrap(),
            address: None,
            latitude: 59.66,
            longitude: 10.79,
        },
        recurrence: Recurrence {
            rule: "FREQ=WEEKLY;BYDAY=TU".parse().unwrap(),
            from: day("2026-01-06"),
            until: None,
            except: vec![],
        },
        starts: "13:00".parse().unwrap(),
        minutes: 120,
        cost: Cost::Free,
        host: None,
        access: vec![],
        languages: vec![],
        verified: day("2026-11-01"),
        demo: true,
    }));
    view
}

fn scene(view: &MemoryView, activity: Option<ActivityId>) -> Scene<'_> {
    Scene { view, words: Words(Lang::Nb), now: now(), participant: Some(ANNA), activity }
}

#[test]
fn an_activity_needs_only_its_day() {
    let view = view();
    let scene = scene(&view, Some(KNITTING));
    let mut answers = Answers::default();
    assert_eq!(scene.plan(&answers, NEW), Err(vec![Wrong::When]));
    // Today's has begun already.
    let coming = scene.coming(&answers);
    assert_eq!((coming.len(), coming[0]), (4, day("2026-12-01")));
    answers.when = Some(When::Coming(coming[1]));
    answers.meet = Some(Meet::Home);
    let plan = scene.plan(&answers, NEW).unwrap();
    assert_eq!(plan.what.as_str(), "Strikkekafé");
    assert_eq!(plan.starts, LocalTime { day: day("2026-12-08"), time: "13:00".parse().unwrap() });
    assert_eq!((plan.minutes, plan.activity), (120, Some(KNITTING)));
    assert_eq!(plan.meeting_point.unwrap().as_str(), "Hjemme hos Anna");
}

#[test]
fn all_that_is_wrong_is_said_at_once_and_in_order() {
    let view = view();
    let scene = Scene { participant: None, ..scene(&view, None) };
    let answers = Answers {
        what: "x".repeat(123),
        day: "2026-02-30".into(),
        time: Some("25:00".into()),
        meet: Some(Meet::Elsewhere),
        elsewhere: "y".repeat(121),
        ..Answers::default()
    };
    let wrong = scene.plan(&answers, NEW).unwrap_err();
    let expected = [
        Wrong::Who,
        Wrong::WhatTooLong(3),
        Wrong::NoSuchDay,
        Wrong::Time,
        Wrong::ElsewhereTooLong(1),
    ];
    assert_eq!(wrong, expected);
    assert_eq!(scene.plan(&Answers::default(), NEW).unwrap_err()[1], Wrong::What);
}

#[test]
fn days_past_and_days_too_far_are_told_apart() {
    let view = view();
    let scene = scene(&view, None);
    let on = |day: &str| Answers { day: day.into(), ..Answers::default() };
    assert_eq!(scene.day(&on("2026-11-23")), Err(Wrong::Past));
    assert_eq!(scene.day(&on("2026-11-24")), Ok(day("2026-11-24")));
    assert_eq!(scene.day(&on("2027-11-26")), Err(Wrong::Far));
}

#[test]
fn a_day_of_another_activity_does_not_slip_through() {
    let view = view();
    let scene = scene(&view, Some(KNITTING));
    let answers = Answers { when: Some(When::Coming(day("2026-12-02"))), ..Answers::default() };
    assert_eq!(scene.day(&answers), Err(Wrong::When));
}

#[test]
fn a_clash_is_seen_and_only_where_it_is() {
    let view = view();
    let scene = scene(&view, None);
    let at = |day: &str, time: &str| Answers {
        day: day.into(),
        time: Some(time.into()),
        minutes: Some(60),
        ..Answers::default()
    };
    assert!(scene.clash(&at("2026-12-01", "13:00"), ME));
    assert!(scene.clash(&at("2026-12-01", "11:15"), ME));
    assert!(!scene.clash(&at("2026-12-01", "13:30"), ME));
    assert!(!scene.clash(&at("2026-12-01", "11:00"), ME));
    assert!(!scene.clash(&at("2026-12-02", "12:00"), ME));
}

#[test]
fn a_draft_comes_back_as_it_was() {
    let answers = Answers {
        who: Some(ANNA),
        when: Some(When::Coming(day("2026-12-01"))),
        meet: Some(Meet::Stop),
        ..Answers::default()
    };
    let kept = serde_json::to_string(&answers).unwrap();
    assert_eq!(serde_json::from_str::<Answers>(&kept).unwrap(), answers);
}
