//! One transaction over all pushes of a group.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use database::{DatabaseError, Decided, Device, Member, Reading, Writing};
use domain::{Role, VolunteerCommand};
use planted::Planted;
use sync::{Fault, Receipt, Verdict};
use uuid::Uuid;

use super::Job;
use super::decide::decide;
use super::incoming::Incoming;
use super::lanes::{Lanes, Place, lane_key, other_device, receipt};
use crate::apply::{Working, role};
use crate::authenticate::{revoked, unauthorised};
use crate::{Service, random};

type Answer = Result<Vec<Receipt>, Fault>;

impl Service {
    /// Durable when it returns. An error concerns the database, and then nothing was taken.
    pub(super) async fn together(&self, jobs: &[Job]) -> Result<Vec<Answer>, DatabaseError> {
        let mut write = self.database().begin_write().await?;
        let mut group = Group::open(self, write.as_mut(), jobs).await?;
        let mut answers = Vec::with_capacity(jobs.len());
        for job in jobs {
            answers.push(group.take(write.as_mut(), job).await?);
        }
        let clocks = group.write_out(write.as_mut()).await?;
        if !clocks.is_empty() {
            match write.commit().await {
                Err(_) if planted::is(Planted::AcknowledgeBeforeCommit) => {}
                committed => committed?,
            }
        }
        for (centre, clock) in &clocks {
            self.pokes().advanced(*centre, *clock);
        }
        Ok(answers
            .into_iter()
            .map(|answer| answer.map(|taken| group_receipts(&taken, &clocks)))
            .collect())
    }
}

/// Receipts of new mutations get their clock when it is known.
enum Taken {
    Before(Receipt),
    Now(Uuid, Receipt),
}

fn group_receipts(taken: &[Taken], clocks: &BTreeMap<Uuid, u64>) -> Vec<Receipt> {
    taken
        .iter()
        .map(|one| match one {
            Taken::Before(receipt) => receipt.clone(),
            Taken::Now(centre, receipt) => Receipt {
                clock: clocks.get(centre).copied().unwrap_or(receipt.clock),
                ..receipt.clone()
            },
        })
        .collect()
}

struct Group {
    now: i64,
    grace: i64,
    devices: HashMap<Uuid, Device>,
    roles: HashMap<(Uuid, Uuid), Role>,
    lanes: Lanes,
    /// The first decision about each id, by centre.
    first: HashMap<(Uuid, Uuid), (Verdict, Option<String>)>,
    centres: BTreeMap<Uuid, Working>,
    decided: Vec<Decided>,
    /// Where in `decided` a number of a lane stands, for a push that comes twice in one group.
    places: HashMap<(database::LaneKey, u64), usize>,
}

impl Group {
    /// Locks and loads for everyone.
    async fn open(
        service: &Service,
        write: &mut dyn Writing,
        jobs: &[Job],
    ) -> Result<Self, DatabaseError> {
        let now = service.now();
        let mut centres = BTreeMap::new();
        let mut first = HashMap::new();
        let mut roles = HashMap::new();
        let ids: BTreeSet<Uuid> = jobs.iter().map(|job| job.device.id).collect();
        let ids: Vec<Uuid> = ids.into_iter().collect();
        for (centre, jobs) in by_centre(jobs) {
            let mutations = || jobs.iter().flat_map(|job| &job.mutations);
            let commands = || mutations().filter_map(|mutation| mutation.command.as_ref());
            let mut locks: BTreeSet<Uuid> = jobs.iter().map(|job| job.device.id).collect();
            let about: BTreeSet<Uuid> =
                mutations().flat_map(|mutation| &mutation.about).copied().collect();
            if !planted::is(Planted::LockForgotten) {
                locks.extend(&about);
            }
            let locks: Vec<Uuid> = locks.into_iter().collect();
            let mut working = Working::new(centre, now);
            if planted::is(Planted::ClockTakenFirst) {
                working.clock = Some(write.advance_clock(centre, 0).await?);
            }
            write.lock(centre, &locks).await?;

            let members: Vec<Uuid> = jobs.iter().map(|job| job.device.member).collect();
            working.load_erased(write, about).await?;
            working.load_grants(write, &members).await?;
            for Member { id, role: name, .. } in write.members(centre, &members).await? {
                roles.insert((centre, id), role(&name));
            }
            let ids: Vec<Uuid> = mutations().map(|mutation| mutation.envelope.id).collect();
            for decided in write.decided_by_id(centre, &ids).await? {
                first.insert((centre, decided.id), (decided.verdict, decided.reason));
            }
            let reads: Vec<_> = commands().flat_map(VolunteerCommand::reads).collect();
            working.load(write, reads).await?;
            centres.insert(centre, working);
        }
        let devices = write.devices(&ids).await?;
        let mut lanes = Lanes::new(write.lanes(&ids).await?);
        remember_repeats(write, &mut lanes, jobs).await?;
        Ok(Self {
            now,
            grace: i64::try_from(service.settings().grace.as_millis()).unwrap_or(i64::MAX),
            devices: devices.into_iter().map(|device| (device.id, device)).collect(),
            roles,
            lanes,
            first,
            centres,
            decided: Vec::new(),
            places: HashMap::new(),
        })
    }

