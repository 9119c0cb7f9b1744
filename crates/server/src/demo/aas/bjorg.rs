//! Those with whom Bjørg walks.

use domain::{
    Again, Company, FollowUpKey, HowOften, MeetingPlace, Outcome, PartOfDay, Purpose, Step,
    TalkKind, Theme, WishState,
};

use super::super::story::{Ahead, FIRST, First, STORY, Story, TRIP, Talk, Trip, Wished};

/// Well on her way; the one-month follow-up is due.
pub const ANNA: Story = Story {
    of: "P01",
    referred: 62,
    consented: Some(55),
    also: &[Purpose::InformNextOfKin, Purpose::Statistics],
    first: Some(First {
        ago: 55,
        by_coordinator: true,
        matters: "Jeg savner å ha noen å le sammen med. Strikket i klubb i tretti år før jeg flyttet hit.",
        themes: &[Theme::Company, Theme::Making],
        earlier: "Strikkeklubb, kor og turlag.",
        still_liked: "Strikking, gamle viser, kaffe i hyggelig selskap.",
        good_at: "Votter og mønstre. Lærer gjerne bort.",
        want_to_try: "Et sted der folk blir kjent igjen.",
        when: &[PartOfDay::Morning, PartOfDay::Afternoon],
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[
        Wished {
            ago: 55,
            text: "Finne et strikkelag der de husker navnet mitt",
            themes: &[Theme::Company, Theme::Making],
            state: WishState::Reached,
        },
        Wished {
            ago: 12,
            text: "Synge sammen med andre igjen",
            themes: &[Theme::Culture],
            state: WishState::Open,
        },
    ],
    trips: &[
        Trip {
            to: "A01",
            ago: 32,
            face: 4,
            welcomed: Some(true),
            note: "Randi tok imot. Anna viste fram vottene sine.",
            ..TRIP
        },
        Trip { to: "A01", ago: 25, face: 5, welcomed: Some(true), ..TRIP },
        Trip {
            to: "A03",
            ago: 20,
            outcome: Outcome::TurnedBack,
            again: Some(Again::Unsure),
            face: 3,
            note: "Det var glatt. Vi snudde ved benken og tok kaffe i stedet.",
            ..TRIP
        },
        Trip {
            to: "A01",
            ago: 7,
            again: Some(Again::Alone),
            face: 5,
            welcomed: Some(true),
            note: "Anna vil prøve å gå inn alene neste gang.",
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 24,
            talk: TalkKind::FollowUp,
            matters: "Det er fint å ha noe å glede seg til på tirsdager.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 12,
            talk: TalkKind::Free,
            matters: "Jeg har nynnet hele uka. Kanskje det finnes et sted å synge?",
            themes: &[Theme::Culture],
            next: Step::GoTogether,
            follow_up: None,
        },
    ],
    ahead: Ahead::Today(&["A01", "A04", "A06", "A11", "A02", "A03"]),
    ..STORY
};

/// Has said what he wishes; the first time together comes this week.
pub const YUSUF: Story = Story {
    of: "P02",
    referred: 24,
    consented: Some(17),
    also: &[Purpose::Statistics],
    first: Some(First {
        ago: 10,
        place: MeetingPlace::Cafe,
        matters: "Jeg vil snakke mer norsk med folk på min alder, ikke bare på kurs.",
        themes: &[Theme::Company, Theme::Learning],
        earlier: "Fotball hver kveld der jeg vokste opp.",
        still_liked: "Fotball, matlaging, film.",
        good_at: "Reparere sykler.",
        want_to_try: "Brettspill. Et lag uten prøvespill.",
        when: &[PartOfDay::Evening, PartOfDay::Weekend],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 10,
        text: "Bli kjent med to–tre på min alder",
        themes: &[Theme::Company],
        state: WishState::Open,
    }],
    ahead: Ahead::Soon(&["A09", "A22", "A17", "A43"]),
    ..STORY
};

/// Goes by herself now; everything until three months is done.
pub const AASE_K: Story = Story {
    of: "P03",
    referred: 150,
    consented: Some(143),
    also: &[Purpose::InformNextOfKin],
    first: Some(First {
        ago: 140,
        by_coordinator: true,
        place: MeetingPlace::Centre,
        matters: "Dagene er lange. Jeg vil ut og bruke beina.",
        themes: &[Theme::Movement, Theme::Nature],
        still_liked: "Skog og mark.",
        good_at: "Finner alltid fram.",
        company: Some(Company::InGroup),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 140,
        text: "Gå tur med andre minst en gang i uka",
        themes: &[Theme::Movement, Theme::Nature],
        state: WishState::Reached,
    }],
    trips: &[
        Trip { to: "A03", ago: 118, face: 4, welcomed: Some(true), ..TRIP },
        Trip { to: "A03", ago: 111, again: Some(Again::Alone), face: 5, ..TRIP },
        Trip {
            to: "A03",
            ago: 90,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            face: 5,
            note: "Åse ringte og fortalte at hun hadde gått helt rundt.",
            ..TRIP
        },
        Trip {
            to: "A03",
            ago: 13,
            outcome: Outcome::AttendedAlone,
            again: Some(Again::Alone),
            ..TRIP
        },
    ],
    talks: &[
        Talk {
            ago: 110,
            talk: TalkKind::FollowUp,
            matters: "Solfrid venter på meg ved tavla. Det er godt.",
            themes: &[Theme::Company],
            next: Step::GoTogether,
            follow_up: Some(FollowUpKey::Week1),
        },
        Talk {
            ago: 86,
            talk: TalkKind::FollowUp,
            matters: "Jeg klarer meg fint selv, men ring meg gjerne.",
            themes: &[Theme::Movement],
            next: Step::Call,
            follow_up: Some(FollowUpKey::Month1),
        },
        Talk {
            ago: 24,
            talk: TalkKind::FollowUp,
            matters: "Nå er det jeg som sier hei til de nye.",
            themes: &[Theme::Company],
            next: Step::Nothing,
            follow_up: Some(FollowUpKey::Month3),
        },
    ],
    ..STORY
};

/// Was along for the first time a good week ago; the one-week follow-up is due.
pub const TOR_EGIL: Story = Story {
    of: "P04",
    referred: 40,
    consented: Some(33),
    also: &[Purpose::InformNextOfKin],
    first: Some(First {
        ago: 26,
        matters: "Jeg har hendene fulle av ingenting. Gi meg noe å fikse.",
        themes: &[Theme::Making],
        earlier: "Snekret båter med broren min.",
        still_liked: "Tre og verktøy.",
        good_at: "Sliping og skjøting.",
        when: &[PartOfDay::Morning],
        company: Some(Company::WithSomeone),
        how_often: Some(HowOften::Weekly),
        ..FIRST
    }),
    wishes: &[Wished {
        ago: 26,
        text: "Et verksted å gå til, med folk i",
        themes: &[Theme::Making, Theme::Company],
        state: WishState::Open,
    }],
    trips: &[Trip {
        to: "A05",
        ago: 8,
        face: 4,
        welcomed: Some(true),
        note: "Oddvar ga ham en stol som trengte nye ben.",
        ..TRIP
    }],
    ..STORY
};

/// Newly referred; nobody has talked with her yet.
pub const OLENA: Story = Story { of: "P05", referred: 4, consented: Some(2), ..STORY };
