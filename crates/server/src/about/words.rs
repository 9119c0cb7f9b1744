//! The words of a participant's document.

use std::collections::HashMap;
use std::sync::OnceLock;

const TABLE: &str = include_str!("words.txt");

/// One of the table's languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words(usize);

impl Words {
    /// By BCP 47; what is not in the table is read in English.
    pub fn of(language: &str) -> Self {
        match language.split('-').next().unwrap_or_default() {
            "nb" | "nn" | "no" => Self(0),
            "da" => Self(1),
            _ => Self(2),
        }
    }

    /// Empty where there is none.
    pub fn get(self, key: &str) -> Option<&'static str> {
        table().get(key).map(|columns| columns[self.0])
    }

    /// A word that the table must have.
    pub fn word(self, key: &'static str) -> &'static str {
        self.get(key).unwrap_or(key)
    }

    pub fn tag(self) -> &'static str {
        ["nb", "da", "en"][self.0]
    }
}

fn table() -> &'static HashMap<&'static str, [&'static str; 3]> {
    static READ: OnceLock<HashMap<&str, [&str; 3]>> = OnceLock::new();
    READ.get_or_init(|| {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let read = lines.filter_map(|line| {
            let mut columns = line.split('|').map(str::trim);
            let key = columns.next()?;
            Some((key, [columns.next()?, columns.next()?, columns.next()?]))
        });
        read.collect()
    })
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use domain::RowKind;

    const KINDS: [RowKind; 3] = [RowKind::Centre, RowKind::Member, RowKind::Activity];
    /// What is never shown by itself: see `shown`.
    const PLUMBING: [&str; 4] = ["id", "participant", "value", "version"];

    #[test]
    fn every_line_is_whole_and_every_key_stands_once() {
        let lines = TABLE.lines().filter(|line| !line.starts_with('#'));
        let lines: Vec<Vec<&str>> =
            lines.map(|line| line.split('|').map(str::trim).collect()).collect();
        for line in &lines {
            assert!(line.len() == 4 && line.iter().all(|word| !word.is_empty()), "{line:?}");
        }
        assert_eq!(table().len(), lines.len());
    }

    /// The frozen examples of the wire have every field of every row.
    #[test]
    fn every_kind_and_field_has_its_word() {
        let kinds = RowKind::ALL.iter().filter(|kind| !KINDS.contains(kind));
        for kind in kinds {
            let file = format!(
                "{}/../domain/tests/wire/row_{}.json",
                env!("CARGO_MANIFEST_DIR"),
                kind.name()
            );
            let example: Value =
                serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
            assert!(table().contains_key(&*format!("kind.{}", kind.name())), "{}", kind.name());
            fields(&example["example"][kind.name()]);
        }
    }

    fn fields(value: &Value) {
        match value {
            Value::Object(all) => {
                for (name, value) in all {
                    let known = PLUMBING.contains(&name.as_str())
                        || table().contains_key(&*format!("field.{name}"));
                    assert!(known, "field.{name}");
                    fields(value);
                }
            }
            Value::Array(all) => all.iter().for_each(fields),
            _ => {}
        }
    }

    /// And the frozen choices every code.
    #[test]
    fn every_choice_has_its_word() {
        // The name in the file of choices, and the fields that hold one.
        let held: [(&str, &[&str]); 20] = [
            ("again", &["again"]),
            ("change_about", &["about"]),
            ("channel", &["channel"]),
            ("check_in_point", &["point"]),
            ("closing_reason", &["reason"]),
            ("company", &["company"]),
            ("concern_told", &["told"]),
            ("contact_preference", &["contact_preference"]),
            ("contact_role", &["role"]),
            ("follow_up_key", &["key", "follow_up"]),
            ("how_often", &["how_often"]),
            ("legal_basis", &["basis"]),
            ("meeting_place", &["place"]),
            ("outcome", &["outcome"]),
            ("part", &["part"]),
            ("part_of_day", &["when"]),
            ("present", &["present"]),
            ("purpose", &["purpose"]),
            ("referral_source", &["referred_by"]),
            ("theme", &["themes"]),
        ];
        let more =
            [("step", "step"), ("talk_kind", "talk"), ("told", "told"), ("wish_state", "state")];
        let file = format!("{}/../domain/tests/wire/choices.json", env!("CARGO_MANIFEST_DIR"));
        let choices: Value = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        let held =
            held.iter().flat_map(|(name, fields)| fields.iter().map(move |field| (*name, *field)));
        for (name, field) in held.chain(more) {
            let codes = choices[name].as_array().unwrap();
            assert!(!codes.is_empty());
            for code in codes {
                let key = format!("{field}.{}", code.as_str().unwrap());
                assert!(table().contains_key(&*key), "{key}");
            }
        }
    }

    /// What can have a line about a participant: every command, by the frozen examples, and what the command line
    /// does besides.
    #[test]
    fn every_deed_has_its_word() {
        let folder = format!("{}/../domain/tests/wire", env!("CARGO_MANIFEST_DIR"));
        let mut commands = 0;
        for file in std::fs::read_dir(folder).unwrap() {
            let name = file.unwrap().file_name().into_string().unwrap();
            let command =
                name.strip_prefix("coordinate_").and_then(|rest| rest.strip_suffix(".json"));
            // About a centre, a member or an activity.
            let others = ["settle_centre", "register_member", "publish_activity"];
            let Some(command) = command.filter(|command| !others.contains(command)) else {
                continue;
            };
            assert!(table().contains_key(&*format!("deed.{command}")), "{command}");
            commands += 1;
        }
        assert!(commands > 8, "{commands}");
        for deed in ["read_participant", "read_review", "settle", "audit", "archive", "erase"] {
            assert!(table().contains_key(&*format!("deed.{deed}")), "{deed}");
        }
    }

    #[test]
    fn a_centre_reads_in_its_language() {
        assert_eq!(Words::of("nb").word("yes"), "ja");
        assert_eq!(Words::of("da-DK").tag(), "da");
        assert_eq!(Words::of("fi").tag(), "en");
    }
}
