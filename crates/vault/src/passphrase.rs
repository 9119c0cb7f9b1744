//! The words by which a person opens the vault.
//!
//! **The story.** Whoever images the phone tries passphrases against it for as long as they like; only the
//! words and the cost of a guess ([`crate::Cost`]) stand in the way. So the app offers five words of a list
//! of 1,024, drawn at random ([`generate`], 50 bits), and takes a person's own where they are long enough
//! ([`strength`]).
//!
//! The rules follow NIST SP 800-63B (revision 4, 3.1.1.2): length counts, no kinds of characters are
//! demanded, every character is allowed, and what is commonly used, repeated, sequential or known from the
//! context is worth nothing: the names of the person, of the centre and of the app. A dictionary of leaked
//! passwords has no place in the app; a short list of the words that people begin with stands for it.

/// How many words a list has: each is worth ten bits.
const LIST_WORDS: usize = 1024;
const DRAWN: usize = 5;
/// What is accepted has at least so many characters.
pub const LEAST_CHARACTERS: usize = 12;

/// In bits, as [`worth`] counts them: three words, and four.
const FAIR: u32 = 34;
const GOOD: u32 = 40;

/// [`Strength::Fair`] and better is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    TooShort,
    Weak,
    Fair,
    Good,
}

/// Of one word, however long it is.
const MOST: u32 = 12;
/// Of one that people take first, and of one of three letters with one twice among them.
const LEAST_OF_A_WORD: u32 = 8;

/// What people take first, in our languages and in English. One of these by itself is one of some twenty; a
/// word that holds one counts as if it did not.
const COMMON: &str = "password passord kodeord adgangskode hemmelig secret velkommen welcome letmein \
    admin qwerty sommer summer vinter winter norge danmark fotball fodbold football brobygger";

/// Along the keyboards of our countries and the alphabet.
const ROWS: [&str; 6] = [
    "qwertyuiopå",
    "asdfghjkløæ",
    "asdfghjklæø",
    "zxcvbnm",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyzæøå",
];
/// So many in a row are a sequence and no longer a word by chance.
const SEQUENCE: usize = 4;

/// Five different words of a list of 1,024, each as likely as any other. None where the list is not one:
/// a network's sign-in page, perhaps.
pub fn generate(list: &str, random: &mut dyn FnMut(&mut [u8])) -> Option<String> {
    let words: Vec<&str> = list.lines().collect();
    if words.len() != LIST_WORDS {
        return None;
    }
    let mut drawn: Vec<&str> = Vec::new();
    while drawn.len() < DRAWN {
        let mut bytes = [0; 2];
        random(&mut bytes);
        // The list's length is a power of two, so that no word is favoured.
        let word = words[usize::from(u16::from_le_bytes(bytes)) % LIST_WORDS];
        if !drawn.contains(&word) {
            drawn.push(word);
        }
    }
    Some(drawn.join(" "))
}

/// How well these words stand against guessing. `not` names what an acquaintance would try: the person's
/// name and the centre's.
pub fn strength(text: &str, not: &[&str]) -> Strength {
    let text = normal(text);
    if text.chars().count() < LEAST_CHARACTERS {
        return Strength::TooShort;
    }
    let not = normal(&not.join(" "));
    let names: Vec<&str> = not.split(' ').collect();
    let common: Vec<&str> = COMMON.split_whitespace().collect();
    let mut seen: Vec<String> = Vec::new();
    let mut bits = 0;
    for word in text.split(' ') {
        let mut rest = without(word, &names);
        if !common.contains(&rest.as_str()) {
            rest = without(&rest, &common);
        }
        for piece in pieces(&rest) {
            // Said twice, it is worth nothing more.
            if !seen.contains(&piece) {
                let most = if common.contains(&piece.as_str()) { LEAST_OF_A_WORD } else { MOST };
                bits += worth(&piece, piece == word).min(most);
                seen.push(piece);
            }
        }
    }
    match bits {
        GOOD.. => Strength::Good,
        FAIR.. => Strength::Fair,
        _ => Strength::Weak,
    }
}

/// The word with a gap where it holds what is guessed first.
fn without(word: &str, guessed: &[&str]) -> String {
    let mut rest = word.to_owned();
    for guess in guessed {
        // A short name is part of many words.
        if rest == *guess || guess.chars().count() >= 4 {
            while let Some(at) = place(&rest, guess) {
                rest = format!("{} {}", &rest[..at], &rest[at + guess.len()..]);
            }
        }
    }
    rest
}

/// Where a part of a word begins. The standard library's search is kilobytes, for texts that are longer.
fn place(word: &str, part: &str) -> Option<usize> {
    word.char_indices().map(|(at, _)| at).find(|at| word[*at..].starts_with(part))
}

