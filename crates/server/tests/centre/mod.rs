//! A small centre, and phones that talk to it without a network.

// Each test file uses some of this.
#![allow(dead_code, unused_imports)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod pen;
mod phone;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use database::{Centre, Database, Memory, Sqlite};
use domain::{AssignmentId, CoordinatorCommand, Day, MemberId, Part, ParticipantId};
use server::coordinate::{Mode, coordinate};
use server::{Clock, Service, Settings};
use uuid::Uuid;

pub use phone::{Phone, conversation, plan};

pub const CENTRE: Uuid = Uuid::from_u128(0xCE);
pub const KARI: Uuid = Uuid::from_u128(0xA1);
pub const OLA: Uuid = Uuid::from_u128(0xA2);
pub const ANNA: Uuid = Uuid::from_u128(0xB1);
pub const BERNT: Uuid = Uuid::from_u128(0xB2);
/// A Saturday in November.
pub const START: i64 = 1_795_255_200_000;
pub const DAYS: i64 = 24 * 60 * 60 * 1000;

pub struct World {
    pub service: Service,
    pub database: Arc<dyn Database>,
    pub hand: Arc<AtomicI64>,
    stored: Stored,
}

/// Where the database is.
enum Stored {
    Memory(Memory),
    File(tempfile::TempDir),
    Elsewhere(Box<dyn std::any::Any + Send>),
}

/// Runs each test on both kinds of database: the one that forgets, and those that keep (a PostgreSQL where there is one).
#[macro_export]
macro_rules! on_both {
    ($($test:ident),* $(,)?) => {
        mod memory {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::centre::World::in_memory().await).await;
            })*
        }
        mod sqlite {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::centre::World::in_a_file().await).await;
            })*
        }
        #[cfg(feature = "postgres-tests")]
        mod postgres {
            $(#[tokio::test]
            async fn $test() {
                super::$test(super::centre::World::on_postgres().await).await;
            })*
        }
    };
}

impl World {
    pub async fn in_memory() -> Self {
        let memory = Memory::new();
        Self::on(Arc::new(memory.clone()), Stored::Memory(memory)).await
    }

    pub async fn in_a_file() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("test.sqlite");
        let database = Arc::new(Sqlite::open(&file).await.unwrap());
        Self::on(database, Stored::File(folder)).await
    }

    #[cfg(feature = "postgres-tests")]
    pub async fn on_postgres() -> Self {
        let fresh = database::Fresh::new().await.unwrap();
        let address = database::Address::parse(fresh.url()).unwrap();
        let database = Arc::new(database::Postgres::open(&address).await.unwrap());
        Self::on(database, Stored::Elsewhere(Box::new(fresh))).await
    }

    /// Another server on a copy of the database as it is now. Nothing may be writing.
    pub async fn copy(&self) -> Self {
        let (database, stored): (Arc<dyn Database>, _) = match &self.stored {
            Stored::Memory(memory) => {
                let copy = Memory::new();
                copy.go_back(memory.copy());
                (Arc::new(copy.clone()), Stored::Memory(copy))
            }
            Stored::File(folder) => {
                let copy = tempfile::tempdir().unwrap();
                for name in ["test.sqlite", "test.sqlite-wal"] {
                    std::fs::copy(folder.path().join(name), copy.path().join(name)).unwrap();
                }
                let file = copy.path().join("test.sqlite");
                (Arc::new(Sqlite::open(&file).await.unwrap()), Stored::File(copy))
            }
            Stored::Elsewhere(_) => panic!("its files are not ours"),
        };
        let service = start(&database, &self.hand, Settings::default()).await;
        Self { service, database, hand: Arc::clone(&self.hand), stored }
    }

    /// Kari walks with Anna and Bernt, Ola with nobody.
    async fn on(database: Arc<dyn Database>, stored: Stored) -> Self {
        let hand = Arc::new(AtomicI64::new(START));
        add_centre(database.as_ref()).await;
        let settings = Settings::default();
        let world =
            Self { service: start(&database, &hand, settings).await, database, hand, stored };
        world.do_all(&people()).await;
        world.do_all(&[assign(1, KARI, ANNA), assign(2, KARI, BERNT)]).await;
        world
    }

    pub async fn with_settings(&mut self, settings: Settings) {
        self.service = start(&self.database, &self.hand, settings).await;
    }

    pub async fn do_all(&self, commands: &[CoordinatorCommand]) -> u64 {
        let now = self.service.now();
        let mode = Mode::ForReal;
        let done = coordinate(self.database.as_ref(), CENTRE, now, commands, mode).await;
        let done = done.unwrap();
        assert_eq!(done.refused(), None);
        done.clock.unwrap()
    }

    pub fn pass(&self, milliseconds: i64) {
        self.hand.fetch_add(milliseconds, Ordering::SeqCst);
    }

    /// Of SQLite.
    pub fn file(&self) -> std::path::PathBuf {
        match &self.stored {
            Stored::File(folder) => folder.path().join("test.sqlite"),
            _ => panic!("it is not in a file"),
        }
    }

    pub async fn phone(&self, member: Uuid) -> Phone {
        Phone::enrol(&self.service, member).await
    }

    /// As an erasure does: nothing but a tombstone is left of the row.
    pub async fn remove(&self, id: Uuid) {
        let mut write = self.database.begin_write().await.unwrap();
        let row = write.rows_by_id(CENTRE, &[id]).await.unwrap().remove(0);
        let seq = write.advance_clock(CENTRE, Uuid::now_v7().as_u64_pair().1).await.unwrap();
        let gone = database::Row { seq, gone: true, body: String::new(), ..row };
        write.put_rows(CENTRE, &[gone]).await.unwrap();
        write.commit().await.unwrap();
    }

    pub async fn clock(&self) -> u64 {
        let mut read = self.database.begin_read().await.unwrap();
        read.centre(CENTRE).await.unwrap().unwrap().clock
    }
}

