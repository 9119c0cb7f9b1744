//! The bodies of `POST /sync/v1/push` and `POST /sync/v1/pull`.
//!
//! Every body carries `"brobygger":1`. An answer without it is not from our server (a hotel's login
//! page, a proxy's error) and is treated as no answer at all.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{Grant, GrantsHash, Lane, MutationText};

/// The value of the field `brobygger` in every body.
pub const PROTOCOL: u8 = 1;
/// More than this in one push is answered 413 with the limit.
pub const PUSH_MAX_MUTATIONS: usize = 100;
/// Of the whole body, uncompressed.
pub const PUSH_MAX_BYTES: usize = 128 * 1024;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushRequest {
    pub brobygger: u8,
    /// In order within each lane. Exact texts.
    pub mutations: Vec<MutationText>,
    /// Pull in the same request, so that one change costs one round trip.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pull: Option<Pull>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PushAnswer {
    pub brobygger: u8,
    /// One per mutation of the request, in its order. The same again when it is asked again.
    pub receipts: Vec<Receipt>,
    /// The server's clock, UTC milliseconds, where no page says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page>,
    /// Why the pull part was not answered; the push part was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pull_fault: Option<Fault>,
}

/// What became of a mutation. Stored in the transaction that applied it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    Applied,
    /// Applied over another's change to the same fields; the history keeps both.
    Merged,
    /// A field that must not be overwritten silently: both versions wait for the coordinator.
    Conflict,
    /// Could not be applied; kept whole for the coordinator.
    Quarantined,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    pub lane: Lane,
    pub seq: u64,
    pub id: Uuid,
    pub verdict: Verdict,
    /// A code that the phone has words for, where the verdict has a reason.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The centre's clock at the commit that decided it.
    pub clock: u64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullRequest {
    pub brobygger: u8,
    pub pull: Pull,
}

/// What a phone holds and what it still wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pull {
    /// The row schema the phone understands.
    pub schema: u32,
    /// None on the first pull, and when the phone starts over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cursor: Option<String>,
    /// Of every scope the phone holds, whole or in part.
    pub grants: GrantsHash,
    /// Scopes whose rows are still missing, in the order the phone wants them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wants: Vec<Want>,
    /// About how much JSON the page may hold, where a slow link bears less than the server would give.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<usize>,
}

/// Rows of `scope` with an id greater than `after`, in order of id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Want {
    pub scope: Uuid,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Uuid>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct PullAnswer {
    pub brobygger: u8,
    pub page: Page,
}

/// What the phone commits in one transaction, together with the cursor.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Page {
    pub cursor: String,
    /// The server's clock, UTC milliseconds, for measuring how wrong the phone's is.
    pub now: i64,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<WireRow>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Gone>,
    /// The grants as they are, today's participants first, where the phone's hash differs. Scopes not
    /// listed leave the phone with this page; new ones (or new versions) become wants from the start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub grants: Option<Vec<Grant>>,
    /// How far each wanted scope is filled by this page. From the id that was asked for to this one it
    /// is all there is: what a phone holds there and is not among the rows is gone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub filled: Vec<Filled>,
    /// Mutations up to these are contained in what the phone holds once this page is committed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub acked: Vec<Acked>,
    /// Mutations decided at or before this clock are in a backup; 0 and absent mean none.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub backed_up: u64,
    /// Ask again at once.
    #[serde(default, skip_serializing_if = "is_false")]
    pub more: bool,
}

/// A row as it travels. `body` is the domain's, opaque here, and carried along to the letter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct WireRow {
    pub id: Uuid,
    pub scope: Uuid,
    /// The centre's clock at the row's last change: a lower one never replaces a higher.
    pub seq: u64,
    pub body: Box<RawValue>,
}

/// A row that was removed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gone {
    pub id: Uuid,
    pub scope: Uuid,
    pub seq: u64,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Filled {
    pub scope: Uuid,
    /// The last id given, where there is more of this scope to come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Uuid>,
    pub done: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acked {
    pub epoch: Uuid,
    pub lane: Lane,
    pub seq: u64,
}

/// The body of every answer that is not 2xx.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fault {
    pub brobygger: u8,
    pub fault: FaultCode,
    /// One plain English sentence for whoever reads a log. Never personal data.
    pub message: String,
    /// With `gap` and `forked`: where the lane stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lane: Option<Lane>,
    /// With `gap`: the number the server waits for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expected: Option<u64>,
    /// With `too_large`: the most mutations in one push.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultCode {
    /// 400: the body is not what the protocol says.
    Malformed,
    /// 400: a cursor that this server did not write for this phone. Start over without one.
    BadCursor,
    /// 401: no token, or one that is not known any more.
    Unauthorised,
    /// 403: the envelope names another device than the token's.
    OtherDevice,
    /// 403: the phone was revoked.
    Revoked,
    /// 404
    NotFound,
    /// 409: a number was skipped; resend from `expected`.
    Gap,
    /// 409: the chain does not fit what was received before. Begin a new epoch.
    Forked,
    /// 409: the cursor is from another history (a restored or copied database). Start over, resend.
    AnotherHistory,
    /// 410: an enrolment code that was used or has expired.
    CodeUsed,
    CodeExpired,
    /// 404: an enrolment code that does not exist.
    CodeUnknown,
    /// 413
    TooLarge,
    /// 415
    NotJson,
    /// 426: pull only, never push.
    UpgradeRequired,
    /// 429, with Retry-After.
    TooMany,
    /// 503, with Retry-After.
    Busy,
    /// 500
    Internal,
}

fn is_zero(number: &u64) -> bool {
    *number == 0
}

fn is_false(flag: &bool) -> bool {
    !*flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_new_is_said_in_fewer_than_200_bytes() {
        let request = PullRequest {
            brobygger: PROTOCOL,
            pull: Pull {
                schema: 1,
                cursor: Some("A".repeat(76)),
                grants: GrantsHash::of([]),
                wants: vec![],
                bytes: None,
            },
        };
        assert!(serde_json::to_string(&request).unwrap().len() <= 200);
        let page = Page { cursor: "A".repeat(76), now: 1_790_000_000_000, ..Page::default() };
        let answer = PullAnswer { brobygger: PROTOCOL, page };
        assert!(serde_json::to_string(&answer).unwrap().len() <= 200);
    }

    #[test]
    fn a_row_keeps_its_body_to_the_letter() {
        // So no message may use serde's flatten: it buffers, and raw values do not survive that.
        let text = r#"{"brobygger":1,"page":{"cursor":"c","now":1,"rows":[{"id":"00000000-0000-0000-0000-000000000001","scope":"00000000-0000-0000-0000-000000000002","seq":3,"body":{"kind":"tomorrow","x":1.50}}]}}"#;
        let answer: PullAnswer = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&answer).unwrap(), text);
    }
}
