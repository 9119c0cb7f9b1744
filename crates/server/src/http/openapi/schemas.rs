//! The shapes of bodies. What a phone sends may hold more than is listed; what it is answered does not.

use serde_json::{Value, json};
use sync::{DELIVER_MAX_PARCELS, PUSH_MAX_MUTATIONS, SCHEMA};

use super::faults;

pub fn schemas() -> Value {
    let mut schemas = requested();
    for (name, schema) in answered().as_object().into_iter().flatten() {
        schemas[name] = schema.clone();
    }
    schemas
}

fn requested() -> Value {
    json!({
        "PushRequest": asked(json!({
            "brobygger": mark(),
            "mutations": {
                "type": "array", "maxItems": PUSH_MAX_MUTATIONS, "items": named("Mutation"),
                "description": "In order within each lane",
            },
            "pull": or_null(named("PullBeside")),
        }), &["brobygger", "mutations"]),
        "Mutation": asked(json!({
            "envelope": named("Envelope"),
            "command": {"description": "A command of the domain. One that the server does not \
                know is kept whole."},
        }), &["envelope"]),
        "Envelope": asked(json!({
            "device": uuid(), "epoch": uuid(), "lane": lane(),
            "seq": whole(1, u64::MAX),
            "id": uuid(),
            "schema": whole(0, u32::MAX.into()),
            "grant": or_null(named("NamedGrant")),
            "at": {
                "type": "integer", "format": "int64", "minimum": i64::MIN, "maximum": i64::MAX,
                "description": "The phone's clock, UTC milliseconds",
            },
            "prev": {
                "type": "string", "pattern": "^[0-9a-f]{64}$",
                "description": "SHA-256 of the text of the mutation before it in its lane; zeros \
                    for the first",
            },
            "signature": or_null(text()),
            "voids": or_null(json!({
                "type": "string", "pattern": "^[0-9a-f]{64}$",
                "description": "With the command voided: SHA-256 of the text that it stands in for",
            })),
        }), &["device", "epoch", "lane", "seq", "id", "schema", "at", "prev"]),
        "NamedGrant": asked(
            json!({"scope": uuid(), "version": whole(0, u32::MAX.into())}),
            &["scope", "version"],
        ),
        "PullRequest": asked(json!({
            "brobygger": mark(), "pull": named("Pull"),
        }), &["brobygger", "pull"]),
        "Pull": pull(SCHEMA),
        // What is wrong with it is told beside the receipts: what is sent is received.
        "PullBeside": pull(0),
        "Want": asked(json!({"scope": uuid(), "after": or_null(uuid())}), &["scope"]),
        "KeysRequest": asked(json!({
            "brobygger": mark(),
            "device_key": point("The phone's public key for signing"),
            "deliver": {
                "type": "string", "pattern": "^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$",
                "description": "32 random bytes that the phone made, as base64url",
            },
        }), &["brobygger", "device_key", "deliver"]),
        "DeliverRequest": asked(json!({
            "brobygger": mark(),
            "parcels": {
                "type": "array", "maxItems": DELIVER_MAX_PARCELS,
                "items": {"description": "An object of `key` (the number of the centre's key), `enc`, \
                    `sealed` and `signature` (base64url). One that is not is refused by itself."},
                "description": "In the order in which they were recorded",
            },
            "last": {
                "type": "boolean",
                "description": "The phone will not push these itself any more",
            },
        }), &["brobygger"]),
        "ClearRequest": asked(json!({"brobygger": mark()}), &["brobygger"]),
        "LookRequest": asked(json!({
            "brobygger": mark(), "code": code(),
        }), &["brobygger", "code"]),
        "EnrolRequest": asked(json!({
            "brobygger": mark(), "code": code(), "device": uuid(),
            "token": {
                "type": "string", "pattern": "^[A-Za-z0-9_-]{43,128}$",
                "description": "32 random bytes that the phone made, as base64url",
            },
            "former": or_null(json!({
                "type": "string",
                "description": "The token that the device had until now, where a known phone asks to \
                    go on as the same device",
            })),
        }), &["brobygger", "code", "device", "token"]),
    })
}

