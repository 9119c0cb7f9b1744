//! Who has been kept for long enough.
//!
//! A participant who is closed is kept for as long as the centre's policy says, counted from the closing; one
//! who withdrew has a time of their own. When someone was closed is what a phone's clock claimed, so nobody is due
//! before the same time has passed since anything about them came in. What is due is then erased, or, where the law of archives forbids it,
//! written to the archive's folder first ([`archive`]), proved, and erased here after that.
//!
//! **What is absent.** A clock of its own: the operator's timer runs `brobygger retention`. And anybody who is
//! not closed: that nobody has written about someone for years is for a person to judge.

use std::collections::HashMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use database::{DatabaseError, Reading};
use domain::{Closing, ClosingReason, Is, Participant, Row};
use uuid::Uuid;

use crate::about::{About, page};
use crate::backup::{beside, sync_folder};
use crate::files::ours_alone;

/// Milliseconds after the closing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub closed: i64,
    pub withdrawn: i64,
}

/// Somebody whose time is over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Due {
    pub participant: Uuid,
    pub closed: Closing,
}

#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    #[error("{0}: {1}")]
    File(PathBuf, #[source] std::io::Error),
    #[error("{0} does not hold what was written to it")]
    Unsound(PathBuf),
    #[error("the document cannot be written: {0}")]
    Document(#[from] serde_json::Error),
}

impl Policy {
    /// `heard`: when something about them came in last, by the server's clock.
    fn is_over(self, closed: Closing, heard: Option<i64>, now: i64) -> bool {
        let kept = match closed.reason {
            ClosingReason::Withdrawn => self.withdrawn,
            _ => self.closed,
        };
        // A claim of the future is none: then what came in counts alone.
        let claimed = (heard.is_none() || closed.at.0 <= now).then_some(closed.at.0);
        let from = claimed.max(heard);
        from.and_then(|from| from.checked_add(kept)).is_some_and(|until| until <= now)
    }
}

/// Those whose time is over, the earliest closed first.
pub async fn due(
    read: &mut dyn Reading,
    centre: Uuid,
    policy: Policy,
    now: i64,
) -> Result<Vec<Due>, DatabaseError> {
    const PAGE: usize = 1000;
    let heard = heard(read, centre).await?;
    let mut due = Vec::new();
    let mut after = None;
    loop {
        let page = read.rows_of_centre(centre, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        let kind = Participant::KIND.name();
        for row in page.iter().filter(|row| !row.gone && row.kind == kind) {
            let read = serde_json::from_str::<Row>(&row.body);
            let read = read.map_err(|_| DatabaseError::Impossible("participant"))?;
            let closed = Participant::of(&read).and_then(|participant| participant.closed);
            if let Some(closed) = closed.filter(|closed| {
                let heard = heard.get(&row.id).copied();
                policy.is_over(*closed, heard, now)
            }) {
                due.push(Due { participant: row.id, closed });
            }
        }
    }
    due.sort_by_key(|one| (one.closed.at, one.participant));
    Ok(due)
}

/// When something was received last that was written about a participant.
async fn heard(read: &mut dyn Reading, centre: Uuid) -> Result<HashMap<Uuid, i64>, DatabaseError> {
    const PAGE: usize = 1000;
    let mut heard = HashMap::new();
    let mut after = None;
    loop {
        let page = read.decided_page(centre, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(heard) };
        after = Some((last.key, last.seq));
        for one in &page {
            if let Some(scope) = one.scope {
                let latest = heard.entry(scope).or_insert(one.received_at);
                *latest = one.received_at.max(*latest);
            }
        }
    }
}

/// Writes the document as JSON and as a page under the participant's id, durably, and reads both again. What is
/// there from a run that was cut off is written anew: nothing was erased then.
pub fn archive(folder: &Path, about: &About) -> Result<(), ArchiveError> {
    let file = |extension: &str| folder.join(format!("{}.{extension}", about.participant));
    put(&file("json"), &serde_json::to_vec_pretty(about)?)?;
    put(&file("html"), page(about).as_bytes())?;
    sync_folder(&file("json")).map_err(|_| ArchiveError::Unsound(folder.to_owned()))
}

fn put(file: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let failed = |error| ArchiveError::File(file.to_owned(), error);
    let partial = beside(file, ".partial");
    // Left by a run that was cut off.
    let _ = std::fs::remove_file(&partial);
    let mut out = ours_alone(&partial).map_err(failed)?;
    out.write_all(bytes).and_then(|()| out.sync_all()).map_err(failed)?;
    drop(out);
    std::fs::rename(&partial, file).map_err(failed)?;
    let kept = std::fs::read(file).map_err(failed)?;
    if kept == bytes { Ok(()) } else { Err(ArchiveError::Unsound(file.to_owned())) }
}

#[cfg(test)]
mod tests {
    use domain::Moment;

    use super::*;

    #[test]
    fn a_clock_that_claims_another_year_neither_hastens_nor_hinders() {
        let policy = Policy { closed: 100, withdrawn: 10 };
        let closed = |at| Closing { at: Moment(at), reason: ClosingReason::Withdrawn };
        assert!(!policy.is_over(closed(-9000), Some(50), 59));
        assert!(policy.is_over(closed(-9000), Some(50), 60));
        assert!(!policy.is_over(closed(9000), Some(50), 59));
        assert!(policy.is_over(closed(9000), Some(50), 60));
    }

    #[test]
    fn time_is_counted_from_the_closing_and_withdrawal_has_its_own() {
        let policy = Policy { closed: 100, withdrawn: 10 };
        let closed = |at, reason| Closing { at: Moment(at), reason };
        assert!(!policy.is_over(closed(50, ClosingReason::Reached), None, 149));
        assert!(policy.is_over(closed(50, ClosingReason::Reached), None, 150));
        assert!(policy.is_over(closed(50, ClosingReason::Withdrawn), None, 60));
        assert!(!policy.is_over(closed(i64::MAX, ClosingReason::Moved), None, i64::MAX - 1));
    }
}
