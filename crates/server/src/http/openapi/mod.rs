//! `GET /api/openapi.json`: the interface in the words of OpenAPI 3.1.
//!
//! Written by hand beside the routes, and exact: every status with the faults that it may carry, and
//! answers without a field too many. `cargo xtask fuzz-api` holds the running server against it;
//! `tests/openapi.json` is its snapshot, so that each change of the interface shows in review. What the
//! HTTP library refuses before it knows the route (a head that is no HTTP or is too long) has no body and
//! stands in no document.

mod faults;
mod schemas;

use axum::response::Response;
use serde_json::{Value, json};
use sync::{DELIVER_MAX_BYTES, PUSH_MAX_BYTES};

use super::answer;
use faults::faults;
use schemas::{answers, example, mark, named, schemas};

pub async fn answer() -> Response {
    answer::json(&openapi())
}

pub fn openapi() -> Value {
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Brobygger",
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
            "description": "What phones say to the server of a centre. Every body carries \
                `\"brobygger\":1`; an answer without it is not from this server. What a later release \
                adds to a request is passed over.",
        },
        "paths": {
            "/sync/v1/push": {"post": posted(
                "push", "Send what was recorded, in the order of its lanes", Who::Phone,
                "PushRequest", "PushAnswer", &[400, 401, 403, 409, 413, 415, 429],
            )},
            "/sync/v1/pull": {"post": posted(
                "pull", "Ask for what changed since a cursor", Who::Phone,
                "PullRequest", "PullAnswer", &[400, 401, 403, 409, 413, 415, 426, 429],
            )},
            "/sync/v1/poke": {"get": got(
                "poke", "Be told whenever something advanced", Who::Phone,
                "A stream of events `poke`, each with the centre's clock as its data. It begins with \
                    one. A line that begins with a colon says that the stream is alive.",
                json!({"text/event-stream": {"schema": answers(
                    json!({
                        "event": {"const": "poke"},
                        "data": {"type": "string", "pattern": "^[0-9]+$"},
                    }),
                    &["event", "data"],
                )}}),
                &[401, 403, 429],
            )},
            "/sync/v1/keys": {"post": posted(
                "keys", "Say which key the phone signs with and with what it delivers, and be told the \
                    centre's newest key", Who::Phone,
                "KeysRequest", "KeysAnswer", &[400, 401, 403, 413, 415, 429],
            )},
            "/sync/v1/deliver": {"post": posted(
                "deliver", "Hand over what was sealed, from a phone that is locked", Who::Deliverer,
                "DeliverRequest", "DeliverAnswer", &[400, 401, 413, 415, 429],
            )},
            "/api/v1/clear": {"post": clear()},
            "/api/v1/enrolment/look": {"post": posted(
                "look", "See whose code it is, without spending it", Who::Anyone,
                "LookRequest", "LookAnswer", &[400, 404, 410, 413, 415, 429],
            )},
            "/api/v1/enrolment": {"post": posted(
                "enrol", "Spend a code. The same phone may ask again and is told the same",
                Who::Anyone, "EnrolRequest", "EnrolAnswer", &[400, 403, 404, 410, 413, 415, 429],
            )},
            "/api/openapi.json": {"get": got(
                "openapi", "This description", Who::Anyone, "OpenAPI 3.1",
                json!({"application/json": {"schema": {"type": "object"}}}), &[],
            )},
            "/healthz": {"get": got(
                "health", "Whether the server can read its database", Who::Anyone, "It can",
                json!({"application/json": {"schema": answers(
                    json!({
                        "brobygger": mark(),
                        "status": {"const": "ok"},
                        "version": {"type": "string"},
                    }),
                    &["brobygger", "status", "version"],
                )}}),
                &[],
            )},
        },
        "components": {
            "securitySchemes": {
                "phone": {
                    "type": "http", "scheme": "bearer",
                    "description": "The token that the phone made when it enrolled",
                },
                "deliverer": {
                    "type": "http", "scheme": "bearer",
                    "description": "The credential that the phone made with its keys",
                },
            },
            "schemas": schemas(),
        },
    })
}

/// Who may ask.
enum Who {
    Phone,
    /// A phone that is locked.
    Deliverer,
    Anyone,
}

impl Who {
    fn security(&self) -> Value {
        match self {
            Self::Phone => json!([{"phone": []}]),
            Self::Deliverer => json!([{"deliverer": []}]),
            Self::Anyone => json!([]),
        }
    }
}

fn posted(
    id: &str,
    summary: &str,
    who: Who,
    request: &str,
    answer: &str,
    refused: &[u16],
) -> Value {
    let done = json!({"application/json": {"schema": named(answer)}});
    let mut operation = got(id, summary, who, "Done", done, refused);
    operation["requestBody"] = json!({
        "required": true,
        "description": format!("At most {PUSH_MAX_BYTES} bytes, {DELIVER_MAX_BYTES} of a delivery, and \
            of an enrolment a few hundred; not compressed."),
        "content": {"application/json": {"schema": named(request), "examples": example(request)}},
    });
    operation
}

/// Either of the phone's credentials will do, also a revoked phone's.
fn clear() -> Value {
    let mut operation = posted(
        "clear",
        "Have the browser forget everything of this site",
        Who::Phone,
        "ClearRequest",
        "ClearAnswer",
        &[400, 401, 413, 415, 429],
    );
    operation["security"] = json!([{"phone": []}, {"deliverer": []}]);
    operation["responses"]["200"]["headers"] = json!({"Clear-Site-Data": {
        "required": true, "schema": {"const": "\"cache\", \"cookies\", \"storage\""},
    }});
    operation
}

fn got(id: &str, summary: &str, who: Who, done: &str, content: Value, refused: &[u16]) -> Value {
    let mut responses = faults(refused);
    responses["200"] = json!({"description": done, "content": content});
    json!({
        "operationId": id,
        "summary": summary,
        "security": who.security(),
        "responses": responses,
    })
}
