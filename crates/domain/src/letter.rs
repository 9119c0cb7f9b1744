//! Small letters for capitals, in little code.
//!
//! The standard library's table is of all scripts there are, and twelve kilobytes on the phone.

/// The small letter of a capital, in the scripts with capitals that names and words are written in here:
/// Latin, Greek, Cyrillic and Armenian. Any other letter is itself.
pub fn small(letter: char) -> char {
    let code = u32::from(letter);
    let small = match code {
        0x41..=0x5a | 0xc0..=0xd6 | 0xd8..=0xde => code + 32,
        // In pairs, the capital first: on an even number, on an odd one.
        0x100..=0x12f | 0x132..=0x137 | 0x14a..=0x177 | 0x1f8..=0x21f | 0x222..=0x233 => code | 1,
        0x139..=0x148 | 0x179..=0x17e => code + code % 2,
        0x1e00..=0x1e95 | 0x1ea0..=0x1eff | 0x460..=0x481 | 0x48a..=0x4bf | 0x4d0..=0x52f => {
            code | 1
        }
        0x130 => 0x69,
        0x178 => 0xff,
        0x18f => 0x259,
        0x386 => 0x3ac,
        0x388..=0x38a => code + 37,
        0x38c => 0x3cc,
        0x38e..=0x38f => code + 63,
        0x391..=0x3a1 | 0x3a3..=0x3ab | 0x410..=0x42f => code + 32,
        0x400..=0x40f => code + 80,
        0x531..=0x556 => code + 48,
        _ => code,
    };
    char::from_u32(small).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_the_standard_library_knows_them() {
        for letter in '\0'..='\u{ffff}' {
            let theirs = letter.to_lowercase().next();
            if small(letter) != letter {
                assert_eq!(Some(small(letter)), theirs, "{letter}");
            }
        }
    }

    #[test]
    fn no_capital_of_these_scripts_is_left() {
        let scripts = [
            'A'..='Ż',
            'Ă'..='ž',
            'Ș'..='ț',
            'Ά'..='Ϋ',
            'Ѐ'..='ѿ',
            'Ա'..='Ֆ',
            'Ḁ'..='ẕ',
            'Ạ'..='ỹ',
        ];
        for letter in scripts.into_iter().flatten().filter(|letter| letter.is_uppercase()) {
            assert_ne!(small(letter), letter, "{letter}");
        }
    }
}
