//! One full example of each row.

use domain::*;

use super::{ANNA, CENTRE, COORDINATOR, KARI, TODAY, day, id, local, moment, text};

pub fn centre() -> Centre {
    Centre {
        id: CENTRE,
        name: text("Ås frivilligsentral"),
        country: Country::Norway,
        language: Language::NB,
        coordinator: text("Siri"),
        coordinator_phone: "+47 900 00 001".parse().unwrap(),
        coordinator_hours: Some(text("Mandag til torsdag 10–14")),
        emergency: vec![EmergencyNumber {
            kind: EmergencyKind::Ambulance,
            number: "113".parse().unwrap(),
        }],
        follow_up_rules: FollowUpRule::DEFAULT.to_vec(),
        legal_basis: LegalBasis::Consent,
        safety_window_minutes: 30,
        lease_days: 3,
        keep_concerns: false,
        greeting: Some(text("Kom med smil")),
        demo: true,
    }
}

pub fn member(id: MemberId, role: Role, name: &str) -> Member {
    Member {
        id,
        role,
        first_name: text(name),
        last_name: Some(text("Lie")),
        phone: Some("90000002".parse().unwrap()),
        languages: vec![Language::NB, Language::EN],
        interests: vec![Theme::Nature],
        capacity: Some(4),
        active_from: Some(day("2026-08-01")),
        active_until: Some(day("2027-06-30")),
        pledge_signed: Some(day("2026-08-01")),
        certificate_seen: Some(day("2026-08-02")),
    }
}

pub fn participant(id: ParticipantId, name: &str) -> Participant {
    Participant {
        id,
        first_name: text(name),
        last_name: Some(text("Berg")),
        birth_year: Some(BirthYear::try_from(1948).unwrap()),
        language: Some(Language::NB),
        interpreter: false,
        phone: Field::new(Some("90000003".parse().unwrap())),
        contact_preference: Field::new(Some(ContactPreference::Call)),
        practical: PracticalNeeds {
            transport: Field::new(Some(text("Går med rullator"))),
            ..PracticalNeeds::default()
        },
        visit_note: Field::new(Some(text("Ring på to ganger"))),
        referred: day("2026-09-01"),
        referred_by: Some(ReferralSource::Municipality),
        paused: None,
        closed: None,
        demo: true,
    }
}

pub fn assignment(id: AssignmentId, member: MemberId, participant: ParticipantId) -> Assignment {
    let (part, from) = (Part::Lead, day("2026-09-10"));
    Assignment { id, member, participant, part, from, until: None, version: 1 }
}

pub fn consent(number: u128, participant: ParticipantId, purpose: Purpose) -> Consent {
    Consent {
        id: id(number),
        participant,
        purpose,
        basis: LegalBasis::Consent,
        wording: 1,
        given: day("2026-09-10"),
        channel: Channel::InPerson,
        withdrawn: None,
        version: 1,
    }
}

pub fn contact(number: u128) -> Contact {
    Contact {
        id: id(number),
        participant: ANNA,
        role: ContactRole::NextOfKin,
        name: Field::new(text("Per Berg")),
        phone: Field::new(Some("90000004".parse().unwrap())),
    }
}

pub fn activity(number: u128, name: &str, rule: &str, from: &str, starts: &str) -> Activity {
    Activity {
        id: id(number),
        name: text(name),
        about: Some(text("Kaffe og garn")),
        themes: vec![Theme::Making, Theme::Company],
        organiser: Some(text("Ås frivilligsentral")),
        place: Place {
            name: text("Kulturhuset"),
            town: text("Ås"),
            address: Some(text("Skoleveien 1")),
            latitude: 59.66,
            longitude: 10.79,
        },
        recurrence: Recurrence {
            rule: rule.parse().unwrap(),
            from: day(from),
            until: None,
            except: vec![],
        },
        starts: starts.parse().unwrap(),
        minutes: 120,
        cost: Cost::EachTime(30),
        host: Some(Host {
            name: text("Turid"),
            phone: Some("90000005".parse().unwrap()),
            welcome: Some(text("Står ved kaffen")),
        }),
        access: vec![Access::StepFree, Access::BusStop],
        languages: vec![Language::NB],
        verified: day("2026-11-01"),
        demo: true,
    }
}

