//! What can go wrong below the server.

/// Why a transaction, or a part of it, did not happen.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// Another process held the database for longer than we wait, or its server is away for a moment. Try
    /// again.
    #[error("the database is busy")]
    Busy,
    /// A row that may exist once exists already.
    #[error("a row of {0} exists already")]
    Exists(&'static str),
    /// Whoever looks after the database's server has to do something.
    #[error("the database's server cannot be reached")]
    Unreachable(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("the database's server does not accept this name and password")]
    Credentials(#[source] Box<dyn std::error::Error + Send + Sync>),
    #[error("there is no database of this name on the server")]
    NoDatabase,
    #[error("the database does not allow this to the name that was given")]
    NoRight(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The tables were written by a later release.
    #[error("the database has schema {found}, this program knows {known}: use a newer program")]
    Newer { found: i64, known: i64 },
    /// Something read from the database is not what was written.
    #[error("the database holds an impossible {0}")]
    Impossible(&'static str),
    /// The storage itself: a full disk, a damaged file, a lost connection.
    #[error("the database failed")]
    Storage(#[source] Box<dyn std::error::Error + Send + Sync>),
}
