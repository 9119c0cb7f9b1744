//! `people.csv`

use domain::{
    BirthYear, Channel, Consent, Contact, ContactRole, Field, Participant, PracticalNeeds, Purpose,
};

use super::Reading;
use super::lines::{self, Line, Problem};

const COLUMNS: &[&str] = &[
    "ref",
    "first_name",
    "last_name",
    "birth_year",
    "language",
    "interpreter",
    "phone",
    "contact_preference",
    "transport",
    "cost",
    "equipment",
    "aids",
    "visit_note",
    "referred",
    "referred_by",
    "consent",
    "consent_channel",
    "next_of_kin",
    "next_of_kin_phone",
    "municipal_contact",
    "municipal_contact_phone",
    "volunteer",
    "second_volunteer",
];

/// A line of `people.csv`.
#[derive(Clone, Debug)]
pub struct Person {
    pub reference: String,
    pub participant: Participant,
    pub consent: Option<Consent>,
    pub contacts: Vec<Contact>,
    /// Marks of the volunteers' lines.
    pub volunteer: Option<String>,
    pub second_volunteer: Option<String>,
}

pub fn people(reading: &Reading, text: &str) -> Result<Vec<Person>, Vec<Problem>> {
    lines::read(text, COLUMNS, reading.today, reading.country, |line| person(reading, line))
}

fn person(reading: &Reading, line: &mut Line<'_>) -> Option<Person> {
    let reference = line.text("ref").to_owned();
    let id = reading.id("participant", &reference).into();
    let first_name = line.needed("first_name");
    let birth_year: Option<u16> = line.read("birth_year");
    let birth_year = birth_year.and_then(|year| {
        BirthYear::try_from(year).map_err(|error| line.problem("birth_year", error)).ok()
    });
    let consent = line.day("consent").map(|given| Consent {
        id: reading.id("consent", &format!("{reference}/participation")).into(),
        participant: id,
        purpose: Purpose::Participation,
        basis: reading.basis,
        wording: 1,
        given,
        channel: Channel::Paper,
        withdrawn: None,
        version: 1,
    });
    let channel = line.choice("consent_channel");
    let consent =
        consent.map(|consent| Consent { channel: channel.unwrap_or(consent.channel), ..consent });
    let mut contacts = Vec::new();
    for (role, kind, phone) in [
        (ContactRole::NextOfKin, "next_of_kin", "next_of_kin_phone"),
        (ContactRole::MunicipalContact, "municipal_contact", "municipal_contact_phone"),
    ] {
        let (name, phone) = (line.words(kind), line.phone(phone));
        contacts.extend(name.map(|name| Contact {
            id: reading.id("contact", &format!("{reference}/{kind}")).into(),
            participant: id,
            role,
            name: Field::new(name),
            phone: Field::new(phone),
        }));
    }
    let mark = |text: &str| (!text.is_empty()).then(|| text.to_owned());
    let participant = Participant {
        id,
        last_name: line.words("last_name"),
        birth_year,
        language: line.read("language"),
        interpreter: line.yes("interpreter"),
        phone: Field::new(line.phone("phone")),
        contact_preference: Field::new(line.choice("contact_preference")),
        practical: PracticalNeeds {
            transport: Field::new(line.words("transport")),
            cost: Field::new(line.words("cost")),
            equipment: Field::new(line.words("equipment")),
            aids: Field::new(line.words("aids")),
        },
        visit_note: Field::new(line.words("visit_note")),
        referred: line.day("referred").unwrap_or(reading.today),
        referred_by: line.choice("referred_by"),
        paused: None,
        closed: None,
        demo: reading.demo,
        first_name: first_name?,
    };
    Some(Person {
        participant,
        consent,
        contacts,
        volunteer: mark(line.text("volunteer")),
        second_volunteer: mark(line.text("second_volunteer")),
        reference,
    })
}
