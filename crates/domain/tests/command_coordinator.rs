use domain::CoordinatorCommand as C;
use domain::*;

use crate::common::*;

#[test]
fn a_volunteer_is_no_coordinator() {
    let world = world();
    let actor = Actor { centre: CENTRE, member: KARI, role: Role::Volunteer };
    for command in crate::common::commands::one_of_each_for_coordinators() {
        let occasion = Occasion { at: world.at };
        let refused = apply_coordinator(&world.view, &actor, &occasion, &command);
        assert_eq!(refused, Err(Refusal::NotAllowed), "{command:?}");
    }
}

#[test]
fn each_command_writes_its_row() {
    for command in crate::common::commands::one_of_each_for_coordinators() {
        let mut world = world();
        assert_eq!(world.coordinator(command.clone()), Ok(Merge::Applied), "{command:?}");
    }
}

#[test]
fn versions_rise_with_each_grant_and_each_end_of_a_pair() {
    let mut world = world();
    let version = |world: &World, number| {
        let row: &Assignment = world.get(id::<AssignmentId>(number));
        (row.version, row.active())
    };
    world.assign(51, OLE, ANNA);
    assert_eq!(version(&world, 51), (1, true));
    world.end(OLE, ANNA);
    assert_eq!(version(&world, 51), (2, false));
    world.assign(52, OLE, ANNA);
    assert_eq!(version(&world, 52), (3, true));
    world.end(OLE, ANNA);
    assert_eq!(version(&world, 52), (4, false));
    // Kari's own are another pair's.
    assert_eq!(world.get::<Assignment>(KARI_ANNA).version, 1);
}

#[test]
fn already_assigned_is_assigned_and_the_part_may_change() {
    let mut world = world();
    world.assign(51, KARI, ANNA);
    assert_eq!(world.view.row(id(51)), None);
    let row: &Assignment = world.get(KARI_ANNA);
    assert_eq!((row.part, row.version, row.from), (Part::Second, 1, day("2026-09-10")));
}

#[test]
fn only_volunteers_are_assigned_to_people_who_take_part() {
    let assign = |member, participant| C::Assign {
        id: id(51),
        member,
        participant,
        part: Part::Lead,
        from: day(TODAY),
    };
    let mut world = world();
    assert_eq!(world.coordinator(assign(COORDINATOR, ANNA)), Err(Refusal::NotAllowed));
    assert_eq!(world.coordinator(assign(id(0x19), ANNA)), Err(Refusal::UnknownRow));
    assert_eq!(world.coordinator(assign(OLE, id(0x29))), Err(Refusal::UnknownParticipant));
    world.close(BIRGER, ClosingReason::Reached);
    assert_eq!(world.coordinator(assign(OLE, BIRGER)), Err(Refusal::ParticipantClosed));
}

#[test]
fn an_end_is_now_and_of_an_assignment_that_is() {
    let end =
        |member, until: &str| C::EndAssignment { member, participant: ANNA, until: day(until) };
    let mut world = world();
    assert_eq!(world.coordinator(end(OLE, TODAY)), Err(Refusal::UnknownRow));
    assert_eq!(world.coordinator(end(KARI, "2026-11-23")), Err(Refusal::DayOutOfRange));
    assert_eq!(world.coordinator(end(KARI, TODAY)), Ok(Merge::Applied));
    assert_eq!(world.coordinator(end(KARI, TODAY)), Err(Refusal::UnknownRow));
    // Someone who was closed is still taken off the phones.
    world.close(BIRGER, ClosingReason::Deceased);
    world.end(KARI, BIRGER);
    assert!(!world.get::<Assignment>(KARI_BIRGER).active());
}

#[test]
fn a_name_is_corrected_by_who_has_seen_what_stands_there() {
    let mut world = world();
    let wrong = world.get::<Participant>(ANNA).identity();
    let right = Identity { first_name: text("Anne"), birth_year: None, ..wrong.clone() };
    let correct = |seen: &Identity| C::CorrectIdentity {
        participant: ANNA,
        seen: seen.clone(),
        now: right.clone(),
    };
    // Also of someone who takes part no more.
    world.close(ANNA, ClosingReason::Moved);
    let before = world.get::<Participant>(ANNA).clone();
    assert_eq!(world.coordinator(correct(&right)), Ok(Merge::Conflict));
    assert_eq!(*world.get::<Participant>(ANNA), before);
    assert_eq!(world.coordinator(correct(&wrong)), Ok(Merge::Applied));
    let after: &Participant = world.get(ANNA);
    assert_eq!(after.identity(), right);
    assert_eq!((&after.phone, after.closed), (&before.phone, before.closed));
}

