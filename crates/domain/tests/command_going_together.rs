use domain::command::{MoveAccompaniment, PlanAccompaniment, WhenMet};
use domain::query::Progress;
use domain::*;

use crate::common::*;

fn planned() -> World {
    let mut world = world();
    world.kari(plan(1000, ANNA, TODAY, "13:00")).unwrap();
    world
}

#[test]
fn a_plan_names_its_companion_and_its_author() {
    let mut world = planned();
    let row: &Accompaniment = world.get(id::<AccompanimentId>(1000));
    assert_eq!((row.companion, row.planned_by, row.planned_at), (KARI, KARI, world.at));
    assert_eq!(row.starts, Field::new(local(TODAY, "13:00")));
    assert_eq!(world.kari(plan(1000, ANNA, TODAY, "13:00")), Err(Refusal::IdInUse));
}

#[test]
fn a_plan_lasts_a_quarter_of_an_hour_to_half_a_day() {
    for (minutes, expected) in [
        (14, Err(Refusal::TimeOutOfRange)),
        (15, Ok(Merge::Applied)),
        (720, Ok(Merge::Applied)),
        (721, Err(Refusal::TimeOutOfRange)),
    ] {
        let command = PlanAccompaniment { minutes, ..plan(1000, ANNA, TODAY, "13:00") };
        assert_eq!(world().kari(command), expected, "{minutes}");
    }
}

#[test]
fn plans_and_new_times_lie_within_reach() {
    for (away, expected) in [
        (-33, Err(Refusal::DayOutOfRange)),
        (-32, Ok(Merge::Applied)),
        (401, Ok(Merge::Applied)),
        (402, Err(Refusal::DayOutOfRange)),
    ] {
        let mut world = planned();
        let on = day(TODAY).plus_days(away).to_string();
        assert_eq!(world.kari(plan(1001, ANNA, &on, "13:00")), expected, "plan {away}");
        assert_eq!(world.kari(move_to(&on, 1)), expected, "move {away}");
    }
}

fn move_to(on: &str, seen: u32) -> MoveAccompaniment {
    let starts = Edit { value: local(on, "10:00"), seen };
    MoveAccompaniment { id: id(1000), participant: ANNA, starts }
}

#[test]
fn a_new_time_over_anothers_new_time_wins_and_says_so() {
    let mut world = planned();
    assert_eq!(world.kari(move_to("2026-11-24", 1)), Ok(Merge::Applied));
    assert_eq!(world.ole(move_to("2026-11-25", 1)), Ok(Merge::Merged));
    let row: &Accompaniment = world.get(id::<AccompanimentId>(1000));
    assert_eq!(row.starts, Field { value: local("2026-11-25", "10:00"), version: 3 });
}

