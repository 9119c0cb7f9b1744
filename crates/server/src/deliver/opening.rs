//! From a parcel to the mutation's text, or nothing.

use database::DeviceKeys;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, single_shot_open};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use planted::Planted;
use serde_json::value::RawValue;
use sync::{MutationText, PARCEL_INFO, Parcel, base64url};

use crate::keys::{KeyError, KeyRing};

type EncappedKey = <DhP256HkdfSha256 as Kem>::EncappedKey;

pub enum NotOpened {
    /// Not this phone's, not for this centre, or damaged: what of these it was, nobody needs to know.
    Foreign,
    /// This phone signed it as it is, and no key that is here opens it.
    SealedElsewhere,
    Keys(KeyError),
}

/// The signature is looked at first: so a parcel that somebody else made costs no more than that.
pub fn open(
    ring: &KeyRing,
    sender: &DeviceKeys,
    parcel: &RawValue,
) -> Result<MutationText, NotOpened> {
    let parcel: Parcel = json::read(parcel.get()).map_err(|_| NotOpened::Foreign)?;
    let [enc, sealed, signature] = [&parcel.enc, &parcel.sealed, &parcel.signature]
        .map(|bytes| base64url::decode(bytes).ok_or(NotOpened::Foreign));
    let (enc, sealed) = (enc?, sealed?);
    // Of known length, or what is signed could be cut into parts in two ways.
    let encapped = EncappedKey::from_bytes(&enc).map_err(|_| NotOpened::Foreign)?;
    let signed = Parcel::signed(sender.device, parcel.key, &enc, &sealed);
    if !is_signed(sender, &signed, &signature?) && !planted::is(Planted::ParcelUnsigned) {
        return Err(NotOpened::Foreign);
    }
    let keys = ring.of_number(parcel.key).map_err(NotOpened::Keys)?;
    let opened = keys.into_iter().find_map(|key| {
        let aad = sender.device.as_bytes();
        let mode = OpModeR::Base;
        single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &mode,
            &key.private,
            &encapped,
            PARCEL_INFO,
            &sealed,
            aad,
        )
        .ok()
    });
    let text = String::from_utf8(opened.ok_or(NotOpened::SealedElsewhere)?)
        .map_err(|_| NotOpened::Foreign)?;
    MutationText::from_text(text).map_err(|_| NotOpened::Foreign)
}

fn is_signed(sender: &DeviceKeys, signed: &[u8], signature: &[u8]) -> bool {
    let key = VerifyingKey::from_sec1_bytes(&sender.signing);
    let signature = Signature::from_slice(signature);
    matches!((key, signature), (Ok(key), Ok(signature)) if key.verify(signed, &signature).is_ok())
}
