//! The clock counts the commits, and each has its name.

use database::{DatabaseError, Reading};

use super::Known;

const PAGE: usize = 1000;

pub async fn check(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    let (id, clock) = (known.centre.id, known.centre.clock);
    let mut next = 0;
    let mut name = None;
    loop {
        let after = u64::checked_sub(next, 1);
        let page = read.commits(id, after, PAGE).await?;
        let length = page.len();
        for (at, commit) in page {
            if at != next {
                known.find(format!(
                    "Centre {id}: no commit is named for the clocks {next} to {at}."
                ));
            }
            next = at + 1;
            name = Some(commit);
        }
        if length < PAGE {
            break;
        }
    }
    if next != clock + 1 {
        known.find(format!(
            "Centre {id}: its clock is {clock}, and its commits are named up to {}.",
            next.saturating_sub(1)
        ));
    } else if name != Some(known.centre.commit) {
        known.find(format!("Centre {id}: its last commit has two names."));
    }
    if known.centre.backed_up > clock {
        known.find(format!(
            "Centre {id}: it is said to be backed up to {}, and its clock is {clock}.",
            known.centre.backed_up
        ));
    }
    Ok(())
}
