//! Handing parcels over without a key: while the app is locked, and when its words are forgotten.
//!
//! All that is needed lies in the clear: the parcels beside the outbox, and a credential that opens
//! nothing but this. What the server has taken loses its parcel; the record itself stays until the
//! vault is open and hears its receipt. A phone that has been revoked hands over what it holds, and
//! then its vault goes.

use planted::Planted;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use store::{Batch, Database, Store, StoreError};
use sync::{DELIVER_MAX_BYTES, DeliverAnswer, DeliverRequest, Delivered, PROTOCOL};

use crate::directory::{self, VAULTS};
use crate::disk::META;
use crate::enrol::remove;
use crate::platform::Platform;
use crate::wire::{self, Heard, hear};

/// Where parcels lie in the outbox's store `meta`.
pub(crate) const PARCELS: &str = "parcel/";
const CREDENTIALS: &str = "deliver/";
/// Parcels in one request: few enough for a slow link, whatever their size.
const AT_ONCE: usize = 50;

pub(crate) fn parcel_key(order: u64) -> String {
    format!("{PARCELS}{order:012}")
}

/// What came of handing over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Delivery {
    pub delivered: usize,
    /// Still here: not reached, or to be sent by the open app.
    pub left: usize,
    /// There was never a key to seal to: whether something waits cannot be told without the words.
    pub unknown: bool,
    /// Vaults that the centre has revoked, and that are gone now.
    pub wiped: Vec<String>,
}

#[derive(Serialize, Deserialize)]
struct Credential {
    deliver: String,
}

/// A parcel where it lies.
type Lying = (String, Box<RawValue>);

pub(crate) async fn write_credential(
    platform: &impl Platform,
    vault: &str,
    deliver: &str,
) -> Result<(), StoreError> {
    let credential = Credential { deliver: deliver.to_owned() };
    directory::write(platform, &format!("{CREDENTIALS}{vault}"), &credential).await
}

/// What opens the way for a vault's parcels, and nothing else.
pub(crate) async fn credential(
    platform: &impl Platform,
    vault: &str,
) -> Result<Option<String>, StoreError> {
    let key = format!("{CREDENTIALS}{vault}");
    Ok(directory::read::<Credential>(platform, &key).await?.map(|credential| credential.deliver))
}

/// Hands over the parcels of every vault. To be called while no session is open.
pub async fn deliver(platform: &impl Platform) -> Result<Delivery, StoreError> {
    let records = platform.store().read_all(&Database::directory(), VAULTS).await?;
    let mut delivery = Delivery::default();
    for (key, value) in records {
        let credential = json::read_bytes::<Credential>(&value);
        if let (Some(vault), Ok(credential)) = (key.strip_prefix(CREDENTIALS), credential) {
            deliver_one(platform, vault, &credential.deliver, false, &mut delivery).await?;
        }
    }
    Ok(delivery)
}

/// The same for one vault, whose words are forgotten: what cannot follow in its lane is set aside for
/// the coordinator. Where all is handed over the vault may go without a loss.
pub async fn deliver_last(platform: &impl Platform, vault: &str) -> Result<Delivery, StoreError> {
    let mut delivery = Delivery::default();
    match credential(platform, vault).await? {
        Some(deliver) => {
            deliver_one(platform, vault, &deliver, true, &mut delivery).await?;
        }
        None => delivery.unknown = true,
    }
    Ok(delivery)
}

async fn deliver_one(
    platform: &impl Platform,
    vault: &str,
    credential: &str,
    last: bool,
    delivery: &mut Delivery,
) -> Result<(), StoreError> {
    let mut waiting = parcels(platform, vault).await?;
    let mut stays = 0;
    loop {
        let batch = fitting(&waiting);
        if planted::is(Planted::ParcelGoesUnheard) {
            let sent: Vec<String> = waiting[..batch].iter().map(|(key, _)| key.clone()).collect();
            forget(platform, vault, &sent).await?;
        }
        let Some(answer) = ask(platform, credential, &waiting[..batch], last).await else { break };
        // What is not taken does not keep from going what lies behind it, in another lane.
        let results = answer.parcels.into_iter().zip(waiting.drain(..batch));
        let received = results.filter(|(result, _)| is_received(*result));
        let received: Vec<String> = received.map(|(_, (key, _))| key).collect();
        forget(platform, vault, &received).await?;
        delivery.delivered += received.len();
        stays += batch - received.len();
        if waiting.is_empty() {
            if stays == 0 && answer.revoked {
                remove(platform, vault).await?;
                delivery.wiped.push(vault.to_owned());
            }
            break;
        }
    }
    delivery.left += waiting.len() + stays;
    Ok(())
}

fn is_received(result: Delivered) -> bool {
    let forgets = planted::is(Planted::WaitingParcelForgotten);
    result == Delivered::Received || forgets && result == Delivered::Waits
}

/// In the order in which they were recorded.
async fn parcels(platform: &impl Platform, vault: &str) -> Result<Vec<Lying>, StoreError> {
    let records = platform.store().read_all(&Database::outbox(vault), META).await?;
    let parcel = |(key, value): (String, Vec<u8>)| {
        key.starts_with(PARCELS).then_some(())?;
        Some((key, json::read_bytes(&value).ok()?))
    };
    Ok(records.into_iter().filter_map(parcel).collect())
}

/// How many go into one request: at least one.
fn fitting(waiting: &[Lying]) -> usize {
    let mut bytes = 0;
    let fits = waiting.iter().take(AT_ONCE).take_while(|(_, parcel)| {
        bytes += parcel.get().len() + 1;
        bytes < DELIVER_MAX_BYTES - 1024
    });
    fits.count().max(1).min(waiting.len())
}

/// None where our server was not reached, or does not know the credential.
async fn ask(
    platform: &impl Platform,
    credential: &str,
    parcels: &[Lying],
    last: bool,
) -> Option<DeliverAnswer> {
    let parcels = parcels.iter().map(|(_, parcel)| parcel.clone()).collect();
    let request = DeliverRequest { brobygger: PROTOCOL, parcels, last };
    let body = json::write(&request).ok()?;
    match hear(platform.post(wire::DELIVER, Some(credential), body).await) {
        Heard::Answer(answer) => Some(answer),
        _ => None,
    }
}

async fn forget(
    platform: &impl Platform,
    vault: &str,
    parcels: &[String],
) -> Result<(), StoreError> {
    if parcels.is_empty() {
        return Ok(());
    }
    let mut batch = Batch::strict();
    for key in parcels {
        batch.delete(META, key.as_str());
    }
    platform.store().commit(&Database::outbox(vault), batch).await
}
