//! What can go wrong, as far as a person is told different things.

use domain::Refusal;
use store::StoreError;
use sync::FaultCode;
use vault::VaultError;

/// Nothing was saved.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PerformError {
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    #[error(transparent)]
    Storage(#[from] StoreError),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Storage(#[from] StoreError),
    /// The key does not open what tells who is enrolled: the phone has to be enrolled again.
    #[error("what tells who is enrolled cannot be read")]
    Unreadable,
    /// The vault is listed, and nothing is in it: the system has cleared it. What was not sent is lost.
    #[error("the system has cleared what was stored")]
    Wiped,
    #[error(transparent)]
    Vault(#[from] VaultError),
}

/// No vault was opened, and nothing was changed or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnlockError {
    /// No vault of this phone opens with it. The next try has to wait for so long.
    #[error("this opens no vault here")]
    Wrong { wait_ms: i64 },
    /// There were too many wrong tries: this one was not made.
    #[error("too many tries; wait a little")]
    Wait { wait_ms: i64 },
    #[error(transparent)]
    Storage(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EnrolError {
    /// No network, or no answer in time.
    #[error("the server was not reached")]
    Unreachable,
    /// Something in between answered: a login page, say.
    #[error("the answer was not from our server")]
    NotOurServer,
    #[error("there is no such code")]
    CodeUnknown,
    #[error("the code was used by another phone")]
    CodeUsed,
    #[error("the code has expired")]
    CodeExpired,
    #[error("too many tries; wait a little")]
    TooMany { retry_after_ms: Option<i64> },
    /// The server is in trouble, with this code.
    #[error("the server answered {0:?}")]
    Server(FaultCode),
    #[error(transparent)]
    Storage(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

impl From<OpenError> for EnrolError {
    fn from(error: OpenError) -> Self {
        match error {
            OpenError::Storage(error) => EnrolError::Storage(error),
            OpenError::Vault(error) => EnrolError::Vault(error),
            OpenError::Unreadable | OpenError::Wiped => {
                EnrolError::Storage(StoreError::Corrupt("the new vault".to_owned()))
            }
        }
    }
}

impl From<UnlockError> for EnrolError {
    fn from(error: UnlockError) -> Self {
        match error {
            UnlockError::Storage(error) => EnrolError::Storage(error),
            UnlockError::Vault(error) => EnrolError::Vault(error),
            UnlockError::Wrong { .. } | UnlockError::Wait { .. } => {
                EnrolError::Vault(VaultError::DoesNotOpen)
            }
        }
    }
}

/// Sealing fails only where there is no cryptography at all; storage is what the person sees fail.
pub(crate) fn from_vault(error: VaultError) -> StoreError {
    match error {
        VaultError::DoesNotOpen => StoreError::Corrupt("a sealed record".to_owned()),
        other => StoreError::Other(other.to_string()),
    }
}
