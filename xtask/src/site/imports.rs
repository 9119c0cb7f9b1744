//! Short names for what the wasm calls in its glue.
//!
//! wasm-bindgen gives each import a name with sixteen digits of a hash, which no compression makes smaller. Only the
//! two files know the names, so that in a release they are letters.

use anyhow::{Result, bail};

/// A name as wasm-bindgen gave it, and the one that it has from now on.
pub type Renaming = (String, String);

/// Makes these names short.
pub fn shorten<'a>(names: impl Iterator<Item = &'a mut String>) -> Vec<Renaming> {
    names
        .enumerate()
        .map(|(index, name)| {
            let short = letters(index);
            (std::mem::replace(name, short.clone()), short)
        })
        .collect()
}

/// The glue with its functions under their new names. Each stands there once, as a property of what is imported.
pub fn glue(glue: &str, renamings: &[Renaming]) -> Result<String> {
    let mut renamed = glue.to_owned();
    for (long, short) in renamings {
        let (before, after) = (format!(" {long}: "), format!(" {short}: "));
        if renamed.matches(&before).count() != 1 {
            bail!("the glue does not say once what {long} is");
        }
        renamed = renamed.replace(&before, &after);
    }
    Ok(renamed)
}

/// a, b, … z, aa, ba, …
fn letters(mut index: usize) -> String {
    let mut name = String::new();
    loop {
        name.push(char::from(b'a' + (index % 26) as u8));
        if index < 26 {
            return name;
        }
        index = index / 26 - 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_names_are_alike() {
        let names: std::collections::HashSet<String> = (0..2000).map(letters).collect();
        assert_eq!(names.len(), 2000);
        assert_eq!([0, 25, 26, 27].map(letters), ["a", "z", "aa", "ba"]);
    }

    #[test]
    fn both_files_have_the_new_names() {
        let mut names = ["__wbg_get_0f".to_owned(), "__wbg_get_0f1".to_owned()];
        let renamings = shorten(names.iter_mut());
        assert_eq!(names, ["a", "b"]);
        let renamed =
            glue("{ __wbg_get_0f1: function() {}, __wbg_get_0f: f }", &renamings).unwrap();
        assert_eq!(renamed, "{ b: function() {}, a: f }");
    }

    #[test]
    fn glue_of_another_shape_is_an_error() {
        let renamings = [("__wbg_get_0f".to_owned(), "a".to_owned())];
        assert!(glue("{ '__wbg_get_0f': f }", &renamings).is_err());
        assert!(glue("{ __wbg_get_0f: f, __wbg_get_0f: g }", &renamings).is_err());
    }
}
