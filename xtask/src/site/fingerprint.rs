//! Names that change with the content.
//!
//! A browser may keep `/app.3f9c….css` for ever, because other content has another name. A file that refers to others is
//! renamed after them, since their new names are part of its content. Some names must stay: those that the outside
//! knows, and those that are written into the wasm, where a longer name has no room.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};

use super::digest;

/// The site: bytes by name, the name relative to the site's root and without the leading slash.
#[derive(Clone, Debug, Default)]
pub struct Files(BTreeMap<String, Vec<u8>>);

impl Files {
    pub fn insert(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.0.insert(name.into(), bytes.into());
    }

    pub fn get(&self, name: &str) -> Option<&[u8]> {
        self.0.get(name).map(Vec::as_slice)
    }

    pub fn get_mut(&mut self, name: &str) -> Option<&mut Vec<u8>> {
        self.0.get_mut(name)
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, &[u8])> {
        self.0.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice()))
    }
}

/// Gives every file that may have one a name with its digest, and rewrites what refers to it.
pub fn rename(files: Files) -> Result<Files> {
    let references: BTreeMap<String, BTreeSet<String>> = files
        .iter()
        .map(|(name, bytes)| (name.to_owned(), references(name, bytes, &files)))
        .collect();
    let stable: BTreeSet<String> = files
        .iter()
        .filter(|(name, _)| must_stay(name, &files))
        .map(|(name, _)| name.to_owned())
        .collect();
    check_for_strays(&files)?;

    let mut work =
        Renaming { files, references, stable, names: BTreeMap::new(), renamed: Files::default() };
    let all: Vec<String> = work.references.keys().cloned().collect();
    for name in &all {
        work.visit(name, &mut Vec::new())?;
    }
    Ok(work.renamed)
}

struct Renaming {
    files: Files,
    references: BTreeMap<String, BTreeSet<String>>,
    stable: BTreeSet<String>,
    names: BTreeMap<String, String>,
    renamed: Files,
}

impl Renaming {
    fn visit(&mut self, name: &str, path: &mut Vec<String>) -> Result<()> {
        if self.names.contains_key(name) {
            return Ok(());
        }
        if path.iter().any(|seen| seen == name) {
            bail!(
                "these files refer to each other in a circle, so none can be named first: {}",
                path.join(" → ")
            );
        }
        path.push(name.to_owned());
        let targets = self.references.get(name).cloned().unwrap_or_default();
        for target in &targets {
            // A name that stays is no part of a circle.
            if !self.stable.contains(target) {
                self.visit(target, path)?;
            }
        }
        path.pop();

        let original = self.files.get(name).unwrap_or_default();
        let bytes =
            if is_text(name) { self.rewrite(original, &targets) } else { original.to_vec() };
        let new =
            if self.stable.contains(name) { name.to_owned() } else { with_digest(name, &bytes) };
        self.names.insert(name.to_owned(), new.clone());
        self.renamed.insert(new, bytes);
        Ok(())
    }

    fn rewrite(&self, original: &[u8], targets: &BTreeSet<String>) -> Vec<u8> {
        let mut bytes = original.to_vec();
        for target in targets {
            let Some(new) = self.names.get(target).filter(|new| *new != target) else {
                continue;
            };
            let places: Vec<usize> = places(&bytes, target).collect();
            for start in places.into_iter().rev() {
                bytes.splice(start + 1..start + 1 + target.len(), new.bytes());
            }
        }
        bytes
    }
}

fn with_digest(name: &str, bytes: &[u8]) -> String {
    let digest = digest::short(bytes);
    match name.rsplit_once('.') {
        Some((stem, extension)) => format!("{stem}.{digest}.{extension}"),
        None => format!("{name}.{digest}"),
    }
}

fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

fn is_text(name: &str) -> bool {
    matches!(extension(name), "html" | "js" | "css" | "webmanifest" | "svg" | "json")
}

fn must_stay(name: &str, files: &Files) -> bool {
    let known_outside = matches!(extension(name), "html" | "webmanifest" | "txt")
        || matches!(name, "sw.js" | "favicon.ico" | "favicon.svg")
        || name.starts_with(".well-known/");
    let path = format!("/{name}");
    let in_wasm = || {
        files.iter().any(|(other, bytes)| {
            extension(other) == "wasm" && find(bytes, path.as_bytes(), 0).is_some()
        })
    };
    known_outside || in_wasm()
}

fn references(name: &str, bytes: &[u8], files: &Files) -> BTreeSet<String> {
    if !is_text(name) {
        return BTreeSet::new();
    }
    let others = files.iter().map(|(other, _)| other).filter(|other| *other != name);
    others.filter(|other| places(bytes, other).next().is_some()).map(str::to_owned).collect()
}

/// Where `bytes` refers to the file `name`: the positions of the slash before the name.
fn places<'a>(bytes: &'a [u8], name: &'a str) -> impl Iterator<Item = usize> + 'a {
    let path = format!("/{name}");
    let mut from = 0;
    std::iter::from_fn(move || {
        while let Some(start) = find(bytes, path.as_bytes(), from) {
            let end = start + path.len();
            from = end;
            let opens = start == 0 || opens(bytes[start - 1]);
            if opens && bytes.get(end).is_none_or(|byte| closes(*byte)) {
                return Some(start);
            }
        }
        None
    })
}

fn opens(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b'(' | b'=' | b',') || byte.is_ascii_whitespace()
}

