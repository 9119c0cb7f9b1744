//! The limit: the same rows, written as fast as the driver and the disk let them be.
//!
//! What the phones' pushes left in the database is read back and written into an empty one: the same
//! tables, the same bytes, the same groups, one step of the clock and one durable commit for each group,
//! whole sets at a time through the same statements. No HTTP, no JSON, no phone is authenticated, nothing
//! is looked up and nothing decided. So it is the limit of this driver, these tables and this disk; a
//! server that checked nothing could do no better.

use std::collections::BTreeMap;
use std::time::Instant;

use database::{Centre, Database, Decided, LaneKey, LaneState, Row};
use serde::Serialize;
use uuid::Uuid;

use crate::place::{Place, Settled};
use crate::processor::{Processes, Used};

/// As many are enough to see the rate, and few enough to hold in memory.
const MOST: usize = 100_000;

#[derive(Serialize)]
pub struct Limit {
    pub mutations: usize,
    pub groups: usize,
    pub seconds: f64,
    pub mutations_per_second: f64,
    /// Seconds of the processor: `phones` is this process, which here is the writer.
    pub cpu: Used,
}

#[derive(Default)]
struct Group {
    rows: Vec<Row>,
    decided: Vec<Decided>,
    lanes: BTreeMap<LaneKey, LaneState>,
}

/// Of what was committed after the first clock, until the second.
pub async fn measure(settled: &Settled, centre: Uuid, clocks: (u64, u64)) -> Limit {
    let (known, groups) = groups(&settled.pushed, centre, clocks).await;
    let database = settled.limit.open().await;
    let mut write = database.begin_write().await.unwrap();
    write.add_centre(&Centre { clock: 0, ..known }).await.unwrap();
    write.commit().await.unwrap();
    let postmaster = settled.limit.postmaster;
    let processes = Processes { server: std::process::id(), postmaster };
    let before = processes.used();
    let began = Instant::now();
    let mut mutations = 0;
    let count = groups.len();
    for group in groups {
        mutations += group.decided.len();
        write_group(database.as_ref(), centre, group).await;
    }
    let seconds = began.elapsed().as_secs_f64();
    let cpu = processes.used().since(before);
    database.close().await;
    let mutations_per_second = mutations as f64 / seconds;
    Limit { mutations, groups: count, seconds, mutations_per_second, cpu }
}

async fn write_group(database: &dyn Database, centre: Uuid, group: Group) {
    let lanes: Vec<LaneState> = group.lanes.into_values().collect();
    let mut write = database.begin_write().await.unwrap();
    write.put_lanes(&lanes).await.unwrap();
    let commit = Uuid::new_v4().as_u128() as u64;
    write.advance_clock(centre, commit).await.unwrap();
    write.add_rows(centre, &group.rows).await.unwrap();
    write.add_decided(&group.decided).await.unwrap();
    write.commit().await.unwrap();
}

/// What was committed, by the clock of its commit.
async fn groups(place: &Place, centre: Uuid, (from, until): (u64, u64)) -> (Centre, Vec<Group>) {
    let open = place.open().await;
    let (known, mut groups) = {
        let mut read = open.begin_read().await.unwrap();
        let known = read.centre(centre).await.unwrap().unwrap();
        let mut groups: BTreeMap<u64, Group> = BTreeMap::new();
        let within = |clock: u64| from < clock && clock <= until;
        let decided = read.decided_of_centre(centre).await.unwrap();
        for one in decided.into_iter().filter(|one| within(one.clock)).take(MOST) {
            let lane = LaneState { key: one.key, last_seq: one.seq, last_digest: one.digest };
            let group = groups.entry(one.clock).or_default();
            group.lanes.insert(one.key, lane);
            group.decided.push(one);
        }
        let mut after = None;
        loop {
            let rows = read.rows_of_centre(centre, after, 5_000).await.unwrap();
            let Some(last) = rows.last() else { break };
            after = Some(last.id);
            for row in rows {
                if let Some(group) = groups.get_mut(&row.seq) {
                    group.rows.push(row);
                }
            }
        }
        (known, groups)
    };
    open.close().await;
    // The last one may have been cut by the bound.
    groups.pop_last();
    (known, groups.into_values().collect())
}
