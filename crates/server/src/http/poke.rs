//! `GET /sync/v1/poke`: server-sent events that say only that something advanced.

use std::convert::Infallible;
use std::time::Duration;

use axum::extract::{Request, State};
use axum::http::{HeaderValue, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio_stream::wrappers::WatchStream;

use super::Shared;
use super::answer::{authorization, refuse};

/// Often enough that no proxy takes the line for dead.
const ALIVE: Duration = Duration::from_secs(20);

/// Begins with a poke, since something may have advanced while nobody listened.
pub async fn listen(State(shared): State<Shared>, request: Request) -> Response {
    let known = shared.service.authenticate(authorization(request.headers()));
    let device = match known.await {
        Ok(device) => device,
        Err(fault) => return refuse(fault),
    };
    let clocks = WatchStream::new(shared.service.pokes().listen(device.centre));
    let pokes = clocks.map(|_| Ok::<_, Infallible>(Event::default().event("poke").data("")));
    let alive = KeepAlive::new().interval(ALIVE);
    let mut response = Sse::new(pokes).keep_alive(alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
