//! What can be inside of a file: each way of packing that browsers use, one inside the other.

use std::io::Read;
use std::path::Path;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;

use super::{leveldb, seeker, snappy, sqlite};

/// How many ways of packing lie inside of each other at most: a table, a value in it, what the page had packed.
const DEEPEST: usize = 4;
/// Nothing of a browser's becomes larger.
const LARGEST: u64 = 64 << 20;

const GZIP: &[u8] = &[0x1f, 0x8b, 0x08];
/// The beginning of Snappy with a frame, as Firefox writes files with it.
const FRAMED: &[u8] = b"\xff\x06\x00\x00sNaPpY";
/// Before a value of IndexedDB that Chromium packed with Snappy.
const CHROMIUM_SNAPPY: &[u8] = &[0xff, 0x11, 0x02];
const MOZ_LZ4: &[u8] = b"mozLz40\0";
/// A file of Chromium's simple cache.
const SIMPLE: &[u8] = &[0x30, 0x5c, 0x72, 0xa7, 0x1b, 0x6d, 0xfb, 0xfc];
const SIMPLE_HEADER: usize = 24;

/// Hands over the bytes as they are, and all that can be unpacked of them, with the way there in words.
pub fn each(file: &Path, bytes: &[u8], look: &mut dyn FnMut(&str, &[u8])) {
    look("as it is", bytes);
    let name = file.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let mut found = packed(bytes);
    // Neither of these says by its first bytes what it is.
    if name.ends_with(".log") || name.starts_with("MANIFEST") {
        found.extend(named("LevelDB's log", leveldb::log(bytes)));
    }
    found.extend(named("Snappy", snappy::decode(bytes)));
    found.extend(brotli_at(bytes, 0));
    deeper(found, "", 1, look);
}

type Unpacked = Vec<(&'static str, Vec<u8>)>;

fn deeper(found: Unpacked, way: &str, depth: usize, look: &mut dyn FnMut(&str, &[u8])) {
    for (how, bytes) in found {
        let way = if way.is_empty() { how.to_owned() } else { format!("{way}, {how}") };
        look(&way, &bytes);
        if depth < DEEPEST {
            deeper(packed(&bytes), &way, depth + 1, look);
        }
    }
}

/// What says by itself that it is packed.
fn packed(bytes: &[u8]) -> Unpacked {
    let mut found = Vec::new();
    found.extend(named("LevelDB's table", leveldb::table(bytes).unwrap_or_default()));
    found.extend(named("SQLite's pages", sqlite::pages(bytes)));
    found.extend(named("LZ4", moz_lz4(bytes)));
    for hit in marks().find_iter(bytes) {
        let (from, behind) = (&bytes[hit.start()..], &bytes[hit.end()..]);
        found.extend(match hit.pattern().as_usize() {
            0 => named("gzip", some(flate2::read::MultiGzDecoder::new(from))),
            1 => named("Snappy in frames", some(snap::read::FrameDecoder::new(from))),
            _ => named("Snappy", snappy::decode(behind)),
        });
    }
    if bytes.starts_with(SIMPLE) {
        let key = bytes.get(12..16).and_then(|length| length.try_into().ok());
        let key = key.map_or(0, u32::from_le_bytes) as usize;
        found.extend(brotli_at(bytes, SIMPLE_HEADER.saturating_add(key)));
    }
    found
}

/// What may stand anywhere.
fn marks() -> &'static AhoCorasick {
    static MARKS: LazyLock<AhoCorasick> =
        LazyLock::new(|| seeker(&[GZIP, FRAMED, CHROMIUM_SNAPPY]));
    &MARKS
}

fn named(how: &'static str, found: impl IntoIterator<Item = Vec<u8>>) -> Unpacked {
    found.into_iter().map(|bytes| (how, bytes)).collect()
}

/// Brotli has no mark: whatever stands at the place is tried.
fn brotli_at(bytes: &[u8], start: usize) -> Unpacked {
    let body = bytes.get(start..).filter(|body| !body.is_empty());
    let text = body.and_then(|body| some(brotli::Decompressor::new(body, 4096)));
    named("brotli", text)
}

fn moz_lz4(bytes: &[u8]) -> Option<Vec<u8>> {
    let (size, block) = bytes.strip_prefix(MOZ_LZ4)?.split_at_checked(4)?;
    let size = u32::from_le_bytes(size.try_into().ok()?);
    let size = usize::try_from(u64::from(size).min(LARGEST)).ok()?;
    lz4_flex::block::decompress(block, size).ok()
}

/// As much as can be read: behind its end there may be something else.
fn some(mut reader: impl Read) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut part = [0; 8192];
    while out.len() as u64 <= LARGEST {
        match reader.read(&mut part) {
            Ok(0) | Err(_) => break,
            Ok(read) => out.extend_from_slice(&part[..read]),
        }
    }
    (!out.is_empty()).then_some(out)
}
