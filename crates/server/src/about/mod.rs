//! Everything that is held about one participant, as one document: for the participant to read, and for
//! another system to take over.
//!
//! What is gathered: every row about the participant with what it said before, every mutation that names them
//! as it was received, what waits for a decision, whose phones hold something about them now, and the audit
//! trail's lines about them ([`gather`]). The JSON holds all of it to the letter. The page is for a person: in
//! the centre's language, names in place of ids, and no id at all ([`page`]).
//!
//! **What is absent.** What someone wrote about this participant into another's record, as for an erasure. And
//! a decision: what was raised as a concern is in it, and the coordinator looks whether the law lets all of it
//! be handed over.

mod html;
mod shown;
mod words;

use std::collections::{HashMap, HashSet};

use database::{DatabaseError, Reading, Row};
use domain::RowKind;
use serde::Serialize;
use serde_json::Value;
use uuid::Uuid;

use crate::coordinate::COMMAND_LINE;
use crate::erase::rows_about;
use crate::push::names;

pub use html::page;

/// The document. Ids are as everywhere; moments are UTC milliseconds.
#[derive(Debug, Serialize)]
pub struct About {
    pub brobygger: u8,
    pub made_at: i64,
    pub centre: String,
    /// BCP 47: the centre's.
    pub language: String,
    pub participant: Uuid,
    /// Of the centre, when this was gathered: nothing later is in it.
    pub clock: u64,
    /// In the order of a person's interest: who it is about first, then by kind and time.
    pub rows: Vec<Kept>,
    /// What was received and is not decided yet.
    pub waiting: Vec<Received>,
    /// Everything that was received about the participant.
    pub received: Vec<Received>,
    pub phones: Vec<Holder>,
    pub readers: Vec<Reader>,
    /// Whose and what ids stand for in the above: members, activities, plans.
    pub names: HashMap<Uuid, String>,
}

#[derive(Debug, Serialize)]
pub struct Kept {
    pub id: Uuid,
    pub kind: String,
    /// Null where it was removed.
    pub says: Value,
    /// What it said before, the oldest first.
    pub said: Vec<Value>,
}

#[derive(Debug, Serialize)]
pub struct Received {
    pub at: i64,
    pub by: Option<Uuid>,
    pub verdict: sync::Verdict,
    /// To the letter, its envelope included.
    pub mutation: Value,
}

/// A phone that may hold rows about the participant now.
#[derive(Debug, Serialize)]
pub struct Holder {
    pub member: Uuid,
    pub last_seen: i64,
}

#[derive(Debug, Serialize)]
pub struct Reader {
    pub at: i64,
    /// Nil at the command line.
    pub by: Uuid,
    pub account: Option<String>,
    pub deed: String,
}

/// `None`: nothing is held under this id.
pub async fn gather(
    read: &mut dyn Reading,
    centre: Uuid,
    participant: Uuid,
    now: i64,
) -> Result<Option<About>, DatabaseError> {
    let Some(settled) = read.centre(centre).await? else { return Ok(None) };
    let about = rows_about(read, centre, participant).await?;
    let own = |row: &Row| row.id == participant && row.kind == RowKind::Participant.name();
    if !about.iter().any(|row| own(row) && !row.gone) {
        return Ok(None);
    }
    let mut rows = Vec::with_capacity(about.len());
    for row in about {
        let said = read.history(centre, row.id).await?;
        let said = said.iter().map(|old| content(&old.body)).collect();
        rows.push(Kept { id: row.id, says: content(&row.body), kind: row.kind, said });
    }
    rows.sort_by_cached_key(|row| (place(&row.kind), when(&row.says), row.id));
    let received = received(read, centre, participant).await?;
    let unsettled = read.unsettled(centre).await?;
    let waits = |one: &&(Uuid, Received)| unsettled.iter().any(|waiting| waiting.id == one.0);
    let waiting = received.iter().filter(waits).map(|(_, one)| one.again()).collect();
    let mut about = About {
        brobygger: sync::PROTOCOL,
        made_at: now,
        centre: settled.name,
        language: settled.language,
        participant,
        clock: settled.clock,
        rows,
        waiting,
        received: received.into_iter().map(|(_, one)| one).collect(),
        phones: holders(read, centre, participant).await?,
        readers: readers(read, centre, participant).await?,
        names: HashMap::new(),
    };
    // Of whom something here speaks, and of nobody else at the centre.
    let spoken_of: HashSet<Uuid> = about.ids().into_iter().collect();
    about.names = known(read, centre).await?;
    about.names.retain(|id, _| spoken_of.contains(id));
    Ok(Some(about))
}

