//! Compares the languages with the reference, and settles what each key's arguments are.

use std::collections::{BTreeMap, BTreeSet};

use crate::syntax::{Message, Pattern, Piece, Resource};
use crate::{COUNTS, Problems};

/// A key as the app will call it.
#[derive(Debug, PartialEq)]
pub struct Signature {
    pub key: String,
    /// In the order in which the reference first names them.
    pub arguments: Vec<Argument>,
}

#[derive(Debug, PartialEq)]
pub struct Argument {
    pub name: String,
    pub kind: Kind,
    /// Whether any language shows it, rather than only selecting on it.
    pub shown: bool,
}

#[derive(Debug, PartialEq, Clone, Copy)]
pub enum Kind {
    Number,
    Text,
}

/// The signatures of the reference's keys; where a language differs, that is a problem.
pub fn compare(resources: &[Resource], problems: &mut Problems) -> Vec<Signature> {
    let Some((reference, others)) = resources.split_first() else {
        return Vec::new();
    };
    let known: BTreeMap<&str, &Message> = by_key(reference);
    for other in others {
        let theirs = by_key(other);
        for message in &reference.messages {
            match theirs.get(message.key.as_str()) {
                None => problems.add(
                    &other.path,
                    1,
                    format!(
                        "`{}` is missing; {}:{} has it.",
                        message.key,
                        reference.path.display(),
                        message.line
                    ),
                ),
                Some(translated) => same_arguments(reference, message, other, translated, problems),
            }
        }
        for message in
            other.messages.iter().filter(|message| !known.contains_key(message.key.as_str()))
        {
            problems.add(
                &other.path,
                message.line,
                format!(
                    "`{}` is not in {}: take it out, or add it there.",
                    message.key,
                    reference.path.display()
                ),
            );
        }
    }
    let all: Vec<BTreeMap<&str, &Message>> = resources.iter().map(by_key).collect();
    reference
        .messages
        .iter()
        .map(|message| {
            let everywhere: Vec<&Pattern> = all
                .iter()
                .filter_map(|keys| keys.get(message.key.as_str()))
                .map(|found| &found.pattern)
                .collect();
            signature(message, &everywhere)
        })
        .collect()
}

fn by_key(resource: &Resource) -> BTreeMap<&str, &Message> {
    resource.messages.iter().map(|message| (message.key.as_str(), message)).collect()
}

fn same_arguments(
    reference: &Resource,
    message: &Message,
    other: &Resource,
    translated: &Message,
    problems: &mut Problems,
) {
    let (ours, theirs) = (Uses::of([&message.pattern]), Uses::of([&translated.pattern]));
    let mut say = |name: &str, which: &str| {
        let there = format!("{}:{}", reference.path.display(), message.line);
        let sentence = format!("`{}` {which} `${name}`, unlike {there}.", message.key);
        problems.add(&other.path, translated.line, sentence);
    };
    ours.all().difference(&theirs.all()).for_each(|name| say(name, "leaves out"));
    theirs.all().difference(&ours.all()).for_each(|name| say(name, "uses"));
}

fn signature(message: &Message, everywhere: &[&Pattern]) -> Signature {
    let uses = Uses::of(everywhere.iter().copied());
    let ours = Uses::of([&message.pattern]);
    let arguments = ours.order.iter().map(|&name| {
        let number = uses.selected.contains(name) || COUNTS.contains(&name);
        Argument {
            name: name.to_owned(),
            kind: if number { Kind::Number } else { Kind::Text },
            shown: uses.shown.contains(name),
        }
    });
    Signature { key: message.key.clone(), arguments: arguments.collect() }
}

/// How arguments occur in patterns.
#[derive(Default)]
struct Uses<'a> {
    order: Vec<&'a str>,
    shown: BTreeSet<&'a str>,
    selected: BTreeSet<&'a str>,
}

impl<'a> Uses<'a> {
    fn of(patterns: impl IntoIterator<Item = &'a Pattern>) -> Self {
        let mut uses = Uses::default();
        patterns.into_iter().for_each(|pattern| uses.collect(pattern));
        uses
    }

    fn collect(&mut self, pattern: &'a Pattern) {
        for piece in pattern {
            match piece {
                Piece::Text(_) => {}
                Piece::Argument { name } => {
                    self.meet(name);
                    self.shown.insert(name);
                }
                Piece::Select { argument, variants } => {
                    self.meet(argument);
                    self.selected.insert(argument);
                    variants.iter().for_each(|variant| self.collect(&variant.pattern));
                }
            }
        }
    }

    fn meet(&mut self, name: &'a str) {
        if !self.order.contains(&name) {
            self.order.push(name);
        }
    }

    fn all(&self) -> BTreeSet<&'a str> {
        self.order.iter().copied().collect()
    }
}
