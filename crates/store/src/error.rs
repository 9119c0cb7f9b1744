//! How storage fails, as far as a person needs different words for it.

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    /// There is no storage: private mode, or the browser forbids it.
    #[error("this browser gives the page no storage")]
    Unavailable,
    /// The disk or the quota is full.
    #[error("the storage is full")]
    Full,
    /// Another tab holds the database and does not let go, where nobody waits for that.
    #[error("another tab holds the database")]
    Blocked,
    /// The database on the disk is of a newer release than this page.
    #[error("the database was written by a newer release")]
    Newer,
    /// The connection was closed, by another tab's update or by the system.
    #[error("the connection to the database was closed")]
    Closed,
    /// A precondition of the batch does not hold: somebody else has written. Nothing was committed.
    #[error("somebody else has written in the meantime")]
    Changed,
    /// What is on the disk is not what this code writes.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(String),
    #[error("the storage failed: {0}")]
    Other(String),
}
