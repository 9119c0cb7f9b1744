//! The languages that the compiler knows, each with its plural rule.

/// A language that words can be written in.
#[derive(Debug, PartialEq, Eq)]
pub struct Language {
    /// BCP 47; also the name of the file.
    pub tag: &'static str,
    /// The arm of the generated `Lang`.
    pub variant: &'static str,
    /// What its speakers call it.
    pub own_name: &'static str,
    /// Other primary tags that are better served by this language than by another.
    pub also: &'static [&'static str],
    /// The plural categories besides `other`, first match wins.
    pub plural: &'static [Rule],
}

/// A plural category and the whole numbers that it holds for.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// As CLDR names it, which is also how the files do.
    pub category: &'static str,
    /// A Rust expression over `n: i64`.
    pub holds: &'static str,
}

const ONE: Rule = Rule { category: "one", holds: "n == 1" };

pub static NORWEGIAN_BOKMAL: Language = Language {
    tag: "nb",
    variant: "Nb",
    own_name: "Norsk (bokmål)",
    also: &["no", "nn"],
    plural: &[ONE],
};

pub static DANISH: Language =
    Language { tag: "da", variant: "Da", own_name: "Dansk", also: &[], plural: &[ONE] };

pub static ENGLISH: Language =
    Language { tag: "en", variant: "En", own_name: "English", also: &[], plural: &[ONE] };

/// The languages of the app. The first is the reference for the others.
pub static ALL: &[&Language] = &[&NORWEGIAN_BOKMAL, &DANISH, &ENGLISH];
