//! Bugs that are planted on purpose, each at the place where somebody might really make it.
//!
//! **The story.** A simulator that finds nothing proves nothing unless it is known to find what is
//! there. So each bug that design and research warn of stands in the code behind [`is`], and CI lets
//! the simulator loose on one after the other: it must find every one of them.
//!
//! **What is absent.** Any trace of this in what people run. Without the feature `switches`, which only
//! `crates/simulator` turns on, [`is`] is the constant `false` and the compiler drops what hangs on it.

macro_rules! bugs {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Planted { $($(#[$doc])* $name),* }

        impl Planted {
            pub const ALL: &'static [Planted] = &[$(Planted::$name),*];

            pub fn name(self) -> &'static str {
                match self { $(Planted::$name => stringify!($name)),* }
            }
        }
    };
}

bugs! {
    /// The centre's clock is a serial: drawn in the transaction and not held until its commit.
    SerialCursor,
    /// Phones get their receipts without waiting for the commit to succeed.
    AcknowledgeBeforeCommit,
    /// Verdicts are given and not kept.
    VerdictNotStored,
    /// The clock is taken before the locks of what is decided about.
    ClockTakenFirst,
    /// What a push decides about is not locked.
    LockForgotten,
    /// What was recorded under a grant that ended long ago is taken.
    GraceIgnored,
    /// That phone and server disagree about the grants is not noticed.
    GrantsHashIgnored,
    /// A wanted scope is given to whoever asks.
    ScopeNotFiltered,
    /// Acks go beyond what the page contains.
    AckBeyondPage,
    /// The commit in a cursor is not looked at.
    RestoreNotRecognised,
    /// A push that the database cannot take is refused for ever.
    PoisonBlocksLane,
    /// What the ledger says is not erased again after a restore.
    ErasedReturns,
    /// A revoked phone is still told.
    RevokedStillPulls,
    /// The later of two edits of a visit note wins without a word.
    LastWriteWinsOnConsent,
    /// A scope that was taken away stays on the phone.
    EvictionSkipped,
    /// The rows of a scope that is granted later are not fetched: only their changes.
    BackfillSkipped,
    /// The cursor is committed before the rows of its page.
    CursorBeforePage,
    /// A lane that is at its end is numbered anew in the same epoch.
    EpochReused,
    /// An entry leaves the view when its receipt is there, before its page is.
    EntryLeavesOnReceipt,
    /// What is received leaves the phone although no backup has it.
    JournalForgotten,
    /// "Saved" is said when the bytes are in the system's buffers.
    SavedRelaxed,
    /// The server's word to wait is not heard.
    RetryAfterIgnored,
    /// What a later release wrote is dropped.
    UnknownCommandDropped,
    /// A parcel is taken from whoever sealed it.
    ParcelUnsigned,
    /// A parcel goes when it is sent, before the centre has said that it has it.
    ParcelGoesUnheard,
    /// A parcel that has to wait at the centre goes from the phone.
    WaitingParcelForgotten,
    /// What is voided when somebody withdraws stays on the disk as it was.
    VoidedStays,
}

#[cfg(feature = "switches")]
mod switches {
    use std::cell::Cell;

    use super::Planted;

    thread_local! {
        static PLANTED: Cell<Option<Planted>> = const { Cell::new(None) };
    }

    /// Plants one bug on this thread, or none.
    pub fn plant(bug: Option<Planted>) {
        PLANTED.set(bug);
    }

    #[must_use]
    pub fn is(bug: Planted) -> bool {
        PLANTED.get() == Some(bug)
    }

    /// Does something with the code as it should be.
    pub fn without<R>(act: impl FnOnce() -> R) -> R {
        let bug = PLANTED.replace(None);
        let result = act();
        PLANTED.set(bug);
        result
    }
}

#[cfg(feature = "switches")]
pub use switches::{is, plant, without};

/// Whether this bug is planted. Never, in what people run.
#[cfg(not(feature = "switches"))]
#[must_use]
#[inline(always)]
pub const fn is(_: Planted) -> bool {
    false
}
