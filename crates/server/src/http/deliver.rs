//! `POST /sync/v1/keys`, `POST /sync/v1/deliver` and `POST /api/v1/clear`.

use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use serde::{Deserialize, Serialize};
use sync::{
    DELIVER_MAX_BYTES, DeliverAnswer, DeliverRequest, Fault, FaultCode, KeysAnswer, KeysRequest,
    PROTOCOL,
};

use super::Shared;
use super::answer::{json, read, refuse};
use super::asking::Asking;
use crate::Service;
use crate::fault::fault;

const KEYS_MAX_BYTES: usize = 4 * 1024;
const CLEAR_MAX_BYTES: usize = 1024;

/// What a browser is told to forget: everything of this origin.
const EVERYTHING: (HeaderName, HeaderValue) = (
    HeaderName::from_static("clear-site-data"),
    HeaderValue::from_static(r#""cache", "cookies", "storage""#),
);

/// A body that says nothing but which protocol it is of.
#[derive(Serialize, Deserialize)]
struct Bare {
    brobygger: u8,
}

pub async fn keys(State(shared): State<Shared>, request: Request) -> Response {
    match exchanged(&shared.service, request).await {
        Ok(answer) => json(&answer),
        Err(fault) => refuse(fault),
    }
}

pub async fn deliver(State(shared): State<Shared>, request: Request) -> Response {
    match delivered(&shared.service, request).await {
        Ok(answer) => json(&answer),
        Err(fault) => refuse(fault),
    }
}

/// For a phone from which the last vault was removed. Never without a credential: a page of somebody else's that
/// got a browser to ask this would wipe what is not sent.
pub async fn clear(State(shared): State<Shared>, request: Request) -> Response {
    match cleared(&shared.service, request).await {
        Ok(()) => {
            let mut response = json(&Bare { brobygger: PROTOCOL });
            let (name, value) = EVERYTHING;
            response.headers_mut().insert(name, value);
            response
        }
        Err(fault) => refuse(fault),
    }
}

async fn exchanged(service: &Service, request: Request) -> Result<KeysAnswer, Fault> {
    let device = Asking::of(service, &request).phone().await?;
    service.limits().ask_phone(device.id, service.now())?;
    let request: KeysRequest = read(request, KEYS_MAX_BYTES, service.settings().body).await?;
    service.exchange_keys(&device, &request).await
}

async fn delivered(service: &Service, request: Request) -> Result<DeliverAnswer, Fault> {
    let sender = Asking::of(service, &request).sender().await?;
    service.limits().ask_phone(sender.device.id, service.now())?;
    let request: DeliverRequest = read(request, DELIVER_MAX_BYTES, service.settings().body).await?;
    service.deliver(&sender, &request).await
}

async fn cleared(service: &Service, request: Request) -> Result<(), Fault> {
    Asking::of(service, &request).either().await?;
    let body: Bare = read(request, CLEAR_MAX_BYTES, service.settings().body).await?;
    match body.brobygger {
        PROTOCOL => Ok(()),
        _ => Err(fault(FaultCode::Malformed, "This is another protocol.")),
    }
}
