//! Each thing that can be wrong in a translator's file, and what is said about it.

#![allow(clippy::unwrap_used)]

use std::path::PathBuf;

use words::{DANISH, ENGLISH, Language, NORWEGIAN_BOKMAL, Source, compile};

fn source(language: &'static Language, text: &str) -> Source {
    Source {
        language,
        path: PathBuf::from(format!("locales/{}.ftl", language.tag)),
        text: text.to_owned(),
    }
}

/// What is said about one file alone.
fn said(text: &str) -> Vec<String> {
    match compile(&[source(&NORWEGIAN_BOKMAL, text)]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

/// What is said about a Bokmål reference and a Danish translation.
fn said_of_two(nb: &str, da: &str) -> Vec<String> {
    match compile(&[source(&NORWEGIAN_BOKMAL, nb), source(&DANISH, da)]) {
        Ok(_) => Vec::new(),
        Err(problems) => problems.iter().map(ToString::to_string).collect(),
    }
}

#[track_caller]
fn one(text: &str, line: usize, says: &str) {
    let said = said(text);
    assert_eq!(said.len(), 1, "{said:#?}");
    assert!(said[0].starts_with(&format!("locales/nb.ftl:{line}: ")), "{}", said[0]);
    assert!(said[0].contains(says), "{}", said[0]);
}

#[test]
fn a_good_file_has_no_problems() {
    assert_eq!(said("# Words\n\ntoday-title = I dag\n"), Vec::<String>::new());
}

#[test]
fn lines_and_keys() {
    one("today-title = I dag\n= Uten nøkkel\n", 2, "must begin with a key");
    one("  today-title = I dag\n", 1, "must begin with a key");
    one("today-title I dag\n", 1, "needs a `=`");
    one("today = I dag\n", 1, "`today` is no key");
    one("Today-title = I dag\n", 1, "`Today-title` is no key");
    one("today--title = I dag\n", 1, "is no key");
    one("today-æsj = I dag\n", 1, "`today-æsj` is no key");
    one("today_title = I dag\n", 1, "is no key");
    one("today-title =\ntoday-next = Neste\n", 1, "`today-title` has no text");
    one("a-b = En\n\na-b = To\n", 3, "second time; line 1 has it already");
}

#[test]
fn braces() {
    one("a-b = Hei { $name\n", 1, "not closed");
    one("a-b = Hei { $name }}\n", 1, "closes nothing");
    one("a-b = Hei\n}\n", 2, "closes nothing");
    one("a-b = { -brand }\n", 1, "nothing else is used here");
    one("a-b = { today-title }\n", 1, "nothing else is used here");
    one("a-b = { NUMBER($n) }\n", 1, "nothing else is used here");
    one("a-b = { $Name }\n", 1, "in small letters");
    one("a-b = { $type }\n", 1, "After `$` comes the argument's name");
    one("a-b = {\"aldri lukket }\n", 1, "quoted text is not closed");
    one("a-b = {\"\\u00e5\"}\n", 1, "may stand before");
    one("a-b = Hei\tdu\n", 1, "A tab");
}

#[test]
fn things_of_fluent_that_are_left_out() {
    one("a-b = Hei\n    .title = Tittel\n", 2, "attribute");
    one("a-b = Hei\n    [one] En\n", 2, "outside a select");
}

#[test]
fn selects() {
    one("a-b = { $n ->\n    [one] En\n}\n", 1, "has no `*[other]`");
    one("a-b = { $n ->\n    [one] En\n    [other] Flere\n}\n", 3, "needs its star");
    one("a-b = { $n ->\n   *[one] En\n}\n", 2, "must be `*[other]`");
    one("a-b = { $n ->\n    [few] Få\n   *[other] Flere\n}\n", 2, "`few` is neither");
    one("a-b = { $n ->\n    [one] En\n    [one] Én\n   *[other] Flere\n}\n", 3, "twice");
    one("a-b = { $n ->\n    [one\n   *[other] Flere\n}\n", 2, "square brackets");
    one("a-b = { $n ->\n    [one]\n   *[other] Flere\n}\n", 3, "has no text");
    one("a-b = { $n ->\n    [one] En\n   *[other] Flere\n", 1, "not closed");
}

#[test]
fn languages_are_compared_with_the_reference() {
    assert_eq!(
        said_of_two("a-b = En\na-c = To\n", "a-b = En\n"),
        ["locales/da.ftl:1: `a-c` is missing; locales/nb.ftl:2 has it."]
    );
    assert_eq!(
        said_of_two("a-b = En\n", "a-b = En\n\na-c = To\n"),
        ["locales/da.ftl:3: `a-c` is not in locales/nb.ftl: take it out, or add it there."]
    );
    assert_eq!(
        said_of_two("a-b = { $name }, { $place }\n", "a-b = { $name } { $when }\n"),
        [
            "locales/da.ftl:1: `a-b` leaves out `$place`, unlike locales/nb.ftl:1.",
            "locales/da.ftl:1: `a-b` uses `$when`, unlike locales/nb.ftl:1.",
        ]
    );
    // An argument that only one variant shows is still an argument.
    assert_eq!(
        said_of_two("a-b = { $n ->\n    [one] { $name }\n   *[other] Flere\n}\n", "a-b = { $n }\n"),
        ["locales/da.ftl:1: `a-b` leaves out `$name`, unlike locales/nb.ftl:1."]
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let said = said_of_two(
        "a-a = { $n\n    [one] En\n}\na-b = Hei\na-c =\na-d = Ha det\n",
        "a-b = Hej { $name }\nno key here\na-d = Farvel\n",
    );
    let starts: Vec<&str> = said.iter().filter_map(|line| line.split(": ").next()).collect();
    assert_eq!(
        starts,
        ["locales/nb.ftl:1", "locales/nb.ftl:5", "locales/da.ftl:2", "locales/da.ftl:1"],
        "{said:#?}"
    );
}

#[test]
fn a_file_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("nb.ftl"), "a-b = En\n").unwrap();
    let problems = words::read(folder.path(), &[&NORWEGIAN_BOKMAL, &DANISH, &ENGLISH]).unwrap_err();
    let said: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2);
    assert!(said[0].contains("da.ftl:1: The file cannot be read"), "{}", said[0]);
}
