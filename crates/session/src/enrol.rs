//! From a code to a vault.
//!
//! The phone makes its own id and token and writes them down before it spends the code, so that an
//! answer that is lost, or an app that is killed, costs nothing: the same code gives the same again.

use serde::{Deserialize, Serialize};
use store::{Batch, Database, Store, StoreError};
use sync::replica::Counters;
use sync::{Digest, FaultCode, PROTOCOL};
use uuid::Uuid;
use vault::{DataKey, Vault};

use crate::disk::{COUNTERS, Disk, ENTRIES, IDENTITY, META, written};
use crate::error::{EnrolError, OpenError};
use crate::platform::{Platform, Told, new_id};
use crate::wire::{Heard, hear};

const VAULTS: &str = "vaults";
const LOOK: &str = "/api/v1/enrolment/look";
const ENROL: &str = "/api/v1/enrolment";

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

/// Somebody who is enrolled on this phone. No name: this much lies in the clear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultCard {
    /// For [`Session::open`](crate::Session::open).
    pub vault: String,
    /// When, by the phone's clock.
    pub since: i64,
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
struct Listed {
    since: i64,
    /// Unwrapped, until there is something to wrap it with.
    key: Vec<u8>,
}

#[derive(Serialize, Deserialize)]
struct Underway {
    device: Uuid,
    token: String,
}

fn vault_key(name: &str) -> String {
    format!("vault/{name}")
}

/// Who is enrolled on this phone, the first one first.
pub async fn vaults(platform: &impl Platform) -> Result<Vec<VaultCard>, StoreError> {
    let records = platform.store().read_all(&Database::directory(), VAULTS).await?;
    let card = |(key, value): (String, Vec<u8>)| {
        let vault = key.strip_prefix("vault/")?.to_owned();
        let listed: Listed = json::read_bytes(&value).ok()?;
        Some(VaultCard { vault, since: listed.since })
    };
    let mut cards: Vec<VaultCard> = records.into_iter().filter_map(card).collect();
    domain::order::sort_by_key(&mut cards, |card| card.since);
    Ok(cards)
}

