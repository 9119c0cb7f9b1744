//! Phones without their words: locked, with words that are forgotten, or revoked.
//!
//! A locked phone has a disk and a credential that opens delivery, and nothing else. It hands over what is sealed
//! through the same bad network as everybody, is killed in the middle of it, and is unlocked at any moment.

use std::cell::Cell;
use std::rc::Rc;

use session::Delivery;

use crate::day;
use crate::dice::Dice;
use crate::executor::{Group, Who};
use crate::oracle::{self, Sealed};
use crate::phone::Phone;
use crate::world::World;

/// How often somebody presses the button again.
const TRIES: usize = 5;

/// Under way.
pub struct Handing {
    group: Group,
    /// What lay on the disk when it began.
    sealed: Vec<Sealed>,
    came: Rc<Cell<Option<Delivery>>>,
}

/// The app is closed, and what is sealed is handed over. Sometimes the phone dies over it.
pub fn lock(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice) {
    if dice.chance(60) {
        in_a_cellar(world, phone, dice);
    }
    close(world, phone);
    begin(world, phone, false);
    if dice.chance(25) {
        phone.die_after(dice.below(4) as u64);
    }
}

/// The rest is handed over for good. Where nothing is left the vault goes and the phone is enrolled anew; else
/// the words come back to whoever forgot them.
pub fn forget_words(world: &Rc<World>, phone: &Rc<Phone>) {
    if phone.revoked.get() {
        return;
    }
    close(world, phone);
    let all_is_there = |came: &Delivery| came.left == 0 && !came.unknown;
    if world.failed() || !hand_over(world, phone, true).is_some_and(|came| all_is_there(&came)) {
        return phone.open(world);
    }
    // A storage that breaks over it is asked again.
    let gone = (0..3).any(|_| leaves(world, phone));
    if !gone {
        return world.broke("a vault goes when it is told to", phone.name());
    }
    oracle::went(world, phone);
    world.database.calm();
    phone.enrol(world);
}

/// The vault goes, and where it was the last one the browser is asked to forget it all: a network is in between.
fn leaves(world: &Rc<World>, phone: &Rc<Phone>) -> bool {
    let group = world.run.group();
    let (pocket, vault) = (phone.pocket(world, group), phone.vault());
    let done: Rc<Cell<Option<bool>>> = Rc::default();
    let said = Rc::clone(&done);
    world.run.spawn(group, Who::Phone(phone.number), async move {
        said.set(Some(session::remove(&pocket, &vault).await.is_ok()));
    });
    for _ in 0..30 {
        world.go(10_000);
        if done.get().is_some() {
            break;
        }
    }
    world.run.kill(group);
    done.get().unwrap_or_default()
}

/// A phone that was revoked hands over what it has. Then its vault goes.
pub fn let_go(world: &Rc<World>, phone: &Rc<Phone>) {
    hand_over(world, phone, false);
}

/// Of those that are locked in the evening: what they have comes home without anybody's words.
pub fn evening(world: &Rc<World>, phone: &Rc<Phone>) {
    if !world.shape.vault || phone.app.borrow().is_some() || phone.revoked.get() {
        return;
    }
    phone.up.set(true);
    let left = hand_over(world, phone, false).map_or(0, |came| came.left);
    oracle::came_home(world, phone, left);
}

/// What the phone was handing over it does not go on with: it is opened, or killed.
pub fn stop(world: &Rc<World>, phone: &Phone) {
    let handing = phone.handing.borrow_mut().take();
    if let Some(Handing { group, sealed, .. }) = handing {
        world.run.kill(group);
        oracle::handed_over(world, phone, &sealed, None);
    }
}

/// A few things are recorded where there is no network. Outside there is one again, and the phone is locked.
fn in_a_cellar(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice) {
    let up = phone.up.replace(false);
    for _ in 0..1 + dice.below(3) {
        day::record(world, phone, dice, false);
        world.polls(10 + dice.below(20) as u64);
    }
    close(world, phone);
    phone.up.set(up || dice.chance(50));
}

fn close(world: &Rc<World>, phone: &Rc<Phone>) {
    // As it was last, so that what was voided until now is known.
    oracle::look(world, phone);
    phone.kill(world);
}

/// As often as somebody has patience for, until nothing is left.
fn hand_over(world: &Rc<World>, phone: &Rc<Phone>, last: bool) -> Option<Delivery> {
    let mut came = None;
    for _ in 0..TRIES {
        let handing = begin(world, phone, last);
        for _ in 0..30 {
            world.go(10_000);
            if phone.handing.borrow().is_none() {
                break;
            }
        }
        stop(world, phone);
        came = handing.take();
        let done = came.as_ref().is_some_and(|came| came.left == 0);
        if done || world.failed() {
            break;
        }
    }
    came
}

fn begin(world: &Rc<World>, phone: &Rc<Phone>, last: bool) -> Rc<Cell<Option<Delivery>>> {
    stop(world, phone);
    let group = world.run.group();
    let (pocket, vault) = (phone.pocket(world, group), phone.vault());
    let came: Rc<Cell<Option<Delivery>>> = Rc::default();
    let sealed = oracle::sealed(world, phone);
    let handing = Handing { group, sealed, came: Rc::clone(&came) };
    phone.handing.replace(Some(handing));
    let (world_of_task, phone_of_task) = (Rc::clone(world), Rc::clone(phone));
    world.run.spawn(group, Who::Phone(phone.number), async move {
        let done = match last {
            true => session::deliver_last(&pocket, &vault).await,
            false => session::deliver(&pocket).await,
        };
        // Where its storage failed it is as if it had been killed.
        let Ok(delivery) = done else { return };
        let handing = phone_of_task.handing.borrow_mut().take();
        if let Some(Handing { sealed, came, .. }) = handing {
            let how = Some(&delivery);
            oracle::handed_over(&world_of_task, &phone_of_task, &sealed, how);
            came.set(Some(delivery));
        }
    });
    came
}
