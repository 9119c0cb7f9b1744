//! Rows, their scopes, and what they said before.

use std::collections::BTreeSet;

use database::{DatabaseError, Reading};
use domain::{COORDINATORS_ONLY, CentreId, Row, RowKind};
use serde_json::Value;
use uuid::Uuid;

use super::Known;
use crate::push::names;

const PAGE: usize = 1000;

pub async fn check(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    let id = known.centre.id;
    let mut scopes: Vec<(Uuid, Uuid)> = Vec::new();
    let mut rows = BTreeSet::new();
    let mut gone = BTreeSet::new();
    let mut after = None;
    loop {
        let page = read.rows_of_centre(id, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        for row in &page {
            rows.insert(row.id);
            scopes.push((row.id, row.scope));
            if row.gone && known.erased.contains(&row.scope) {
                gone.insert(row.id);
            }
            one(known, row);
        }
    }
    for (row, scope) in scopes {
        let there = scope == id
            || scope == COORDINATORS_ONLY
            || known.participants.contains(&scope)
            || known.members.contains_key(&scope)
            || known.erased.contains(&scope);
        if !there {
            known.find(format!("Row {row}: its scope {scope} does not exist."));
        }
    }
    history(read, known, &rows, &gone).await
}

fn one(known: &mut Known, row: &database::Row) {
    let id = row.id;
    if row.seq == 0 || row.seq > known.centre.clock {
        let clock = known.centre.clock;
        known.find(format!("Row {id}: it changed at {}, and the clock is {clock}.", row.seq));
    }
    if row.kind == RowKind::Participant.name() {
        known.participants.insert(id);
    }
    // What only coordinators read has no scope of its participant's.
    let named = || {
        let named = |name: &Uuid| known.erased.contains(name);
        row.scope == COORDINATORS_ONLY && names(&row.body).iter().any(named)
    };
    let about_erased = || known.erased.contains(&row.scope) || named();
    if !known.erased.is_empty() && !row.body.is_empty() && about_erased() {
        known.find(format!("Row {id}: its participant was erased, and it still says something."));
    }
    if row.gone {
        return;
    }
    if known.erased.contains(&row.scope) {
        known.find(format!("Row {id}: its participant was erased, and it is not removed."));
        return;
    }
    let kind = serde_json::from_value::<RowKind>(Value::String(row.kind.clone()));
    if kind.is_err() {
        // Of a later release: anything that can travel.
        if !serde_json::from_str::<Value>(&row.body).is_ok_and(|body| body.is_object()) {
            known.find(format!("Row {id}: it is not JSON."));
        }
        return;
    }
    match serde_json::from_str::<Row>(&row.body) {
        Ok(parsed) => meant(known, row, parsed),
        Err(_) => known.find(format!("Row {id}: it cannot be read as a {}.", row.kind)),
    }
}

/// The columns say what the body says.
fn meant(known: &mut Known, row: &database::Row, parsed: Row) {
    let id = row.id;
    if parsed.id() != id {
        known.find(format!("Row {id}: its body is another row's, {}.", parsed.id()));
    }
    if parsed.kind().name() != row.kind {
        let kind = parsed.kind().name();
        known.find(format!("Row {id}: it stands as a {}, and its body is a {kind}.", row.kind));
    }
    let scope = parsed.scope(CentreId(known.centre.id));
    if scope != row.scope {
        known.find(format!("Row {id}: it stands in scope {}, and belongs to {scope}.", row.scope));
    }
    match parsed {
        Row::Member(member) => {
            known.members.insert(id, member.role);
        }
        Row::Assignment(assignment) => known.assignments.push(assignment),
        _ => {}
    }
}

async fn history(
    read: &mut dyn Reading,
    known: &mut Known,
    rows: &BTreeSet<Uuid>,
    erased: &BTreeSet<Uuid>,
) -> Result<(), DatabaseError> {
    let mut after = None;
    loop {
        let page = read.history_of_centre(known.centre.id, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id);
        for old in page {
            let (id, clock) = (old.id, known.centre.clock);
            if !rows.contains(&id) {
                known.find(format!("Row {id}: it has a history, and does not exist."));
            } else if erased.contains(&id) {
                known.find(format!(
                    "Row {id}: its participant was erased, and its history is there."
                ));
            } else if old.seq > clock {
                known.find(format!(
                    "Row {id}: its history goes to {}, and the clock is {clock}.",
                    old.seq
                ));
            } else if serde_json::from_str::<Value>(&old.body).is_err() {
                known.find(format!("Row {id}: its history at {} is not JSON.", old.seq));
            }
        }
    }
}
