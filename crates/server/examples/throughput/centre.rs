//! A made-up centre: as many volunteers as phones, each with a few participants.

use database::Database;
use domain::{CoordinatorCommand, Moment};
use serde_json::json;
use server::Clock;
use server::coordinate::{Mode, add_centre, coordinate};
use uuid::Uuid;

use crate::place::Place;

pub const PARTICIPANTS: usize = 4;

pub async fn clock(place: &Place, centre: Uuid) -> u64 {
    let database = place.open().await;
    let clock = {
        let mut read = database.begin_read().await.unwrap();
        read.centre(centre).await.unwrap().unwrap().clock
    };
    database.close().await;
    clock
}

pub async fn make(database: &dyn Database, phones: usize) -> (Uuid, Vec<(Uuid, Vec<Uuid>)>) {
    let id = Uuid::now_v7();
    let settled: domain::Centre = serde_json::from_value(json!({
        "id": id, "name": "Prøvesentralen", "country": "NO", "language": "nb",
        "coordinator": "Ingrid", "coordinator_phone": "90000001", "emergency": [],
        "follow_up_rules": [], "legal_basis": "consent", "safety_window_minutes": 60,
        "lease_days": 14, "demo": true,
    }))
    .unwrap();
    add_centre(database, &settled).await.unwrap();
    let today = Moment(Clock::system().now()).utc_day();
    let mut commands = vec![CoordinatorCommand::SettleCentre(settled)];
    let mut volunteers = Vec::new();
    for _ in 0..phones {
        let member = Uuid::now_v7();
        let mut all = vec![json!({"register_member": {
            "id": member, "role": "volunteer", "first_name": "Kari",
        }})];
        let participants: Vec<Uuid> = (0..PARTICIPANTS).map(|_| Uuid::now_v7()).collect();
        for participant in &participants {
            all.push(json!({"register_participant": {
                "id": participant, "first_name": "Anna", "referred": today,
                "phone": {"value": null, "version": 1},
            }}));
            all.push(json!({"assign": {
                "id": Uuid::now_v7(), "member": member, "participant": participant,
                "part": "lead", "from": today,
            }}));
        }
        commands.extend(all.into_iter().map(|one| serde_json::from_value(one).unwrap()));
        volunteers.push((member, participants));
    }
    let now = Clock::system().now();
    let done = coordinate(database, id, now, &commands, Mode::ForReal).await.unwrap();
    assert_eq!(done.refused(), None);
    (id, volunteers)
}
