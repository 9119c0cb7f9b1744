//! Search that forgives how Nordic letters are typed.
//!
//! *Åse* and *Aase*, *Bjørn* and *Bjorn* and *Bjoern*, *Hæge* and *Haege* find each other. Everything
//! is folded to the shortest spelling: å and aa to a, ø, ö and oe to o, æ, ä and ae to a,
//! and accents dropped.

use crate::find;
use crate::letter::small;

/// Folds a text to what search compares.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        push_folded(&mut folded, c);
    }
    for (long, short) in [("aa", "a"), ("ae", "a"), ("oe", "o")] {
        if find::holds(&folded, long) {
            folded = find::replaced(&folded, long, short);
        }
    }
    folded
}

fn push_folded(folded: &mut String, c: char) {
    match c {
        'A'..='Z' => folded.push(c.to_ascii_lowercase()),
        'a'..='z' | '0'..='9' | ' ' => folded.push(c),
        'å' | 'Å' | 'æ' | 'Æ' | 'ä' | 'Ä' | 'á' | 'Á' | 'à' | 'À' | 'â' | 'Â' => {
            folded.push('a')
        }
        'ø' | 'Ø' | 'ö' | 'Ö' | 'ó' | 'Ó' | 'ò' | 'Ò' | 'ô' | 'Ô' => folded.push('o'),
        'é' | 'É' | 'è' | 'È' | 'ê' | 'Ê' | 'ë' | 'Ë' => folded.push('e'),
        'ü' | 'Ü' | 'ú' | 'Ú' => folded.push('u'),
        'í' | 'Í' | 'ï' | 'Ï' => folded.push('i'),
        'ý' | 'Ý' => folded.push('y'),
        'ñ' | 'Ñ' | 'ŋ' | 'Ŋ' => folded.push('n'),
        'ç' | 'Ç' | 'č' | 'Č' => folded.push('c'),
        'š' | 'Š' => folded.push('s'),
        'ž' | 'Ž' => folded.push('z'),
        'ð' | 'Ð' | 'đ' | 'Đ' => folded.push('d'),
        'þ' | 'Þ' => folded.push_str("th"),
        'ł' | 'Ł' => folded.push('l'),
        // Combining accents: å typed as a and a ring.
        '\u{300}'..='\u{36f}' => {}
        '‐' | '‑' | '–' | '—' | '‘' | '’' | '“' | '”' | '«' | '»' | '·' => {
            folded.push(' ')
        }
        c if c.is_ascii_punctuation() || c.is_whitespace() => folded.push(' '),
        other => folded.push(small(other)),
    }
}

/// What someone typed into a search field, ready to compare.
#[derive(Clone, Debug)]
pub struct Needle {
    words: Vec<String>,
}

impl Needle {
    pub fn new(search: &str) -> Self {
        Self { words: fold(search).split_whitespace().map(str::to_owned).collect() }
    }

    /// Every word begins a word in one of the texts. An empty search matches all.
    pub fn matches(&self, texts: &[&str]) -> bool {
        self.words.is_empty() || self.finds(&Haystack::new(texts))
    }

    /// The same, in texts that are searched again with every letter.
    pub fn finds(&self, haystack: &Haystack) -> bool {
        self.words
            .iter()
            .all(|word| haystack.folded.split(' ').any(|part| part.starts_with(word.as_str())))
    }
}

/// Texts to search in, folded once.
#[derive(Clone, Debug, PartialEq)]
pub struct Haystack {
    folded: String,
}

impl Haystack {
    pub fn new(texts: &[&str]) -> Self {
        let mut folded = String::new();
        for text in texts {
            folded.push_str(&fold(text));
            folded.push(' ');
        }
        Self { folded }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_of_typing_a_name_finds_it() {
        let ways = [
            ("Åse", "aase"),
            ("Aase", "Åse"),
            ("Åse", "ase"),
            ("Bjørn", "bjorn"),
            ("Bjørn", "bjoern"),
            ("Björn", "bjørn"),
            ("Hæge", "haege"),
            ("Hæge", "hage"),
            ("Mária", "maria"),
            ("Tor-Egil", "egil"),
            ("Sjøgren", "SJOGREN"),
            ("Łukasz", "luk"),
            ("Þóra", "thora"),
        ];
        for (name, typed) in ways {
            assert!(Needle::new(typed).matches(&[name]), "{typed} finds {name}");
        }
    }

    #[test]
    fn other_names_are_not_found() {
        for (name, typed) in [("Anna", "nna"), ("Anna Berg", "anna lie"), ("Ole", "olena")] {
            assert!(!Needle::new(typed).matches(&[name]), "{typed} does not find {name}");
        }
        assert!(Needle::new(" ").matches(&["Anna"]));
    }
}