pub async fn open_vault(platform: &impl Platform, name: &str) -> Result<Vault, OpenError> {
    let listed = platform.store().read(&Database::directory(), VAULTS, &vault_key(name)).await?;
    let listed = listed.ok_or(OpenError::NoSuchVault)?;
    let listed: Listed = json::read_bytes(&listed).map_err(|_| OpenError::Unreadable)?;
    Ok(Vault::new(&DataKey::import_unwrapped(&listed.key)?).await?)
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

/// Spends the code and gives the name of the vault: of the one that this person has on the phone
/// already, or of a new one.
pub async fn enrol(platform: &impl Platform, code: &str) -> Result<String, EnrolError> {
    let key = format!("enrolling/{}", digest_of(code));
    let begun = platform.store().read(&Database::directory(), VAULTS, &key).await?.is_some();
    if !begun {
        for card in vaults(platform).await?.into_iter().rev() {
            match renew(platform, &card.vault, code).await {
                // It is somebody else's, or cannot be read.
                Err(EnrolError::Server(FaultCode::OtherDevice)) | Ok(false) => {}
                Ok(true) => return Ok(card.vault),
                Err(error) => return Err(error),
            }
        }
    }
    let underway = underway(platform, &key, None).await?;
    let Enrolled { centre, member } = spend(platform, code, &underway, None).await?;
    let Underway { device, token } = underway;
    let identity = Identity { centre, member, device, token };
    let name = device.simple().to_string();
    let data_key = DataKey::generate()?;
    write_vault(platform, &name, &data_key, &identity).await?;
    // From here on it exists. What was under way has arrived.
    let listed = Listed { since: platform.now(), key: data_key.export_unwrapped() };
    let mut batch = Batch::strict();
    batch.put(VAULTS, vault_key(&name), json(&listed)?.into_bytes());
    batch.delete(VAULTS, key);
    platform.store().commit(&Database::directory(), batch).await?;
    Ok(name)
}

/// Goes on as the device that this vault is, with a new token: outbox and base stay as they are. The
/// server refuses it where the code is another member's. False where the vault does not open.
async fn renew(platform: &impl Platform, name: &str, code: &str) -> Result<bool, EnrolError> {
    let directory = Database::directory();
    let listed = platform.store().read(&directory, VAULTS, &vault_key(name)).await?;
    let Some(Ok(listed)) = listed.map(|listed| json::read_bytes::<Listed>(&listed)) else {
        return Ok(false);
    };
    let disk = Disk::new(Vault::new(&DataKey::import_unwrapped(&listed.key)?).await?, name);
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
    // Whoever enrolled last is who opens the app.
    let listed = Listed { since: platform.now(), ..listed };
    let mut batch = Batch::strict();
    batch.put(VAULTS, vault_key(name), json(&listed)?.into_bytes());
    batch.delete(VAULTS, key);
    platform.store().commit(&directory, batch).await?;
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
    let directory = Database::directory();
    if let Some(found) = platform.store().read(&directory, VAULTS, key).await?
        && let Ok(underway) = json::read_bytes(&found)
    {
        return Ok(underway);
    }
    let mut random = [0; 32];
    platform.random(&mut random);
    let device = device.unwrap_or_else(|| new_id(platform));
    let underway = Underway { device, token: base64url(&random) };
    let mut batch = Batch::strict();
    batch.put(VAULTS, key, json(&underway)?.into_bytes());
    platform.store().commit(&directory, batch).await?;
    Ok(underway)
}

async fn write_vault(
    platform: &impl Platform,
    name: &str,
    key: &DataKey,
    identity: &Identity,
) -> Result<(), EnrolError> {
    let disk = Disk::new(Vault::new(key).await?, name);
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
    let mut batch = Batch::strict();
    batch.delete(VAULTS, vault_key(name));
    platform.store().commit(&Database::directory(), batch).await?;
    platform.store().delete(&Database::base(name)).await?;
    platform.store().delete(&Database::outbox(name)).await
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

fn base64url(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let mut group = [0; 3];
        group[..chunk.len()].copy_from_slice(chunk);
        let bits = u32::from_be_bytes([0, group[0], group[1], group[2]]);
        for digit in 0..=chunk.len() {
            let index = (bits >> (18 - 6 * digit)) & 63;
            text.push(char::from(DIGITS[index as usize]));
        }
    }
    text
}

/// Reads who the vault belongs to.
pub async fn identity(platform: &impl Platform, disk: &Disk) -> Result<Identity, OpenError> {
    let sealed = platform.store().read(&disk.outbox, META, IDENTITY).await?;
    let Some(sealed) = sealed else {
        let entries = platform.store().read_all(&disk.outbox, ENTRIES).await?;
        return Err(if entries.is_empty() { OpenError::Wiped } else { OpenError::Unreadable });
    };
    let json = disk.open(&disk.outbox, META, IDENTITY, sealed).await;
    json::read_bytes(&json.map_err(|_| OpenError::Unreadable)?).map_err(|_| OpenError::Unreadable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_base64url_without_padding() {
        for (bytes, text) in
            [("", ""), ("f", "Zg"), ("fo", "Zm8"), ("foo", "Zm9v"), ("foob", "Zm9vYg")]
        {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
        assert_eq!(base64url(&[0xFB, 0xFF]), "-_8");
        assert_eq!(base64url(&[7; 32]).len(), 43);
    }

    #[test]
    fn a_code_is_the_same_however_it_is_typed() {
        assert_eq!(digest_of("K7QM-2F9X-4T"), digest_of(" k7qm 2f9x4t"));
        assert_eq!(digest_of("K01M"), digest_of("koLm"));
        assert_ne!(digest_of("K7QM-2F9X-4T"), digest_of("K7QM-2F9X-4U"));
    }
}
