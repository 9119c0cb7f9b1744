//! The command line on a PostgreSQL, what it says where there is none, and two servers on one database.
#![allow(clippy::unwrap_used)]

mod centre;

use std::path::Path;
use std::process::{Command, Output};
use std::sync::Arc;
use std::time::Duration;

use centre::{ANNA, CENTRE, KARI, World, conversation};
use database::{Address, Database, Fresh, Postgres};
use server::{Clock, Service, Settings};

/// The role that is asked for its password, where `cargo xtask test` starts the server.
const ASKED: &str = "asked_for_password";
const PASSWORD: &str = "hemmelig";

const ADD: [&str; 10] = [
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
];

/// `--data` is never given, so nothing may be found or made in this folder.
fn brobygger(folder: &Path, words: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_brobygger"));
    command.args(words).current_dir(folder);
    command.env_remove("BROBYGGER_DATABASE").env_remove("PGPASSWORD");
    let output = command.envs(environment.iter().copied()).output().unwrap();
    assert_eq!(std::fs::read_dir(folder).unwrap().filter(is_data).count(), 0);
    let all = [output.stdout.clone(), output.stderr.clone()].concat();
    assert!(!String::from_utf8_lossy(&all).contains(PASSWORD), "a password was told");
    output
}

fn is_data(entry: &std::io::Result<std::fs::DirEntry>) -> bool {
    entry.as_ref().unwrap().file_name() == "data"
}

fn said(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(1));
    String::from_utf8(output.stderr.clone()).unwrap()
}

fn done(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The same database, as the one who is asked for the password.
async fn guarded() -> (Fresh, String) {
    let fresh = Fresh::new().await.unwrap();
    let name = fresh.url().rsplit('/').next().unwrap();
    let role = format!(
        "DO $$ BEGIN CREATE ROLE {ASKED} LOGIN; EXCEPTION WHEN duplicate_object THEN NULL; END $$; \
         ALTER ROLE {ASKED} PASSWORD '{PASSWORD}'; ALTER DATABASE {name} OWNER TO {ASKED}"
    );
    fresh.tell(&role).await.unwrap();
    let (_, place) = fresh.url().split_once('@').unwrap();
    let url = format!("postgres://{ASKED}@{place}");
    (fresh, url)
}

#[tokio::test]
async fn every_way_to_name_the_database() {
    let folder = tempfile::tempdir().unwrap();
    let (_fresh, url) = guarded().await;
    let whole = url.replacen('@', &format!(":{PASSWORD}@"), 1);
    done(&brobygger(folder.path(), &ADD, &[("BROBYGGER_DATABASE", &whole)]));
    let list = ["centre", "list", "--database", &url];
    let listed = done(&brobygger(folder.path(), &list, &[("PGPASSWORD", PASSWORD)]));
    assert!(listed.contains("Ås frivilligsentral"), "{listed}");
    let file = folder.path().join("address");
    std::fs::write(&file, format!("{whole}\n")).unwrap();
    let list = ["centre", "list", "--database-file", file.to_str().unwrap()];
    assert_eq!(done(&brobygger(folder.path(), &list, &[])), listed);
    // What is said on the command line comes first.
    let elsewhere = folder.path().join("elsewhere");
    let list = ["centre", "list", "--data", elsewhere.to_str().unwrap()];
    let nothing = said(&brobygger(folder.path(), &list, &[("BROBYGGER_DATABASE", &whole)]));
    assert!(nothing.contains("no centre's data"), "{nothing}");
}

#[tokio::test]
async fn what_is_wrong_is_said_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let (fresh, url) = guarded().await;
    let list = |url: &str, password: &str| {
        let words = ["centre", "list", "--database", url];
        said(&brobygger(folder.path(), &words, &[("PGPASSWORD", password)]))
    };
    let wrong = list(&url, "feil");
    assert!(wrong.contains("does not accept this name and password"), "{wrong}");
    let nowhere = list(&url.replace("fresh_", "nowhere_"), PASSWORD);
    assert!(nowhere.contains("no database of this name"), "{nowhere}");
    assert!(nowhere.contains("createdb"), "{nowhere}");
    let away = list("postgres://kari@127.0.0.1:1/bro", PASSWORD);
    assert!(away.contains("cannot be reached"), "{away}");
    assert!(away.contains("127.0.0.1, port 1, database bro, as kari"), "{away}");
    let shown = list(&url.replacen('@', &format!(":{PASSWORD}@"), 1), PASSWORD);
    assert!(shown.contains("can read a password on the command line"), "{shown}");
    let no_address = list(&format!("kari:{PASSWORD}@bro"), PASSWORD);
    assert!(no_address.contains("no address of a PostgreSQL"), "{no_address}");

    done(&brobygger(folder.path(), &ADD, &[("BROBYGGER_DATABASE", fresh.url())]));
    fresh.tell("UPDATE brobygger_schema SET version = 99").await.unwrap();
    let newer = list(fresh.url(), PASSWORD);
    assert!(newer.contains("use a newer program"), "{newer}");
}

#[tokio::test]
async fn servers_that_start_at_once_have_one_key() {
    let fresh = Fresh::new().await.unwrap();
    let address = Address::parse(fresh.url()).unwrap();
    let start = async || {
        let database: Arc<dyn Database> = Arc::new(Postgres::open(&address).await.unwrap());
        let started = Service::start(Arc::clone(&database), Clock::system(), Settings::default());
        started.await.unwrap();
        let secret = database.begin_read().await.unwrap().secret().await.unwrap();
        database.close().await;
        secret
    };
    let (a, b, c) = tokio::join!(start(), start(), start());
    assert!(a.is_some());
    assert_eq!([&b, &c], [&a, &a]);
}

#[tokio::test]
async fn a_phone_may_ask_either_of_two_servers() {
    let world = World::on_postgres().await;
    let clock = Clock::by_hand(Arc::clone(&world.hand));
    let settings = Settings { poll: Duration::from_millis(20), ..Settings::default() };
    let other = Service::start(Arc::clone(&world.database), clock, settings).await.unwrap();
    let mut phone = world.phone(KARI).await;
    phone.pull_all().await;
    let mut listened = other.pokes().listen(CENTRE, world.clock().await);
    let text = phone.record(ANNA, &conversation(ANNA, "Ble sendt til den ene."));
    let receipts = phone.push(&[text]).await.unwrap();
    // The other server hears of it by itself.
    let heard = tokio::time::timeout(Duration::from_secs(20), listened.changed()).await;
    heard.unwrap().unwrap();
    assert_eq!(*listened.borrow(), receipts[0].clock);
    // The cursor of one is good at the other.
    phone.talk_to(&other);
    phone.pull_all().await;
    assert!(
        phone.rows.values().any(|(_, _, row)| row.to_string().contains("Ble sendt til den ene."))
    );
}
