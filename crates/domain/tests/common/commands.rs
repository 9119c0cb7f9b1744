//! One full example of each command.

use domain::CoordinatorCommand as C;
use domain::command::CheckOut;
use domain::command::*;
use domain::*;

use super::{
    ANNA, KARI, OLE, TODAY, check_in, check_out, day, examples, id, local, moment, plan, text,
};

/// With every field filled, under ids from 5000 on.
pub fn one_of_each(participant: ParticipantId) -> Vec<VolunteerCommand> {
    let talk = examples::conversation(5000);
    let meeting_point = Some(text("Ved inngangen"));
    vec![
        RecordConversation {
            id: talk.id,
            participant,
            said: talk.said,
            wish: Some(id(5001)),
            supersedes: Some(id(5002)),
        }
        .into(),
        AddWish {
            id: id(5003),
            participant,
            text: text("Kor"),
            themes: vec![Theme::Culture],
            from: Some(id(5004)),
        }
        .into(),
        EditWish {
            id: id(5005),
            participant,
            text: Some(Edit { value: text("Kammerkor"), seen: 1 }),
            state: Some(Edit { value: WishState::Reached, seen: 1 }),
        }
        .into(),
        SettleFollowUp {
            id: id(5006),
            participant,
            key: FollowUpKey::Month1,
            decision: FollowUpDecision::MovedTo(day("2026-12-01")),
        }
        .into(),
        PlanAccompaniment {
            activity: Some(id(5007)),
            meeting_point,
            transport: Some(text("Buss 510")),
            ..plan(5008, participant, TODAY, "13:00")
        }
        .into(),
        MoveAccompaniment {
            id: id(5009),
            participant,
            starts: Edit { value: local("2026-11-24", "10:30"), seen: 1 },
        }
        .into(),
        check_in(5010, participant, 5009, CheckInPoint::Arrived).into(),
        CheckOut {
            again: Some(Again::Alone),
            met: Some(WhenMet { id: id(5011), at: moment(TODAY, "10:00") }),
            ended: Some(moment(TODAY, "11:30")),
            details: examples::check_out(1).details,
            supersedes: Some(id(5012)),
            ..check_out(5013, participant, 5009, Outcome::TurnedBack)
        }
        .into(),
        ReportChange {
            id: id(5014),
            participant,
            about: ChangeAbout::AtHome,
            note: Some(text("Har flyttet")),
        }
        .into(),
        RaiseConcern {
            id: id(5015),
            participant,
            words: text("Svarer ikke på døra"),
            told: vec![ConcernTold::Coordinator, ConcernTold::Doctor],
        }
        .into(),
        WithdrawConsent { participant }.into(),
        Void { participant, row: id(5016) }.into(),
    ]
}

pub fn one_of_each_for_coordinators() -> Vec<C> {
    let activity = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU";
    vec![
        C::SettleCentre(examples::centre()),
        C::RegisterMember(examples::member(id(5101), Role::Volunteer, "Nils")),
        C::RegisterParticipant(examples::participant(id(5102), "Tove")),
        C::RecordConsent(examples::consent(5103, ANNA, Purpose::Measures)),
        C::RegisterContact(examples::contact(5104)),
        C::PublishActivity(examples::activity(5105, "Kor", activity, TODAY, "18:00")),
        C::PlanFor(examples::accompaniment(5106)),
        C::Assign {
            id: id(5107),
            member: OLE,
            participant: ANNA,
            part: Part::Second,
            from: day(TODAY),
        },
        C::EndAssignment { member: KARI, participant: ANNA, until: day(TODAY) },
        C::EditParticipant {
            participant: ANNA,
            phone: Some(Edit { value: Some("90000009".parse().unwrap()), seen: 1 }),
            visit_note: Some(Edit { value: None, seen: 1 }),
        },
        C::CorrectIdentity {
            participant: ANNA,
            seen: examples::participant(ANNA, "Anna").identity(),
            now: examples::participant(ANNA, "Anne").identity(),
        },
        C::Withdraw { participant: ANNA, channel: Channel::Phone },
    ]
}