fn pull(least_schema: u32) -> Value {
    asked(
        json!({
            "schema": whole(least_schema.into(), u32::MAX.into()),
            "cursor": or_null(json!({
                "type": "string", "description": "As the server wrote it for this phone",
            })),
            "grants": {
                "type": "string",
                "description": "The first 16 hexadecimal digits of a hash over what is held. \
                    Anything else is answered with the grants as they are.",
            },
            "wants": list("Want"),
            "bytes": or_null(whole(0, u64::MAX)),
        }),
        &["schema", "grants"],
    )
}

fn answered() -> Value {
    let clock = || whole(0, u64::MAX);
    json!({
        "PushAnswer": answers(json!({
            "brobygger": mark(), "receipts": list("Receipt"),
            "now": {"type": "integer", "format": "int64"}, "page": named("Page"),
            "pull_fault": named("Fault"),
        }), &["brobygger", "receipts"]),
        "Receipt": answers(json!({
            "lane": lane(), "seq": whole(1, u64::MAX), "id": uuid(),
            "verdict": {"enum": ["applied", "merged", "conflict", "quarantined"]},
            "reason": text(), "clock": clock(),
        }), &["lane", "seq", "id", "verdict", "clock"]),
        "PullAnswer": answers(json!({
            "brobygger": mark(), "page": named("Page"),
        }), &["brobygger", "page"]),
        "Page": answers(json!({
            "cursor": text(),
            "now": {"type": "integer", "format": "int64"},
            "rows": list("Row"),
            "gone": list("Gone"),
            "grants": list("Grant"),
            "filled": list("Filled"),
            "acked": list("Acked"),
            "backed_up": clock(),
            "more": {"type": "boolean"},
        }), &["cursor", "now"]),
        "Row": answers(json!({
            "id": uuid(), "scope": uuid(), "seq": clock(),
            "body": {"type": "object", "minProperties": 1, "maxProperties": 1},
        }), &["id", "scope", "seq", "body"]),
        "Gone": answers(json!({
            "id": uuid(), "scope": uuid(), "seq": clock(),
        }), &["id", "scope", "seq"]),
        "Grant": answers(
            json!({"scope": uuid(), "version": whole(0, u32::MAX.into())}),
            &["scope", "version"],
        ),
        "Filled": answers(json!({
            "scope": uuid(), "after": uuid(), "done": {"type": "boolean"},
        }), &["scope", "done"]),
        "Acked": answers(json!({
            "epoch": uuid(), "lane": lane(), "seq": whole(1, u64::MAX),
        }), &["epoch", "lane", "seq"]),
        "KeysAnswer": answers(json!({
            "brobygger": mark(), "key": whole(1, u32::MAX.into()),
            "public": point("The centre's newest public key"),
        }), &["brobygger", "key", "public"]),
        "DeliverAnswer": answers(json!({
            "brobygger": mark(),
            "parcels": {"type": "array", "items": {"enum": ["received", "waits", "refused"]}},
            "revoked": {"const": true},
        }), &["brobygger", "parcels"]),
        "ClearAnswer": answers(json!({"brobygger": mark()}), &["brobygger"]),
        "LookAnswer": answers(json!({
            "brobygger": mark(), "centre": text(), "member": text(),
            "language": {"type": "string", "pattern": "^[a-z]{2,3}$"},
            "country": {"type": "string", "pattern": "^[A-Z]{2}$"},
        }), &["brobygger", "centre", "member", "language", "country"]),
        "EnrolAnswer": answers(json!({
            "brobygger": mark(), "centre": uuid(), "member": uuid(), "device": uuid(),
        }), &["brobygger", "centre", "member", "device"]),
        "Fault": answers(json!({
            "brobygger": mark(),
            "fault": {"enum": faults::ALL},
            "message": {"type": "string", "description": "A sentence for whoever reads a log"},
            "lane": lane(), "expected": whole(1, u64::MAX), "limit": whole(1, u64::MAX),
        }), &["brobygger", "fault", "message"]),
    })
}

