//! Compiles the translators' files, `locales/*.ftl`, to typed Rust.
//!
//! Every key becomes a method, so that a missing word, a misspelt key or a forgotten argument is an
//! error when the app is built and never a hole on somebody's screen. The files are written in a
//! small part of [Fluent](https://projectfluent.org), which translators' tools know:
//!
//! ```text
//! # A comment, to the end of the line.
//! today-title = I dag
//! today-hello = Hei, { $name }!
//! shell-unsent = { $count ->
//!     [0] Alt er sendt
//!     [one] { $count } er ikke sendt
//!    *[other] { $count } er ikke sendt
//! }
//! more-about =
//!     Text on several indented lines
//!     keeps its line breaks.
//! more-brace = A brace: {"{"}
//! ```
//!
//! The first file named is the reference. [`compile`] collects every problem in every file before it
//! gives up, each with its file, line and a sentence. Terms, functions, attributes and references
//! from one message to another are left out: they would have to be paid for on the phone.
//!
//! From the above come `t.today_title() -> &'static str`, `t.today_hello(name: &str) -> String` and
//! `t.shell_unsent(count: i64) -> String`. An argument is a number if any language selects on it, or
//! if it has one of the names in [`COUNTS`]; otherwise it is text. Words that nobody uses are found
//! by the Rust compiler's own `dead_code` lint in the crate that includes the result.

mod check;
mod generate;
mod language;
mod problem;
mod syntax;

use std::path::{Path, PathBuf};

pub use language::{ALL, DANISH, ENGLISH, Language, NORWEGIAN_BOKMAL, Rule};
pub use problem::{Problem, Problems};

/// Arguments with these names are numbers even where no language selects on them.
pub const COUNTS: &[&str] = &[
    "count", "done", "hours", "max", "minutes", "days", "weeks", "months", "number", "total",
    "year",
];

/// One translator's file.
#[derive(Debug, Clone)]
pub struct Source {
    pub language: &'static Language,
    /// The name that problems are reported under.
    pub path: PathBuf,
    pub text: String,
}

/// What the files become.
#[derive(Debug, Clone)]
pub struct Compiled {
    /// The text of a Rust module.
    pub module: String,
    /// What the module's `load` takes in: which build they belong to, and all texts.
    pub texts: Vec<String>,
}

/// Turns the files into a Rust module and its texts. The first file is the reference.
pub fn compile(sources: &[Source]) -> Result<Compiled, Problems> {
    let mut problems = Problems::default();
    let resources: Vec<syntax::Resource> =
        sources.iter().map(|source| syntax::parse(source, &mut problems)).collect();
    let signatures = check::compare(&resources, &mut problems);
    if problems.is_empty() { Ok(generate::module(&resources, &signatures)) } else { Err(problems) }
}

/// For a build script: compiles `<folder>/<tag>.ftl` for each language into `$OUT_DIR/words.rs`, and
/// fails the build with one error per problem.
pub fn build(folder: impl AsRef<Path>, languages: &[&'static Language]) {
    let folder = folder.as_ref();
    println!("cargo::rerun-if-changed={}", folder.display());
    match read(folder, languages).and_then(|sources| compile(&sources)).and_then(write) {
        Ok(()) => {}
        Err(problems) => {
            for problem in problems.iter() {
                println!("cargo::error={problem}");
            }
        }
    }
}

/// Reads `<folder>/<tag>.ftl` for each language.
pub fn read(folder: &Path, languages: &[&'static Language]) -> Result<Vec<Source>, Problems> {
    let mut problems = Problems::default();
    let mut sources = Vec::new();
    for language in languages {
        let path = folder.join(format!("{}.ftl", language.tag));
        match std::fs::read_to_string(&path) {
            Ok(text) => sources.push(Source { language, path, text }),
            Err(error) => problems.add(&path, 1, format!("The file cannot be read: {error}.")),
        }
    }
    if problems.is_empty() { Ok(sources) } else { Err(problems) }
}

fn write(compiled: Compiled) -> Result<(), Problems> {
    let mut problems = Problems::default();
    match std::env::var_os("OUT_DIR") {
        None => problems.add("OUT_DIR", 1, "Cargo did not say where the words should go."),
        Some(folder) => {
            let path = Path::new(&folder).join("words.rs");
            if let Err(error) = std::fs::write(&path, compiled.module) {
                problems.add(&path, 1, format!("The file cannot be written: {error}."));
            }
        }
    }
    if problems.is_empty() { Ok(()) } else { Err(problems) }
}
