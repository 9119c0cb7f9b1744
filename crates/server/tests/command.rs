//! The command line, as someone at a keyboard meets it, also beside a running server.
#![allow(clippy::unwrap_used)]

mod centre;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use centre::{CENTRE, Phone, START, conversation};
use serde_json::Value;
use server::{Clock, Service, Settings};
use uuid::Uuid;

const PEOPLE: &str = "ref,first_name,last_name,volunteer,birth_year\n\
    p1,Anna,Berg,v1,1948\n\
    p2,Bernt,Dahl,,\n";
const VOLUNTEERS: &str = "ref;first_name;last_name;phone\nv1;Kari;Moe;90 00 00 01\nv2;Ola;Moe;\n";

struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn with_a_centre() -> Self {
        let desk = Self::new();
        desk.says(&[
            "centre",
            "add",
            "--name",
            "Ås frivilligsentral",
            "--country",
            "NO",
            "--coordinator",
            "Ingrid",
            "--coordinator-phone",
            "90 00 00 02",
        ]);
        let volunteers = desk.file("volunteers.csv", VOLUNTEERS);
        desk.says(&["import", "volunteers", &volunteers]);
        let people = desk.file("people.csv", PEOPLE);
        desk.says(&["import", "people", &people]);
        desk
    }

    fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_brobygger"))
            .args(arguments)
            .args(["--data", &self.data()])
            .output()
            .unwrap()
    }

    /// Done, and said so.
    fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Not done, and said why.
    fn complains(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    fn export(&self) -> Value {
        serde_json::from_str(&self.says(&["export"])).unwrap()
    }

    async fn service(&self) -> Service {
        let file = Path::new(&self.data()).join("brobygger.sqlite");
        let database = Arc::new(database::Sqlite::open(&file).await.unwrap());
        let clock = Clock::by_hand(Arc::new(START.into()));
        Service::start(database, clock, Settings::default()).await.unwrap()
    }
}

fn rows<'a>(export: &'a Value, kind: &str) -> Vec<&'a Value> {
    let rows = export["rows"].as_array().unwrap();
    rows.iter().filter_map(|row| row["body"].get(kind)).collect()
}

#[test]
fn a_small_centre_starts_by_the_command_line() {
    let desk = Desk::with_a_centre();
    let export = desk.export();
    assert_eq!(rows(&export, "participant").len(), 2);
    assert_eq!(rows(&export, "member").len(), 2);
    assert_eq!(rows(&export, "assignment").len(), 1);
    assert_eq!(rows(&export, "centre")[0]["emergency"].as_array().unwrap().len(), 5);
    // The same again is the same.
    let people = desk.file("people.csv", PEOPLE);
    let said = desk.says(&["import", "people", &people]);
    assert!(said.contains("0 people were imported; 2 were there already."), "{said}");
    assert_eq!(desk.export(), export);
    let said = desk.says(&["centre", "list"]);
    assert!(said.contains("Ås frivilligsentral"), "{said}");
}

#[test]
fn a_broken_sheet_is_told_by_row_and_column_and_changes_nothing() {
    let desk = Desk::with_a_centre();
    let before = desk.export();
    let broken = "ref,first_name,birth_year,referred\np7,,1948,2026-02-30\np8,Dina,1848,\n";
    let file = desk.file("broken.csv", broken);
    let said = desk.complains(&["import", "people", &file]);
    for part in
        ["line 2, first_name", "line 2, referred", "line 3, birth_year", "Nothing was imported"]
    {
        assert!(said.contains(part), "{said}");
    }
    let unknown = desk.file("unknown.csv", "ref,first_name,diagnosis\np9,Eva,x\n");
    let said = desk.complains(&["import", "people", &unknown]);
    assert!(said.contains("diagnosis"), "{said}");
    let nobody = desk.file("nobody.csv", "ref,first_name,volunteer\np9,Eva,\np10,Fred,v99\n");
    let said = desk.complains(&["import", "people", &nobody]);
    assert!(said.contains("unknown_row"), "{said}");
    let bytes = desk.folder.path().join("latin.csv");
    std::fs::write(&bytes, b"ref,first_name\np9,\xc5se\n").unwrap();
    let said = desk.complains(&["import", "people", &bytes.display().to_string()]);
    assert!(said.contains("line 2 is not UTF-8"), "{said}");
    let good = desk.file("good.csv", "ref,first_name\np9,Eva\n");
    let said = desk.says(&["import", "people", &good, "--dry-run"]);
    assert!(said.contains("1 people would be imported"), "{said}");
    assert_eq!(desk.export(), before);
}

