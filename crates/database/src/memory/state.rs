//! The tables, as maps.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::{
    Audited, Centre, Code, DatabaseError, Decided, Device, DeviceKeys, Erased, Hash, HeldGrant,
    LaneKey, LaneState, Member, OldRow, Place, Result, Row, Settled,
};

/// Also the shape of what a transaction has staged. What it removes is named in `buried` and `forgotten`,
/// which are empty in what is committed.
#[derive(Clone, Default)]
pub struct State {
    /// The places of all decisions in the order in which they were made, for whoever replays them.
    pub log: Vec<(LaneKey, u64)>,
    pub secret: Option<Hash>,
    pub centres: BTreeMap<Uuid, Centre>,
    pub commits: BTreeMap<(Uuid, u64), u64>,
    /// The clock at a moment.
    pub marks: BTreeMap<(Uuid, i64), u64>,
    pub rows: BTreeMap<(Uuid, Uuid), Row>,
    pub history: BTreeMap<(Uuid, Uuid), Vec<OldRow>>,
    pub grants: BTreeMap<(Uuid, Uuid, Uuid, u32), HeldGrant>,
    pub members: BTreeMap<(Uuid, Uuid), Member>,
    pub devices: BTreeMap<Uuid, Device>,
    pub device_keys: BTreeMap<Uuid, DeviceKeys>,
    pub last_seen: BTreeMap<Uuid, i64>,
    pub codes: BTreeMap<Hash, Code>,
    pub lanes: BTreeMap<LaneKey, LaneState>,
    pub decided: BTreeMap<Place, Decided>,
    /// Where the first decision about each id stands.
    pub first: BTreeMap<(Uuid, Uuid), Place>,
    pub erased: BTreeMap<(Uuid, Uuid), Erased>,
    pub settled: BTreeMap<(Uuid, Uuid), Settled>,
    pub audit: BTreeMap<(Uuid, Uuid), Audited>,
    /// Rows whose history goes.
    pub buried: BTreeSet<(Uuid, Uuid)>,
    /// Mutations whose texts go.
    pub forgotten: BTreeSet<Place>,
    /// Of a transaction: tombstones up to this clock go, and marks before this moment.
    pub pruned: BTreeMap<Uuid, (u64, i64)>,
}

impl State {
    /// All of `staged`, or, where a place is taken, nothing.
    pub fn absorb(&mut self, staged: State) -> Result<()> {
        let State {
            log,
            secret,
            centres,
            commits,
            marks,
            rows,
            history,
            grants,
            members,
            devices,
            device_keys,
            last_seen,
            codes,
            lanes,
            decided,
            first,
            erased,
            settled,
            audit,
            buried,
            forgotten,
            pruned,
        } = staged;
        let place_taken = decided.keys().any(|key| self.decided.contains_key(key))
            || first.keys().any(|key| self.first.contains_key(key));
        if place_taken {
            return Err(DatabaseError::Exists("mutation"));
        }
        if settled.keys().any(|key| self.settled.contains_key(key)) {
            return Err(DatabaseError::Exists("settlement"));
        }
        if audit.keys().any(|key| self.audit.contains_key(key)) {
            return Err(DatabaseError::Exists("line of the audit trail"));
        }
        if device_keys.values().any(|keys| self.has_credential_of_another(keys)) {
            return Err(DatabaseError::Exists("credential"));
        }
        self.log.extend(log);
        self.secret = secret.or(self.secret);
        self.centres.extend(centres);
        self.commits.extend(commits);
        self.marks.extend(marks);
        self.rows.extend(rows);
        for key in buried {
            self.history.remove(&key);
        }
        for (key, old) in history {
            self.history.entry(key).or_default().extend(old);
        }
        self.grants.extend(grants);
        self.members.extend(members);
        self.devices.extend(devices);
        self.device_keys.extend(device_keys);
        for (device, at) in last_seen {
            if let Some(device) = self.devices.get_mut(&device) {
                device.last_seen = at;
            }
        }
        self.codes.extend(codes);
        self.lanes.extend(lanes);
        self.decided.extend(decided);
        self.first.extend(first);
        for place in forgotten {
            if let Some(decided) = self.decided.get_mut(&place) {
                decided.text = None;
            }
        }
        for (key, erased) in erased {
            self.erased.entry(key).or_insert(erased);
        }
        self.settled.extend(settled);
        self.audit.extend(audit);
        for (centre, (clock, at)) in pruned {
            for key in self.removed_until(centre, clock) {
                self.rows.remove(&key);
                self.history.remove(&key);
            }
            self.marks.retain(|(of, mark), _| *of != centre || *mark >= at);
        }
        Ok(())
    }

    pub fn has_credential_of_another(&self, keys: &DeviceKeys) -> bool {
        let mut others = self.device_keys.values().filter(|other| other.device != keys.device);
        others.any(|other| other.deliver_hash == keys.deliver_hash)
    }

    /// The tombstones of a centre up to this clock.
    pub fn removed_until(&self, centre: Uuid, clock: u64) -> Vec<(Uuid, Uuid)> {
        let rows = self.rows.range((centre, Uuid::nil())..=(centre, Uuid::max()));
        rows.filter(|(_, row)| row.gone && row.seq <= clock).map(|(key, _)| *key).collect()
    }
}
