//! What the server logs, at any level, tells nothing about anybody.
#![allow(clippy::unwrap_used)]

mod listeners;

use std::collections::BTreeSet;

use listeners::{Listener, Running, post};
use serde_json::{Value, json};
use sync::{GrantsHash, SCHEMA};
use uuid::Uuid;

/// A phone's key: the curve's own base point.
const POINT: &str =
    "BGsX0fLhLEJH-Lzm5WOkQPJ3A32BLeszoPShOUXYmMKWT-NC4v4af5uO5-tKfA-eFivOM1drMV7Oy7ZAaDe_UfU";
const WORDS: &str = "Vil gjerne på blåbærtur";

#[tokio::test]
async fn no_name_no_number_no_word_and_no_secret_is_in_the_log() {
    let server = Running::start_logging(env!("CARGO_BIN_EXE_brobygger"), "trace");
    let port = server.port;
    let phones = server.enrol_two().await;
    let phone = &phones[0];
    let token = Some(phone.token.as_str());
    let pull = json!({"brobygger": 1, "pull": {"schema": SCHEMA, "grants": GrantsHash::of([])}});
    let pulled = post(port, "/sync/v1/pull", token, &pull).await;
    let mut stream = Listener::open(port, &phone.token).await.unwrap();
    // What is taken, what is set aside, what is refused, and what cannot be read.
    listeners::push(port, phone).await;
    stream.poke().await.unwrap();
    let malformed = json!({"brobygger": 1, "mutations": [{"envelope": WORDS, "command": WORDS}]});
    let refused = post(port, "/sync/v1/push", token, &malformed).await;
    assert_eq!(refused["fault"], "malformed", "{refused}");
    let stranger = format!("{:A>43}", "Stranger");
    post(port, "/sync/v1/push", Some(&stranger), &malformed).await;
    // What is delivered, what is no parcel, and what is shown to the wrong door.
    let credential = format!("{:B>42}A", "Deliver");
    let keys = json!({"brobygger": 1, "device_key": POINT, "deliver": credential});
    let answer = post(port, "/sync/v1/keys", token, &keys).await;
    assert_eq!(answer["key"], 1, "{answer}");
    let parcels = json!({"brobygger": 1, "parcels": [{"key": 1, "enc": WORDS}, WORDS]});
    let answer = post(port, "/sync/v1/deliver", Some(&credential), &parcels).await;
    assert_eq!(answer["parcels"], json!(["refused", "refused"]), "{answer}");
    post(port, "/sync/v1/push", Some(&credential), &parcels).await;
    post(port, "/sync/v1/deliver", token, &parcels).await;
    let code =
        json!({"brobygger": 1, "code": "WRONGCODE23", "device": Uuid::now_v7(), "token": stranger});
    post(port, "/api/v1/enrolment", None, &code).await;

    let export = server.export();
    let mut secrets: BTreeSet<String> = BTreeSet::new();
    collect(&export["rows"], &mut secrets);
    assert!(secrets.len() > 20, "{secrets:?}");
    assert!(pulled["page"].is_object(), "{pulled}");
    secrets.extend(phones.iter().map(|phone| phone.token.clone()));
    secrets.extend(server.codes().iter().cloned());
    secrets.extend(server.private_keys());
    secrets.extend([WORDS, "WRONGCODE23", &stranger, &credential, POINT].map(str::to_owned));

    let log = server.log();
    assert!(
        log.contains("/sync/v1/push")
            && log.contains("/sync/v1/deliver")
            && log.lines().count() > 10,
        "it says nothing at all"
    );
    assert!(!log.contains('\u{1b}'), "words would run into the marks of colours");
    for secret in &secrets {
        assert!(!is_said(&log, secret), "{secret:?} is in the log");
    }
    // The check itself notices what stands there.
    assert!(is_said("12:00 INFO hello Anna", "Anna") && !is_said("12:00 INFO Annatto", "Anna"));
}

/// Names, telephone numbers and free words of people, wherever they stand in a row.
fn collect(value: &Value, secrets: &mut BTreeSet<String>) {
    const PERSONAL: [&str; 9] = [
        "first_name",
        "last_name",
        "name",
        "phone",
        "visit_note",
        "matters",
        "words",
        "note",
        "text",
    ];
    match value {
        Value::Object(fields) => {
            for (name, value) in fields {
                let said = value.get("value").unwrap_or(value).as_str();
                if let Some(said) =
                    said.filter(|said| PERSONAL.contains(&name.as_str()) && said.len() > 2)
                {
                    secrets.insert(said.to_owned());
                }
                collect(value, secrets);
            }
        }
        Value::Array(values) => values.iter().for_each(|value| collect(value, secrets)),
        _ => {}
    }
}

/// As a word of its own.
fn is_said(log: &str, secret: &str) -> bool {
    let part_of_word = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    log.match_indices(secret).any(|(at, found)| {
        let (before, after) = (&log[..at], &log[at + found.len()..]);
        !part_of_word(before.chars().next_back()) && !part_of_word(after.chars().next())
    })
}
