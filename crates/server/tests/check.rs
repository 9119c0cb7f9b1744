//! Whether `check` sees each way in which stored data can be wrong.
#![allow(clippy::unwrap_used)]

mod centre;

use centre::{ANNA, BERNT, CENTRE, KARI, START, World, conversation};
use database::{
    Code, Decided, Device, Erased, HeldGrant, LaneKey, LaneState, Member, OldRow, Row, Settled,
    Settlement, Writing,
};
use server::check::check;
use sync::{Digest, Lane, Verdict};
use uuid::Uuid;

on_both![what_holds_up_is_found_to];

const NOBODY: Uuid = Uuid::from_u128(0x99);

async fn what_holds_up_is_found_to(world: World) {
    filled(&world).await;
    assert_eq!(findings(&world).await, Vec::<String>::new());
}

#[tokio::test]
async fn each_damage_is_told_in_memory() {
    each_damage_is_told(World::in_memory).await;
}

#[tokio::test]
async fn each_damage_is_told_in_a_file() {
    each_damage_is_told(World::in_a_file).await;
}

/// Each in a centre of its own, since one damage may hide another. (Nowhere does `check` ask which database
/// it reads, so the two that are made quickest will do.)
async fn each_damage_is_told(world: impl AsyncFn() -> World) {
    for (damage, expected) in DAMAGES {
        let world = world().await;
        filled(&world).await;
        let mut write = world.database.begin_write().await.unwrap();
        damaged(write.as_mut(), damage).await;
        write.commit().await.unwrap();
        let found = findings(&world).await;
        let told = found.iter().any(|finding| finding.contains(expected));
        assert!(told, "{damage}: expected {expected:?} in {found:#?}");
    }
}

/// Two lanes, a mutation set aside and settled, a history.
async fn filled(world: &World) {
    let mut phone = world.phone(KARI).await;
    let urgent = phone.next(Lane::Urgent, ANNA, 1);
    let concern = serde_json::json!({"raise_concern": {
        "id": Uuid::now_v7(), "participant": ANNA, "words": "Sier hun ikke spiser.",
    }});
    let batch = [
        phone.record(ANNA, &conversation(ANNA, "1")),
        phone.record(ANNA, &conversation(ANNA, "2")),
        phone.write(&urgent, &concern),
        phone.record(NOBODY, &conversation(NOBODY, "3")),
    ];
    phone.push(&batch).await.unwrap();
    world.do_all(&[centre::end(KARI, BERNT)]).await;
}

async fn findings(world: &World) -> Vec<String> {
    let mut read = world.database.begin_read().await.unwrap();
    check(read.as_mut()).await.unwrap()
}

const DAMAGES: [(&str, &str); 28] = [
    ("a commit beyond the clock", "its commits are named up to"),
    ("a backup mark beyond the clock", "it is said to be backed up to 1000"),
    ("a row of the future", "it changed at 1000, and the clock is"),
    ("a row that is no JSON", "it cannot be read as a conversation"),
    ("a row of tomorrow that is no JSON", "it is not JSON"),
    ("a row in another's scope", "it stands in scope"),
    ("a row in no scope", "does not exist"),
    ("a row under another id", "its body is another row's"),
    ("a row of another kind", "it stands as a wish, and its body is a"),
    ("a history of nothing", "it has a history, and does not exist"),
    ("a history that is no JSON", "its history at 1 is not JSON"),
    ("a grant from nowhere", "follows from no assignment"),
    ("a grant that was not ended", "is held, and no assignment says so"),
    ("a grant that is missing", "and it is not granted"),
    ("a member without a row", "it is listed, and has no row"),
    ("a member of another role", "its role is coordinator in one place only"),
    ("a phone of nobody", "its member"),
    ("a code for nobody", "A code is for the member"),
    ("a number skipped", "after number 3 comes 5"),
    ("a chain that breaks", "it does not follow from number 3 of its lane"),
    ("a text that was changed", "its text is not what was received"),
    ("a text that was not voided", "differ in whether it was voided"),
    ("a text that is missing", "its text is missing, and nobody was erased"),
    ("a lane that is ahead", "it is at number 9, and its mutations end at 3"),
    ("a lane of nothing", "nothing of it is there"),
    ("a mutation from the future", "it was decided at 1000"),
    ("a settlement of nothing", "it was settled, and did not wait for review"),
    ("an erasure that left everything", "its participant was erased"),
];

