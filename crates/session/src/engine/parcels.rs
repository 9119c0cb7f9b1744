//! Parcels: each record a second time, sealed to the centre, so that a locked phone can hand it over.
//!
//! A parcel is written in the transaction that saves its record, and goes when the record is received.
//! Where there was no key yet, or the centre has a newer one, it is written afterwards. That a parcel
//! could not be made never keeps anything from being saved.

use std::cell::Cell;
use std::rc::Rc;

use serde::{Deserialize, Serialize};
use store::{Batch, Store, StoreError};
use sync::replica::Entry;
use sync::{KeysAnswer, KeysRequest, PARCEL_INFO, PROTOCOL, Parcel, base64url};
use vault::{CentreKey, DeviceKey, Sealing};

use super::Engine;
use crate::delivery::{self, PARCELS, parcel_key};
use crate::disk::{COUNTERS, META, written};
use crate::platform::Platform;
use crate::wire::{self, Heard, hear};

const KEYS: &str = "keys";
/// How often it is asked whether the centre has a newer key.
const KEYS_LAST_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// A server that did not answer is asked again after an hour.
const AGAIN_MS: i64 = 60 * 60 * 1000;

/// What parcels are made with.
pub struct ParcelKeys {
    device: DeviceKey,
    number: u32,
    centre: CentreKey,
    /// For the next parcel, made while nobody waits for it.
    next: Cell<Option<Sealing>>,
}

impl ParcelKeys {
    /// The one that is ready, or else a new one.
    async fn sealing(&self) -> Option<Sealing> {
        match self.next.take() {
            Some(ready) => Some(ready),
            None => self.centre.ready(PARCEL_INFO).await.ok(),
        }
    }
}

/// As it lies sealed in the outbox.
#[derive(Clone, Serialize, Deserialize)]
struct Kept {
    device_key: String,
    /// The deliver-only credential.
    deliver: String,
    /// The centre's key and its number, once the two know each other.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    centre: Option<(u32, String)>,
    /// When the centre was asked last.
    #[serde(default)]
    at: i64,
}

impl<P: Platform> Engine<P> {
    /// Takes up the keys that are there.
    pub async fn take_up_keys(&self) {
        if let Some(kept) = self.kept_keys().await {
            self.use_keys(&kept).await;
        }
    }

    /// After a round: exchanges keys with the centre where that is due, makes the parcels that are
    /// missing, and makes ready for the next. What fails is tried again later.
    pub async fn tend_parcels(&self) {
        self.tend_keys().await;
        let keys = self.parcel_keys.borrow().clone();
        if let Some(keys) = keys {
            keys.next.set(keys.sealing().await);
        }
    }

    async fn tend_keys(&self) {
        if !self.in_touch() || self.platform.now() < self.keys_due.get() {
            return;
        }
        self.keys_due.set(self.platform.now() + AGAIN_MS);
        let kept = match self.kept_keys().await {
            Some(kept) => kept,
            None => match self.new_keys().await {
                Some(kept) => kept,
                None => return,
            },
        };
        let fresh = kept.centre.is_some() && self.platform.now() - kept.at < KEYS_LAST_MS;
        let kept = if fresh { Some(kept) } else { self.exchange(kept).await };
        if let Some(kept) = kept {
            self.use_keys(&kept).await;
            if self.mend_parcels().await.is_ok() && self.open_delivery(&kept).await.is_ok() {
                self.keys_due.set(kept.at.saturating_add(KEYS_LAST_MS));
            }
        }
    }

    /// A receipt was taken back: its record may have no parcel any more.
    pub fn parcels_are_missing(&self) {
        self.keys_due.set(0);
    }

    /// The parcel of an entry, as it is kept; None without keys.
    pub async fn parcel(&self, entry: &Entry) -> Option<Vec<u8>> {
        let keys = self.parcel_keys.borrow().clone()?;
        let text = entry.text.as_str().as_bytes();
        let sealing = keys.sealing().await?;
        let (enc, sealed) = sealing.seal(self.device.as_bytes(), text).await.ok()?;
        let signed = Parcel::signed(self.device, keys.number, &enc, &sealed);
        let signature = keys.device.sign(&signed).await.ok()?;
        let parcel = Parcel {
            key: keys.number,
            enc: base64url::encode(&enc),
            sealed: base64url::encode(&sealed),
            signature: base64url::encode(&signature),
        };
        written(&parcel).ok()
    }

    fn in_touch(&self) -> bool {
        let status = self.state.borrow().replica.status();
        status.last_contact.is_some()
            && !status.offline
            && status.pause.is_none()
            && status.trouble.is_none()
    }

