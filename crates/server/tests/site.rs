//! The phone app's files as a browser gets them.
#![allow(clippy::unwrap_used)]

mod centre;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request, Response, StatusCode, header};
use centre::World;
use server::http::{Site, router};
use tower::ServiceExt;

struct Visit {
    app: Router,
    folder: tempfile::TempDir,
}

const HASHED: &str = "app.0123456789abcdef.js";

impl Visit {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        };
        write("index.html", "<!doctype html><title>Brobygger</title>");
        write("index.html.br", "page in brotli");
        write("index.html.gz", "page in gzip");
        write("sw.js", "// worker");
        write("app.wasm", "wasm");
        write("manifest.nb.webmanifest", "{}");
        write("fonts/inter.woff2", "font");
        write(".secret", "secret");
        write(HASHED, "plain");
        write(&format!("{HASHED}.br"), "brotli");
        let world = World::in_memory().await;
        let app = router(world.service.clone(), Site::Folder(folder.path().to_owned()));
        Self { app, folder }
    }

    async fn get(&self, path: &str) -> Response<Body> {
        self.with(path, &[]).await
    }

    async fn with(&self, path: &str, headers: &[(header::HeaderName, &str)]) -> Response<Body> {
        let mut request = Request::get(path);
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        self.app.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap()
    }
}

fn said(response: &Response<Body>, name: &str) -> String {
    let value = response.headers().get(name);
    value.map_or("", |value| value.to_str().unwrap()).to_owned()
}

