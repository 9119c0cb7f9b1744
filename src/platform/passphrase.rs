//! A passphrase, on its way to a key: stretched in a worker, which loads a wasm of its own.

use js_sys::Uint8Array;
use vault::{Cost, KEY_BYTES};
use wasm_bindgen::JsValue;

use crate::browser::boot;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StretchError {
    /// The worker did not start: a browser without, or a phone that does not hold the file.
    Unavailable,
    /// It was tried and did not work: the phone has not so much memory.
    Failed,
}

/// The key that these words give. However they were typed, they are put into one form first.
pub async fn stretch(
    words: &str,
    salt: &[u8],
    cost: Cost,
) -> Result<[u8; KEY_BYTES], StretchError> {
    let words = vault::passphrase::normal(words);
    let arguments: [&JsValue; 4] = [
        &words.into(),
        &Uint8Array::from(salt).into(),
        &cost.memory_kib.into(),
        &cost.passes.into(),
    ];
    let key = boot::keys("stretch", &arguments).await;
    let key = key.map_err(|error| match error.as_string().as_deref() {
        Some("failed") => StretchError::Failed,
        _ => StretchError::Unavailable,
    })?;
    Uint8Array::new(&key).to_vec().try_into().map_err(|_| StretchError::Failed)
}

/// The list of a language from which passphrases are made. It is not kept on the phone, so that there is
/// none without a network.
pub async fn words(language: &str) -> Option<String> {
    boot::keys("words", &[&language.into()]).await.ok()?.as_string()
}
