//! What screens are put together from. Small and dumb: words and callbacks in, markup out. The markup
//! follows the catalogue in `styles/README.md`.

mod basics;
mod choices;
mod choose_words;
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
pub use choose_words::ChooseWords;
pub use contact::{HelpFoot, call_coordinator, call_link, coordinator_hours, coordinator_link};
pub use crossing::{Crossing, CrossingProps};
pub use emergency::{EmergencyButton, EmergencyNumbers, emergency_number};
pub use errors::{ErrorSummary, FieldError};
pub use field::{DayField, ProblemBanner, TextArea, TextField, TimeField};
pub use frame::{Frame, bare_frame};
pub use next_card::NextCard;
pub use notices::NoticeArea;
pub use page::{Page, empty, fetching, nobody, section, updated};
pub use state::StateChip;
pub use trouble::TroubleBanner;
pub use wrong_clock::wrong_clock;
