//! Ås frivilligsentral in Follo. Everyone is made up.

mod bjorg;
mod per_arne;
mod siv;

use domain::{Country, EmergencyKind, Language, LegalBasis};

use super::story::{Script, Words};

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
        walks: &[
            ("Kaffe og en liten tur", "Ved inngangen til biblioteket"),
            ("En rolig tur rundt dammen", "Ved benken i parken"),
            ("Te og en prat", "Utenfor frivilligsentralen"),
        ],
    },
    stories: &[
        bjorg::ANNA,
        bjorg::YUSUF,
        bjorg::AASE_K,
        bjorg::TOR_EGIL,
        bjorg::OLENA,
        per_arne::FATUMA,
        per_arne::AASE_L,
        per_arne::SANDER,
        per_arne::GUNVOR,
        per_arne::AMINA,
        per_arne::BJORN,
        siv::JORGEN,
        siv::MARYAM,
        siv::KAARE,
        siv::LINNEA,
    ],
};
