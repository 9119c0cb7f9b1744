//! Taking in what phones recorded.
//!
//! A push is parsed where it arrives ([`incoming`]) and waits in a queue ([`queue`]). Whatever waits
//! shares one transaction ([`group`]): the lanes are read and each push is placed in them ([`lanes`]),
//! each new mutation is decided under its grant ([`decide`]), and the sets are written under one step of
//! the centre's clock. Each phone gets its receipts when that is durable.
//!
//! What comes in a file or sealed instead goes the same way ([`home`]), and where it fits in no lane it is set
//! aside ([`aside`]).

mod aside;
mod decide;
mod group;
mod home;
mod incoming;
mod lanes;
mod queue;

use database::Device;
use sync::{Fault, PROTOCOL, PushAnswer, PushRequest, Receipt};
use tokio::sync::oneshot;

use crate::Service;
use crate::fault::{busy, internal};
pub use aside::SetAside;
pub(crate) use aside::epoch_of_files;
pub(crate) use decide::VOIDED;
pub use home::{Gaps, Home};
pub use incoming::Incoming;
pub(crate) use incoming::names;

/// A push that waits to be worked off.
pub struct Job {
    device: Device,
    mutations: Vec<Incoming>,
    done: oneshot::Sender<Result<Vec<Receipt>, Fault>>,
}

impl Service {
    /// A push with the pull that came with it. A fault of the pull leaves the push taken.
    pub async fn push_and_pull(
        &self,
        device: &Device,
        request: &PushRequest,
    ) -> Result<PushAnswer, Fault> {
        let receipts = self.push(device, request).await?;
        let mut answer =
            PushAnswer { brobygger: PROTOCOL, receipts, now: None, page: None, pull_fault: None };
        if let Some(pull) = &request.pull {
            match self.pull(device, pull).await {
                Ok(page) => answer.page = Some(page),
                Err(fault) => answer.pull_fault = Some(fault),
            }
        }
        if answer.page.is_none() {
            answer.now = Some(self.now());
        }
        Ok(answer)
    }

    /// One receipt for each mutation, in their order; or one fault, and then nothing was taken.
    pub async fn push(
        &self,
        device: &Device,
        request: &PushRequest,
    ) -> Result<Vec<Receipt>, Fault> {
        let mutations = incoming::parse(request)?;
        if mutations.is_empty() {
            return Ok(Vec::new());
        }
        let (done, answer) = oneshot::channel();
        let job = Job { device: device.clone(), mutations, done };
        self.pushes().try_send(job).map_err(|_| busy())?;
        answer.await.unwrap_or_else(|_| Err(internal()))
    }
}
