//! What holds of a database at rest, whoever has sent what.

use std::collections::{BTreeMap, HashSet};

use database::{Database, Decided, LaneKey};
use domain::{CentreId, Row};
use serde::Deserialize;
use sync::{Digest, Envelope, Verdict};
use uuid::Uuid;

pub async fn hold(database: &dyn Database, centre: Uuid) {
    let mut read = database.begin_read().await.unwrap();
    let clock = read.centre(centre).await.unwrap().unwrap().clock;
    assert!(read.commit_at(centre, clock).await.unwrap().is_some());
    for row in read.rows_of_centre(centre, None, usize::MAX >> 1).await.unwrap() {
        assert!((1..=clock).contains(&row.seq), "{row:?}");
        if row.gone {
            continue;
        }
        let body: Row = serde_json::from_str(&row.body).unwrap();
        assert_eq!(body.id(), row.id, "{row:?}");
        assert_eq!(body.scope(CentreId(centre)), row.scope, "{row:?}");
        assert_eq!(body.kind().name(), row.kind, "{row:?}");
    }
    let all = read.decided_of_centre(centre).await.unwrap();
    decided_once(&all);
    for (key, lane) in by_lane(all) {
        let states = read.lanes(&[key.device]).await.unwrap();
        let state = states.into_iter().find(|state| state.key == key).unwrap();
        let last = is_a_chain(key, &lane, clock);
        assert_eq!((state.last_seq, state.last_digest), (lane.len() as u64, last), "{key:?}");
    }
}

fn decided_once(all: &[Decided]) {
    let mut ids = HashSet::new();
    for decided in all.iter().filter(|decided| !decided.repeat) {
        assert!(ids.insert(decided.id), "{} was decided twice", decided.id);
    }
    for repeat in all.iter().filter(|decided| decided.repeat) {
        assert!(ids.contains(&repeat.id), "{} repeats what was never decided", repeat.id);
    }
}

fn by_lane(all: Vec<Decided>) -> BTreeMap<LaneKey, Vec<Decided>> {
    let mut lanes: BTreeMap<LaneKey, Vec<Decided>> = BTreeMap::new();
    for decided in all {
        lanes.entry(decided.key).or_default().push(decided);
    }
    lanes
}

/// Numbered without a hole, each naming the one before. Gives the digest of the last.
fn is_a_chain(key: LaneKey, lane: &[Decided], clock: u64) -> Digest {
    #[derive(Deserialize)]
    struct Addressed {
        envelope: Envelope,
    }
    let (mut prev, mut decided_at) = (Digest::START, 0);
    for (decided, seq) in lane.iter().zip(1..) {
        assert!((decided_at.max(1)..=clock).contains(&decided.clock), "{decided:?}");
        decided_at = decided.clock;
        // Nothing has been erased here.
        let text = decided.text.as_deref().unwrap();
        let Addressed { envelope } = serde_json::from_str(text).unwrap();
        let place = LaneKey { device: envelope.device, epoch: envelope.epoch, lane: envelope.lane };
        if envelope.epoch == key.epoch {
            assert_eq!((place, envelope.seq, envelope.prev), (key, seq, prev));
        } else {
            // From a file, in an epoch that belongs to files.
            assert_eq!(decided.verdict, Verdict::Quarantined, "{decided:?}");
        }
        assert_eq!((decided.seq, decided.id), (seq, envelope.id));
        prev = Digest::of(text.as_bytes());
    }
    prev
}
