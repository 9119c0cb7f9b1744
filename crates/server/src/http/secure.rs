//! What every answer forbids the browser, whatever it is an answer to: a page, a script, a worker, an interface's JSON,
//! and what is not there.
//!
//! A worker obeys the policy that it came with, and somebody may open any address as a page. So all of them say it.

use axum::extract::Request;
use axum::http::HeaderValue;
use axum::middleware::Next;
use axum::response::Response;

/// `'wasm-unsafe-eval'` lets WebAssembly compile and nothing else. No inline script or style anywhere. What turns a
/// text into a script or into HTML has to go through the policy of `static/boot.js`.
const CONTENT_SECURITY: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
    style-src 'self'; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
    manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default";
const PERMISSIONS: &str = "geolocation=(), screen-wake-lock=(self), camera=(), microphone=(), \
    payment=(), usb=()";

const HEADERS: [(&str, &str); 5] = [
    ("content-security-policy", CONTENT_SECURITY),
    ("cross-origin-opener-policy", "same-origin"),
    ("permissions-policy", PERMISSIONS),
    ("referrer-policy", "no-referrer"),
    ("x-content-type-options", "nosniff"),
];

pub async fn secure(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    for (name, value) in HEADERS {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}
