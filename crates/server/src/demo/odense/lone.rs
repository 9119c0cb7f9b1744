//! Those with whom Lone walks.

use domain::{
    Again, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose, Step,
    TalkKind, Theme, WishState,
};

use super::super::story::{Ahead, FIRST, First, Mark, STORY, Story, TRIP, Talk, Trip, Wished};

/// The one-month follow-up is due.
pub const INGER: Story = Story {
    of: "D01",
    referred: 60,
    consented: Some(54),
    also: &[Purpose::InformNextOfKin, Purpose::Statistics],
    first: Some(First {
        ago: 53,
        by_coordinator: true,
        matters: "Jeg savner nogen at grine sammen med. Jeg strikkede i klub i tredive år, før jeg flyttede hertil.",
        themes: &[Theme::Company, Theme::Making],
        earlier: "Strikkeklub og kor.",
        still_liked: "Strikning, højskolesange, kaffe i godt selskab.",
        good_at: "Vanter og mønstre. Lærer gerne fra mig.",
        when: &[PartOfDay::Morning, PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[
        Wished {
            ago: 53,
            text: "Finde et sted, hvor de kan huske mit navn",
            themes: &[Theme::Company, Theme::Making],
            state: WishState::Reached,
        },
        Wished {
            ago: 12,
            text: "Synge sammen med andre igen",
            themes: &[Theme::Culture],
            state: WishState::Open,
        },
    ],
    trips: &[
        Trip {
            to: "O01",
            ago: 32,
            face: 4,
            welcomed: Some(true),
            note: "Birthe tog imod. Inger viste sine vanter frem.",
            ..TRIP
        },
        Trip { to: "O01", ago: 21, face: 5, welcomed: Some(true), ..TRIP },
        Trip {
            to: "O01",
            ago: 7,
            again: Some(Again::Alone),
            face: 5,
            note: "Inger vil prøve at gå ind alene næste gang.",
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 26,
            talk: TalkKind::FollowUp,
            matters: "Det er rart at have noget at glæde sig til om tirsdagen.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 12,
            talk: TalkKind::Free,
            matters: "Jeg har nynnet hele ugen.",
            themes: &[Theme::Culture],
            next: Step::GoTogether,
            follow_up: None,
        },
    ],
    ahead: Ahead::Today(&["O01", "O07", "O15", "O20", "O12"]),
    ..STORY
};

pub const MADS: Story = Story {
    of: "D02",
    referred: 25,
    consented: Some(18),
    first: Some(First {
        ago: 9,
        place: MeetingPlace::Outdoors,
        matters: "Jeg vil gerne have en grund til at gå ud om aftenen.",
        themes: &[Theme::Company],
        still_liked: "Brætspil, film, løb.",
        good_at: "Forklare regler.",
        want_to_try: "Lave mad sammen med nogen.",
        when: &[PartOfDay::Evening],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 9,
        text: "Lære to eller tre på min alder at kende",
        themes: &[Theme::Company],
        state: WishState::Open,
    }],
    ahead: Ahead::Soon(&["O05", "O18", "O20"]),
    ..STORY
};

pub const SAMIRA: Story = Story { of: "D03", referred: 4, consented: Some(2), ..STORY };

/// Attends alone.
pub const POUL: Story = Story {
    of: "D04",
    referred: 150,
    consented: Some(144),
    first: Some(First {
        ago: 139,
        place: MeetingPlace::Centre,
        matters: "Dagene er lange. Jeg vil ud og bruge benene.",
        themes: &[Theme::Movement, Theme::Nature],
        still_liked: "Fodbold og friluft.",
        when: &[PartOfDay::Morning],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 139,
        text: "Røre mig sammen med andre hver uge",
        themes: &[Theme::Movement],
        state: WishState::Reached,
    }],
    trips: &[
        Trip { to: "O13", ago: 118, face: 4, welcomed: Some(true), ..TRIP },
        Trip {
            to: "O13",
            ago: 97,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            face: 5,
            ..TRIP
        },
        Trip {
            to: "O13",
            ago: 13,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            note: "Poul ringede og fortalte om sit første mål.",
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 110,
            talk: TalkKind::FollowUp,
            matters: "Preben venter på mig. Det er godt.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 86,
            talk: TalkKind::FollowUp,
            matters: "Jeg klarer mig fint, men ring endelig.",
            themes: &[Theme::Movement],
            next: Step::Call,
            follow_up: Some(FollowUpKey::Month1),
        },
    ],
    marks: &[Mark { ago: 20, key: FollowUpKey::Month3, moved_to: None }],
    ..STORY
};
