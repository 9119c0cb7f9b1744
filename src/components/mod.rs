//! What screens are put together from. Small and dumb: words and callbacks in, markup out. The markup
//! follows the catalogue in `styles/README.md`.

mod basics;
mod choices;
mod contact;
mod crossing;
mod emergency;
mod errors;
mod field;
mod frame;
mod next_card;
mod notices;
mod page;
mod state;
mod trouble;
mod wrong_clock;

pub use basics::{big_button, glyph, mark, row_end, sized_glyph, submit_dock};
pub use choices::{Ask, Choice, Faces, Kind, pick_many, pick_one};
pub use contact::{HelpFoot, call_coordinator, call_link, coordinator_hours};
pub use crossing::{Crossing, CrossingProps};
pub use emergency::{EmergencyButton, EmergencyNumbers};
pub use errors::{ErrorSummary, FieldError};
pub use field::{DayField, ProblemBanner, TextArea, TextField, TimeField};
pub use frame::Frame;
pub use next_card::NextCard;
pub use notices::NoticeArea;
pub use page::{Page, empty, nobody, section, updated};
pub use state::StateChip;
pub use trouble::TroubleBanner;
pub use wrong_clock::wrong_clock;
