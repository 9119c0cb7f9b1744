//! The list by which the service worker knows what belongs together.

use std::fmt::Write;

use anyhow::{Context, Result, bail};

use super::digest;
use super::fingerprint::Files;

/// What stands in `sw.js` where the list goes.
const LIST: &str = "[\"__PRECACHE__\"]";
/// What stands in `sw.js` where the name of the build goes.
const BUILD: &str = "__BUILD__";

/// Whether a file is kept on the phone, so that the app starts without a network.
pub fn belongs(name: &str) -> bool {
    let not_for_the_app = name == "sw.js"
        || name.ends_with(".txt")
        || name.ends_with(".map")
        || name.ends_with(".webmanifest")
        // For the home screen: the browser fetches them itself when the app is installed.
        || name.starts_with("icon-")
        || name.starts_with("screenshots/")
        || name.starts_with(".well-known/");
    !not_for_the_app
}

/// Writes the list and the name of the build into `sw.js`.
pub fn fill(files: &mut Files) -> Result<()> {
    let list = list(files);
    let build = digest::short(list.as_bytes());
    let worker = files.get_mut("sw.js").context("the site has no sw.js")?;
    let text = String::from_utf8(std::mem::take(worker)).context("sw.js is not text")?;
    if text.matches(LIST).count() != 1 || text.matches(BUILD).count() != 1 {
        bail!("service-worker/sw.js must hold {LIST} and {BUILD}, each once");
    }
    *worker = text.replace(LIST, &list).replace(BUILD, &build).into_bytes();
    Ok(())
}

/// The files' addresses and digests as JavaScript. Names are made of plain letters, so nothing needs escaping.
fn list(files: &Files) -> String {
    let mut text = String::from("[");
    for (name, bytes) in files.iter().filter(|(name, _)| belongs(name)) {
        // Writing to a String cannot fail.
        let _ = write!(text, "\n  [\"/{name}\", \"{}\"],", digest::hex(bytes));
    }
    text.push_str("\n]");
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn site(page: &str) -> Files {
        let mut files = Files::default();
        files.insert("index.html", page);
        files.insert("app.0123456789abcdef.js", "code");
        files.insert("licences.txt", "MIT");
        files.insert("sw.js", "const BUILD = \"__BUILD__\"; const FILES = [\"__PRECACHE__\"];");
        files
    }

    fn worker(files: &Files) -> String {
        String::from_utf8(files.get("sw.js").unwrap().to_vec()).unwrap()
    }

    #[test]
    fn the_list_names_every_file_of_the_app_with_its_digest() {
        let mut files = site("<html>");
        fill(&mut files).unwrap();
        let worker = worker(&files);
        assert!(worker.contains(&format!("[\"/index.html\", \"{}\"]", digest::hex(b"<html>"))));
        assert!(
            worker
                .contains(&format!("[\"/app.0123456789abcdef.js\", \"{}\"]", digest::hex(b"code")))
        );
        assert!(
            !worker.contains("licences.txt")
                && !worker.contains("\"/sw.js\"")
                && !worker.contains("__")
        );
    }

    #[test]
    fn another_page_is_another_build_and_the_same_page_the_same() {
        let filled = |page: &str| {
            let mut files = site(page);
            fill(&mut files).unwrap();
            worker(&files)
        };
        assert_ne!(filled("<html>"), filled("<html lang=nb>"));
        assert_eq!(filled("<html>"), filled("<html>"));
    }

    #[test]
    fn a_worker_without_the_place_for_the_list_is_an_error() {
        let mut files = site("<html>");
        files.insert("sw.js", "// nothing");
        assert!(fill(&mut files).is_err());
    }
}
