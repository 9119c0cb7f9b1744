//! Those with whom Kirsten walks.

use domain::{
    Again, ChangeAbout, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose,
    Step, TalkKind, Theme, WishState,
};

use super::super::story::{Ahead, Changed, FIRST, First, STORY, Story, TRIP, Talk, Trip, Wished};

pub const ZAINAB: Story = Story {
    of: "D09",
    referred: 56,
    consented: Some(49),
    also: &[Purpose::InformNextOfKin, Purpose::InformMunicipalContact],
    first: Some(First {
        ago: 46,
        by_coordinator: true,
        interpreter: true,
        matters: "Jeg vil ud af lejligheden og møde kvinder, der griner. Jeg vil lære flere ord.",
        themes: &[Theme::Company, Theme::Learning],
        still_liked: "Brodere, lave mad til mange.",
        good_at: "Sambusa og broderi.",
        want_to_try: "At tage bussen selv.",
        when: &[PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 46,
        text: "Tage bussen til kvindecaféen på egen hånd",
        themes: &[Theme::Learning],
        state: WishState::Open,
    }],
    trips: &[
        Trip {
            to: "O10",
            ago: 32,
            face: 4,
            welcomed: Some(true),
            note: "Amal mødte os udenfor. Zainab havde kager med.",
            ..TRIP
        },
        Trip { to: "O10", ago: 12, face: 5, ..TRIP },
    ],
    talks: &[Talk {
        ago: 24,
        talk: TalkKind::FollowUp,
        matters: "Nu siger de hej til mig i supermarkedet.",
        themes: &[Theme::Company],
        next: Step::GoTogether,
        follow_up: Some(FollowUpKey::Week1),
    }],
    ahead: Ahead::Today(&["O10", "O02", "O01", "O15", "O12"]),
    ..STORY
};

pub const RASMUS: Story = Story {
    of: "D10",
    referred: 22,
    consented: Some(16),
    first: Some(First {
        ago: 8,
        place: MeetingPlace::Cafe,
        matters: "Jeg vil væk fra skærmen og ud et sted, hvor ingen forventer noget.",
        themes: &[Theme::Nature, Theme::Making],
        still_liked: "Planter og gamle ting.",
        want_to_try: "Have.",
        when: &[PartOfDay::Weekend],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 8,
        text: "Have jord under neglene en gang om ugen",
        themes: &[Theme::Nature],
        state: WishState::Open,
    }],
    ahead: Ahead::Soon(&["O08", "O18", "O06"]),
    ..STORY
};

/// Attends alone; six months are due.
pub const ELSE: Story = Story {
    of: "D11",
    referred: 240,
    consented: Some(234),
    also: &[Purpose::InformNextOfKin],
    first: Some(First {
        ago: 228,
        by_coordinator: true,
        matters: "Jeg vil høre en sang hver uge, som jeg kan udenad.",
        themes: &[Theme::Culture],
        still_liked: "Højskolesangbogen fra ende til anden.",
        when: &[PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::EverySecondWeek),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 228,
        text: "Synge sammen med andre",
        themes: &[Theme::Culture],
        state: WishState::Reached,
    }],
    trips: &[
        Trip { to: "O07", ago: 186, face: 5, welcomed: Some(true), ..TRIP },
        Trip {
            to: "O07",
            ago: 158,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            face: 5,
            ..TRIP
        },
        Trip {
            to: "O07",
            ago: 16,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 172,
            talk: TalkKind::FollowUp,
            matters: "Grethe lagde bogen frem på den rigtige side.",
            themes: &[Theme::Culture],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 150,
            talk: TalkKind::FollowUp,
            matters: "Flextrafik kender mig nu.",
            themes: &[Theme::Culture],
            next: Step::Call,
            follow_up: Some(FollowUpKey::Month1),
        },
        Talk {
            ago: 92,
            talk: TalkKind::FollowUp,
            matters: "Vi er blevet tre, der sidder sammen.",
            themes: &[Theme::Company],
            next: Step::Nothing,
            follow_up: Some(FollowUpKey::Month3),
        },
    ],
    changes: &[Changed {
        ago: 16,
        about: ChangeAbout::HowTheyAre,
        note: "Else går lidt langsommere nu og vil gerne hentes ved døren.",
    }],
    ..STORY
};

pub const NADIA: Story = Story { of: "D12", referred: 3, consented: Some(1), ..STORY };
