//! What a phone hands over while it is locked.
//!
//! **The story.** Unlocked and with its token, a phone says which key it signs with and makes a credential that
//! opens delivery and nothing else; it is told the centre's newest public key ([`register`]). Locked, it hands
//! over parcels with that credential. Each is opened by itself ([`opening`]): it must be signed by this phone and
//! sealed to a key of the centre for this phone. The texts then go the way of records in a file
//! ([`bring_home`](Service::bring_home)): in order, each once, by the rules of a push.
//!
//! **A phone that was revoked** still delivers. Its records wait for the coordinator, and it hears that it is to
//! remove its vault.
//!
//! **What is absent.** Any word about the content to whoever delivers: one who copied the phone's disk learns that
//! something was received, and no verdict.

mod opening;
mod register;

use database::{Database, DatabaseError, Device, DeviceKeys};
use sync::{
    DELIVER_MAX_PARCELS, DeliverAnswer, DeliverRequest, Delivered, Fault, FaultCode, MutationText,
    PROTOCOL,
};

use crate::Service;
use crate::fault::{fault, internal, too_large};
use crate::push::{Gaps, Home};
use opening::NotOpened;

/// Whose credential it was.
#[derive(Clone, Debug)]
pub struct Sender {
    pub device: Device,
    pub keys: DeviceKeys,
}

impl Service {
    /// What was received is durable when it returns. A fault leaves the phone to hand over all again.
    pub async fn deliver(
        &self,
        sender: &Sender,
        request: &DeliverRequest,
    ) -> Result<DeliverAnswer, Fault> {
        if request.brobygger != PROTOCOL {
            return Err(fault(FaultCode::Malformed, "This is another protocol."));
        }
        if request.parcels.len() > DELIVER_MAX_PARCELS {
            return Err(too_large(DELIVER_MAX_PARCELS));
        }
        let mut answers = vec![Delivered::Refused; request.parcels.len()];
        let (places, texts) = self.opened(sender, request).await?;
        let gaps = if request.last { Gaps::SetAside } else { Gaps::Wait };
        let homes = self.bring_home(&sender.device, &texts, gaps).await?;
        let mut revoked = sender.device.revoked_at.is_some();
        for (place, home) in places.into_iter().zip(homes) {
            // It may have been revoked while this was under way.
            revoked |= matches!(home, Home::SetAside("revoked"));
            answers[place] = match home {
                Home::Received(_) | Home::SetAside(_) | Home::Before | Home::Voided => {
                    Delivered::Received
                }
                Home::Waits => Delivered::Waits,
                Home::Refused(_) => Delivered::Refused,
            };
        }
        Ok(DeliverAnswer { brobygger: PROTOCOL, parcels: answers, revoked })
    }

    /// The texts of those that open, and where in the request they stand.
    async fn opened(
        &self,
        sender: &Sender,
        request: &DeliverRequest,
    ) -> Result<(Vec<usize>, Vec<MutationText>), Fault> {
        let (mut places, mut texts) = (Vec::new(), Vec::new());
        for (place, parcel) in request.parcels.iter().enumerate() {
            match opening::open(&self.settings().keys, &sender.keys, parcel) {
                Ok(text) => {
                    places.push(place);
                    texts.push(text);
                }
                Err(NotOpened::Foreign) => {}
                Err(NotOpened::SealedElsewhere) => {
                    tracing::warn!("a phone sealed to a key that is not in the file of keys");
                }
                Err(NotOpened::Keys(error)) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "the centre's keys");
                    return Err(internal());
                }
            }
            // A hundred of them take a while, and others are waiting.
            tokio::task::yield_now().await;
        }
        Ok((places, texts))
    }
}

/// The number of the newest key of the centre that any phone has been told of; 0 where none has.
pub async fn told(database: &dyn Database) -> Result<u32, DatabaseError> {
    let mut read = database.begin_read().await?;
    let mut told = 0;
    for centre in read.centres().await? {
        let devices = read.devices_of_centre(centre.id).await?;
        let devices: Vec<_> = devices.into_iter().map(|device| device.id).collect();
        let keys = read.device_keys(&devices).await?;
        told = keys.iter().map(|keys| keys.told).fold(told, u32::max);
    }
    Ok(told)
}
