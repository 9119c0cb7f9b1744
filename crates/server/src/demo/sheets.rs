//! The three files of `demo-data/README.md`, read into rows. Every problem is told with its line and
//! column; a sheet with a problem gives no rows at all.

mod activities;
mod lines;
mod people;
mod volunteers;

pub use activities::activities;
pub use lines::Problem;
pub use people::{Person, people};
pub use volunteers::volunteers;

use domain::{CentreId, Country, Day, LegalBasis};
use uuid::Uuid;

use super::ids::derived;

/// A row and the mark it has in its sheet.
#[derive(Clone, Debug)]
pub struct Entry<T> {
    pub reference: String,
    pub row: T,
}

/// For whom the sheets are read, and when.
#[derive(Clone, Copy, Debug)]
pub struct Reading {
    pub centre: CentreId,
    pub country: Country,
    pub basis: LegalBasis,
    /// What `today` and an empty day mean.
    pub today: Day,
    pub demo: bool,
}

impl Reading {
    /// The id of the row with this mark: the same at every import.
    pub fn id(&self, kind: &str, reference: &str) -> Uuid {
        derived(&[&self.centre.to_string(), kind, reference])
    }
}
