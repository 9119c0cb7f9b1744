//! From the browser's exceptions to the few kinds of failure that matter.

use wasm_bindgen::{JsCast, JsValue};
use web_sys::DomException;

use crate::StoreError;

/// While a database is in use.
pub fn from_exception(exception: &DomException) -> StoreError {
    match exception.name().as_str() {
        "QuotaExceededError" => StoreError::Full,
        // "Connection to Indexed Database server lost" on iOS has the name UnknownError.
        "InvalidStateError" | "UnknownError" => StoreError::Closed,
        "DataError" | "DataCloneError" => StoreError::Corrupt(exception.message()),
        _ => StoreError::Other(described(exception)),
    }
}

pub fn from_js(error: &JsValue) -> StoreError {
    match error.dyn_ref::<DomException>() {
        Some(exception) => from_exception(exception),
        None => StoreError::Other("an error that is no exception".to_owned()),
    }
}

pub fn from_idb(error: idb::Error) -> StoreError {
    match exception_of(&error) {
        Some(exception) => from_exception(&exception),
        None => unknown(),
    }
}

/// Neither is ours to mend, nor is there anything in it for a person: the names of all of these errors would be
/// three kilobytes.
pub fn unknown() -> StoreError {
    StoreError::Other("an error of the storage, without an exception".to_owned())
}

pub fn from_rexie(error: rexie::Error) -> StoreError {
    match error {
        rexie::Error::IdbError(error) => from_idb(error),
        _ => unknown(),
    }
}

/// While a database is being opened, where the same names mean other things.
pub fn opening(error: idb::Error) -> StoreError {
    let Some(exception) = exception_of(&error) else {
        return unknown();
    };
    match exception.name().as_str() {
        "VersionError" => StoreError::Newer,
        "QuotaExceededError" => StoreError::Full,
        // Private modes of several generations of browsers.
        "SecurityError" | "InvalidStateError" | "NotAllowedError" | "NotSupportedError" => {
            StoreError::Unavailable
        }
        _ => StoreError::Other(described(&exception)),
    }
}

fn described(exception: &DomException) -> String {
    format!("{}: {}", exception.name(), exception.message())
}

fn exception_of(error: &idb::Error) -> Option<DomException> {
    use idb::Error as E;
    match error {
        E::DomException(exception) => Some(exception.clone()),
        E::DeleteFailed(value)
        | E::GetAllFailed(value)
        | E::GetAllKeysFailed(value)
        | E::GetFailed(value)
        | E::GetKeyFailed(value)
        | E::IndexedDbDeleteFailed(value)
        | E::IndexedDbNotFound(value)
        | E::IndexedDbOpenFailed(value)
        | E::KeyRangeCreateFailed(value)
        | E::ObjectStoreCreateFailed(value)
        | E::ObjectStoreNotFound(value)
        | E::RequestErrorNotFound(value)
        | E::RequestResultNotFound(value)
        | E::TransactionAbortError(value)
        | E::TransactionCommitError(value)
        | E::TransactionOpenFailed(value)
        | E::UpdateFailed(value) => value.dyn_ref().cloned(),
        _ => None,
    }
}
