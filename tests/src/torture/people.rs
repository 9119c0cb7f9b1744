//! A made-up centre with as many volunteers as there are phones.

use std::fmt::Write;

use anyhow::{Context, Result};

use crate::place::Place;

/// Made up, and told apart by their first names.
const VOLUNTEERS: [&str; 8] =
    ["Astrid", "Birger", "Camilla", "Didrik", "Eldbjørg", "Fredrik", "Gudrun", "Halvor"];
/// Each has as many of their own, and shares as many with the next one.
const PARTICIPANTS: usize = 2;

/// Founds the centre by the command line and returns an enrolment code for each phone.
pub fn found(place: &Place, phones: usize) -> Result<Vec<String>> {
    let settled = ["centre", "add", "--name", "Prøvesentralen", "--country", "NO"];
    let reached = ["--coordinator", "Ingrid", "--coordinator-phone", "00000001"];
    place.command(&[&settled[..], &reached[..]].concat())?;
    let members = phones.min(VOLUNTEERS.len());
    import(place, "volunteers", &volunteers(members))?;
    import(place, "people", &people(members))?;
    (0..phones).map(|phone| invite(place, VOLUNTEERS[phone % members])).collect()
}

/// A new code for a volunteer of this name.
pub fn invite(place: &Place, name: &str) -> Result<String> {
    let printed = place.command(&["invite", name])?;
    Ok(printed.lines().next().context("no code was printed")?.trim().to_owned())
}

fn import(place: &Place, what: &str, text: &str) -> Result<()> {
    let file = tempfile::NamedTempFile::new()?;
    std::fs::write(file.path(), text)?;
    let path = file.path().to_str().context("the temporary folder's path is not text")?;
    place.command(&["import", what, path])?;
    Ok(())
}

fn volunteers(count: usize) -> String {
    VOLUNTEERS.iter().take(count).enumerate().fold(
        "ref,role,first_name\n".to_owned(),
        |mut sheet, (number, name)| {
            // Writing to a String cannot fail.
            let _ = writeln!(sheet, "F{number},volunteer,{name}");
            sheet
        },
    )
}

fn people(volunteers: usize) -> String {
    let mut sheet = "ref,first_name,consent,volunteer,second_volunteer\n".to_owned();
    for number in 0..volunteers * PARTICIPANTS {
        let (first, second) = (number % volunteers, (number + 1) % volunteers);
        let second = if second == first { String::new() } else { format!("F{second}") };
        let _ = writeln!(sheet, "P{number},Anna,today,F{first},{second}");
    }
    sheet
}
