//! What people at the centre do is written down, and what cannot be written down does not happen.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use desk::{Desk, id_of, rows};

/// What was done, and about whom, the oldest first.
fn deeds(desk: &Desk) -> Vec<(String, Option<String>)> {
    let said = desk.says(&["audit"]);
    let lines = said.lines().map(|line| {
        let mut words = line.split("  ").skip(2);
        (words.next().unwrap().to_owned(), words.next().map(str::to_owned))
    });
    lines.collect()
}

#[test]
fn every_change_and_every_reading_has_its_line() {
    let desk = Desk::with_a_centre();
    let export = desk.export();
    let [anna, bernt] = ["Anna", "Bernt"].map(|name| id_of(&export, "participant", name));
    let kari = id_of(&export, "member", "Kari");
    let begun = deeds(&desk).len();
    desk.says(&["assign", "--second", "--volunteer", "Ola", "--participant", "Anna"]);
    desk.says(&["invite", "Kari"]);
    desk.says(&["device", "list"]);
    desk.says(&["review", "list"]);
    desk.says(&["withdraw", "Bernt", "--by", "phone"]);
    let file = desk.folder.path().join("backup.sqlite").display().to_string();
    desk.says(&["backup", "--to", &file]);
    let all = deeds(&desk);
    let expected = [
        ("audit", None),
        ("assign", Some(anna)),
        ("invite", Some(kari)),
        ("list_devices", None),
        ("list_review", None),
        ("withdraw", Some(bernt)),
        ("backup", None),
    ];
    let expected = expected.map(|(deed, about)| (deed.to_owned(), about.map(|id| id.to_string())));
    // Each reading is in the trail before it is answered, and is seen by the next.
    assert_eq!(all[begun..], expected);
    // From the beginning, and the export.
    assert_eq!(all[0], ("settle_centre".to_owned(), None));
    assert_eq!(all.iter().filter(|(deed, _)| deed == "register_participant").count(), 2);
    assert_eq!(all.iter().filter(|(deed, _)| deed == "export").count(), 1);
    // About one alone.
    let said = desk.says(&["audit", "--about", &bernt.to_string()]);
    assert!(said.lines().all(|line| line.ends_with(&bernt.to_string())), "{said}");
    assert!(said.contains("withdraw") && !said.contains("invite"), "{said}");
    // Nobody's name is in it.
    for name in ["Anna", "Bernt", "Berg", "Dahl"] {
        assert!(!desk.says(&["audit"]).contains(name));
    }
}

#[test]
fn what_is_refused_or_rehearsed_changed_nothing_and_has_no_line() {
    let desk = Desk::with_a_centre();
    let good = desk.file("good.csv", "ref,first_name\np9,Eva\n");
    desk.says(&["import", "people", &good, "--dry-run"]);
    desk.complains(&["unassign", "--volunteer", "Ola", "--participant", "Anna"]);
    desk.complains(&["withdraw", "Nobody", "--by", "paper"]);
    let all = deeds(&desk);
    assert!(!all.iter().any(|(deed, _)| deed == "end_assignment" || deed == "withdraw"), "{all:?}");
    assert_eq!(all.iter().filter(|(deed, _)| deed == "register_participant").count(), 2);
}

#[test]
fn a_backup_brings_the_trail_back() {
    let desk = Desk::with_a_centre();
    let backup = desk.folder.path().join("backup.sqlite").display().to_string();
    desk.says(&["backup", "--to", &backup]);
    let before = deeds(&desk);
    let other = Desk::new();
    other.says(&["restore", "--from", &backup, "--ledger", &other.file("erased.log", "")]);
    let after = deeds(&other);
    assert_eq!(after[..before.len() - 1], before[..before.len() - 1]);
}

#[test]
fn who_withdraws_at_the_centre_has_nobody_any_more_and_stays_so() {
    let desk = Desk::with_a_centre();
    let said = desk.says(&["withdraw", "Anna", "--by", "paper"]);
    assert_eq!(said.trim(), "Withdrawn. Phones follow at their next contact.");
    let export = desk.export();
    let anna = rows(&export, "participant").into_iter().find(|row| row["first_name"] == "Anna");
    assert_eq!(anna.unwrap()["closed"]["reason"], "withdrawn");
    let of_anna = rows(&export, "assignment");
    assert!(of_anna.iter().all(|assignment| assignment["until"].is_string()), "{of_anna:?}");
    // Said twice is said once.
    desk.says(&["withdraw", "Anna", "--by", "phone"]);
    let said = desk.complains(&["assign", "--volunteer", "Ola", "--participant", "Anna"]);
    assert!(said.contains("does not take part any more"), "{said}");
}
