//! Which compressed copy a browser takes.

use axum::http::{HeaderMap, header};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// The best first. Plain is always among them.
    pub fn accepted(headers: &HeaderMap) -> Vec<Encoding> {
        let said = headers.get(header::ACCEPT_ENCODING);
        let said = said.and_then(|said| said.to_str().ok()).unwrap_or_default();
        let takes = |wanted: &str| {
            said.split(',').any(|one| {
                let mut parts = one.split(';').map(str::trim);
                let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(wanted));
                let refused = parts.any(|part| {
                    let weight = part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok());
                    weight == Some(0.0)
                });
                named && !refused
            })
        };
        let mut accepted = Vec::with_capacity(3);
        accepted.extend(takes("br").then_some(Encoding::Brotli));
        accepted.extend(takes("gzip").then_some(Encoding::Gzip));
        accepted.push(Encoding::Identity);
        accepted
    }

    /// Of the copy beside the file.
    pub fn extension(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gz",
            Encoding::Identity => "",
        }
    }

    pub fn header(self) -> Option<&'static str> {
        match self {
            Encoding::Brotli => Some("br"),
            Encoding::Gzip => Some("gzip"),
            Encoding::Identity => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_best_that_is_taken() {
        for (said, best) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("deflate", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(said));
            assert_eq!(Encoding::accepted(&headers)[0], best, "{said}");
        }
    }
}
