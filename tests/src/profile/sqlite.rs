//! SQLite, in which Firefox and WebKit keep what pages store, and all browsers their history.

use std::path::Path;

use sqlx::sqlite::{SqliteConnectOptions, SqliteRow};
use sqlx::{ConnectOptions, Connection, Row, SqliteConnection};

const HEAD: &[u8] = b"SQLite format 3\0";
/// The two of a write-ahead log, which differ in the order of their checksums' bytes.
const WAL: [[u8; 4]; 2] = [[0x37, 0x7f, 0x06, 0x82], [0x37, 0x7f, 0x06, 0x83]];
const WAL_HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

pub fn is_one(bytes: &[u8]) -> bool {
    bytes.starts_with(HEAD)
}

/// The pages of a database or of its log, also those that are free, without what would cut a text that runs over
/// several of them: the first four bytes of such a page name the next.
pub fn pages(bytes: &[u8]) -> Option<Vec<u8>> {
    let (start, before, size) = if is_one(bytes) {
        let size = u16::from_be_bytes([*bytes.get(16)?, *bytes.get(17)?]);
        (0, 0, if size == 1 { 1 << 16 } else { usize::from(size) })
    } else if WAL.iter().any(|magic| bytes.starts_with(magic)) {
        let size = u32::from_be_bytes(bytes.get(8..12)?.try_into().ok()?);
        (WAL_HEADER, FRAME_HEADER, usize::try_from(size).ok()?)
    } else {
        return None;
    };
    let frames = bytes.get(start..)?.chunks((before + size).max(1));
    Some(frames.flat_map(|frame| frame.get(before + 4..).unwrap_or_default()).copied().collect())
}

/// Every value of every table, with what its log holds. What cannot be opened is searched by its pages alone.
pub async fn values(file: &Path) -> Vec<Vec<u8>> {
    let options = SqliteConnectOptions::new().filename(file).disable_statement_logging();
    let Ok(mut database) = SqliteConnection::connect_with(&options).await else {
        return Vec::new();
    };
    let tables = "SELECT name FROM sqlite_master WHERE type = 'table'";
    let tables = sqlx::query_scalar::<_, String>(tables).fetch_all(&mut database).await;
    let mut found = Vec::new();
    for table in tables.unwrap_or_default() {
        let all = format!("SELECT * FROM \"{}\"", table.replace('"', "\"\""));
        let rows = sqlx::query(sqlx::AssertSqlSafe(all)).fetch_all(&mut database).await;
        found.extend(rows.unwrap_or_default().iter().flat_map(columns));
    }
    // It is a copy, and whatever it says has been read.
    let _ = database.close().await;
    found
}

fn columns(row: &SqliteRow) -> Vec<Vec<u8>> {
    let value = |place| row.try_get_unchecked::<Vec<u8>, _>(place).ok();
    (0..row.len()).filter_map(value).filter(|bytes| !bytes.is_empty()).collect()
}
