//! Reads JSON into types that derive `Deserialize`, in little code.
//!
//! serde_json compiles each type's reader around its own parser, with the array form of every struct
//! and an error that knows line and column. On the phone that was a sixth of the download. Here the
//! parser is not generic, a struct is an object and nothing else, and the error says nothing. What it
//! reads, serde_json reads the same (`tests/same.rs`). Numbers of 128 bits, bytes, and types that must
//! ask the text what it holds (untagged, flattened) are not read: nothing on the phone is such.

mod de;
mod parser;

use serde::de::DeserializeOwned;

use parser::Parser;

/// The text is not JSON, or not of the type asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the JSON cannot be read")
    }
}

impl std::error::Error for Unreadable {}

/// Reads the whole text as one value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut parser = Parser::new(text);
    let value = T::deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

/// As [`read`], of bytes that must be UTF-8.
pub fn read_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    read(std::str::from_utf8(bytes).map_err(|_| Unreadable)?)
}
