//! A phone that is locked, and what it had sealed before.

// Each test file uses some of this.
#![allow(dead_code)]
#![allow(clippy::unwrap_used)]

use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeS, Serializable, single_shot_seal};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::value::{RawValue, to_raw_value};
use server::{Service, random};
use sync::{
    DeliverAnswer, DeliverRequest, Delivered, Fault, KeysAnswer, KeysRequest, MutationText,
    PARCEL_INFO, PROTOCOL, Parcel, base64url,
};
use uuid::Uuid;

use super::centre::Phone;

pub struct Sealer {
    pub device: Uuid,
    pub signing: SigningKey,
    pub credential: String,
    /// The centre's.
    pub key: u32,
    pub public: Vec<u8>,
}

impl Sealer {
    /// Exchanges keys with the phone's token.
    pub async fn of(service: &Service, phone: &Phone) -> Self {
        let signing = SigningKey::from_slice(&random::bytes::<32>().unwrap()).unwrap();
        let credential = base64url::encode(&random::bytes::<32>().unwrap());
        let mut sealer =
            Self { device: phone.device, signing, credential, key: 0, public: Vec::new() };
        sealer.ask(service, phone).await.unwrap();
        sealer
    }

    /// Asks with the same keys again, and seals to what it is told from then on.
    pub async fn ask(&mut self, service: &Service, phone: &Phone) -> Result<KeysAnswer, Fault> {
        let device = service.authenticate(Some(&format!("Bearer {}", phone.token))).await?;
        let answer = service.exchange_keys(&device, &self.request()).await?;
        self.key = answer.key;
        self.public = base64url::decode(&answer.public).unwrap();
        Ok(answer)
    }

    pub fn request(&self) -> KeysRequest {
        let point = self.signing.verifying_key().to_sec1_point(false);
        KeysRequest {
            brobygger: PROTOCOL,
            device_key: base64url::encode(point.as_bytes()),
            deliver: self.credential.clone(),
        }
    }

    pub fn seal(&self, text: &MutationText) -> Parcel {
        self.seal_bytes(text.as_str().as_bytes())
    }

    pub fn seal_bytes(&self, text: &[u8]) -> Parcel {
        let public = <DhP256HkdfSha256 as Kem>::PublicKey::from_bytes(&self.public).unwrap();
        let (enc, sealed) = single_shot_seal::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeS::Base,
            &public,
            PARCEL_INFO,
            text,
            self.device.as_bytes(),
        )
        .unwrap();
        self.signed(self.key, &enc.to_bytes(), &sealed)
    }

    /// What the phone would have signed.
    pub fn signed(&self, key: u32, enc: &[u8], sealed: &[u8]) -> Parcel {
        let signature: Signature =
            self.signing.sign(&Parcel::signed(self.device, key, enc, sealed));
        Parcel {
            key,
            enc: base64url::encode(enc),
            sealed: base64url::encode(sealed),
            signature: base64url::encode(&signature.to_bytes()),
        }
    }

    pub async fn hand_over(
        &self,
        service: &Service,
        parcels: &[Parcel],
        last: bool,
    ) -> Result<DeliverAnswer, Fault> {
        let parcels = parcels.iter().map(raw).collect();
        self.hand_over_raw(service, parcels, last).await
    }

    pub async fn hand_over_raw(
        &self,
        service: &Service,
        parcels: Vec<Box<RawValue>>,
        last: bool,
    ) -> Result<DeliverAnswer, Fault> {
        let shown = format!("Bearer {}", self.credential);
        let sender = service.authenticate_delivery(Some(&shown)).await?;
        let request = DeliverRequest { brobygger: PROTOCOL, parcels, last };
        service.deliver(&sender, &request).await
    }

    /// What became of each, from a phone that is not revoked.
    pub async fn delivers(&self, service: &Service, parcels: &[Parcel]) -> Vec<Delivered> {
        let answer = self.hand_over(service, parcels, false).await.unwrap();
        assert!(!answer.revoked);
        answer.parcels
    }
}

pub fn raw(parcel: &Parcel) -> Box<RawValue> {
    to_raw_value(parcel).unwrap()
}
