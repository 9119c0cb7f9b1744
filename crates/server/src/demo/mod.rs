//! Two made-up centres to try the product on: Ås frivilligsentral in Follo and Frivilligcenter Odense.
//!
//! Their people, volunteers and activities stand in `demo-data/`, in the files that the import reads
//! ([`sheets`]); what has happened between them is told as a story ([`story`]), with every day told as how
//! long ago it is. [`centres`] tells it from the day on which it is asked ([`tell`]), so that there is
//! always a visit today, a follow-up due, and somebody new. Ids derive from names ([`ids`]): a second
//! start finds what the first one wrote. [`large()`] makes as many rows as a measurement
//! wants.

mod aas;
pub mod clock;
mod ids;
mod large;
mod odense;
mod places;
pub mod sheets;
mod story;
mod tell;
#[cfg(test)]
mod tests;

use std::fmt::Debug;

use domain::{Accompaniment, Centre, Day, Member, Moment, Role, Row};

pub use ids::derived;
pub use large::large;

/// A made-up centre, whole.
#[derive(Clone, Debug)]
pub struct DemoCentre {
    pub centre: Centre,
    /// One coordinator and the volunteers.
    pub members: Vec<Member>,
    /// Everything but the centre's and the members' own rows.
    pub rows: Vec<Row>,
}

impl DemoCentre {
    pub fn volunteers(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.role == Role::Volunteer)
    }

    /// All rows, the centre's own first.
    pub fn all_rows(&self) -> impl Iterator<Item = Row> + '_ {
        let members = self.members.iter().cloned().map(Row::from);
        std::iter::once(self.centre.clone().into()).chain(members).chain(self.rows.iter().cloned())
    }

    /// What is planned for `today` and later. A start on a later day adds those whose id is not there
    /// yet and whose participant still takes part, and touches nothing else.
    pub fn plans(&self, today: Day) -> impl Iterator<Item = &Accompaniment> {
        self.rows.iter().filter_map(move |row| match row {
            Row::Accompaniment(plan) if plan.starts.value.day >= today => Some(plan),
            _ => None,
        })
    }
}

/// Both centres. `today` is the day there and `now` the moment.
pub fn centres(today: Day, now: Moment) -> Vec<DemoCentre> {
    [aas::SCRIPT, odense::SCRIPT].iter().map(|script| tell::centre(script, today, now)).collect()
}

/// For what is compiled in. A test reads all of it, so that it cannot fail later.
#[allow(clippy::expect_used)]
fn fixed<T, E: Debug>(read: Result<T, E>) -> T {
    read.expect("the demo's own text can be read")
}
