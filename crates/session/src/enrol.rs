//! From a code to a vault.
//!
//! The phone makes its own id and token and writes them down before it spends the code, so that an
//! answer that is lost, or an app that is killed, costs nothing: the same code gives the same again.

use std::pin::pin;

use futures_util::future::select;
use serde::{Deserialize, Serialize};
use store::{Batch, Database, Store, StoreError};
use sync::replica::Counters;
use sync::{Digest, FaultCode, PROTOCOL, base64url};
use uuid::Uuid;
use vault::{DataKey, Vault};

use crate::delivery;
use crate::directory::{self, Listed, VAULTS, vault_key};
use crate::disk::{COUNTERS, Disk, ENTRIES, IDENTITY, META, written};
use crate::error::{EnrolError, OpenError};
use crate::lock::{self, TRIES, Unlocked};
use crate::platform::{Platform, Told, new_id};
use crate::wire::{self, Heard, hear};

const LOOK: &str = "/api/v1/enrolment/look";
const ENROL: &str = "/api/v1/enrolment";
/// Held while somebody is enrolled, and while the browser is asked to forget everything.
const ENROLLING: &str = "brobygger.enrolling";
/// Enrolments that were begun.
const BEGUN: &str = "enrolling/";
/// Who leaves does not wait longer for the browser to forget.
const CLEAR_MS: u64 = 5_000;

/// Whose code it is.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Invitation {
    /// The centre's name.
    pub centre: String,
    #[serde(rename = "member")]
    pub first_name: String,
    pub language: String,
    pub country: String,
}

/// Who the vault belongs to, sealed in the outbox.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Identity {
    pub centre: Uuid,
    pub member: Uuid,
    pub device: Uuid,
    pub token: String,
}

#[derive(Serialize, Deserialize)]
struct Underway {
    device: Uuid,
    token: String,
}

/// Whose code it is. Spends nothing.
pub async fn look(platform: &impl Platform, code: &str) -> Result<Invitation, EnrolError> {
    #[derive(Serialize)]
    struct Look<'a> {
        brobygger: u8,
        code: &'a str,
    }
    let body = json(&Look { brobygger: PROTOCOL, code })?;
    heard(hear(platform.post(LOOK, None, body).await))
}

#[derive(Deserialize)]
struct Enrolled {
    centre: Uuid,
    member: Uuid,
}

/// Spends the code and gives the vault: the one that this person has on the phone already, which these
/// words open, or a new one, which they will open.
pub async fn enrol(
    platform: &impl Platform,
    code: &str,
    words: &str,
) -> Result<Unlocked, EnrolError> {
    let _alone = platform.lock(ENROLLING).await;
    let key = format!("{BEGUN}{}", digest_of(code));
    let begun = platform.store().read(&Database::directory(), VAULTS, &key).await?.is_some();
    let opened = match begun {
        true => Vec::new(),
        false => lock::opened_by(platform, words, false).await?,
    };
    for unlocked in opened {
        match renew(platform, &unlocked, code).await {
            // It is somebody else's, or cannot be read.
            Err(EnrolError::Server(FaultCode::OtherDevice)) | Ok(false) => {}
            Ok(true) => return Ok(unlocked),
            Err(error) => return Err(error),
        }
    }
    let underway = underway(platform, &key, None).await?;
    let Enrolled { centre, member } = spend(platform, code, &underway, None).await?;
    let Underway { device, token } = underway;
    let identity = Identity { centre, member, device, token };
    let unlocked = Unlocked { vault: device.simple().to_string(), key: DataKey::generate()? };
    write_vault(platform, &unlocked, &identity).await?;
    let locks = vec![lock::words_lock(platform, &unlocked, words).await?];
    // From here on it exists. What was under way has arrived.
    let listed = Listed { since: platform.now(), key: None, locks };
    let mut batch = Batch::strict();
    directory::put(&mut batch, &vault_key(&unlocked.vault), &listed)?;
    batch.delete(VAULTS, key);
    platform.store().commit(&Database::directory(), batch).await?;
    Ok(unlocked)
}

/// Goes on as the device that this vault is, with a new token: outbox and base stay as they are. The
/// server refuses it where the code is another member's. False where the vault cannot be read.
async fn renew(
    platform: &impl Platform,
    unlocked: &Unlocked,
    code: &str,
) -> Result<bool, EnrolError> {
    let Unlocked { vault: name, key } = unlocked;
    let disk = Disk::new(Vault::new(key).await?, name);
    let Ok(mut identity) = identity(platform, &disk).await else { return Ok(false) };
    // The same new token whatever codes it is tried with, so that no answer that was lost locks us out.
    let key = format!("renewing/{name}");
    let underway = underway(platform, &key, Some(identity.device)).await?;
    spend(platform, code, &underway, Some(&identity.token)).await?;
    identity.token = underway.token;
    let mut batch = Batch::strict();
    let sealed = disk.seal(&disk.outbox, META, IDENTITY, &written(&identity)?).await?;
    batch.put(META, IDENTITY, sealed);
    platform.store().commit(&disk.outbox, batch).await?;
    let mut batch = Batch::strict();
    batch.delete(VAULTS, key);
    platform.store().commit(&Database::directory(), batch).await?;
    platform.tell(name, Told::Outbox);
    Ok(true)
}

async fn spend(
    platform: &impl Platform,
    code: &str,
    underway: &Underway,
    former: Option<&str>,
) -> Result<Enrolled, EnrolError> {
    #[derive(Serialize)]
    struct Enrol<'a> {
        brobygger: u8,
        code: &'a str,
        device: Uuid,
        token: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        former: Option<&'a str>,
    }
    let Underway { device, token } = underway;
    let body = json(&Enrol { brobygger: PROTOCOL, code, device: *device, token, former })?;
    heard(hear(platform.post(ENROL, None, body).await))
}

