use domain::command::Void;
use domain::query::{Agenda, Todo, agenda};
use domain::*;

use crate::common::*;

/// Numbers of the plans on the card, the next one first.
fn card(agenda: &Agenda<'_>) -> Vec<u128> {
    let visits = agenda.next.iter().chain(&agenda.later);
    visits.map(|(visit, _)| visit.plan.id.0.as_u128()).collect()
}

fn card_at(world: &World, on: &str, time: &str) -> Vec<u128> {
    card(&agenda(&world.view, KARI, local(on, time)))
}

fn todo_at<'a>(world: &'a World, member: MemberId, on: &str, time: &str) -> Vec<Todo<'a>> {
    agenda(&world.view, member, local(on, time)).todo
}

/// Both were talked with, and nothing was agreed.
fn settled() -> World {
    let mut world = world();
    world.kari(talk(901, ANNA)).unwrap();
    world.kari(talk(902, BIRGER)).unwrap();
    world
}

#[test]
fn visits_come_in_order_and_the_one_under_way_comes_first() {
    let mut world = settled();
    world.kari(plan(1002, BIRGER, TODAY, "15:00")).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.kari(plan(1003, ANNA, "2026-11-24", "10:00")).unwrap();
    assert_eq!(card_at(&world, TODAY, "12:00"), [1001, 1002, 1003]);
    world.kari(check_in(1010, BIRGER, 1002, CheckInPoint::Met)).unwrap();
    assert_eq!(card_at(&world, TODAY, "12:00"), [1002, 1001, 1003]);
    world.kari(check_in(1011, BIRGER, 1002, CheckInPoint::Arrived)).unwrap();
    assert_eq!(card_at(&world, TODAY, "12:00"), [1002, 1001, 1003]);
}

#[test]
fn a_visit_begun_by_a_wrong_tap_does_not_hide_todays() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.kari(plan(1002, BIRGER, "2026-11-24", "10:00")).unwrap();
    world.kari(check_in(1010, BIRGER, 1002, CheckInPoint::Met)).unwrap();
    assert_eq!(card_at(&world, TODAY, "12:00"), [1001, 1002]);
    assert_eq!(card_at(&world, "2026-11-23", "21:59"), [1002]);
}

#[test]
fn an_hour_of_patience_then_a_question_for_a_month() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    // It should be over at 14:30.
    assert_eq!(card_at(&world, TODAY, "15:30"), [1001]);
    assert!(todo_at(&world, KARI, TODAY, "15:30").is_empty());
    assert!(card_at(&world, TODAY, "15:31").is_empty());
    for (on, time) in [(TODAY, "15:31"), ("2026-12-22", "14:30")] {
        let todo = todo_at(&world, KARI, on, time);
        let [Todo::Unclosed(visit, person)] = todo[..] else { panic!("{todo:?}") };
        assert_eq!((visit.plan.id, person.id), (id(1001), ANNA));
    }
    assert!(todo_at(&world, KARI, "2026-12-22", "14:31").is_empty());
}

#[test]
fn as_long_as_today_asks_the_answer_is_taken() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.at = moment("2026-12-22", "14:30");
    let mut done = check_out(1003, ANNA, 1001, Outcome::AttendedTogether);
    done.met = Some(command::WhenMet { id: id(1004), at: moment(TODAY, "13:00") });
    done.ended = Some(moment(TODAY, "14:30"));
    assert_eq!(world.kari(done), Ok(Merge::Applied));
}

#[test]
fn under_way_stays_for_half_a_day() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "10:00")).unwrap();
    world.kari(check_in(1010, ANNA, 1001, CheckInPoint::Met)).unwrap();
    assert_eq!(card_at(&world, TODAY, "23:30"), [1001]);
    assert!(card_at(&world, TODAY, "23:31").is_empty());
    assert!(matches!(todo_at(&world, KARI, TODAY, "23:31")[..], [Todo::Unclosed(..)]));
}

#[test]
fn what_ended_is_off_the_card_and_back_when_that_is_taken_back() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.kari(check_out(1002, ANNA, 1001, Outcome::CancelledByVolunteer)).unwrap();
    assert!(card_at(&world, TODAY, "12:00").is_empty());
    world.kari(Void { participant: ANNA, row: id(1002) }).unwrap();
    assert_eq!(card_at(&world, TODAY, "12:00"), [1001]);
    world.kari(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert!(card_at(&world, TODAY, "12:00").is_empty());
}

#[test]
fn a_visit_across_midnight_is_the_same_visit() {
    let mut world = settled();
    world.kari(plan(1001, ANNA, TODAY, "23:30")).unwrap();
    assert_eq!(card_at(&world, "2026-11-22", "02:00"), [1001]);
    assert!(card_at(&world, "2026-11-22", "02:01").is_empty());
}

