//! What changed since a cursor.

use database::{Centre, DatabaseError, Reading};
use uuid::Uuid;

use super::page::Filling;
use crate::cursor::Cursor;

/// Fills the page with changes in order of clock and id, and returns how far it came.
pub async fn since(
    read: &mut dyn Reading,
    centre: &Centre,
    scopes: &[Uuid],
    cursor: Cursor,
    filling: &mut Filling,
) -> Result<Cursor, DatabaseError> {
    let mut after = match cursor.within {
        Some(id) => (cursor.clock + 1, id),
        None => (cursor.clock, Uuid::max()),
    };
    loop {
        let ask = filling.ask();
        let changed = read.rows_changed(centre.id, scopes, after, centre.clock, ask).await?;
        let last = changed.len() < ask;
        for row in changed {
            let place = (row.seq, row.id);
            if !filling.take(row)? {
                return stopped_before(read, centre, after, place.0).await;
            }
            after = place;
        }
        if last {
            return Ok(Cursor { clock: centre.clock, commit: centre.commit, within: None });
        }
    }
}

/// The cursor of a page that ended with `given`, before a row of clock `next`.
async fn stopped_before(
    read: &mut dyn Reading,
    centre: &Centre,
    given: (u64, Uuid),
    next: u64,
) -> Result<Cursor, DatabaseError> {
    let inside = given.0 == next;
    let clock = if inside { next - 1 } else { given.0 };
    let commit = read.commit_at(centre.id, clock).await?;
    Ok(Cursor {
        clock,
        commit: commit.ok_or(DatabaseError::Impossible("clock"))?,
        within: inside.then_some(given.1),
    })
}
