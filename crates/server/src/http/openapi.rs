//! `GET /api/openapi.json`: the interface in the words of OpenAPI 3.1.
//!
//! Written by hand beside the routes; `tests/openapi.json` is its snapshot, so that each change of the
//! interface shows in review.

use axum::response::Response;
use serde_json::{Value, json};
use sync::{PUSH_MAX_BYTES, PUSH_MAX_MUTATIONS};

use super::answer;

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
                `\"brobygger\":1`; an answer without it is not from this server.",
        },
        "paths": {
            "/sync/v1/push": {"post": operation(
                "push", "Send what was recorded, in the order of its lanes",
                true, "PushRequest", "PushAnswer",
                &["400", "401", "403", "409", "413", "415", "500", "503"],
            )},
            "/sync/v1/pull": {"post": operation(
                "pull", "Ask for what changed since a cursor",
                true, "PullRequest", "PullAnswer",
                &["400", "401", "403", "409", "413", "415", "426", "500", "503"],
            )},
            "/sync/v1/poke": {"get": {
                "operationId": "poke",
                "summary": "Be told whenever something advanced",
                "security": [{"phone": []}],
                "responses": {
                    "200": {
                        "description": "A stream of events `poke` with the centre's clock. It \
                            begins with one.",
                        "content": {"text/event-stream": {"schema": {"type": "string"}}},
                    },
                    "401": fault(), "403": fault(),
                },
            }},
            "/api/v1/enrolment/look": {"post": operation(
                "look", "See whose code it is, without spending it",
                false, "LookRequest", "LookAnswer",
                &["400", "404", "410", "413", "415", "429", "500", "503"],
            )},
            "/api/v1/enrolment": {"post": operation(
                "enrol", "Spend a code. The same phone may ask again and is told the same",
                false, "EnrolRequest", "EnrolAnswer",
                &["400", "403", "404", "410", "413", "415", "429", "500", "503"],
            )},
            "/api/openapi.json": {"get": {
                "operationId": "openapi",
                "summary": "This description",
                "responses": {"200": {
                    "description": "OpenAPI 3.1",
                    "content": {"application/json": {"schema": {"type": "object"}}},
                }},
            }},
            "/healthz": {"get": {
                "operationId": "health",
                "summary": "Whether the server can read its database",
                "responses": {
                    "200": {
                        "description": "It can",
                        "content": {"application/json": {"schema": object(
                            json!({
                                "brobygger": mark(),
                                "status": {"const": "ok"},
                                "version": {"type": "string"},
                            }),
                            &["brobygger", "status", "version"],
                        )}},
                    },
                    "503": fault(),
                },
            }},
        },
        "components": {
            "securitySchemes": {"phone": {
                "type": "http", "scheme": "bearer",
                "description": "The token that the phone made when it enrolled",
            }},
            "schemas": schemas(),
        },
    })
}

fn operation(
    id: &str,
    summary: &str,
    as_phone: bool,
    request: &str,
    answer: &str,
    faults: &[&str],
) -> Value {
    let content = |name: &str| json!({"application/json": {"schema": named(name)}});
    let mut responses = json!({"200": {"description": "Done", "content": content(answer)}});
    for status in faults {
        responses[*status] = fault();
    }
    let mut operation = json!({
        "operationId": id,
        "summary": summary,
        "requestBody": {"required": true, "content": content(request)},
        "responses": responses,
    });
    if as_phone {
        operation["security"] = json!([{"phone": []}]);
    }
    operation
}

