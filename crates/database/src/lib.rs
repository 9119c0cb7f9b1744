//! Where the server keeps its rows.
//!
//! **The story.** Everything the server knows lies in a handful of tables: the rows of each centre
//! with the clock of their last change, the grants that say who may hold which scope, the phones, and
//! each mutation ever received, to the letter, with what became of it. A [`Database`] gives
//! transactions over them: a [`Reading`] sees one snapshot, a [`Writing`] stages writes that appear
//! together at its commit or not at all.
//!
//! **Order.** Each centre has one clock row. A writing transaction locks what it will decide about
//! first ([`Writing::lock`]), and takes the clock row last ([`Writing::advance_clock`]), holding it
//! until its commit. So commits of a centre are ordered as their clocks, and a reader that saw clock
//! *n* misses nothing that was written at or before *n*.
//!
//! **Upkeep.** What runs seldom and looks at everything has traits of its own: [`Whole`] reads a centre from
//! end to end (backups, checks, exports), [`Upkeep`] writes what no push and no coordinator's command does:
//! erasing a scope, taking a centre over from a backup, settling what waited for review.
//!
//! **What is absent.** No rule of the domain and none of the protocol: a row's body and a mutation's
//! text are opaque here. There is one contract (`tests/contract`) that every backend passes.

mod error;
mod line;
mod memory;
mod postgres;
mod rows;
mod sqlite;
mod traits;
mod upkeep;

pub use error::DatabaseError;
pub use memory::{Memory, State};
#[cfg(feature = "fresh")]
pub use postgres::Fresh;
pub use postgres::{Address, AddressError, Postgres};
pub use rows::{
    Ack, Audited, Centre, Code, Decided, Device, DeviceKeys, Erased, Hash, HeldGrant, KeptKey,
    LaneKey, LaneState, Member, OldRow, PublicKey, Row, Settled, Settlement,
};
pub use sqlite::{Sqlite, Steps};
pub use traits::{Database, Reading, Result, Writing};
pub use upkeep::{Place, Upkeep, Whole};