#[test]
fn anothers_visits_are_not_mine() {
    let mut world = settled();
    world.assign(51, OLE, ANNA);
    world.ole(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    assert!(card_at(&world, TODAY, "12:00").is_empty());
    assert_eq!(card(&agenda(&world.view, OLE, local(TODAY, "12:00"))), [1001]);
    assert!(todo_at(&world, KARI, TODAY, "20:00").is_empty());
}

#[test]
fn when_the_companion_was_taken_off_the_lead_sees_the_visit() {
    let mut world = settled();
    world.assign(51, OLE, ANNA);
    // Another second, assigned under an earlier id than the lead.
    let mut second = examples::assignment(id(0x30), id(0x14), ANNA);
    second.part = Part::Second;
    world.view.upsert(second.into());
    world.ole(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.end(OLE, ANNA);
    assert_eq!(card_at(&world, TODAY, "12:00"), [1001]);
    assert!(card(&agenda(&world.view, OLE, local(TODAY, "12:00"))).is_empty());
}

#[test]
fn nobody_is_asked_about_people_of_others() {
    let world = world();
    assert_eq!(agenda(&world.view, OLE, local(TODAY, "12:00")), Agenda::default());
}

#[test]
fn someone_new_wants_a_first_talk() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    let person: &Participant = world.get(ANNA);
    assert_eq!(todo_at(&world, KARI, TODAY, "12:00"), [Todo::FirstTalk(person)]);
    world.kari(talk(1001, ANNA)).unwrap();
    assert!(todo_at(&world, KARI, TODAY, "12:00").is_empty());
    world.kari(Void { participant: ANNA, row: id(1001) }).unwrap();
    assert_eq!(todo_at(&world, KARI, TODAY, "12:00").len(), 1);
}

fn call(number: u128, on: Option<&str>) -> command::RecordConversation {
    let mut command = talk(number, ANNA);
    command.said.next = Some(NextStep { step: Step::Call, day: on.map(day) });
    command
}

#[test]
fn a_call_that_was_agreed_is_due_on_its_day() {
    let mut world = settled();
    world.kari(call(1000, Some("2026-11-24"))).unwrap();
    assert!(todo_at(&world, KARI, "2026-11-23", "23:59").is_empty());
    let person: &Participant = world.get(ANNA);
    let expected = [Todo::Call(day("2026-11-24"), person)];
    assert_eq!(todo_at(&world, KARI, "2026-11-24", "00:00"), expected);
    world.at = moment("2026-11-24", "10:00");
    let mut called = talk(1001, ANNA);
    called.said.day = day("2026-11-24");
    world.kari(called).unwrap();
    assert!(todo_at(&world, KARI, "2026-11-25", "00:00").is_empty());
}

#[test]
fn a_call_without_a_day_is_due_at_once() {
    let mut world = settled();
    world.kari(call(1000, None)).unwrap();
    assert!(matches!(todo_at(&world, KARI, TODAY, "12:00")[..], [Todo::Call(..)]));
}

#[test]
fn of_two_talks_on_a_day_the_later_one_says_what_is_next() {
    let mut world = settled();
    world.at = moment(TODAY, "13:00");
    // Ids are identity, not order.
    world.kari(talk(800, ANNA)).unwrap();
    world.at = moment(TODAY, "12:30");
    world.kari(call(1000, None)).unwrap();
    assert!(todo_at(&world, KARI, TODAY, "14:00").is_empty());
}

#[test]
fn a_corrected_conversation_agrees_on_nothing_any_more() {
    let mut world = settled();
    world.kari(call(1000, None)).unwrap();
    let mut correction = talk(1001, ANNA);
    correction.supersedes = Some(id(1000));
    // It was the day before, really.
    correction.said.day = day("2026-11-20");
    world.kari(correction).unwrap();
    assert!(todo_at(&world, KARI, TODAY, "12:00").is_empty());
}

#[test]
fn who_pauses_is_left_in_peace_but_keeps_what_was_planned() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    assert!(matches!(todo_at(&world, KARI, TODAY, "12:00")[..], [Todo::FirstTalk(_)]));
    world.edit::<Participant>(ANNA, |row| row.paused = Some(day("2026-11-01")));
    assert!(todo_at(&world, KARI, TODAY, "12:00").is_empty());
    assert_eq!(card_at(&world, TODAY, "12:00"), [1001]);
}

#[test]
fn the_most_pressing_comes_first() {
    let mut world = settled();
    world.visited(2000, "2026-11-10", Outcome::AttendedTogether);
    world.at = moment(TODAY, "12:00");
    world.kari(plan(1001, BIRGER, "2026-11-20", "13:00")).unwrap();
    world.kari(call(1000, None)).unwrap();
    let kinds: Vec<u8> = todo_at(&world, KARI, TODAY, "12:00")
        .iter()
        .map(|todo| match todo {
            Todo::Unclosed(..) => 0,
            Todo::FollowUp(..) => 1,
            Todo::Call(..) => 2,
            Todo::FirstTalk(..) => 3,
        })
        .collect();
    assert_eq!(kinds, [0, 1, 2]);
}

#[test]
fn a_follow_up_and_a_first_talk_are_one_talk() {
    let mut world = world();
    world.kari(talk(902, BIRGER)).unwrap();
    world.visited(2000, "2026-11-10", Outcome::AttendedTogether);
    assert!(matches!(todo_at(&world, KARI, TODAY, "12:00")[..], [Todo::FollowUp(..)]));
    assert!(matches!(todo_at(&world, KARI, "2026-11-12", "12:00")[..], [Todo::FirstTalk(..)]));
}
