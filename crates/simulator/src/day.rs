//! A day, step by step, and its evening.

use std::cell::RefCell;
use std::rc::Rc;

use database::{Database as _, State};
use domain::VolunteerCommand;
use session::Why;
use store::{Database, StoreError};
use uuid::Uuid;

use crate::deeds::{POISON, Scene};
use crate::desk;
use crate::dice::Dice;
use crate::morning::Morning;
use crate::oracle::{self, Broken, Kept};
use crate::people::{CENTRES, PEOPLE, START};
use crate::phone::Phone;
use crate::plan::{Step, Then, What};
use crate::server::{self, PROCESSES};
use crate::shape::Shape;
use crate::world::World;
use crate::{locked, thief, tomorrow};

/// What came of a day.
#[derive(Debug)]
pub struct Outcome {
    pub broken: Option<Broken>,
    /// Two runs of one plan have the same.
    pub hash: u64,
    pub polls: u64,
    pub story: Vec<String>,
}

struct Copy {
    state: State,
    kept: Kept,
}

const YEARS_10: i64 = 10 * 365 * 86_400_000;
const DAY_MS: i64 = 86_400_000;

/// Lives through the steps, and judges all the while.
pub fn live(shape: &Shape, steps: &[Step], morning: &Morning, tell: bool) -> Outcome {
    server::random_from(Some(shape.seed ^ 0xD1CE));
    let world = World::new(shape.clone(), morning.database(), morning.oracle(), START, tell);
    for number in 0..PROCESSES {
        server::start(&world, number);
    }
    for coordinator in 0..desk::COORDINATORS {
        desk::look(&world, coordinator);
    }
    for number in 0..shape.phones {
        // The sixth is Kari's second phone.
        let phone = Rc::new(Phone::new(number, number % PEOPLE.len(), shape.trouble));
        world.phones.borrow_mut().push(Rc::clone(&phone));
        phone.enrol(&world);
    }
    world.database.poison(POISON, shape.seed.is_multiple_of(2));
    let backups = RefCell::new(Vec::new());
    for (number, step) in steps.iter().enumerate() {
        if world.failed() {
            break;
        }
        world.story.tell("step", number as u64, || format!("{number:3} {}", title(step.what)));
        world.dice.sow(step.seed);
        take(&world, step, &backups);
        match step.then {
            Then::Polls(polls) => drop(world.polls(polls)),
            Then::Ms(ms) => world.go(ms),
        }
        look_at_all(&world);
    }
    if !world.failed() {
        all_is_well(&world);
        oracle::evening(&world);
    }
    let broken = world.oracle.borrow().broken.clone();
    let outcome = Outcome {
        broken,
        hash: world.story.hash(),
        polls: world.run.polls(),
        story: world.story.lines(),
    };
    take_down(&world);
    outcome
}

fn look_at_all(world: &Rc<World>) {
    let phones = world.phones.borrow().clone();
    for phone in phones {
        if !world.failed() {
            oracle::look(world, &phone);
        }
    }
}

