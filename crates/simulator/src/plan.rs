//! What happens in a day: a list of steps, each with dice of its own, so that a list with some taken
//! out does much the same.

use crate::desk::COORDINATORS;
use crate::dice::Dice;
use crate::people::PEOPLE;
use crate::server::PROCESSES;
use crate::shape::Shape;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// Somebody records something.
    Record(usize),
    /// Several in a row, faster than they are sent.
    Afternoon(usize),
    /// A participant does not want to take part any more, with things about them that are not sent.
    Leave(usize),
    Errand(usize),
    /// A coordinator looks at how things are.
    Look(usize),
    RadioOff(usize),
    RadioOn(usize),
    /// The app is closed, or killed by the system.
    Close(usize),
    Open(usize),
    /// The app dies at one of its next storage operations.
    DieAtStorage(usize),
    /// The connection to the storage breaks, before a commit or after it.
    StorageBreaks(usize),
    /// What was in the buffers is lost, or some of it.
    PowerCut(usize),
    /// The system takes the storage away, and the person enrols again.
    Wipe(usize),
    /// A record on the disk is damaged.
    Corrupt(usize),
    /// The phone's clock is set, years wrong or right.
    SetClock(usize),
    OldRelease(usize),
    NewRelease(usize),
    /// A phone of a later release records something that nobody here knows.
    Tomorrow(usize),
    /// Somebody writes what the database cannot take.
    Poison(usize),
    /// Asks now.
    SendNow(usize),
    Revoke(usize),
    KillServer(usize),
    DatabaseFails,
    Storm,
    Backup,
    Restore,
    Erase,
    /// The app locks, and hands over what is sealed.
    Lock(usize),
    /// The words are forgotten: the rest is handed over, and the phone is enrolled anew.
    ForgetWords(usize),
    /// Somebody copies the phone's disk.
    CopyDisk(usize),
    /// Whoever has copied disks does something with them.
    Attack,
    /// The centre makes another key.
    NewKey,
    /// A long stretch in which nothing is recorded.
    Wait,
    /// Everyone goes home; days pass.
    Nights,
}

#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub what: What,
    pub seed: u64,
    pub then: Then,
}

/// How long the next step waits.
#[derive(Clone, Copy, Debug)]
pub enum Then {
    /// So many turns of the tasks: whatever is under way stays under way.
    Polls(u64),
    Ms(i64),
}

pub fn drawn(shape: &Shape) -> Vec<Step> {
    let dice = Dice::new(shape.seed ^ 0x0DD5_0F0F);
    // Each day has its own weather, so that what is rare is common in some.
    let choices = CHOICES.iter().chain(VAULT.iter().filter(|_| shape.vault));
    let weights: Vec<Choice> =
        choices.map(|(weight, what)| (weight * *dice.of(&[0, 1, 1, 1, 3]), *what)).collect();
    let total: u64 = weights.iter().map(|(weight, _)| weight).sum();
    let mut steps = Vec::with_capacity(shape.steps);
    while steps.len() < shape.steps {
        let mut thrown = dice.next() % (total + 30);
        let mut what = What::Record(dice.below(PEOPLE.len()));
        for (weight, make) in &weights {
            if thrown < *weight {
                what = make(&dice);
                break;
            }
            thrown -= weight;
        }
        let then = match dice.below(10) {
            0..=3 => Then::Polls(dice.below(60) as u64),
            4..=7 => Then::Ms(dice.between(0, 4_000)),
            _ => Then::Ms(dice.between(0, 40_000)),
        };
        steps.push(Step { what, seed: dice.next(), then });
    }
    steps
}

fn anyone(dice: &Dice) -> usize {
    dice.below(PEOPLE.len())
}

/// How often something is chosen beside the others, and how it is drawn.
type Choice = (u64, fn(&Dice) -> What);

const CHOICES: [Choice; 28] = [
    (1, |_| What::Erase),
    (14, |dice| What::Afternoon(anyone(dice))),
    (2, |dice| What::Leave(anyone(dice))),
    (34, |dice| What::Errand(dice.below(COORDINATORS))),
    (4, |dice| What::Look(dice.below(COORDINATORS))),
    (5, |dice| What::RadioOff(anyone(dice))),
    (7, |dice| What::RadioOn(anyone(dice))),
    (3, |dice| What::Close(anyone(dice))),
    (3, |dice| What::Open(anyone(dice))),
    (4, |dice| What::DieAtStorage(anyone(dice))),
    (3, |dice| What::StorageBreaks(anyone(dice))),
    (3, |dice| What::PowerCut(anyone(dice))),
    (1, |dice| What::Wipe(anyone(dice))),
    (2, |dice| What::Corrupt(anyone(dice))),
    (2, |dice| What::SetClock(anyone(dice))),
    (1, |dice| What::OldRelease(anyone(dice))),
    (1, |dice| What::NewRelease(anyone(dice))),
    (2, |dice| What::Tomorrow(anyone(dice))),
    (2, |dice| What::Poison(anyone(dice))),
    (4, |dice| What::SendNow(anyone(dice))),
    (1, |dice| What::Revoke(anyone(dice))),
    (4, |dice| What::KillServer(dice.below(PROCESSES))),
    (3, |_| What::DatabaseFails),
    (2, |_| What::Storm),
    (4, |_| What::Backup),
    (2, |_| What::Restore),
    (3, |_| What::Wait),
    (1, |_| What::Nights),
];

/// Of the days in which phones make parcels, beside the others.
const VAULT: [Choice; 7] = [
    (24, |dice| What::Lock(anyone(dice))),
    (4, |dice| What::ForgetWords(anyone(dice))),
    (5, |dice| What::CopyDisk(anyone(dice))),
    (10, |_| What::Attack),
    (1, |_| What::NewKey),
    // What was delivered is gone with a restore, and what follows has to wait for it.
    (3, |_| What::Backup),
    (3, |_| What::Restore),
];
