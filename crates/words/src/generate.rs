//! Writes the Rust module and the texts that it looks up.
//!
//! The texts do not travel inside the wasm: they are a file of their own, which the page fetches beside
//! it. A text without arguments is one look-up in them, and a text with arguments a pattern from them,
//! where the characters U+0001, U+0002 … stand for the arguments. No parser, no table of keys and no
//! formatting code travels to the phone.

use std::fmt::Write;

use crate::check::{Argument, Kind, Signature};
use crate::syntax::{Message, Pattern, Piece, Resource, Variant, When};
use crate::{Compiled, Language};

/// The part of the module that is always the same. `TEXTS`, `EDITION` and `COUNT` come before it.
const LOOK_UP: &str = r#"
/// Takes in the texts of `words.json`. `false` if they do not belong to this build.
#[allow(dead_code)]
pub(crate) fn load(texts: Vec<String>) -> bool {
    texts.len() == COUNT + 1
        && texts.first().is_some_and(|edition| edition == EDITION)
        && TEXTS.set(texts).is_ok()
}

#[cfg(not(test))]
fn texts() -> &'static [String] {
    TEXTS.get().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
fn texts() -> &'static [String] {
    TEXTS.get_or_init(|| FOR_TESTS.iter().map(|text| (*text).to_owned()).collect())
}

#[inline(never)]
fn text(index: usize, lang: Lang) -> &'static String {
    static NONE: String = String::new();
    texts().get(1 + index * Lang::ALL.len() + lang as usize).unwrap_or(&NONE)
}

#[inline(never)]
fn fill(index: usize, lang: Lang, arguments: &[&str]) -> String {
    let mut filled = String::new();
    for letter in text(index, lang).chars() {
        match arguments.get((letter as usize).wrapping_sub(1)) {
            Some(argument) => filled.push_str(argument),
            None => filled.push(letter),
        }
    }
    filled
}

#[allow(dead_code)]
#[inline(never)]
fn digits(number: i64) -> String {
    number.to_string()
}
"#;

/// The module's text and the texts. The resources have been compared and hold the same keys.
pub fn module(resources: &[Resource], signatures: &[Signature]) -> Compiled {
    let languages: Vec<&Language> = resources.iter().map(|resource| resource.language).collect();
    let mut words = Words { languages: &languages, texts: Vec::new(), methods: String::new() };
    for signature in signatures {
        let texts: Vec<&Message> = resources
            .iter()
            .filter_map(|resource| {
                resource.messages.iter().find(|message| message.key == signature.key)
            })
            .collect();
        if signature.arguments.is_empty() {
            words.fixed(signature, &texts);
        } else {
            words.composed(signature, &texts);
        }
    }
    let Words { texts, methods, .. } = words;
    let texts: Vec<String> = texts.into_iter().flatten().collect();
    let edition = edition(&methods);

    let mut out = String::from("// Made from the files in locales/ when the app is built.\n\n");
    lang(&mut out, &languages);
    if methods.contains(".plural(") {
        plural(&mut out, &languages);
    }
    let _ = write!(
        out,
        "static TEXTS: std::sync::OnceLock<Vec<String>> = std::sync::OnceLock::new();\n\n\
         #[allow(dead_code)]\nconst EDITION: &str = {edition:?};\n\n\
         #[allow(dead_code)]\nconst COUNT: usize = {count};\n\n\
         #[cfg(test)]\nconst FOR_TESTS: &[&str] = &{shown:?};\n\
         {LOOK_UP}\n\
         /// Every text of the app in one language.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub struct Words(pub Lang);\n\n\
         impl Words {{\n{methods}}}\n",
        count = texts.len(),
        shown = [std::slice::from_ref(&edition), texts.as_slice()].concat(),
    );
    Compiled { module: out, texts: std::iter::once(edition).chain(texts).collect() }
}

