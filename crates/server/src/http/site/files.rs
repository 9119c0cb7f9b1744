//! Finding a file and its compressed copies.

use std::borrow::Cow;
use std::path::Path;
use std::time::UNIX_EPOCH;

use axum::body::Bytes;

use super::Site;
use super::encoding::Encoding;

mod embedded {
    /// A file that the program was built with.
    pub struct File {
        pub name: &'static str,
        /// Changes with the content.
        pub tag: &'static str,
        pub bytes: &'static [u8],
    }

    include!(concat!(env!("OUT_DIR"), "/site.rs"));
}

pub struct Found {
    pub bytes: Bytes,
    pub encoding: Encoding,
    pub tag: Cow<'static, str>,
}

/// The app's icon before the site's build put a digest into its name.
pub const ICON: &str = "icon-192.png";

impl Site {
    /// The file that was called `name` before it got a digest: `icon-192.3f9c0d12a4b5c6d7.png`.
    pub async fn name_of(&self, name: &str) -> Option<String> {
        let (stem, extension) = name.rsplit_once('.')?;
        let is_it = |file: &str| {
            let rest = file.strip_prefix(stem).and_then(|rest| rest.strip_suffix(extension));
            let digest = |rest: &str| rest.starts_with('.') && super::names_its_content(rest);
            rest.is_some_and(|rest| rest == "." || digest(rest))
        };
        match self {
            Site::Embedded => {
                let file = embedded::FILES.iter().find(|file| is_it(file.name))?;
                Some(file.name.to_owned())
            }
            Site::Folder(folder) => {
                let mut files = tokio::fs::read_dir(folder).await.ok()?;
                while let Ok(Some(file)) = files.next_entry().await {
                    let file = file.file_name().into_string();
                    if let Some(file) = file.ok().filter(|file| is_it(file)) {
                        return Some(file);
                    }
                }
                None
            }
        }
    }

    /// In the first encoding of which there is a copy.
    pub async fn find(&self, name: &str, accepted: &[Encoding]) -> Option<Found> {
        if !is_plain(name) {
            return None;
        }
        for encoding in accepted {
            let copy = match encoding.extension() {
                "" => Cow::Borrowed(name),
                extension => Cow::Owned(format!("{name}.{extension}")),
            };
            if let Some((bytes, tag)) = self.bytes(&copy).await {
                return Some(Found { bytes, encoding: *encoding, tag });
            }
        }
        None
    }

    async fn bytes(&self, name: &str) -> Option<(Bytes, Cow<'static, str>)> {
        match self {
            Site::Embedded => {
                let files = embedded::FILES;
                let place = files.binary_search_by(|file| file.name.cmp(name)).ok()?;
                let file = &files[place];
                Some((Bytes::from_static(file.bytes), Cow::Borrowed(file.tag)))
            }
            Site::Folder(folder) => {
                let path = folder.join(name);
                let about =
                    tokio::fs::metadata(&path).await.ok().filter(|about| about.is_file())?;
                let changed = about.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
                let tag = format!("{:x}-{:x}", changed.as_nanos(), about.len());
                let bytes = tokio::fs::read(&path).await.ok()?;
                Some((bytes.into(), Cow::Owned(tag)))
            }
        }
    }
}

/// A path below the site and nowhere else; the compressed copies have no address of their own.
fn is_plain(name: &str) -> bool {
    let part = |part: &str| {
        !part.is_empty()
            && (!part.starts_with('.') || part == ".well-known")
            && part.bytes().all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    };
    name.split('/').all(part) && !matches!(extension(name), "br" | "gz")
}

fn extension(name: &str) -> &str {
    Path::new(name).extension().and_then(|extension| extension.to_str()).unwrap_or_default()
}

pub fn content_type(name: &str) -> &'static str {
    match extension(name) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn nothing_outside_the_site_has_a_name() {
        for name in ["app.js", "fonts/inter.woff2", ".well-known/security.txt"] {
            assert!(is_plain(name), "{name}");
        }
        for name in
            ["", "../x", "a/../b", "a//b", ".env", "a/.git/config", "a\\b", "%2e%2e", "app.js.br"]
        {
            assert!(!is_plain(name), "{name}");
        }
    }
}
