//! A server that has grown in one direction, and what small things cost it then. Also used by the example
//! `growth`.

#![allow(dead_code)]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::{Duration, Instant};

use database::{Centre, Database, Sqlite, Steps};
use domain::Moment;
use server::coordinate::{add_centre, put_in_place};
use server::{Clock, Service, Settings, demo};
use uuid::Uuid;

use crate::centre::{Phone, START, conversation};

/// How much there is beside the one thing that is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Size {
    /// Other centres on the same server, each with a few rows.
    pub centres: usize,
    /// Rows on the phone that asks.
    pub rows: usize,
    /// Participants of the same centre that other volunteers walk with, each with a few rows.
    pub others: usize,
    /// Mutations that the phone itself has sent before.
    pub sent: usize,
}

impl Size {
    pub const SMALL: Self = Self { centres: 10, rows: 100, others: 10, sent: 10 };
}

/// Of one question: steps of the database's machine, and the time, which varies.
#[derive(Clone, Copy, Debug)]
pub struct Cost {
    pub steps: u64,
    pub time: Duration,
}

pub struct Grown {
    service: Service,
    database: Arc<Sqlite>,
    steps: Steps,
    centre: Uuid,
    participant: Uuid,
    phone: Phone,
    /// Another phone of the same volunteer, which makes the changes.
    writer: Phone,
    _folder: tempfile::TempDir,
}

impl Grown {
    pub async fn to(size: Size) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let steps = Steps::default();
        let file = folder.path().join("grown.sqlite");
        let database = Arc::new(Sqlite::open_counted(&file, &steps).await.unwrap());
        let today = Moment(START).utc_day();
        let large = demo::large(size.rows, today);
        let centre = large.centre.id.0;
        add_centre(database.as_ref(), &large.centre).await.unwrap();
        let rows = large.all_rows().collect();
        put_in_place(database.as_ref(), centre, START, rows).await.unwrap();
        crowd(database.as_ref(), centre, size).await;

        let clock = Clock::by_hand(Arc::new(AtomicI64::new(START)));
        let shared: Arc<dyn Database> = database.clone();
        let service = Service::start(shared, clock, Settings::default()).await.unwrap();
        let member = large.volunteers().next().unwrap().id.0;
        let phone = Phone::enrol_at(&service, centre, member).await;
        let writer = Phone::enrol_at(&service, centre, member).await;
        let held = database.begin_read().await.unwrap().grants(centre, &[member]).await.unwrap();
        let participant = held.first().unwrap().scope;
        let mut grown =
            Self { service, database, steps, centre, participant, phone, writer, _folder: folder };
        grown.send_before(size.sent).await;
        // The second of each finds every statement prepared.
        for _ in 0..2 {
            grown.nothing_new().await;
            grown.one_change().await;
            grown.one_push().await;
            grown.poll().await;
        }
        grown
    }

    async fn send_before(&mut self, count: usize) {
        for sent in (0..count).step_by(100) {
            let batch: Vec<_> = (sent..count.min(sent + 100))
                .map(|_| self.phone.record(self.participant, &conversation(self.participant, "…")))
                .collect();
            self.phone.push(&batch).await.unwrap();
        }
        self.phone.pull_all().await;
    }

    /// Everything there is, for a phone that holds nothing.
    pub async fn first_pull(&mut self) -> Cost {
        let mut phone = Phone::enrol_at(&self.service, self.centre, self.phone.member).await;
        self.begin();
        let began = Instant::now();
        phone.pull_all().await;
        self.cost(began)
    }

    pub async fn nothing_new(&mut self) -> Cost {
        self.phone.pull_all().await;
        self.begin();
        let began = Instant::now();
        let page = self.phone.pull().await;
        let cost = self.cost(began);
        assert_eq!(page.rows.len(), 0);
        cost
    }

    pub async fn one_change(&mut self) -> Cost {
        self.phone.pull_all().await;
        let said = conversation(self.participant, "Noe er nytt.");
        let mutation = self.writer.record(self.participant, &said);
        self.writer.push(&[mutation]).await.unwrap();
        self.begin();
        let began = Instant::now();
        let page = self.phone.pull().await;
        let cost = self.cost(began);
        assert_eq!(page.rows.len(), 1);
        cost
    }

    pub async fn one_push(&mut self) -> Cost {
        let said = conversation(self.participant, "Ble enige om en tur.");
        let mutation = self.phone.record(self.participant, &said);
        self.begin();
        let began = Instant::now();
        let receipts = self.phone.push(&[mutation]).await.unwrap();
        let cost = self.cost(began);
        assert_eq!(receipts.len(), 1);
        cost
    }

    /// What is asked several times a second while somebody of one centre listens for pokes.
    pub async fn poll(&mut self) -> Cost {
        // Whoever asks first may have to open a connection, which reads the schema.
        self.database.clocks(&[self.centre]).await.unwrap();
        self.begin();
        let began = Instant::now();
        let clocks = self.database.clocks(&[self.centre]).await.unwrap();
        let cost = self.cost(began);
        assert_eq!(clocks.len(), 1);
        cost
    }

    fn begin(&self) {
        self.steps.take();
    }

    fn cost(&self, began: Instant) -> Cost {
        Cost { time: began.elapsed(), steps: self.steps.take() }
    }
}

/// Fills what the phone does not hold: other centres, and other people of its own.
async fn crowd(database: &dyn Database, centre: Uuid, size: Size) {
    let mut write = database.begin_write().await.unwrap();
    for number in 0..size.centres {
        let id = Uuid::from_u128(0xCE00_0000 + number as u128);
        let other = Centre {
            id,
            name: format!("Sentral {number}"),
            country: "NO".into(),
            language: "nb".into(),
            clock: 0,
            commit: 1,
            backed_up: 0,
            pruned: 0,
        };
        write.add_centre(&other).await.unwrap();
        let clock = write.advance_clock(id, 2).await.unwrap();
        write.add_rows(id, &strangers(id, 1, clock)).await.unwrap();
    }
    let clock = write.advance_clock(centre, 3).await.unwrap();
    write.add_rows(centre, &strangers(centre, size.others, clock)).await.unwrap();
    write.commit().await.unwrap();
}

/// Ten rows about each of so many participants.
fn strangers(centre: Uuid, count: usize, seq: u64) -> Vec<database::Row> {
    let row = |number: usize| database::Row {
        id: Uuid::from_u128((centre.as_u128() << 32) + number as u128),
        scope: Uuid::from_u128((centre.as_u128() << 16) + (number / 10) as u128),
        kind: "conversation".into(),
        seq,
        gone: false,
        body: "{}".into(),
    };
    (0..count * 10).map(row).collect()
}