#[test]
fn met_there_done() {
    let mut world = planned();
    world.kari(check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
    assert_eq!(world.visit(1000).progress(), Progress::Met);
    world.kari(check_in(1002, ANNA, 1000, CheckInPoint::Arrived)).unwrap();
    assert_eq!(world.visit(1000).progress(), Progress::Arrived);
    world.at = world.at.plus_minutes(90);
    let done = check_out(1003, ANNA, 1000, Outcome::AttendedTogether);
    assert_eq!(world.kari(done), Ok(Merge::Applied));
    let visit = world.visit(1000);
    assert_eq!(visit.progress(), Progress::Ended);
    assert_eq!(visit.check_out.unwrap().at, world.at);
}

#[test]
fn a_done_without_a_met_asks_for_the_time() {
    for outcome in [Outcome::AttendedTogether, Outcome::TurnedBack] {
        let mut world = planned();
        let done = check_out(1003, ANNA, 1000, outcome);
        assert_eq!(world.kari(done.clone()), Err(Refusal::MetTimeMissing));
        let at = world.at.plus_minutes(-80);
        let done = command::CheckOut { met: Some(WhenMet { id: id(1004), at }), ..done };
        assert_eq!(world.kari(done), Ok(Merge::Applied));
        let met = world.visit(1000).met.unwrap();
        assert_eq!((met.at, met.recorded, met.by), (at, world.at, KARI));
    }
}

#[test]
fn what_came_to_nothing_needs_no_meeting() {
    for outcome in [
        Outcome::AttendedAlone,
        Outcome::NoShow,
        Outcome::CancelledByParticipant,
        Outcome::CancelledByVolunteer,
        Outcome::CancelledByOrganiser,
    ] {
        let done = check_out(1003, ANNA, 1000, outcome);
        assert_eq!(planned().kari(done), Ok(Merge::Applied), "{outcome:?}");
    }
}

#[test]
fn only_a_check_in_of_this_visit_that_stands_says_that_they_met() {
    let done = check_out(1003, ANNA, 1000, Outcome::AttendedTogether);
    let mut world = planned();
    world.kari(plan(2000, ANNA, TODAY, "18:00")).unwrap();
    world.kari(check_in(2001, ANNA, 2000, CheckInPoint::Met)).unwrap();
    assert_eq!(world.kari(done.clone()), Err(Refusal::MetTimeMissing));
    // "We are there" says it as well.
    world.kari(check_in(1001, ANNA, 1000, CheckInPoint::Arrived)).unwrap();
    let undo = command::Void { participant: ANNA, row: id(1001) };
    let mut undone = World { view: world.view.clone(), at: world.at };
    undone.kari(undo).unwrap();
    assert_eq!(undone.kari(done.clone()), Err(Refusal::MetTimeMissing));
    assert_eq!(world.kari(done), Ok(Merge::Applied));
}

#[test]
fn times_are_past_and_in_order() {
    let done = |met: i64, ended: Option<i64>| {
        let mut world = planned();
        let mut done = check_out(1003, ANNA, 1000, Outcome::AttendedTogether);
        done.met = Some(WhenMet { id: id(1004), at: Moment(world.at.0 + met) });
        done.ended = ended.map(|ended| Moment(world.at.0 + ended));
        world.kari(done)
    };
    let refused = Err(Refusal::TimeOutOfRange);
    assert_eq!(done(-90 * MINUTE, Some(-5 * MINUTE)), Ok(Merge::Applied));
    assert_eq!(done(-5 * MINUTE, Some(-90 * MINUTE)), refused, "done before met");
    assert_eq!(done(5 * MINUTE, None), refused, "met in the future");
    assert_eq!(done(-5 * MINUTE, Some(5 * MINUTE)), refused, "done in the future");
    assert_eq!(done(-32 * DAY, Some(-31 * DAY)), Ok(Merge::Applied));
    assert_eq!(done(-32 * DAY - 1, None), refused, "met too long ago");
    assert_eq!(done(-33 * DAY, Some(-33 * DAY)), refused, "done too long ago");
}

#[test]
fn an_end_before_ones_own_met_is_a_slip_and_anothers_clock_proves_nothing() {
    let early = |by: MemberId| {
        let mut world = planned();
        world.volunteer(by, check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
        let ended = Some(world.at.plus_minutes(-30));
        let done = check_out(1003, ANNA, 1000, Outcome::AttendedTogether);
        world.kari(command::CheckOut { ended, ..done })
    };
    assert_eq!(early(KARI), Err(Refusal::TimeOutOfRange));
    assert_eq!(early(OLE), Ok(Merge::Applied));
}

#[test]
fn a_correction_of_how_it_went_is_of_the_same_visit() {
    let mut world = planned();
    world.kari(plan(2000, ANNA, TODAY, "18:00")).unwrap();
    world.kari(plan(3000, BIRGER, TODAY, "18:00")).unwrap();
    world.kari(check_out(1001, ANNA, 1000, Outcome::NoShow)).unwrap();
    world.kari(check_out(2001, ANNA, 2000, Outcome::NoShow)).unwrap();
    world.kari(check_out(3001, BIRGER, 3000, Outcome::NoShow)).unwrap();
    let mut correction = check_out(1002, ANNA, 1000, Outcome::CancelledByParticipant);
    for wrong in [2001, 3001, 9999, 1000] {
        correction.supersedes = Some(id(wrong));
        assert_eq!(world.kari(correction.clone()), Err(Refusal::UnknownRow), "{wrong}");
    }
    correction.supersedes = Some(id(1001));
    assert_eq!(world.kari(correction), Ok(Merge::Applied));
    let out = world.visit(1000).check_out.unwrap();
    assert_eq!(out.outcome, Outcome::CancelledByParticipant);
}

#[test]
fn met_and_done_do_not_share_an_id() {
    let mut world = planned();
    let mut done = check_out(1003, ANNA, 1000, Outcome::AttendedTogether);
    done.met = Some(WhenMet { id: id(1003), at: world.at });
    assert_eq!(world.kari(done.clone()), Err(Refusal::IdInUse));
    done.met = Some(WhenMet { id: id(1000), at: world.at });
    assert_eq!(world.kari(done), Err(Refusal::IdInUse));
}

#[test]
fn anothers_visit_is_unknown() {
    let mut world = planned();
    let met = check_in(1001, BIRGER, 1000, CheckInPoint::Met);
    assert_eq!(world.kari(met), Err(Refusal::UnknownRow));
    let done = check_out(1001, BIRGER, 1000, Outcome::NoShow);
    assert_eq!(world.kari(done), Err(Refusal::UnknownRow));
    let moved = MoveAccompaniment { participant: BIRGER, ..move_to("2026-11-24", 1) };
    assert_eq!(world.kari(moved), Err(Refusal::UnknownRow));
}