async fn text(response: Response<Body>) -> String {
    let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_apps_addresses_give_its_page_and_others_do_not() {
    let visit = Visit::new().await;
    for path in [
        "/",
        "/enrol",
        "/participants",
        "/participants/x/conversation",
        "/more/sent",
        "/index.html",
    ] {
        let response = visit.get(path).await;
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert_eq!(said(&response, "cache-control"), "no-cache");
        assert!(text(response).await.contains("<title>Brobygger"), "{path}");
    }
    for path in [
        "/coordinator",
        "/enrolled",
        "/nothing.js",
        "/%2e%2e/etc/passwd",
        "/.secret",
        "/fonts",
        "/index.html.br",
    ] {
        let response = visit.get(path).await;
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(text(response).await.contains("Finnes ikke"));
    }
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let visit = Visit::new().await;
    let tag = said(&visit.get("/sw.js").await, "etag");
    let hashed = format!("/{HASHED}");
    for (method, path, status) in [
        ("GET", "/", 200),
        ("GET", "/more", 200),
        ("HEAD", "/", 200),
        ("POST", "/more", 405),
        ("GET", "/not-there", 404),
        ("GET", "/app.wasm", 200),
        ("GET", &hashed, 200),
        ("GET", "/sw.js", 304),
        ("GET", "/manifest.nb.webmanifest", 200),
        ("GET", "/fonts/inter.woff2", 200),
        ("GET", "/healthz", 200),
        ("GET", "/api/openapi.json", 200),
        ("POST", "/api/v1/enrolment/look", 415),
        ("GET", "/api/v1/enrolment", 405),
        ("GET", "/api/not-there", 404),
        ("POST", "/sync/v1/push", 401),
        ("POST", "/sync/v1/pull", 401),
        ("GET", "/sync/v1/poke", 401),
    ] {
        let request = Request::builder().method(method).uri(path);
        let request = request.header(header::IF_NONE_MATCH, &tag).body(Body::empty()).unwrap();
        let response = visit.app.clone().oneshot(request).await.unwrap();
        assert_eq!(response.status().as_u16(), status, "{method} {path}");
        for (name, value) in [
            (
                "content-security-policy",
                "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                 img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; \
                 manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; \
                 frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types default",
            ),
            (
                "permissions-policy",
                "geolocation=(), screen-wake-lock=(self), camera=(), microphone=(), payment=(), \
                 usb=()",
            ),
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(said(&response, name), value, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn types_and_how_long_to_keep() {
    let visit = Visit::new().await;
    let for_ever = "public, max-age=31536000, immutable";
    for (path, kind, keep) in [
        ("/sw.js", "text/javascript; charset=utf-8", "no-cache"),
        ("/app.wasm", "application/wasm", "no-cache"),
        ("/manifest.nb.webmanifest", "application/manifest+json", "no-cache"),
        ("/fonts/inter.woff2", "font/woff2", "no-cache"),
        (&format!("/{HASHED}"), "text/javascript; charset=utf-8", for_ever),
    ] {
        let response = visit.get(path).await;
        assert_eq!(said(&response, "content-type"), kind, "{path}");
        assert_eq!(said(&response, "cache-control"), keep, "{path}");
    }
}

#[tokio::test]
async fn the_best_copy_that_the_browser_takes() {
    let visit = Visit::new().await;
    for (path, accepts, encoding, body) in [
        ("/", "gzip, deflate, br, zstd", "br", "page in brotli"),
        ("/", "gzip", "gzip", "page in gzip"),
        ("/", "br;q=0, gzip", "gzip", "page in gzip"),
        (&format!("/{HASHED}"), "gzip, br", "br", "brotli"),
        (&format!("/{HASHED}"), "gzip", "", "plain"),
        ("/sw.js", "gzip, br", "", "// worker"),
    ] {
        let response = visit.with(path, &[(header::ACCEPT_ENCODING, accepts)]).await;
        assert_eq!(said(&response, "content-encoding"), encoding, "{path} {accepts}");
        assert_eq!(said(&response, "vary"), "Accept-Encoding");
        assert_eq!(text(response).await, body);
    }
}

#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let visit = Visit::new().await;
    let first = visit.get("/sw.js").await;
    let tag = said(&first, "etag");
    let again = visit.with("/sw.js", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(said(&again, "etag"), tag);
    assert_eq!(text(again).await, "");
    let plain = said(&visit.get("/").await, "etag");
    let both = [(header::IF_NONE_MATCH, plain.as_str()), (header::ACCEPT_ENCODING, "br")];
    let other_copy = visit.with("/", &both).await;
    assert_eq!(other_copy.status(), StatusCode::OK, "another encoding is another body");
    let head = Request::builder().method(Method::HEAD).uri("/sw.js").body(Body::empty()).unwrap();
    let head = visit.app.clone().oneshot(head).await.unwrap();
    assert_eq!(said(&head, "content-length"), "9");
    assert_eq!(text(head).await, "");
    let post = Request::post("/more").body(Body::empty()).unwrap();
    let post = visit.app.clone().oneshot(post).await.unwrap();
    assert_eq!(post.status(), StatusCode::METHOD_NOT_ALLOWED);
}

#[tokio::test]
async fn the_favicon_is_the_apps_icon_under_whatever_name_it_lies() {
    let visit = Visit::new().await;
    assert_eq!(visit.get("/favicon.ico").await.status(), StatusCode::NOT_FOUND);
    let folder = visit.folder.path();
    std::fs::write(folder.join("icon-192-plain.0123456789abcdef.png"), "another").unwrap();
    std::fs::write(folder.join("icon-192.0123456789abcdef.png.br"), "a copy").unwrap();
    assert_eq!(visit.get("/favicon.ico").await.status(), StatusCode::NOT_FOUND);
    std::fs::write(folder.join("icon-192.0123456789abcdef.png"), "icon").unwrap();
    let response = visit.get("/favicon.ico").await;
    assert_eq!(response.status(), StatusCode::OK);
    assert_eq!(said(&response, "content-type"), "image/png");
    assert_eq!(said(&response, "x-content-type-options"), "nosniff");
    // The address stays when the icon changes, so it is asked for again.
    assert_eq!(said(&response, "cache-control"), "no-cache");
    let tag = said(&response, "etag");
    assert_eq!(text(response).await, "icon");
    let again = visit.with("/favicon.ico", &[(header::IF_NONE_MATCH, &tag)]).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    // A file of that very name comes first.
    std::fs::write(folder.join("favicon.ico"), "own").unwrap();
    let own = visit.get("/favicon.ico").await;
    assert_eq!(said(&own, "content-type"), "image/x-icon");
    assert_eq!(text(own).await, "own");
}
