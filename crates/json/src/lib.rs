//! Reads JSON into types that derive `Deserialize`, and writes it of types that derive `Serialize`, in
//! little code.
//!
//! serde_json compiles each type's reader around its own parser, with the array form of every struct
//! and an error that knows line and column. On the phone that was a sixth of the download. Here the
//! parser is not generic, a struct is an object and nothing else, and the error says nothing. What it
//! reads, serde_json reads the same (`tests/same.rs`). Numbers of 128 bits, bytes, and types that must
//! ask the text what it holds (untagged, flattened) are not read: nothing on the phone is such.
//!
//! What it writes is to the letter what serde_json writes. Fractions, bytes and maps whose names are no
//! strings are not written.

mod de;
mod parser;
mod ser;

use serde::Serialize;
use serde::de::DeserializeOwned;

use parser::Parser;
use ser::Writer;

/// The name by which `serde_json::value::RawValue` asks for the text itself, and gives it.
const RAW: &str = "$serde_json::private::RawValue";

/// The text is not JSON, or not of the type asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl std::fmt::Display for Unreadable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the JSON cannot be read")
    }
}

impl std::error::Error for Unreadable {}

/// The value holds what this crate does not write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unwritable;

impl std::fmt::Display for Unwritable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the value cannot be written as JSON")
    }
}

impl std::error::Error for Unwritable {}

/// Writes a value down, without white space.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Unwritable> {
    let mut writer = Writer::default();
    value.serialize(&mut writer)?;
    Ok(writer.into_text())
}

/// Reads the whole text as one value.
pub fn read<T: DeserializeOwned>(text: &str) -> Result<T, Unreadable> {
    let mut parser = Parser::new(text);
    if parser.missing() {
        return Err(Unreadable);
    }
    let value = T::deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

/// As [`read`], of bytes that must be UTF-8.
pub fn read_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Unreadable> {
    read(std::str::from_utf8(bytes).map_err(|_| Unreadable)?)
}