/// The id and token that this code is or was tried with.
async fn underway(
    platform: &impl Platform,
    key: &str,
    device: Option<Uuid>,
) -> Result<Underway, EnrolError> {
    if let Some(underway) = directory::read(platform, key).await? {
        return Ok(underway);
    }
    let mut random = [0; 32];
    platform.random(&mut random);
    let device = device.unwrap_or_else(|| new_id(platform));
    let underway = Underway { device, token: base64url::encode(&random) };
    directory::write(platform, key, &underway).await?;
    Ok(underway)
}

async fn write_vault(
    platform: &impl Platform,
    unlocked: &Unlocked,
    identity: &Identity,
) -> Result<(), EnrolError> {
    let disk = Disk::new(Vault::new(&unlocked.key).await?, &unlocked.vault);
    let counters = Counters::new(new_id(platform), 0);
    let mut batch = Batch::strict();
    let sealed = disk.seal(&disk.outbox, META, IDENTITY, &written(identity)?).await?;
    batch.put(META, IDENTITY, sealed);
    let sealed = disk.seal(&disk.outbox, META, COUNTERS, &written(&counters)?).await?;
    batch.put(META, COUNTERS, sealed);
    Ok(platform.store().commit(&disk.outbox, batch).await?)
}

/// Takes a vault off the phone, with whatever was not sent. Close its sessions first.
pub async fn remove(platform: &impl Platform, name: &str) -> Result<(), StoreError> {
    let credential = delivery::credential(platform, name).await?;
    let mut batch = Batch::strict();
    batch.delete(VAULTS, vault_key(name));
    for kind in ["deliver", "pocket", "renewing"] {
        batch.delete(VAULTS, format!("{kind}/{name}"));
    }
    batch.delete_prefix(VAULTS, format!("stamp/{name}/"));
    platform.store().commit(&Database::directory(), batch).await?;
    platform.store().delete(&Database::base(name)).await?;
    platform.store().delete(&Database::outbox(name)).await?;
    if let Some(credential) = credential {
        forget(platform, &credential).await?;
    }
    Ok(())
}

/// Where no vault is left, and nobody is about to have one, the browser may forget all that it keeps for us. Where
/// nobody answers, what held something is gone all the same. An enrolment that was begun and given up goes along.
async fn forget(platform: &impl Platform, credential: &str) -> Result<(), StoreError> {
    let _alone = platform.lock(ENROLLING).await;
    let records = platform.store().read_all(&Database::directory(), VAULTS).await?;
    if records.iter().all(|(key, _)| key == TRIES || key.starts_with(BEGUN)) {
        let body = format!(r#"{{"brobygger":{PROTOCOL}}}"#);
        let asking = pin!(platform.post(wire::CLEAR, Some(credential), body));
        let enough = pin!(platform.sleep(CLEAR_MS));
        select(asking, enough).await;
    }
    Ok(())
}

/// A code is typed with or without hyphens, in any case, with O for 0 and I or L for 1: it names the
/// same attempt.
fn digest_of(code: &str) -> Digest {
    let digits = code.chars().filter(char::is_ascii_alphanumeric);
    let plain: String = digits
        .map(|digit| match digit.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            digit => digit,
        })
        .collect();
    Digest::of(plain.as_bytes())
}

fn heard<T>(heard: Heard<T>) -> Result<T, EnrolError> {
    match heard {
        Heard::Answer(answer) => Ok(answer),
        Heard::Unreachable => Err(EnrolError::Unreachable),
        Heard::NotOurs => Err(EnrolError::NotOurServer),
        Heard::Status { status: 429, retry_after_ms } => {
            Err(EnrolError::TooMany { retry_after_ms })
        }
        Heard::Status { .. } => Err(EnrolError::Server(FaultCode::Internal)),
        Heard::Fault { fault, retry_after_ms } => Err(match fault.fault {
            FaultCode::CodeUnknown => EnrolError::CodeUnknown,
            FaultCode::CodeUsed => EnrolError::CodeUsed,
            FaultCode::CodeExpired => EnrolError::CodeExpired,
            FaultCode::TooMany => EnrolError::TooMany { retry_after_ms },
            code => EnrolError::Server(code),
        }),
    }
}

fn json<T: Serialize>(value: &T) -> Result<String, StoreError> {
    json::write(value).map_err(|error| StoreError::Other(error.to_string()))
}

/// Reads who the vault belongs to.
pub async fn identity(platform: &impl Platform, disk: &Disk) -> Result<Identity, OpenError> {
    let sealed = platform.store().read(&disk.outbox, META, IDENTITY).await?;
    let Some(sealed) = sealed else {
        let entries = platform.store().read_all(&disk.outbox, ENTRIES).await?;
        return Err(if entries.is_empty() { OpenError::Wiped } else { OpenError::Unreadable });
    };
    let json = disk.open(&disk.outbox, META, IDENTITY, &sealed).await;
    json::read_bytes(&json.map_err(|_| OpenError::Unreadable)?).map_err(|_| OpenError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(digest_of("K7QM-2F9X-4T"), digest_of(" k7qm 2f9x4t"));
        assert_eq!(digest_of("K01M"), digest_of("koLm"));
        assert_ne!(digest_of("K7QM-2F9X-4T"), digest_of("K7QM-2F9X-4U"));
    }
}
