//! Telling a phone what changed.
//!
//! All of a page comes from one snapshot: the centre's clock is read first, then what changed in the
//! granted scopes since the cursor ([`changes`]), then rows of scopes that the phone holds in part
//! ([`fill`]), until the page is full. Where the phone's grants are not what they should be, the page
//! lists them as they are ([`grants`]).

mod changes;
mod fill;
mod grants;
mod page;

use database::{Centre, Device, Reading};
use planted::Planted;
use sync::{Acked, Fault, FaultCode, GrantsHash, Page, Pull, SCHEMA};

use crate::Service;
use crate::authenticate::revoked;
use crate::cursor::Cursor;
use crate::fault::{fault, internal, of_database};
use page::Filling;

/// A smaller page would never end.
const LEAST_BYTES: usize = 4 * 1024;

impl Service {
    pub async fn pull(&self, device: &Device, pull: &Pull) -> Result<Page, Fault> {
        if pull.schema < SCHEMA {
            let message = "This app is too old to be told what is new. What it sends is received.";
            return Err(fault(FaultCode::UpgradeRequired, message));
        }
        let read = self.database().begin_read().await;
        let mut read = read.map_err(|e| of_database(&e))?;
        let read = read.as_mut();
        // Asked again in the snapshot that is told of: it may have been revoked since it was let in.
        let known = read.devices(&[device.id]).await.map_err(|e| of_database(&e))?;
        let revoked_at = known.first().and_then(|known| known.revoked_at);
        if revoked_at.is_some() && !planted::is(Planted::RevokedStillPulls) {
            return Err(revoked());
        }
        let centre = read.centre(device.centre).await;
        let centre = centre.map_err(|e| of_database(&e))?.ok_or_else(internal)?;
        let cursor = match &pull.cursor {
            Some(text) => Some(self.known_cursor(read, device, &centre, text).await?),
            None => None,
        };
        let built = self.page(read, device, pull, &centre, cursor).await;
        built.map_err(|e| of_database(&e))
    }

    /// The cursor, if it is ours, this phone's, of this history, and changes since can still be told.
    async fn known_cursor(
        &self,
        read: &mut dyn Reading,
        device: &Device,
        centre: &Centre,
        text: &str,
    ) -> Result<Cursor, Fault> {
        let cursor = Cursor::read(text, self.secret(), device).map_err(|_| {
            let message = "This cursor was not written for this phone: start over without one.";
            fault(FaultCode::BadCursor, message)
        })?;
        let commit = read.commit_at(device.centre, cursor.clock).await;
        let known = commit.map_err(|e| of_database(&e))? == Some(cursor.commit);
        if !known && !planted::is(Planted::RestoreNotRecognised) {
            let message = "This cursor is from another history: start over, and send again.";
            return Err(fault(FaultCode::AnotherHistory, message));
        }
        if cursor.clock < centre.pruned {
            let message = "What was removed since this cursor is not known any more: start over.";
            return Err(fault(FaultCode::BadCursor, message));
        }
        Ok(cursor)
    }

    async fn page(
        &self,
        read: &mut dyn Reading,
        device: &Device,
        pull: &Pull,
        centre: &Centre,
        cursor: Option<Cursor>,
    ) -> Result<Page, database::DatabaseError> {
        let held = grants::held(read, device).await?;
        let same = GrantsHash::of(held.iter().copied()) == pull.grants
            || planted::is(Planted::GrantsHashIgnored);
        let agreed = cursor.is_some() && same;
        let listed = match agreed {
            true => None,
            false => Some(grants::in_order(read, device, &held, self.now()).await?),
        };
        let most = self.settings().page_bytes;
        let asked = pull.bytes.unwrap_or(most).max(LEAST_BYTES);
        let mut filling = Filling::new(most.min(asked));
        let since = cursor.map_or(0, |cursor| cursor.clock);
        let reached = match cursor {
            Some(cursor) => {
                let scopes: Vec<_> = held.iter().map(|grant| grant.scope).collect();
                changes::since(read, centre, &scopes, cursor, &mut filling).await?
            }
            None => Cursor { clock: centre.clock, commit: centre.commit, within: None },
        };
        let mut filled = Vec::new();
        if !filling.cut {
            let wants = match (&listed, cursor) {
                // The phone holds nothing: begin at once with everything it may hold.
                (Some(grants), None) => fill::everything(grants),
                // A version may have risen, and then what was filled of that scope does not count.
                (Some(_), Some(_)) => fill::from_the_start(&pull.wants, &held),
                _ => fill::granted(&pull.wants, &held),
            };
            filled = fill::scopes(read, centre, &wants, &mut filling).await?;
        }
        let contained = match planted::is(Planted::AckBeyondPage) {
            true => centre.clock,
            false => reached.clock,
        };
        let acks = read.acks(device.id, since, contained).await?;
        let acked =
            acks.into_iter().map(|ack| Acked { epoch: ack.epoch, lane: ack.lane, seq: ack.seq });
        Ok(Page {
            cursor: reached.write(self.secret(), device),
            now: self.now(),
            rows: filling.rows,
            gone: filling.gone,
            grants: listed,
            filled,
            acked: acked.collect(),
            backed_up: centre.backed_up,
            more: filling.cut,
        })
    }
}
