//! From HTTP to the words of the protocol. Whatever does not carry our mark is not our server.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use sync::replica::{Answer, Request};
use sync::{Fault, PROTOCOL};

use crate::platform::{NotReached, Platform, Reply};

pub const PUSH: &str = "/sync/v1/push";
pub const PULL: &str = "/sync/v1/pull";
pub const KEYS: &str = "/sync/v1/keys";
pub const DELIVER: &str = "/sync/v1/deliver";
pub const POKE: &str = "/sync/v1/poke";
/// Answered with leave for the browser to forget all that it keeps for the app.
pub const CLEAR: &str = "/api/v1/clear";

pub enum Heard<T> {
    Answer(T),
    Fault {
        fault: Fault,
        retry_after_ms: Option<i64>,
    },
    /// A proxy's error.
    Status {
        status: u16,
        retry_after_ms: Option<i64>,
    },
    Unreachable,
    /// A login page, a body cut short.
    NotOurs,
}

/// Sends the replica's request and gives it its answer.
pub async fn send(platform: &impl Platform, token: &str, request: &Request) -> Answer {
    let (path, body) = match request {
        Request::Push(push) => (PUSH, json::write(push)),
        Request::Pull(pull) => (PULL, json::write(pull)),
    };
    let Ok(body) = body else {
        return Answer::Status { status: 400, retry_after_ms: None };
    };
    let reply = platform.post(path, Some(token), body).await;
    match request {
        Request::Push(_) => answer(hear(reply), Answer::Pushed),
        Request::Pull(_) => answer(hear(reply), Answer::Pulled),
    }
}

fn answer<T>(heard: Heard<T>, wrap: fn(T) -> Answer) -> Answer {
    match heard {
        Heard::Answer(answer) => wrap(answer),
        Heard::Fault { fault, retry_after_ms } => Answer::Fault { fault, retry_after_ms },
        Heard::Status { status, retry_after_ms } => Answer::Status { status, retry_after_ms },
        Heard::Unreachable | Heard::NotOurs => Answer::Unreachable,
    }
}

pub fn hear<T: DeserializeOwned>(reply: Result<Reply, NotReached>) -> Heard<T> {
    match body(reply) {
        // A body that was cut short does not parse, and counts as none.
        Heard::Answer(body) => json::read(&body).map_or(Heard::NotOurs, Heard::Answer),
        Heard::Fault { fault, retry_after_ms } => Heard::Fault { fault, retry_after_ms },
        Heard::Status { status, retry_after_ms } => Heard::Status { status, retry_after_ms },
        Heard::Unreachable => Heard::Unreachable,
        Heard::NotOurs => Heard::NotOurs,
    }
}

/// An answer as its text.
fn body(reply: Result<Reply, NotReached>) -> Heard<String> {
    #[derive(Deserialize)]
    struct Mark {
        brobygger: u8,
    }
    let Ok(reply) = reply else {
        return Heard::Unreachable;
    };
    let retry_after_ms = reply.retry_after_ms;
    let marked =
        reply.json && json::read(&reply.body).is_ok_and(|mark: Mark| mark.brobygger == PROTOCOL);
    if marked && (200..300).contains(&reply.status) {
        return Heard::Answer(reply.body);
    }
    if marked && let Ok(fault) = json::read(&reply.body) {
        return Heard::Fault { fault, retry_after_ms };
    }
    match reply.status {
        status @ (413 | 429 | 500..=510 | 512..) => Heard::Status { status, retry_after_ms },
        // A login page, whatever status it has.
        _ => Heard::NotOurs,
    }
}

#[cfg(test)]
mod tests {
    use sync::{FaultCode, PullAnswer};

    use super::*;

    fn reply(status: u16, json: bool, body: &str) -> Result<Reply, NotReached> {
        Ok(Reply { status, json, retry_after_ms: Some(5), body: body.to_owned() })
    }

    fn heard(reply: Result<Reply, NotReached>) -> Heard<PullAnswer> {
        hear(reply)
    }

    #[test]
    fn only_our_mark_is_an_answer() {
        let ours = r#"{"brobygger":1,"page":{"cursor":"c","now":1}}"#;
        assert!(matches!(heard(reply(200, true, ours)), Heard::Answer(_)));
        for (json, body) in [
            (false, ours),
            (true, "<html>Log in to Hotel</html>"),
            (true, r#"{"page":{"cursor":"c","now":1}}"#),
            (true, r#"{"brobygger":2,"page":{"cursor":"c","now":1}}"#),
            (true, r#"{"brobygger":1,"page":{"cursor":"#),
            (true, r#"{"brobygger":1}"#),
        ] {
            assert!(matches!(heard(reply(200, json, body)), Heard::NotOurs), "{body}");
        }
        assert!(matches!(heard(Err(NotReached)), Heard::Unreachable));
    }

    #[test]
    fn faults_are_ours_and_errors_of_proxies_are_not() {
        let fault = r#"{"brobygger":1,"fault":"revoked","message":"x"}"#;
        let Heard::Fault { fault, .. } = heard(reply(403, true, fault)) else { panic!() };
        assert_eq!(fault.fault, FaultCode::Revoked);
        let proxy = heard(reply(502, false, "Bad gateway"));
        assert!(matches!(proxy, Heard::Status { status: 502, retry_after_ms: Some(5) }));
        for status in [302, 401, 403, 404, 511] {
            assert!(matches!(heard(reply(status, false, "Log in")), Heard::NotOurs));
        }
    }
}
