//! Whoever watches, and judges without asking the code that is judged.
//!
//! The oracle keeps its own picture of each centre ([`model`]): every commit of the database is taken
//! apart, what it says was decided is decided again by `domain`, one command after the other, under
//! grants that the oracle derives from the assignments itself, and the rows must be the same. Against
//! that picture it holds each answer of a server ([`wire`]), what each phone has ([`phones`]), and the
//! state of everything in the evening ([`mod@evening`]).

mod evening;
mod leaving;
mod model;
mod parcels;
mod phones;
mod wire;

use std::collections::{BTreeMap, HashMap, HashSet};
use std::rc::Rc;

use database::{Decided, LaneKey, State};
use domain::CoordinatorCommand;
use uuid::Uuid;

use crate::executor::Who;
use crate::people::{CENTRES, START};
use crate::phone::Phone;
use crate::world::World;

pub use evening::evening;
pub use leaving::leaves;
pub use model::Model;
use model::is_aside;
pub use parcels::{Sealed, came_home, delivered, handed_over, sealed, tells_nothing, went};
pub use phones::{look, opened, saved};
pub use wire::{asked, paged, pushed};

/// An invariant, and how it was broken.
pub type Broken = (&'static str, String);
type Judged = Result<(), Broken>;

/// What a coordinator set out to do.
#[derive(Clone)]
pub struct Errand {
    pub centre: Uuid,
    pub commands: Vec<CoordinatorCommand>,
    pub now: i64,
}

#[derive(Clone)]
pub struct Oracle {
    pub broken: Option<Broken>,
    models: BTreeMap<Uuid, Model>,
    /// Decisions of the database's log that were judged.
    judged: usize,
    errands: Vec<Errand>,
    /// Whose each device is.
    members: HashMap<Uuid, Uuid>,
    /// By device: by how many polls the executor had gone when it was revoked.
    revoked: HashMap<Uuid, u64>,
    /// Which text stands at which number, wherever it was seen.
    places: HashMap<(LaneKey, u64), Uuid>,
    phones: BTreeMap<usize, phones::Known>,
    told: HashMap<String, wire::Told>,
    /// Participants whose erasure was begun, and those for whom it was said to be done.
    erasing: Vec<Uuid>,
    gone: Vec<(Uuid, Uuid)>,
    /// In any history of the database.
    ever_decided: HashSet<Uuid>,
    /// What somebody made who has copied a phone's disk.
    forged: HashSet<Uuid>,
    /// How often the database was set back.
    pub generation: u64,
    /// Until then what the server could not take may be set aside although nothing is wrong with it: the
    /// database was failing.
    pub troubled_until: i64,
}

/// What is needed to judge again after a restore.
#[derive(Clone)]
pub struct Kept {
    models: BTreeMap<Uuid, Model>,
    judged: usize,
}

impl Oracle {
    pub fn at_the_beginning() -> Self {
        Self {
            broken: None,
            models: CENTRES.into_iter().map(|centre| (centre, Model::default())).collect(),
            judged: 0,
            errands: Vec::new(),
            members: HashMap::new(),
            revoked: HashMap::new(),
            places: HashMap::new(),
            phones: BTreeMap::new(),
            told: HashMap::new(),
            erasing: Vec::new(),
            gone: Vec::new(),
            ever_decided: HashSet::new(),
            forged: HashSet::new(),
            generation: 0,
            troubled_until: 0,
        }
    }

    /// What was done before there was anybody to watch.
    pub fn first_morning(&mut self, state: &State, centre: Uuid, commands: &[CoordinatorCommand]) {
        self.errands = vec![Errand { centre, commands: commands.to_vec(), now: START }];
        if let Err((invariant, how)) = self.take_in_centre(centre, state, Who::Errand(0), START) {
            self.broke(invariant, how);
        }
        self.errands.clear();
    }

    pub fn broke(&mut self, invariant: &'static str, how: String) {
        self.broken.get_or_insert((invariant, how));
    }

    pub fn model(&self, centre: Uuid) -> Option<&Model> {
        self.models.get(&centre)
    }

    pub fn errand(&mut self, errand: Errand) -> usize {
        self.errands.push(errand);
        self.errands.len() - 1
    }

    /// From here on this participant may be erased at any time.
    pub fn erasing(&mut self, participant: Uuid) {
        self.erasing.push(participant);
    }

    /// It was said to be done.
    pub fn erased(&mut self, centre: Uuid, participant: Uuid) {
        self.gone.push((centre, participant));
    }

    /// Whose a device is.
    pub fn is_of(&mut self, device: Uuid, member: Uuid) {
        self.members.insert(device, member);
    }

    /// What was kept is a backup now, and phones are told so.
    pub fn backed_up(&mut self, kept: &Kept) {
        for (centre, model) in &mut self.models {
            model.backed_up = kept.models.get(centre).map_or(0, |kept| kept.clock);
        }
    }

    pub fn revoke(&mut self, device: Uuid, polls: u64) {
        self.revoked.insert(device, polls);
    }

    pub fn keep(&self) -> Kept {
        Kept { models: self.models.clone(), judged: self.judged }
    }

    /// The database was set back to what it was then.
    pub fn set_back(&mut self, kept: Kept) {
        self.models = kept.models;
        for model in self.models.values_mut() {
            // What one can go back to is safe.
            model.backed_up = model.clock;
        }
        self.judged = kept.judged;
        self.generation += 1;
        self.told.clear();
        for known in self.phones.values_mut() {
            known.forget_rows();
        }
    }

    fn take_in(&mut self, state: &State, who: Who, now: i64) -> Judged {
        for centre in CENTRES {
            self.take_in_centre(centre, state, who, now)?;
        }
        let unjudged = state.log[self.judged..].iter().filter_map(|place| state.decided.get(place));
        for decided in unjudged {
            let known = self.models[&decided.centre].clock;
            if decided.clock != known {
                let how = format!("decided at {} while the clock is {known}", decided.clock);
                return Err(("a decision stands at the clock of its commit", how));
            }
        }
        self.judged = state.log.len();
        Ok(())
    }

    fn take_in_centre(&mut self, centre: Uuid, state: &State, who: Who, now: i64) -> Judged {
        let Some(model) = self.models.get_mut(&centre) else {
            return Ok(());
        };
        let stored = state.centres.get(&centre).map_or(0, |row| row.clock);
        if stored == model.clock {
            return Ok(());
        }
        if stored != model.clock + 1 {
            let how = format!("from {} to {stored}", model.clock);
            return Err(("a commit takes one step of the clock", how));
        }
        let new = state.log[self.judged..].iter().filter_map(|place| state.decided.get(place));
        let new: Vec<_> = new.filter(|decided| decided.centre == centre).collect();
        let revoked = &self.revoked;
        let taken = |one: &&&Decided| revoked.contains_key(&one.key.device) && !is_aside(one);
        if let Some(taken) = new.iter().find(taken) {
            let how = format!("device {}", taken.key.device);
            return Err(("nothing is taken from a revoked phone", how));
        }
        if let Some(taken) = new.iter().find(|one| self.forged.contains(&one.id)) {
            let how = taken.text.clone().unwrap_or_default();
            return Err(("what the phone did not seal is refused", how));
        }
        self.ever_decided.extend(new.iter().map(|decided| decided.id));
        // The command line's lane begins anew with a restored database, and so does what is set aside.
        let numbered = |one: &&&Decided| !one.key.device.is_nil() && !is_aside(one);
        for decided in new.iter().filter(numbered) {
            let place = (decided.key, decided.seq);
            let known = self.places.entry(place).or_insert(decided.id);
            if *known != decided.id {
                let how = format!("{:?} number {}", decided.key, decided.seq);
                return Err(("a number is used once", how));
            }
        }
        model.step(centre);
        let range = (centre, Uuid::nil())..=(centre, Uuid::max());
        let scopes = state.erased.range(range).map(|((_, scope), _)| *scope);
        let erased = scopes.filter(|scope| !model.erased.contains(scope)).collect::<Vec<_>>();
        if let Some(participant) = erased.first() {
            if !self.erasing.contains(participant) || erased.len() > 1 || !new.is_empty() {
                let how = format!("{who:?} erased {erased:?}");
                return Err(("nothing is committed that nobody ordered", how));
            }
            return model.erase(*participant, now, state);
        }
        match who {
            Who::Errand(number) if !new.is_empty() => {
                model.keep(&new, &self.errands[number])?;
            }
            _ if !new.is_empty() => {
                for decided in new {
                    let member = self.members.get(&decided.key.device).copied();
                    let troubled = now <= self.troubled_until;
                    model.decide(decided, member.unwrap_or_default(), troubled)?;
                }
            }
            Who::Errand(number) => model.coordinate(&self.errands[number])?,
            who => {
                let how = format!("{who:?} advanced the clock to {stored}");
                return Err(("nothing is committed that nobody ordered", how));
            }
        }
        model.compare(centre, state)
    }
}

/// The database changed, by whoever was polled last.
pub fn committed(world: &Rc<World>, who: Who) {
    let judged = planted::without(|| {
        let mut oracle = world.oracle.borrow_mut();
        world.database.look(|state| oracle.take_in(state, who, world.now()))
    });
    world.story.tell("commit", world.database.changes(), || {
        let oracle = world.oracle.borrow();
        let clocks: Vec<u64> = CENTRES.iter().map(|c| oracle.models[c].clock).collect();
        format!("      commit by {who:?}; clocks {clocks:?}")
    });
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
}

/// A phone is known from here on.
pub fn enrolled(world: &Rc<World>, phone: &Phone) {
    let mut oracle = world.oracle.borrow_mut();
    oracle.phones.insert(phone.number, phones::Known::default());
    oracle.is_of(phone.device.get(), phone.member());
}

/// What a phone holds may be older than it was: its disk lost something.
pub fn older(world: &Rc<World>, phone: &Phone) {
    if let Some(known) = world.oracle.borrow_mut().phones.get_mut(&phone.number) {
        known.lost();
    }
}
