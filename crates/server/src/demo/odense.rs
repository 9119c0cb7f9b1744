//! Frivilligcenter Odense. Everyone is made up.

mod hassan;
mod kirsten;
mod lone;

use domain::{Country, EmergencyKind, Language, LegalBasis};

use super::story::{Script, Words};

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
        (EmergencyKind::Police, "112"),
        (EmergencyKind::Fire, "112"),
        // The doctor on call of Region Syddanmark.
        (EmergencyKind::Doctor, "70 11 07 07"),
        (EmergencyKind::Crisis, "70 201 201"),
    ],
    people: include_str!("../../demo-data/odense/people.csv"),
    volunteers: include_str!("../../demo-data/odense/volunteers.csv"),
    activities: include_str!("../../demo-data/odense/activities.csv"),
    words: Words {
        walks: &[
            ("Kaffe og en lille tur", "Ved indgangen til biblioteket"),
            ("En rolig tur langs åen", "Ved bænken i parken"),
            ("Te og en snak", "Uden for Frivilligcentret"),
        ],
    },
    stories: &[
        lone::INGER,
        lone::MADS,
        lone::SAMIRA,
        lone::POUL,
        hassan::KAREN_MARGRETHE,
        hassan::FREJA,
        hassan::ALI,
        hassan::BENT,
        kirsten::ZAINAB,
        kirsten::RASMUS,
        kirsten::ELSE,
        kirsten::NADIA,
    ],
};
