//! `POST /sync/v1/push` and `POST /sync/v1/pull`.

use axum::extract::{Request, State};
use axum::response::Response;
use sync::{
    Fault, FaultCode, PROTOCOL, PUSH_MAX_BYTES, PullAnswer, PullRequest, PushAnswer, PushRequest,
};

use super::Shared;
use super::answer::{authorization, json, read, refuse};
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
    let device = service.authenticate(authorization(request.headers())).await?;
    let request: PushRequest = read(request, PUSH_MAX_BYTES).await?;
    let receipts = service.push(&device, &request).await?;
    let mut answer = PushAnswer { brobygger: PROTOCOL, receipts, page: None, pull_fault: None };
    if let Some(pull) = &request.pull {
        match service.pull(&device, pull).await {
            Ok(page) => answer.page = Some(page),
            Err(fault) => answer.pull_fault = Some(fault),
        }
    }
    Ok(answer)
}

async fn told(service: &Service, request: Request) -> Result<PullAnswer, Fault> {
    let device = service.authenticate(authorization(request.headers())).await?;
    let request: PullRequest = read(request, PULL_MAX_BYTES).await?;
    if request.brobygger != PROTOCOL {
        return Err(fault(FaultCode::Malformed, "This is another protocol."));
    }
    let page = service.pull(&device, &request.pull).await?;
    Ok(PullAnswer { brobygger: PROTOCOL, page })
}
