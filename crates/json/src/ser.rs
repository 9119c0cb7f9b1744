//! What serde asks of a writer.

use std::fmt::Write as _;

use serde::Serialize;
use serde::ser::{
    Error, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use crate::{RAW, Unwritable};

/// Nobody reads what was wrong: no message is ever put together.
impl Error for Unwritable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

#[derive(Default)]
pub struct Writer {
    text: String,
    /// The next string is JSON already.
    raw: bool,
}

impl Writer {
    pub fn into_text(self) -> String {
        self.text
    }

    fn string(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' => self.text.push_str("\\\""),
                '\\' => self.text.push_str("\\\\"),
                '\u{8}' => self.text.push_str("\\b"),
                '\u{c}' => self.text.push_str("\\f"),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                '\0'..=' ' if c != ' ' => {
                    // Writing to a String cannot fail.
                    write!(self.text, "\\u{:04x}", u32::from(c)).ok();
                }
                c => self.text.push(c),
            }
        }
        self.text.push('"');
    }

    fn positive(&mut self, number: u64) -> Result<(), Unwritable> {
        write!(self.text, "{number}").map_err(|_| Unwritable)
    }

    fn negative(&mut self, number: i64) -> Result<(), Unwritable> {
        if number < 0 {
            self.text.push('-');
        }
        self.positive(number.unsigned_abs())
    }

    /// Into an array or object, which `close` ends.
    fn open(&mut self, open: &str, close: &'static str) -> Inside<'_> {
        self.text.push_str(open);
        Inside { writer: self, first: true, close }
    }

    /// A variant with something in it.
    fn variant(&mut self, name: &str) {
        self.text.push('{');
        self.string(name);
        self.text.push(':');
    }
}

macro_rules! whole_numbers {
    ($($method:ident($type:ty) $into:ident;)*) => {$(
        fn $method(self, number: $type) -> Result<(), Unwritable> {
            self.$into(number.into())
        }
    )*};
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Unwritable;
    type SerializeSeq = Inside<'w>;
    type SerializeTuple = Inside<'w>;
    type SerializeTupleStruct = Inside<'w>;
    type SerializeTupleVariant = Inside<'w>;
    type SerializeMap = Inside<'w>;
    type SerializeStruct = Inside<'w>;
    type SerializeStructVariant = Inside<'w>;

    whole_numbers! {
        serialize_u8(u8) positive; serialize_u16(u16) positive;
        serialize_u32(u32) positive; serialize_u64(u64) positive;
        serialize_i8(i8) negative; serialize_i16(i16) negative;
        serialize_i32(i32) negative; serialize_i64(i64) negative;
    }

    fn serialize_f32(self, _: f32) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_f64(self, _: f64) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<(), Unwritable> {
        Err(Unwritable)
    }

    fn serialize_bool(self, value: bool) -> Result<(), Unwritable> {
        self.text.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Result<(), Unwritable> {
        self.string(value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritable> {
        if std::mem::take(&mut self.raw) {
            self.text.push_str(text);
        } else {
            self.string(text);
        }
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<(), Unwritable> {
        self.text.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Unwritable> {
        self.serialize_unit()
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
    ) -> Result<(), Unwritable> {
        self.string(name);
        Ok(())
    }

    fn serialize_newtype_struct<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: ?Sized + Serialize>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Result<(), Unwritable> {
        self.variant(name);
        value.serialize(&mut *self)?;
        self.text.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Unwritable> {
        self.variant(name);
        Ok(self.open("[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Inside<'w>, Unwritable> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, name: &'static str, _: usize) -> Result<Inside<'w>, Unwritable> {
        if name == RAW {
            self.raw = true;
            return Ok(self.open("", ""));
        }
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Inside<'w>, Unwritable> {
        self.variant(name);
        Ok(self.open("{", "}}"))
    }
}

/// An array or object that is being written.
pub struct Inside<'w> {
    writer: &'w mut Writer,
    first: bool,
    close: &'static str,
}

impl Inside<'_> {
    /// To where the next item stands.
    fn next(&mut self) -> &mut Writer {
        if !std::mem::take(&mut self.first) {
            self.writer.text.push(',');
        }
        self.writer
    }

    /// To where the value of this name stands.
    fn named(&mut self, name: &str) -> &mut Writer {
        if !self.writer.raw {
            self.next().string(name);
            self.writer.text.push(':');
        }
        self.writer
    }

    fn close(self) {
        self.writer.text.push_str(self.close);
    }
}

macro_rules! items {
    ($($trait:ident $method:ident)*) => {$(
        impl $trait for Inside<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn $method<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unwritable> {
                value.serialize(self.next())
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        }
    )*};
}

macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl $trait for Inside<'_> {
            type Ok = ();
            type Error = Unwritable;

            fn serialize_field<T: ?Sized + Serialize>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Unwritable> {
                value.serialize(self.named(name))
            }

            fn end(self) -> Result<(), Unwritable> {
                self.close();
                Ok(())
            }
        }
    )*};
}

items! {
    SerializeSeq serialize_element
    SerializeTuple serialize_element
    SerializeTupleStruct serialize_field
    SerializeTupleVariant serialize_field
}
fields! { SerializeStruct SerializeStructVariant }

impl SerializeMap for Inside<'_> {
    type Ok = ();
    type Error = Unwritable;

    /// Names are strings.
    fn serialize_key<T: ?Sized + Serialize>(&mut self, name: &T) -> Result<(), Unwritable> {
        let writer = self.next();
        let from = writer.text.len();
        name.serialize(&mut *writer)?;
        let string = writer.text[from..].starts_with('"');
        writer.text.push(':');
        if string { Ok(()) } else { Err(Unwritable) }
    }

    fn serialize_value<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Unwritable> {
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritable> {
        self.close();
        Ok(())
    }
}
