//! Refusals of the protocol: the code, a plain sentence, and the HTTP status of each.

use database::DatabaseError;
use sync::{Fault, FaultCode, Lane, PROTOCOL};

use crate::random::NoRandomBytes;

pub fn fault(code: FaultCode, message: impl Into<String>) -> Fault {
    Fault {
        brobygger: PROTOCOL,
        fault: code,
        message: message.into(),
        lane: None,
        expected: None,
        limit: None,
    }
}

pub fn gap(lane: Lane, expected: u64) -> Fault {
    Fault {
        lane: Some(lane),
        expected: Some(expected),
        ..fault(FaultCode::Gap, format!("A number was skipped: the server waits for {expected}."))
    }
}

pub fn forked(lane: Lane) -> Fault {
    Fault {
        lane: Some(lane),
        ..fault(
            FaultCode::Forked,
            "This does not follow what was received before: begin a new epoch.",
        )
    }
}

pub fn too_large(limit: usize) -> Fault {
    Fault { limit: Some(limit), ..fault(FaultCode::TooLarge, "Too much at once: send less.") }
}

/// The HTTP status under which a fault travels.
pub fn status(code: FaultCode) -> u16 {
    match code {
        FaultCode::Malformed | FaultCode::BadCursor => 400,
        FaultCode::Unauthorised => 401,
        FaultCode::OtherDevice | FaultCode::Revoked => 403,
        FaultCode::NotFound | FaultCode::CodeUnknown => 404,
        FaultCode::Gap | FaultCode::Forked | FaultCode::AnotherHistory => 409,
        FaultCode::CodeUsed | FaultCode::CodeExpired => 410,
        FaultCode::TooLarge => 413,
        FaultCode::NotJson => 415,
        FaultCode::UpgradeRequired => 426,
        FaultCode::TooMany => 429,
        FaultCode::Internal => 500,
        FaultCode::Busy => 503,
    }
}

/// After how many seconds a phone may come again, where the answer says so.
pub fn retry_after(fault: &Fault) -> Option<u16> {
    match fault.fault {
        // With a limit it is so much in a minute.
        FaultCode::TooMany if fault.limit.is_some() => Some(60),
        FaultCode::TooMany => Some(600),
        FaultCode::Busy => Some(2),
        _ => None,
    }
}

pub fn internal() -> Fault {
    fault(FaultCode::Internal, "The server failed. Nothing was changed; try again.")
}

pub fn busy() -> Fault {
    fault(FaultCode::Busy, "The server is busy. Try again.")
}

/// What a phone is told of the database's trouble. The log is told more.
pub fn of_database(error: &DatabaseError) -> Fault {
    match error {
        DatabaseError::Busy => busy(),
        error => {
            tracing::error!(error = error as &dyn std::error::Error, "database");
            internal()
        }
    }
}

pub fn of_random(_: NoRandomBytes) -> Fault {
    tracing::error!("no random bytes");
    internal()
}
