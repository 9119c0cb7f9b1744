//! What screens ask: everything here is derived from rows and kept nowhere.

mod agenda;
mod directory;
mod distance;
mod follow_ups;
mod people;
mod search;
mod stage;
mod standing;
mod timeline;
mod visit;

pub use agenda::{Agenda, Todo, agenda};
pub use directory::{ActivityHit, activities, haystack};
pub use distance::kilometres;
pub use follow_ups::{FollowUp, FollowUpState, follow_up_due, follow_ups};
pub use people::{PersonHit, assigned, people};
pub use search::{Haystack, Needle, fold};
pub use stage::{Stage, stage};
pub use standing::conversations;
pub use timeline::{Event, timeline};
pub use visit::{Progress, Visit, visit, visits};
