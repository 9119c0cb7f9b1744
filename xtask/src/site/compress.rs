//! What goes over the wire: each file that gains by it also as `.br` and `.gz`, made once, when building.

use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;

use super::Flavour;
use super::fingerprint::Files;

/// Files below this fit one packet anyway.
const WORTHWHILE: usize = 256;

/// Writes the compressed copies beside the files, on every core.
pub fn folder(files: &Files, folder: &Path, flavour: Flavour) -> Result<()> {
    let candidates: Vec<(&str, &[u8])> = files
        .iter()
        .filter(|(name, bytes)| compressible(name) && bytes.len() >= WORTHWHILE)
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..cores)
            .map(|first| {
                let share: Vec<_> = candidates.iter().skip(first).step_by(cores).copied().collect();
                scope.spawn(move || {
                    share
                        .into_iter()
                        .try_for_each(|(name, bytes)| one(folder, name, bytes, flavour))
                })
            })
            .collect();
        workers.into_iter().try_for_each(|worker| match worker.join() {
            Ok(result) => result,
            Err(_) => anyhow::bail!("a compression failed"),
        })
    })
}

/// Whether a kind of file gains anything. Fonts and pictures are compressed by their own formats.
pub fn compressible(name: &str) -> bool {
    let extension = name.rsplit_once('.').map_or("", |(_, extension)| extension);
    matches!(
        extension,
        "html" | "js" | "mjs" | "css" | "wasm" | "svg" | "json" | "webmanifest" | "txt" | "ico"
    )
}

fn one(folder: &Path, name: &str, bytes: &[u8], flavour: Flavour) -> Result<()> {
    let small = |extension: &str, compressed: Vec<u8>| -> Result<()> {
        if compressed.len() >= bytes.len() {
            return Ok(());
        }
        let file = folder.join(format!("{name}.{extension}"));
        std::fs::write(&file, compressed)
            .with_context(|| format!("cannot write {}", file.display()))
    };
    small("br", brotli(bytes, flavour)?)?;
    small("gz", gzip(bytes, flavour)?)
}

/// The bytes after Brotli: at its best for a release, quick otherwise.
pub fn brotli(bytes: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let quality = if flavour.is_small() { 11 } else { 4 };
    let parameters = brotli::enc::BrotliEncoderParams {
        quality,
        // What it is made for does not matter; it packs wasm a little closer.
        mode: brotli::enc::backward_references::BrotliEncoderMode::BROTLI_MODE_FONT,
        lgwin: 22,
        // A few blocks, each with codes of its own: half a kilobyte less of wasm than one block for all.
        lgblock: 17,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*bytes, &mut compressed, &parameters).context("Brotli failed")?;
    Ok(compressed)
}

fn gzip(bytes: &[u8], flavour: Flavour) -> Result<Vec<u8>> {
    let level = if flavour.is_small() { Compression::best() } else { Compression::fast() };
    let mut encoder = GzEncoder::new(Vec::new(), level);
    encoder.write_all(bytes)?;
    encoder.finish().context("gzip failed")
}
