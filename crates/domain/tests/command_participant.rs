use domain::command::{RaiseConcern, ReportChange, WithdrawConsent};
use domain::query::{agenda, assigned, follow_ups, people, timeline, visit, visits};
use domain::*;

use crate::common::*;

const WITHDRAW: WithdrawConsent = WithdrawConsent { participant: ANNA };

fn change(number: u128, participant: ParticipantId) -> ReportChange {
    ReportChange { id: id(number), participant, about: ChangeAbout::AwayForAWhile, note: None }
}

fn concern(number: u128, participant: ParticipantId) -> RaiseConcern {
    let words = text("Svarer ikke på døra");
    RaiseConcern { id: id(number), participant, words, told: vec![ConcernTold::Nobody] }
}

fn agreed() -> World {
    let mut world = world();
    for (number, purpose) in [(41, Purpose::Participation), (42, Purpose::Statistics)] {
        world.view.upsert(examples::consent(number, ANNA, purpose).into());
    }
    world.view.upsert(examples::consent(43, BIRGER, Purpose::Participation).into());
    world.assign(51, OLE, ANNA);
    world
}

#[test]
fn a_change_and_a_worry_are_written() {
    let mut world = world();
    world.kari(change(1000, ANNA)).unwrap();
    world.kari(concern(1001, ANNA)).unwrap();
    let row: &Change = world.get(id::<ChangeId>(1000));
    assert_eq!((row.participant, row.by, row.at), (ANNA, KARI, world.at));
    let row: &Concern = world.get(id::<ConcernId>(1001));
    assert_eq!((row.participant, row.by, row.at), (ANNA, KARI, world.at));
    assert_eq!(Row::from(row.clone()).scope(CENTRE), COORDINATORS_ONLY);
}

#[test]
fn a_withdrawal_closes_withdraws_every_consent_and_ends_every_assignment() {
    let mut world = agreed();
    assert_eq!(world.kari(WITHDRAW), Ok(Merge::Applied));
    let closing = Closing { at: world.at, reason: ClosingReason::Withdrawn };
    assert_eq!(world.get::<Participant>(ANNA).closed, Some(closing));
    for number in [41, 42] {
        let withdrawn = world.get::<Consent>(id::<ConsentId>(number)).withdrawn.unwrap();
        let expected = Withdrawal { at: world.at, by: KARI, channel: Channel::App };
        assert_eq!(withdrawn, expected);
    }
    for assignment in [KARI_ANNA, id(51)] {
        let row: &Assignment = world.get(assignment);
        assert_eq!((row.until, row.version), (Some(day(TODAY)), 2));
    }
    assert_eq!(world.get::<Consent>(id::<ConsentId>(43)).withdrawn, None);
    assert!(world.get::<Assignment>(KARI_BIRGER).active());
}

#[test]
fn said_twice_is_said_once() {
    let mut world = agreed();
    world.kari(WITHDRAW).unwrap();
    let before = world.view.clone();
    world.at = world.at.plus_minutes(60);
    assert_eq!(world.ole(WITHDRAW), Ok(Merge::Applied));
    assert!(before.rows().eq(world.view.rows()));
}

#[test]
fn a_withdrawal_after_a_closing_still_withdraws() {
    let mut world = agreed();
    world.close(ANNA, ClosingReason::Moved);
    world.kari(WITHDRAW).unwrap();
    let closed = world.get::<Participant>(ANNA).closed.unwrap();
    assert_eq!(closed.reason, ClosingReason::Moved);
    assert!(world.get::<Consent>(id::<ConsentId>(41)).withdrawn.is_some());
}

#[test]
fn an_assignment_never_ends_before_it_began() {
    let mut world = agreed();
    // 00:30 on the 22nd in Oslo, assigned on the 22nd.
    world.at = moment(TODAY, "23:30");
    world.edit::<Assignment>(KARI_ANNA, |row| row.from = day("2026-11-22"));
    world.kari(WITHDRAW).unwrap();
    assert_eq!(world.get::<Assignment>(KARI_ANNA).until, Some(day("2026-11-22")));
}

