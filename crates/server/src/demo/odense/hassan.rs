//! Those with whom Hassan walks.

use domain::{
    Again, ChangeAbout, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose,
    Step, TalkKind, Theme, WishState,
};

use super::super::story::{
    Ahead, Changed, FIRST, First, STORY, Story, TRIP, Talk, Trip, Unclosed, Wished,
};

/// The one-week follow-up is due.
pub const KAREN_MARGRETHE: Story = Story {
    of: "D05",
    referred: 41,
    consented: Some(34),
    also: &[Purpose::InformNextOfKin],
    first: Some(First {
        ago: 27,
        by_coordinator: true,
        matters: "Jeg vil høre mere musik, og gerne med nogen ved siden af.",
        themes: &[Theme::Culture, Theme::Movement],
        still_liked: "Dans og radio.",
        want_to_try: "Gymnastik, hvor man må sidde ned.",
        when: &[PartOfDay::Morning],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 27,
        text: "Bevæge mig til musik hver uge",
        themes: &[Theme::Movement, Theme::Culture],
        state: WishState::Open,
    }],
    trips: &[Trip {
        to: "O09",
        ago: 8,
        face: 4,
        welcomed: Some(true),
        note: "Anne-Lise havde en stol klar.",
        ..TRIP
    }],
    ahead: Ahead::Today(&["O09", "O16", "O15", "O20", "O21"]),
    ..STORY
};

pub const FREJA: Story = Story {
    of: "D06",
    referred: 29,
    consented: Some(22),
    first: Some(First {
        ago: 16,
        place: MeetingPlace::Outdoors,
        matters: "Jeg vil gerne lære at lave noget med hænderne sammen med andre.",
        themes: &[Theme::Making],
        still_liked: "Tegning og podcasts.",
        want_to_try: "Maling i stort format.",
        when: &[PartOfDay::Afternoon, PartOfDay::Weekend],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::EverySecondWeek),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 16,
        text: "Et sted at male uden at nogen kigger over skulderen",
        themes: &[Theme::Making],
        state: WishState::Open,
    }],
    trips: &[Trip {
        to: "O06",
        ago: 3,
        outcome: Outcome::NoShow,
        again: None,
        note: "Bussen kørte fra hende. Vi prøver igen.",
        ..TRIP
    }],
    ahead: Ahead::Soon(&["O06", "O14", "O05"]),
    ..STORY
};

/// Has asked for a pause.
pub const ALI: Story = Story {
    of: "D07",
    referred: 80,
    consented: Some(74),
    paused: Some(12),
    also: &[Purpose::InformMunicipalContact],
    first: Some(First {
        ago: 68,
        place: MeetingPlace::Cafe,
        matters: "Jeg vil tale mere dansk med folk på min alder.",
        themes: &[Theme::Company, Theme::Learning],
        good_at: "Reparere cykler.",
        when: &[PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 68,
        text: "Tale dansk hver uge om noget, jeg er god til",
        themes: &[Theme::Learning, Theme::Making],
        state: WishState::Open,
    }],
    trips: &[
        Trip {
            to: "O06",
            ago: 45,
            face: 5,
            welcomed: Some(true),
            note: "Hamid gav ham en kedeldragt.",
            ..TRIP
        },
        Trip { to: "O06", ago: 31, again: Some(Again::Alone), face: 5, ..TRIP },
    ],
    talks: &[Talk {
        ago: 36,
        talk: TalkKind::FollowUp,
        matters: "Jeg lærer nye ord hver gang.",
        themes: &[Theme::Learning],
        next: Step::GoTogether,
        follow_up: Some(FollowUpKey::Week1),
    }],
    changes: &[Changed {
        ago: 12,
        about: ChangeAbout::AwayForAWhile,
        note: "Ali har fået aftenvagter en måned. Han skriver, når han er klar.",
    }],
    ..STORY
};

/// The three-month follow-up is due, and yesterday's walk was never closed.
pub const BENT: Story = Story {
    of: "D08",
    referred: 128,
    consented: Some(121),
    first: Some(First {
        ago: 117,
        matters: "Jeg kan godt lide stilhed, men ikke hver dag.",
        themes: &[Theme::Company, Theme::Culture],
        still_liked: "Billard, jazz, gode historier.",
        when: &[PartOfDay::Afternoon],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::EverySecondWeek),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 117,
        text: "Spille billard igen",
        themes: &[Theme::Company],
        state: WishState::Open,
    }],
    trips: &[
        Trip { to: "O21", ago: 93, face: 4, welcomed: Some(true), ..TRIP },
        Trip { to: "O21", ago: 54, face: 4, ..TRIP },
        Trip { to: "O21", ago: 19, outcome: Outcome::CancelledByOrganiser, again: None, ..TRIP },
    ],
    talks: &[
        Talk {
            ago: 87,
            talk: TalkKind::FollowUp,
            matters: "Orla kendte min gamle makker.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 63,
            talk: TalkKind::FollowUp,
            matters: "Hver anden uge er passende.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Month1),
        },
    ],
    unclosed: Some(Unclosed { ago: 2, hour: 13, met: true }),
    ..STORY
};
