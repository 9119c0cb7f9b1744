//! `POST /api/v1/enrolment/look` and `POST /api/v1/enrolment`.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sync::{Fault, FaultCode};

use super::Shared;
use super::answer::{json, read, refuse};
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

/// Whose attempts are counted together: an address, or for IPv6 the network that one household has.
fn address(service: &Service, request: &Request) -> IpAddr {
    let direct = request
        .extensions()
        .get::<ConnectInfo<SocketAddr>>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |info| info.0.ip());
    let address = match service.settings().behind_proxy {
        true => forwarded(request).unwrap_or(direct),
        false => direct,
    };
    match address.to_canonical() {
        IpAddr::V4(address) => IpAddr::V4(address),
        IpAddr::V6(address) => {
            let [a, b, c, d, ..] = address.segments();
            IpAddr::V6(Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
    }
}

/// The last entry is the one that our own proxy wrote; those before it anyone can make up.
fn forwarded(request: &Request) -> Option<IpAddr> {
    let all = request.headers().get("x-forwarded-for")?.to_str().ok()?;
    all.rsplit(',').next()?.trim().parse().ok()
}
