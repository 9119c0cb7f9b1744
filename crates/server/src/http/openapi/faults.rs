//! Refusals: each status with the codes and the headers that belong to it.

use serde_json::{Value, json};
use sync::FaultCode;

use super::schemas::named;
use crate::fault::status;

/// Whatever is asked may meet these: another method, trouble of ours, too much work.
const ALWAYS: [u16; 3] = [405, 500, 503];

pub const ALL: [FaultCode; 18] = [
    FaultCode::Malformed,
    FaultCode::BadCursor,
    FaultCode::Unauthorised,
    FaultCode::OtherDevice,
    FaultCode::Revoked,
    FaultCode::NotFound,
    FaultCode::Gap,
    FaultCode::Forked,
    FaultCode::AnotherHistory,
    FaultCode::CodeUsed,
    FaultCode::CodeExpired,
    FaultCode::CodeUnknown,
    FaultCode::TooLarge,
    FaultCode::NotJson,
    FaultCode::UpgradeRequired,
    FaultCode::TooMany,
    FaultCode::Busy,
    FaultCode::Internal,
];

pub fn faults(statuses: &[u16]) -> Value {
    let mut responses = json!({});
    for status in statuses.iter().chain(&ALWAYS) {
        responses[status.to_string()] = fault(*status);
    }
    responses
}

fn fault(of: u16) -> Value {
    let codes: Vec<FaultCode> = match of {
        405 => vec![FaultCode::NotFound],
        of => ALL.into_iter().filter(|code| status(*code) == of).collect(),
    };
    let mut refused = json!({
        "description": "Refused, and why",
        "content": {"application/json": {"schema": {"allOf": [
            named("Fault"), {"properties": {"fault": {"enum": codes}}},
        ]}}},
    });
    let header = |schema: Value| json!({"required": true, "schema": schema});
    match of {
        401 => refused["headers"] = json!({"WWW-Authenticate": header(json!({"const": "Bearer"}))}),
        405 => refused["headers"] = json!({"Allow": header(json!({"type": "string"}))}),
        429 | 503 => {
            let seconds = json!({"type": "integer", "minimum": 1});
            refused["headers"] = json!({"Retry-After": header(seconds)});
        }
        _ => {}
    }
    refused
}
