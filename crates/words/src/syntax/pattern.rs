//! Reads a text: its lines, braces and selects.

use super::cursor::{Cursor, Parsed};
use super::{Pattern, Piece, Variant, When};

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

impl Cursor<'_> {
    /// Text up to the end of the message, or, inside a select, to the next variant or the end of it.
    pub fn pattern(&mut self, in_select: bool) -> Parsed<Pattern> {
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
                if self.peek() == Some('-') && self.peek_second() == Some('>') {
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
