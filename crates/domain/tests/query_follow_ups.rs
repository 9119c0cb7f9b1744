use domain::command::{RecordConversation, SettleFollowUp, Void};
use domain::query::{FollowUpState, follow_up_due, follow_ups};
use domain::*;

use crate::common::*;

const RULES: [FollowUpRule; 4] = FollowUpRule::DEFAULT;

/// Anna was at something for the first time on that day.
fn attended(on: &str) -> World {
    let mut world = world();
    world.visited(2000, on, Outcome::AttendedTogether);
    world
}

fn due(world: &World) -> Vec<String> {
    follow_ups(&world.view, ANNA, &RULES).iter().map(|one| one.due.to_string()).collect()
}

fn states(world: &World) -> Vec<FollowUpState> {
    follow_ups(&world.view, ANNA, &RULES).iter().map(|one| one.state).collect()
}

fn key_due(world: &World, on: &str) -> Option<FollowUpKey> {
    follow_up_due(&world.view, ANNA, &RULES, day(on)).map(|one| one.key)
}

#[test]
fn a_week_a_month_three_and_six_after_the_first_attended_visit() {
    let world = attended("2026-09-15");
    assert_eq!(due(&world), ["2026-09-22", "2026-10-15", "2026-12-15", "2027-03-15"]);
    assert_eq!(states(&world), [FollowUpState::Open; 4]);
}

#[test]
fn at_the_end_of_a_month_the_last_day_will_do() {
    let world = attended("2026-08-31");
    assert_eq!(due(&world), ["2026-09-07", "2026-09-30", "2026-11-30", "2027-02-28"]);
    let world = attended("2027-11-30");
    assert_eq!(due(&world)[2..], ["2028-02-29", "2028-05-30"]);
}

#[test]
fn only_being_there_counts_and_the_first_time_of_all() {
    let mut world = world();
    assert!(due(&world).is_empty());
    world.visited(2000, "2026-09-01", Outcome::NoShow);
    world.visited(2010, "2026-09-02", Outcome::TurnedBack);
    world.visited(2020, "2026-09-03", Outcome::CancelledByParticipant);
    assert!(due(&world).is_empty());
    world.visited(2030, "2026-09-20", Outcome::AttendedTogether);
    world.visited(2040, "2026-09-10", Outcome::AttendedAlone);
    assert_eq!(due(&world)[0], "2026-09-17");
    world.kari(Void { participant: ANNA, row: id(2042) }).unwrap();
    assert_eq!(due(&world)[0], "2026-09-27");
}

#[test]
fn they_count_from_the_day_it_took_place() {
    let mut world = world();
    world.at = moment("2026-11-10", "09:00");
    // Planned for December, and gone to the same day.
    world.kari(plan(2000, ANNA, "2026-12-10", "13:00")).unwrap();
    world.kari(check_in(2001, ANNA, 2000, CheckInPoint::Met)).unwrap();
    world.kari(check_out(2002, ANNA, 2000, Outcome::AttendedTogether)).unwrap();
    assert_eq!(due(&world)[0], "2026-11-17");
}

#[test]
fn each_centre_has_its_own_rules() {
    let world = attended("2026-09-15");
    let rules = [FollowUpRule { key: FollowUpKey::Month3, after: After::Days(100) }];
    let found = follow_ups(&world.view, ANNA, &rules);
    assert_eq!(found.len(), 1);
    assert_eq!((found[0].key, found[0].due), (FollowUpKey::Month3, day("2026-12-24")));
    let mut world = world;
    world.edit::<Centre>(CENTRE, |centre| centre.follow_up_rules = rules.to_vec());
    let todo = |on| domain::query::agenda(&world.view, KARI, local(on, "12:00")).todo;
    let reminded =
        |on| todo(on).iter().any(|todo| matches!(todo, domain::query::Todo::FollowUp(..)));
    assert!(!reminded("2026-12-23"));
    assert!(reminded("2026-12-24"));
}

fn settle(number: u128, decision: FollowUpDecision) -> SettleFollowUp {
    SettleFollowUp { id: id(number), participant: ANNA, key: FollowUpKey::Week1, decision }
}

#[test]
fn it_moves_and_is_skipped_and_the_last_word_stands() {
    let mut world = attended("2026-11-10");
    world.kari(settle(3000, FollowUpDecision::MovedTo(day("2026-11-19")))).unwrap();
    assert_eq!(due(&world)[0], "2026-11-19");
    world.kari(settle(3001, FollowUpDecision::Skipped)).unwrap();
    assert_eq!(states(&world)[0], FollowUpState::Skipped);
    world.kari(settle(3002, FollowUpDecision::MovedTo(day("2026-11-20")))).unwrap();
    assert_eq!((due(&world)[0].as_str(), states(&world)[0]), ("2026-11-20", FollowUpState::Open));
    assert_eq!(states(&world)[1..], [FollowUpState::Open; 3]);
}

fn talked(number: u128, on: &str, key: FollowUpKey) -> RecordConversation {
    let mut command = talk(number, ANNA);
    (command.said.day, command.said.follow_up) = (day(on), Some(key));
    command
}

#[test]
fn a_conversation_that_names_it_does_it() {
    let mut world = attended("2026-11-10");
    world.at = moment("2026-11-17", "12:00");
    world.kari(talked(3000, "2026-11-17", FollowUpKey::Week1)).unwrap();
    assert_eq!(states(&world)[..2], [FollowUpState::Done, FollowUpState::Open]);
    world.kari(Void { participant: ANNA, row: id(3000) }).unwrap();
    assert_eq!(states(&world)[0], FollowUpState::Open);
}

#[test]
fn a_correction_may_say_that_it_was_another() {
    let mut world = attended("2026-11-10");
    world.at = moment("2026-11-17", "12:00");
    world.kari(talked(3000, "2026-11-17", FollowUpKey::Month1)).unwrap();
    let mut correction = talked(3001, "2026-11-17", FollowUpKey::Week1);
    correction.supersedes = Some(id(3000));
    world.kari(correction).unwrap();
    assert_eq!(states(&world)[..2], [FollowUpState::Done, FollowUpState::Open]);
}

#[test]
fn of_several_that_are_due_the_latest_says_it_all() {
    let mut world = attended("2026-09-10");
    assert_eq!(key_due(&world, "2026-09-16"), None);
    assert_eq!(key_due(&world, "2026-09-17"), Some(FollowUpKey::Week1));
    assert_eq!(key_due(&world, "2026-10-10"), Some(FollowUpKey::Month1));
    world.at = moment("2026-10-11", "12:00");
    world.kari(talked(3000, "2026-10-11", FollowUpKey::Month1)).unwrap();
    // Nobody is asked about the first week now.
    assert_eq!(key_due(&world, "2026-10-12"), None);
    assert_eq!(key_due(&world, "2026-12-10"), Some(FollowUpKey::Month3));
    // Unless it was put off to a day after that.
    world.kari(settle(3001, FollowUpDecision::MovedTo(day("2026-10-20")))).unwrap();
    assert_eq!(key_due(&world, "2026-10-20"), Some(FollowUpKey::Week1));
}
