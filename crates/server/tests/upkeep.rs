//! Erasing, backups, checks, phones and review from the command line.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use std::fs::File;
use std::path::Path;

use centre::{Phone, conversation};
use desk::{Desk, id_of, rows};
use uuid::Uuid;

/// A centre, and Kari's phone, which has sent a conversation with Anna and one without an assignment.
async fn with_a_phone() -> (Desk, Phone) {
    let desk = Desk::with_a_centre();
    let service = desk.service().await;
    let export = desk.export();
    let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let [anna, bernt] = ["Anna", "Bernt"].map(|name| id_of(&export, "participant", name));
    let kari = id_of(&export, "member", "Kari");
    let mut phone = Phone::enrol_at(&service, centre, kari).await;
    let batch = [
        phone.record(anna, &conversation(anna, "Vil gjerne synge.")),
        phone.record(bernt, &conversation(bernt, "Ikke min.")),
    ];
    phone.push(&batch).await.unwrap();
    (desk, phone)
}

#[tokio::test(flavor = "multi_thread")]
async fn someone_is_erased_and_stays_so_through_a_restore() {
    let (desk, _phone) = with_a_phone().await;
    let backup = desk.folder.path().join("backup").display().to_string();
    let said = desk.says(&["backup", "--to", &backup]);
    assert!(
        said.contains("Ås frivilligsentral:") && said.contains("was written and proved"),
        "{said}"
    );

    let said = desk.complains(&["erase", "Anna", "--confirm", "Bernt"]);
    assert!(said.contains("Nothing was erased"), "{said}");
    let said = desk.complains(&["erase", "Nobody", "--confirm", "Nobody"]);
    assert!(said.contains("no participant called Nobody"), "{said}");
    assert_eq!(rows(&desk.export(), "participant").len(), 2);
    let said = desk.says(&["erase", "Anna", "--confirm", "Anna"]);
    assert!(said.contains("1 assignments ended"), "{said}");
    let text = desk.says(&["export"]);
    assert!(!text.contains("Anna") && !text.contains("synge"), "{text}");
    assert!(desk.says(&["check"]).contains("Everything holds up"));
    let people = desk.file("people.csv", desk::PEOPLE);
    let said = desk.says(&["import", "people", &people]);
    assert!(said.contains("0 people were imported"), "{said}");

    let said = desk.complains(&["restore", "--from", &backup]);
    assert!(said.contains("With --replace they are moved aside"), "{said}");
    let said = desk.says(&["restore", "--from", &backup, "--replace"]);
    assert!(said.contains("1 participants were erased again"), "{said}");
    let text = desk.says(&["export"]);
    assert!(!text.contains("Anna") && !text.contains("synge"), "{text}");
    assert!(text.contains("Bernt"), "{text}");
    assert!(desk.says(&["check"]).contains("Everything holds up"));
    let names = std::fs::read_dir(desk.data()).unwrap();
    let names: Vec<String> =
        names.map(|name| name.unwrap().file_name().into_string().unwrap()).collect();
    assert!(names.iter().any(|name| name.contains(".before-")), "{names:?}");
    assert!(!names.iter().any(|name| name.contains(".restored")), "{names:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_restored_changes_nothing() {
    let (desk, _phone) = with_a_phone().await;
    let before = desk.export();
    let damaged = desk.file("damaged", "Strikkekafé");
    let said = desk.complains(&["restore", "--from", &damaged, "--replace"]);
    assert!(said.contains("Nothing was restored"), "{said}");
    let said = desk.complains(&["restore", "--from", "/not/there", "--replace"]);
    assert!(said.contains("There is no backup /not/there"), "{said}");
    let backup = desk.folder.path().join("backup").display().to_string();
    desk.says(&["backup", "--to", &backup]);
    let said = desk.complains(&["backup", "--to", &backup]);
    assert!(said.contains("never written over"), "{said}");
    // As a running server holds it.
    let lock = File::open(Path::new(&desk.data()).join("brobygger.lock")).unwrap();
    lock.lock_shared().unwrap();
    let said = desk.complains(&["restore", "--from", &backup, "--replace"]);
    assert!(said.contains("Stop it first"), "{said}");
    drop(lock);
    let ledger = desk.file("ledger", "damaged\n");
    let said = desk.complains(&["restore", "--from", &backup, "--replace", "--ledger", &ledger]);
    assert!(said.contains("line 1 of the ledger of erasures"), "{said}");
    assert_eq!(desk.export(), before);
}

#[test]
fn an_interrupted_restore_is_no_new_beginning() {
    let desk = Desk::with_a_centre();
    let file = |name: &str| Path::new(&desk.data()).join(name);
    std::fs::rename(file("brobygger.sqlite"), file("brobygger.sqlite.restored")).unwrap();
    let said = desk.complains(&["serve", "--port", "0"]);
    assert!(said.contains("was interrupted. Run it again"), "{said}");
    assert!(!file("brobygger.sqlite").exists());
}

#[test]
fn a_damaged_file_is_told_in_sentences() {
    let desk = Desk::with_a_centre();
    assert!(desk.says(&["check"]).contains("Everything holds up"));
    let file = Path::new(&desk.data()).join("brobygger.sqlite");
    let mut bytes = std::fs::read(&file).unwrap();
    for byte in bytes.iter_mut().skip(8192).step_by(41) {
        *byte ^= 0x5A;
    }
    std::fs::write(&file, bytes).unwrap();
    let said = desk.complains(&["check"]);
    assert!(!said.contains("panicked"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_phone_is_listed_and_revoked() {
    let (desk, mut phone) = with_a_phone().await;
    let device = phone.device.to_string();
    let said = desk.says(&["device", "list"]);
    assert!(said.contains(&device) && said.contains("Kari Moe"), "{said}");
    assert!(said.contains("participants 1  no keys"), "{said}");
    assert!(!said.contains("revoked"), "{said}");
    assert!(desk.says(&["device", "revoke", &device]).contains("Revoked."));
    assert!(desk.says(&["device", "revoke", &device]).contains("before"));
    // What it held when it was revoked.
    let said = desk.says(&["device", "list"]);
    assert!(said.contains("participants 1  no keys  revoked"), "{said}");
    let text = phone.record(phone.member, &conversation(phone.member, "1"));
    let fault = phone.push(&[text]).await.unwrap_err();
    assert_eq!(fault.fault, sync::FaultCode::Revoked);
    let said = desk.complains(&["device", "revoke", "Kari"]);
    assert!(said.contains("Kari is no phone's id"), "{said}");
    let said = desk.complains(&["device", "revoke", &Uuid::from_u128(7).to_string()]);
    assert!(said.contains("There is no phone"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_waits_is_listed_shown_and_settled() {
    let (desk, _phone) = with_a_phone().await;
    let said = desk.says(&["review", "list"]);
    let line = said.lines().next().unwrap();
    for part in ["Kari Moe", "record_conversation", "no_grant"] {
        assert!(line.contains(part), "{said}");
    }
    let id = line.split(' ').next().unwrap();
    let said = desk.says(&["review", "show", id]);
    for part in ["record_conversation by Kari Moe", "about Bernt Dahl", "Ikke min.", "no_grant"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(desk.run(&["review", "settle", id]).status.code(), Some(2));
    let said = desk.complains(&["review", "settle", id, "--take", "--by", "Kari"]);
    assert!(said.contains("Only a coordinator"), "{said}");
    assert!(desk.says(&["review", "settle", id, "--take"]).contains("Settled: taken."));
    assert!(desk.says(&["review", "list"]).contains("Nothing waits for review."));
    let said = desk.complains(&["review", "settle", id, "--keep"]);
    assert!(said.contains("settled before"), "{said}");
    let said = desk.complains(&["review", "show", id]);
    assert!(said.contains("Nothing with this id"), "{said}");
    let export = desk.export();
    assert_eq!(rows(&export, "conversation").len(), 2);
    assert_eq!(export["settled"][0]["how"], "taken");
    assert!(desk.says(&["check"]).contains("Everything holds up"));
}
