//! `GET /healthz`: whether the server can read its database.

use axum::extract::State;
use axum::response::Response;
use serde::Serialize;
use sync::PROTOCOL;

use super::Shared;
use super::answer::{json, refuse};
use crate::fault::{busy, of_database};

#[derive(Serialize)]
struct Healthy {
    brobygger: u8,
    status: &'static str,
    version: &'static str,
}

pub async fn answer(State(shared): State<Shared>) -> Response {
    let read = async {
        let mut read = shared.service.database().begin_read().await?;
        read.secret().await
    };
    match read.await {
        Ok(_) => {
            json(&Healthy { brobygger: PROTOCOL, status: "ok", version: env!("CARGO_PKG_VERSION") })
        }
        Err(error) => {
            of_database(&error);
            refuse(busy())
        }
    }
}
