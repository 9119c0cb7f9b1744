//! In the browser: the curve of WebCrypto. Its private key leaves it once, when it is made, to be sealed.

use js_sys::{Array, Reflect};
use wasm_bindgen::JsValue;

use crate::VaultError;
use crate::cipher::{bytes_of, failed, object, subtle, to_js};

pub struct Signing(JsValue);

impl Signing {
    /// From the form in which keys are kept, which is WebCrypto's own.
    pub async fn import(whole: &[u8], _: &[u8], _: &[u8]) -> Result<Self, VaultError> {
        let usages = Array::of1(&"sign".into());
        import("pkcs8", whole, &curve("ECDSA"), &usages).await.map(Self)
    }

    pub async fn sign(&self, bytes: &[u8]) -> Result<Vec<u8>, VaultError> {
        let algorithm = object(&[("name", &"ECDSA".into()), ("hash", &"SHA-256".into())]);
        subtle("sign", &[&algorithm, &self.0, &to_js(bytes)]).await.map(bytes_of)
    }
}

/// A new key, in the form in which keys are kept.
pub async fn generate() -> Result<Vec<u8>, VaultError> {
    let pair = pair("ECDSA", true, "sign").await?;
    export("pkcs8", &pair, "privateKey").await
}

/// Somebody else's public key.
pub struct Theirs(JsValue);

impl Theirs {
    pub async fn import(point: &[u8]) -> Result<Self, VaultError> {
        import("raw", point, &curve("ECDH"), &Array::new()).await.map(Self)
    }

    /// A fresh key of ours: its public half, and the secret that the two share.
    pub async fn agree(&self) -> Result<(Vec<u8>, Vec<u8>), VaultError> {
        let pair = pair("ECDH", false, "deriveBits").await?;
        let algorithm = object(&[("name", &"ECDH".into()), ("public", &self.0)]);
        let private = half(&pair, "privateKey")?;
        let shared = subtle("deriveBits", &[&algorithm, &private, &256.into()]).await?;
        Ok((export("raw", &pair, "publicKey").await?, bytes_of(shared)))
    }
}

async fn import(
    format: &str,
    bytes: &[u8],
    curve: &JsValue,
    usages: &JsValue,
) -> Result<JsValue, VaultError> {
    let arguments = [&format.into(), &to_js(bytes), curve, &false.into(), usages];
    subtle("importKey", &arguments).await.map_err(|error| match error {
        // DataError, or another name that a browser has for it.
        VaultError::Failed(_) => VaultError::KeyForm,
        other => other,
    })
}

async fn pair(algorithm: &str, extractable: bool, usage: &str) -> Result<JsValue, VaultError> {
    let usages = Array::of1(&usage.into());
    subtle("generateKey", &[&curve(algorithm), &extractable.into(), &usages]).await
}

async fn export(format: &str, pair: &JsValue, name: &str) -> Result<Vec<u8>, VaultError> {
    subtle("exportKey", &[&format.into(), &half(pair, name)?]).await.map(bytes_of)
}

fn half(pair: &JsValue, name: &str) -> Result<JsValue, VaultError> {
    Reflect::get(pair, &name.into()).map_err(failed)
}

fn curve(algorithm: &str) -> JsValue {
    object(&[("name", &algorithm.into()), ("namedCurve", &"P-256".into())])
}
