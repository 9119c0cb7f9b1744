//! Reading a body of JSON and answering with one.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::{Fault, FaultCode};

use crate::fault::{fault, internal, retry_after, status};

pub fn json<T: Serialize>(answer: &T) -> Response {
    match serde_json::to_vec(answer) {
        Ok(body) => with_body(StatusCode::OK, body),
        Err(_) => refuse(internal()),
    }
}

pub fn refuse(fault: Fault) -> Response {
    let status = StatusCode::from_u16(status(fault.fault));
    let status = status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let body = serde_json::to_vec(&fault).unwrap_or_default();
    let mut response = with_body(status, body);
    let headers = response.headers_mut();
    if fault.fault == FaultCode::Unauthorised {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    if let Some(seconds) = retry_after(&fault) {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

fn with_body(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let json = HeaderValue::from_static("application/json");
    headers.insert(header::CONTENT_TYPE, json);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// The body, if it says that it is JSON, comes `within` a time, is no longer than `limit`, and has this shape.
pub async fn read<T: DeserializeOwned>(
    request: Request,
    limit: usize,
    within: Duration,
) -> Result<T, Fault> {
    let kind = request.headers().get(header::CONTENT_TYPE);
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    if !kind.eq_ignore_ascii_case("application/json") {
        let message = "The body must be application/json.";
        return Err(fault(FaultCode::NotJson, message));
    }
    if is_packed(request.headers()) {
        let message = "The body must come as it is, not compressed.";
        return Err(fault(FaultCode::NotJson, message));
    }
    if said_length(request.headers()).is_some_and(|length| length > limit) {
        return Err(too_long(limit));
    }
    let body = tokio::time::timeout(within, to_bytes(request.into_body(), limit)).await;
    let body = body.map_err(|_| too_slow())?.map_err(|error| {
        // Either it is too long, or the line broke and nobody hears the answer.
        tracing::debug!(error = &error as &dyn std::error::Error, "a body that ended early");
        too_long(limit)
    })?;
    serde_json::from_slice(&body).map_err(|error| {
        let message = format!(
            "The body is not what the protocol says ({:?} at line {}, column {}).",
            error.classify(),
            error.line(),
            error.column()
        );
        fault(FaultCode::Malformed, message)
    })
}

/// The one header that is a phone's.
pub fn authorization(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::AUTHORIZATION)?.to_str().ok()
}

fn said_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(header::CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Something that would grow when it is opened is not opened.
fn is_packed(headers: &HeaderMap) -> bool {
    let packed = headers.get(header::CONTENT_ENCODING);
    packed.is_some_and(|encoding| !encoding.as_bytes().eq_ignore_ascii_case(b"identity"))
}

/// Too large for this link, so that the phone sends half of it the next time.
fn too_slow() -> Fault {
    fault(FaultCode::TooLarge, "The body did not come in time: send less at a time.")
}

fn too_long(limit: usize) -> Fault {
    let message = format!("The body is longer than {limit} bytes: send less at a time.");
    fault(FaultCode::TooLarge, message)
}
