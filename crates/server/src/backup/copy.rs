//! Everything of a database, table by table, from one snapshot into an empty other.

use std::collections::BTreeSet;

use database::{Centre, DatabaseError, Device, DeviceKeys, Reading, Writing};
use uuid::Uuid;

use crate::random;

const PAGE: usize = 1000;

/// What a centre has, and how much.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub centre: Centre,
    pub counts: Counts,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub commits: usize,
    pub rows: usize,
    pub history: usize,
    pub grants: usize,
    pub members: usize,
    pub devices: usize,
    pub device_keys: usize,
    pub codes: usize,
    pub lanes: usize,
    pub mutations: usize,
    pub settled: usize,
    pub erased: usize,
    pub audit: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum History {
    /// A backup is a copy to the letter.
    Same,
    /// A restored centre takes every commit's name anew, so that no cursor from before is taken for
    /// one of its own.
    New,
}

pub async fn tally(read: &mut dyn Reading) -> Result<Vec<Tally>, DatabaseError> {
    let mut tallies = Vec::new();
    for centre in read.centres().await? {
        let counts = walk(read, None, centre.id, History::Same).await?;
        tallies.push(Tally { centre, counts });
    }
    Ok(tallies)
}

pub async fn copy(
    read: &mut dyn Reading,
    write: &mut dyn Writing,
    history: History,
) -> Result<Vec<Tally>, DatabaseError> {
    if let Some(secret) = read.secret().await? {
        write.put_secret(&secret).await?;
    }
    let mut tallies = Vec::new();
    for centre in read.centres().await? {
        let taken_over = match history {
            History::Same => centre.clone(),
            // Everything until this clock is in the backup that it comes from.
            History::New => Centre { backed_up: centre.clock, ..centre.clone() },
        };
        write.take_over_centre(&taken_over).await?;
        let counts = walk(read, Some(&mut *write), centre.id, history).await?;
        if history == History::New {
            write.advance_clock(centre.id, number()?).await?;
        }
        tallies.push(Tally { centre, counts });
    }
    Ok(tallies)
}

/// Reads all tables, and writes them where there is somewhere to write to.
async fn walk(
    read: &mut dyn Reading,
    mut into: Option<&mut dyn Writing>,
    centre: Uuid,
    history: History,
) -> Result<Counts, DatabaseError> {
    let mut counts = Counts::default();
    walk_commits(read, &mut into, centre, history, &mut counts).await?;
    walk_rows(read, &mut into, centre, &mut counts).await?;
    walk_audit(read, &mut into, centre, &mut counts).await?;
    let mut devices: BTreeSet<Uuid> = BTreeSet::new();
    walk_mutations(read, &mut into, centre, &mut counts, &mut devices).await?;
    let grants = read.grants_of_centre(centre).await?;
    let members = read.members_of_centre(centre).await?;
    let phones = read.devices_of_centre(centre).await?;
    let device_keys = keys_of(read, &phones).await?;
    let codes = read.codes_of_centre(centre).await?;
    let settled = read.settled(centre).await?;
    let erased = read.erased_of_centre(centre).await?;
    devices.extend(phones.iter().map(|phone| phone.id));
    let devices: Vec<Uuid> = devices.into_iter().collect();
    let lanes = lanes(read, centre, &devices).await?;
    counts.grants = grants.len();
    counts.members = members.len();
    counts.devices = phones.len();
    counts.device_keys = device_keys.len();
    counts.codes = codes.len();
    counts.settled = settled.len();
    counts.erased = erased.len();
    counts.lanes = lanes.len();
    if let Some(write) = into {
        write.put_grants(centre, &grants).await?;
        write.put_members(&members).await?;
        for phone in &phones {
            write.put_device(phone).await?;
        }
        for keys in &device_keys {
            write.put_device_keys(keys).await?;
        }
        for code in &codes {
            write.put_code(code).await?;
        }
        write.put_lanes(&lanes).await?;
        write.add_settled(&settled).await?;
        write.add_erased(centre, &erased).await?;
    }
    Ok(counts)
}

async fn walk_commits(
    read: &mut dyn Reading,
    into: &mut Option<&mut dyn Writing>,
    centre: Uuid,
    history: History,
    counts: &mut Counts,
) -> Result<(), DatabaseError> {
    let mut after = None;
    loop {
        let mut page = read.commits(centre, after, PAGE).await?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after = Some(*last);
        counts.commits += page.len();
        if let Some(write) = into.as_deref_mut() {
            if history == History::New {
                for (_, commit) in &mut page {
                    *commit = number()?;
                }
            }
            write.add_commits(centre, &page).await?;
        }
    }
}

async fn walk_rows(
    read: &mut dyn Reading,
    into: &mut Option<&mut dyn Writing>,
    centre: Uuid,
    counts: &mut Counts,
) -> Result<(), DatabaseError> {
    let mut after = None;
    loop {
        let page = read.rows_of_centre(centre, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        counts.rows += page.len();
        if let Some(write) = into.as_deref_mut() {
            write.add_rows(centre, &page).await?;
        }
    }
    let mut after = None;
    loop {
        let page = read.history_of_centre(centre, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id);
        counts.history += page.len();
        if let Some(write) = into.as_deref_mut() {
            write.add_history(centre, &page).await?;
        }
    }
}

async fn walk_audit(
    read: &mut dyn Reading,
    into: &mut Option<&mut dyn Writing>,
    centre: Uuid,
    counts: &mut Counts,
) -> Result<(), DatabaseError> {
    let mut after = None;
    loop {
        let page = read.audit(centre, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some(last.id);
        counts.audit += page.len();
        if let Some(write) = into.as_deref_mut() {
            write.add_audited(&page).await?;
        }
    }
}

async fn walk_mutations(
    read: &mut dyn Reading,
    into: &mut Option<&mut dyn Writing>,
    centre: Uuid,
    counts: &mut Counts,
    devices: &mut BTreeSet<Uuid>,
) -> Result<(), DatabaseError> {
    let mut after = None;
    loop {
        let page = read.decided_page(centre, after, PAGE).await?;
        let Some(last) = page.last() else {
            return Ok(());
        };
        after = Some((last.key, last.seq));
        counts.mutations += page.len();
        devices.extend(page.iter().map(|decided| decided.key.device));
        if let Some(write) = into.as_deref_mut() {
            write.add_decided(&page).await?;
        }
    }
}

/// The lanes of these devices at this centre. (The command line's are one for each centre.)
pub async fn lanes(
    read: &mut dyn Reading,
    centre: Uuid,
    devices: &[Uuid],
) -> Result<Vec<database::LaneState>, DatabaseError> {
    let mut lanes = Vec::new();
    for some in devices.chunks(PAGE) {
        lanes.extend(read.lanes(some).await?);
    }
    let nobody = crate::coordinate::COMMAND_LINE.0;
    lanes.retain(|lane| lane.key.device != nobody || lane.key.epoch == centre);
    Ok(lanes)
}

async fn keys_of(
    read: &mut dyn Reading,
    phones: &[Device],
) -> Result<Vec<DeviceKeys>, DatabaseError> {
    let ids: Vec<Uuid> = phones.iter().map(|phone| phone.id).collect();
    let mut keys = Vec::new();
    for some in ids.chunks(PAGE) {
        keys.extend(read.device_keys(some).await?);
    }
    Ok(keys)
}

fn number() -> Result<u64, DatabaseError> {
    random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))
}
