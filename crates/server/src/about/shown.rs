//! From a row's JSON to what a person reads: names of fields and choices in words, moments as days and times,
//! ids as names or not at all.

use std::collections::HashMap;

use domain::Moment;
use serde_json::Value;
use uuid::Uuid;

use super::words::Words;

/// A field of a row as it is shown.
#[derive(Debug, PartialEq, Eq)]
pub struct Shown {
    pub name: String,
    pub content: Content,
}

#[derive(Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// Fields of its own.
    Fields(Vec<Shown>),
}

/// What never tells a person anything.
const PLUMBING: [&str; 3] = ["id", "participant", "version"];
/// Fields whose numbers are moments.
const MOMENTS: [&str; 4] = ["at", "planned_at", "recorded", "voided"];

pub struct Reader<'a> {
    pub words: Words,
    pub names: &'a HashMap<Uuid, String>,
}

impl Reader<'_> {
    /// The fields of an object that say anything.
    pub fn fields(&self, object: &Value) -> Vec<Shown> {
        let Value::Object(fields) = object else { return Vec::new() };
        let said = fields.iter().filter(|(name, _)| !PLUMBING.contains(&name.as_str()));
        let shown = said.filter_map(|(name, value)| {
            let content = self.content(name, value)?;
            let label = self.words.get(&format!("field.{name}")).unwrap_or(name).to_owned();
            Some(Shown { name: label, content })
        });
        shown.collect()
    }

    fn content(&self, field: &str, value: &Value) -> Option<Content> {
        match value {
            Value::Null => None,
            // A value with its version is the value.
            Value::Object(fields) if fields.contains_key("value") => {
                self.content(field, &fields["value"])
            }
            Value::Object(_) => {
                let fields = self.fields(value);
                (!fields.is_empty()).then_some(Content::Fields(fields))
            }
            Value::Array(values) => {
                let texts: Vec<String> =
                    values.iter().filter_map(|value| self.text(field, value)).collect();
                (!texts.is_empty()).then(|| Content::Text(texts.join(", ")))
            }
            _ => self.text(field, value).map(Content::Text),
        }
    }

    fn text(&self, field: &str, value: &Value) -> Option<String> {
        match value {
            // Only the made-up are told that they are.
            Value::Bool(false) if field == "demo" => None,
            Value::Bool(true) => Some(self.words.word("yes").to_owned()),
            Value::Bool(false) => Some(self.words.word("no").to_owned()),
            Value::Number(number) if MOMENTS.contains(&field) => {
                Some(Moment(number.as_i64()?).utc_minute())
            }
            Value::Number(number) => Some(number.to_string()),
            Value::String(text) => match Uuid::parse_str(text) {
                Ok(id) => self.names.get(&id).cloned(),
                Err(_) => {
                    let choice = self.words.get(&format!("{field}.{text}"));
                    Some(choice.map_or_else(|| text.clone(), str::to_owned))
                }
            },
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn read(value: &Value) -> Vec<Shown> {
        let kari = (Uuid::from_u128(0xA1), "Kari Moe".to_owned());
        let names = HashMap::from([kari]);
        Reader { words: Words::of("nb"), names: &names }.fields(value)
    }

    fn text(name: &str, text: &str) -> Shown {
        Shown { name: name.to_owned(), content: Content::Text(text.to_owned()) }
    }

    #[test]
    fn a_row_is_read_in_words() {
        let row = json!({
            "id": Uuid::from_u128(1), "participant": Uuid::from_u128(2), "version": 3,
            "by": Uuid::from_u128(0xA1), "at": 1_795_258_800_000_i64, "channel": "phone",
            "phone": { "value": "90000003", "version": 2 }, "interpreter": false,
            "themes": ["company", "nature"], "visit_note": { "value": null, "version": 1 },
            "accompaniment": Uuid::from_u128(9),
        });
        let expected = [
            text("Tidspunkt", "2026-11-21 11:00 UTC"),
            text("Skrevet av", "Kari Moe"),
            text("Hvordan", "på telefon"),
            text("Trenger tolk", "nei"),
            text("Telefon", "90000003"),
            text("Temaer", "være med folk, natur"),
        ];
        assert_eq!(read(&row), expected);
    }

    #[test]
    fn what_holds_fields_is_shown_with_them_and_what_is_unknown_under_its_own_name() {
        let row =
            json!({ "closed": { "reason": "moved", "at": 0 }, "later": "soon", "practical": {} });
        let closed = vec![text("Tidspunkt", "1970-01-01 00:00 UTC"), text("Grunn", "flyttet")];
        let closed = Shown { name: "Avsluttet".to_owned(), content: Content::Fields(closed) };
        assert_eq!(read(&row), [closed, text("later", "soon")]);
    }
}
