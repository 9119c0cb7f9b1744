//! What a lost phone tells: every file of a browser's profile, searched for words that must not be there.
//!
//! **The story.** A journey knows what was personal in it: names, telephone numbers, what was typed. The browser is put
//! away, its profile copied ([`copy`]), and each file looked at as it lies there and as it reads once it is unpacked:
//! LevelDB's tables and logs, SQLite's rows and its pages, Snappy, LZ4, gzip and brotli, one inside the other. In each
//! of these the words are sought in every writing that a browser is known to use ([`Needle`]).
//!
//! **What is absent.** What the browser encrypts by itself (passwords and cookies of Chromium), and a word that was cut
//! in two by the freeing of half of it.

mod leveldb;
mod needle;
mod snappy;
mod sqlite;
#[cfg(test)]
mod tests;
mod unpack;

use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use anyhow::{Context, Result};
use tempfile::TempDir;

pub use needle::{Kind, Needle, Writing};

/// A word that lies somewhere in a profile.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    pub kind: Kind,
    pub words: String,
    /// Within the profile.
    pub file: PathBuf,
    /// How it was unpacked, and how the words are written there.
    pub how: String,
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "\"{}\" in {} ({})", self.words, self.file.display(), self.how)
    }
}

/// A profile as it lies there now. What is no file, as locks and sockets, is left out.
pub fn copy(profile: &Path) -> Result<TempDir> {
    let copied = tempfile::tempdir()?;
    for file in files(profile)? {
        let target = copied.path().join(file.strip_prefix(profile)?);
        if let Some(folder) = target.parent() {
            std::fs::create_dir_all(folder)?;
        }
        std::fs::copy(&file, &target).with_context(|| format!("copying {}", file.display()))?;
    }
    Ok(copied)
}

/// Whatever of the needles lies anywhere in the profile, which must be a copy: its databases are opened.
pub async fn search(profile: &Path, needles: &[Needle]) -> Result<Vec<Found>> {
    let mut written = Vec::new();
    for needle in needles {
        written.extend(needle.writings().into_iter().map(|writing| (needle, writing)));
    }
    let patterns: Vec<&[u8]> = written.iter().map(|(_, writing)| &writing.bytes[..]).collect();
    let patterns = seeker(&patterns);
    let mut found = BTreeSet::new();
    let mut look = |file: &Path, how: &str, bytes: &[u8]| {
        for hit in patterns.find_overlapping_iter(bytes) {
            let (needle, writing) = &written[hit.pattern().as_usize()];
            found.insert(Found {
                kind: needle.kind,
                words: needle.words.clone(),
                file: file.strip_prefix(profile).unwrap_or(file).to_owned(),
                how: format!("{how}, {}", writing.name),
            });
        }
    };
    let mut databases = Vec::new();
    for file in files(profile)? {
        let bytes =
            std::fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        unpack::each(&file, &bytes, &mut |how, bytes| look(&file, how, bytes));
        if sqlite::is_one(&bytes) {
            databases.push(file);
        }
    }
    // Last, since a database that is opened takes in its log and removes it.
    for file in databases {
        for value in sqlite::values(&file).await {
            unpack::each(Path::new(""), &value, &mut |how, bytes| {
                look(&file, &format!("a value in SQLite, {how}"), bytes);
            });
        }
    }
    Ok(found.into_iter().collect())
}

/// Finds these wherever they are. What it asks of its crate cannot be too much.
#[allow(clippy::expect_used)]
fn seeker(patterns: &[&[u8]]) -> AhoCorasick {
    AhoCorasick::builder().prefilter(false).build(patterns).expect("few and short patterns")
}

/// All files below a folder, in order.
fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = std::fs::read_dir(&folder);
        for entry in entries.with_context(|| format!("cannot read {}", folder.display()))? {
            let entry = entry?;
            let kind = entry.file_type()?;
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_file() {
                found.push(entry.path());
            }
        }
    }
    found.sort();
    Ok(found)
}
