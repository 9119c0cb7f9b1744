//! Who is asking: a phone, by its token or by the credential that opens delivery alone.

use database::{DatabaseError, Device, Hash};
use planted::Planted;
use sync::{Fault, FaultCode};

use crate::deliver::Sender;
use crate::fault::{fault, of_database};
use crate::{Service, random};

/// The longest header that is looked at.
const LONGEST: usize = 200;

impl Service {
    /// The phone that holds the token of an `Authorization: Bearer …` header.
    pub async fn authenticate(&self, authorization: Option<&str>) -> Result<Device, Fault> {
        let device = self.holder(&presented(authorization)?).await?;
        let device = device.ok_or_else(unauthorised)?;
        if device.revoked_at.is_some() && !planted::is(Planted::RevokedStillPulls) {
            return Err(revoked());
        }
        self.saw(&device);
        Ok(device)
    }

    /// The phone that holds the deliver-only credential, revoked or not. It opens nothing else, and no token
    /// opens delivery.
    pub async fn authenticate_delivery(
        &self,
        authorization: Option<&str>,
    ) -> Result<Sender, Fault> {
        let sender = self.sender(&presented(authorization)?).await;
        let sender = sender.map_err(|e| of_database(&e))?.ok_or_else(unauthorised)?;
        self.saw(&sender.device);
        Ok(sender)
    }

    /// Whether it is a phone at all, by its token or its credential, revoked or not.
    pub async fn authenticate_any(&self, authorization: Option<&str>) -> Result<(), Fault> {
        let hash = presented(authorization)?;
        if self.holder(&hash).await?.is_some() {
            return Ok(());
        }
        let sender = self.sender(&hash).await.map_err(|e| of_database(&e))?;
        sender.map(drop).ok_or_else(unauthorised)
    }

    async fn holder(&self, token_hash: &Hash) -> Result<Option<Device>, Fault> {
        let device = self.database().device_by_token(token_hash).await;
        device.map_err(|e| of_database(&e))
    }

    async fn sender(&self, deliver_hash: &Hash) -> Result<Option<Sender>, DatabaseError> {
        let mut read = self.database().begin_read().await?;
        let Some(keys) = read.device_keys_by_credential(deliver_hash).await? else {
            return Ok(None);
        };
        let device = read.devices(&[keys.device]).await?.pop();
        Ok(device.map(|device| Sender { device, keys }))
    }
}

/// The hash of what an `Authorization: Bearer …` header shows.
fn presented(authorization: Option<&str>) -> Result<Hash, Fault> {
    let shown = authorization
        .and_then(|header| header.strip_prefix("Bearer "))
        .filter(|shown| shown.len() <= LONGEST)
        .ok_or_else(unauthorised)?;
    Ok(random::hash(shown.trim()))
}

pub fn unauthorised() -> Fault {
    fault(FaultCode::Unauthorised, "This phone is not known here (any more).")
}

pub fn revoked() -> Fault {
    fault(FaultCode::Revoked, "This phone has been revoked by the centre.")
}
