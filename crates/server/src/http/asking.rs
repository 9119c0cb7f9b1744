//! Who asks, and whether too often.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use axum::extract::{ConnectInfo, Request};
use database::Device;
use sync::{Fault, FaultCode};

use super::answer::authorization;
use crate::Service;
use crate::deliver::Sender;

/// What a request says of who asks. Of the request itself nothing is kept.
pub struct Asking<'a> {
    service: &'a Service,
    authorization: Option<&'a str>,
    address: IpAddr,
}

impl<'a> Asking<'a> {
    pub fn of(service: &'a Service, request: &'a Request) -> Self {
        let authorization = authorization(request.headers());
        Self { service, authorization, address: address(service, request) }
    }

    /// The phone of a token.
    pub async fn phone(self) -> Result<Device, Fault> {
        self.slowed_down(self.service.authenticate(self.authorization).await)
    }

    /// The phone of a deliver-only credential.
    pub async fn sender(self) -> Result<Sender, Fault> {
        self.slowed_down(self.service.authenticate_delivery(self.authorization).await)
    }

    /// Any phone, by either.
    pub async fn either(self) -> Result<(), Fault> {
        self.slowed_down(self.service.authenticate_any(self.authorization).await)
    }

    fn slowed_down<T>(&self, asked: Result<T, Fault>) -> Result<T, Fault> {
        if asked.as_ref().is_err_and(|fault| fault.fault == FaultCode::Unauthorised) {
            self.service.limits().was_nobodys(self.address, self.service.now())?;
        }
        asked
    }
}

/// Whose attempts are counted together: an address, or for IPv6 the network that one household has.
pub fn address(service: &Service, request: &Request) -> IpAddr {
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
