//! What serde asks of a reader.

use serde::de::value::U32Deserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, Expected, IntoDeserializer, MapAccess,
    SeqAccess, Unexpected, VariantAccess, Visitor,
};
use serde::forward_to_deserialize_any;

use crate::parser::{Number, Parser};
use crate::{RAW, Unreadable};

/// Nobody reads what was wrong: no message is ever put together.
impl Error for Unreadable {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }

    fn invalid_type(_: Unexpected, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_value(_: Unexpected, _: &dyn Expected) -> Self {
        Self
    }

    fn invalid_length(_: usize, _: &dyn Expected) -> Self {
        Self
    }

    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }

    fn missing_field(_: &'static str) -> Self {
        Self
    }

    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

macro_rules! whole_numbers {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            match self.number()? {
                Number::Positive(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Fraction(_) => Err(Unreadable),
            }
        }
    )*};
}

macro_rules! strings {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_str(&self.string()?)
        }
    )*};
}

macro_rules! fractions {
    ($($method:ident)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
            visitor.visit_f64(match self.number()? {
                Number::Positive(number) => number as f64,
                Number::Negative(number) => number as f64,
                Number::Fraction(number) => number,
            })
        }
    )*};
}

impl<'de> Deserializer<'de> for &mut Parser<'_> {
    type Error = Unreadable;

    whole_numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }
    fractions! { deserialize_f32 deserialize_f64 }
    strings! { deserialize_char deserialize_str deserialize_string deserialize_identifier }

    forward_to_deserialize_any! { i128 u128 bytes byte_buf }

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unreadable> {
        Err(Unreadable)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        if self.word("null") { visitor.visit_unit() } else { Err(Unreadable) }
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if name == RAW {
            return visitor.visit_map(Raw(Some(self.skip()?)));
        }
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.open(b'[')?;
        let mut items = Items { parser: self, first: true, over: false };
        let value = visitor.visit_seq(&mut items)?;
        items.close()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.open(b'{')?;
        visitor.visit_map(Fields { parser: self, first: true })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        visitor.visit_seq(Members::new(self.members(names)?))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        let choice = self.choice(names)?;
        let alone = choice.alone;
        let value = visitor.visit_enum(choice)?;
        self.chosen(alone)?;
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unreadable> {
        self.skip()?;
        visitor.visit_unit()
    }
}

/// An array.
struct Items<'p, 'a> {
    parser: &'p mut Parser<'a>,
    first: bool,
    over: bool,
}

impl Items<'_, '_> {
    /// A reader that wanted fewer items than there are has not read them all.
    fn close(&mut self) -> Result<(), Unreadable> {
        if self.over || !self.parser.more(&mut self.first, b']')? {
            Ok(())
        } else {
            Err(Unreadable)
        }
    }
}

impl<'de> SeqAccess<'de> for &mut Items<'_, '_> {
    type Error = Unreadable;

    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        if self.over || !self.parser.more(&mut self.first, b']')? {
            self.over = true;
            return Ok(None);
        }
        seed.deserialize(&mut *self.parser).map(Some)
    }
}

/// An object. Whoever reads one reads it to its end.
struct Fields<'p, 'a> {
    parser: &'p mut Parser<'a>,
    first: bool,
}

impl<'de> MapAccess<'de> for Fields<'_, '_> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        if !self.parser.more(&mut self.first, b'}')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.parser).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        self.parser.expect(b':')?;
        seed.deserialize(&mut *self.parser)
    }
}

/// The values of a struct's fields, in the order of the struct. What serde derives to read a struct by
/// its names is three times what it derives to read one by its places.
struct Members<'a> {
    values: std::vec::IntoIter<Option<&'a str>>,
    parser: Parser<'a>,
}

impl<'a> Members<'a> {
    fn new(values: Vec<Option<&'a str>>) -> Self {
        Self { values: values.into_iter(), parser: Parser::new("") }
    }

    /// To the next value. Compiled once, not for each type of value.
    #[inline(never)]
    fn step(&mut self) -> &mut Parser<'a> {
        self.parser = Parser::new(self.values.next().flatten().unwrap_or_default());
        &mut self.parser
    }
}

impl<'de> SeqAccess<'de> for Members<'_> {
    type Error = Unreadable;

    /// None where there is no such field, and it may be left out: the reader then takes its default. An
    /// `Option` needs none.
    fn next_element_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        match seed.deserialize(self.step()) {
            Ok(value) => Ok(Some(value)),
            Err(_) if self.parser.missing() => Ok(None),
            Err(unreadable) => Err(unreadable),
        }
    }
}

/// One of several: a name alone, or a name and what belongs to it.
struct Choice<'p, 'a> {
    parser: &'p mut Parser<'a>,
    alone: bool,
    /// The place of the name among the names there are.
    place: u32,
}

impl<'a> Parser<'a> {
    #[inline(never)]
    fn nothing(&mut self) -> bool {
        self.missing() || self.word("null")
    }

    fn choice(&mut self, names: &[&str]) -> Result<Choice<'_, 'a>, Unreadable> {
        let alone = self.peek() == Some(b'"');
        if !alone {
            self.open(b'{')?;
        }
        let place = self.name(names)?.ok_or(Unreadable)?;
        if !alone {
            self.expect(b':')?;
        }
        let place = u32::try_from(place).map_err(|_| Unreadable)?;
        Ok(Choice { parser: self, alone, place })
    }

    /// After the choice was read.
    fn chosen(&mut self, alone: bool) -> Result<(), Unreadable> {
        if !alone && self.more(&mut false, b'}')? { Err(Unreadable) } else { Ok(()) }
    }
}

impl<'de, 'p, 'a> EnumAccess<'de> for Choice<'p, 'a> {
    type Error = Unreadable;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self), Unreadable> {
        let place: U32Deserializer<Unreadable> = self.place.into_deserializer();
        Ok((seed.deserialize(place)?, self))
    }
}

impl<'de> VariantAccess<'de> for Choice<'_, '_> {
    type Error = Unreadable;

    fn unit_variant(self) -> Result<(), Unreadable> {
        if self.alone || self.parser.word("null") { Ok(()) } else { Err(Unreadable) }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'de>>(
        self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        if self.alone { Err(Unreadable) } else { seed.deserialize(self.parser) }
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unreadable> {
        if self.alone { Err(Unreadable) } else { self.parser.deserialize_seq(visitor) }
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        names: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unreadable> {
        if self.alone {
            Err(Unreadable)
        } else {
            self.parser.deserialize_struct("", names, visitor)
        }
    }
}

/// The text of a value, as `RawValue` takes it: an object of one field of that name.
struct Raw<'a>(Option<&'a str>);

impl<'de> MapAccess<'de> for Raw<'_> {
    type Error = Unreadable;

    fn next_key_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, Unreadable> {
        let name: serde::de::value::StrDeserializer<'_, Unreadable> = RAW.into_deserializer();
        if self.0.is_some() { seed.deserialize(name).map(Some) } else { Ok(None) }
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(
        &mut self,
        seed: S,
    ) -> Result<S::Value, Unreadable> {
        let text: serde::de::value::StrDeserializer<'_, Unreadable> =
            self.0.take().ok_or(Unreadable)?.into_deserializer();
        seed.deserialize(text)
    }
}
