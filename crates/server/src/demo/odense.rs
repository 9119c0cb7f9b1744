//! Frivilligcenter Odense. Everyone is made up.

use domain::{
    Again, ChangeAbout, Company, Country, EmergencyKind, FollowUpKey, HowOften, Language,
    LegalBasis, MeetingPlace, Outcome, PartOfDay, Purpose, Step, TalkKind, Theme, WishState,
};

use super::story::{
    Ahead, Changed, FIRST, First, Mark, STORY, Script, Story, TRIP, Talk, Trip, Unclosed, Wished,
    Words,
};

pub const SCRIPT: Script = Script {
    key: "odense",
    name: "Frivilligcenter Odense",
    country: Country::Denmark,
    language: Language::DA,
    // An association of its own asks.
    legal_basis: LegalBasis::Consent,
    hours: "Mandag til torsdag 10–15",
    greeting: "Vi er to ved det første besøg. Sig, hvem du er, at du er frivillig, og at man gerne må ombestemme sig. Ring gerne til mig bagefter, også når alt gik godt.",
    emergency: &[
        (EmergencyKind::Ambulance, "112"),
        (EmergencyKind::Police, "114"),
        (EmergencyKind::Fire, "112"),
        // The doctor on call of Region Syddanmark.
        (EmergencyKind::Doctor, "70 11 07 07"),
        (EmergencyKind::Crisis, "70 201 201"),
    ],
    people: include_str!("../../demo-data/odense/people.csv"),
    volunteers: include_str!("../../demo-data/odense/volunteers.csv"),
    activities: include_str!("../../demo-data/odense/activities.csv"),
    words: Words {
        walk: "Kaffe og en lille tur",
        walk_meet: "Ved indgangen til biblioteket",
        meet_at: "Ved indgangen: ",
    },
    stories: &[
        INGER,
        MADS,
        SAMIRA,
        POUL,
        KAREN_MARGRETHE,
        FREJA,
        ALI,
        BENT,
        ZAINAB,
        RASMUS,
        ELSE,
        NADIA,
    ],
};

/// The one-month follow-up is due.
const INGER: Story = Story {
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

const MADS: Story = Story {
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

const SAMIRA: Story = Story { of: "D03", referred: 4, consented: Some(2), ..STORY };

/// Attends alone.
const POUL: Story = Story {
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

/// The one-week follow-up is due.
const KAREN_MARGRETHE: Story = Story {
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

const FREJA: Story = Story {
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
const ALI: Story = Story {
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
const BENT: Story = Story {
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

const ZAINAB: Story = Story {
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

const RASMUS: Story = Story {
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
const ELSE: Story = Story {
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

const NADIA: Story = Story { of: "D12", referred: 3, consented: Some(1), ..STORY };
