//! Passkeys that give a secret (WebAuthn's PRF extension). `static/keys.js` does the work.

use js_sys::{Array, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::browser::boot;

const SECRET_BYTES: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasskeyError {
    /// The person said no, or let it lie.
    Cancelled,
    /// This phone's passkeys give no secret.
    NoPrf,
    /// Not in this browser, or not at this address.
    Unavailable,
}

pub struct Created {
    /// By which the phone knows it again.
    pub credential: Vec<u8>,
    pub prf: [u8; SECRET_BYTES],
}

/// Whether to offer one. Some phones tell only when it is tried.
pub async fn available() -> bool {
    boot::keys("passkeys", &[]).await.is_ok_and(|answer| answer.is_truthy())
}

/// Makes a passkey on the phone. The handle is random; one that is used again replaces its passkey.
pub async fn create(handle: &[u8], salt: &[u8]) -> Result<Created, PasskeyError> {
    let arguments: [&JsValue; 2] = [&Uint8Array::from(handle), &Uint8Array::from(salt)];
    let answer = boot::keys("createPasskey", &arguments).await.map_err(kind)?;
    let (credential, prf) = pair(answer)?;
    Ok(Created { credential: Uint8Array::new(&credential).to_vec(), prf })
}

/// Asks for any of these passkeys, each with its salt: which of them it was, and its secret.
pub async fn open(
    list: &[(Vec<u8>, Vec<u8>)],
) -> Result<(usize, [u8; SECRET_BYTES]), PasskeyError> {
    let known = Array::new();
    for (credential, salt) in list {
        let (credential, salt) =
            (Uint8Array::from(credential.as_slice()), Uint8Array::from(salt.as_slice()));
        known.push(&Array::of2(&credential, &salt));
    }
    let answer = boot::keys("openPasskey", &[&known]).await.map_err(kind)?;
    let (which, prf) = pair(answer)?;
    let which = which.as_f64().map(|which| which as usize).filter(|which| *which < list.len());
    Ok((which.ok_or(PasskeyError::Unavailable)?, prf))
}

fn pair(answer: JsValue) -> Result<(JsValue, [u8; SECRET_BYTES]), PasskeyError> {
    let answer: Array = answer.unchecked_into();
    let secret = Uint8Array::new(&answer.get(1)).to_vec();
    Ok((answer.get(0), secret.try_into().map_err(|_| PasskeyError::NoPrf)?))
}

fn kind(error: JsValue) -> PasskeyError {
    match error.as_string().as_deref() {
        Some("cancelled") => PasskeyError::Cancelled,
        Some("no-prf") => PasskeyError::NoPrf,
        _ => PasskeyError::Unavailable,
    }
}
