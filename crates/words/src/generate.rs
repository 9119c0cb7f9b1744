//! Writes the Rust module.
//!
//! A text without arguments is one look-up in a static array, and a text with arguments one
//! concatenation of slices: no parser, no table of keys and no formatting code travels to the phone.

use std::fmt::Write;

use crate::Language;
use crate::check::{Argument, Kind, Signature};
use crate::syntax::{Message, Piece, Resource, When};

/// The module's text. The resources have been compared and hold the same keys.
pub fn module(resources: &[Resource], signatures: &[Signature]) -> String {
    let languages: Vec<&Language> = resources.iter().map(|resource| resource.language).collect();
    let mut out = String::from("// Made from the files in locales/ when the app is built.\n\n");
    lang(&mut out, &languages);
    let selecting = resources
        .iter()
        .flat_map(|resource| &resource.messages)
        .any(|message| message.pattern.iter().any(|piece| matches!(piece, Piece::Select { .. })));
    if selecting {
        plural(&mut out, &languages);
    }
    out.push_str(
        "/// Every text of the app in one language.\n\
         #[derive(Clone, Copy, Debug, PartialEq, Eq)]\n\
         pub struct Words(pub Lang);\n\n\
         impl Words {\n",
    );
    for signature in signatures {
        let texts: Vec<&Message> = resources
            .iter()
            .filter_map(|resource| {
                resource.messages.iter().find(|message| message.key == signature.key)
            })
            .collect();
        if signature.arguments.is_empty() {
            fixed(&mut out, signature, &texts);
        } else {
            composed(&mut out, signature, &texts, &languages);
        }
    }
    out.push_str("}\n");
    out
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

/// A text without arguments.
fn fixed(out: &mut String, signature: &Signature, texts: &[&Message]) {
    let literals: Vec<String> =
        texts.iter().map(|message| format!("{:?}", plain(&message.pattern))).collect();
    let _ = write!(
        out,
        "    #[doc = {doc}]\n    pub(crate) fn {name}(self) -> &'static str {{\n        \
             [{literals}][self.0 as usize]\n    }}\n\n",
        doc = doc(texts),
        name = snake(&signature.key),
        literals = literals.join(", "),
    );
}

/// A text with arguments.
fn composed(out: &mut String, signature: &Signature, texts: &[&Message], languages: &[&Language]) {
    let parameters: String = signature
        .arguments
        .iter()
        .map(|argument| {
            let kind = match argument.kind {
                Kind::Number => "i64",
                Kind::Text => "&str",
            };
            format!(", {}: {kind}", snake(&argument.name))
        })
        .collect();
    let digits: String = signature
        .arguments
        .iter()
        .filter(|argument| argument.kind == Kind::Number && argument.shown)
        .map(|argument| {
            let name = snake(&argument.name);
            format!("        let {name}_digits = {name}.to_string();\n")
        })
        .collect();
    let arms: String = texts
        .iter()
        .zip(languages)
        .map(|(message, language)| {
            let text = expression(&message.pattern, &signature.arguments);
            format!("            Lang::{} => {text},\n", language.variant)
        })
        .collect();
    let _ = write!(
        out,
        "    #[doc = {doc}]\n    pub(crate) fn {name}(self{parameters}) -> String {{\n{digits}        \
             match self.0 {{\n{arms}        }}\n    }}\n\n",
        doc = doc(texts),
        name = snake(&signature.key),
    );
}

/// A Rust expression of type `String`.
fn expression(pattern: &[Piece], arguments: &[Argument]) -> String {
    if let [Piece::Select { argument, variants }] = pattern {
        let number = snake(argument);
        let mut arms = String::new();
        let numbers = variants.iter().filter(|variant| matches!(variant.when, When::Number(_)));
        let categories =
            variants.iter().filter(|variant| matches!(variant.when, When::Category(_)));
        let other = variants.iter().filter(|variant| variant.when == When::Other);
        // Exact numbers win over plural forms, wherever the translator put them.
        for variant in numbers.chain(categories).chain(other) {
            let text = expression(&variant.pattern, arguments);
            let _ = match &variant.when {
                When::Number(exact) => write!(arms, "({exact}, _) => {text}, "),
                When::Category(category) => {
                    write!(arms, "(_, Plural::{}) => {text}, ", camel(category))
                }
                When::Other => write!(arms, "_ => {text} "),
            };
        }
        return format!("match ({number}, self.0.plural({number})) {{ {arms}}}");
    }
    let pieces: Vec<String> = pattern
        .iter()
        .map(|piece| match piece {
            Piece::Text(text) => format!("{text:?}"),
            Piece::Argument { name } => {
                let number =
                    arguments.iter().any(|known| known.name == *name && known.kind == Kind::Number);
                if number { format!("{}_digits.as_str()", snake(name)) } else { snake(name) }
            }
            Piece::Select { .. } => {
                format!("({}).as_str()", expression(std::slice::from_ref(piece), arguments))
            }
        })
        .collect();
    match (pattern, pieces.as_slice()) {
        ([Piece::Text(_)], [only]) => format!("String::from({only})"),
        _ => format!("[{}].concat()", pieces.join(", ")),
    }
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

fn plain(pattern: &[Piece]) -> String {
    pattern
        .iter()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(text.as_str()) } else { None })
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
