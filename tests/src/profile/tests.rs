//! Each way in which a browser may keep a word, planted and found.
#![allow(clippy::unwrap_used)]

use std::io::Write;
use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, SqliteConnection};

use super::{Kind, Needle, search};

const WORDS: &str = "Bjørg vil synge på Ås";

fn note() -> Vec<Needle> {
    vec![Needle::new(Kind::Note, WORDS)]
}

/// What is found of the needles in one file of this name with these bytes.
async fn within(needles: &[Needle], name: &str, bytes: &[u8]) -> Vec<String> {
    let profile = tempfile::tempdir().unwrap();
    let file = profile.path().join("Default").join(name);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    std::fs::write(file, bytes).unwrap();
    found(needles, profile.path()).await
}

async fn found(needles: &[Needle], profile: &Path) -> Vec<String> {
    search(profile, needles).await.unwrap().into_iter().map(|found| found.how).collect()
}

async fn is_found(name: &str, bytes: &[u8], how: &str) {
    let ways = within(&note(), name, bytes).await;
    assert!(ways.iter().any(|way| way.contains(how)), "{name}: {how} is not among {ways:?}");
}

/// What stands around it in a real file. It repeats, so that it can be packed.
fn among_others(words: &[u8]) -> Vec<u8> {
    let others = b"{\"kind\":\"conversation\",\"seq\":17}".repeat(40);
    [&others, words, &others].concat()
}

fn snappy(bytes: &[u8]) -> Vec<u8> {
    snap::raw::Encoder::new().compress_vec(bytes).unwrap()
}

