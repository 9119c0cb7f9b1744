//! The protocol `/sync/v1` between phones and the server, and nothing else.
//!
//! **The story.** A phone holds *rows* of the *scopes* it has been granted (the centre's, the
//! member's own, and one per assigned participant). What a person does is a *mutation*: a frozen
//! [`Envelope`] round a command that this crate never looks into. The phone numbers its mutations
//! densely per *lane*, chains them by hash, keeps them in its outbox and pushes them in order. The
//! server applies each exactly once, stores the [`Verdict`] in the transaction that applied it, and
//! answers with a [`Receipt`] each time it is asked. A *pull* brings the rows that changed since an
//! opaque cursor, in [`Page`]s that the phone commits together with the cursor, so that any break
//! resumes where it broke.
//!
//! **What is absent.** No I/O, no clock, no random number, no browser, no server, and no word of what
//! a participant is: a row's body and a mutation's command are opaque JSON. So the protocol can be
//! proved, and run by the million in a simulator, apart from the product.

pub mod base64url;
mod chain;
mod envelope;
mod grants;
mod message;
mod parcel;
pub mod replica;

pub use chain::Digest;
pub use envelope::{Envelope, Lane, Mutation, MutationText, ParseMutationError, SCHEMA, VOIDED};
pub use grants::{Grant, GrantsHash};
pub use message::{
    Acked, Fault, FaultCode, Filled, Gone, PROTOCOL, PUSH_MAX_BYTES, PUSH_MAX_MUTATIONS, Page,
    Pull, PullAnswer, PullRequest, PushAnswer, PushRequest, Receipt, Verdict, Want, WireRow,
};
pub use parcel::{
    DELIVER_MAX_BYTES, DELIVER_MAX_PARCELS, DeliverAnswer, DeliverRequest, Delivered, KeysAnswer,
    KeysRequest, PARCEL_INFO, Parcel,
};
