//! What a phone seals and signs, opened and verified by other code than what made it: the crates `hpke`
//! and `p256`, against our key schedule natively and in the browser.
#![allow(clippy::unwrap_used)]

mod both;

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, Serializable, single_shot_open};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use vault::VaultError;
use vault::parcel::{CentreKey, DeviceKey};

type Secret = <DhP256HkdfSha256 as Kem>::PrivateKey;

/// The secret number 1, 2, … 32, as any platform keeps it.
const KEPT: &str = "308187020100301306072a8648ce3d020106082a8648ce3d030107046d306b0201010420\
    0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20a14403420004";
const ITS_POINT: &str = "515c3d6eb9e396b904d3feca7f54fdcd0cc1e997bf375dca515ad0a6c3b4035f\
    4536be3a50f318fbf9a5475902a221502bef0d57e08c53b2cc0a56f17d9f9354";

fn centre() -> (Secret, Vec<u8>) {
    let (secret, public) = DhP256HkdfSha256::derive_keypair(&[7; 32]);
    (secret, public.to_bytes().to_vec())
}

fn open(secret: &Secret, sealed: &(Vec<u8>, Vec<u8>), info: &[u8], aad: &[u8]) -> Option<Vec<u8>> {
    let ephemeral = <DhP256HkdfSha256 as Kem>::EncappedKey::from_bytes(&sealed.0).ok()?;
    let mode = OpModeR::Base;
    single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
        &mode, secret, &ephemeral, info, &sealed.1, aad,
    )
    .ok()
}

fn is_signed(public: &[u8], bytes: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(public).unwrap();
    Signature::from_slice(signature).is_ok_and(|signature| key.verify(bytes, &signature).is_ok())
}

fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap();
    digits.chunks(2).map(byte).collect()
}

async fn the_centre_opens_what_was_sealed_for_it() {
    let (secret, public) = centre();
    let key = CentreKey::from_bytes(&public).await.unwrap();
    let long: Vec<u8> = (0..=255).cycle().take(70_000).collect();
    for (info, aad, text) in
        [(&b"delivery 1"[..], &b"phone 7"[..], &b"Anna"[..]), (b"", b"", b""), (b"i", b"a", &long)]
    {
        let sealed = key.ready(info).await.unwrap().seal(aad, text).await.unwrap();
        assert_eq!((sealed.0.len(), sealed.1.len()), (65, text.len() + 16));
        assert_eq!(open(&secret, &sealed, info, aad).as_deref(), Some(text));
        assert_eq!(open(&secret, &sealed, b"another", aad), None);
        assert_eq!(open(&secret, &sealed, info, b"another"), None);
        let (other, _) = DhP256HkdfSha256::derive_keypair(&[8; 32]);
        assert_eq!(open(&other, &sealed, info, aad), None);
    }
}

async fn no_parcel_is_sealed_like_another() {
    let key = CentreKey::from_bytes(&centre().1).await.unwrap();
    let mut seen = Vec::new();
    for _ in 0..20 {
        let (ephemeral, text) = key.ready(b"info").await.unwrap().seal(b"", b"Anna").await.unwrap();
        assert!(!seen.contains(&ephemeral) && !seen.contains(&text));
        seen.extend([ephemeral, text]);
    }
}

async fn what_a_device_signs_is_verified() {
    let key = DeviceKey::generate().await.unwrap();
    let signature = key.sign(b"Anna").await.unwrap();
    assert_eq!((key.public().len(), signature.len()), (65, 64));
    assert!(is_signed(&key.public(), b"Anna", &signature));
    assert!(!is_signed(&key.public(), b"Anne", &signature));
    assert!(!is_signed(&DeviceKey::generate().await.unwrap().public(), b"Anna", &signature));
}

async fn a_device_key_is_kept_and_brought_back() {
    let key = DeviceKey::generate().await.unwrap();
    let again = DeviceKey::from_bytes(&key.to_bytes()).await.unwrap();
    assert_eq!((again.to_bytes(), again.public()), (key.to_bytes(), key.public()));
    assert!(is_signed(&key.public(), b"Anna", &again.sign(b"Anna").await.unwrap()));
    assert!(!format!("{key:?}").contains(|c: char| c.is_ascii_digit()));
}

async fn a_key_from_another_platform_is_read() {
    let point = unhex(ITS_POINT);
    let key = DeviceKey::from_bytes(&[unhex(KEPT), point.clone()].concat()).await.unwrap();
    assert_eq!(key.public()[1..], point);
    assert!(is_signed(&key.public(), b"Anna", &key.sign(b"Anna").await.unwrap()));
}

async fn what_is_no_key_is_refused() {
    let kept = DeviceKey::generate().await.unwrap().to_bytes();
    for bytes in [&kept[..kept.len() - 1], &kept[1..], &[&kept[..], &[0]].concat(), &[], &[0; 138]]
    {
        assert_eq!(DeviceKey::from_bytes(bytes).await.err(), Some(VaultError::KeyForm));
    }
    let point = centre().1;
    for bytes in [&point[..64], &[&point[..], &[0]].concat(), &[], &[0; 65]] {
        assert_eq!(CentreKey::from_bytes(bytes).await.err(), Some(VaultError::KeyForm));
    }
    if looks_at_points() {
        let mut off_the_curve = point;
        off_the_curve[64] ^= 1;
        let error = CentreKey::from_bytes(&off_the_curve).await.err();
        assert_eq!(error, Some(VaultError::KeyForm));
    }
}

#[cfg(not(target_arch = "wasm32"))]
fn looks_at_points() -> bool {
    true
}

/// WebKitGTK takes any two numbers for a point (ADR 0017 says what follows: a parcel that nobody opens).
#[cfg(target_arch = "wasm32")]
fn looks_at_points() -> bool {
    let navigator = js_sys::Reflect::get(&js_sys::global(), &"navigator".into()).unwrap();
    let agent = js_sys::Reflect::get(&navigator, &"userAgent".into()).unwrap();
    let agent = agent.as_string().unwrap();
    agent.contains("Chrome") || agent.contains("Firefox")
}

both!(
    the_centre_opens_what_was_sealed_for_it,
    no_parcel_is_sealed_like_another,
    what_a_device_signs_is_verified,
    a_device_key_is_kept_and_brought_back,
    a_key_from_another_platform_is_read,
    what_is_no_key_is_refused
);
