//! A phone of a later release. It says things that nobody here understands, and must not lose them.
//!
//! It is no app but a pen: it keeps all its texts and sends those that have no receipt, from wherever
//! the server says that it waits.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ::server::enrol::EnrolRequest;
use database::DatabaseError;
use serde_json::value::to_raw_value;
use sync::{
    Digest, Envelope, Fault, Grant, Lane, MutationText, PROTOCOL, PushAnswer, PushRequest, SCHEMA,
};
use uuid::Uuid;

use crate::dice::Dice;
use crate::executor::{Group, Who, finish};
use crate::phone::Phone;
use crate::server;
use crate::world::World;

pub struct Pen {
    pub device: Uuid,
    pub member: Uuid,
    centre: Uuid,
    token: String,
    epoch: Uuid,
    /// With their ids; number n stands at n - 1.
    pub texts: RefCell<Vec<(Uuid, MutationText)>>,
    /// How many have a receipt.
    received: Cell<usize>,
}

impl Pen {
    fn enrol(world: &Rc<World>, owner: &Phone) -> Option<Rc<Self>> {
        let service = world.servers.borrow()[0].service.clone();
        world.database.calm();
        let (device, epoch) = (id(&world.dice), id(&world.dice));
        let token = format!("{:0>43}", device.simple().to_string());
        let code = finish(service.invite(owner.centre(), owner.member(), 86_400_000)).ok()?;
        let code = code.to_string();
        let request =
            EnrolRequest { brobygger: PROTOCOL, code, device, token: token.clone(), former: None };
        let enrolled = server::beside(world, async move {
            service.enrol(&request).await.map(drop).map_err(|_| DatabaseError::Busy)
        });
        if !enrolled {
            return None;
        }
        world.oracle.borrow_mut().is_of(device, owner.member());
        Some(Rc::new(Self {
            device,
            member: owner.member(),
            centre: owner.centre(),
            token,
            epoch,
            texts: RefCell::default(),
            received: Cell::new(0),
        }))
    }

    fn write(&self, world: &World, dice: &Dice) {
        let scope = world.oracle.borrow().model(self.centre).and_then(|model| {
            let mine = model.assigned().into_iter().find(|(member, _)| *member == self.member);
            mine.map(|(_, scope)| scope)
        });
        let mut texts = self.texts.borrow_mut();
        let prev = texts.last().map_or(Digest::START, |(_, text)| text.digest());
        let (mutation, row): (Uuid, Uuid) = (id(&world.dice), id(&world.dice));
        let scope = scope.unwrap_or(self.member);
        let command = match dice.below(3) {
            0 => serde_json::json!({"dance": {"participant": scope, "how": "vals"}}),
            1 => serde_json::json!({"add_wish": {
                "id": row, "participant": scope, "text": "Dans", "mood": "glad",
            }}),
            _ => serde_json::json!({"add_wish": {"id": row, "participant": scope, "text": "Kor"}}),
        };
        let Ok(command) = to_raw_value(&command) else { return };
        let envelope = Envelope {
            device: self.device,
            epoch: self.epoch,
            lane: Lane::Normal,
            seq: texts.len() as u64 + 1,
            id: mutation,
            schema: *dice.of(&[SCHEMA, SCHEMA, SCHEMA + 1]),
            grant: Some(Grant { scope, version: 1 }),
            at: world.now(),
            prev,
            signature: None,
            voids: None,
        };
        if let Ok(text) = MutationText::write(&envelope, &command) {
            texts.push((mutation, text));
        }
    }

    fn waits(&self) -> bool {
        self.received.get() < self.texts.borrow().len()
    }

    async fn push(&self, world: &Rc<World>) {
        let from = self.received.get();
        let mutations: Vec<MutationText> =
            self.texts.borrow()[from..].iter().map(|(_, text)| text.clone()).collect();
        let sent = mutations.len();
        let request = PushRequest { brobygger: PROTOCOL, mutations, pull: None };
        let Ok(body) = serde_json::to_string(&request) else { return };
        let token = Some(self.token.clone());
        let generation = world.oracle.borrow().generation;
        let Some(reply) = server::ask(world, "/sync/v1/push".to_owned(), token, body).await else {
            return;
        };
        // An answer from before a restore says nothing about what is there after it.
        if world.oracle.borrow().generation != generation {
            return;
        }
        if serde_json::from_str::<PushAnswer>(&reply.body).is_ok() {
            self.received.set(self.received.get().max(from + sent));
        } else if let Ok(Fault { expected: Some(expected), .. }) = serde_json::from_str(&reply.body)
        {
            self.received.set(expected as usize - 1);
        }
    }
}

/// Whoever owns this phone has one of tomorrow beside it.
pub fn record(world: &Rc<World>, owner: &Phone, dice: &Dice) {
    let known = world.pens.borrow().iter().find(|pen| pen.member == owner.member()).cloned();
    let pen = match known {
        Some(pen) => pen,
        None => {
            let Some(pen) = Pen::enrol(world, owner) else { return };
            world.pens.borrow_mut().push(Rc::clone(&pen));
            pen
        }
    };
    for _ in 0..1 + dice.below(3) {
        pen.write(world, dice);
    }
    send(world, &pen);
}

fn send(world: &Rc<World>, pen: &Rc<Pen>) {
    let (world_of_task, pen) = (Rc::clone(world), Rc::clone(pen));
    world.run.spawn(Group(0), Who::Network, async move { pen.push(&world_of_task).await });
}

/// Sends what is left, until it is received.
pub fn evening(world: &Rc<World>) {
    let pens = world.pens.borrow().clone();
    for _ in 0..20 {
        let waiting: Vec<&Rc<Pen>> = pens.iter().filter(|pen| pen.waits()).collect();
        if waiting.is_empty() || world.failed() {
            return;
        }
        waiting.into_iter().for_each(|pen| send(world, pen));
        world.go(1_000);
    }
    world.broke("what a later release wrote is received", "it is not".into());
}

/// After a restore it begins at the beginning: whatever is known comes back as it was.
pub fn again(world: &World) {
    world.pens.borrow().iter().for_each(|pen| pen.received.set(0));
}

fn id(dice: &Dice) -> Uuid {
    let mut bytes = [0; 16];
    dice.fill(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}
