//! A text in a text, in little code.
//!
//! The standard library's search is four kilobytes where it is used, for texts of megabytes. Ours are short.

/// Whether `part` stands in `text`.
pub fn holds(text: &str, part: &str) -> bool {
    place(text.as_bytes(), part.as_bytes()).is_some()
}

/// `text` with `with` wherever `part` stands, which is not empty.
pub fn replaced(text: &str, part: &str, with: &str) -> String {
    let mut done = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = place(rest.as_bytes(), part.as_bytes())
        .and_then(|at| Some((rest.get(..at)?, rest.get(at + part.len()..)?)))
    {
        done.push_str(before);
        done.push_str(with);
        rest = after;
    }
    done.push_str(rest);
    done
}

fn place(text: &[u8], part: &[u8]) -> Option<usize> {
    (0..=text.len().checked_sub(part.len())?).find(|at| text[*at..].starts_with(part))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn as_the_standard_library_finds(text in "[aåb]{0,12}", part in "[aåb]{1,3}") {
            prop_assert_eq!(holds(&text, &part), text.contains(&part));
            prop_assert_eq!(replaced(&text, &part, "_"), text.replace(&part, "_"));
        }
    }

    #[test]
    fn nothing_stands_everywhere() {
        assert!(holds("", "") && holds("a", ""));
    }
}
