//! Snappy without a frame, read as far as it goes: what follows it, and where it ends, is not always known.

/// Longer is none of a browser's values.
const LONGEST: usize = 64 << 20;

/// What the bytes hold, if they begin with Snappy; as much of it as could be read.
pub fn decode(bytes: &[u8]) -> Option<Vec<u8>> {
    let (length, mut rest) = varint(bytes)?;
    let length = usize::try_from(length).ok().filter(|length| (1..=LONGEST).contains(length))?;
    let mut out = Vec::new();
    while out.len() < length {
        let Some(after) = element(rest, &mut out) else { break };
        rest = after;
    }
    out.truncate(length);
    (!out.is_empty()).then_some(out)
}

/// Seven bits of a number in each byte, the lowest first.
pub fn varint(bytes: &[u8]) -> Option<(u64, &[u8])> {
    let mut number = 0;
    for (place, byte) in bytes.iter().take(10).enumerate() {
        number |= u64::from(byte & 0x7f).checked_shl(7 * place as u32)?;
        if byte & 0x80 == 0 {
            return Some((number, &bytes[place + 1..]));
        }
    }
    None
}

/// One piece: bytes as they are, or a copy of what came before.
fn element<'a>(bytes: &'a [u8], out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (tag, rest) = bytes.split_first()?;
    let little = |count: usize| {
        let bytes = rest.get(..count)?;
        Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
    };
    let high = usize::from(tag >> 2);
    let (length, offset, read) = match tag & 3 {
        0 if high < 60 => return literal(rest, high + 1, out),
        0 => {
            let bytes = high - 59;
            return literal(&rest[bytes.min(rest.len())..], little(bytes)? + 1, out);
        }
        1 => ((high & 7) + 4, usize::from(tag >> 5) << 8 | little(1)?, 1),
        2 => (high + 1, little(2)?, 2),
        _ => (high + 1, little(4)?, 4),
    };
    let start = out.len().checked_sub(offset).filter(|_| offset > 0)?;
    for place in start..start + length {
        out.push(out[place]);
    }
    rest.get(read..)
}

fn literal<'a>(bytes: &'a [u8], length: usize, out: &mut Vec<u8>) -> Option<&'a [u8]> {
    let (said, rest) = bytes.split_at(length.min(bytes.len()));
    out.extend_from_slice(said);
    (said.len() == length).then_some(rest)
}
