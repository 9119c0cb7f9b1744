//! The way home for records that do not come by a push: from a file, or sealed from a locked phone.
//!
//! They go the way of a push, in order and each once. What a push would be refused for as a whole is found one by
//! one here: what was rewritten (forked), what is from a phone that was revoked, and, where nothing more will come
//! before it, what follows on something missing (a gap), is set aside for the coordinator ([`super::aside`]).

use database::Device;
use sync::{Fault, FaultCode, MutationText, PROTOCOL, PUSH_MAX_MUTATIONS, PushRequest, Receipt};

use super::SetAside;
use crate::Service;
use crate::fault::internal;

/// What becomes of a record whose predecessors are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Gaps {
    /// They may still come.
    Wait,
    SetAside,
}

/// What became of a record.
#[derive(Clone, Debug)]
pub enum Home {
    /// Decided in its lane, now or before.
    Received(Receipt),
    /// Kept whole for the coordinator, for this reason.
    SetAside(&'static str),
    /// The same, before.
    Before,
    /// Voided: its number is kept, and there was nothing to keep of what it said.
    Voided,
    /// Nothing was taken: its predecessors are missing.
    Waits,
    Refused(Fault),
}

impl Service {
    /// In the order of the texts. An error concerns the server, and may leave some of them received.
    pub async fn bring_home(
        &self,
        device: &Device,
        texts: &[MutationText],
        gaps: Gaps,
    ) -> Result<Vec<Home>, Fault> {
        let mut homes = Vec::with_capacity(texts.len());
        for batch in texts.chunks(PUSH_MAX_MUTATIONS) {
            match self.pushed(device, batch).await {
                Ok(receipts) => homes.extend(receipts.into_iter().map(Home::Received)),
                Err(fault) if is_ours(&fault) => return Err(fault),
                // Something in it does not fit, and then nothing of it was taken.
                Err(_) => {
                    for text in batch {
                        homes.push(self.one_home(device, text, gaps).await?);
                    }
                }
            }
        }
        Ok(homes)
    }

    /// Taken as the next of its lane, or set aside under its id.
    async fn one_home(
        &self,
        device: &Device,
        text: &MutationText,
        gaps: Gaps,
    ) -> Result<Home, Fault> {
        let fault = match self.pushed(device, std::slice::from_ref(text)).await {
            Ok(mut receipts) => return receipts.pop().map(Home::Received).ok_or_else(internal),
            Err(fault) => fault,
        };
        let reason = match (fault.fault, gaps) {
            (FaultCode::Gap, Gaps::Wait) => return Ok(Home::Waits),
            (FaultCode::Gap, Gaps::SetAside) => "gap",
            (FaultCode::Forked, _) => "forked",
            (FaultCode::Revoked, _) => "revoked",
            _ if is_ours(&fault) => return Err(fault),
            _ => return Ok(Home::Refused(fault)),
        };
        match self.set_aside(device, text, reason).await {
            Ok(SetAside::Now) => Ok(Home::SetAside(reason)),
            Ok(SetAside::Before) => Ok(Home::Before),
            Ok(SetAside::Voided) => Ok(Home::Voided),
            Err(fault) if is_ours(&fault) => Err(fault),
            Err(fault) => Ok(Home::Refused(fault)),
        }
    }

    async fn pushed(&self, device: &Device, texts: &[MutationText]) -> Result<Vec<Receipt>, Fault> {
        let request = PushRequest { brobygger: PROTOCOL, mutations: texts.to_vec(), pull: None };
        self.push(device, &request).await
    }
}

/// Nothing is wrong with the record: the server is in trouble, or the phone was enrolled anew meanwhile.
fn is_ours(fault: &Fault) -> bool {
    use FaultCode::{Busy, Internal, Unauthorised};
    matches!(fault.fault, Busy | Internal | Unauthorised)
}