/// Whatever is not of ASCII counts as a letter: to tell would take tables of two kilobytes, and hardly
/// anybody types such signs.
fn is_letter(letter: char) -> bool {
    letter.is_ascii_alphabetic() || !letter.is_ascii()
}

/// Letters, digits and signs apart: *sommer2024!* is three things that people put together.
fn pieces(word: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut last = None;
    for letter in word.chars() {
        let kind = (is_letter(letter), letter.is_ascii_digit(), letter == ' ');
        if last != Some(kind) {
            pieces.push(String::new());
        }
        last = Some(kind);
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces.retain(|piece| piece != " ");
    pieces
}

/// In bits, and rather too few: six for a letter, two for each further one that is new, and no more than
/// twelve, since a long word stands in a dictionary as a short one does.
fn worth(piece: &str, alone: bool) -> u32 {
    let fresh = fresh(piece);
    let first = piece.chars().next().unwrap_or_default();
    if first.is_ascii_digit() {
        // A year, a birthday, the end of a telephone number.
        return (3 * fresh).min(8);
    }
    // The little words between others are guessed with them, and so is one key held down.
    if alone && (piece.chars().count() < 3 || fresh < 2) {
        return 2;
    }
    let before = if is_letter(first) { 4 } else { 2 };
    (before + 2 * fresh).min(MOST)
}

/// How many characters are new, and do not merely go on as those before them.
fn fresh(piece: &str) -> u32 {
    let letters: Vec<char> = piece.chars().collect();
    let mut fresh = 0;
    for (place, letter) in letters.iter().enumerate() {
        let end = &letters[..=place];
        let goes_on = end.len() >= SEQUENCE && is_sequence(&end[end.len() - SEQUENCE..]);
        if !goes_on && !letters[..place].contains(letter) {
            fresh += 1;
        }
    }
    fresh
}

/// Whether the letters stand side by side in a row, in either direction.
fn is_sequence(letters: &[char]) -> bool {
    let text: String = letters.iter().collect();
    let turned: String = letters.iter().rev().collect();
    ROWS.iter().any(|row| place(row, &text).is_some() || place(row, &turned).is_some())
}

/// One form for what is typed, so that the same words give the same key from any keyboard: without
/// capitals, with one space between words, and a letter with its mark in one piece.
pub fn normal(text: &str) -> String {
    let mut normal = String::new();
    let mut apart = false;
    for typed in text.chars() {
        if is_separator(typed) {
            apart = !normal.is_empty();
            continue;
        }
        if std::mem::take(&mut apart) {
            normal.push(' ');
        }
        let small = domain::letter::small(typed);
        match normal.chars().next_back().and_then(|letter| joined(letter, small)) {
            Some(whole) => {
                normal.pop();
                normal.push(whole);
            }
            None => normal.push(small),
        }
    }
    normal
}

/// Between words: a space of any kind, and a hyphen or dash, as the words are often written with them.
fn is_separator(typed: char) -> bool {
    typed.is_whitespace() || matches!(typed, '-' | '\u{2010}'..='\u{2015}')
}

/// The letter of our languages that some keyboards send as two: the letter, then its mark.
fn joined(letter: char, mark: char) -> Option<char> {
    Some(match (letter, mark) {
        ('a', '\u{30a}') => 'å',
        ('a', '\u{308}') => 'ä',
        ('o', '\u{308}') => 'ö',
        ('u', '\u{308}') => 'ü',
        ('e', '\u{301}') => 'é',
        _ => return None,
    })
}

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LISTS: [&str; 3] = [
        include_str!("../../../locales/passphrase/nb.txt"),
        include_str!("../../../locales/passphrase/da.txt"),
        include_str!("../../../locales/passphrase/en.txt"),
    ];
    const NOT: [&str; 2] = ["Kari", "Frivilligsentralen Åsen"];

    /// A made-up chance.
    fn chance(seed: u64) -> impl FnMut(&mut [u8]) {
        let mut state = seed;
        move |bytes| {
            for byte in bytes {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                *byte = (state >> 33) as u8;
            }
        }
    }

    #[test]
    fn the_same_words_are_the_same_however_they_are_typed() {
        for typed in ["Blåbær-Fjord  Kafé", " blåbær\u{a0}fjord\tkafé\n", "BLÅBÆR – FJORD - KAFÉ"]
        {
            assert_eq!(normal(typed), "blåbær fjord kafé", "{typed:?}");
        }
        assert_eq!(normal("bla\u{30a}bær fjord kafe\u{301}"), "blåbær fjord kafé");
        assert_eq!(normal("A\u{30a} A\u{308} O\u{308} U\u{308} E\u{301}"), "å ä ö ü é");
        assert_eq!(normal("-- \n"), "");
    }

    #[test]
    fn the_lists_are_lists() {
        for list in LISTS {
            let words: std::collections::BTreeSet<&str> = list.lines().collect();
            assert_eq!((words.len(), list.lines().count()), (LIST_WORDS, LIST_WORDS));
            assert_eq!(words.iter().find(|word| normal(word) != **word), None);
        }
        assert_eq!(generate("<html>\nSign in\n</html>", &mut chance(1)), None);
        assert_eq!(generate(&LISTS[0].replacen('\n', " ", 1), &mut chance(1)), None);
    }

    /// Not of a sample: the five worst words of each list are good together.
    #[test]
    fn whatever_is_drawn_is_good() {
        for list in LISTS {
            let bits = |word: &str| {
                let common = COMMON.split_whitespace().any(|common| common == word);
                worth(word, true).min(if common { LEAST_OF_A_WORD } else { MOST })
            };
            let mut words: Vec<(u32, &str)> = list.lines().map(|word| (bits(word), word)).collect();
            words.sort_unstable();
            let worst: Vec<&str> = words.iter().take(DRAWN).map(|(_, word)| *word).collect();
            assert_eq!(strength(&worst.join(" "), &NOT), Strength::Good, "{:?}", &words[..DRAWN]);
        }
    }

    #[test]
    fn every_word_is_drawn_and_none_twice() {
        for list in LISTS {
            let mut drawn = std::collections::BTreeSet::new();
            let mut chance = chance(7);
            for _ in 0..4000 {
                let words = generate(list, &mut chance).unwrap();
                let words: Vec<String> = words.split(' ').map(str::to_owned).collect();
                let different: std::collections::BTreeSet<&String> = words.iter().collect();
                assert_eq!((words.len(), different.len()), (DRAWN, DRAWN));
                drawn.extend(words);
            }
            assert_eq!(drawn.len(), LIST_WORDS);
        }
    }

    #[test]
    fn what_people_choose_is_judged() {
        for (text, expected) in [
            ("", Strength::TooShort),
            ("k7$gQ2!xPm", Strength::TooShort),
            ("passord passord", Strength::Weak),
            ("Sommerferie2024!", Strength::Weak),
            ("qwertyuiopåasdfghjkl", Strength::Weak),
            ("1234567890123456", Strength::Weak),
            ("abcdefghijklmnopqrstuvwxyz", Strength::Weak),
            ("brobygger kari åsen", Strength::Weak),
            ("Kari12081975kari", Strength::Weak),
            ("hei hei hei hei hei hei", Strength::Weak),
            ("menneskerettigheter", Strength::Weak),
            ("katten spiser torsk", Strength::Fair),
            ("jeg liker å gå på tur", Strength::Fair),
            ("k7$gq2!xpm4zw9&", Strength::Good),
            ("correct horse battery staple", Strength::Good),
            ("bestemor baker vafler hver onsdag", Strength::Good),
        ] {
            assert_eq!(strength(text, &NOT), expected, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_normal_stays_as_it_is(text in "\\PC{0,40}") {
            let once = normal(&text);
            prop_assert_eq!(normal(&once), once);
        }

        #[test]
        fn repeating_makes_nothing_good(part in "\\PC{1,2}", word in "[a-zæøå]{1,20}", times in 1..60_usize) {
            prop_assert!(strength(&part.repeat(times), &[]) < Strength::Good);
            let words = vec![word.as_str(); times].join(" ");
            prop_assert!(strength(&words, &[]) < Strength::Fair);
        }

        /// More of the last character is worth no more than two of it.
        #[test]
        fn a_character_held_down_adds_nothing(text in "\\PC{12,30}", last in "[a-zæøå0-9!?]", times in 2..40_usize) {
            let once = strength(&format!("{text}{last}{last}"), &[]);
            // Of spaces alone, say, nothing is left: then more of it is longer.
            prop_assume!(once != Strength::TooShort);
            let held = strength(&format!("{text}{}", last.repeat(times)), &[]);
            prop_assert!(held <= once, "{once:?}, then {held:?}");
        }

        #[test]
        fn another_word_never_lowers(text in "\\PC{0,40}", word in "[a-zæøå]{1,12}") {
            let more = strength(&format!("{text} {word}"), &NOT);
            prop_assert!(strength(&text, &NOT) <= more);
        }

        #[test]
        fn what_is_generated_is_good(seed: u64) {
            for list in LISTS {
                let words = generate(list, &mut chance(seed)).unwrap();
                prop_assert_eq!(strength(&words, &NOT), Strength::Good, "{}", words);
            }
        }
    }
}
