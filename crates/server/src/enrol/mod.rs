//! From a code on a slip of paper to a phone that the centre knows.
//!
//! The phone makes its own id and token, so that an answer that is lost on the way costs nothing: the
//! same phone asks again and is told the same. The code is looked at before it is spent, so that
//! someone sees whose it is and confirms.

mod code;

use database::{Code, DatabaseError, Device, Hash, Reading};
use domain::Row;
use serde::{Deserialize, Serialize};
use sync::{Fault, FaultCode, PROTOCOL};
use uuid::Uuid;

pub use code::{CODE_DIGITS, CodeText};

use crate::fault::{fault, of_database, of_random};
use crate::{Service, audit, random};

/// How long a code is good for when nobody says otherwise: seven days.
pub const CODE_LASTS: i64 = 7 * 24 * 60 * 60 * 1000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LookRequest {
    pub brobygger: u8,
    pub code: String,
}

/// Enough for someone to see that the code is theirs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookAnswer {
    pub brobygger: u8,
    /// The centre's name.
    pub centre: String,
    /// The member's first name.
    pub member: String,
    pub language: String,
    pub country: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct EnrolRequest {
    pub brobygger: u8,
    pub code: String,
    /// Made by the phone (UUIDv7).
    pub device: Uuid,
    /// Made by the phone: 32 random bytes as base64url.
    pub token: String,
    /// The token that the device had until now, where a phone that is enrolled asks to go on under its
    /// own id with a new one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub former: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EnrolAnswer {
    pub brobygger: u8,
    pub centre: Uuid,
    pub member: Uuid,
    pub device: Uuid,
}

impl Service {
    /// A new code for a member, to be given to that person and to nobody else.
    pub async fn invite(&self, centre: Uuid, member: Uuid, lasts: i64) -> Result<CodeText, Fault> {
        let code = CodeText::random().map_err(of_random)?;
        let row = Code {
            hash: code.hash(),
            centre,
            member,
            expires_at: self.now() + lasts,
            used_by: None,
            used_at: None,
        };
        let written = async {
            let mut write = self.database().begin_write().await?;
            write.put_code(&row).await?;
            let line = audit::line(centre, self.now(), "invite", Some(member))?;
            write.add_audited(&[line]).await?;
            write.commit().await
        };
        written.await.map_err(|e| of_database(&e))?;
        Ok(code)
    }

    /// Whose code it is, without spending it.
    pub async fn look(&self, request: &LookRequest) -> Result<LookAnswer, Fault> {
        let hash = hash_of(request.brobygger, &request.code)?;
        let read = self.database().begin_read().await;
        let mut read = read.map_err(|e| of_database(&e))?;
        let found = read.code(&hash).await.map_err(|e| of_database(&e))?;
        let code = self.good(found)?;
        if code.used_by.is_some() {
            return Err(used());
        }
        let seen = whose(read.as_mut(), &code).await;
        seen.map_err(|e| of_database(&e))?.ok_or_else(unknown)
    }

