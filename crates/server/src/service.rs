//! What every request shares.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use database::{Database, DatabaseError, Device, Hash};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::erase::{EraseError, Ledger};
use crate::keys::{KeyError, KeyRing};
use crate::limits::Limits;
use crate::poke::Pokes;
use crate::push::Job;
use crate::random::NoRandomBytes;
use crate::{Clock, deliver, erase, random};

#[derive(Clone, Debug)]
pub struct Settings {
    /// How much JSON a page of a pull holds, about.
    pub page_bytes: usize,
    /// How long after the end of a grant what was written under it is still taken.
    pub grace: Duration,
    /// How long it is told that a row was removed.
    pub tombstones: Duration,
    /// How often the clocks are looked at for what other processes did.
    pub poll: Duration,
    /// How long the whole body of a request may take to come in.
    pub body: Duration,
    /// Wrong enrolment codes that one address may try in ten minutes.
    pub wrong_codes: u32,
    /// Addresses are taken from what the proxy in front says (`X-Forwarded-For`).
    pub behind_proxy: bool,
    /// Enrolment requests that everyone together may make in a minute.
    pub enrolments: u32,
    /// Where erasures are written down. Without one nothing can be erased.
    pub ledger: Option<Ledger>,
    /// What phones seal to.
    pub keys: KeyRing,
    /// Pushes and deliveries that one phone may make in a minute.
    pub requests: u32,
    /// Credentials that nobody has, of one address in ten minutes.
    pub wrong_credentials: u32,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            page_bytes: 512 * 1024,
            grace: Duration::from_secs(14 * 24 * 60 * 60),
            tombstones: Duration::from_secs(180 * 24 * 60 * 60),
            poll: Duration::from_millis(400),
            // With 128 KB the slowest of links.
            body: Duration::from_secs(30),
            wrong_codes: 10,
            enrolments: 600,
            behind_proxy: false,
            ledger: None,
            keys: KeyRing::in_memory(),
            // Far more than a phone needs that was away for a year, and than a measurement asks for.
            requests: 12_000,
            wrong_credentials: 100,
        }
    }
}

/// A handle; clones share all.
#[derive(Clone)]
pub struct Service(Arc<Inner>);

struct Inner {
    database: Arc<dyn Database>,
    clock: Clock,
    settings: Settings,
    secret: Hash,
    pokes: Pokes,
    pushes: mpsc::Sender<Job>,
    limits: Limits,
    seen: Mutex<HashMap<Uuid, i64>>,
}

#[derive(Debug, thiserror::Error)]
pub enum StartError {
    #[error(transparent)]
    Database(#[from] DatabaseError),
    #[error(transparent)]
    Random(#[from] NoRandomBytes),
    #[error(transparent)]
    Erase(#[from] EraseError),
    #[error(transparent)]
    Keys(#[from] KeyError),
    /// It would begin another ring than the one that phones seal to.
    #[error(
        "phones of this database have been given key {told}, which is not in {file}: name its file with \
         --keys, or take it back from where it is kept. If it is lost, `brobygger key rotate` makes another"
    )]
    KeysElsewhere { told: u32, file: PathBuf },
}

/// Pushes that may wait; beyond that phones are asked to come again.
const WAITING: usize = 1024;
/// How fresh "last seen" is kept, and how often it is written.
const SEEN_EVERY: i64 = 60 * 60 * 1000;
const SEEN_WRITTEN: Duration = Duration::from_secs(60);

impl Service {
    /// Erases again what the ledger says, makes the keys on first use, and starts the queue
    /// of pushes, the look-out for pokes and the daily work, which end with the runtime.
    pub async fn start(
        database: Arc<dyn Database>,
        clock: Clock,
        settings: Settings,
    ) -> Result<Self, StartError> {
        let (service, waiting) = Self::prepare(database, clock, settings).await?;
        tokio::spawn(service.clone().work_off(waiting));
        tokio::spawn(service.clone().watch_clocks());
        tokio::spawn(service.clone().note_who_was_seen());
        tokio::spawn(service.clone().forget_tombstones());
        Ok(service)
    }

    /// The same without what a server does beside answering. Whoever pushes sees to it that
    /// [`Service::work_off`] runs.
    pub async fn prepare(
        database: Arc<dyn Database>,
        clock: Clock,
        settings: Settings,
    ) -> Result<(Self, mpsc::Receiver<Job>), StartError> {
        if let Some(ledger) = &settings.ledger {
            match erase::again(database.as_ref(), ledger, clock.now()).await? {
                0 => {}
                n => tracing::warn!(participants = n, "erased again what the ledger says"),
            }
        }
        begin_keys(database.as_ref(), &settings.keys, clock.now()).await?;
        let secret = secret(database.as_ref()).await?;
        let (pushes, waiting) = mpsc::channel(WAITING);
        let limits = Limits::new(&settings);
        let service = Self(Arc::new(Inner {
            database,
            clock,
            settings,
            secret,
            pokes: Pokes::default(),
            pushes,
            limits,
            seen: Mutex::default(),
        }));
        Ok((service, waiting))
    }

    pub fn database(&self) -> &dyn Database {
        self.0.database.as_ref()
    }

    pub fn now(&self) -> i64 {
        self.0.clock.now()
    }

    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }

    pub fn pokes(&self) -> &Pokes {
        &self.0.pokes
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub(crate) fn secret(&self) -> &Hash {
        &self.0.secret
    }

    pub(crate) fn pushes(&self) -> &mpsc::Sender<Job> {
        &self.0.pushes
    }

    /// Remembered here and written later: a pull must not cost a commit.
    pub(crate) fn saw(&self, device: &Device) {
        let now = self.now();
        if now - device.last_seen >= SEEN_EVERY {
            let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
            seen.insert(device.id, now);
        }
    }

    async fn note_who_was_seen(self) {
        loop {
            tokio::time::sleep(SEEN_WRITTEN).await;
            self.write_who_was_seen().await;
        }
    }

    /// Also called before the server ends.
    pub async fn write_who_was_seen(&self) {
        let seen = {
            let mut seen = self.0.seen.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *seen)
        };
        if seen.is_empty() {
            return;
        }
        let seen: Vec<(Uuid, i64)> = seen.into_iter().collect();
        let written = async {
            let mut write = self.database().begin_write().await?;
            write.put_last_seen(&seen).await?;
            write.commit().await
        };
        if let Err(error) = written.await {
            tracing::warn!(error = &error as &dyn std::error::Error, "writing who was seen");
        }
    }
}

/// The first key, where there is a file and no phone has been given one.
async fn begin_keys(database: &dyn Database, keys: &KeyRing, now: i64) -> Result<(), StartError> {
    let Some(file) = keys.file() else {
        return Ok(());
    };
    let told = deliver::told(database).await?;
    if keys.all()?.iter().all(|key| key.number < told) && told > 0 {
        return Err(StartError::KeysElsewhere { told, file: file.to_owned() });
    }
    keys.newest(now)?;
    Ok(())
}

/// The key of all servers on this database: the first to start makes it, under a lock.
async fn secret(database: &dyn Database) -> Result<Hash, StartError> {
    let mut write = database.begin_write().await?;
    // Two servers that start beside each other on a new database agree on one.
    write.lock(Uuid::nil(), &[Uuid::nil()]).await?;
    if let Some(secret) = write.secret().await? {
        return Ok(secret);
    }
    let secret = random::bytes()?;
    write.put_secret(&secret).await?;
    write.commit().await?;
    Ok(secret)
}
