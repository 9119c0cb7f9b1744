//! What locked phones hand over: opened with the centre's keys, and held against what was recorded and decided.

use std::collections::BTreeSet;
use std::rc::Rc;

use database::Device;
use hpke::aead::AesGcm256;
use hpke::kdf::HkdfSha256;
use hpke::kem::DhP256HkdfSha256;
use hpke::{Deserializable, Kem, OpModeR, single_shot_open};
use serde_json::Value;
use serde_json::value::RawValue;
use server::keys::KeyRing;
use session::Delivery;
use sync::{
    DeliverAnswer, DeliverRequest, Delivered, MutationText, PARCEL_INFO, Parcel, base64url,
};
use uuid::Uuid;

use super::wire::Asked;
use super::{Judged, Oracle};
use crate::phone::Phone;
use crate::world::World;

/// A parcel on a phone's disk.
pub struct Sealed {
    key: String,
    /// The mutation, and its text.
    id: Uuid,
    text: MutationText,
}

/// All that lies sealed on the phone, opened as only the centre can.
pub fn sealed(world: &World, phone: &Phone) -> Vec<Sealed> {
    let lying = phone.parcels().into_iter();
    let opened = lying.filter_map(|(key, parcel)| {
        let text = open(&world.keys, phone.device.get(), &parcel)?;
        let id = text.parse().ok()?.envelope.id;
        Some(Sealed { key, id, text })
    });
    opened.collect()
}

/// A locked phone has done what it could (`came`), or was stopped in the middle.
pub fn handed_over(world: &Rc<World>, phone: &Phone, before: &[Sealed], came: Option<&Delivery>) {
    world.story.tell("handed over", before.len() as u64, || {
        format!("      {} had {} parcels: {came:?}", phone.name(), before.len())
    });
    // Where the phone was killed by its storage, that storage answers nothing yet.
    phone.spare();
    let left: BTreeSet<String> = phone.parcels().into_iter().map(|(key, _)| key).collect();
    let wiped = came.is_some_and(|came| !came.wiped.is_empty());
    let all = wiped || came.is_some_and(|came| came.left == 0) && phone.knows_delivery();
    let judged = {
        let oracle = world.oracle.borrow();
        oracle
            .speaks_true(phone, before)
            .and_then(|()| oracle.heard(phone, before, &left))
            .and_then(|()| if all { oracle.all_home(phone, world.now()) } else { Ok(()) })
    };
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
    if wiped && !phone.revoked.get() {
        world.broke("only who is revoked lets go", phone.name());
    }
    if wiped {
        went(world, phone);
    }
}

/// The vault was removed from the phone: all that it held is decided, and nothing of it is left.
pub fn went(world: &Rc<World>, phone: &Phone) {
    let all_home = world.oracle.borrow().all_home(phone, world.now());
    if let Err((invariant, how)) = all_home {
        world.broke(invariant, how);
    }
    let databases = phone.store.borrow().databases();
    if let Some(left) = databases.iter().find(|name| name.contains(&phone.vault())) {
        world.broke("a vault that goes leaves nothing", left.clone());
    }
}

/// In the evening, when all works: a phone that was locked has nothing left to hand over.
pub fn came_home(world: &Rc<World>, phone: &Phone, left: usize) {
    // The server of before a restore may not know the credential, or miss what comes before.
    if left > 0 && world.oracle.borrow().generation == 0 {
        world.broke("a locked phone's records come home", format!("{}: {left}", phone.name()));
    }
}

/// Judged in the moment in which it is answered.
pub fn delivered(
    world: &Rc<World>,
    asked: &Asked,
    device: &Device,
    request: &DeliverRequest,
    answer: &DeliverAnswer,
) {
    if asked.generation != world.oracle.borrow().generation {
        return;
    }
    if answer.parcels.len() != request.parcels.len() {
        let how = format!("{} of {}", answer.parcels.len(), request.parcels.len());
        return world.broke("each parcel gets its answer", how);
    }
    let results = request.parcels.iter().zip(&answer.parcels);
    for (parcel, _) in results.filter(|(_, result)| **result == Delivered::Received) {
        let text = open(&world.keys, device.id, parcel).and_then(|text| text.parse().ok());
        let Some(mutation) = text else {
            return world.broke("what the phone did not seal is refused", parcel.get().to_owned());
        };
        let place = (device.centre, mutation.envelope.id);
        if !world.database.look(|state| state.first.contains_key(&place)) {
            let how = format!("{} was said to be received", mutation.envelope.id);
            return world.broke("what is acknowledged is kept", how);
        }
    }
}