/// Changes whenever a look-up would find another text: a page of one build never speaks with the
/// words of another. FNV-1a, 64 bits.
fn edition(methods: &str) -> String {
    let digest = methods.bytes().fold(0xcbf2_9ce4_8422_2325u64, |digest, byte| {
        (digest ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    format!("{digest:016x}")
}

fn lang(out: &mut String, languages: &[&Language]) {
    let list = |each: &dyn Fn(&Language) -> String| -> String {
        languages.iter().map(|language| each(language)).collect::<Vec<_>>().join("")
    };
    let variants = list(&|language| format!("    {},\n", language.variant));
    let all =
        languages.iter().map(|language| format!("Lang::{}", language.variant)).collect::<Vec<_>>();
    let tags = list(&|language| {
        format!("            Lang::{} => {:?},\n", language.variant, language.tag)
    });
    let names = list(&|language| {
        format!("            Lang::{} => {:?},\n", language.variant, language.own_name)
    });
    let parse = list(&|language| {
        let spellings: Vec<String> =
            [language.tag].iter().chain(language.also).map(|tag| format!("{tag:?}")).collect();
        format!("            {} => Some(Lang::{}),\n", spellings.join(" | "), language.variant)
    });
    let _ = write!(
        out,
        "/// A language of the app.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub enum Lang {{\n{variants}}}\n\n\
         #[allow(dead_code)]\n\
         impl Lang {{\n    \
             pub const ALL: [Lang; {count}] = [{all}];\n\n    \
             /// BCP 47, for the `lang` attribute and `Intl`.\n    \
             pub fn tag(self) -> &'static str {{\n        match self {{\n{tags}        }}\n    }}\n\n    \
             /// What its speakers call it.\n    \
             pub fn own_name(self) -> &'static str {{\n        match self {{\n{names}        }}\n    }}\n\n    \
             /// The language that serves a tag such as `da-DK` best.\n    \
             pub fn parse(tag: &str) -> Option<Lang> {{\n        \
                 let primary = tag.split(['-', '_']).next().unwrap_or_default();\n        \
                 match primary.to_ascii_lowercase().as_str() {{\n{parse}            _ => None,\n        }}\n    }}\n\
         }}\n\n",
        count = languages.len(),
        all = all.join(", "),
    );
}

fn plural(out: &mut String, languages: &[&Language]) {
    let rules = || languages.iter().flat_map(|language| language.plural);
    let mut categories: Vec<&str> = Vec::new();
    for rule in rules() {
        if !categories.contains(&rule.category) {
            categories.push(rule.category);
        }
    }
    let variants: String =
        categories.iter().map(|category| format!("    {},\n", camel(category))).collect();
    let arms: String = languages
        .iter()
        .map(|language| {
            let tests: String = language
                .plural
                .iter()
                .map(|rule| {
                    format!("if {} {{ Plural::{} }} else ", rule.holds, camel(rule.category))
                })
                .collect();
            format!("            Lang::{} => {{ {tests}{{ Plural::Other }} }}\n", language.variant)
        })
        .collect();
    let _ = write!(
        out,
        "#[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         enum Plural {{\n{variants}    Other,\n}}\n\n\
         impl Lang {{\n    \
             /// Which form of a word goes with a number.\n    \
             fn plural(self, n: i64) -> Plural {{\n        match self {{\n{arms}        }}\n    }}\n\
         }}\n\n",
    );
}

/// The methods so far, and the texts that they look up: a row for each, a text for each language.
struct Words<'a> {
    languages: &'a [&'a Language],
    texts: Vec<Vec<String>>,
    methods: String,
}

impl Words<'_> {
    /// A text without arguments.
    fn fixed(&mut self, signature: &Signature, texts: &[&Message]) {
        let row = texts.iter().map(|message| coded(&message.pattern, &[])).collect();
        let index = self.add(row);
        let _ = write!(
            self.methods,
            "    #[doc = {doc}]\n    pub(crate) fn {name}(self) -> &'static str {{\n        \
                 text({index}, self.0)\n    }}\n\n",
            doc = doc(texts),
            name = snake(&signature.key),
        );
    }

    /// A text with arguments.
    fn composed(&mut self, signature: &Signature, texts: &[&Message]) {
        let arguments = &signature.arguments;
        let parameters: String = arguments
            .iter()
            .map(|argument| {
                let kind = if argument.kind == Kind::Number { "i64" } else { "&str" };
                format!(", {}: {kind}", snake(&argument.name))
            })
            .collect();
        let given: Vec<String> = arguments
            .iter()
            .map(|argument| match (argument.kind, argument.shown) {
                (Kind::Text, _) => snake(&argument.name),
                (Kind::Number, true) => format!("&digits({})", snake(&argument.name)),
                (Kind::Number, false) => "\"\"".to_owned(),
            })
            .collect();
        let patterns: Vec<Pattern> = texts.iter().map(|message| message.pattern.clone()).collect();
        let everybody: Vec<usize> = (0..patterns.len()).collect();
        let index = self.choose(&patterns, arguments, &everybody);
        let _ = write!(
            self.methods,
            "    #[doc = {doc}]\n    #[inline(never)]\n    \
                 pub(crate) fn {name}(self{parameters}) -> String {{\n        \
                 fill({index}, self.0, &[{given}])\n    }}\n\n",
            doc = doc(texts),
            name = snake(&signature.key),
            given = given.join(", "),
        );
    }

    /// A Rust expression of the index at which the text stands. A select is taken apart: each of its
    /// variants is a whole text of its own. Only the languages of `who` look there; the others'
    /// places stay empty.
    fn choose(&mut self, patterns: &[Pattern], arguments: &[Argument], who: &[usize]) -> String {
        let all: Vec<Option<(String, Vec<When>)>> =
            who.iter().map(|at| select(&patterns[*at]).map(cases)).collect();
        match all.first() {
            Some(None) if all.iter().all(Option::is_none) => {
                let place = |at: usize| match who.contains(&at) {
                    true => coded(&patterns[at], arguments),
                    false => String::new(),
                };
                let row = (0..patterns.len()).map(place).collect();
                self.add(row).to_string()
            }
            // They select by the same: one choice for all.
            Some(Some((argument, order))) if all.iter().all(|other| *other == all[0]) => {
                let mut arms = String::new();
                for when in order {
                    let each: Vec<Pattern> =
                        patterns.iter().map(|pattern| with_variant(pattern, when)).collect();
                    let index = self.choose(&each, arguments, who);
                    let _ = write!(arms, "{} => {index}, ", arm(when));
                }
                let number = snake(argument);
                format!("match ({number}, self.0.plural({number})) {{ {arms}}}")
            }
            _ => {
                let mut arms = String::new();
                for at in who {
                    let index = self.choose(patterns, arguments, &[*at]);
                    let _ = write!(arms, "Lang::{} => {index}, ", self.languages[*at].variant);
                }
                format!("match self.0 {{ {arms}}}")
            }
        }
    }

    fn add(&mut self, row: Vec<String>) -> usize {
        self.texts.push(row);
        self.texts.len() - 1
    }
}

