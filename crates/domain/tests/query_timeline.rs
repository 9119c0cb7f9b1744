use domain::command::{ReportChange, Void};
use domain::query::{Event, timeline};
use domain::*;

use crate::common::*;

fn numbers(world: &World) -> Vec<u128> {
    timeline(&world.view, ANNA)
        .iter()
        .map(|event| match event {
            Event::Talk(talk) => talk.id.0.as_u128(),
            Event::Visit(visit) => visit.plan.id.0.as_u128(),
            Event::Change(change) => change.id.0.as_u128(),
        })
        .collect()
}

#[test]
fn the_latest_comes_first_and_plans_are_no_history() {
    let mut world = world();
    world.visited(2000, "2026-11-10", Outcome::AttendedTogether);
    world.at = moment("2026-11-12", "12:00");
    let about = ChangeAbout::AtHome;
    world.kari(ReportChange { id: id(3000), participant: ANNA, about, note: None }).unwrap();
    world.at = moment(TODAY, "12:00");
    world.kari(talk(1000, ANNA)).unwrap();
    world.at = world.at.plus_minutes(1);
    world.kari(talk(999, ANNA)).unwrap();
    // Typed in later from paper.
    let mut paper = talk(1001, ANNA);
    paper.said.day = day("2026-11-11");
    world.kari(paper).unwrap();
    world.kari(plan(1002, ANNA, TODAY, "13:00")).unwrap();
    world.kari(talk(1003, BIRGER)).unwrap();
    assert_eq!(numbers(&world), [999, 1000, 3000, 1001, 2000]);
}

#[test]
fn what_was_taken_back_or_corrected_is_left_out() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    let mut correction = talk(1001, ANNA);
    correction.supersedes = Some(id(1000));
    world.kari(correction).unwrap();
    assert_eq!(numbers(&world), [1001]);
    world.kari(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert_eq!(numbers(&world), [1000]);
    let about = ChangeAbout::AtHome;
    world.kari(ReportChange { id: id(3000), participant: ANNA, about, note: None }).unwrap();
    assert_eq!(numbers(&world).len(), 2);
    world.kari(Void { participant: ANNA, row: id(3000) }).unwrap();
    assert_eq!(numbers(&world), [1000]);
}

#[test]
fn a_visit_is_listed_under_the_day_it_took_place() {
    let mut world = world();
    world.kari(plan(1000, ANNA, "2026-12-10", "13:00")).unwrap();
    world.kari(check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
    world.kari(check_out(1002, ANNA, 1000, Outcome::AttendedTogether)).unwrap();
    assert_eq!(timeline(&world.view, ANNA)[0].day(), day(TODAY));
}
