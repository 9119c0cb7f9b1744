//! The phone's engine: the one handle that the screens talk to.
//!
//! **The story.** A [`Session`] is one enrolled person on one phone (a *vault*). It keeps the rows that
//! the phone has been granted (*base*) and what was recorded and is not yet contained in them
//! (*outbox*) in memory, and shows both together as one view. [`Session::perform`] applies a command to
//! that view by the same rules as the server, saves it durably, and only then says "saved". A loop
//! ([`Session::run`]) sends what is saved and fetches what is new whenever there is a chance to.
//! Screens render what [`Session::view`], [`Session::outbox`] and [`Session::status`] return, and are
//! told by [`Session::subscribe`] when any of them changed.
//!
//! **What is absent.** No screen, no word that a person reads, and no browser: storage, network,
//! clock, chance and locks come through [`Platform`], so that all of this is tested natively,
//! with every fault that a phone knows.
//!
//! # How it is made
//!
//! `session` is the handle; `engine` the state behind it and what changes it; `running` the loop.
//! `shown` lays the outbox over the `base`; `disk` seals and stores both; `enrol` makes a vault, `lock`
//! opens it, and `directory` is what lies in the clear;
//! `wire` tells our server from a login page. The decisions about sending are not here but in
//! [`sync::replica`], the rules about rows not here but in [`domain`].

mod base;
mod block;
mod delivery;
mod directory;
mod disk;
mod engine;
mod enrol;
mod error;
mod lock;
mod outbox;
mod platform;
mod pocket;
mod running;
mod session;
mod shown;
mod signal;
mod status;
mod wire;

pub use delivery::{Delivery, deliver, deliver_last};
pub use directory::{Passkey, VaultCard};
pub use enrol::{Invitation, enrol, look, remove};
pub use error::{EnrolError, OpenError, PerformError, UnlockError};
pub use lock::{Unlocked, protect, set_passkey, set_words, unlock, unlock_with, vaults};
pub use outbox::{ItemState, OutboxItem};
pub use platform::{NotReached, Platform, Reply, Told};
pub use pocket::{Pocket, PocketVisit, Stamped, pockets, stamp};
pub use session::{Saved, Session};
pub use signal::{Bell, Change, Subscription};
pub use status::{Progress, SyncStatus};
pub use store::StoreError;
pub use sync::FaultCode;
pub use sync::replica::{Pause, Why};
pub use vault::{Cost, Secret, VaultError};
pub use wire::CLEAR;