    async fn kept_keys(&self) -> Option<Kept> {
        let (store, outbox) = (self.platform.store(), &self.disk.outbox);
        let sealed = store.read(outbox, META, KEYS).await.ok()??;
        let text = self.disk.open(outbox, META, KEYS, &sealed).await.ok()?;
        json::read_bytes(&text).ok()
    }

    /// Written down before the centre hears of them, so that a lost answer changes nothing.
    async fn new_keys(&self) -> Option<Kept> {
        let device = DeviceKey::generate().await.ok()?;
        let mut credential = [0; 32];
        self.platform.random(&mut credential);
        let kept = Kept {
            device_key: base64url::encode(&device.to_bytes()),
            deliver: base64url::encode(&credential),
            centre: None,
            at: 0,
        };
        self.keep_keys(&kept).await.ok()?;
        Some(kept)
    }

    async fn keep_keys(&self, kept: &Kept) -> Result<(), StoreError> {
        let outbox = &self.disk.outbox;
        let mut batch = Batch::strict();
        batch.put(META, KEYS, self.disk.seal(outbox, META, KEYS, &written(kept)?).await?);
        self.platform.store().commit(outbox, batch).await
    }

    async fn exchange(&self, kept: Kept) -> Option<Kept> {
        let device = device_key(&kept).await?;
        let request = KeysRequest {
            brobygger: PROTOCOL,
            device_key: base64url::encode(&device.public()),
            deliver: kept.deliver.clone(),
        };
        let body = json::write(&request).ok()?;
        let token = self.token.borrow().clone();
        let reply = self.platform.post(wire::KEYS, Some(&token), body).await;
        let Heard::Answer(KeysAnswer { key, public, .. }) = hear(reply) else { return None };
        let kept = Kept { centre: Some((key, public)), at: self.platform.now(), ..kept };
        self.keep_keys(&kept).await.ok()?;
        Some(kept)
    }

    /// Once every record that waits has its parcel, and not before: where nothing is left to deliver a vault
    /// may go.
    async fn open_delivery(&self, kept: &Kept) -> Result<(), StoreError> {
        delivery::write_credential(&self.platform, &self.name, &kept.deliver).await
    }

    async fn use_keys(&self, kept: &Kept) {
        let Some((number, public)) = &kept.centre else { return };
        let Some(device) = device_key(kept).await else { return };
        let Some(public) = base64url::decode(public) else { return };
        if let Ok(centre) = CentreKey::from_bytes(&public).await {
            let keys = ParcelKeys { device, number: *number, centre, next: Cell::new(None) };
            self.parcel_keys.replace(Some(Rc::new(keys)));
        }
    }

    /// Afterwards every record that the centre is not known to have has a parcel to the newest key, and no other
    /// has one. What can be pushed no more has one too: with forgotten words it is the only way home.
    async fn mend_parcels(&self) -> Result<(), StoreError> {
        let _turn = self.turn.take().await;
        let outbox = &self.disk.outbox;
        let number = self.parcel_keys.borrow().as_ref().map(|keys| keys.number);
        let (waiting, unreadable): (Vec<Entry>, Vec<String>) = {
            let state = self.state.borrow();
            let waiting = state.replica.entries().iter().filter(|entry| entry.unreceived());
            // What does not open here any more opens at the centre.
            let unreadable = state.unreadable.iter().map(|(key, _)| format!("{PARCELS}{key}"));
            (waiting.cloned().collect(), unreadable.collect())
        };
        let records = self.platform.store().read_all(outbox, META).await?;
        let there = records.iter().filter(|(key, _)| key.starts_with(PARCELS));
        // Another tab may have voided some of it, and no parcel may hold what was there before.
        let mark = self.state.borrow().outbox_mark.clone();
        let mut batch = Batch::strict().expect(META, COUNTERS, mark);
        let mut good = Vec::new();
        for (key, parcel) in there {
            let wanted = waiting.iter().any(|entry| parcel_key(entry.order) == *key);
            let parcel: Option<Parcel> = json::read_bytes(parcel).ok();
            if unreadable.contains(key) {
                continue;
            }
            if !wanted {
                batch.delete(META, key.as_str());
            } else if parcel.map(|parcel| parcel.key) == number {
                good.push(key.as_str());
            }
        }
        for entry in &waiting {
            let key = parcel_key(entry.order);
            if !good.contains(&key.as_str())
                && let Some(parcel) = self.parcel(entry).await
            {
                batch.put(META, key, parcel);
            }
        }
        self.platform.store().commit(outbox, batch).await
    }
}

async fn device_key(kept: &Kept) -> Option<DeviceKey> {
    DeviceKey::from_bytes(&base64url::decode(&kept.device_key)?).await.ok()
}
