//! `POST /sync/v1/push` and `POST /sync/v1/pull`.

use axum::extract::{Request, State};
use axum::response::Response;
use sync::{
    Fault, FaultCode, PROTOCOL, PUSH_MAX_BYTES, PullAnswer, PullRequest, PushAnswer, PushRequest,
};

use super::Shared;
use super::answer::{json, read, refuse};
use super::asking::Asking;
use crate::Service;
use crate::fault::fault;

/// Wants for a thousand scopes.
const PULL_MAX_BYTES: usize = 128 * 1024;

pub async fn push(State(shared): State<Shared>, request: Request) -> Response {
    match taken(&shared.service, request).await {
        Ok(answer) => json(&answer),
        Err(fault) => refuse(fault),
    }
}

pub async fn pull(State(shared): State<Shared>, request: Request) -> Response {
    match told(&shared.service, request).await {
        Ok(answer) => json(&answer),
        Err(fault) => refuse(fault),
    }
}

async fn taken(service: &Service, request: Request) -> Result<PushAnswer, Fault> {
    let device = Asking::of(service, &request).phone().await?;
    service.limits().ask_phone(device.id, service.now())?;
    let request: PushRequest = read(request, PUSH_MAX_BYTES, service.settings().body).await?;
    service.push_and_pull(&device, &request).await
}

async fn told(service: &Service, request: Request) -> Result<PullAnswer, Fault> {
    let device = Asking::of(service, &request).phone().await?;
    let request: PullRequest = read(request, PULL_MAX_BYTES, service.settings().body).await?;
    if request.brobygger != PROTOCOL {
        return Err(fault(FaultCode::Malformed, "This is another protocol."));
    }
    let page = service.pull(&device, &request.pull).await?;
    Ok(PullAnswer { brobygger: PROTOCOL, page })
}