fn take(world: &Rc<World>, step: &Step, backups: &RefCell<Vec<Copy>>) {
    let dice = Dice::new(step.seed);
    let phone = |number: usize| world.phone(number);
    match step.what {
        What::Record(number) => record(world, &phone(number), &dice, false),
        What::Afternoon(number) => {
            for _ in 0..2 + dice.below(5) {
                record(world, &phone(number), &dice, false);
                world.polls(dice.below(12) as u64);
            }
        }
        What::Leave(number) => leave(world, &phone(number), &dice),
        What::Poison(number) => record(world, &phone(number), &dice, true),
        What::Errand(coordinator) => desk::errand(world, coordinator, &dice),
        What::Look(coordinator) => desk::look(world, coordinator),
        What::RadioOff(number) => phone(number).up.set(false),
        What::RadioOn(number) => radio_on(world, &phone(number)),
        What::Close(number) => phone(number).kill(world),
        What::Open(number) => phone(number).open(world),
        What::DieAtStorage(number) => {
            phone(number).open(world);
            phone(number).die_after(dice.below(4) as u64);
            record(world, &phone(number), &dice, false);
        }
        What::StorageBreaks(number) => {
            let store = phone(number).store.borrow().clone();
            match dice.chance(50) {
                true => store.fail_next_commit(StoreError::Closed),
                false => store.break_after_next_commit(StoreError::Closed),
            }
            record(world, &phone(number), &dice, false);
        }
        What::PowerCut(number) => {
            let phone = phone(number);
            phone.kill(world);
            let store = phone.store.borrow().clone();
            store.lose_power(dice.below(store.in_buffers() + 1));
            oracle::older(world, &phone);
            phone.open(world);
        }
        What::Wipe(number) => wipe(world, &phone(number)),
        What::Corrupt(number) => corrupt(world, &phone(number), &dice),
        What::SetClock(number) => {
            phone(number).set_clock(*dice.of(&[0, YEARS_10, -YEARS_10, 7_200_000, -600_000]));
        }
        What::OldRelease(number) => phone(number).old.set(true),
        What::NewRelease(number) => update(world, &phone(number)),
        What::Tomorrow(number) => tomorrow::record(world, &phone(number), &dice),
        What::SendNow(number) => {
            if let Some(session) = phone(number).session() {
                session.send_now();
            }
        }
        What::Revoke(number) => revoke(world, &phone(number), &dice),
        What::KillServer(number) => {
            world.polls(dice.below(40) as u64);
            server::kill(world, number);
        }
        What::DatabaseFails => {
            world.oracle.borrow_mut().troubled_until = i64::MAX;
            for _ in 0..1 + dice.below(3) {
                world.database.fail_after(dice.below(25), dice.chance(50));
            }
        }
        What::Storm => world.storm_until.set(world.now() + dice.between(1_000, 120_000)),
        What::Backup => backup(world, backups),
        What::Restore => restore(world, backups),
        What::Erase => desk::erase(world, &dice),
        What::Lock(number) => locked::lock(world, &phone(number), &dice),
        What::ForgetWords(number) => locked::forget_words(world, &phone(number)),
        What::CopyDisk(number) => thief::copy(world, &phone(number)),
        What::Attack => thief::attack(world, &dice),
        What::NewKey => new_key(world),
        What::Wait => world.go(dice.between(60_000, 400_000)),
        What::Nights => nights(world, &dice),
    }
}

pub fn record(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice, poison: bool) {
    phone.open(world);
    if let Some(command) = command(world, phone, dice, poison) {
        phone.record(world, command);
    }
}

fn command(
    world: &Rc<World>,
    phone: &Phone,
    dice: &Dice,
    poison: bool,
) -> Option<VolunteerCommand> {
    let session = phone.session()?;
    let view = session.view();
    let at = world.now() + phone.skew.get();
    Scene { view: &view, dice, at, poison }.command()
}

/// A few things are recorded about somebody, and then the end, before or while they are sent.
fn leave(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice) {
    phone.open(world);
    let Some(session) = phone.session() else {
        return;
    };
    let view = session.view();
    let at = world.now() + phone.skew.get();
    let scene = Scene { view: &view, dice, at, poison: false };
    for command in scene.last_words() {
        phone.record(world, command);
        world.polls(dice.below(6) as u64);
    }
}

fn radio_on(world: &Rc<World>, phone: &Rc<Phone>) {
    phone.up.set(true);
    phone.open(world);
    if let Some(session) = phone.session() {
        session.wake(Why::Online);
    }
}

/// A new release comes with a new start.
fn update(world: &Rc<World>, phone: &Rc<Phone>) {
    if phone.old.replace(false) {
        phone.kill(world);
        phone.open(world);
    }
}

fn wipe(world: &Rc<World>, phone: &Rc<Phone>) {
    phone.kill(world);
    phone.store.take();
    phone.revoked.set(false);
    world.database.calm();
    phone.enrol(world);
}

fn corrupt(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice) {
    phone.kill(world);
    let store = phone.store.borrow().clone();
    let vault = phone.device.get().simple().to_string();
    let done = match dice.chance(60) {
        true => store.corrupt(&Database::outbox(&vault), "meta", "counters"),
        false => {
            let base = Database::base(&vault);
            let keys = store.keys(&base, "blocks");
            !keys.is_empty() && store.corrupt(&base, "blocks", &keys[dice.below(keys.len())])
        }
    };
    world.story.tell("corrupt", u64::from(done), || format!("      a record was damaged: {done}"));
    oracle::older(world, phone);
    phone.open(world);
}

/// As the command line does it: under the phone's lock.
fn revoke(world: &Rc<World>, phone: &Rc<Phone>, dice: &Dice) {
    if phone.revoked.get() || world.phones.borrow().iter().filter(|p| p.revoked.get()).count() > 1 {
        return;
    }
    world.database.calm();
    server::revoke(world, phone);
    // In time it asks once more, and is told nothing.
    if dice.chance(50) {
        world.go(20_000);
    }
    phone.kill(world);
    if world.shape.vault && dice.chance(70) {
        locked::let_go(world, phone);
    }
}