#[test]
fn errors_are_sentences() {
    let desk = Desk::new();
    let said = desk.complains(&["export"]);
    assert!(said.contains("There is no centre's data in"), "{said}");
    let desk = Desk::with_a_centre();
    let said = desk.complains(&["invite", "Nobody"]);
    assert_eq!(said.trim(), "There is no member called Nobody at this centre.");
    let said = desk.complains(&["export", "--centre", "Ski"]);
    assert_eq!(said.trim(), "There is no centre called Ski. There is: Ås frivilligsentral.");
    let pair = ["--volunteer", "Ola", "--participant", "Anna"];
    let said = desk.complains(&[&["unassign"], &pair[..]].concat());
    assert_eq!(said.trim(), "This volunteer is not assigned to this participant.");
    let said = desk.complains(&["import", "people", "/not/there.csv"]);
    assert!(said.contains("/not/there.csv cannot be read"), "{said}");
    let text = desk.file("outbox.json", "<html>");
    let said = desk.complains(&["import-outbox", &text]);
    assert!(said.contains("is not a file that the app saved"), "{said}");
    let usage = desk.run(&["fly"]);
    assert_eq!(usage.status.code(), Some(2));
    for command in [
        "serve",
        "demo",
        "centre",
        "import",
        "assign",
        "unassign",
        "invite",
        "export",
        "import-outbox",
    ] {
        let help = Command::new(env!("CARGO_BIN_EXE_brobygger"))
            .args([command, "--help"])
            .output()
            .unwrap();
        assert!(help.status.success(), "{command}");
    }
}

#[test]
fn assigning_and_ending() {
    let desk = Desk::with_a_centre();
    let pair = ["--volunteer", "ola moe", "--participant", "Anna"];
    desk.says(&[&["assign", "--second"], &pair[..]].concat());
    let assignments = |desk: &Desk| {
        let export = desk.export();
        let all = rows(&export, "assignment").into_iter().cloned();
        let of_ola = all.filter(|row| row["part"] == "second");
        of_ola.map(|row| row["version"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(assignments(&desk), [1]);
    desk.says(&[&["unassign"], &pair[..]].concat());
    assert_eq!(assignments(&desk), [2]);
    desk.says(&[&["assign", "--second"], &pair[..]].concat());
    let mut versions = assignments(&desk);
    versions.sort_unstable();
    assert_eq!(versions, [2, 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_phone_saved_in_a_file_comes_home_once() {
    let desk = Desk::with_a_centre();
    let service = desk.service().await;
    let export = desk.export();
    let id_of = |kind: &str, name: &str| -> Uuid {
        let all = rows(&export, kind);
        let row = all.iter().find(|row| row["first_name"] == name).unwrap();
        row["id"].as_str().unwrap().parse().unwrap()
    };
    let centre: Uuid = export["centre"]["id"].as_str().unwrap().parse().unwrap();
    let (kari, anna, bernt) =
        (id_of("member", "Kari"), id_of("participant", "Anna"), id_of("participant", "Bernt"));
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
    let gap = format!(r#"{{"brobygger":1,"mutations":[{}]}}"#, {
        phone.record(anna, &conversation(anna, "lost"));
        phone.record(anna, &conversation(anna, "after the lost")).as_str().to_owned()
    });
    let file = desk.file("gap.json", &gap);
    let said = desk.complains(&["import-outbox", &file]);
    assert!(said.contains("Not everything was taken in. Keep the file."), "{said}");
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_demo_prints_links_and_ends_gracefully() {
    let desk = Desk::new();
    for round in 0..2 {
        let mut demo = Command::new(env!("CARGO_BIN_EXE_brobygger"));
        demo.args(["demo", "--port", "0", "--data", &desk.data()]).stdout(Stdio::piped());
        let mut demo = Running(demo.spawn().unwrap());
        let mut lines = BufReader::new(demo.0.stdout.take().unwrap()).lines();
        let mut links = Vec::new();
        let first = lines.next().unwrap().unwrap();
        let address = first.rsplit(' ').next().unwrap().to_owned();
        while links.len() < 6 {
            let line = lines.next().unwrap().unwrap();
            links.extend(line.contains("/enrol#").then_some(line));
        }
        assert!(links.iter().all(|link| link.contains(&address)), "{links:?}");
        // Another server on the same port is told so.
        let port = address.rsplit(':').next().unwrap();
        let said = desk.complains(&["serve", "--port", port]);
        assert!(said.contains(&format!("port {port} is in use")), "{said}");
        // The command line works beside it.
        let said = desk.says(&["centre", "list"]);
        assert_eq!(said.lines().count(), 2, "round {round}: {said}");
        #[cfg(unix)]
        {
            let asked =
                Command::new("sh").args(["-c", &format!("kill -TERM {}", demo.0.id())]).status();
            assert!(asked.unwrap().success());
            assert!(demo.0.wait().unwrap().success());
        }
    }
}
