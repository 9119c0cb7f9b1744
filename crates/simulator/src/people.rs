//! Who is there: two centres with their volunteers and participants, as every day begins.

use database::Memory;
use domain::{
    AssignmentId, CentreId, Channel, Consent, CoordinatorCommand, Day, LegalBasis, MemberId,
    Moment, Part, ParticipantId, Purpose,
};
use server::coordinate::{Mode, add_centre, coordinate};
use uuid::Uuid;

use crate::executor::finish;

pub const CENTRES: [Uuid; 2] = [Uuid::from_u128(0xCE01), Uuid::from_u128(0xCE02)];
/// A Saturday in November.
pub const START: i64 = 1_795_255_200_000;

pub struct Person {
    pub name: &'static str,
    pub id: Uuid,
    pub centre: usize,
    /// Participants that they walk beside at the beginning.
    pub with: &'static [usize],
}

const fn volunteer(name: &'static str, id: u128, centre: usize, with: &'static [usize]) -> Person {
    Person { name, id: Uuid::from_u128(id), centre, with }
}

pub const PEOPLE: [Person; 5] = [
    volunteer("Kari", 0xA1, 0, &[0, 1]),
    volunteer("Ola", 0xA2, 0, &[0, 2]),
    volunteer("Siri", 0xA3, 0, &[1]),
    volunteer("Lone", 0xA4, 1, &[3, 4]),
    volunteer("Jens", 0xA5, 1, &[3]),
];

pub const PARTICIPANTS: [(&str, Uuid, usize); 5] = [
    ("Anna", Uuid::from_u128(0xB1), 0),
    ("Bernt", Uuid::from_u128(0xB2), 0),
    ("Cecilie", Uuid::from_u128(0xB3), 0),
    ("Ditte", Uuid::from_u128(0xB4), 1),
    ("Erik", Uuid::from_u128(0xB5), 1),
];

pub fn today(now: i64) -> Day {
    Moment(now).utc_day()
}

/// The database on the first morning. Each centre's commands are told once they are done.
pub fn first_morning(
    database: &Memory,
    told: &mut dyn FnMut(Uuid, &[CoordinatorCommand]),
) -> anyhow::Result<()> {
    for (number, centre) in CENTRES.into_iter().enumerate() {
        let commands = commands(number, centre)?;
        if let Some(CoordinatorCommand::SettleCentre(settled)) = commands.first() {
            finish(add_centre(database, settled))?;
        }
        let answer = finish(coordinate(database, centre, START, &commands, Mode::ForReal))?;
        anyhow::ensure!(answer.refused().is_none(), "the first morning: {:?}", answer.refused());
        told(centre, &commands);
    }
    Ok(())
}

/// Each has settled it in its own way.
pub fn keeps_concerns(centre: Uuid) -> bool {
    centre == CENTRES[0]
}

fn commands(number: usize, centre: Uuid) -> anyhow::Result<Vec<CoordinatorCommand>> {
    let mut commands = vec![serde_json::from_value(serde_json::json!({"settle_centre": {
        "id": CentreId(centre), "name": format!("Sentral {number}"), "country": "NO",
        "language": "nb", "coordinator": "Ingrid", "coordinator_phone": "90000001",
        "emergency": [{"kind": "ambulance", "number": "113"}], "follow_up_rules": [],
        "legal_basis": "consent", "safety_window_minutes": 60, "lease_days": 14,
        "keep_concerns": keeps_concerns(centre),
    }}))?];
    for person in PEOPLE.iter().filter(|person| person.centre == number) {
        commands.push(serde_json::from_value(serde_json::json!({"register_member": {
            "id": person.id, "role": "volunteer", "first_name": person.name,
        }}))?);
    }
    for (place, (name, id, _)) in here(number) {
        commands.push(participant(id, name)?);
        commands.push(consent(0xC000 + place as u128, id));
    }
    let mut count = 0;
    for person in PEOPLE.iter().filter(|person| person.centre == number) {
        for place in person.with {
            count += 1;
            commands.push(CoordinatorCommand::Assign {
                id: AssignmentId(Uuid::from_u128(0xD000 + count + 0x100 * number as u128)),
                member: MemberId(person.id),
                participant: ParticipantId(PARTICIPANTS[*place].1),
                part: Part::Lead,
                from: today(START),
            });
        }
    }
    Ok(commands)
}

fn here(centre: usize) -> impl Iterator<Item = (usize, (&'static str, Uuid, usize))> {
    PARTICIPANTS.into_iter().enumerate().filter(move |(_, (_, _, of))| *of == centre)
}

pub fn participant(id: Uuid, name: &str) -> anyhow::Result<CoordinatorCommand> {
    Ok(serde_json::from_value(serde_json::json!({"register_participant": {
        "id": id, "first_name": name, "phone": {"value": null, "version": 1},
        "visit_note": {"value": "Ring på", "version": 1}, "referred": "2026-10-01",
    }}))?)
}

pub fn consent(id: u128, participant: Uuid) -> CoordinatorCommand {
    CoordinatorCommand::RecordConsent(Consent {
        id: Uuid::from_u128(id).into(),
        participant: ParticipantId(participant),
        purpose: Purpose::Participation,
        basis: LegalBasis::Consent,
        wording: 1,
        given: today(START),
        channel: Channel::InPerson,
        withdrawn: None,
        version: 1,
    })
}
