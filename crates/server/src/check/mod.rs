//! What must hold of stored data, whoever wrote it and through whatever it came.
//!
//! Everything is read from one snapshot and nothing is changed. Each finding is a sentence that names ids
//! and numbers and no person. An empty list means that the data hold up: the clock and its commits
//! ([`commits`]), rows and what they said before ([`rows`]), grants beside assignments ([`people`]), and
//! every lane with its chain ([`lanes`]).
//!
//! **What is absent.** Whether the rows are what the mutations should have made of them: the simulator
//! replays its own log for that.

mod commits;
mod lanes;
mod people;
mod rows;

use std::collections::{BTreeMap, BTreeSet};

use database::{Centre, DatabaseError, Reading};
use domain::{Assignment, Role};
use uuid::Uuid;

/// Read once and used by several questions.
pub(crate) struct Known {
    centre: Centre,
    erased: BTreeSet<Uuid>,
    /// The participants that have a row, removed ones included.
    participants: BTreeSet<Uuid>,
    members: BTreeMap<Uuid, Role>,
    assignments: Vec<Assignment>,
    findings: Vec<String>,
}

impl Known {
    fn find(&mut self, finding: String) {
        // A file that is damaged throughout is not told line by line.
        const ENOUGH: usize = 200;
        match self.findings.len() {
            n if n < ENOUGH => self.findings.push(finding),
            ENOUGH => self.findings.push("There is more than these.".to_owned()),
            _ => {}
        }
    }
}

/// Sentences on what does not hold.
pub async fn check(read: &mut dyn Reading) -> Result<Vec<String>, DatabaseError> {
    let mut findings = Vec::new();
    for centre in read.centres().await? {
        let erased = read.erased_of_centre(centre.id).await?;
        let mut known = Known {
            erased: erased.iter().map(|erased| erased.scope).collect(),
            centre,
            participants: BTreeSet::new(),
            members: BTreeMap::new(),
            assignments: Vec::new(),
            findings: Vec::new(),
        };
        commits::check(read, &mut known).await?;
        rows::check(read, &mut known).await?;
        people::check(read, &mut known).await?;
        lanes::check(read, &mut known).await?;
        findings.append(&mut known.findings);
    }
    Ok(findings)
}
