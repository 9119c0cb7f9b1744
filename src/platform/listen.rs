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

pub async fn listen(path: &str, token: &str, heard: &dyn Fn(Option<u64>)) {
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
    let mut events = Events::default();
    while let Some(chunk) = next(&reader).await {
        for byte in chunk {
            if let Some(clock) = events.take(byte) {
                heard(clock);
            }
        }
        if events.line.len() > LINE_BYTES {
            return;
        }
    }
}

/// Reads pokes out of the lines of an event stream: an event ends with an empty line.
#[derive(Default)]
struct Events {
    line: Vec<u8>,
    poke: bool,
    clock: Option<u64>,
}

impl Events {
    fn take(&mut self, byte: u8) -> Option<Option<u64>> {
        if byte != b'\n' {
            self.line.push(byte);
            return None;
        }
        let line = std::mem::take(&mut self.line);
        let line = line.trim_ascii_end();
        if line.is_empty() {
            let clock = self.clock.take();
            return std::mem::take(&mut self.poke).then_some(clock);
        }
        if let Some(name) = line.strip_prefix(b"event:") {
            self.poke = name.trim_ascii() == b"poke";
        } else if let Some(data) = line.strip_prefix(b"data:") {
            let text = std::str::from_utf8(data.trim_ascii()).ok();
            self.clock = text.and_then(|text| text.parse().ok());
        }
        None
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

#[cfg(test)]
mod tests {
    use super::*;

    fn pokes(stream: &str) -> Vec<Option<u64>> {
        let mut events = Events::default();
        stream.bytes().filter_map(|byte| events.take(byte)).collect()
    }

    #[test]
    fn pokes_are_heard_with_their_clock_and_nothing_else_is() {
        assert_eq!(pokes("event: poke\ndata\n\n"), [None]);
        assert_eq!(pokes("event:poke\r\ndata: 17\r\n\r\n: alive\n\n"), [Some(17)]);
        assert_eq!(pokes("data: 4\nevent: poke\n\nevent: other\ndata: 5\n\n"), [Some(4)]);
        assert_eq!(pokes("event: poke\n"), []);
        assert_eq!(pokes("<html>\n\n"), []);
    }
}
