//! Those with whom Per-Arne walks.

use domain::{
    Again, ChangeAbout, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose,
    Step, TalkKind, Theme, WishState,
};

use super::super::story::{
    Ahead, Changed, FIRST, First, Mark, STORY, Story, TRIP, Talk, Trip, Unclosed, Wished,
};

pub const FATUMA: Story = Story {
    of: "P06",
    referred: 48,
    consented: Some(41),
    also: &[Purpose::InformNextOfKin, Purpose::InformMunicipalContact],
    first: Some(First {
        ago: 34,
        by_coordinator: true,
        interpreter: true,
        matters: "Jeg vil ut av leiligheten og møte kvinner som ler. Jeg vil lære flere ord.",
        themes: &[Theme::Company, Theme::Learning],
        still_liked: "Brodere, lage mat til mange.",
        good_at: "Sambusa og broderi.",
        want_to_try: "Å ta bussen selv.",
        when: &[PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[
        Wished {
            ago: 34,
            text: "Ta bussen til kvinnekafeen på egen hånd",
            themes: &[Theme::Learning],
            state: WishState::Open,
        },
        Wished {
            ago: 34,
            text: "Lage mat sammen med noen",
            themes: &[Theme::Company],
            state: WishState::Open,
        },
    ],
    trips: &[
        Trip {
            to: "A14",
            ago: 15,
            outcome: Outcome::CancelledByParticipant,
            again: None,
            note: "Hun var forkjølet.",
            ..TRIP
        },
        Trip {
            to: "A14",
            ago: 8,
            face: 5,
            welcomed: Some(true),
            note: "Hodan møtte oss ute. Fatuma tok med kaker.",
            ..TRIP
        },
    ],
    ahead: Ahead::Today(&["A14", "A12", "A19", "A18"]),
    ..STORY
};

/// Three months on; that follow-up is due.
pub const AASE_L: Story = Story {
    of: "P07",
    referred: 130,
    consented: Some(123),
    first: Some(First {
        ago: 118,
        matters: "Jeg liker stillhet, men ikke hver dag.",
        themes: &[Theme::Culture, Theme::Company],
        still_liked: "Bøker, radioteater.",
        want_to_try: "Høre noen lese høyt.",
        when: &[PartOfDay::Morning],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::EverySecondWeek),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 118,
        text: "Høre en god historie sammen med andre",
        themes: &[Theme::Culture],
        state: WishState::Open,
    }],
    trips: &[
        Trip { to: "A30", ago: 93, face: 4, welcomed: Some(true), ..TRIP },
        Trip { to: "A30", ago: 61, face: 4, ..TRIP },
        Trip { to: "A30", ago: 19, face: 5, note: "Aase leste selv et dikt.", ..TRIP },
    ],
    talks: &[
        Talk {
            ago: 88,
            talk: TalkKind::FollowUp,
            matters: "Suppa var god, og dama ved siden av kjente søsteren min.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 64,
            talk: TalkKind::FollowUp,
            matters: "En gang i måneden er passe nå.",
            themes: &[Theme::Culture],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Month1),
        },
    ],
    ..STORY
};

/// Has asked for a pause.
pub const SANDER: Story = Story {
    of: "P08",
    referred: 75,
    consented: Some(70),
    paused: Some(14),
    first: Some(First {
        ago: 66,
        place: MeetingPlace::Outdoors,
        matters: "Jeg spiller bass hjemme, men aldri med noen.",
        themes: &[Theme::Culture, Theme::Making],
        still_liked: "Musikk, spill, sene kvelder.",
        good_at: "Bass og lydteknikk.",
        when: &[PartOfDay::Evening],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 66,
        text: "Spille med andre uten at noen måler",
        themes: &[Theme::Culture],
        state: WishState::Open,
    }],
    trips: &[
        Trip {
            to: "A37",
            ago: 43,
            again: Some(Again::Unsure),
            face: 3,
            welcomed: Some(true),
            note: "Vi ble en halvtime. Det var nok den første gangen.",
            ..TRIP
        },
        Trip { to: "A37", ago: 36, face: 4, ..TRIP },
        Trip {
            to: "A37",
            ago: 22,
            outcome: Outcome::NoShow,
            again: None,
            note: "Jeg ventet tjue minutter og sendte en melding.",
            ..TRIP
        },
    ],
    talks: &[Talk {
        ago: 34,
        talk: TalkKind::FollowUp,
        matters: "Det var bedre enn jeg trodde. Men det er mye akkurat nå.",
        themes: &[Theme::Culture],
        next: Step::Call,
        follow_up: Some(FollowUpKey::Week1),
    }],
    changes: &[Changed {
        ago: 14,
        about: ChangeAbout::AwayForAWhile,
        note: "Sander vil ha fri fram til over nyttår. Han sier fra selv.",
    }],
    ..STORY
};

/// Two volunteers share; yesterday's walk was never closed.
pub const GUNVOR: Story = Story {
    of: "P09",
    referred: 70,
    consented: Some(64),
    also: &[Purpose::InformNextOfKin],
    first: Some(First {
        ago: 60,
        by_coordinator: true,
        matters: "Jeg vil se folk, men jeg vil hjem før det blir mørkt.",
        themes: &[Theme::Company],
        earlier: "Serverte vafler på alle stevner i tjue år.",
        still_liked: "Allsang, vafler, barn som løper rundt.",
        good_at: "Huske navn.",
        when: &[PartOfDay::Morning],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 60,
        text: "En fast formiddag i uka med mennesker",
        themes: &[Theme::Company],
        state: WishState::Open,
    }],
    trips: &[
        Trip {
            to: "A12",
            ago: 44,
            face: 5,
            welcomed: Some(true),
            note: "Gerd fulgte oss til bordet ved vinduet.",
            ..TRIP
        },
        Trip { to: "A12", ago: 30, face: 4, ..TRIP },
        Trip { to: "A12", ago: 16, outcome: Outcome::CancelledByVolunteer, again: None, ..TRIP },
    ],
    talks: &[Talk {
        ago: 34,
        talk: TalkKind::FollowUp,
        matters: "Jeg gleder meg til fredag allerede på onsdag.",
        themes: &[Theme::Company],
        next: Step::GoTogether,
        follow_up: Some(FollowUpKey::Week1),
    }],
    unclosed: Some(Unclosed { ago: 1, hour: 12, met: false }),
    changes: &[Changed {
        ago: 9,
        about: ChangeAbout::AtHome,
        note: "Det er ny kode på ytterdøra. Koordinatoren har den.",
    }],
    marks: &[Mark { ago: 8, key: FollowUpKey::Month1, moved_to: Some(2) }],
    ..STORY
};

pub const AMINA: Story = Story {
    of: "P10",
    referred: 30,
    consented: Some(23),
    first: Some(First {
        ago: 18,
        place: MeetingPlace::Cafe,
        matters: "Jeg vil ha et sted å gå om kvelden der det er trygt og hyggelig.",
        themes: &[Theme::Movement, Theme::Company],
        still_liked: "Dans og lange turer.",
        want_to_try: "Trene sammen med noen.",
        when: &[PartOfDay::Evening],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 18,
        text: "Trene sammen med noen på min alder",
        themes: &[Theme::Movement],
        state: WishState::Open,
    }],
    trips: &[Trip {
        to: "A17",
        ago: 6,
        outcome: Outcome::NoShow,
        again: None,
        note: "Toget var innstilt. Vi prøver igjen.",
        ..TRIP
    }],
    ahead: Ahead::Soon(&["A17", "A22", "A43"]),
    ..STORY
};

pub const BJORN: Story = Story { of: "P11", referred: 3, consented: Some(1), ..STORY };
