//! LevelDB, in which Chromium keeps IndexedDB, localStorage and more: its tables and its logs.

use super::snappy::{self, varint};

/// The end of every table.
const MAGIC: [u8; 8] = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb];
const FOOTER: usize = 48;
/// A log is made of these, and a record that does not fit is cut.
const BLOCK: usize = 32 << 10;
const HEADER: usize = 7;

/// The keys and values of a table, each key whole and followed by its value.
pub fn table(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let footer = &bytes[bytes.len().checked_sub(FOOTER)?..];
    if footer[FOOTER - MAGIC.len()..] != MAGIC {
        return None;
    }
    // Where the index of its filters is, then where that of its entries is.
    let (_, rest) = handle(footer)?;
    let (index, _) = handle(rest)?;
    let blocks = entries(&block(bytes, index)?);
    let blocks = blocks.iter().filter_map(|(_, value)| block(bytes, handle(value)?.0));
    let found = blocks.flat_map(|block| entries(&block));
    Some(found.map(|(key, value)| [key, value].concat()).collect())
}

/// The records of a log, those that were cut put together again.
pub fn log(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut records = Vec::new();
    let mut open = Vec::new();
    for block in bytes.chunks(BLOCK) {
        let mut rest = block;
        while let Some((header, after)) = rest.split_at_checked(HEADER) {
            let length = usize::from(u16::from_le_bytes([header[4], header[5]]));
            let kind = header[6];
            // Nothing, or what a power cut left of a record.
            let Some((said, after)) = after.split_at_checked(length) else { break };
            if kind == 0 {
                break;
            }
            open.extend_from_slice(said);
            // Whole, or the last of its parts. The first and the middle ones are followed by more.
            if kind == 1 || kind == 4 {
                records.push(std::mem::take(&mut open));
            }
            rest = after;
        }
    }
    records.push(open);
    records
}

/// Where a block is and how long.
fn handle(bytes: &[u8]) -> Option<((usize, usize), &[u8])> {
    let (offset, rest) = varint(bytes)?;
    let (size, rest) = varint(rest)?;
    Some(((offset.try_into().ok()?, size.try_into().ok()?), rest))
}

/// A block's content. The byte behind it says whether it is packed.
fn block(table: &[u8], (offset, size): (usize, usize)) -> Option<Vec<u8>> {
    let end = offset.checked_add(size)?;
    let content = table.get(offset..end)?;
    match table.get(end)? {
        1 => snappy::decode(content),
        _ => Some(content.to_vec()),
    }
}

/// Each key begins with so many bytes of the one before.
fn entries(block: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let mut found = Vec::new();
    let Some((_, count)) = block.split_last_chunk::<4>() else { return found };
    let restarts = u32::from_le_bytes(*count) as usize;
    let end = block.len().saturating_sub(4 + restarts.saturating_mul(4));
    let mut rest = &block[..end];
    let mut key = Vec::new();
    while let Some((entry, after)) = entry(rest) {
        key.truncate(entry.shared);
        key.extend_from_slice(entry.key);
        found.push((key.clone(), entry.value.to_vec()));
        rest = after;
    }
    found
}

struct Entry<'a> {
    /// How much of its key is the beginning of the one before.
    shared: usize,
    key: &'a [u8],
    value: &'a [u8],
}

fn entry(bytes: &[u8]) -> Option<(Entry<'_>, &[u8])> {
    let (shared, rest) = varint(bytes)?;
    let (key, rest) = varint(rest)?;
    let (value, rest) = varint(rest)?;
    let (key, rest) = rest.split_at_checked(key.try_into().ok()?)?;
    let (value, rest) = rest.split_at_checked(value.try_into().ok()?)?;
    Some((Entry { shared: shared.try_into().ok()?, key, value }, rest))
}
