//! Files that somebody has damaged: sheets that are imported, and what a phone saved of what it could not send.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod centre;
mod damage;
mod desk;
#[path = "target/invariants.rs"]
mod invariants;

use centre::{Phone, conversation};
use damage::{cases, damaged, damages};
use desk::{Desk, id_of};
use domain::{Country, LegalBasis};
use proptest::prelude::*;
use server::demo::{derived, sheets};
use uuid::Uuid;

const PEOPLE: &str = "ref,first_name,last_name,volunteer,birth_year\n\
    p1,Anna,\"Berg, født Dahl\",v1,1948\np2,Bernt,Dahl,,\n";
const VOLUNTEERS: &str = "ref;first_name;last_name;phone\nv1;Kari;Moe;90 00 00 01\nv2;Ola;Moe;\n";
const ACTIVITIES: &str = "ref,name,day,start\na1,Strikkekafé,tuesday,13:00\na2,Kor,monday,18:00\n";

fn reading() -> sheets::Reading {
    sheets::Reading {
        centre: derived(&["a centre"]).into(),
        country: Country::Norway,
        basis: LegalBasis::Consent,
        today: centre::day(),
        demo: false,
    }
}

proptest! {
    #![proptest_config(cases(256))]

    /// Rows, or what is wrong with which line; nothing else.
    #[test]
    fn damaged_sheets(which in 0usize..3, damages in damages(4)) {
        let bytes = damaged([PEOPLE, VOLUNTEERS, ACTIVITIES][which], &damages);
        let text = String::from_utf8_lossy(&bytes);
        let reading = reading();
        let problems = [
            sheets::people(&reading, &text).err(),
            sheets::volunteers(&reading, &text).err(),
            sheets::activities(&reading, &text).err(),
        ];
        for problems in problems.into_iter().flatten() {
            prop_assert!(!problems.is_empty());
            prop_assert!(problems.iter().all(|problem| !problem.to_string().is_empty()));
        }
    }
}

proptest! {
    #![proptest_config(cases(6))]

    /// Taken in, set aside or refused with a sentence. The phone goes on, and so does the next file.
    #[test]
    fn damaged_outboxes(damages in damages(4)) {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let desk = Desk::with_a_centre();
        let export = desk.export();
        let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
        let anna = id_of(&export, "participant", "Anna");
        let (service, mut phone) = runtime.block_on(async {
            let service = desk.service().await;
            let kari = id_of(&export, "member", "Kari");
            let phone = Phone::enrol_at(&service, centre, kari).await;
            (service, phone)
        });
        let texts: Vec<String> = ["first", "second", "third"]
            .map(|words| phone.record(anna, &conversation(anna, words)).as_str().to_owned())
            .to_vec();
        let good = format!(r#"{{"brobygger":1,"mutations":[{}],"unreadable":[]}}"#, texts.join(","));
        let file = desk.folder.path().join("outbox.json");
        std::fs::write(&file, damaged(&good, &damages)).unwrap();
        let run = desk.run(&["import-outbox", file.to_str().unwrap()]);
        let said = String::from_utf8(run.stderr).unwrap();
        prop_assert!(matches!(run.status.code(), Some(0 | 1)), "{:?} {said}", run.status);
        prop_assert!(!said.contains("panicked"), "{said}");
        prop_assert_eq!(run.status.success(), said.trim().is_empty(), "{}", said);

        runtime.block_on(invariants::hold(service.database(), centre));
        phone.epoch = Uuid::now_v7();
        phone.lanes.clear();
        let next = phone.record(anna, &conversation(anna, "after"));
        let receipts = runtime.block_on(phone.push(&[next])).unwrap();
        prop_assert_eq!(receipts[0].verdict, sync::Verdict::Applied);
    }
}
