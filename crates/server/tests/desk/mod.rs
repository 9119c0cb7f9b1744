//! A data folder, and the command line over it.

// Each test file uses some of this.
#![allow(dead_code)]
#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;

use serde_json::Value;
use server::{Clock, Service, Settings};
use uuid::Uuid;

use super::centre::START;

pub const PEOPLE: &str = "ref,first_name,last_name,volunteer,birth_year\n\
    p1,Anna,Berg,v1,1948\n\
    p2,Bernt,Dahl,,\n";
const VOLUNTEERS: &str = "ref;first_name;last_name;phone\nv1;Kari;Moe;90 00 00 01\nv2;Ola;Moe;\n";

pub struct Desk {
    pub folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    pub fn with_a_centre() -> Self {
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

    pub fn data(&self) -> String {
        self.folder.path().join("data").display().to_string()
    }

    pub fn file(&self, name: &str, text: &str) -> String {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    }

    pub fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_brobygger"))
            .args(arguments)
            .args(["--data", &self.data()])
            .output()
            .unwrap()
    }

    /// Done, and said so.
    pub fn says(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Not done, and said why.
    pub fn complains(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        String::from_utf8(output.stderr).unwrap()
    }

    pub fn export(&self) -> Value {
        serde_json::from_str(&self.says(&["export"])).unwrap()
    }

    pub async fn service(&self) -> Service {
        let file = Path::new(&self.data()).join("brobygger.sqlite");
        let database = Arc::new(database::Sqlite::open(&file).await.unwrap());
        let clock = Clock::by_hand(Arc::new(START.into()));
        Service::start(database, clock, Settings::default()).await.unwrap()
    }
}

pub fn rows<'a>(export: &'a Value, kind: &str) -> Vec<&'a Value> {
    let rows = export["rows"].as_array().unwrap();
    rows.iter().filter_map(|row| row["body"].get(kind)).collect()
}

pub fn id_of(export: &Value, kind: &str, name: &str) -> Uuid {
    let all = rows(export, kind);
    let row = all.iter().find(|row| row["first_name"] == name).unwrap();
    row["id"].as_str().unwrap().parse().unwrap()
}
