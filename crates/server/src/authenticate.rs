//! Who is asking: a phone, by its token.

use database::Device;
use planted::Planted;
use sync::{Fault, FaultCode};

use crate::fault::{fault, of_database};
use crate::{Service, random};

/// The longest header that is looked at.
const LONGEST: usize = 200;

impl Service {
    /// The phone that holds the token of an `Authorization: Bearer …` header.
    pub async fn authenticate(&self, authorization: Option<&str>) -> Result<Device, Fault> {
        let unauthorised =
            || fault(FaultCode::Unauthorised, "This phone is not known here (any more).");
        let token = authorization
            .and_then(|header| header.strip_prefix("Bearer "))
            .filter(|token| token.len() <= LONGEST)
            .ok_or_else(unauthorised)?;
        let hash = random::hash(token.trim());
        let device = self.database().device_by_token(&hash).await;
        let device = device.map_err(|e| of_database(&e))?;
        let device = device.ok_or_else(unauthorised)?;
        if device.revoked_at.is_some() && !planted::is(Planted::RevokedStillPulls) {
            return Err(revoked());
        }
        self.saw(&device);
        Ok(device)
    }
}

pub fn revoked() -> Fault {
    fault(FaultCode::Revoked, "This phone has been revoked by the centre.")
}