    async fn take(
        &mut self,
        read: &mut dyn Writing,
        job: &Job,
    ) -> Result<Result<Vec<Taken>, Fault>, DatabaseError> {
        // As it is now, under the lock.
        let device = match self.devices.get(&job.device.id) {
            Some(device) if device.revoked_at.is_some() => return Ok(Err(revoked())),
            Some(device) if device.token_hash == job.device.token_hash => device.clone(),
            _ => return Ok(Err(unauthorised())),
        };
        if job.mutations.iter().any(|m| m.envelope.device != device.id) {
            return Ok(Err(other_device()));
        }
        // What this group has decided so far counts as received.
        let so_far = job.mutations.iter().filter_map(|mutation| {
            let place = (lane_key(&mutation.envelope), mutation.envelope.seq);
            self.places.get(&place).map(|place| self.decided[*place].clone())
        });
        let so_far: Vec<Decided> = so_far.collect();
        self.lanes.remember(so_far);
        let places = match self.lanes.place(&job.mutations) {
            Ok(places) => places,
            Err(fault) => return Ok(Err(fault)),
        };
        let mut taken = Vec::with_capacity(places.len());
        for (mutation, place) in job.mutations.iter().zip(places) {
            taken.push(match place {
                Place::New => self.decide(read, &device, mutation).await?,
                Place::Received => self.again(&device, mutation)?,
            });
        }
        Ok(Ok(taken))
    }

    async fn decide(
        &mut self,
        read: &mut dyn Writing,
        device: &Device,
        mutation: &Incoming,
    ) -> Result<Taken, DatabaseError> {
        let envelope = &mutation.envelope;
        let id = (device.centre, envelope.id);
        let first = self.first.get(&id);
        let repeat = first.is_some();
        let (verdict, reason) = match (first, self.centres.get_mut(&device.centre)) {
            (Some(first), _) => first.clone(),
            (None, Some(working)) => {
                let role = self.roles.get(&(device.centre, device.member)).copied();
                let role = role.unwrap_or(Role::Volunteer);
                let times = (self.now, self.grace);
                let decision = decide(working, read, device, role, mutation, times).await?;
                (decision.verdict, decision.reason.map(str::to_owned))
            }
            (None, None) => return Err(DatabaseError::Impossible("centre id")),
        };
        let erased = self.centres.get(&device.centre);
        let erased = erased.is_some_and(|working| working.any_erased(&mutation.about));
        let text = (!erased).then(|| mutation.text.clone());
        let decided = Decided {
            key: lane_key(envelope),
            seq: envelope.seq,
            centre: device.centre,
            id: envelope.id,
            verdict,
            reason,
            clock: 0,
            received_at: self.now,
            scope: envelope.grant.map(|grant| grant.scope),
            digest: mutation.digest,
            text,
            repeat,
        };
        let taken = Taken::Now(device.centre, receipt(&decided));
        if !repeat {
            let decision = (decided.verdict, decided.reason.clone());
            self.first.insert(id, decision);
        }
        let place = (decided.key, decided.seq);
        self.places.insert(place, self.decided.len());
        self.decided.push(decided);
        Ok(taken)
    }

    /// What was decided before: in an earlier transaction, or just now in this one.
    fn again(&self, device: &Device, mutation: &Incoming) -> Result<Taken, DatabaseError> {
        let (lane, seq) = (lane_key(&mutation.envelope), mutation.envelope.seq);
        if let Some(place) = self.places.get(&(lane, seq)) {
            return Ok(Taken::Now(device.centre, receipt(&self.decided[*place])));
        }
        let decided = self.lanes.received(lane, seq);
        let decided = decided.ok_or(DatabaseError::Impossible("place in a lane"))?;
        Ok(Taken::Before(receipt(decided)))
    }

    /// Takes the clock of each centre that something was decided for, last and in order.
    async fn write_out(
        &mut self,
        write: &mut dyn Writing,
    ) -> Result<BTreeMap<Uuid, u64>, DatabaseError> {
        let mut clocks = BTreeMap::new();
        for (centre, working) in std::mem::take(&mut self.centres) {
            if !self.decided.iter().any(|one| one.centre == centre) {
                continue;
            }
            let commit = random::number().map_err(|e| DatabaseError::Storage(Box::new(e)))?;
            clocks.insert(centre, working.write_out(write, commit).await?);
        }
        if clocks.is_empty() {
            return Ok(clocks);
        }
        for one in &mut self.decided {
            one.clock = clocks.get(&one.centre).copied().unwrap_or(0);
        }
        write.put_lanes(&self.lanes.advanced()).await?;
        if !planted::is(Planted::VerdictNotStored) {
            write.add_decided(&self.decided).await?;
        }
        Ok(clocks)
    }
}

fn by_centre(jobs: &[Job]) -> BTreeMap<Uuid, Vec<&Job>> {
    let mut centres: BTreeMap<Uuid, Vec<&Job>> = BTreeMap::new();
    for job in jobs {
        centres.entry(job.device.centre).or_default().push(job);
    }
    centres
}

/// Loads what was decided under the numbers that come again.
async fn remember_repeats(
    write: &mut dyn Writing,
    lanes: &mut Lanes,
    jobs: &[Job],
) -> Result<(), DatabaseError> {
    let mut again: BTreeMap<database::LaneKey, (u64, u64)> = BTreeMap::new();
    for mutation in jobs.iter().flat_map(|job| &job.mutations) {
        let (key, seq) = (lane_key(&mutation.envelope), mutation.envelope.seq);
        if seq <= lanes.last(key) {
            let range = again.entry(key).or_insert((seq, seq));
            *range = (range.0.min(seq), range.1.max(seq));
        }
    }
    for (key, (from, to)) in again {
        let decided = Reading::decided(write, key, from..=to).await?;
        lanes.remember(decided);
    }
    Ok(())
}
