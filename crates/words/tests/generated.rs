//! The generated module, compiled by the real compiler and run.
#![allow(clippy::unwrap_used)]
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use words::{DANISH, ENGLISH, NORWEGIAN_BOKMAL, Source, compile};

const NB: &str = r#"
### Sample
# A comment
today-title = I dag
today-hello = Hei, { $name }!
shell-unsent = { $count ->
    [0] Alt er sendt
    [one] { $count } er ikke sendt
   *[other] { $count } er ikke sendt
}
plan-weeks = Om { $weeks ->
    [one] én uke
   *[other] { $weeks } uker
} hos { $place }
more-about =
    Første linje

      innrykket
    { $name } sist
more-brace = Ja {"{"}"{"}"} og {"\"\\"}{" "}
plan-hours = { $hours } t
"#;

const DA: &str = "
today-title = I dag
today-hello = Hej { $name }
shell-unsent = { $count ->
    [one] én er ikke sendt
   *[other] { $count } er ikke sendt
}
plan-weeks = { $place } om { $weeks }
more-about = På én linje, { $name },
    og en til
more-brace = Ingen
plan-hours = { $hours } t.
";

const EN: &str = "
today-title = Today
today-hello = Hello { $name }
shell-unsent = { $count } not sent
plan-weeks = { $place } in { $weeks ->
    [one] a week
   *[other] { $weeks } weeks
}
more-about = { $name }
more-brace = None
plan-hours = { $hours } h
";

fn sample() -> words::Compiled {
    let source = |language, text: &str| Source {
        language,
        path: PathBuf::from("sample.ftl"),
        text: text.to_owned(),
    };
    compile(&[source(&NORWEGIAN_BOKMAL, NB), source(&DANISH, DA), source(&ENGLISH, EN)]).unwrap()
}

/// Compiles a program around the sample's module.
fn rustc(folder: &Path, lint: &str, main: &str) -> Output {
    let words::Compiled { module, texts } = sample();
    let program = format!(
        "#[{lint}]\nmod generated {{\n{module}}}\nuse generated::*;\nfn main() {{\n    \
             let texts: Vec<String> = {texts:?}.map(str::to_owned).to_vec();\n    \
             assert!(!load(texts[1..].to_vec()) && !load(vec![texts[0].clone()]));\n    \
             assert!(load(texts));\n{main}\n}}\n",
    );
    let path = folder.join("program.rs");
    std::fs::write(&path, program).unwrap();
    Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()))
        .args(["--edition", "2024", "-o"])
        .arg(folder.join("program"))
        .arg(&path)
        .output()
        .unwrap()
}

const EVERYTHING: &str = r##"
    let (nb, da, en) = (Words(Lang::Nb), Words(Lang::Da), Words(Lang::En));
    assert_eq!([nb, da, en].map(|t| t.today_title()), ["I dag", "I dag", "Today"]);
    assert_eq!(nb.today_hello("Anna"), "Hei, Anna!");
    assert_eq!(da.today_hello("Anna"), "Hej Anna");
    assert_eq!([0, 1, 2].map(|n| nb.shell_unsent(n)), ["Alt er sendt", "1 er ikke sendt", "2 er ikke sendt"]);
    assert_eq!([0, 1, 2].map(|n| da.shell_unsent(n)), ["0 er ikke sendt", "én er ikke sendt", "2 er ikke sendt"]);
    assert_eq!(en.shell_unsent(-1), "-1 not sent");
    assert_eq!([1, 3].map(|n| nb.plan_weeks(n, "Ås")), ["Om én uke hos Ås", "Om 3 uker hos Ås"]);
    assert_eq!(da.plan_weeks(3, "Odense"), "Odense om 3");
    assert_eq!([1, 3].map(|n| en.plan_weeks(n, "Ås")), ["Ås in a week", "Ås in 3 weeks"]);
    assert_eq!(nb.more_about("Anna"), "Første linje\n\n  innrykket\nAnna sist");
    assert_eq!(da.more_about("Anna"), "På én linje, Anna,\nog en til");
    assert_eq!(nb.more_brace(), "Ja {\"} og \"\\ ");
    assert_eq!(nb.plan_hours(2), "2 t");
    assert_eq!(Lang::ALL.map(Lang::tag), ["nb", "da", "en"]);
    assert_eq!(Lang::Da.own_name(), "Dansk");
    assert_eq!(["nb", "NO", "nn-NO", "da-DK", "en_GB", "de", ""].map(Lang::parse), [
        Some(Lang::Nb), Some(Lang::Nb), Some(Lang::Nb), Some(Lang::Da), Some(Lang::En), None, None,
    ]);
    print!("all said");
"##;

#[test]
fn the_module_compiles_without_a_warning_and_says_what_the_files_say() {
    let folder = tempfile::tempdir().unwrap();
    let compiled = rustc(folder.path(), "deny(warnings)", EVERYTHING);
    assert!(compiled.status.success(), "{}", String::from_utf8_lossy(&compiled.stderr));
    let ran = Command::new(folder.path().join("program")).output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&ran.stdout),
        "all said",
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
}

#[test]
fn a_key_that_no_screen_uses_fails_the_build_of_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let without = EVERYTHING.replace("nb.plan_hours(2)", "\"2 t\"");
    let compiled = rustc(folder.path(), "deny(dead_code)", &without);
    let said = String::from_utf8_lossy(&compiled.stderr);
    assert!(!compiled.status.success());
    assert!(said.contains("method `plan_hours` is never used"), "{said}");
}

#[test]
fn the_wrong_kind_of_argument_fails_the_build_of_the_app() {
    let folder = tempfile::tempdir().unwrap();
    let compiled = rustc(folder.path(), "allow(dead_code)", "Words(Lang::Nb).plan_hours(\"2\");");
    assert!(!compiled.status.success());
    assert!(String::from_utf8_lossy(&compiled.stderr).contains("mismatched types"));
}
