//! The server of a centre, or of many.
//!
//! **The story.** A phone enrols with a one-time code ([`enrol`]) and from then on shows a token
//! ([`authenticate`]). It pushes what was recorded ([`push`]): all pushes that wait share one
//! transaction, in which each mutation is placed in its lane, decided by `domain` and stored with its
//! verdict. It pulls what changed ([`pull`]), from an opaque [`cursor`], and is poked ([`poke`]) when
//! there is something to pull. What it recorded comes home from a locked phone too, sealed to the centre's
//! [`keys`] ([`deliver`]). [`http`] carries all that. The coordinator acts through the command line
//! (`src/command`), by the same rules and through the same [`apply`] ([`coordinate`]). What could not be
//! applied waits for [`review`]. [`backup`], [`check`] and [`erase`] look after what is stored, and what
//! people at the centre do is written down ([`audit`]).
//!
//! **What is absent.** No rule of the domain: modules here authenticate, open a transaction, load what
//! a command declares to read, ask `domain`, and write what it answers. No personal data in any log
//! line, URL or error.

pub mod about;
pub mod apply;
pub mod audit;
pub mod authenticate;
pub mod backup;
pub mod check;
mod clock;
pub mod coordinate;
pub mod cursor;
pub mod deliver;
pub mod demo;
pub mod devices;
pub mod enrol;
pub mod erase;
pub mod fault;
pub mod files;
pub mod http;
pub mod keys;
pub mod limits;
pub mod poke;
pub mod pull;
pub mod push;
pub mod random;
pub mod retention;
pub mod review;
mod service;
mod tombstones;

pub use clock::Clock;
pub use service::{Service, Settings};