#[test]
fn who_withdraws_by_telephone_is_as_withdrawn_as_on_the_spot() {
    let mut world = world();
    world.view.upsert(examples::consent(41, ANNA, Purpose::Participation).into());
    world.view.upsert(examples::consent(42, ANNA, Purpose::Measures).into());
    let withdraw = |participant, channel| C::Withdraw { participant, channel };
    assert_eq!(
        world.coordinator(withdraw(id(0x29), Channel::Phone)),
        Err(Refusal::UnknownParticipant)
    );
    assert_eq!(world.coordinator(withdraw(ANNA, Channel::Phone)), Ok(Merge::Applied));
    let closed = world.get::<Participant>(ANNA).closed.unwrap();
    assert_eq!(closed.reason, ClosingReason::Withdrawn);
    assert!(!world.get::<Assignment>(KARI_ANNA).active());
    let consents: Vec<_> = world.view.about::<Consent>(ANNA).collect();
    assert_eq!(consents.len(), 2);
    for consent in consents {
        let withdrawn = consent.withdrawn.unwrap();
        assert_eq!((withdrawn.channel, withdrawn.by), (Channel::Phone, COORDINATOR));
    }
}

fn edit(phone: Option<(&str, u32)>, note: Option<(&str, u32)>) -> C {
    C::EditParticipant {
        participant: ANNA,
        phone: phone.map(|(phone, seen)| Edit { value: Some(phone.parse().unwrap()), seen }),
        visit_note: note.map(|(note, seen)| Edit { value: Some(text(note)), seen }),
    }
}

#[test]
fn what_must_not_be_overwritten_silently_waits_for_a_person() {
    let mut world = world();
    assert_eq!(world.coordinator(edit(Some(("90000009", 1)), None)), Ok(Merge::Applied));
    assert_eq!(world.coordinator(edit(None, Some(("Bruk bakdøra", 1)))), Ok(Merge::Applied));
    let before = world.get::<Participant>(ANNA).clone();
    let stale = edit(Some(("90000010", 1)), Some(("Ring først", 2)));
    assert_eq!(world.coordinator(stale), Ok(Merge::Conflict));
    assert_eq!(*world.get::<Participant>(ANNA), before);
    assert_eq!((before.phone.version, before.visit_note.version), (2, 2));
}

#[test]
fn nothing_is_written_in_the_place_of_another_kind() {
    let mut world = world();
    let choir = examples::activity(0x21, "Kor", "ONCE", TODAY, "18:00");
    assert_eq!(world.coordinator(C::PublishActivity(choir)), Err(Refusal::IdInUse));
    let mut choir = examples::activity(1000, "Kor", "ONCE", TODAY, "18:00");
    assert_eq!(world.coordinator(C::PublishActivity(choir.clone())), Ok(Merge::Applied));
    choir.name = text("Kammerkor");
    assert_eq!(world.coordinator(C::PublishActivity(choir.clone())), Ok(Merge::Applied));
    assert_eq!(world.get::<Activity>(choir.id), &choir);
    for command in [
        C::RegisterMember(examples::member(OLE, Role::Volunteer, "Ola")),
        C::RegisterParticipant(examples::participant(ANNA, "Anne")),
        C::RecordConsent(examples::consent(0x31, ANNA, Purpose::Measures)),
        C::RegisterContact(examples::contact(0x31)),
        C::PlanFor(examples::accompaniment(0x31)),
    ] {
        assert_eq!(world.coordinator(command.clone()), Err(Refusal::IdInUse), "{command:?}");
    }
}

#[test]
fn a_centre_settles_itself_alone() {
    let mut world = world();
    let other = Centre { id: id(2), ..examples::centre() };
    assert_eq!(world.coordinator(C::SettleCentre(other)), Err(Refusal::NotAllowed));
}

#[test]
fn a_plan_for_others_is_for_a_volunteer_and_of_a_length() {
    let mut world = world();
    let plan = examples::accompaniment(1000);
    let with =
        |companion, minutes| C::PlanFor(Accompaniment { companion, minutes, ..plan.clone() });
    assert_eq!(world.coordinator(with(COORDINATOR, 90)), Err(Refusal::NotAllowed));
    assert_eq!(world.coordinator(with(id(0x19), 90)), Err(Refusal::UnknownRow));
    assert_eq!(world.coordinator(with(OLE, 0)), Err(Refusal::TimeOutOfRange));
    assert_eq!(world.coordinator(with(OLE, 90)), Ok(Merge::Applied));
}