    /// Spends the code. The same phone may ask again.
    ///
    /// A device that is known goes on under its id with a new token, if the code is for the same member
    /// and the phone proves by its former token that it is that device. So a phone whose token ran out or
    /// was revoked delivers what it recorded, in the lanes where it was recorded.
    pub async fn enrol(&self, request: &EnrolRequest) -> Result<EnrolAnswer, Fault> {
        let hash = hash_of(request.brobygger, &request.code)?;
        if !token_is_long_enough(&request.token) {
            let message = "The token is not 32 random bytes in base64url.";
            return Err(fault(FaultCode::Malformed, message));
        }
        if request.device.is_nil() {
            let message = "The device has no id.";
            return Err(fault(FaultCode::Malformed, message));
        }
        let token_hash = random::hash(&request.token);
        let write = self.database().begin_write().await;
        let mut write = write.map_err(|e| of_database(&e))?;
        let found = write.code(&hash).await.map_err(|e| of_database(&e))?;
        let code = self.good(found)?;
        let answer = EnrolAnswer {
            brobygger: PROTOCOL,
            centre: code.centre,
            member: code.member,
            device: request.device,
        };
        let spent = async {
            write.lock(code.centre, &[request.device, code.member]).await?;
            let there = write.devices(&[request.device]).await?.pop();
            // Looked at again, under the lock.
            let used_by = write.code(&hash).await?.and_then(|code| code.used_by);
            match (used_by, &there) {
                (Some(by), Some(known)) if by == known.id && known.token_hash == token_hash => {
                    return Ok(Ok(answer));
                }
                (Some(_), _) => return Ok(Err(used())),
                (None, Some(known)) if !goes_on(known, &code, request, &token_hash) => {
                    return Ok(Err(taken()));
                }
                (None, _) => {}
            }
            let holder = write.device_by_token(&token_hash).await?;
            let delivers = write.device_keys_by_credential(&token_hash).await?;
            if holder.is_some_and(|holder| holder.id != request.device) || delivers.is_some() {
                return Ok(Err(taken()));
            }
            let now = self.now();
            let device = Device {
                id: request.device,
                centre: code.centre,
                member: code.member,
                token_hash,
                enrolled_at: there.map_or(now, |known| known.enrolled_at),
                last_seen: now,
                revoked_at: None,
            };
            write.put_device(&device).await?;
            let spent = Code { used_by: Some(request.device), used_at: Some(now), ..code };
            write.put_code(&spent).await?;
            write.commit().await?;
            Ok(Ok(answer))
        };
        let spent: Result<Result<EnrolAnswer, Fault>, DatabaseError> = spent.await;
        spent.map_err(|e| of_database(&e))?
    }

    /// A code that exists and has not expired. (One that was used stays known, so that its phone may
    /// ask again.)
    fn good(&self, found: Option<Code>) -> Result<Code, Fault> {
        let code = found.ok_or_else(unknown)?;
        if code.used_by.is_none() && code.expires_at <= self.now() {
            return Err(fault(
                FaultCode::CodeExpired,
                "This code has expired. The centre can give a new one.",
            ));
        }
        Ok(code)
    }
}

/// Whether this phone is the device that it says it is, and the code is for the same person. A new code
/// from the centre also takes back a revocation. (The new token itself is a proof too: an earlier answer
/// may have been lost, and another code is tried.)
fn goes_on(known: &Device, code: &Code, request: &EnrolRequest, token_hash: &Hash) -> bool {
    let proved = request.former.as_deref().map(random::hash);
    (known.centre, known.member) == (code.centre, code.member)
        && (proved == Some(known.token_hash) || *token_hash == known.token_hash)
}

async fn whose(read: &mut dyn Reading, code: &Code) -> Result<Option<LookAnswer>, DatabaseError> {
    let centre = read.centre(code.centre).await?;
    let rows = read.rows_by_id(code.centre, &[code.member]).await?;
    let member = rows.first().map(|row| serde_json::from_str(&row.body));
    let (Some(centre), Some(Ok(Row::Member(member)))) = (centre, member) else {
        return Ok(None);
    };
    Ok(Some(LookAnswer {
        brobygger: PROTOCOL,
        centre: centre.name,
        member: member.first_name.to_string(),
        language: centre.language,
        country: centre.country,
    }))
}

fn hash_of(protocol: u8, code: &str) -> Result<Hash, Fault> {
    if protocol != PROTOCOL {
        return Err(fault(FaultCode::Malformed, "This is another protocol."));
    }
    let code = CodeText::read(code).ok_or_else(unknown)?;
    Ok(code.hash())
}

/// 32 bytes are 43 characters of base64url.
fn token_is_long_enough(token: &str) -> bool {
    let plain = |c: u8| c.is_ascii_alphanumeric() || c == b'-' || c == b'_';
    (43..=128).contains(&token.len()) && token.bytes().all(plain)
}

fn unknown() -> Fault {
    fault(FaultCode::CodeUnknown, "There is no such code.")
}

fn used() -> Fault {
    fault(FaultCode::CodeUsed, "This code has been used. The centre can give a new one.")
}

fn taken() -> Fault {
    fault(FaultCode::OtherDevice, "Another phone has this id or token. Make new ones.")
}
