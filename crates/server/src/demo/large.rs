//! A centre of any size, for measurements: thirty participants of one volunteer, and rows of about 500
//! bytes. The same number gives the same rows.

use domain::{
    Accompaniment, Again, Assignment, CheckOut, CheckOutDetails, Conversation, Day, Face, Field,
    FirstConversation, LocalTime, MeetingPlace, Member, MemberId, Moment, NextStep, Outcome, Part,
    Participant, ParticipantId, PracticalNeeds, Role, Row, Said, Step, TalkKind, Text, Theme,
    TimeOfDay,
};
use uuid::Uuid;

use super::{DemoCentre, aas, clock, derived, fixed, tell};

const PARTICIPANTS: usize = 30;

/// A centre with `rows` rows in all, its own included, of which the volunteer's phone holds every one.
/// Thirty participants need 63; fewer rows are not made. What happened ends on the day before `today`.
pub fn large(rows: usize, today: Day) -> DemoCentre {
    let mut centre = tell::centre(&aas::SCRIPT, today, clock::moment(today, hour(9))).centre;
    centre.id = derived(&["large centre", &rows.to_string()]).into();
    centre.name = text("Storby frivilligsentral");
    let maker = Maker { centre: centre.id.to_string(), today };
    let coordinator = maker.member(0, Role::Coordinator, "Ingrid");
    let volunteer = maker.member(1, Role::Volunteer, "Bjørg");
    let mut made: Vec<Row> = Vec::with_capacity(rows);
    for index in 0..PARTICIPANTS {
        made.push(maker.participant(index).into());
        made.push(maker.assignment(index, volunteer.id).into());
    }
    // The centre and the two members are rows too.
    let wanted = rows.saturating_sub(made.len() + 3);
    let rounds = wanted.div_ceil(PARTICIPANTS);
    let mut dice = Dice(rows as u64);
    for index in 0..wanted {
        let round = index / PARTICIPANTS;
        let about = About {
            participant: maker.person(index % PARTICIPANTS),
            member: volunteer.id,
            // A round takes a day; the last one was yesterday.
            day: today.plus_days(round as i32 - rounds as i32),
        };
        made.push(match round % 5 {
            0 => about.plan(maker.id("plan", index), &mut dice).into(),
            // Closes what was planned in the round before.
            1 => {
                let plan = maker.id("plan", index - PARTICIPANTS);
                about.done(maker.id("done", index), plan, &mut dice).into()
            }
            _ => about.conversation(maker.id("conversation", index), &mut dice).into(),
        });
    }
    DemoCentre { centre, members: vec![coordinator, volunteer], rows: made }
}

struct Maker {
    centre: String,
    today: Day,
}

impl Maker {
    fn id(&self, kind: &str, index: usize) -> Uuid {
        derived(&[&self.centre, kind, &index.to_string()])
    }

    fn person(&self, index: usize) -> ParticipantId {
        self.id("participant", index).into()
    }

    fn member(&self, index: usize, role: Role, first_name: &str) -> Member {
        Member {
            id: self.id("member", index).into(),
            role,
            first_name: text(first_name),
            last_name: None,
            phone: None,
            languages: vec![domain::Language::NB],
            interests: Vec::new(),
            capacity: None,
            active_from: Some(self.today),
            active_until: None,
            pledge_signed: Some(self.today),
            certificate_seen: None,
        }
    }

    fn participant(&self, index: usize) -> Participant {
        let name = NAMES[index % NAMES.len()];
        let last_name = FAMILIES[index * 7 % FAMILIES.len()];
        Participant {
            id: self.person(index),
            first_name: text(name),
            last_name: Some(text(last_name)),
            birth_year: u16::try_from(1938 + index * 2).ok().and_then(|year| year.try_into().ok()),
            language: Some(domain::Language::NB),
            interpreter: false,
            phone: Field::new(format!("+47 00 00 05 {index:02}").parse().ok()),
            contact_preference: Field::default(),
            practical: PracticalNeeds::default(),
            visit_note: Field::new(Some(text("Ring på to ganger og vent litt."))),
            referred: self.today.plus_days(-400),
            referred_by: None,
            paused: None,
            closed: None,
            demo: true,
        }
    }

    fn assignment(&self, index: usize, member: MemberId) -> Assignment {
        Assignment {
            id: self.id("assignment", index).into(),
            member,
            participant: self.person(index),
            part: Part::Lead,
            from: self.today.plus_days(-400),
            until: None,
            version: 1,
        }
    }
}

struct About {
    participant: ParticipantId,
    member: MemberId,
    day: Day,
}

