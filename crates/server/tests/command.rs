//! The command line, as someone at a keyboard meets it, also beside a running server.
#![allow(clippy::unwrap_used)]

mod centre;
mod desk;

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::sync::Arc;

use desk::{Desk, PEOPLE, rows};
use server::enrol::LookRequest;
use server::{Clock, Service, Settings};
use sync::{FaultCode, PROTOCOL};

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
        "review",
        "device",
        "key",
        "erase",
        "backup",
        "restore",
        "check",
    ] {
        let help = Command::new(env!("CARGO_BIN_EXE_brobygger"))
            .args([command, "--help"])
            .output()
            .unwrap();
        assert!(help.status.success(), "{command}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_of_no_days_has_expired_and_other_numbers_are_refused() {
    let desk = Desk::with_a_centre();
    let invite = |days: &str| desk.run(&["invite", "Kari", "--days", days]);
    let printed = |output: &Output| String::from_utf8(output.stdout.clone()).unwrap();
    let complained = |output: &Output| String::from_utf8(output.stderr.clone()).unwrap();

    let expired = invite("0");
    assert!(expired.status.success());
    assert!(complained(&expired).contains("This code has expired already"));
    let good = invite("1");
    assert!(good.status.success());
    assert_eq!(complained(&good), "");
    let file = Path::new(&desk.data()).join("brobygger.sqlite");
    let database = Arc::new(database::Sqlite::open(&file).await.unwrap());
    let service = Service::start(database, Clock::system(), Settings::default()).await.unwrap();
    let look = async |output: &Output| {
        let code = printed(output).lines().next().unwrap().to_owned();
        service.look(&LookRequest { brobygger: PROTOCOL, code }).await
    };
    assert_eq!(look(&expired).await.unwrap_err().fault, FaultCode::CodeExpired);
    assert_eq!(look(&good).await.unwrap().member, "Kari");

    for wrong in ["-1", "61", "99999999999999999999", "seven", ""] {
        let refused = invite(wrong);
        assert_eq!(refused.status.code(), Some(2), "{wrong}");
        assert_eq!(printed(&refused), "", "{wrong}");
        let said = complained(&refused);
        assert!(said.contains("--days <DAYS>"), "{wrong}: {said}");
    }
    assert!(complained(&invite("-1")).contains("-1 is not in 0..=60"));
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
