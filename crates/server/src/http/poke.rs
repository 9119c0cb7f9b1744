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
use super::answer::refuse;
use super::asking::Asking;
use crate::fault::of_database;

/// Often enough that no proxy takes the line for dead.
const ALIVE: Duration = Duration::from_secs(20);

/// Begins with a poke, since something may have advanced while nobody listened.
pub async fn listen(State(shared): State<Shared>, request: Request) -> Response {
    let service = &shared.service;
    let asking = Asking::of(service, &request);
    let heard = async {
        let device = asking.phone().await?;
        let clock = async {
            let mut read = service.database().begin_read().await?;
            read.centre(device.centre).await
        };
        let centre = clock.await.map_err(|e| of_database(&e))?;
        let clock = centre.map_or(0, |centre| centre.clock);
        Ok(service.pokes().listen(device.centre, clock))
    };
    let clocks = match heard.await {
        Ok(clocks) => WatchStream::new(clocks),
        Err(fault) => return refuse(fault),
    };
    // With the clock, so that a phone knows the echo of its own push.
    let poke = |clock: u64| Event::default().event("poke").data(clock.to_string());
    let pokes = clocks.map(move |clock| Ok::<_, Infallible>(poke(clock)));
    let alive = KeepAlive::new().interval(ALIVE);
    let mut response = Sse::new(pokes).keep_alive(alive).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert("x-accel-buffering", HeaderValue::from_static("no"));
    response
}
