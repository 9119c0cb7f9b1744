//! Reads a translator's file into messages.
//!
//! A problem ends the message that it stands in, and reading goes on at the next one, so that one
//! run finds them all.

use std::collections::BTreeMap;
use std::path::PathBuf;

use crate::{Language, Problem, Problems, Source};

/// All that one file says.
pub struct Resource {
    pub language: &'static Language,
    pub path: PathBuf,
    /// In the order of the file.
    pub messages: Vec<Message>,
}

/// One key and its text.
#[derive(Debug, PartialEq)]
pub struct Message {
    pub key: String,
    pub line: usize,
    pub pattern: Pattern,
}

pub type Pattern = Vec<Piece>;

#[derive(Debug, PartialEq)]
pub enum Piece {
    Text(String),
    Argument { name: String },
    Select { argument: String, variants: Vec<Variant> },
}

/// One arm of a select.
#[derive(Debug, PartialEq)]
pub struct Variant {
    pub when: When,
    pub pattern: Pattern,
}

#[derive(Debug, PartialEq)]
pub enum When {
    Number(i64),
    Category(String),
    /// The one with the star.
    Other,
}

/// Reads one file, and adds what is wrong with it to `problems`.
pub fn parse(source: &Source, problems: &mut Problems) -> Resource {
    let mut parser = Parser { chars: source.text.chars().collect(), at: 0, line: 1, source };
    let mut messages: Vec<Message> = Vec::new();
    let mut first_lines: BTreeMap<String, usize> = BTreeMap::new();
    while let Some(next) = parser.peek() {
        match next {
            '\n' | '\r' => parser.bump(),
            '#' => parser.skip_line(),
            _ => match parser.message() {
                Ok(message) => match first_lines.get(&message.key) {
                    Some(first) => problems.add(
                        &source.path,
                        message.line,
                        format!(
                            "`{}` stands here a second time; line {first} has it already.",
                            message.key
                        ),
                    ),
                    None => {
                        first_lines.insert(message.key.clone(), message.line);
                        messages.push(message);
                    }
                },
                Err(problem) => {
                    problems.add(problem.path, problem.line, problem.sentence);
                    parser.recover();
                }
            },
        }
    }
    Resource { language: source.language, path: source.path.clone(), messages }
}

type Parsed<T> = Result<T, Problem>;

/// A piece of text before its indentation is known.
enum Raw {
    Text(String),
    /// Line breaks, and the indentation of the line that follows them.
    Break {
        newlines: usize,
        indent: usize,
    },
    Piece(Piece),
}

struct Parser<'a> {
    chars: Vec<char>,
    at: usize,
    line: usize,
    source: &'a Source,
}

