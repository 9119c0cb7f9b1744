//! Participants, conversations, going together: the types, the commands and the rules.
//!
//! The same code decides on the phone, at once, and on the server, with authority. Nothing here does
//! I/O, reads a clock, draws a random number, or names a browser or a server: moments and ids come in
//! with the command. Types carry the terms of the field; screens say what people say (`locales/`).

mod calendar;
pub mod command;
mod field;
pub mod find;
mod ids;
mod language;
pub mod letter;
pub mod map;
pub mod order;
mod phone;
pub mod query;
mod recalled;
mod recurrence;
mod refusal;
mod rows;
mod text;
mod view;

pub use calendar::{Day, LocalTime, Moment, NoSuchDay, NoSuchTime, TimeOfDay, Weekday};
pub use command::{
    Actor, Applied, CoordinatorCommand, Merge, Occasion, Read, VolunteerCommand, apply_coordinator,
    apply_volunteer,
};
pub use field::{Edit, Field, Met};
pub use ids::*;
pub use language::{Language, NoSuchLanguage};
pub use phone::{Phone, PhoneError};
pub use recalled::{Began, OutOfOrder, Recalled, Zone, recall};
pub use recurrence::{Recurrence, Rule, RuleError};
pub use refusal::Refusal;
pub use rows::*;
pub use text::{Line, Name, Note, Text, TextError};
pub use view::{MemoryView, Taken, Unread, View};
