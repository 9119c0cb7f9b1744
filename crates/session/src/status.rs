//! What the header and the page "sent and not sent" say.

use store::StoreError;
use sync::FaultCode;
use sync::replica::{Pause, Status};

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SyncStatus {
    /// Saved here, and no receipt yet.
    pub not_sent: usize,
    /// Could not be applied or sent, and was not set aside.
    pub needs_you: usize,
    /// Something recorded is on its way at this moment.
    pub sending: bool,
    /// The last try did not reach our server.
    pub offline: bool,
    pub paused: Option<Pause>,
    /// Our server was reached and was in trouble, or did not understand us.
    pub trouble: Option<FaultCode>,
    /// UTC milliseconds of the last answer.
    pub last_contact: Option<i64>,
    /// Some until every scope granted has been here once.
    pub first_download: Option<Progress>,
    /// Some of what was granted is not here: it was lost on the phone, or has not come yet.
    pub incomplete: bool,
    /// By how much the phone's clock is ahead of the server's.
    pub clock_ahead_ms: Option<i64>,
    /// The last attempt to keep what the server sent failed.
    pub storage_failed: Option<StoreError>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub scopes_done: usize,
    /// 0 until the server has answered.
    pub scopes: usize,
    pub rows: usize,
}

impl SyncStatus {
    pub(crate) fn new(status: Status, rows: usize, storage_failed: Option<StoreError>) -> Self {
        let progress = |(scopes_done, scopes)| Progress { scopes_done, scopes, rows };
        Self {
            not_sent: status.not_sent,
            needs_you: status.needs_you,
            sending: status.sending,
            offline: status.offline,
            paused: status.pause,
            trouble: status.trouble,
            last_contact: status.last_contact,
            first_download: status.filling.map(progress),
            incomplete: status.incomplete,
            clock_ahead_ms: status.clock_ahead_ms,
            storage_failed,
        }
    }
}