fn varint(mut number: usize) -> Vec<u8> {
    let mut bytes = Vec::new();
    while number > 0x7f {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
    bytes
}

#[tokio::test]
async fn where_nothing_is_nothing_is_found() {
    let others = among_others("Bjørg vil synge på Ski".as_bytes());
    assert_eq!(within(&note(), "a", &others).await, Vec::<String>::new());
    assert_eq!(within(&note(), "000003.log", &others).await, Vec::<String>::new());
}

#[tokio::test]
async fn in_every_writing() {
    let utf16 =
        |order: fn(u16) -> [u8; 2]| -> Vec<u8> { WORDS.encode_utf16().flat_map(order).collect() };
    let latin: Vec<u8> = WORDS.chars().map(|c| u8::try_from(c).unwrap()).collect();
    for (bytes, how) in [
        (WORDS.into(), "UTF-8"),
        (latin, "Latin-1"),
        (utf16(u16::to_le_bytes), "UTF-16, little-endian"),
        (utf16(u16::to_be_bytes), "UTF-16, big-endian"),
        (b"/?q=Bj%C3%B8rg%20vil%20synge%20p%C3%A5%20%C3%85s&x".to_vec(), "in an address"),
        (b"\"Bj\\u00f8rg vil synge p\\u00e5 \\u00c5s\"".to_vec(), "in JSON with escapes"),
    ] {
        is_found("History", &among_others(&bytes), how).await;
    }
    use base64::Engine;
    let base64 = base64::engine::general_purpose::STANDARD;
    for before in ["", "x", "xy"] {
        let text = base64.encode(format!("{before}{WORDS}, sier hun"));
        is_found("state", text.as_bytes(), "base64").await;
    }
    // Each letter of ASCII is one more, others are two bytes.
    let key = b"Ck\x80\x79sh!wjm!tzohf!q\x80\x66!\x80\x46t";
    is_found("key", key, "a key of Firefox's").await;
}

#[tokio::test]
async fn a_number_as_it_is_dialled_and_as_it_is_read() {
    let number = [Needle::new(Kind::Phone, "+4791234567")];
    for written in ["tel:+4791234567", "004791234567", "91 23 45 67", "912 34 567"] {
        assert!(!within(&number, "a", written.as_bytes()).await.is_empty(), "{written}");
    }
    assert!(within(&number, "a", b"+47 91 23 45 68").await.is_empty());
}

#[tokio::test]
async fn short_names_only_where_they_cannot_be_chance() {
    let name = [Needle::new(Kind::Name, "Siri")];
    assert!(within(&name, "a", b"xxSirixx").await.is_empty());
    assert!(!within(&name, "a", b"{\"first_name\":\"Siri\"}").await.is_empty());
    assert!(!within(&name, "a", b"S\0i\0r\0i\0").await.is_empty());
}

#[tokio::test]
async fn in_a_log_of_leveldb_cut_at_a_block() {
    // Eleven bytes of the words fit into the first block.
    let record = [vec![b'.'; 32768 - 7 - 11], WORDS.into()].concat();
    let (first, last) = record.split_at(32768 - 7);
    let part = |kind: u8, said: &[u8]| {
        let length = u16::try_from(said.len()).unwrap().to_le_bytes();
        [&[0; 4][..], &length, &[kind], said].concat()
    };
    let log = [part(2, first), part(4, last)].concat();
    assert_eq!(within(&note(), "other.bin", &log).await, Vec::<String>::new(), "it is not cut");
    is_found("000003.log", &log, "LevelDB's log").await;
}

/// A table of one block with two entries, of which the second shares the beginning of its key with the first.
fn table(value: &[u8]) -> Vec<u8> {
    let block = |entries: &[(usize, &[u8], &[u8])]| {
        let mut block = Vec::new();
        for (shared, key, value) in entries {
            let lengths = [*shared, key.len(), value.len()].map(varint).concat();
            block.extend([&lengths, *key, *value].concat());
        }
        // One restart, at the beginning.
        [block, vec![0; 4], 1u32.to_le_bytes().into()].concat()
    };
    let stored = |bytes: &[u8]| [snappy(bytes), vec![1], vec![0; 4]].concat();
    let (start, end) = WORDS.as_bytes().split_at(9);
    let data = stored(&block(&[(0, start, b"one"), (9, end, value)]));
    let index = stored(&block(&[(0, b"z", &[varint(0), varint(data.len() - 5)].concat())]));
    let handles = [0, 0, data.len(), index.len() - 5].map(varint).concat();
    let footer = [handles.clone(), vec![0; 40 - handles.len()]].concat();
    let magic = 0xdb47_7524_8b80_fb57_u64.to_le_bytes();
    [data, index, footer, magic.into()].concat()
}

#[tokio::test]
async fn in_a_table_of_leveldb() {
    // A key that is cut, and a value that the page's storage packed once more.
    is_found("000005.ldb", &table(b"two"), "LevelDB's table, UTF-8").await;
    let other = [Needle::new(Kind::Note, "Strikker votter")];
    let packed = [b"\x01\xff\x11\x02", &snappy(&among_others(b"Strikker votter"))[..]].concat();
    let ways = within(&other, "000005.ldb", &table(&packed)).await;
    assert!(ways.contains(&"LevelDB's table, Snappy, UTF-8".to_owned()), "{ways:?}");
}

#[tokio::test]
async fn in_session_files_caches_and_packed_files() {
    let plain = among_others(WORDS.as_bytes());
    let size = u32::try_from(plain.len()).unwrap().to_le_bytes();
    let lz4 = [b"mozLz40\0", &size[..], &lz4_flex::block::compress(&plain)].concat();
    is_found("recovery.jsonlz4", &lz4, "LZ4").await;

    let mut gzip = flate2::write::GzEncoder::new(b"head".to_vec(), flate2::Compression::best());
    gzip.write_all(&plain).unwrap();
    let gzip = [gzip.finish().unwrap(), b"tail".to_vec()].concat();
    is_found("cache/f_000001", &gzip, "gzip").await;

    let mut brotli = Vec::new();
    brotli::CompressorWriter::new(&mut brotli, 4096, 9, 22).write_all(&plain).unwrap();
    is_found("cache2/entries/A1", &[&brotli, &b"tail"[..]].concat(), "brotli").await;
    let key = b"1/0/http://localhost/";
    let magic = 0xfcfb_6d1b_a772_5c30_u64.to_le_bytes();
    let length = u32::try_from(key.len()).unwrap().to_le_bytes();
    let simple = [&magic[..], &[5, 0, 0, 0], &length, &[0; 8], key, &brotli, b"tail"].concat();
    is_found("Cache_Data/a_0", &simple, "brotli").await;

    let mut framed = snap::write::FrameEncoder::new(b"head".to_vec());
    framed.write_all(&plain).unwrap();
    is_found("morgue/1.final", &framed.into_inner().unwrap(), "Snappy in frames").await;
    is_found("idb/1.files/2", &snappy(&plain), "Snappy").await;
}

#[tokio::test]
async fn in_sqlite_its_log_and_what_was_deleted() {
    let profile = tempfile::tempdir().unwrap();
    let file = profile.path().join("data.sqlite");
    let options = SqliteConnectOptions::new().filename(&file).create_if_missing(true);
    let options = options.page_size(512).journal_mode(sqlx::sqlite::SqliteJournalMode::Wal);
    let mut database = SqliteConnection::connect_with(&options).await.unwrap();
    for statement in [
        "CREATE TABLE object_data (id INTEGER, data BLOB)",
        "INSERT INTO object_data VALUES (1, zeroblob(100000))",
    ] {
        sqlx::query(statement).execute(&mut database).await.unwrap();
    }
    let insert = "INSERT INTO object_data VALUES (2, ?)";
    let packed = snappy(&among_others(WORDS.as_bytes()));
    sqlx::query(insert).bind(packed).execute(&mut database).await.unwrap();
    // The writer is still there, so the row lies in the log alone. A copy has both files.
    let copied = super::copy(profile.path()).unwrap();
    let ways = found(&note(), copied.path()).await;
    assert!(ways.contains(&"a value in SQLite, Snappy, UTF-8".to_owned()), "{ways:?}");

    // One that is longer than a page, and is deleted: it lies across a border of free pages.
    sqlx::query("DELETE FROM object_data").execute(&mut database).await.unwrap();
    let long = WORDS.repeat(100);
    sqlx::query(insert).bind(&long).execute(&mut database).await.unwrap();
    sqlx::query("DELETE FROM object_data").execute(&mut database).await.unwrap();
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").execute(&mut database).await.unwrap();
    database.close().await.unwrap();
    let all = [Needle::new(Kind::Note, &WORDS.repeat(30))];
    let ways = found(&all, profile.path()).await;
    assert_eq!(ways, ["SQLite's pages, UTF-8"]);
}