async fn damaged(write: &mut dyn Writing, damage: &str) {
    let clock = write.centre(CENTRE).await.unwrap().unwrap().clock;
    let row = write.rows_of_kinds(CENTRE, &[(ANNA, "conversation")]).await.unwrap().remove(0);
    let decided = write.decided_of_centre(CENTRE).await.unwrap();
    let last = decided.iter().rfind(|one| one.key.lane == Lane::Normal).unwrap().clone();
    let state = LaneState { key: last.key, last_seq: last.seq, last_digest: last.digest };
    let put = async |write: &mut dyn Writing, row: Row| write.put_rows(CENTRE, &[row]).await;
    let done = match damage {
        "a commit beyond the clock" => write.add_commits(CENTRE, &[(clock + 1, 5)]).await,
        "a backup mark beyond the clock" => write.put_backup_mark(CENTRE, 1000).await,
        "a row of the future" => put(write, Row { seq: 1000, ..row }).await,
        "a row that is no JSON" => put(write, Row { body: "{".into(), ..row }).await,
        "a row of tomorrow that is no JSON" => {
            put(write, Row { kind: "song".into(), body: "[]".into(), ..row }).await
        }
        "a row in another's scope" => put(write, Row { scope: BERNT, ..row }).await,
        "a row in no scope" => put(write, Row { scope: NOBODY, ..row }).await,
        "a row under another id" => put(write, Row { id: NOBODY, ..row }).await,
        "a row of another kind" => put(write, Row { kind: "wish".into(), ..row }).await,
        "a history of nothing" => write.add_history(CENTRE, &[old(NOBODY, "{}")]).await,
        "a history that is no JSON" => write.add_history(CENTRE, &[old(row.id, "{")]).await,
        "a grant from nowhere" => write.put_grants(CENTRE, &[grant(NOBODY, 1, None)]).await,
        "a grant that was not ended" => write.put_grants(CENTRE, &[grant(BERNT, 1, None)]).await,
        "a grant that is missing" => write.put_grants(CENTRE, &[grant(ANNA, 1, Some(START))]).await,
        "a member without a row" => write.put_members(&[member(NOBODY, "volunteer")]).await,
        "a member of another role" => write.put_members(&[member(KARI, "coordinator")]).await,
        "a phone of nobody" => write.put_device(&phone_of(NOBODY)).await,
        "a code for nobody" => write.put_code(&code_for(NOBODY)).await,
        "a number skipped" => write.add_decided(&[after(&last, 5, clock)]).await,
        "a chain that breaks" => write.add_decided(&[after(&last, 4, clock)]).await,
        "a text that was changed" => {
            let changed = Decided { digest: Digest::of(b"other"), ..after(&last, 4, clock) };
            write.add_decided(&[changed]).await
        }
        "a text that was not voided" => {
            let reason = Some("voided".to_owned());
            write.add_decided(&[Decided { reason, ..after(&last, 4, clock) }]).await
        }
        "a text that is missing" => {
            write.add_decided(&[Decided { text: None, ..after(&last, 4, clock) }]).await
        }
        "a lane that is ahead" => write.put_lanes(&[LaneState { last_seq: 9, ..state }]).await,
        "a lane of nothing" => {
            let key = LaneKey { epoch: NOBODY, ..state.key };
            write.put_lanes(&[LaneState { key, ..state }]).await
        }
        "a mutation from the future" => write.add_decided(&[after(&last, 4, 1000)]).await,
        "a settlement of nothing" => {
            let how = Settlement::Kept;
            let settled = Settled { centre: CENTRE, id: NOBODY, how, by: KARI, at: START, clock };
            write.add_settled(&[settled]).await
        }
        "an erasure that left everything" => {
            write.add_erased(CENTRE, &[Erased { scope: ANNA, at: START }]).await
        }
        other => panic!("no damage is called {other}"),
    };
    done.unwrap();
}

/// A copy of the last mutation of its lane under another number and id.
fn after(last: &Decided, seq: u64, clock: u64) -> Decided {
    let id = Uuid::from_u128(0x77);
    let text = last.text.as_ref().unwrap().replace(&last.id.to_string(), &id.to_string());
    let text = text.replace("\"seq\":3", &format!("\"seq\":{seq}"));
    let digest = Digest::of(text.as_bytes());
    let verdict = Verdict::Applied;
    Decided { seq, id, clock, digest, verdict, text: Some(text), ..last.clone() }
}

fn old(id: Uuid, body: &str) -> OldRow {
    OldRow { id, seq: 1, body: body.into() }
}

fn grant(scope: Uuid, version: u32, ended_at: Option<i64>) -> HeldGrant {
    HeldGrant { member: KARI, scope, version, granted_at: START, ended_at }
}

fn member(id: Uuid, role: &str) -> Member {
    Member { centre: CENTRE, id, role: role.into() }
}

fn phone_of(member: Uuid) -> Device {
    Device {
        id: Uuid::from_u128(0x55),
        centre: CENTRE,
        member,
        token_hash: [5; 32],
        enrolled_at: START,
        last_seen: START,
        revoked_at: None,
    }
}

fn code_for(member: Uuid) -> Code {
    Code { hash: [6; 32], centre: CENTRE, member, expires_at: START, used_by: None, used_at: None }
}