impl About {
    fn plan(&self, id: Uuid, dice: &mut Dice) -> Accompaniment {
        let time = hour(9 + dice.below(10) as u16);
        Accompaniment {
            id: id.into(),
            participant: self.participant,
            companion: self.member,
            activity: None,
            what: text(dice.of(PLACES)),
            starts: Field::new(LocalTime { day: self.day, time }),
            minutes: 60 + 15 * dice.below(6) as u16,
            meeting_point: Field::new(Some(text(dice.of(DOORS)))),
            transport: Some(text(dice.of(RIDES))),
            planned_by: self.member,
            planned_at: self.at(8),
            voided: None,
        }
    }

    fn done(&self, id: Uuid, plan: Uuid, dice: &mut Dice) -> CheckOut {
        CheckOut {
            id: id.into(),
            participant: self.participant,
            accompaniment: plan.into(),
            by: self.member,
            at: self.at(16),
            outcome: if dice.below(8) == 0 { Outcome::NoShow } else { Outcome::AttendedTogether },
            again: Some(if dice.below(3) == 0 { Again::Alone } else { Again::Together }),
            details: CheckOutDetails {
                host_welcomed: Some(true),
                face: Face::try_from(3 + dice.below(3) as u8).ok(),
                volunteer_ok: Some(true),
                note: Some(text(&dice.sentences(2))),
            },
            supersedes: None,
            voided: None,
        }
    }

    fn conversation(&self, id: Uuid, dice: &mut Dice) -> Conversation {
        Conversation {
            id: id.into(),
            participant: self.participant,
            by: self.member,
            at: self.at(14),
            said: Said {
                day: self.day,
                talk: TalkKind::Free,
                matters: Some(text(&dice.sentences(2))),
                themes: vec![dice.of(&Theme::ALL)],
                next: Some(NextStep { step: Step::GoTogether, day: Some(self.day.plus_days(7)) }),
                first: FirstConversation {
                    place: Some(MeetingPlace::Cafe),
                    ..FirstConversation::default()
                },
                follow_up: None,
                read_back: true,
            },
            supersedes: None,
            voided: None,
        }
    }

    fn at(&self, at: u16) -> Moment {
        clock::moment(self.day, hour(at))
    }
}

/// SplitMix64.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }

    fn of<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len() as u64) as usize]
    }

    /// Different ones, so that a search finds some rows and not others.
    fn sentences(&mut self, count: usize) -> String {
        let said: Vec<String> = (0..count)
            .map(|_| format!("{} {} {}.", self.of(WHO), self.of(WHAT), self.of(WHERE)))
            .collect();
        said.join(" ")
    }
}

fn hour(hour: u16) -> TimeOfDay {
    fixed(TimeOfDay::new(hour, 0))
}

fn text<const MAX: usize>(text: &str) -> Text<MAX> {
    fixed(Text::parse(text))
}

const NAMES: [&str; 15] = [
    "Anna", "Yusuf", "Åse", "Tor-Egil", "Olena", "Fatuma", "Aase", "Sander", "Gunvor", "Amina",
    "Bjørn", "Jørgen", "Maryam", "Kåre", "Linnea",
];
const FAMILIES: [&str; 11] = [
    "Bjørnstad",
    "Ødegård",
    "Holm",
    "Sæther",
    "Lie",
    "Rønning",
    "Haugen",
    "Dahl",
    "Moen",
    "Østby",
    "Vik",
];
const PLACES: &[&str] =
    &["Strikkekafé", "Språkkafé", "Rolige skritt", "Sittedans", "Åpent drivhus", "Formiddagskafé"];
const DOORS: &[&str] = &[
    "Ved inngangen til biblioteket, der benken står under lindetreet",
    "Hjemme ved porten, fem minutter før bussen går",
    "Utenfor frivilligsentralen, ved sykkelstativet",
];
const RIDES: &[&str] = &[
    "Buss 510 fra hovedveien, og samme vei hjem igjen etterpå",
    "Til fots begge veier, med pause på benken ved kirken",
    "Drosje dit og følge på bussen hjem",
];
const WHO: &[&str] = &[
    "Vi snakket om at det er godt å",
    "Hun fortalte at hun gjerne vil",
    "Han har lyst til å",
    "Neste gang vil vi",
    "Det viktigste nå er å",
    "Vi ble enige om å",
];
const WHAT: &[&str] = &[
    "gå en rolig tur med noen hver uke",
    "strikke ferdig votten og vise den fram",
    "prøve bussen uten følge hvis været er fint",
    "synge de gamle visene sammen med andre",
    "lære to nye ord og bruke dem i butikken",
    "så tomater i mars og gi bort halvparten",
    "spille et parti sjakk og tape med stil",
];
const WHERE: &[&str] = &[
    "borte på frivilligsentralen",
    "ved Årungen når det ikke er glatt",
    "på biblioteket i første etasje",
    "hjemme ved kjøkkenbordet",
    "på kafeen ved torget i Ski",
    "nede på brygga i Drøbak",
];
