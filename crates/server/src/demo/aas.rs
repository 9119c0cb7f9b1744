//! Ås frivilligsentral in Follo. Everyone is made up.

use domain::{
    Again, ChangeAbout, Company, Country, EmergencyKind, FollowUpKey, HowOften, Language,
    LegalBasis, MeetingPlace, Outcome, PartOfDay, Purpose, Step, TalkKind, Theme, WishState,
};

use super::story::{
    Ahead, Changed, FIRST, First, Mark, STORY, Script, Story, TRIP, Talk, Trip, Unclosed, Wished,
    Words,
};

pub const SCRIPT: Script = Script {
    key: "aas",
    name: "Ås frivilligsentral",
    country: Country::Norway,
    language: Language::NB,
    // A municipality's own centre acts on its public task.
    legal_basis: LegalBasis::PublicTask,
    hours: "Mandag til fredag 9–15",
    greeting: "Vi er to på det første besøket. Si hvem du er, at du er frivillig, og at det er lov å ombestemme seg. Ring meg gjerne etterpå, også når alt gikk fint.",
    emergency: &[
        (EmergencyKind::Ambulance, "113"),
        (EmergencyKind::Police, "112"),
        (EmergencyKind::Fire, "110"),
        (EmergencyKind::Doctor, "116 117"),
        (EmergencyKind::Crisis, "116 123"),
    ],
    people: include_str!("../../demo-data/aas/people.csv"),
    volunteers: include_str!("../../demo-data/aas/volunteers.csv"),
    activities: include_str!("../../demo-data/aas/activities.csv"),
    words: Words {
        walk: "Kaffe og en liten tur",
        walk_meet: "Ved inngangen til biblioteket",
        meet_at: "Ved inngangen: ",
    },
    stories: &[
        ANNA, YUSUF, AASE_K, TOR_EGIL, OLENA, FATUMA, AASE_L, SANDER, GUNVOR, AMINA, BJORN, JORGEN,
        MARYAM, KAARE, LINNEA,
    ],
};

/// Well on her way; the one-month follow-up is due.
const ANNA: Story = Story {
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
const YUSUF: Story = Story {
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
const AASE_K: Story = Story {
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
const TOR_EGIL: Story = Story {
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
const OLENA: Story = Story { of: "P05", referred: 4, consented: Some(2), ..STORY };

const FATUMA: Story = Story {
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
const AASE_L: Story = Story {
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
const SANDER: Story = Story {
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
const GUNVOR: Story = Story {
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

const AMINA: Story = Story {
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

const BJORN: Story = Story { of: "P11", referred: 3, consented: Some(1), ..STORY };

const JORGEN: Story = Story {
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

const MARYAM: Story = Story {
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
const KAARE: Story = Story {
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

const LINNEA: Story = Story { of: "P15", referred: 5, consented: Some(5), ..STORY };
