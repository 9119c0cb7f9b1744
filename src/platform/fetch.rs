//! One request and its answer.

use gloo_timers::callback::Timeout;
use js_sys::Reflect;
use session::{NotReached, Reply};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, Response};

const TIMEOUT_MS: u32 = 30_000;

/// Aborts its request when it is dropped, so that a caller who no longer waits no longer loads.
pub struct Abort(AbortController);

impl Abort {
    pub fn new() -> Result<Self, NotReached> {
        AbortController::new().map(Self).map_err(|_| NotReached)
    }
}

impl Drop for Abort {
    fn drop(&mut self) {
        self.0.abort();
    }
}

pub async fn post(path: &str, token: Option<&str>, body: &str) -> Result<Reply, NotReached> {
    let abort = Abort::new()?;
    let deadline = {
        let controller = abort.0.clone();
        Timeout::new(TIMEOUT_MS, move || controller.abort())
    };
    let init = RequestInit::new();
    init.set_method("POST");
    init.set_body(&JsValue::from_str(body));
    let response = start(path, token, &init, &abort, "application/json").await?;
    let status = response.status();
    let headers = response.headers();
    let json =
        header(&headers, "content-type").is_some_and(|kind| kind.starts_with("application/json"));
    let retry_after_ms = header(&headers, "retry-after").and_then(|value| wait_of(&value));
    let text = JsFuture::from(response.text().map_err(|_| NotReached)?).await;
    let body = text.ok().and_then(|text| text.as_string()).ok_or(NotReached)?;
    drop(deadline);
    Ok(Reply { status, json, retry_after_ms, body })
}

/// Sends a request past the HTTP cache, and without cookies but where the browser is to be cleared.
pub async fn start(
    path: &str,
    token: Option<&str>,
    init: &RequestInit,
    abort: &Abort,
    accept: &str,
) -> Result<Response, NotReached> {
    let headers = Headers::new().map_err(|_| NotReached)?;
    let mut fields = vec![("accept", accept.to_owned())];
    if accept == "application/json" {
        fields.push(("content-type", accept.to_owned()));
    }
    if let Some(token) = token {
        fields.push(("authorization", format!("Bearer {token}")));
    }
    for (name, value) in fields {
        headers.set(name, &value).map_err(|_| NotReached)?;
    }
    init.set_headers(&headers);
    init.set_signal(Some(&abort.0.signal()));
    // We have no cookies. But without leave to touch them Chromium does not hear what a server says about clearing.
    let credentials = if path == session::CLEAR { "same-origin" } else { "omit" };
    for (name, value) in [("credentials", credentials), ("cache", "no-store")] {
        Reflect::set(init, &name.into(), &value.into()).map_err(|_| NotReached)?;
    }
    let window = web_sys::window().ok_or(NotReached)?;
    let response = JsFuture::from(window.fetch_with_str_and_init(path, init)).await;
    response.ok().and_then(|response| response.dyn_into().ok()).ok_or(NotReached)
}

fn header(headers: &Headers, name: &str) -> Option<String> {
    headers.get(name).ok().flatten()
}

/// Seconds, or a date.
fn wait_of(value: &str) -> Option<i64> {
    if let Ok(seconds) = value.trim().parse::<i64>() {
        return Some(seconds.saturating_mul(1_000));
    }
    let at = js_sys::Date::parse(value);
    (!at.is_nan()).then(|| (at - js_sys::Date::now()).max(0.0) as i64)
}
