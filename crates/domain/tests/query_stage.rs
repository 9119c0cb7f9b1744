use domain::query::{Stage, stage};
use domain::*;

use crate::common::*;

fn of(world: &World) -> Stage {
    stage(&world.view, world.get::<Participant>(ANNA))
}

#[test]
fn from_referred_to_attending_alone() {
    let mut world = world();
    world.view.remove(KARI_ANNA.0);
    assert_eq!(of(&world), Stage::Referred);
    world.view.upsert(examples::assignment(KARI_ANNA, KARI, ANNA).into());
    assert_eq!(of(&world), Stage::Contacted);
    world.view.upsert(examples::consent(41, ANNA, Purpose::Statistics).into());
    assert_eq!(of(&world), Stage::Contacted);
    world.view.upsert(examples::consent(42, ANNA, Purpose::Participation).into());
    assert_eq!(of(&world), Stage::Consented);
    world.kari(talk(1000, ANNA)).unwrap();
    assert_eq!(of(&world), Stage::Exploring);
    world.kari(plan(1001, ANNA, "2026-12-01", "13:00")).unwrap();
    assert_eq!(of(&world), Stage::Matched);
    world.visited(2000, "2026-10-01", Outcome::TurnedBack);
    assert_eq!(of(&world), Stage::Matched);
    world.visited(2010, "2026-10-08", Outcome::AttendedTogether);
    assert_eq!(of(&world), Stage::Accompanied);
    world.visited(2020, "2026-10-15", Outcome::AttendedAlone);
    assert_eq!(of(&world), Stage::AttendingAlone);
    // A day that came to nothing takes nothing away; going along again does.
    world.visited(2030, "2026-10-22", Outcome::NoShow);
    assert_eq!(of(&world), Stage::AttendingAlone);
    world.visited(2040, "2026-10-29", Outcome::AttendedTogether);
    assert_eq!(of(&world), Stage::Accompanied);
}

#[test]
fn what_was_taken_back_did_not_happen() {
    let mut world = world();
    world.kari(talk(1000, ANNA)).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    for (number, before) in [(1001, Stage::Matched), (1000, Stage::Exploring)] {
        assert_eq!(of(&world), before);
        world.kari(command::Void { participant: ANNA, row: id(number) }).unwrap();
    }
    assert_eq!(of(&world), Stage::Contacted);
}

#[test]
fn an_agreement_withdrawn_and_an_assignment_ended_do_not_count() {
    let mut world = world();
    let mut consent = examples::consent(42, ANNA, Purpose::Participation);
    consent.withdrawn = Some(Withdrawal { at: world.at, by: COORDINATOR, channel: Channel::Phone });
    world.view.upsert(consent.into());
    assert_eq!(of(&world), Stage::Contacted);
    world.end(KARI, ANNA);
    assert_eq!(of(&world), Stage::Referred);
}

#[test]
fn a_pause_and_an_end_come_before_everything() {
    let ends = [
        (ClosingReason::Declined, Stage::Declined),
        (ClosingReason::Withdrawn, Stage::Withdrawn),
        (ClosingReason::Deceased, Stage::Deceased),
        (ClosingReason::Reached, Stage::Closed),
        (ClosingReason::Moved, Stage::Closed),
        (ClosingReason::Other, Stage::Closed),
    ];
    for (reason, expected) in ends {
        let mut world = world();
        world.visited(2000, "2026-10-08", Outcome::AttendedTogether);
        assert_eq!(of(&world), Stage::Accompanied);
        world.edit::<Participant>(ANNA, |row| row.paused = Some(day(TODAY)));
        assert_eq!(of(&world), Stage::Paused);
        world.close(ANNA, reason);
        assert_eq!(of(&world), expected);
    }
}