async fn start(database: &Arc<dyn Database>, hand: &Arc<AtomicI64>, settings: Settings) -> Service {
    let clock = Clock::by_hand(Arc::clone(hand));
    Service::start(Arc::clone(database), clock, settings).await.unwrap()
}

pub async fn add_centre(database: &dyn Database) {
    let mut write = database.begin_write().await.unwrap();
    let centre = Centre {
        id: CENTRE,
        name: "Ås frivilligsentral".into(),
        country: "NO".into(),
        language: "nb".into(),
        clock: 0,
        commit: 4711,
        backed_up: 0,
        pruned: 0,
    };
    write.add_centre(&centre).await.unwrap();
    write.commit().await.unwrap();
}

pub fn people() -> Vec<CoordinatorCommand> {
    let centre = serde_json::json!({"settle_centre": {
        "id": CENTRE, "name": "Ås frivilligsentral", "country": "NO", "language": "nb",
        "coordinator": "Ingrid", "coordinator_phone": "90000001",
        "emergency": [{"kind": "ambulance", "number": "113"}], "follow_up_rules": [],
        "legal_basis": "consent", "safety_window_minutes": 60, "lease_days": 14,
    }});
    let member = |id: Uuid, name: &str| {
        serde_json::json!({"register_member": {
            "id": id, "role": "volunteer", "first_name": name,
        }})
    };
    let participant = |id: Uuid, name: &str| {
        serde_json::json!({"register_participant": {
            "id": id, "first_name": name, "phone": {"value": null, "version": 1},
            "referred": "2026-10-01",
        }})
    };
    [
        centre,
        member(KARI, "Kari"),
        member(OLA, "Ola"),
        participant(ANNA, "Anna"),
        participant(BERNT, "Bernt"),
    ]
    .into_iter()
    .map(|command| serde_json::from_value(command).unwrap())
    .collect()
}

pub fn assign(id: u128, member: Uuid, participant: Uuid) -> CoordinatorCommand {
    CoordinatorCommand::Assign {
        id: AssignmentId(Uuid::from_u128(0xD000 + id)),
        member: MemberId(member),
        participant: ParticipantId(participant),
        part: Part::Lead,
        from: day(),
    }
}

pub fn end(member: Uuid, participant: Uuid) -> CoordinatorCommand {
    CoordinatorCommand::EndAssignment {
        member: MemberId(member),
        participant: ParticipantId(participant),
        until: day(),
    }
}

pub fn day() -> Day {
    domain::Moment(START).utc_day()
}
