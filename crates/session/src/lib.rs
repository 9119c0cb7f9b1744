//! The phone's engine: the one handle that the screens talk to.
//!
//! **The story.** A [`Session`] is one enrolled person on one phone (a *vault*). It keeps the rows that
//! the phone has been granted (*base*) and what was recorded and is not yet contained in them
//! (*outbox*) in memory, and shows both together as one view. [`Session::perform`] applies a command to
//! that view by the same rules as the server, saves it durably, and only then says "saved". A loop
//! ([`Session::run`]) sends what is saved and fetches what is new whenever there is a chance to.
//! Screens render what [`Session::view`], [`Session::outbox`] and [`Session::status`] return, and are
//! told by [`Session::subscribe`] when any of them changed.
//!
//! **What is absent.** No screen, no word that a person reads, and no browser: storage, network,
//! clock, chance and locks come through [`Platform`], so that all of this is tested natively,
//! with every fault that a phone knows.
//!
//! # The handle
//!
//! ```ignore
//! // Clone is cheap, PartialEq means "the same handle": made for a Yew context.
//! pub struct Session<P: Platform>(Rc<…>);
//!
//! // Before there is a session.
//! async fn vaults(platform: &P) -> Result<Vec<VaultCard>, StoreError>;   // who is enrolled on this phone
//! async fn look(platform: &P, code: &str) -> Result<Invitation, EnrolError>; // centre, first name, language; spends nothing
//! async fn enrol(platform: P, code: &str) -> Result<Session<P>, EnrolError>; // spends the code; safe to repeat
//! async fn open(platform: P, vault: &str) -> Result<Session<P>, OpenError>;  // works with the radio off
//!
//! // Spawn once per session; returns after close(). Sends, fetches, listens for pokes.
//! async fn run(self);
//! fn wake(&self, why: Why);      // Why::{Visible, Online, Poke, Asked, …}: from the platform's triggers
//! fn send_now(&self);            // the button: Why::Asked
//! fn close(&self);
//!
//! // Reading. All synchronous, all from memory.
//! fn view(&self) -> Rc<domain::MemoryView>;   // base and outbox together: query it, drop it; never hold it over an await
//! fn revision(&self) -> u64;                  // rises whenever the view changed: for memoising
//! fn actor(&self) -> domain::Actor;           // who "I" am
//! fn centre(&self) -> Uuid;
//! fn status(&self) -> SyncStatus;
//! fn outbox(&self) -> Vec<OutboxItem>;        // newest first: what is sent and what is not, with reasons
//! fn export_outbox(&self) -> String;          // {"brobygger":1,"mutations":[…exact texts…]}, all that is not safely received
//!
//! // Acting.
//! fn new_id(&self) -> Uuid;                   // UUIDv7, for the rows that a command creates
//! fn now(&self) -> i64;                       // UTC milliseconds by the phone's clock
//! fn today(&self) -> …;                       // the civil date here
//! fn check(&self, command: &VolunteerCommand) -> Result<(), Refusal>;        // would it be refused? changes nothing
//! async fn perform(&self, command: VolunteerCommand) -> Result<Saved, PerformError>;
//! async fn perform_draft(&self, command: VolunteerCommand, draft: &str) -> Result<Saved, PerformError>; // and drops the draft, in one transaction
//! // PerformError::Refused(Refusal): nothing was saved, say why. PerformError::Storage(StoreError): nothing was saved, say so.
//!
//! // Drafts: sealed bytes under a name that holds nothing personal ("conversation/<participant id>").
//! fn draft(&self, key: &str) -> Option<Vec<u8>>;
//! fn drafts(&self) -> Vec<String>;
//! async fn save_draft(&self, key: &str, bytes: Vec<u8>) -> Result<(), StoreError>;
//! async fn drop_draft(&self, key: &str) -> Result<(), StoreError>;
//!
//! // An item that needs somebody and has been dealt with leaves the list of things to look at.
//! async fn set_aside(&self, id: Uuid) -> Result<(), StoreError>;
//!
//! // The callback runs after the change, outside of every borrow; it stops when the Subscription is dropped.
//! fn subscribe(&self, callback: impl Fn(Change) + 'static) -> Subscription;  // Change::{View, Outbox, Status}
//! ```
//!
//! ```ignore
//! pub struct SyncStatus {
//!     pub not_sent: usize,               // saved here, no receipt yet: "2 not sent"
//!     pub needs_you: usize,              // could not be applied, and not set aside
//!     pub sending: bool,
//!     pub offline: bool,                 // the last try did not reach our server (a login page in between counts)
//!     pub paused: Option<Pause>,         // Unauthorised | Revoked | OtherDevice | UpgradeRequired
//!     pub last_contact: Option<i64>,     // UTC milliseconds of the last answer from our server
//!     pub first_download: Option<Progress>, // Some until every granted scope has arrived once
//!     pub storage_failed: Option<StoreError>, // the last commit failed: say so, show no tick
//! }
//! pub struct Progress { pub scopes_done: usize, pub scopes: usize, pub rows: usize } // scopes 0: not answered yet
//! pub struct OutboxItem {
//!     pub id: Uuid,                      // the mutation's
//!     pub at: i64,                       // when it was recorded, by the phone's clock
//!     pub command: Option<VolunteerCommand>, // None: written by a newer release
//!     pub participant: Option<ParticipantId>,
//!     pub state: ItemState,              // Saved | Sending | Received { at } | NeedsYou { reason, at }
//! }
//! // NeedsYou.reason is a code the screens have words for: a Refusal's code, "no_grant", "unknown_command",
//! // "conflict", "forked", "too_large", "unreadable"; unknown codes get the general words.
//! ```
