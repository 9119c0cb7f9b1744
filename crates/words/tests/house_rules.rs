//! What the texts themselves must keep to: plain words, short sentences, one language a file.
#![allow(clippy::unwrap_used)]

use std::path::Path;

use words::{DANISH, ENGLISH, Language, NORWEGIAN_BOKMAL, compile, read};

const LONGEST_SENTENCE: usize = 15;

/// Words that nobody but a programmer says.
const NOT_PLAIN: &[&str] = &[
    "synkron",
    "synchron",
    "last opp",
    "lastet opp",
    "upload",
    "offline",
    "online-",
    "data",
    "device",
    "enhet",
    "enhed",
    "applikasjon",
    "autentiser",
    "token",
    "server",
    "cache",
];

/// Words that only the neighbour's language has; one of them in a file is a text that was not translated.
const NORWEGIAN: &[&str] = &[
    "av",
    "deg",
    "meg",
    "hva",
    "dere",
    "noe",
    "noen",
    "nå",
    "uke",
    "språk",
    "lagre",
    "lagret",
    "lenger",
    "sentralen",
    "deltaker",
    "deltakere",
    "åpne",
    "igjen",
    "møtes",
    "hjelp",
    "fram",
];
const DANISH_ONLY: &[&str] = &[
    "af",
    "dig",
    "mig",
    "hvad",
    "jer",
    "noget",
    "uge",
    "sprog",
    "gem",
    "gemt",
    "længere",
    "centret",
    "deltager",
    "deltagere",
    "åbn",
    "igen",
    "mødes",
    "hjælp",
];
const ENGLISH_ONLY: &[&str] = &["the", "you", "is", "what", "your", "saved", "with", "not"];

/// The lines of a file that people will read, with their numbers, each argument as one word.
fn lines(language: &'static Language) -> Vec<(usize, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let sources = read(&folder, &[language]).unwrap();
    sources[0]
        .text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.starts_with('#'))
        .map(|(index, line)| {
            let said = match line.split_once(" = ") {
                Some((_, said)) => said,
                None => {
                    line.trim_start().trim_start_matches("[one] ").trim_start_matches("*[other] ")
                }
            };
            let mut text = String::new();
            for (part, piece) in said.split(['{', '}']).enumerate() {
                text.push_str(if part % 2 == 0 { piece } else { "N" });
            }
            (index + 1, text)
        })
        .collect()
}

/// Whether the words stand in the text as words of their own.
fn holds(text: &str, words: &str) -> bool {
    let spaced: String = text
        .to_lowercase()
        .chars()
        .map(|c| if c.is_alphanumeric() || c == '-' { c } else { ' ' })
        .collect();
    format!(" {} ", spaced.split_whitespace().collect::<Vec<_>>().join(" "))
        .contains(&format!(" {words} "))
}

fn everywhere() -> Vec<(&'static str, usize, String)> {
    [&NORWEGIAN_BOKMAL, &DANISH, &ENGLISH]
        .into_iter()
        .flat_map(|language| {
            lines(language).into_iter().map(|(line, text)| (language.tag, line, text))
        })
        .collect()
}

#[track_caller]
fn none(found: Vec<String>) {
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn the_files_compile() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../locales");
    let sources = read(&folder, &[&NORWEGIAN_BOKMAL, &DANISH, &ENGLISH]).unwrap();
    let compiled = compile(&sources).map_err(|problems| problems.to_string()).unwrap();
    assert!(compiled.module.contains("pub(crate) fn today_title(self) -> &'static str"));
}

#[test]
fn a_sentence_has_at_most_fifteen_words() {
    let mut found = Vec::new();
    for (tag, line, text) in everywhere() {
        for sentence in text.split_inclusive(['.', '!', '?', ':']) {
            let count = sentence
                .split_whitespace()
                .filter(|word| word.chars().any(char::is_alphanumeric))
                .count();
            if count > LONGEST_SENTENCE {
                found.push(format!("{tag}.ftl:{line}: {count} words: {sentence}"));
            }
        }
    }
    none(found);
}

#[test]
fn words_are_plain() {
    let found = everywhere().into_iter().filter_map(|(tag, line, text)| {
        let lower = text.to_lowercase();
        let word = NOT_PLAIN.iter().find(|word| lower.contains(**word))?;
        // "You are offline" is what English people say.
        (tag != "en" || *word != "offline").then(|| format!("{tag}.ftl:{line}: {word}: {text}"))
    });
    none(found.collect());
}

#[test]
fn each_file_is_in_its_own_language() {
    let strangers = |tag: &str| match tag {
        "nb" => [DANISH_ONLY, ENGLISH_ONLY],
        "da" => [NORWEGIAN, ENGLISH_ONLY],
        _ => [NORWEGIAN, DANISH_ONLY],
    };
    let found = everywhere().into_iter().flat_map(|(tag, line, text)| {
        let words = strangers(tag).into_iter().flatten();
        words
            .filter(|word| holds(&text, word))
            .map(|word| format!("{tag}.ftl:{line}: {word}: {text}"))
            .collect::<Vec<_>>()
    });
    none(found.collect());
}

#[test]
fn signs_are_those_of_the_language() {
    let found = everywhere().into_iter().filter_map(|(tag, line, text)| {
        let quotes: &[char] = match tag {
            "nb" => &['«', '»'],
            "da" => &['»', '«'],
            _ => &['“', '”', '’'],
        };
        let wrong = text.contains("...")
            || text.contains("  ")
            || text.chars().any(|c| "\"'«»“”‘’".contains(c) && !quotes.contains(&c));
        // Danish quotes point inwards, Norwegian ones outwards.
        let turned = match tag {
            "nb" => text.find('»') < text.find('«'),
            "da" => text.find('«') < text.find('»'),
            _ => false,
        };
        (wrong || turned).then(|| format!("{tag}.ftl:{line}: {text}"))
    });
    none(found.collect());
}
