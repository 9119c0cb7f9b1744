//! The torture itself can fail: harm that is done on purpose between two rounds is noticed.
#![allow(clippy::unwrap_used)]

use journeys::torture::{Findings, Options, Part, Plant, torture};

/// What is found wrong after a few rounds with this harm done to the database.
fn found(plant: Option<Plant>) -> Findings {
    torture(Part::Server, &Options { rounds: 3, seed: 7, plant }).unwrap().findings
}

#[test]
fn without_harm_nothing_is_found() {
    assert_eq!(found(None), Findings::default());
}

#[test]
fn a_mutation_that_went_missing_is_lost() {
    let Findings { lost, wrong, .. } = found(Some(Plant::LostMutation));
    assert_eq!(lost.len(), 1, "{lost:?}");
    assert!(wrong.iter().any(|sentence| sentence.contains("the chain breaks")), "{wrong:?}");
}

#[test]
fn a_row_that_went_missing_is_lost() {
    let Findings { lost, .. } = found(Some(Plant::LostRow));
    assert!(lost.iter().any(|sentence| sentence.contains("no row")), "{lost:?}");
}

#[test]
fn a_row_that_is_there_twice_is_found() {
    assert_eq!(found(Some(Plant::SecondRow)).twice.len(), 1);
}