pub fn conversation(number: u128) -> Conversation {
    let mut said = super::said(TODAY, "Savner å strikke med andre");
    said.themes = vec![Theme::Making];
    said.next = Some(NextStep { step: Step::Call, day: Some(day("2026-11-24")) });
    said.follow_up = Some(FollowUpKey::Week1);
    said.read_back = true;
    said.first = first_conversation();
    Conversation {
        id: id(number),
        participant: ANNA,
        by: KARI,
        at: moment(TODAY, "11:00"),
        said,
        supersedes: Some(id(number + 1)),
        voided: Some(moment(TODAY, "11:05")),
    }
}

fn first_conversation() -> FirstConversation {
    FirstConversation {
        place: Some(MeetingPlace::Cafe),
        present: vec![Present::Participant, Present::Interpreter],
        language: Some(Language::DA),
        interpreter: Some(true),
        told: Told::ALL.to_vec(),
        earlier: Some(text("Sang i kor")),
        still_liked: Some(text("Musikk")),
        disliked: Some(text("Bingo")),
        good_at: Some(text("Strikke")),
        want_to_try: Some(text("Kor")),
        when: vec![PartOfDay::Morning, PartOfDay::Weekend],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        transport: Some(text("Buss")),
        cost: Some(text("Helst gratis")),
        equipment: Some(text("Noter")),
        aids: Some(text("Rullator")),
        contact_preference: Some(ContactPreference::Message),
    }
}

pub fn wish(number: u128) -> Wish {
    Wish {
        id: id(number),
        participant: ANNA,
        text: Field::new(text("Kor")),
        state: Field::new(WishState::Open),
        themes: vec![Theme::Culture],
        from: Some(id(0x99)),
        by: KARI,
        at: moment(TODAY, "11:00"),
    }
}

pub fn accompaniment(number: u128) -> Accompaniment {
    Accompaniment {
        id: id(number),
        participant: ANNA,
        companion: KARI,
        activity: Some(id(0x98)),
        what: text("Strikkekafé"),
        starts: Field::new(local(TODAY, "13:00")),
        minutes: 90,
        meeting_point: Field::new(Some(text("Ved inngangen"))),
        transport: Some(text("Buss 510")),
        planned_by: COORDINATOR,
        planned_at: moment(TODAY, "09:00"),
        voided: Some(moment(TODAY, "09:01")),
    }
}

pub fn check_in(number: u128) -> CheckIn {
    CheckIn {
        id: id(number),
        participant: ANNA,
        accompaniment: id(0x97),
        point: CheckInPoint::Met,
        by: KARI,
        at: moment(TODAY, "13:00"),
        recorded: moment(TODAY, "14:30"),
        voided: Some(moment(TODAY, "14:31")),
    }
}

pub fn check_out(number: u128) -> CheckOut {
    CheckOut {
        id: id(number),
        participant: ANNA,
        accompaniment: id(0x97),
        by: KARI,
        at: moment(TODAY, "14:30"),
        outcome: Outcome::AttendedTogether,
        again: Some(Again::Together),
        details: CheckOutDetails {
            host_welcomed: Some(true),
            face: Some(Face::try_from(4).unwrap()),
            volunteer_ok: Some(true),
            note: Some(text("Lo mye")),
        },
        supersedes: Some(id(0x96)),
        voided: Some(moment(TODAY, "14:31")),
    }
}

pub fn follow_up_mark(number: u128, decision: FollowUpDecision) -> FollowUpMark {
    let (key, at) = (FollowUpKey::Week1, moment(TODAY, "11:00"));
    FollowUpMark { id: id(number), participant: ANNA, key, decision, by: KARI, at }
}

pub fn change(number: u128) -> Change {
    Change {
        id: id(number),
        participant: ANNA,
        about: ChangeAbout::HowToReach,
        note: Some(text("Nytt nummer")),
        by: KARI,
        at: moment(TODAY, "11:00"),
        voided: Some(moment(TODAY, "11:01")),
    }
}

pub fn concern(number: u128) -> Concern {
    Concern {
        id: id(number),
        participant: ANNA,
        words: text("Har ikke spist på to dager"),
        told: vec![ConcernTold::Coordinator],
        by: KARI,
        at: moment(TODAY, "11:00"),
    }
}
