//! The routes, and what every answer has in common.
//!
//! `/sync/v1` and `/api` answer JSON that carries `"brobygger":1`, also when they refuse; everything
//! else is the phone app's site. Log lines name the route and never the address asked for, since that
//! may hold an id.

mod answer;
mod asking;
mod connections;
mod deliver;
mod enrolment;
mod health;
mod openapi;
mod poke;
mod secure;
mod serve;
mod site;
mod sockets;
mod sync_v1;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::StatusCode;
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use sync::FaultCode;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::SizeAbove;

use crate::Service;
use crate::fault::{busy, fault, internal};
use answer::refuse;
pub use connections::{Patience, take_in};
pub use openapi::openapi;
pub use serve::{ServeError, listen, serve};
pub use site::Site;
pub use sockets::allow_many;

/// Answers smaller than this fit one packet anyway.
const WORTH_COMPRESSING: u64 = 1024;
/// For an answer to begin, the request's body included.
const LONGEST: Duration = Duration::from_secs(60);

/// What handlers share.
#[derive(Clone)]
struct Shared {
    service: Service,
    site: Arc<Site>,
}

pub fn router(service: Service, site: Site) -> Router {
    let shared = Shared { service, site: Arc::new(site) };
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(WORTH_COMPRESSING));
    let answers = Router::new()
        .route("/sync/v1/push", post(sync_v1::push))
        .route("/sync/v1/pull", post(sync_v1::pull))
        .route("/sync/v1/keys", post(deliver::keys))
        .route("/sync/v1/deliver", post(deliver::deliver))
        .route("/api/v1/clear", post(deliver::clear))
        .route("/api/v1/enrolment/look", post(enrolment::look))
        .route("/api/v1/enrolment", post(enrolment::enrol))
        .route("/api/openapi.json", get(openapi::answer))
        .route("/healthz", get(health::answer))
        .layer(compression)
        .layer(middleware::from_fn(in_time));
    Router::new()
        .merge(answers)
        // No timeout and no compression: it lasts and trickles.
        .route("/sync/v1/poke", get(poke::listen))
        .route("/sync/{*rest}", axum::routing::any(nothing_here))
        .route("/api/{*rest}", axum::routing::any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        .fallback(the_site)
        .layer(CatchPanicLayer::custom(|_| refuse(internal())))
        .layer(middleware::from_fn(secure::secure))
        .layer(middleware::from_fn(log))
        .with_state(shared)
}

async fn the_site(State(shared): State<Shared>, request: Request) -> Response {
    shared.site.answer(&request.into_parts().0).await
}

async fn nothing_here() -> Response {
    refuse(fault(FaultCode::NotFound, "There is nothing at this address."))
}

async fn wrong_method() -> Response {
    let mut response = refuse(fault(FaultCode::NotFound, "Not with this method."));
    *response.status_mut() = StatusCode::METHOD_NOT_ALLOWED;
    response
}

/// Who asked is told to come again, and what was being done for it ends.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(LONGEST, next.run(request)).await;
    answered.unwrap_or_else(|_| refuse(busy()))
}

async fn log(matched: Option<MatchedPath>, request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = request.method().clone();
    let response = next.run(request).await;
    let route = matched.as_ref().map_or("site", MatchedPath::as_str);
    let status = response.status().as_u16();
    let ms = began.elapsed().as_millis();
    if status >= 500 {
        tracing::warn!(%method, route, status, ms);
    } else {
        tracing::debug!(%method, route, status, ms);
    }
    response.into_response()
}
