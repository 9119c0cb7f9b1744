//! Somebody who has copied the disks of phones, and has no key.
//!
//! On a disk lie parcels and the credential that opens delivery. They hand over what they have, in any order and
//! twice, long after the phone has: that is what the phone itself would do, and counts once. What is changed,
//! swapped or made by themselves is refused, and the credential opens nothing else.

use std::cell::RefCell;
use std::rc::Rc;

use domain::{ParticipantId, VolunteerCommand, command::AddWish};
use serde_json::value::{RawValue, to_raw_value};
use session::Reply;
use store::{Database, Store};
use sync::{
    DeliverAnswer, DeliverRequest, Delivered, Digest, Envelope, Grant, Lane, MutationText,
    PARCEL_INFO, PROTOCOL, Parcel, SCHEMA, base64url,
};
use uuid::Uuid;
use vault::{CentreKey, DeviceKey};

use crate::dice::Dice;
use crate::executor::{Group, Who, finish};
use crate::people::PARTICIPANTS;
use crate::phone::Phone;
use crate::server;
use crate::world::World;

const DELIVER: &str = "/sync/v1/deliver";

#[derive(Default)]
pub struct Thief {
    loot: RefCell<Vec<Loot>>,
}

/// What lay on one disk.
#[derive(Clone)]
struct Loot {
    device: Uuid,
    credential: String,
    parcels: Vec<Box<RawValue>>,
}

impl Thief {
    pub fn forget(&self) {
        self.loot.borrow_mut().clear();
    }
}

/// What is on the phone's disk is on another one too.
pub fn copy(world: &World, phone: &Phone) {
    let vault = phone.vault();
    let Some(credential) = credential(phone, &vault) else { return };
    let parcels = phone.parcels().into_iter().map(|(_, parcel)| parcel).collect();
    let loot = Loot { device: phone.device.get(), credential, parcels };
    world.story.tell("copied", loot.parcels.len() as u64, || {
        format!("      {} parcels of {} are copied", loot.parcels.len(), phone.name())
    });
    world.thief.loot.borrow_mut().push(loot);
}

pub fn attack(world: &Rc<World>, dice: &Dice) {
    let loot = world.thief.loot.borrow().clone();
    if loot.is_empty() {
        return;
    }
    let one = dice.of(&loot).clone();
    let other = dice.of(&loot).clone();
    match dice.below(6) {
        0 | 1 => replay(world, one, dice),
        2 => {
            let parcels = one.parcels.iter().filter_map(|parcel| changed(parcel, dice)).collect();
            refused(world, one.credential, parcels, dice);
        }
        3 if one.device != other.device => refused(world, one.credential, other.parcels, dice),
        4 => open_more(world, &one, dice),
        _ => {
            if let Some(parcel) = forged(world, one.device, dice) {
                refused(world, one.credential, vec![parcel], dice);
            }
        }
    }
}

/// All of it, in another order, some of it twice.
fn replay(world: &Rc<World>, loot: Loot, dice: &Dice) {
    let mut parcels = Vec::new();
    for parcel in loot.parcels {
        for _ in 0..1 + dice.below(2) {
            let place = dice.below(parcels.len() + 1);
            parcels.insert(place, parcel.clone());
        }
    }
    parcels.truncate(sync::DELIVER_MAX_PARCELS);
    let body = body(parcels, dice.chance(30));
    ask(world, DELIVER, loot.credential, body, |_, _| {});
}

/// Nothing of this may be taken.
fn refused(world: &Rc<World>, credential: String, parcels: Vec<Box<RawValue>>, dice: &Dice) {
    if parcels.is_empty() {
        return;
    }
    let body = body(parcels, dice.chance(50));
    ask(world, DELIVER, credential, body, |world, reply| {
        let answer = serde_json::from_str::<DeliverAnswer>(&reply.body);
        let taken = |answer: DeliverAnswer| {
            answer.parcels.iter().any(|parcel| *parcel != Delivered::Refused)
        };
        if answer.is_ok_and(taken) {
            world.broke("what the phone did not seal is refused", reply.body.clone());
        }
    });
}