/// Whoever delivers hears that something was received, and not what it was nor what became of it.
pub fn tells_nothing(world: &World, answer: &str) {
    let known = |(key, value): (&String, &Value)| match key.as_str() {
        "brobygger" => value.is_u64(),
        "revoked" => value.is_boolean(),
        "parcels" => value.as_array().is_some_and(|parcels| {
            let words = [Some("received"), Some("waits"), Some("refused")];
            parcels.iter().all(|parcel| words.contains(&parcel.as_str()))
        }),
        _ => false,
    };
    let read: Option<Value> = serde_json::from_str(answer).ok();
    let read = read.as_ref().and_then(Value::as_object);
    if !read.is_some_and(|answer| answer.iter().all(known)) {
        world.broke("whoever delivers is told nothing", answer.to_owned());
    }
}

impl Oracle {
    /// This mutation was made by somebody who has no key.
    pub fn forged(&mut self, id: Uuid) {
        self.forged.insert(id);
    }

    /// What is sealed says what the record says, and not what it said before it was voided.
    fn speaks_true(&self, phone: &Phone, sealed: &[Sealed]) -> Judged {
        let Some(known) = self.phones.get(&phone.number) else { return Ok(()) };
        for Sealed { id, text, .. } in sealed {
            let Some(saved) = known.saved.get(id) else { continue };
            if saved.voided.as_deref() == Some(text.as_str()) {
                return Err(("what was voided is not sent", text.as_str().to_owned()));
            }
        }
        Ok(())
    }

    /// What lies there no more was decided.
    fn heard(&self, phone: &Phone, before: &[Sealed], left: &BTreeSet<String>) -> Judged {
        let went = before.iter().filter(|sealed| !left.contains(&sealed.key));
        match went.into_iter().find(|sealed| !self.ever_decided.contains(&sealed.id)) {
            Some(Sealed { text, .. }) => {
                let how = format!("{}: {}", phone.name(), text.as_str());
                Err(("a parcel stays until it is received", how))
            }
            None => Ok(()),
        }
    }

    /// All that the phone ever called saved was decided, in this history of the database or in one before.
    fn all_home(&self, phone: &Phone, now: i64) -> Judged {
        let model = &self.models[&phone.centre()];
        let Some(known) = self.phones.get(&phone.number) else { return Ok(()) };
        let lost = known.saved.iter().find(|(id, saved)| {
            !self.ever_decided.contains(*id) && !saved.may_be_forgotten(model, now)
        });
        match lost {
            Some((_, saved)) => {
                let how = format!("{}: {}", phone.name(), saved.text);
                Err(("what is handed over is decided", how))
            }
            None => Ok(()),
        }
    }
}

fn open(ring: &KeyRing, device: Uuid, parcel: &RawValue) -> Option<MutationText> {
    type EncappedKey = <DhP256HkdfSha256 as Kem>::EncappedKey;
    let parcel: Parcel = serde_json::from_str(parcel.get()).ok()?;
    let encapped = EncappedKey::from_bytes(&base64url::decode(&parcel.enc)?).ok()?;
    let sealed = base64url::decode(&parcel.sealed)?;
    let opened = ring.of_number(parcel.key).ok()?.into_iter().find_map(|key| {
        single_shot_open::<AesGcm256, HkdfSha256, DhP256HkdfSha256>(
            &OpModeR::Base,
            &key.private,
            &encapped,
            PARCEL_INFO,
            &sealed,
            device.as_bytes(),
        )
        .ok()
    });
    MutationText::from_text(String::from_utf8(opened?).ok()?).ok()
}
