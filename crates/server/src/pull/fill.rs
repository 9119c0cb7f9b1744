//! Whole scopes, for a phone that holds them in part or not at all.

use std::collections::HashSet;

use database::{Centre, DatabaseError, Reading};
use planted::Planted;
use sync::{Filled, Grant, Want};

use super::page::Filling;

pub fn everything(grants: &[Grant]) -> Vec<Want> {
    let want = |grant: &Grant| Want { scope: grant.scope, after: None };
    grants.iter().map(want).collect()
}

/// What a phone wants and may have, each scope once. The rest is not answered; the list of grants says
/// why.
pub fn granted(wants: &[Want], held: &[Grant]) -> Vec<Want> {
    let granted = |want: &&Want| {
        held.iter().any(|grant| grant.scope == want.scope) || planted::is(Planted::ScopeNotFiltered)
    };
    let mut known = HashSet::new();
    let once = |want: &&Want| known.insert(want.scope);
    wants.iter().filter(granted).filter(once).cloned().collect()
}

/// The same, without those that go on where an earlier page ended.
pub fn from_the_start(wants: &[Want], held: &[Grant]) -> Vec<Want> {
    granted(wants, held).into_iter().filter(|want| want.after.is_none()).collect()
}

/// One scope after the other, in order of id, until the page is full.
pub async fn scopes(
    read: &mut dyn Reading,
    centre: &Centre,
    wants: &[Want],
    filling: &mut Filling,
) -> Result<Vec<Filled>, DatabaseError> {
    let mut filled = Vec::new();
    for want in wants {
        let mut after = want.after;
        let mut touched = false;
        let done = loop {
            let ask = filling.ask();
            let rows = read.rows_of_scope(centre.id, want.scope, after, ask).await?;
            let last = rows.len() < ask;
            for row in rows {
                let id = row.id;
                if !filling.take(row)? {
                    break;
                }
                touched = true;
                after = Some(id);
            }
            if filling.cut {
                break false;
            }
            if last {
                break true;
            }
        };
        if done || touched {
            filled.push(Filled { scope: want.scope, after: after.filter(|_| !done), done });
        }
        if !done {
            break;
        }
    }
    Ok(filled)
}