impl About {
    fn ids(&self) -> Vec<Uuid> {
        let rows = self.rows.iter().flat_map(|row| row.said.iter().chain([&row.says]));
        let received = self.received.iter().map(|one| &one.mutation);
        let mut ids: Vec<Uuid> =
            rows.chain(received).flat_map(|value| names(&value.to_string())).collect();
        ids.extend(self.received.iter().filter_map(|one| one.by));
        ids.extend(self.phones.iter().map(|phone| phone.member));
        ids.extend(self.readers.iter().map(|reader| reader.by));
        ids
    }
}

impl Received {
    fn again(&self) -> Self {
        Self { mutation: self.mutation.clone(), ..*self }
    }
}

/// A row's body is an object with its kind as the only name.
fn content(body: &str) -> Value {
    match serde_json::from_str(body) {
        Ok(Value::Object(tagged)) => tagged.into_iter().next().map_or(Value::Null, |(_, row)| row),
        _ => Value::Null,
    }
}

/// Kinds in the order in which the domain lists them; the participant comes first.
fn place(kind: &str) -> usize {
    match kind == RowKind::Participant.name() {
        true => 0,
        false => {
            1 + RowKind::ALL.iter().position(|one| one.name() == kind).unwrap_or(usize::MAX - 1)
        }
    }
}

fn when(row: &Value) -> String {
    let day = ["at", "planned_at", "given", "from"].iter().find_map(|name| row.get(name));
    day.map_or_else(String::new, |day| match day {
        Value::Number(moment) => format!("{:020}", moment.as_i64().unwrap_or(0)),
        other => other.as_str().unwrap_or_default().to_owned(),
    })
}

async fn received(
    read: &mut dyn Reading,
    centre: Uuid,
    participant: Uuid,
) -> Result<Vec<(Uuid, Received)>, DatabaseError> {
    let devices = read.devices_of_centre(centre).await?;
    let members: HashMap<Uuid, Uuid> =
        devices.into_iter().map(|device| (device.id, device.member)).collect();
    let decided = read.decided_of_centre(centre).await?;
    let about = decided.into_iter().filter_map(|one| {
        let text = one.text?;
        let about = one.scope == Some(participant) || names(&text).contains(&participant);
        let nobody = (one.key.device == COMMAND_LINE.0).then_some(COMMAND_LINE.0);
        let by = members.get(&one.key.device).copied().or(nobody);
        let mutation = serde_json::from_str(&text).unwrap_or(Value::String(text));
        let received = Received { at: one.received_at, by, verdict: one.verdict, mutation };
        about.then_some((one.id, received))
    });
    Ok(about.collect())
}

/// Phones of those who are granted the participant, and are not revoked.
async fn holders(
    read: &mut dyn Reading,
    centre: Uuid,
    participant: Uuid,
) -> Result<Vec<Holder>, DatabaseError> {
    let mut grants = read.grants_of_centre(centre).await?;
    grants.retain(|grant| grant.scope == participant && grant.ended_at.is_none());
    let holds = |member: Uuid| grants.iter().any(|grant| grant.member == member);
    let devices = read.devices_of_centre(centre).await?;
    let holding =
        devices.into_iter().filter(|device| device.revoked_at.is_none() && holds(device.member));
    Ok(holding
        .map(|device| Holder { member: device.member, last_seen: device.last_seen })
        .collect())
}

async fn readers(
    read: &mut dyn Reading,
    centre: Uuid,
    participant: Uuid,
) -> Result<Vec<Reader>, DatabaseError> {
    const PAGE: usize = 1000;
    let mut readers = Vec::new();
    let mut after = None;
    loop {
        let page = read.audit(centre, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(readers) };
        after = Some(last.id);
        let about = page.into_iter().filter(|line| line.about == Some(participant));
        readers.extend(about.map(|line| Reader {
            at: line.at,
            by: line.by,
            account: line.account,
            deed: line.deed,
        }));
    }
}

/// Members by name, and activities and plans by what they are.
async fn known(
    read: &mut dyn Reading,
    centre: Uuid,
) -> Result<HashMap<Uuid, String>, DatabaseError> {
    let kinds = [RowKind::Member, RowKind::Activity];
    let mut names = HashMap::new();
    let mut after = None;
    loop {
        let page = read.rows_of_centre(centre, after, 1000).await?;
        let Some(last) = page.last() else { return Ok(names) };
        after = Some(last.id);
        for row in page.iter().filter(|row| kinds.iter().any(|kind| kind.name() == row.kind)) {
            let says = content(&row.body);
            let text = |name: &str| says.get(name).and_then(Value::as_str).unwrap_or_default();
            let name = match row.kind == RowKind::Member.name() {
                true => format!("{} {}", text("first_name"), text("last_name")),
                false => text("name").to_owned(),
            };
            names.insert(row.id, name.trim().to_owned());
        }
    }
}
