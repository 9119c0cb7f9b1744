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
mod go;
mod next_card;
mod notices;
mod page;
mod state;

pub use basics::{BigButton, Icon, Mark, SubmitDock};
pub use choices::{Choice, Faces, Kind, PickMany, PickOne};
pub use contact::{CallCoordinator, CallLink, HelpFoot};
pub use crossing::{Crossing, CrossingProps};
pub use emergency::{EmergencyButton, EmergencyNumbers};
pub use errors::{ErrorSummary, FieldError};
pub use field::{DayField, ProblemBanner, TextArea, TextField, TimeField};
pub use frame::Frame;
pub use go::Go;
pub use next_card::NextCard;
pub use notices::NoticeArea;
pub use page::{Empty, Page, Section};
pub use state::StateChip;
