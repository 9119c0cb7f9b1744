use domain::command::Void;
use domain::query::{Progress, visit, visits};
use domain::*;

use crate::common::*;

fn planned() -> World {
    let mut world = world();
    world.kari(plan(1000, ANNA, TODAY, "13:00")).unwrap();
    world
}

#[test]
fn the_first_met_counts_and_then_the_next_that_stands() {
    let mut world = planned();
    world.kari(check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
    world.ole(check_in(1002, ANNA, 1000, CheckInPoint::Met)).unwrap();
    assert_eq!(world.visit(1000).met.unwrap().by, KARI);
    world.kari(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert_eq!(world.visit(1000).met.unwrap().by, OLE);
    world.ole(Void { participant: ANNA, row: id(1002) }).unwrap();
    assert_eq!(world.visit(1000).progress(), Progress::Planned);
}

#[test]
fn of_two_check_outs_the_last_that_stands_counts_and_both_are_kept() {
    let mut world = planned();
    world.kari(check_out(1001, ANNA, 1000, Outcome::NoShow)).unwrap();
    world.ole(check_out(1002, ANNA, 1000, Outcome::CancelledByParticipant)).unwrap();
    let outcome = |world: &World| world.visit(1000).check_out.map(|out| out.outcome);
    assert_eq!(outcome(&world), Some(Outcome::CancelledByParticipant));
    world.ole(Void { participant: ANNA, row: id(1002) }).unwrap();
    assert_eq!(outcome(&world), Some(Outcome::NoShow));
    assert_eq!(world.view.about::<CheckOut>(ANNA).count(), 2);
    world.kari(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert_eq!(outcome(&world), None);
}

#[test]
fn a_corrected_check_out_does_not_come_back_by_way_of_one_taken_back() {
    let mut world = planned();
    for number in [1001, 1002, 1003] {
        let mut done = check_out(number, ANNA, 1000, Outcome::NoShow);
        done.supersedes = (number > 1001).then(|| id(number - 1));
        world.kari(done).unwrap();
    }
    world.kari(Void { participant: ANNA, row: id(1002) }).unwrap();
    assert_eq!(world.visit(1000).check_out.unwrap().id, id(1003));
    world.kari(Void { participant: ANNA, row: id(1003) }).unwrap();
    assert_eq!(world.visit(1000).check_out.unwrap().id, id(1001));
}

#[test]
fn a_correction_with_an_earlier_id_corrects_all_the_same() {
    let mut world = planned();
    world.kari(check_out(1005, ANNA, 1000, Outcome::NoShow)).unwrap();
    let mut done = check_out(1001, ANNA, 1000, Outcome::CancelledByOrganiser);
    done.supersedes = Some(id(1005));
    world.kari(done).unwrap();
    assert_eq!(world.visit(1000).check_out.unwrap().id, id(1001));
}

#[test]
fn what_happened_stands_though_the_plan_was_taken_back() {
    let mut world = planned();
    world.ole(check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
    world.kari(Void { participant: ANNA, row: id(1000) }).unwrap();
    assert_eq!(world.visit(1000).progress(), Progress::Met);
    world.ole(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert_eq!(visit(&world.view, id(1000)), None);
    world.ole(check_out(1002, ANNA, 1000, Outcome::CancelledByVolunteer)).unwrap();
    assert!(visits(&world.view, ANNA).is_empty());
}

#[test]
fn visits_come_in_order_of_their_start() {
    let mut world = planned();
    world.kari(plan(999, ANNA, "2026-11-22", "09:00")).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "09:00")).unwrap();
    world.kari(plan(1002, BIRGER, TODAY, "09:00")).unwrap();
    let order: Vec<u128> =
        visits(&world.view, ANNA).iter().map(|visit| visit.plan.id.0.as_u128()).collect();
    assert_eq!(order, [1001, 1000, 999]);
}

#[test]
fn its_day_is_when_it_took_place() {
    let day_of = |planned: &str, met: Option<(&str, &str)>, done: (&str, &str), outcome| {
        let mut world = world();
        world.kari(plan(1000, ANNA, planned, "13:00")).unwrap();
        if let Some((on, time)) = met {
            world.at = moment(on, time);
            world.kari(check_in(1001, ANNA, 1000, CheckInPoint::Met)).unwrap();
        }
        world.at = moment(done.0, done.1);
        world.kari(check_out(1002, ANNA, 1000, outcome)).unwrap();
        world.visit(1000).day().to_string()
    };
    let (together, alone) = (Outcome::AttendedTogether, Outcome::AttendedAlone);
    let late = ("2026-11-24", "09:00");
    assert_eq!(day_of(TODAY, Some((TODAY, "13:00")), late, together), TODAY);
    // Half past midnight on the 21st in Oslo is the 20th in UTC.
    let night = ("2026-11-20", "23:30");
    assert_eq!(day_of(TODAY, Some(night), (TODAY, "00:30"), together), TODAY);
    let early = ("2026-11-18", "13:00");
    assert_eq!(day_of(TODAY, Some(early), (TODAY, "14:00"), together), "2026-11-18");
    assert_eq!(day_of(TODAY, None, early, alone), "2026-11-18");
    assert_eq!(day_of(TODAY, None, late, alone), TODAY);
    assert_eq!(day_of(TODAY, None, early, Outcome::CancelledByParticipant), TODAY);
}

#[test]
fn minutes_over_are_counted_in_days_and_hours_of_the_place() {
    let world = planned();
    let over = |on, time| world.visit(1000).minutes_over(local(on, time));
    assert_eq!(over(TODAY, "14:30"), 0);
    assert_eq!(over(TODAY, "12:00"), -150);
    assert_eq!(over("2026-11-22", "00:00"), 570);
}