/// The first select of a pattern: where it stands, by which argument it selects, and its variants.
fn select(pattern: &[Piece]) -> Option<(usize, &str, &[Variant])> {
    pattern.iter().enumerate().find_map(|(at, piece)| match piece {
        Piece::Select { argument, variants } => Some((at, argument.as_str(), variants.as_slice())),
        _ => None,
    })
}

/// By what a select selects, and its cases in the order in which they are tried: exact numbers win over
/// plural forms, wherever the translator put them.
fn cases((_, argument, variants): (usize, &str, &[Variant])) -> (String, Vec<When>) {
    let mut cases: Vec<When> = variants.iter().map(|variant| variant.when.clone()).collect();
    cases.sort();
    (argument.to_owned(), cases)
}

/// The pattern with one of its first select's variants in its place.
fn with_variant(pattern: &[Piece], when: &When) -> Pattern {
    let Some((at, _, variants)) = select(pattern) else { return pattern.to_vec() };
    let chosen = variants.iter().find(|variant| variant.when == *when);
    let middle = chosen.map(|variant| variant.pattern.as_slice()).unwrap_or_default();
    [&pattern[..at], middle, &pattern[at + 1..]].concat()
}

fn arm(when: &When) -> String {
    match when {
        When::Number(exact) => format!("({exact}, _)"),
        When::Category(category) => format!("(_, Plural::{})", camel(category)),
        When::Other => "_".to_owned(),
    }
}

/// A pattern without selects as it stands among the texts.
fn coded(pattern: &[Piece], arguments: &[Argument]) -> String {
    let place = |name: &str| {
        let at = arguments.iter().position(|known| known.name == name).unwrap_or_default();
        char::from_u32(at as u32 + 1).unwrap_or_default()
    };
    let mut text = String::new();
    for piece in pattern {
        match piece {
            Piece::Text(words) => text.push_str(words),
            Piece::Argument { name } => text.push(place(name)),
            Piece::Select { .. } => {}
        }
    }
    text
}

/// The reference's text as documentation, so that an editor shows it beside a call.
fn doc(texts: &[&Message]) -> String {
    let shown = texts.first().map(|message| sketch(&message.pattern)).unwrap_or_default();
    format!("{:?}", format!("`{}`", shown.replace('\n', " ").replace('`', "'")))
}

fn sketch(pattern: &[Piece]) -> String {
    pattern
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.clone(),
            Piece::Argument { name } => format!("{{{name}}}"),
            Piece::Select { variants, .. } => {
                let other = variants.iter().find(|variant| variant.when == When::Other);
                other.map(|variant| sketch(&variant.pattern)).unwrap_or_default()
            }
        })
        .collect()
}

fn snake(name: &str) -> String {
    name.replace('-', "_")
}

fn camel(category: &str) -> String {
    let mut letters = category.chars();
    letters
        .next()
        .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
        .unwrap_or_default()
}
