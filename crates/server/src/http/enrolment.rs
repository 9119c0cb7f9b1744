//! `POST /api/v1/enrolment/look` and `POST /api/v1/enrolment`.

use axum::extract::{Request, State};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::{Fault, FaultCode};

use super::Shared;
use super::answer::{json, read, refuse};
use super::asking::address;
use crate::Service;

const MAX_BYTES: usize = 4 * 1024;

pub async fn look(State(shared): State<Shared>, request: Request) -> Response {
    let service = &shared.service;
    limited(service, request, async |asked| service.look(&asked).await).await
}

pub async fn enrol(State(shared): State<Shared>, request: Request) -> Response {
    let service = &shared.service;
    limited(service, request, async |asked| service.enrol(&asked).await).await
}

/// Codes are few enough to be guessed by whoever may try without end.
async fn limited<Q: DeserializeOwned, A: Serialize>(
    service: &Service,
    request: Request,
    answer: impl AsyncFnOnce(Q) -> Result<A, Fault>,
) -> Response {
    let address = address(service, &request);
    let answered = async {
        service.limits().ask(address, service.now())?;
        answer(read(request, MAX_BYTES, service.settings().body).await?).await
    };
    match answered.await {
        Ok(answer) => json(&answer),
        Err(fault) => {
            if fault.fault == FaultCode::CodeUnknown {
                service.limits().was_wrong(address, service.now());
            }
            refuse(fault)
        }
    }
}
