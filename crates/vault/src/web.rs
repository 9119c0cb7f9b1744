//! In the browser: WebCrypto.
//!
//! Whatever is asked of `crypto.subtle` goes through one function ([`subtle`]), as each function that the
//! wasm imports weighs something in both files.

use js_sys::{Array, Function, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::Crypto;

use crate::{KEY_BYTES, NONCE_BYTES, VaultError};

pub struct Cipher {
    key: JsValue,
}

impl Cipher {
    pub async fn new(key: &[u8; KEY_BYTES]) -> Result<Self, VaultError> {
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let arguments = [&"raw".into(), &to_js(key), &"AES-GCM".into(), &false.into(), &usages];
        Ok(Self { key: subtle("importKey", &arguments).await? })
    }

    pub fn encrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        bytes: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let begun = begin("encrypt", &[&algorithm(nonce, associated), &self.key, &to_js(bytes)]);
        async move { begun?.await.map(bytes_of).map_err(failed) }
    }

    pub fn decrypt(
        &self,
        nonce: &[u8; NONCE_BYTES],
        associated: &[u8],
        ciphertext: &[u8],
    ) -> impl Future<Output = Result<Vec<u8>, VaultError>> + use<> {
        let (algorithm, key) = (algorithm(nonce, associated), self.key.unchecked_ref());
        let begun = crypto().and_then(|crypto| {
            // By its own import, which hands the bytes over where they lie: there are megabytes of them.
            let subtle = crypto.subtle();
            let algorithm = algorithm.unchecked_ref();
            subtle.decrypt_with_object_and_u8_array(algorithm, key, ciphertext).map_err(failed)
        });
        let begun = begun.map(JsFuture::from);
        // WebCrypto says OperationError to a tag that does not fit, and nothing more.
        async move { begun?.await.map(bytes_of).map_err(|_| VaultError::DoesNotOpen) }
    }
}

pub fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    crypto()?.get_random_values_with_u8_array(bytes).map_err(failed)?;
    Ok(())
}

/// Calls a method of `crypto.subtle` and waits for what it promises.
pub async fn subtle(method: &str, arguments: &[&JsValue]) -> Result<JsValue, VaultError> {
    begin(method, arguments)?.await.map_err(failed)
}

/// The browser takes what it needs of the arguments before this returns.
fn begin(method: &str, arguments: &[&JsValue]) -> Result<JsFuture, VaultError> {
    let crypto: JsValue = crypto()?.into();
    let unavailable = |_| VaultError::Unavailable;
    // Pages that were not loaded securely have a `crypto` without it.
    let subtle = Reflect::get(&crypto, &"subtle".into()).map_err(unavailable)?;
    let method = Reflect::get(&subtle, &method.into()).map_err(unavailable)?;
    let method = method.dyn_into::<Function>().map_err(unavailable)?;
    let list = Array::new();
    for argument in arguments {
        list.push(argument);
    }
    let promise = method.apply(&subtle, &list).map_err(failed)?;
    Ok(JsFuture::from(js_sys::Promise::unchecked_from_js(promise)))
}

/// As a plain object: a dictionary type of web-sys would add a setter per field.
pub fn object(fields: &[(&str, &JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A fresh object takes every field.
        Reflect::set(&object, &(*name).into(), value).ok();
    }
    object.into()
}

pub fn to_js(bytes: &[u8]) -> JsValue {
    Uint8Array::from(bytes).into()
}

pub fn bytes_of(buffer: JsValue) -> Vec<u8> {
    Uint8Array::new(&buffer).to_vec()
}

pub fn failed(error: JsValue) -> VaultError {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    VaultError::Failed(name.unwrap_or_else(|| "unknown".to_owned()))
}

/// With a tag of 128 bits, as everywhere where nothing else is said.
fn algorithm(nonce: &[u8; NONCE_BYTES], associated: &[u8]) -> JsValue {
    object(&[
        ("name", &"AES-GCM".into()),
        ("iv", &to_js(nonce)),
        ("additionalData", &to_js(associated)),
    ])
}

/// Of the window or the worker.
fn crypto() -> Result<Crypto, VaultError> {
    Reflect::get(&js_sys::global(), &"crypto".into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| VaultError::Unavailable)
}
