//! Commands against the database: what one reads is loaded, `domain` decides in memory, and what it
//! wrote is put in sets under the centre's next clock.
//!
//! A [`Working`] is one centre's part of one writing transaction. The rows that a whole batch declares
//! to read are fetched beforehand ([`Working::load`]); a row that turns out to be missing in between is
//! fetched then and the command is asked again, so declarations are about speed and never about truth.

mod grants;
mod loaded;
mod working;
mod write;

pub use grants::{role, role_name};
pub use working::{Decision, ERASED, Working};
