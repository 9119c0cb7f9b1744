//! Centres, members and participants by what people call them.

use std::collections::HashMap;

use anyhow::{Result, bail};
use database::{Centre, Reading};
use domain::{Is, Member, Participant, Row};
use uuid::Uuid;

/// By id or name; the only one where nothing was said.
pub async fn centre(read: &mut dyn Reading, said: Option<&str>) -> Result<Centre> {
    let all = read.centres().await?;
    let names = || {
        let names: Vec<&str> = all.iter().map(|centre| centre.name.as_str()).collect();
        names.join(", ")
    };
    let Some(said) = said else {
        return match all.len() {
            0 => bail!("There is no centre yet. Begin with `brobygger centre add`."),
            1 => Ok(all[0].clone()),
            _ => bail!("Which centre? Say --centre with one of: {}.", names()),
        };
    };
    let mut found = all.iter().filter(|centre| {
        same(&centre.name, said) || Uuid::parse_str(said).is_ok_and(|id| id == centre.id)
    });
    match (found.next(), found.next()) {
        (Some(centre), None) => Ok(centre.clone()),
        (Some(_), Some(_)) => bail!("More than one centre is called {said}. Say its id."),
        (None, _) => bail!("There is no centre called {said}. There is: {}.", names()),
    }
}

pub async fn member(read: &mut dyn Reading, centre: Uuid, said: &str) -> Result<Member> {
    one(rows::<Member>(read, centre).await?, said, "member", |member| {
        let last = member.last_name.as_ref().map_or("", |name| name.as_str());
        (member.id.0, full_name(member.first_name.as_str(), last))
    })
}

/// The members' names, by id.
pub async fn member_names(read: &mut dyn Reading, centre: Uuid) -> Result<HashMap<Uuid, String>> {
    let named = rows::<Member>(read, centre).await?.into_iter().map(|member| {
        let last = member.last_name.as_ref().map_or("", |name| name.as_str());
        (member.id.0, full_name(member.first_name.as_str(), last))
    });
    Ok(named.collect())
}

pub async fn participant(read: &mut dyn Reading, centre: Uuid, said: &str) -> Result<Participant> {
    one(rows::<Participant>(read, centre).await?, said, "participant", |participant| {
        let last = participant.last_name.as_ref().map_or("", |name| name.as_str());
        (participant.id.0, full_name(participant.first_name.as_str(), last))
    })
}

/// Every row of one type that a centre has.
pub async fn rows<T: Is + Clone>(read: &mut dyn Reading, centre: Uuid) -> Result<Vec<T>> {
    const PAGE: usize = 1000;
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let page = read.rows_of_centre(centre, after, PAGE).await?;
        let living = page.iter().filter(|row| !row.gone && row.kind == T::KIND.name());
        for row in living {
            if let Some(row) = T::of(&serde_json::from_str::<Row>(&row.body)?) {
                found.push(row.clone());
            }
        }
        after = page.last().map(|row| row.id);
        if page.len() < PAGE {
            return Ok(found);
        }
    }
}

pub fn full_name(first: &str, last: &str) -> String {
    format!("{first} {last}").trim().to_owned()
}

fn one<T>(all: Vec<T>, said: &str, what: &str, about: impl Fn(&T) -> (Uuid, String)) -> Result<T> {
    let asked_id = Uuid::parse_str(said).ok();
    let mut found: Vec<T> = all
        .into_iter()
        .filter(|one| {
            let (id, name) = about(one);
            let first = name.split(' ').next().unwrap_or_default();
            Some(id) == asked_id || same(&name, said) || same(first, said)
        })
        .collect();
    // A full name beats a first name.
    if found.iter().any(|one| same(&about(one).1, said)) {
        found.retain(|one| same(&about(one).1, said));
    }
    match found.len() {
        1 => Ok(found.remove(0)),
        0 => bail!("There is no {what} called {said} at this centre."),
        _ => {
            let all: Vec<String> = found
                .iter()
                .map(|one| {
                    let (id, name) = about(one);
                    format!("{name} ({id})")
                })
                .collect();
            bail!("More than one {what} is called {said}. Say which by its id: {}.", all.join(", "))
        }
    }
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}
