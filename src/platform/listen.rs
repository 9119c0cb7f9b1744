//! Server-sent events through fetch, which can carry a bearer token as `EventSource` cannot.

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ReadableStreamDefaultReader, RequestInit};

use super::fetch::{Abort, start};

/// The server says something at least every quarter of a minute. A connection that is silent for so
/// long is dead, though nobody said so: phones change networks.
const SILENCE_MS: u32 = 60_000;
/// An event's name is short; a line that grows beyond this is not from our server.
const LINE_BYTES: usize = 1_000;

pub async fn listen(path: &str, token: &str, heard: &dyn Fn()) {
    let Ok(abort) = Abort::new() else { return };
    let init = RequestInit::new();
    let Ok(response) = start(path, Some(token), &init, &abort, "text/event-stream").await else {
        return;
    };
    let kind = response.headers().get("content-type").ok().flatten().unwrap_or_default();
    if !response.ok() || !kind.starts_with("text/event-stream") {
        return;
    }
    let Some(body) = response.body() else { return };
    let Ok(reader) = body.get_reader().dyn_into::<ReadableStreamDefaultReader>() else { return };
    let mut line = Vec::new();
    while let Some(chunk) = next(&reader).await {
        for byte in chunk {
            if byte != b'\n' {
                line.push(byte);
                continue;
            }
            let event = line.strip_prefix(b"event:").map(|name| name.trim_ascii() == b"poke");
            if event == Some(true) {
                heard();
            }
            line.clear();
        }
        if line.len() > LINE_BYTES {
            return;
        }
    }
}

/// The next bytes; None at the end, at an error, and after too long a silence.
async fn next(reader: &ReadableStreamDefaultReader) -> Option<Vec<u8>> {
    let read = JsFuture::from(reader.read());
    match select(read, TimeoutFuture::new(SILENCE_MS)).await {
        Either::Left((Ok(chunk), _)) => {
            let value = Reflect::get(&chunk, &"value".into()).ok()?;
            Some(value.dyn_into::<Uint8Array>().ok()?.to_vec())
        }
        _ => None,
    }
}
