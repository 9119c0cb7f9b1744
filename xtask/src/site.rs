//! The phone app's files, as the server serves them.
//!
//! Compiled wasm, its glue, the style sheet, fonts and icons come together in one folder; [`fingerprint`] gives each a
//! name that changes with its content and rewrites the references, [`precache`] tells the service worker what belongs
//! together, and [`compress`] makes the bytes that go over the wire. The folder appears whole or not at all.

pub mod compress;
pub mod digest;
pub mod fingerprint;
pub mod gather;
pub mod hook;
pub mod imports;
pub mod precache;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::{cargo, paths, shell, tools};
use fingerprint::Files;

/// For whom a site is built.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Flavour {
    /// For work: compiled in seconds, larger.
    Quick,
    /// As it is released.
    Release,
    /// As it is released, with the object on the page by which the bench drives the store.
    Bench,
    /// Compiled as it is released, with a vault that seals nothing: for the test that a search of the phone sees it.
    Open,
}

impl Flavour {
    pub fn name(self) -> &'static str {
        match self {
            Self::Quick => "quick",
            Self::Release => "release",
            Self::Bench => "bench",
            Self::Open => "open",
        }
    }

    fn profile(self) -> &'static str {
        match self {
            Self::Quick => "wasm-dev",
            Self::Release | Self::Bench | Self::Open => "wasm-release",
        }
    }

    /// The features of the phone app.
    fn features(self) -> &'static [&'static str] {
        match self {
            Self::Quick | Self::Release => &[],
            Self::Bench => &["bench-hook"],
            Self::Open => &["open-vault"],
        }
    }

    /// Whether it is made as small as it gets, which takes a while.
    fn is_small(self) -> bool {
        matches!(self, Self::Release | Self::Bench)
    }
}

/// Builds the site and returns its folder.
pub fn build(flavour: Flavour) -> Result<PathBuf> {
    let mut files = fingerprint::rename(gather(flavour)?)?;
    precache::fill(&mut files)?;
    finish(&files, flavour.name(), flavour)
}

/// Builds the site for work on it: the page reloads itself, and nothing is kept offline.
pub fn build_live() -> Result<PathBuf> {
    let mut files = fingerprint::rename(gather(Flavour::Quick)?)?;
    let page = String::from_utf8_lossy(files.get("index.html").unwrap_or_default()).into_owned();
    // The page names all that was built, so its digest stands for the whole.
    let built = digest::short(page.as_bytes());
    let script = format!("<script type=\"module\" src=\"/live.js?build={built}\"></script></head>");
    files.insert("index.html", page.replacen("</head>", &script, 1));
    files.insert("live.js", include_str!("site/live.js"));
    files.insert("live.txt", built);
    // The way out that is made for a shell gone wrong serves here: nothing stays offline.
    let way_out = paths::root().join("service-worker/kill.js");
    files.insert(
        "sw.js",
        std::fs::read(&way_out).with_context(|| format!("cannot read {}", way_out.display()))?,
    );
    finish(&files, "live", Flavour::Quick)
}

fn gather(flavour: Flavour) -> Result<Files> {
    tools::npm_packages()?;
    let wasm = shell::step("Compiling the phone app", || {
        cargo::app(flavour.profile(), flavour.features())
    })?;
    let mut files = Files::default();
    shell::step("Joining it to the page", || gather::app(&wasm, flavour, &mut files))?;
    let wasm = shell::step("Compiling what makes a key of a passphrase", || {
        cargo::stretch(flavour.profile())
    })?;
    gather::stretch(&wasm, flavour, &mut files)?;
    shell::step("Making style sheet, fonts and icons", || gather::assets(&mut files))?;
    gather::words(&mut files)?;
    gather::passphrases(&mut files)?;
    gather::page(&mut files)?;
    if flavour.is_small() {
        shell::step("Making the scripts small", || gather::minify(&mut files))?;
    }
    hook::check(&files, flavour)?;
    Ok(files)
}

fn finish(files: &Files, name: &str, flavour: Flavour) -> Result<PathBuf> {
    let folder = paths::target().join("site").join(name);
    shell::step("Compressing", || write(files, &folder, flavour))?;
    Ok(folder)
}

fn write(files: &Files, folder: &Path, flavour: Flavour) -> Result<()> {
    let fresh = folder.with_extension("new");
    remove(&fresh)?;
    for (name, bytes) in files.iter() {
        let file = fresh.join(name);
        if let Some(parent) = file.parent() {
            std::fs::create_dir_all(parent)
                .with_context(|| format!("cannot make {}", parent.display()))?;
        }
        std::fs::write(&file, bytes).with_context(|| format!("cannot write {}", file.display()))?;
    }
    compress::folder(files, &fresh, flavour)?;
    remove(folder)?;
    std::fs::rename(&fresh, folder).with_context(|| format!("cannot write {}", folder.display()))
}

fn remove(folder: &Path) -> Result<()> {
    match std::fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(error).with_context(|| format!("cannot remove {}", folder.display()))
        }
        _ => Ok(()),
    }
}
