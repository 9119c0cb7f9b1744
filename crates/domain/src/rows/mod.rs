//! The rows that phones hold and the server keeps: a module for each.

mod accompaniment;
mod activity;
mod assignment;
mod centre;
mod change;
mod concern;
mod consent;
mod contact;
mod conversation;
mod follow_up;
mod member;
mod participant;
mod row;
mod wish;

pub use accompaniment::*;
pub use activity::*;
pub use assignment::*;
pub use centre::*;
pub use change::*;
pub use concern::*;
pub use consent::*;
pub use contact::*;
pub use conversation::*;
pub use follow_up::*;
pub use member::*;
pub use participant::*;
pub use row::*;
pub use wish::*;