fn closes(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`' | b')' | b'#' | b'?' | b',' | b'>' | b';')
        || byte.is_ascii_whitespace()
}

fn find(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    let (first, rest) = wanted.split_first()?;
    let mut start = from;
    loop {
        start += bytes.get(start..)?.iter().position(|byte| byte == first)?;
        if bytes[start + 1..].starts_with(rest) {
            return Some(start);
        }
        start += 1;
    }
}

/// A page, a style sheet or a manifest that names a file which nobody makes would fail only in somebody's hand.
fn check_for_strays(files: &Files) -> Result<()> {
    for (name, bytes) in
        files.iter().filter(|(name, _)| matches!(extension(name), "html" | "css" | "webmanifest"))
    {
        let text = String::from_utf8_lossy(bytes);
        for path in text.split(['"', '\'', '(', ')']).filter(|part| part.starts_with('/')) {
            let path = path.split(['#', '?']).next().unwrap_or(path).trim_start_matches('/');
            let is_file = matches!(
                extension(path),
                "js" | "css"
                    | "svg"
                    | "png"
                    | "webp"
                    | "ico"
                    | "woff2"
                    | "wasm"
                    | "webmanifest"
                    | "json"
            );
            if is_file && files.get(path).is_none() {
                bail!("{name} refers to /{path}, which is not part of the site");
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(files: &[(&str, &str)]) -> Files {
        let mut all = Files::default();
        for (name, text) in files {
            all.insert(*name, *text);
        }
        all
    }

    fn name_of(files: &Files, start: &str) -> String {
        let mut found = files.iter().map(|(name, _)| name).filter(|name| name.starts_with(start));
        let name = found.next().unwrap().to_owned();
        assert_eq!(found.next(), None, "one file starts with {start}");
        name
    }

    fn text(files: &Files, name: &str) -> String {
        String::from_utf8(files.get(name).unwrap().to_vec()).unwrap()
    }

    #[test]
    fn references_follow_the_names() {
        let files = site(&[
            ("index.html", r#"<link href="/app.css"><script src="/boot.js"></script>"#),
            ("boot.js", "import init from '/app.js'; init('/app.wasm?x')"),
            ("app.js", "new URL('/app.wasm')"),
            ("app.wasm", "\0asm"),
            ("app.css", "@font-face{src:url(/inter.woff2)}"),
            ("inter.woff2", "glyphs"),
        ]);
        let renamed = rename(files).unwrap();
        let page = text(&renamed, "index.html");
        let css = renamed
            .iter()
            .map(|(name, _)| name)
            .find(|name| name.ends_with(".css"))
            .unwrap()
            .to_owned();
        assert!(page.contains(&format!("href=\"/{css}\"")));
        assert!(page.contains(&format!("src=\"/{}\"", name_of(&renamed, "boot."))));
        assert!(text(&renamed, &css).contains(&format!("url(/{})", name_of(&renamed, "inter."))));
        let wasm = renamed
            .iter()
            .map(|(name, _)| name)
            .find(|name| name.ends_with(".wasm"))
            .unwrap()
            .to_owned();
        assert!(is_fingerprinted(&wasm));
        assert!(
            text(&renamed, &name_of(&renamed, "boot.")).contains(&format!("init('/{wasm}?x')"))
        );
    }

    #[test]
    fn a_change_deep_down_changes_every_name_above() {
        let with = |font: &str| {
            let files = site(&[
                ("index.html", r#"<link href="/app.css">"#),
                ("app.css", "url('/inter.woff2')"),
                ("inter.woff2", font),
            ]);
            rename(files).unwrap()
        };
        let (before, after) = (with("one"), with("two"));
        assert_ne!(name_of(&before, "app."), name_of(&after, "app."));
        assert_ne!(text(&before, "index.html"), text(&after, "index.html"));
        assert_eq!(name_of(&before, "app."), name_of(&with("one"), "app."));
    }

    #[test]
    fn only_the_whole_name_is_a_reference() {
        let files = site(&[
            ("index.html", r#"<a href="/icon.svg#star"></a><i>/icon.svgz /my/icon.svg</i>"#),
            ("icon.svg", "<svg/>"),
        ]);
        let renamed = rename(files).unwrap();
        let page = text(&renamed, "index.html");
        assert!(page.contains(&format!("href=\"/{}#star\"", name_of(&renamed, "icon."))));
        assert!(page.contains("/icon.svgz /my/icon.svg"));
    }

    #[test]
    fn what_the_wasm_names_keeps_its_name() {
        let files = site(&[
            ("app.wasm", "\0asm.../icons.svg#bus"),
            ("icons.svg", "<svg/>"),
            ("logo.svg", "<svg/>"),
        ]);
        let renamed = rename(files).unwrap();
        assert!(renamed.get("icons.svg").is_some());
        assert!(renamed.get("logo.svg").is_none());
    }

    #[test]
    fn names_that_the_outside_knows_stay() {
        let files = site(&[
            ("sw.js", ""),
            ("nb.webmanifest", r#"{"icons":[{"src":"/icon.png"}]}"#),
            ("icon.png", "x"),
        ]);
        let renamed = rename(files).unwrap();
        assert!(renamed.get("sw.js").is_some());
        assert!(text(&renamed, "nb.webmanifest").contains(&name_of(&renamed, "icon.")));
    }

    #[test]
    fn circles_and_strays_are_errors() {
        let circle = site(&[("a.js", "'/b.js'"), ("b.js", "'/a.js'")]);
        assert!(rename(circle).unwrap_err().to_string().contains("circle"));
        let stray = site(&[("index.html", r#"<link href="/gone.css">"#)]);
        assert!(rename(stray).unwrap_err().to_string().contains("/gone.css"));
    }

    fn is_fingerprinted(name: &str) -> bool {
        let mut parts = name.rsplit('/').next().unwrap_or(name).split('.').rev();
        let (_extension, digest) = (parts.next(), parts.next());
        digest.is_some_and(|part| {
            part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit())
        })
    }
}
