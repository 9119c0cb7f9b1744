//! What is held about one participant: all of it, and of nobody else.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use centre::{ANNA, BERNT, CENTRE, KARI, START, World, conversation};
use desk::Desk;
use serde_json::{Value, json};
use server::about::{About, gather, page};
use sync::Lane;
use uuid::Uuid;

on_both![
    everything_is_in_it_and_nothing_of_anybody_else,
    a_page_is_read_in_words_and_nothing_in_it_is_markup,
    nothing_is_held_about_who_is_not_there,
];

async fn about(world: &World, participant: Uuid) -> Option<About> {
    let mut read = world.database.begin_read().await.unwrap();
    gather(read.as_mut(), CENTRE, participant, START).await.unwrap()
}

async fn everything_is_in_it_and_nothing_of_anybody_else(world: World) {
    let mut phone = world.phone(KARI).await;
    let envelope = phone.next(Lane::Urgent, ANNA, 1);
    let concern = json!({"raise_concern": {
        "id": Uuid::now_v7(), "participant": ANNA, "words": "Sier hun ikke spiser.",
    }});
    let quarantined = json!({"fly": {"participant": ANNA, "words": "Fra en nyere telefon."}});
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "Vil gjerne synge.")),
        phone.write(&envelope, &concern),
        phone.record(BERNT, &conversation(BERNT, "Liker kaffe.")),
        phone.record(ANNA, &quarantined),
    ];
    phone.push(&batch).await.unwrap();
    let edit = domain::CoordinatorCommand::EditParticipant {
        participant: ANNA.into(),
        phone: Some(domain::Edit { value: Some("90000009".parse().unwrap()), seen: 1 }),
        visit_note: None,
    };
    world.do_all(&[edit]).await;

    let about = about(&world, ANNA).await.unwrap();
    let kinds: Vec<&str> = about.rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds[0], "participant");
    for kind in ["assignment", "conversation", "concern"] {
        assert!(kinds.contains(&kind), "{kinds:?}");
    }
    assert_eq!(about.rows[0].says["phone"]["value"], "90000009");
    assert_eq!(about.rows[0].said.len(), 1, "what stood there before");
    assert_eq!(about.received.len(), 3);
    assert_eq!(about.waiting.len(), 1);
    assert_eq!(about.phones.len(), 1);
    assert!(about.readers.iter().any(|reader| reader.deed == "edit_participant"));
    let text = serde_json::to_string(&about).unwrap();
    for held in ["Vil gjerne synge.", "Sier hun ikke spiser.", "Fra en nyere telefon."] {
        assert!(text.contains(held), "{held}");
        assert!(page(&about).contains(held), "{held}");
    }
    // Nor of the volunteers whom nothing here speaks of.
    assert!(about.names.contains_key(&KARI) && !about.names.contains_key(&centre::OLA));
    assert!(page(&about).contains("endret telefon eller merknad"), "a deed is told in words");
    for others in ["Liker kaffe.", "Bernt", "Ola"] {
        assert!(!text.contains(others) && !page(&about).contains(others), "{others}");
    }
}

async fn a_page_is_read_in_words_and_nothing_in_it_is_markup(world: World) {
    let mut phone = world.phone(KARI).await;
    let words = "<img src=x onerror=alert(1)> & \"sang\"";
    let said = phone.record(ANNA, &conversation(ANNA, words));
    phone.push(&[said]).await.unwrap();
    let mut about = about(&world, ANNA).await.unwrap();
    let read = page(&about);
    assert!(read.starts_with("<!doctype html>\n<html lang=\"nb\">"), "{read}");
    assert!(read.contains("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;sang&quot;"), "{read}");
    assert!(
        !read.contains("<img") && !read.contains("<script") && !read.contains("http"),
        "{read}"
    );
    assert!(read.contains("<h2>Samtaler</h2>") && read.contains("Kari"), "{read}");
    // No id tells a person anything.
    let ids = serde_json::to_value(&about).unwrap();
    for id in [&ids["participant"], &ids["rows"][0]["id"]] {
        assert!(!read.contains(id.as_str().unwrap()), "{id}");
    }
    about.language = "da".to_owned();
    assert!(page(&about).contains("Det, der er gemt om dig"));
}

async fn nothing_is_held_about_who_is_not_there(world: World) {
    assert!(about(&world, Uuid::now_v7()).await.is_none());
    // A volunteer is no participant.
    assert!(about(&world, KARI).await.is_none());
}

#[test]
fn the_command_writes_new_files_for_its_user_alone() {
    let desk = Desk::with_a_centre();
    let [page, json] =
        ["anna.html", "anna.json"].map(|name| desk.folder.path().join(name).display().to_string());
    let said = desk.says(&["about", "Anna", "--page", &page, "--json", &json]);
    assert_eq!(said.lines().count(), 2, "{said}");
    let text: Value = serde_json::from_str(&std::fs::read_to_string(&json).unwrap()).unwrap();
    assert_eq!(text["rows"][0]["says"]["first_name"], "Anna");
    // This reading is the last in it.
    let readers = text["readers"].as_array().unwrap();
    assert_eq!(readers.last().unwrap()["deed"], "read_participant");
    #[cfg(unix)]
    for file in [&page, &json] {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    let before = std::fs::read_to_string(&page).unwrap();
    let said = desk.complains(&["about", "Anna", "--page", &page]);
    assert!(said.contains("never written over"), "{said}");
    assert_eq!(std::fs::read_to_string(&page).unwrap(), before);
    assert!(before.contains("Det som er lagret om deg"));
    let english = desk.folder.path().join("english.html").display().to_string();
    desk.says(&["about", "Anna", "--page", &english, "--language", "en"]);
    assert!(std::fs::read_to_string(&english).unwrap().contains("What is kept about you"));
    let said = desk.complains(&["about", "Nobody", "--page", "x.html"]);
    assert_eq!(said.trim(), "There is no participant called Nobody at this centre.");
    assert_eq!(desk.run(&["about", "Anna"]).status.code(), Some(2), "where to?");
}

#[test]
fn what_is_wrong_is_corrected_and_what_stood_there_is_told() {
    let desk = Desk::with_a_centre();
    let words = ["--first-name", "Anne", "--birth-year", "", "--phone", "90 00 00 09"];
    desk.says(&[&["correct", "Anna"], &words[..]].concat());
    let file = desk.folder.path().join("anne.json").display().to_string();
    desk.says(&["about", "Anne", "--json", &file]);
    let text: Value = serde_json::from_str(&std::fs::read_to_string(&file).unwrap()).unwrap();
    let (says, said) = (&text["rows"][0]["says"], &text["rows"][0]["said"]);
    assert_eq!(says["first_name"], "Anne");
    assert_eq!(says["phone"]["value"], "90000009");
    assert!(says["birth_year"].is_null() && says["last_name"] == "Berg", "{says}");
    assert_eq!(said[0]["first_name"], "Anna");
    // Nonsense changes nothing.
    for words in [["--birth-year", "1848"], ["--phone", "x"], ["--language", "klingonsk sprog"]] {
        let refused = desk.run(&[&["correct", "Anne"], &words[..]].concat());
        assert_eq!(refused.status.code(), Some(2), "{words:?}");
    }
    assert_eq!(desk.run(&["correct", "Anne"]).status.code(), Some(2), "what?");
    desk.says(&["withdraw", "Anne", "--by", "paper"]);
    desk.says(&["correct", "Anne", "--last-name", "Bergh"]);
    let said = desk.complains(&["correct", "Anne", "--phone", ""]);
    assert!(said.contains("Only who they are can be corrected"), "{said}");
}