/// The credential opens delivery, and nothing else.
fn open_more(world: &Rc<World>, loot: &Loot, dice: &Dice) {
    let path = *dice.of(&["/sync/v1/pull", "/sync/v1/push", "/sync/v1/keys"]);
    let body = match path {
        "/sync/v1/pull" => r#"{"brobygger":1,"pull":{"schema":1}}"#.to_owned(),
        "/sync/v1/push" => r#"{"brobygger":1,"mutations":[]}"#.to_owned(),
        _ => {
            let Ok(key) = finish(DeviceKey::generate()) else { return };
            let (key, deliver) = (base64url::encode(&key.public()), base64url::encode(&[7; 32]));
            format!(r#"{{"brobygger":1,"device_key":"{key}","deliver":"{deliver}"}}"#)
        }
    };
    ask(world, path, loot.credential.clone(), body, |world, reply| {
        if reply.status == 200 {
            world.broke("what delivers opens nothing else", reply.body.clone());
        }
    });
}

/// One bit, anywhere.
fn changed(parcel: &RawValue, dice: &Dice) -> Option<Box<RawValue>> {
    let mut parcel: Parcel = serde_json::from_str(parcel.get()).ok()?;
    let part = match dice.below(4) {
        0 => &mut parcel.enc,
        1 => &mut parcel.sealed,
        2 => &mut parcel.signature,
        _ => {
            parcel.key += 1;
            return to_raw_value(&parcel).ok();
        }
    };
    let mut bytes = base64url::decode(part)?;
    let place = dice.below(bytes.len());
    *bytes.get_mut(place)? ^= 1 << dice.below(8);
    *part = base64url::encode(&bytes);
    to_raw_value(&parcel).ok()
}

/// Sealed to the centre as anybody can, and signed by a key of the thief's.
fn forged(world: &World, device: Uuid, dice: &Dice) -> Option<Box<RawValue>> {
    let text = invented(world, device, dice)?;
    let centre = world.keys.newest(world.now()).ok()?;
    let key = finish(CentreKey::from_bytes(&centre.public())).ok()?;
    let text = text.as_str().as_bytes();
    let sealing = finish(key.ready(PARCEL_INFO)).ok()?;
    let (enc, sealed) = finish(sealing.seal(device.as_bytes(), text)).ok()?;
    let own = finish(DeviceKey::generate()).ok()?;
    let signed = Parcel::signed(device, centre.number, &enc, &sealed);
    let signature = finish(own.sign(&signed)).ok()?;
    let [enc, sealed, signature] = [enc, sealed, signature].map(|bytes| base64url::encode(&bytes));
    to_raw_value(&Parcel { key: centre.number, enc, sealed, signature }).ok()
}

/// A record that nobody made, and that the centre would take from the phone.
fn invented(world: &World, device: Uuid, dice: &Dice) -> Option<MutationText> {
    let participant = dice.of(&PARTICIPANTS).1;
    let command: VolunteerCommand = AddWish {
        id: id(dice).into(),
        participant: ParticipantId(participant),
        text: "Falsk".parse().ok()?,
        themes: vec![],
        from: None,
    }
    .into();
    let envelope = Envelope {
        device,
        epoch: id(dice),
        lane: Lane::Normal,
        seq: 1,
        id: id(dice),
        schema: SCHEMA,
        grant: Some(Grant { scope: participant, version: 1 }),
        at: world.now(),
        prev: Digest::START,
        signature: None,
        voids: None,
    };
    world.oracle.borrow_mut().forged(envelope.id);
    MutationText::write(&envelope, &to_raw_value(&command).ok()?).ok()
}

fn body(parcels: Vec<Box<RawValue>>, last: bool) -> String {
    let request = DeliverRequest { brobygger: PROTOCOL, parcels, last };
    serde_json::to_string(&request).unwrap_or_default()
}

/// From a good connection, beside whatever else goes on.
fn ask(
    world: &Rc<World>,
    path: &'static str,
    credential: String,
    body: String,
    judge: impl Fn(&World, &Reply) + 'static,
) {
    let world_of_task = Rc::clone(world);
    world.run.spawn(Group(0), Who::Network, async move {
        let world = world_of_task;
        let reply = server::ask(&world, path.to_owned(), Some(credential), body).await;
        if let Some(reply) = reply {
            world.story.tell("thief", u64::from(reply.status), || {
                format!("      somebody asks {path} and hears {} {}", reply.status, reply.body)
            });
            judge(&world, &reply);
        }
    });
}

fn credential(phone: &Phone, vault: &str) -> Option<String> {
    let store = phone.store.borrow().clone();
    let key = format!("deliver/{vault}");
    let found = finish(store.read(&Database::directory(), "vaults", &key)).ok()??;
    let read: serde_json::Value = serde_json::from_slice(&found).ok()?;
    Some(read.get("deliver")?.as_str()?.to_owned())
}

fn id(dice: &Dice) -> Uuid {
    let mut bytes = [0; 16];
    dice.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