fn schemas() -> Value {
    let number = json!({"type": "integer", "minimum": 0});
    let uuid = json!({"type": "string", "format": "uuid"});
    let text = json!({"type": "string"});
    let lane = json!({"enum": ["urgent", "normal"]});
    let list = |name: &str| json!({"type": "array", "items": named(name)});
    json!({
        "PushRequest": object(json!({
            "brobygger": mark(),
            "mutations": {
                "type": "array", "maxItems": PUSH_MAX_MUTATIONS, "items": named("Mutation"),
                "description": format!("In order within each lane. The whole body is at most \
                    {PUSH_MAX_BYTES} bytes."),
            },
            "pull": named("Pull"),
        }), &["brobygger", "mutations"]),
        "Mutation": object(json!({
            "envelope": named("Envelope"),
            "command": {"description": "A command of the domain. One that the server does not \
                know is kept whole."},
        }), &["envelope"]),
        "Envelope": object(json!({
            "device": uuid, "epoch": uuid, "lane": lane,
            "seq": {"type": "integer", "minimum": 1},
            "id": uuid,
            "schema": number,
            "grant": named("Grant"),
            "at": {"type": "integer", "description": "The phone's clock, UTC milliseconds"},
            "prev": {
                "type": "string", "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 of the text of the mutation before it in its lane; zeros \
                    for the first",
            },
            "signature": text,
        }), &["device", "epoch", "lane", "seq", "id", "schema", "at", "prev"]),
        "PushAnswer": object(json!({
            "brobygger": mark(), "receipts": list("Receipt"), "page": named("Page"),
            "pull_fault": named("Fault"),
        }), &["brobygger", "receipts"]),
        "Receipt": object(json!({
            "lane": lane, "seq": number, "id": uuid,
            "verdict": {"enum": ["applied", "merged", "conflict", "quarantined"]},
            "reason": text, "clock": number,
        }), &["lane", "seq", "id", "verdict", "clock"]),
        "PullRequest": object(json!({
            "brobygger": mark(), "pull": named("Pull"),
        }), &["brobygger", "pull"]),
        "Pull": object(json!({
            "schema": number,
            "cursor": text,
            "grants": {"type": "string", "pattern": "^[0-9a-f]{16}$"},
            "wants": list("Want"),
        }), &["schema", "grants"]),
        "Want": object(json!({"scope": uuid, "after": uuid}), &["scope"]),
        "PullAnswer": object(json!({
            "brobygger": mark(), "page": named("Page"),
        }), &["brobygger", "page"]),
        "Page": object(json!({
            "cursor": text,
            "now": {"type": "integer"},
            "rows": list("Row"),
            "gone": list("Gone"),
            "grants": list("Grant"),
            "filled": list("Filled"),
            "acked": list("Acked"),
            "backed_up": number,
            "more": {"type": "boolean"},
        }), &["cursor", "now"]),
        "Row": object(json!({
            "id": uuid, "scope": uuid, "seq": number, "body": {"type": "object"},
        }), &["id", "scope", "seq", "body"]),
        "Gone": object(json!({
            "id": uuid, "scope": uuid, "seq": number,
        }), &["id", "scope", "seq"]),
        "Grant": object(json!({"scope": uuid, "version": number}), &["scope", "version"]),
        "Filled": object(json!({
            "scope": uuid, "after": uuid, "done": {"type": "boolean"},
        }), &["scope", "done"]),
        "Acked": object(json!({
            "epoch": uuid, "lane": lane, "seq": number,
        }), &["epoch", "lane", "seq"]),
        "LookRequest": object(json!({
            "brobygger": mark(), "code": text,
        }), &["brobygger", "code"]),
        "LookAnswer": object(json!({
            "brobygger": mark(), "centre": text, "member": text, "language": text,
            "country": text,
        }), &["brobygger", "centre", "member", "language", "country"]),
        "EnrolRequest": object(json!({
            "brobygger": mark(), "code": text, "device": uuid,
            "token": {
                "type": "string", "pattern": "^[A-Za-z0-9_-]{43,128}$",
                "description": "32 random bytes that the phone made, as base64url",
            },
        }), &["brobygger", "code", "device", "token"]),
        "EnrolAnswer": object(json!({
            "brobygger": mark(), "centre": uuid, "member": uuid, "device": uuid,
        }), &["brobygger", "centre", "member", "device"]),
        "Fault": object(json!({
            "brobygger": mark(),
            "fault": {"enum": [
                "malformed", "bad_cursor", "unauthorised", "other_device", "revoked", "not_found",
                "gap", "forked", "another_history", "code_used", "code_expired", "code_unknown",
                "too_large", "not_json", "upgrade_required", "too_many", "busy", "internal",
            ]},
            "message": text, "lane": lane, "expected": number, "limit": number,
        }), &["brobygger", "fault", "message"]),
    })
}

fn object(properties: Value, required: &[&str]) -> Value {
    json!({"type": "object", "properties": properties, "required": required})
}

fn named(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn mark() -> Value {
    json!({"const": 1})
}

fn fault() -> Value {
    json!({
        "description": "Refused, and why",
        "content": {"application/json": {"schema": named("Fault")}},
    })
}
