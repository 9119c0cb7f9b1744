//! Which keys a phone has, and which one the centre has.

use database::{DatabaseError, Device, DeviceKeys, PublicKey};
use p256::ecdsa::VerifyingKey;
use sync::{Fault, FaultCode, KeysAnswer, KeysRequest, PROTOCOL, base64url};

use crate::authenticate::{revoked, unauthorised};
use crate::fault::{fault, internal, of_database};
use crate::{Service, random};

impl Service {
    /// Takes the place of what the phone had: parcels that another key signed, and the former credential, are
    /// worth nothing from then on. A phone that was enrolled anew keeps what it had until it asks here, so
    /// that what it sealed before still comes home.
    pub async fn exchange_keys(
        &self,
        device: &Device,
        request: &KeysRequest,
    ) -> Result<KeysAnswer, Fault> {
        let keys = self.read(device, request)?;
        let newest = self.settings().keys.newest(self.now()).map_err(|error| {
            tracing::error!(error = &error as &dyn std::error::Error, "the centre's keys");
            internal()
        })?;
        let keys = DeviceKeys { told: newest.number, ..keys };
        let put = self.put(device, &keys).await;
        put.unwrap_or_else(|error| match error {
            DatabaseError::Exists(_) => Err(taken()),
            error => Err(of_database(&error)),
        })?;
        let public = base64url::encode(&newest.public());
        Ok(KeysAnswer { brobygger: PROTOCOL, key: newest.number, public })
    }

    fn read(&self, device: &Device, request: &KeysRequest) -> Result<DeviceKeys, Fault> {
        let malformed = |message| fault(FaultCode::Malformed, message);
        if request.brobygger != PROTOCOL {
            return Err(malformed("This is another protocol."));
        }
        let signing = point(&request.device_key)
            .ok_or_else(|| malformed("The device's key is no uncompressed point of P-256."))?;
        let credential = base64url::decode(&request.deliver).filter(|bytes| bytes.len() == 32);
        if credential.is_none() {
            return Err(malformed("The credential is not 32 bytes in base64url."));
        }
        let deliver_hash = random::hash(&request.deliver);
        Ok(DeviceKeys { device: device.id, signing, deliver_hash, since: self.now(), told: 0 })
    }

    async fn put(
        &self,
        device: &Device,
        keys: &DeviceKeys,
    ) -> Result<Result<(), Fault>, DatabaseError> {
        let mut write = self.database().begin_write().await?;
        write.lock(device.centre, &[device.id]).await?;
        // As it is now, under the lock.
        match write.devices(&[device.id]).await?.pop() {
            Some(now) if now.revoked_at.is_some() => return Ok(Err(revoked())),
            Some(now) if now.token_hash == device.token_hash => {}
            _ => return Ok(Err(unauthorised())),
        }
        // A credential that were somebody's token would open more than delivery.
        if write.device_by_token(&keys.deliver_hash).await?.is_some() {
            return Ok(Err(taken()));
        }
        let there = write.device_keys(&[device.id]).await?.pop();
        let same = |there: &DeviceKeys| {
            (there.signing, there.deliver_hash) == (keys.signing, keys.deliver_hash)
        };
        let since = there.as_ref().filter(|there| same(there)).map(|there| there.since);
        let keys = DeviceKeys { since: since.unwrap_or(keys.since), ..keys.clone() };
        if there.as_ref() == Some(&keys) {
            return Ok(Ok(()));
        }
        write.put_device_keys(&keys).await?;
        write.commit().await?;
        Ok(Ok(()))
    }
}

fn point(text: &str) -> Option<PublicKey> {
    let bytes: PublicKey = base64url::decode(text)?.try_into().ok()?;
    VerifyingKey::from_sec1_bytes(&bytes).is_ok().then_some(bytes)
}

fn taken() -> Fault {
    fault(FaultCode::OtherDevice, "This credential is in use. Make a new one.")
}