impl Parser<'_> {
    fn message(&mut self) -> Parsed<Message> {
        let line = self.line;
        let Some(key) = self.identifier() else {
            return self
                .problem("A line must begin with a key, a `#` or the spaces of a continued text.");
        };
        if !is_key(&key) {
            return self.problem(format!(
                "`{key}` is no key: use small letters, digits and single hyphens, and begin with the \
                 screen, as in `today-title`."
            ));
        }
        self.skip_spaces();
        if self.peek() != Some('=') {
            return self.problem(format!("`{key}` needs a `=` and then its text."));
        }
        self.bump();
        let pattern = self.pattern(false)?;
        if pattern.is_empty() {
            return Err(self.at_line(line, format!("`{key}` has no text.")));
        }
        Ok(Message { key, line, pattern })
    }

    /// Text up to the end of the message, or, inside a select, to the next variant or the end of it.
    fn pattern(&mut self, in_select: bool) -> Parsed<Pattern> {
        self.skip_spaces();
        let mut raw: Vec<Raw> = Vec::new();
        loop {
            match self.peek() {
                None => break,
                Some('\n' | '\r') => match self.line_break(in_select)? {
                    Some(line_break) => raw.push(line_break),
                    None => break,
                },
                Some('{') => raw.push(self.placeable()?),
                Some('}') => {
                    return self.problem("This `}` closes nothing. To show one, write {\"}\"}.");
                }
                Some('\t') => return self.problem("A tab stands here: use spaces."),
                Some(c) => {
                    self.bump();
                    match raw.last_mut() {
                        Some(Raw::Text(text)) => text.push(c),
                        _ => raw.push(Raw::Text(c.to_string())),
                    }
                }
            }
        }
        Ok(dedent(raw))
    }

    /// At the end of a line: says whether the text goes on below, and if so steps to where it does.
    fn line_break(&mut self, in_select: bool) -> Parsed<Option<Raw>> {
        let (from, line) = (self.at, self.line);
        let (mut newlines, mut indent) = (0, 0);
        while let Some(c) = self.peek() {
            match c {
                '\n' => (newlines, indent) = (newlines + 1, 0),
                '\r' => {}
                ' ' => indent += 1,
                _ => break,
            }
            self.bump();
        }
        match self.peek() {
            Some('[' | '*' | '}') if in_select => Ok(None),
            // The line breaks belong to whoever reads on.
            next if next.is_none() || indent == 0 => {
                (self.at, self.line) = (from, line);
                if next == Some('}') {
                    self.skip_blank();
                    return self.problem("This `}` closes nothing. To show one, write {\"}\"}.");
                }
                Ok(None)
            }
            Some('.') => self.problem(
                "A continued line begins with a dot, which would be an attribute; those are not used here. \
                 To show a dot, write {\".\"}.",
            ),
            Some('[' | '*') => self.problem(
                "A variant stands outside a select. To begin a line with this sign, write it as {\"[\"}.",
            ),
            _ => Ok(Some(Raw::Break { newlines, indent })),
        }
    }

    fn placeable(&mut self) -> Parsed<Raw> {
        let line = self.line;
        self.bump();
        self.skip_blank();
        let found = match self.peek() {
            Some('"') => Raw::Piece(Piece::Text(self.literal()?)),
            Some('$') => {
                self.bump();
                let Some(name) = self.identifier().filter(|name| is_argument(name)) else {
                    return self.problem(
                        "After `$` comes the argument's name in small letters, as in `{ $name }`.",
                    );
                };
                self.skip_blank();
                if self.peek() == Some('-') && self.chars.get(self.at + 1) == Some(&'>') {
                    self.bump();
                    self.bump();
                    let variants = self.variants(line, &name)?;
                    Raw::Piece(Piece::Select { argument: name, variants })
                } else {
                    Raw::Piece(Piece::Argument { name })
                }
            }
            _ => {
                return self.problem(
                    "Braces may hold an argument `{ $name }`, a select `{ $count -> … }` or a quoted text \
                     {\"…\"}; nothing else is used here.",
                );
            }
        };
        self.skip_blank();
        if self.peek() != Some('}') {
            return Err(self.at_line(line, "The brace that opens here is not closed."));
        }
        self.bump();
        Ok(found)
    }

    fn variants(&mut self, line: usize, argument: &str) -> Parsed<Vec<Variant>> {
        let language = self.source.language;
        let mut variants: Vec<Variant> = Vec::new();
        loop {
            self.skip_blank();
            let star = self.peek() == Some('*');
            if star {
                self.bump();
            }
            if self.peek() != Some('[') {
                break;
            }
            self.bump();
            self.skip_spaces();
            let name: String = self.take_while(|c| c.is_ascii_alphanumeric() || c == '-');
            self.skip_spaces();
            if self.peek() != Some(']') {
                return self
                    .problem("A variant begins with its name in square brackets, as in `[one]`.");
            }
            let when = match name.parse::<i64>() {
                _ if star && name == "other" => When::Other,
                _ if star => return self.problem("The variant with the star must be `*[other]`."),
                Ok(number) => When::Number(number),
                Err(_) if name == "other" => {
                    return self.problem("`[other]` needs its star: `*[other]`.");
                }
                Err(_) if language.plural.iter().any(|rule| rule.category == name) => {
                    When::Category(name)
                }
                Err(_) => {
                    return self.problem(format!(
                        "`{name}` is neither a number nor one of the plural forms of this language: {} and other.",
                        language.plural.iter().map(|rule| rule.category).collect::<Vec<_>>().join(", ")
                    ));
                }
            };
            if variants.iter().any(|variant| variant.when == when) {
                return self.problem("This variant stands here twice.");
            }
            self.bump();
            let pattern = self.pattern(true)?;
            if pattern.is_empty() {
                return self.problem("A variant has no text. If that is meant, write {\"\"}.");
            }
            variants.push(Variant { when, pattern });
        }
        if variants.iter().any(|variant| variant.when == When::Other) {
            Ok(variants)
        } else {
            Err(self.at_line(line, format!("The select on `${argument}` has no `*[other]`.")))
        }
    }

    fn literal(&mut self) -> Parsed<String> {
        let line = self.line;
        self.bump();
        let mut text = String::new();
        loop {
            match self.peek() {
                None | Some('\n') => {
                    return Err(self.at_line(line, "The quoted text is not closed."));
                }
                Some('"') => {
                    self.bump();
                    return Ok(text);
                }
                Some('\\') => {
                    self.bump();
                    match self.peek() {
                        Some(c @ ('"' | '\\')) => text.push(c),
                        _ => {
                            return self.problem(
                                "In quoted text, `\\` may stand before `\"` and `\\` only.",
                            );
                        }
                    }
                }
                Some(c) => text.push(c),
            }
            self.bump();
        }
    }

    /// Anything that could be meant as a name, so that a wrong one can be named in the problem.
    fn identifier(&mut self) -> Option<String> {
        let begins = self.peek().is_some_and(char::is_alphabetic);
        begins.then(|| self.take_while(|c| c.is_alphanumeric() || c == '-' || c == '_'))
    }

    fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek().filter(|&c| keep(c)) {
            // The arrow of a select is no part of the name before it.
            if c == '-' && self.chars.get(self.at + 1) == Some(&'>') {
                break;
            }
            taken.push(c);
            self.bump();
        }
        taken
    }

    /// Steps to the next line that can begin a message.
    fn recover(&mut self) {
        self.skip_line();
        while self.peek().is_some_and(|c| " }\r\n\t".contains(c)) {
            self.skip_line();
        }
    }

    fn skip_line(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.bump();
        }
        self.bump();
    }

    fn skip_spaces(&mut self) {
        while self.peek() == Some(' ') {
            self.bump();
        }
    }

    fn skip_blank(&mut self) {
        while self.peek().is_some_and(|c| c == ' ' || c == '\n' || c == '\r') {
            self.bump();
        }
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn bump(&mut self) {
        if let Some(c) = self.peek() {
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
    }

    fn problem<T>(&self, sentence: impl Into<String>) -> Parsed<T> {
        Err(self.at_line(self.line, sentence))
    }

    fn at_line(&self, line: usize, sentence: impl Into<String>) -> Problem {
        Problem { path: self.source.path.clone(), line, sentence: sentence.into() }
    }
}

/// Takes away the indentation that all continued lines share, and the blanks at both ends.
fn dedent(mut raw: Vec<Raw>) -> Pattern {
    let indents = raw.iter().filter_map(|piece| match piece {
        Raw::Break { indent, .. } => Some(*indent),
        _ => None,
    });
    let common = indents.min().unwrap_or(0);
    if matches!(raw.first(), Some(Raw::Break { .. })) {
        raw.remove(0);
    }
    if let Some(Raw::Text(last)) = raw.last_mut() {
        last.truncate(last.trim_end().len());
    }
    let mut pattern = Pattern::new();
    for piece in raw {
        let text = match piece {
            Raw::Text(text) => text,
            Raw::Break { newlines, indent } => "\n".repeat(newlines) + &" ".repeat(indent - common),
            Raw::Piece(Piece::Text(text)) => text,
            Raw::Piece(piece) => {
                pattern.push(piece);
                continue;
            }
        };
        match pattern.last_mut() {
            Some(Piece::Text(before)) => before.push_str(&text),
            _ => pattern.push(Piece::Text(text)),
        }
    }
    pattern
}

/// A key begins with its screen, so it always has a hyphen; that also keeps it clear of Rust's words.
fn is_key(key: &str) -> bool {
    key.contains('-')
        && key.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}

/// An argument becomes the name of a Rust parameter.
fn is_argument(name: &str) -> bool {
    const TAKEN: &[&str] = &[
        "as", "async", "await", "become", "box", "break", "const", "continue", "crate", "do",
        "dyn", "else", "enum", "extern", "final", "fn", "for", "gen", "if", "impl", "in", "let",
        "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref", "return",
        "self", "static", "struct", "super", "trait", "true", "false", "try", "type", "typeof",
        "unsafe", "unsized", "use", "virtual", "where", "while", "yield", "abstract",
    ];
    !TAKEN.contains(&name)
        && name.split('-').all(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}