#[test]
fn who_withdrew_is_gone_from_every_screen_before_the_centre_answers() {
    let mut world = agreed();
    world.visited(2000, "2026-11-10", Outcome::AttendedTogether);
    world.at = moment(TODAY, "12:00");
    world.kari(talk(1000, ANNA)).unwrap();
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    world.kari(plan(1002, ANNA, "2026-11-15", "13:00")).unwrap();
    let now = local(TODAY, "12:00");
    let before = agenda(&world.view, KARI, now);
    assert_eq!(before.next.unwrap().1.id, ANNA);
    assert!(before.todo.iter().any(|todo| todo.participant().id == ANNA));
    world.kari(WITHDRAW).unwrap();
    let view = &world.view;
    let after = agenda(view, KARI, now);
    assert_eq!((after.next, after.later.len()), (None, 0));
    assert!(after.todo.iter().all(|todo| todo.participant().id != ANNA));
    assert!(assigned(view, KARI).all(|(person, _)| person.id != ANNA));
    assert!(people(view, KARI, "anna").is_empty());
    assert_eq!(visit(view, id(1001)), None);
    assert!(visits(view, ANNA).is_empty());
    assert!(timeline(view, ANNA).is_empty());
    assert!(follow_ups(view, ANNA, &FollowUpRule::DEFAULT).is_empty());
}

#[test]
fn about_someone_who_takes_part_no_more_only_a_worry_and_a_withdrawal_are_taken() {
    let commands: Vec<(VolunteerCommand, Result<Merge, Refusal>)> =
        crate::common::commands::one_of_each(ANNA)
            .into_iter()
            .map(|command| {
                let taken = command.urgent();
                (command, if taken { Ok(Merge::Applied) } else { Err(Refusal::ParticipantClosed) })
            })
            .collect();
    assert_eq!(commands.iter().filter(|(_, expected)| expected.is_ok()).count(), 2);
    for (command, expected) in commands {
        let mut world = world();
        world.close(ANNA, ClosingReason::Deceased);
        assert_eq!(world.kari(command.clone()), expected, "{command:?}");
    }
}

#[test]
fn of_what_is_unsent_a_withdrawal_stays_and_a_worry_where_the_centre_has_not_settled_otherwise() {
    let mut centre = examples::centre();
    for (keeps, settled) in [(true, None), (true, Some(true)), (false, Some(false))] {
        centre.keep_concerns = settled.unwrap_or(true);
        let held = settled.map(|_| &centre);
        for command in crate::common::commands::one_of_each(ANNA) {
            let stays = match &command {
                VolunteerCommand::WithdrawConsent(_) => true,
                VolunteerCommand::RaiseConcern(_) => keeps,
                _ => false,
            };
            assert_eq!(command.kept_when_withdrawn(held), stays, "{command:?}");
        }
    }
    // A row of a release that did not know of it.
    let mut old = serde_json::to_value(examples::centre()).unwrap();
    old.as_object_mut().unwrap().remove("keep_concerns").unwrap();
    assert!(serde_json::from_value::<Centre>(old).unwrap().keep_concerns);
}

#[test]
fn nothing_is_written_about_someone_unknown() {
    for command in crate::common::commands::one_of_each(id(0x29)) {
        let mut world = world();
        assert_eq!(world.kari(command.clone()), Err(Refusal::UnknownParticipant), "{command:?}");
    }
}

#[test]
fn no_command_takes_an_id_in_use() {
    let mut world = world();
    world.kari(talk(1000, BIRGER)).unwrap();
    assert_eq!(world.kari(talk(1000, ANNA)), Err(Refusal::IdInUse));
    assert_eq!(world.kari(plan(1000, ANNA, TODAY, "13:00")), Err(Refusal::IdInUse));
    assert_eq!(world.kari(change(1000, ANNA)), Err(Refusal::IdInUse));
    assert_eq!(world.kari(concern(1000, ANNA)), Err(Refusal::IdInUse));
    world.kari(plan(1001, ANNA, TODAY, "13:00")).unwrap();
    let met = check_in(1000, ANNA, 1001, CheckInPoint::Met);
    assert_eq!(world.kari(met), Err(Refusal::IdInUse));
    let done = check_out(1000, ANNA, 1001, Outcome::NoShow);
    assert_eq!(world.kari(done), Err(Refusal::IdInUse));
}
