//! In the browser: WebCrypto.

use js_sys::{Array, Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

use crate::{KEY_BYTES, VaultError};

pub struct Cipher {
    subtle: SubtleCrypto,
    key: CryptoKey,
}

impl Cipher {
    pub async fn new(key: &[u8; KEY_BYTES]) -> Result<Self, VaultError> {
        let subtle = subtle()?;
        let usages = Array::of2(&"encrypt".into(), &"decrypt".into());
        let raw = Uint8Array::from(key.as_slice());
        let importing = subtle.import_key_with_str("raw", &raw, "AES-GCM", false, &usages);
        let key = JsFuture::from(importing.map_err(failed)?).await.map_err(failed)?;
        let key = key.dyn_into::<CryptoKey>().map_err(failed)?;
        Ok(Self { subtle, key })
    }

    pub async fn encrypt(
        &self,
        nonce: &[u8; 12],
        associated: &[u8],
        bytes: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let algorithm = algorithm(nonce, associated)?;
        let bytes = Uint8Array::from(bytes);
        let sealing =
            self.subtle.encrypt_with_object_and_buffer_source(&algorithm, &self.key, &bytes);
        let sealed = JsFuture::from(sealing.map_err(failed)?).await.map_err(failed)?;
        Ok(Uint8Array::new(&sealed).to_vec())
    }

    pub async fn decrypt(
        &self,
        nonce: &[u8],
        associated: &[u8],
        ciphertext: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let algorithm = algorithm(nonce, associated)?;
        let ciphertext = Uint8Array::from(ciphertext);
        let opening =
            self.subtle.decrypt_with_object_and_buffer_source(&algorithm, &self.key, &ciphertext);
        // WebCrypto says OperationError to a tag that does not fit, and nothing more.
        let opened = JsFuture::from(opening.map_err(failed)?).await;
        let opened = opened.map_err(|_| VaultError::DoesNotOpen)?;
        Ok(Uint8Array::new(&opened).to_vec())
    }
}

pub fn random(bytes: &mut [u8]) -> Result<(), VaultError> {
    crypto()?.get_random_values_with_u8_array(bytes).map_err(failed)?;
    Ok(())
}

/// As a plain object: a dictionary type of web-sys would add a setter per field.
fn algorithm(nonce: &[u8], associated: &[u8]) -> Result<Object, VaultError> {
    let algorithm = Object::new();
    let fields: [(&str, JsValue); 4] = [
        ("name", "AES-GCM".into()),
        ("iv", Uint8Array::from(nonce).into()),
        ("additionalData", Uint8Array::from(associated).into()),
        ("tagLength", 128.into()),
    ];
    for (name, value) in fields {
        Reflect::set(&algorithm, &name.into(), &value).map_err(failed)?;
    }
    Ok(algorithm)
}

/// Of the window or the worker.
fn crypto() -> Result<Crypto, VaultError> {
    Reflect::get(&js_sys::global(), &"crypto".into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| VaultError::Unavailable)
}

/// Pages that were not loaded securely have a `crypto` without it.
fn subtle() -> Result<SubtleCrypto, VaultError> {
    let crypto: JsValue = crypto()?.into();
    Reflect::get(&crypto, &"subtle".into())
        .and_then(JsCast::dyn_into)
        .map_err(|_| VaultError::Unavailable)
}

fn failed(error: JsValue) -> VaultError {
    let name = Reflect::get(&error, &"name".into()).ok().and_then(|name| name.as_string());
    VaultError::Failed(name.unwrap_or_else(|| "unknown".to_owned()))
}
