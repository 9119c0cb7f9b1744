//! Days that a centre might live through, by the thousand, each from a seed.
//!
//! **The story.** Two centres share a database. Five or six phones and two coordinators use it for a
//! [`day`]: a [`plan`] of some hundred steps, in which volunteers record what they do ([`deeds`]),
//! coordinators assign and correct ([`desk`]) from what they saw a while ago, radios go off and on, apps
//! die in the middle of a save, clocks are wrong by ten years, servers are killed in the middle of a
//! transaction, and the database is set back to a backup. What runs is the real code: each phone is a
//! `session::Session` on a `store::MemoryStore`, each server process a `server::Service` on
//! `database::Memory`; between them goes the text of the protocol ([`network`]). All of it is polled by
//! one [`executor`], in an order that is thrown with dice, so that transactions interleave at every
//! await point, and so that a seed is the same day each time.
//!
//! In some of the days phones make parcels. Then phones are locked, hand over what is sealed, and are unlocked
//! again; words are forgotten; who is revoked hands over and lets go ([`locked`]); and somebody has copied the
//! disks of phones and does with them what can be done without a key ([`thief`]).
//!
//! An [`oracle`] watches. It takes no word of the code that it judges: it decides every command again,
//! one after the other, and holds the database, each answer and each phone against that. In the evening
//! the network is back, and everything must come to rest as it should be.
//!
//! When something is broken, the plan is made shorter for as long as it still breaks ([`shrink`]), and
//! what is left is told ([`story`]). That the oracle sees what there is to see is proved by bugs that are
//! planted on purpose (`crates/planted`): the tests let it find each of them.
//!
//! **What is absent.** HTTP, real databases and real browsers: those have tests of their own. Two tabs
//! of one app. Attachments, which do not exist yet.

// A simulator that cannot go on has nobody to tell but whoever started it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

pub mod day;
pub mod deeds;
pub mod desk;
pub mod dice;
pub mod executor;
pub mod locked;
pub mod morning;
pub mod network;
pub mod oracle;
pub mod people;
pub mod phone;
pub mod plan;
pub mod search;
pub mod server;
pub mod shape;
pub mod shrink;
pub mod story;
pub mod thief;
pub mod tomorrow;
pub mod world;
