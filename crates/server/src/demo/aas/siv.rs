//! Those with whom Siv walks.

use domain::{
    Again, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose, Step,
    TalkKind, Theme, WishState,
};

use super::super::story::{Ahead, FIRST, First, Mark, STORY, Story, TRIP, Talk, Trip, Wished};

pub const JORGEN: Story = Story {
    of: "P12",
    referred: 58,
    consented: Some(52),
    also: &[Purpose::Statistics],
    first: Some(First {
        ago: 50,
        place: MeetingPlace::Outdoors,
        matters: "Jeg vil gjerne ha en grunn til å stå opp, og noen som merker om jeg ikke kommer.",
        themes: &[Theme::Company, Theme::Learning],
        still_liked: "Sjakk, serier, hunder.",
        good_at: "Sjakk. Tålmodig med nybegynnere.",
        want_to_try: "Spille mot et menneske igjen.",
        when: &[PartOfDay::Afternoon, PartOfDay::Evening],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 50,
        text: "Spille sjakk med noen hver uke",
        themes: &[Theme::Learning, Theme::Company],
        state: WishState::Open,
    }],
    trips: &[
        Trip {
            to: "A44",
            ago: 32,
            again: Some(Again::Unsure),
            face: 3,
            welcomed: Some(true),
            note: "Vi så på. Mikael forklarte hvem som var hvem.",
            ..TRIP
        },
        Trip { to: "A44", ago: 20, face: 4, note: "Jørgen spilte to partier.", ..TRIP },
        Trip { to: "A44", ago: 6, face: 5, ..TRIP },
    ],
    talks: &[Talk {
        ago: 25,
        talk: TalkKind::FollowUp,
        matters: "Det hjelper å vite hvor mange som kommer.",
        themes: &[Theme::Company],
        next: Step::GoTogether,
        follow_up: Some(FollowUpKey::Week1),
    }],
    ahead: Ahead::Today(&["A44", "A43", "A47", "A45", "A33"]),
    ..STORY
};

pub const MARYAM: Story = Story {
    of: "P13",
    referred: 28,
    consented: Some(21),
    also: &[Purpose::InformMunicipalContact],
    first: Some(First {
        ago: 15,
        by_coordinator: true,
        interpreter: true,
        place: MeetingPlace::Centre,
        matters: "Jeg hadde hage før. Jeg vil ha jord på hendene og lære navnene på plantene.",
        themes: &[Theme::Nature, Theme::Learning],
        earlier: "Dyrket grønnsaker til hele familien.",
        still_liked: "Hage, kaffe, kirkesang.",
        good_at: "Brenne kaffe. Så og høste.",
        when: &[PartOfDay::Morning, PartOfDay::Weekend],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[
        Wished {
            ago: 15,
            text: "Dyrke noe sammen med andre",
            themes: &[Theme::Nature],
            state: WishState::Open,
        },
        Wished {
            ago: 15,
            text: "Koke kaffe for noen på min måte",
            themes: &[Theme::Company, Theme::Culture],
            state: WishState::Open,
        },
    ],
    talks: &[Talk {
        ago: 5,
        talk: TalkKind::Needs,
        matters: "Drivhuset høres fint ut, hvis noen følger meg den første gangen.",
        themes: &[Theme::Nature],
        next: Step::GoTogether,
        follow_up: None,
    }],
    ahead: Ahead::Soon(&["A06", "A45", "A02"]),
    ..STORY
};

/// Attends alone; said no to a six-month talk.
pub const KAARE: Story = Story {
    of: "P14",
    referred: 230,
    consented: Some(224),
    first: Some(First {
        ago: 220,
        place: MeetingPlace::Centre,
        matters: "Jeg trenger latter og litt svette.",
        themes: &[Theme::Movement, Theme::Company],
        still_liked: "Fotball på alle måter.",
        when: &[PartOfDay::Morning],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 220,
        text: "Et lag der alderen ikke teller",
        themes: &[Theme::Movement],
        state: WishState::Reached,
    }],
    trips: &[
        Trip { to: "A13", ago: 200, face: 5, welcomed: Some(true), ..TRIP },
        Trip {
            to: "A13",
            ago: 193,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            face: 5,
            ..TRIP
        },
        Trip {
            to: "A13",
            ago: 25,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 190,
            talk: TalkKind::FollowUp,
            matters: "Jeg fant meg til rette med en gang.",
            themes: &[Theme::Company],
            next: Step::Call,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 165,
            talk: TalkKind::FollowUp,
            matters: "Jeg er der hver torsdag.",
            themes: &[Theme::Movement],
            next: Step::Nothing,
            follow_up: Some(FollowUpKey::Month1),
        },
        Talk {
            ago: 104,
            talk: TalkKind::FollowUp,
            matters: "Vi drar på cup til våren.",
            themes: &[Theme::Movement],
            next: Step::Nothing,
            follow_up: Some(FollowUpKey::Month3),
        },
    ],
    marks: &[Mark { ago: 12, key: FollowUpKey::Month6, moved_to: None }],
    ..STORY
};

pub const LINNEA: Story = Story { of: "P15", referred: 5, consented: Some(5), ..STORY };
