//! The file that a phone saved of what it could not send.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use centre::{CENTRE, Phone, conversation};
use desk::{Desk, id_of, rows};
use serde_json::Value;
use sync::{Lane, MutationText, Verdict};
use uuid::Uuid;

#[tokio::test(flavor = "multi_thread")]
async fn what_a_phone_saved_in_a_file_comes_home_once() {
    let desk = Desk::with_a_centre();
    let service = desk.service().await;
    let export = desk.export();
    let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let [anna, bernt] = ["Anna", "Bernt"].map(|name| id_of(&export, "participant", name));
    let kari = id_of(&export, "member", "Kari");
    assert_ne!(centre, CENTRE);
    let mut phone = Phone::enrol_at(&service, centre, kari).await;
    let sent = phone.record(anna, &conversation(anna, "sent"));
    phone.push(std::slice::from_ref(&sent)).await.unwrap();
    let kept = phone.record(anna, &conversation(anna, "kept"));
    let wrong = phone.record(bernt, &conversation(bernt, "not mine"));
    let text = format!(
        r#"{{"brobygger":1,"mutations":[{},{},{}]}}"#,
        sent.as_str(),
        kept.as_str(),
        wrong.as_str()
    );
    let file = desk.file("outbox.json", &text);
    let said = desk.says(&["import-outbox", &file]);
    assert!(
        said.contains("1 records were applied, 1 had been received before, 1 were set aside"),
        "{said}"
    );
    assert!(said.contains("no_grant"), "{said}");
    let said = desk.says(&["import-outbox", &file]);
    assert!(said.contains("0 records were applied, 3 had been received before, 0 were"), "{said}");
    let export = desk.export();
    assert_eq!(rows(&export, "conversation").len(), 2);
    let verdicts: Vec<_> = export["mutations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|mutation| mutation["verdict"].as_str().unwrap())
        .collect();
    assert_eq!(verdicts, ["applied", "applied", "quarantined"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn records_that_cannot_follow_in_their_lane_are_set_aside_once() {
    let desk = Desk::with_a_centre();
    let service = desk.service().await;
    let export = desk.export();
    let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let (kari, anna) = (id_of(&export, "member", "Kari"), id_of(&export, "participant", "Anna"));
    let mut phone = Phone::enrol_at(&service, centre, kari).await;
    let first = phone.record(anna, &conversation(anna, "first"));
    let before_the_fork = phone.lanes.clone();
    let received = phone.record(anna, &conversation(anna, "received"));
    phone.push(&[first.clone(), received.clone()]).await.unwrap();
    let next = phone.record(anna, &conversation(anna, "next"));
    let lost = phone.record(anna, &conversation(anna, "lost"));
    let skipped = phone.record(anna, &conversation(anna, "after the lost"));
    // The phone was set back, and wrote another second record and a third.
    let set_on = std::mem::replace(&mut phone.lanes, before_the_fork);
    let forked = phone.record(anna, &conversation(anna, "another second"));
    let after = phone.record(anna, &conversation(anna, "after the fork"));
    phone.lanes = set_on;
    // The id of what was received, with other words.
    let said = received.as_str().replace("received", "altered");
    let altered = MutationText::from_text(said).unwrap();
    let half = MutationText::from_text(r#"{"envelope":{}}"#.into()).unwrap();

    let records = [&first, &forked, &altered, &next, &half, &skipped, &after];
    let texts: Vec<&str> = records.iter().map(|text| text.as_str()).collect();
    let text = format!(r#"{{"brobygger":1,"mutations":[{}]}}"#, texts.join(","));
    let file = desk.file("outbox.json", &text);
    let run = desk.run(&["import-outbox", &file]);
    let said = String::from_utf8(run.stdout).unwrap();
    let counted = "1 records were applied, 1 had been received before, 4 were set aside";
    assert!(said.contains(counted), "{said}");
    let id = |text: &MutationText| text.parse().unwrap().envelope.id;
    for (row, text, reason) in [
        (2, &forked, "forked: it contradicts what was received"),
        (3, &altered, "forked: it contradicts what was received"),
        (6, &skipped, "gap: a record before it in its phone's order is missing here."),
        (7, &after, "forked: it contradicts what was received"),
    ] {
        let line = format!("record {row} ({}) was set aside, {reason}", id(text));
        assert!(said.contains(&line), "{line}\n{said}");
    }
    // What cannot be read is in the file alone, and that is said.
    assert!(said.contains("record 5 cannot be read."), "{said}");
    assert_eq!(run.status.code(), Some(1));
    assert!(String::from_utf8(run.stderr).unwrap().contains("Keep the file."));

    // Nothing was dropped, and only what could follow was applied.
    let export = desk.export();
    let words: Vec<_> = rows(&export, "conversation")
        .iter()
        .map(|row| row["said"]["matters"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(words, ["first", "received", "next"]);
    let verdicts = |export: &Value| -> Vec<(String, String)> {
        let stored = export["mutations"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        stored
            .map(|one| (text(&one["mutation"]["envelope"]["id"]), text(&one["verdict"])))
            .collect()
    };
    let verdict = |text: &MutationText, verdict: &str| (id(text).to_string(), verdict.to_owned());
    let decided = [
        verdict(&first, "applied"),
        verdict(&received, "applied"),
        verdict(&forked, "quarantined"),
        verdict(&altered, "quarantined"),
        verdict(&next, "applied"),
        verdict(&skipped, "quarantined"),
        verdict(&after, "quarantined"),
    ];
    assert_eq!(verdicts(&export), decided);

    // Again, nothing more is stored.
    let run = desk.run(&["import-outbox", &file]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("0 records were applied, 6 had been received before, 0 were"), "{said}");
    assert_eq!(desk.export(), export);

    // The phone is not held up, and what was set aside is not applied when it comes after all.
    let receipts = phone.push(&[lost, skipped.clone()]).await.unwrap();
    assert_eq!(receipts[0].verdict, Verdict::Applied);
    let set_aside = (receipts[1].verdict, receipts[1].reason.as_deref());
    assert_eq!(set_aside, (Verdict::Quarantined, Some("gap")));
    assert_eq!(rows(&desk.export(), "conversation").len(), 4);
    phone.pull_all().await;
    assert_eq!(phone.acked[&(phone.epoch, Lane::Normal)], 5);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_nobodys_phone_is_not_taken_and_says_so() {
    let desk = Desk::with_a_centre();
    let elsewhere = Desk::with_a_centre();
    let service = elsewhere.service().await;
    let export = elsewhere.export();
    let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let (kari, anna) = (id_of(&export, "member", "Kari"), id_of(&export, "participant", "Anna"));
    let mut phone = Phone::enrol_at(&service, centre, kari).await;
    let record = phone.record(anna, &conversation(anna, "first"));
    let text = format!(r#"{{"brobygger":1,"mutations":[{}]}}"#, record.as_str());
    let file = desk.file("outbox.json", &text);
    let run = desk.run(&["import-outbox", &file]);
    let said = String::from_utf8(run.stdout).unwrap();
    assert!(said.contains("is from a phone that is not known here."), "{said}");
    assert_eq!(run.status.code(), Some(1));
}
