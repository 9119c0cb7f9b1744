//! The phone app's files, out of the program itself or out of a folder.
//!
//! Files whose name holds a digest of their content may be kept for ever; the page, the service worker
//! and the rest are asked for again each time and answered 304 while they stay the same. Compressed
//! copies were made when the site was built. The app's own addresses give its page; others are 404, so
//! that `/coordinator` and public pages stay free.
//!
//! Browsers ask for `/favicon.ico` where a document names no icon: at our own pages, and at JSON. They
//! get the app's icon.

mod encoding;
mod files;
mod pages;

use std::path::PathBuf;

use axum::body::Body;
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::Response;

use encoding::Encoding;
use files::Found;

/// Where the files come from.
pub enum Site {
    /// What the program was built with.
    Embedded,
    /// A folder, read anew each time.
    Folder(PathBuf),
}

/// The app's own addresses: exactly `/`, or one of these and what is below it.
const OWN: [&str; 6] = ["/enrol", "/participants", "/visits", "/activities", "/more", "/concern"];
const PAGE: &str = "index.html";
const FAVICON: &str = "favicon.ico";

const FOR_EVER: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

impl Site {
    pub async fn answer(&self, request: &Parts) -> Response {
        if !matches!(request.method, Method::GET | Method::HEAD) {
            let mut response = page(StatusCode::METHOD_NOT_ALLOWED, pages::WRONG_METHOD);
            let allowed = HeaderValue::from_static("GET, HEAD");
            response.headers_mut().insert(header::ALLOW, allowed);
            return response;
        }
        let path = request.uri.path();
        let own = is_own(path);
        let name = if own { PAGE } else { path.trim_start_matches('/') };
        let accepted = Encoding::accepted(&request.headers);
        match self.find(name, &accepted).await {
            Some(found) => file(name, found, request),
            None if name == FAVICON => self.icon(request).await,
            None if own => page(StatusCode::OK, pages::NOT_BUILT),
            None => not_found(),
        }
    }

    /// The icon itself and no redirect to it: its own address changes with its content, and a browser
    /// may keep the answer. Under this address it is asked for again, whatever its file is called.
    async fn icon(&self, request: &Parts) -> Response {
        let Some(name) = self.name_of(files::ICON).await else { return not_found() };
        match self.find(&name, &[Encoding::Identity]).await {
            Some(found) => file(files::ICON, found, request),
            None => not_found(),
        }
    }
}

fn not_found() -> Response {
    page(StatusCode::NOT_FOUND, pages::NOT_FOUND)
}

fn is_own(path: &str) -> bool {
    let below = |own| path.strip_prefix(own).is_some_and(|rest| rest.starts_with('/'));
    path == "/" || OWN.into_iter().any(|own| path == own || below(own))
}

fn file(name: &str, found: Found, request: &Parts) -> Response {
    let tag = match found.encoding.extension() {
        "" => format!("\"{}\"", found.tag),
        extension => format!("\"{}-{extension}\"", found.tag),
    };
    let same = holds(&request.headers, &tag);
    let length = found.bytes.len();
    let body = match same || request.method == Method::HEAD {
        true => Body::empty(),
        false => Body::from(found.bytes),
    };
    let mut response = Response::new(body);
    let headers = response.headers_mut();
    let keep = if names_its_content(name) { FOR_EVER } else { ASK_AGAIN };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if same {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    let kind = files::content_type(name);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(encoding) = found.encoding.header() {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

fn page(status: StatusCode, html: &'static str) -> Response {
    let mut response = Response::new(Body::from(html));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let kind = files::content_type(PAGE);
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

fn holds(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH);
    let known = known.and_then(|known| known.to_str().ok()).unwrap_or_default();
    // A proxy may have made the tag weak.
    known.split(',').any(|one| one.trim().trim_start_matches("W/") == tag)
}

/// `app.3f9c0d12a4b5c6d7.css`: other content has another name.
fn names_its_content(name: &str) -> bool {
    let digest = |part: &str| part.len() >= 16 && part.bytes().all(|b| b.is_ascii_hexdigit());
    name.rsplit('/').next().unwrap_or(name).split(['.', '-']).any(digest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_apps_own_addresses_give_its_page() {
        for own in ["/", "/enrol", "/participants/1/conversation", "/more/"] {
            assert!(is_own(own), "{own}");
        }
        for other in ["/coordinator", "/enrolment", "/moreover", "//", "/x/enrol", "/index.html"] {
            assert!(!is_own(other), "{other}");
        }
    }

    #[test]
    fn names_with_a_digest_are_kept_for_ever() {
        assert!(names_its_content("app.3f9c0d12a4b5c6d7.css"));
        assert!(names_its_content("fonts/inter-3f9c0d12a4b5c6d7.woff2"));
        for name in
            ["sw.js", "index.html", "manifest.nb.webmanifest", "app.js", "mark.deadbeef.svg"]
        {
            assert!(!names_its_content(name), "{name}");
        }
    }
}