/// A body that the server reads, and answers with 2xx where the phone is the one of the token and the code
/// is good.
pub fn example(request: &str) -> Value {
    let pull = json!({"schema": SCHEMA, "grants": "0000000000000000"});
    let (device, id) =
        ("01943d7c-8a00-7000-8000-000000000001", "01943d7c-8a00-7000-8000-000000000002");
    let one = json!({
        "envelope": {
            "device": device, "epoch": id, "lane": "normal", "seq": 1, "id": id, "schema": SCHEMA,
            "grant": {"scope": id, "version": 1}, "at": 1_795_255_200_000_i64,
            "prev": "0".repeat(64),
        },
        "command": {"report_change": {"id": id, "participant": id, "about": "at_home"}},
    });
    let code = "K7QM-2F9X-4T";
    match request {
        "PushRequest" => json!({
            "nothing": {"value": {"brobygger": 1, "mutations": [], "pull": pull}},
            "one": {"value": {"brobygger": 1, "mutations": [one]}},
        }),
        "PullRequest" => json!({"first": {"value": {"brobygger": 1, "pull": pull}}}),
        "KeysRequest" => json!({"keys": {"value": {
            "brobygger": 1, "device_key": POINT, "deliver": "D".repeat(42) + "A",
        }}}),
        "DeliverRequest" => json!({
            "nothing": {"value": {"brobygger": 1}},
            "one": {"value": {"brobygger": 1, "last": true, "parcels": [{
                "key": 1, "enc": POINT, "sealed": "A".repeat(43), "signature": "A".repeat(86),
            }]}},
        }),
        "ClearRequest" => json!({"bare": {"value": {"brobygger": 1}}}),
        "LookRequest" => json!({"look": {"value": {"brobygger": 1, "code": code}}}),
        _ => json!({"enrol": {"value": {
            "brobygger": 1, "code": code, "device": device, "token": "T".repeat(43),
        }}}),
    }
}

/// What is asked may hold what a later release knows.
fn asked(properties: Value, required: &[&str]) -> Value {
    object(properties, required, true)
}

pub fn answers(properties: Value, required: &[&str]) -> Value {
    object(properties, required, false)
}

fn object(properties: Value, required: &[&str], more: bool) -> Value {
    json!({
        "type": "object", "properties": properties, "required": required,
        "additionalProperties": more,
    })
}

pub fn named(schema: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{schema}")})
}

fn list(schema: &str) -> Value {
    json!({"type": "array", "items": named(schema)})
}

fn or_null(schema: Value) -> Value {
    json!({"anyOf": [schema, {"type": "null"}]})
}

pub fn mark() -> Value {
    json!({"const": 1})
}

fn text() -> Value {
    json!({"type": "string"})
}

fn uuid() -> Value {
    json!({"type": "string", "format": "uuid"})
}

fn lane() -> Value {
    json!({"enum": ["urgent", "normal"]})
}

fn whole(least: u64, most: u64) -> Value {
    json!({"type": "integer", "minimum": least, "maximum": most})
}

/// The curve's own base point, which nobody signs with.
const POINT: &str =
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";

fn point(what: &str) -> Value {
    json!({
        "type": "string", "pattern": "^B[A-P][A-Za-z0-9_-]{84}[AEIMQUYcgkosw048]$",
        "description": format!("{what}: an uncompressed point of P-256, as base64url"),
    })
}

fn code() -> Value {
    json!({
        "type": "string", "maxLength": 64,
        "description": "Ten digits and letters; case, spaces and hyphens do not matter",
    })
}
