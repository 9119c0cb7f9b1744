//! How the rows of a block lie one after the other, before it is sealed.
//!
//! **The story.** Opening a phone reads every row that it holds. So a block says how long each row is, and a
//! row's text is read when somebody asks for the row: JSON would have to be looked through for where each ends.
//! Behind a first byte that says so: id (16 bytes), number (8), length (4), and the text as it came, again and
//! again; numbers with the low byte first. Blocks of 0.1.0 are JSON, and are read as well.

use json::Unreadable;
use sync::WireRow;
use uuid::Uuid;

/// The first byte. JSON begins with another.
const PACKED: u8 = 1;
const ID: usize = 16;
const SEQ: usize = 8;
const LENGTH: usize = 4;

/// A row of a block: its id, its number, and its text.
pub type Lying<'a> = (Uuid, u64, &'a str);

pub fn pack<'a>(rows: impl Iterator<Item = Lying<'a>>) -> Vec<u8> {
    let mut bytes = vec![PACKED];
    for (id, seq, text) in rows {
        bytes.extend_from_slice(id.as_bytes());
        bytes.extend_from_slice(&seq.to_le_bytes());
        // A row is a few hundred bytes; the server takes none of a megabyte.
        bytes.extend_from_slice(&(text.len() as u32).to_le_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes
}

/// Gives each row to `each`. Where the block ends in the middle of one, some may have been given.
pub fn unpack(bytes: &[u8], each: &mut dyn FnMut(Lying<'_>)) -> Result<(), Unreadable> {
    let Some((&PACKED, mut rest)) = bytes.split_first() else {
        let rows: Vec<WireRow> = json::read_bytes(bytes)?;
        rows.iter().for_each(|row| each((row.id, row.seq, row.body.get())));
        return Ok(());
    };
    while !rest.is_empty() {
        let id = Uuid::from_bytes(*take::<ID>(&mut rest)?);
        let seq = u64::from_le_bytes(*take::<SEQ>(&mut rest)?);
        let length = u32::from_le_bytes(*take::<LENGTH>(&mut rest)?);
        let (text, left) = rest.split_at_checked(length as usize).ok_or(Unreadable)?;
        rest = left;
        each((id, seq, str::from_utf8(text).map_err(|_| Unreadable)?));
    }
    Ok(())
}

fn take<'a, const COUNT: usize>(rest: &mut &'a [u8]) -> Result<&'a [u8; COUNT], Unreadable> {
    let (taken, left) = rest.split_first_chunk().ok_or(Unreadable)?;
    *rest = left;
    Ok(taken)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    type Row = (u128, u64, String);

    fn packed(rows: &[Row]) -> Vec<u8> {
        pack(rows.iter().map(|(id, seq, text)| (Uuid::from_u128(*id), *seq, text.as_str())))
    }

    fn unpacked(bytes: &[u8]) -> Result<Vec<Row>, Unreadable> {
        let mut rows = Vec::new();
        let mut each = |(id, seq, text): Lying<'_>| rows.push((id.as_u128(), seq, text.to_owned()));
        unpack(bytes, &mut each)?;
        Ok(rows)
    }

    #[test]
    fn a_block_of_0_1_0_is_read() {
        let id = Uuid::from_u128(7);
        let json = format!(r#"[{{"id":"{id}","scope":"{id}","seq":3,"body":{{"wish":"æ"}}}}]"#);
        assert_eq!(
            unpacked(json.as_bytes()).ok(),
            Some(vec![(7, 3, r#"{"wish":"æ"}"#.to_owned())])
        );
    }

    proptest! {
        #[test]
        fn what_was_packed_comes_out_again(
            rows in proptest::collection::vec((any::<u128>(), any::<u64>(), ".{0,40}"), 0..8),
        ) {
            prop_assert_eq!(unpacked(&packed(&rows)).ok(), Some(rows));
        }

        /// Something is sealed, so a block that opens is whole; and if not, nothing breaks.
        #[test]
        fn a_block_that_is_cut_is_not_read(
            rows in proptest::collection::vec((any::<u128>(), any::<u64>(), ".{0,40}"), 1..4),
            cut in 1_usize..28,
        ) {
            let bytes = packed(&rows);
            let length = bytes.len() - cut.min(bytes.len() - 2);
            let read = unpacked(&bytes[..length]);
            // A cut of just the last row leaves a block of fewer rows.
            prop_assert!(read.is_err() || read.is_ok_and(|read| read.len() < rows.len()));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..200)) {
            let mut packed = vec![PACKED];
            packed.extend(&bytes);
            let _ = (unpacked(&bytes), unpacked(&packed));
        }
    }
}