fn new_key(world: &World) {
    if world.keys.rotate(world.now(), 0).is_err() {
        world.broke("the centre makes a key", "it did not".into());
    }
}

/// A copy of all, and then the mark by which phones learn of it.
fn backup(world: &Rc<World>, backups: &RefCell<Vec<Copy>>) {
    let copy = Copy { state: world.database.copy(), kept: world.oracle.borrow().keep() };
    let clocks: Vec<(Uuid, u64)> =
        CENTRES.into_iter().map(|centre| (centre, copy.clock(centre))).collect();
    world.oracle.borrow_mut().backed_up(&copy.kept);
    *backups.borrow_mut() = vec![copy];
    let marking = Rc::clone(world);
    server::beside(world, async move {
        let mut write = marking.database.begin_write().await?;
        for (centre, clock) in clocks {
            write.put_backup_mark(centre, clock).await?;
        }
        write.commit().await
    });
}

impl Copy {
    /// As `restore` leaves it: every commit has a new name, and all of it is in a backup.
    fn as_another_history(&self, world: &World) -> State {
        let mut state = self.state.clone();
        state.commits.values_mut().for_each(|commit| *commit = world.dice.next());
        for centre in state.centres.values_mut() {
            let last = state.commits.get(&(centre.id, centre.clock));
            centre.commit = last.copied().unwrap_or(centre.commit);
            centre.backed_up = centre.clock;
        }
        state
    }

    fn clock(&self, centre: Uuid) -> u64 {
        self.state.centres.get(&centre).map_or(0, |row| row.clock)
    }
}

/// The servers stand still, the database is what it was, the servers start. Phones that the backup
/// does not know could not enrol again by themselves: then it is not gone back to.
fn restore(world: &Rc<World>, backups: &RefCell<Vec<Copy>>) {
    let backups = backups.borrow();
    let Some(copy) = backups.last() else {
        return;
    };
    let known = |phone: &Rc<Phone>| {
        phone.revoked.get() || copy.state.devices.contains_key(&phone.device.get())
    };
    let pens = world.pens.borrow();
    let written = pens.iter().all(|pen| copy.state.devices.contains_key(&pen.device));
    drop(pens);
    if !written || !world.phones.borrow().iter().all(known) {
        return;
    }
    server::kill_all(world);
    desk::leave(world);
    world.database.calm();
    world.database.go_back(copy.as_another_history(world));
    world.oracle.borrow_mut().set_back(copy.kept.clone());
    world.noticed();
    tomorrow::again(world);
    // Whoever was revoked since is revoked again: the list is on paper.
    let phones = world.phones.borrow().clone();
    phones.iter().filter(|phone| phone.revoked.get()).for_each(|p| server::revoke(world, p));
    for number in 0..PROCESSES {
        server::start(world, number);
    }
}

fn nights(world: &Rc<World>, dice: &Dice) {
    let phones = world.phones.borrow().clone();
    phones.iter().for_each(|phone| phone.kill(world));
    world.go(dice.between(1, *dice.of(&[3, 20, 100])) * DAY_MS);
    phones.iter().for_each(|phone| phone.open(world));
}

fn all_is_well(world: &Rc<World>) {
    world.oracle.borrow_mut().troubled_until = world.now() + 60_000;
    world.storm_until.set(0);
    world.database.calm();
    let phones = world.phones.borrow().clone();
    for phone in phones {
        phone.trouble.set(0);
        phone.spare();
        phone.store.borrow().mend();
        locked::evening(world, &phone);
        update(world, &phone);
        radio_on(world, &phone);
    }
    tomorrow::evening(world);
}

fn take_down(world: &Rc<World>) {
    let phones = world.phones.borrow().clone();
    phones.iter().for_each(|phone| phone.kill(world));
    server::kill_all(world);
    world.servers.borrow_mut().clear();
    world.run.end();
    server::forget_ledger(world);
    world.phones.borrow_mut().clear();
    world.pens.borrow_mut().clear();
    world.thief.forget();
}

fn title(what: What) -> String {
    let name = |number: &usize| PEOPLE[number % PEOPLE.len()].name;
    match &what {
        What::Errand(n) | What::Look(n) | What::KillServer(n) => format!("{what:?} [{n}]"),
        What::Record(n) | What::Afternoon(n) | What::Leave(n) | What::Poison(n) => {
            format!("{what:?} {}", name(n))
        }
        what => format!("{what:?}"),
    }
}
