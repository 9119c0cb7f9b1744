//! Where the reading stands, and the small steps that it takes.

use crate::{Problem, Source};

pub type Parsed<T> = Result<T, Problem>;

/// A file that is being read.
pub struct Cursor<'a> {
    chars: Vec<char>,
    pub at: usize,
    pub line: usize,
    pub source: &'a Source,
}

impl<'a> Cursor<'a> {
    pub fn new(source: &'a Source) -> Self {
        Self { chars: source.text.chars().collect(), at: 0, line: 1, source }
    }

    /// Anything that could be meant as a name, so that a wrong one can be named in the problem.
    pub fn identifier(&mut self) -> Option<String> {
        let begins = self.peek().is_some_and(char::is_alphabetic);
        begins.then(|| self.take_while(|c| c.is_alphanumeric() || c == '-' || c == '_'))
    }

    pub fn take_while(&mut self, keep: impl Fn(char) -> bool) -> String {
        let mut taken = String::new();
        while let Some(c) = self.peek().filter(|&c| keep(c)) {
            // The arrow of a select is no part of the name before it.
            if c == '-' && self.peek_second() == Some('>') {
                break;
            }
            taken.push(c);
            self.bump();
        }
        taken
    }

    /// Steps to the next line that can begin a message.
    pub fn recover(&mut self) {
        self.skip_line();
        while self.peek().is_some_and(|c| " }\r\n\t".contains(c)) {
            self.skip_line();
        }
    }

    pub fn skip_line(&mut self) {
        while self.peek().is_some_and(|c| c != '\n') {
            self.bump();
        }
        self.bump();
    }

    pub fn skip_spaces(&mut self) {
        while self.peek() == Some(' ') {
            self.bump();
        }
    }

    pub fn skip_blank(&mut self) {
        while self.peek().is_some_and(|c| c == ' ' || c == '\n' || c == '\r') {
            self.bump();
        }
    }

    pub fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    pub fn peek_second(&self) -> Option<char> {
        self.chars.get(self.at + 1).copied()
    }

    pub fn bump(&mut self) {
        if let Some(c) = self.peek() {
            self.line += usize::from(c == '\n');
            self.at += 1;
        }
    }

    pub fn problem<T>(&self, sentence: impl Into<String>) -> Parsed<T> {
        Err(self.at_line(self.line, sentence))
    }

    pub fn at_line(&self, line: usize, sentence: impl Into<String>) -> Problem {
        Problem { path: self.source.path.clone(), line, sentence: sentence.into() }
    }
}
