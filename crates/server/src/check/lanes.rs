//! Every mutation received: dense numbers, chained texts, one first decision for each id.

use std::collections::{BTreeMap, BTreeSet};

use database::{DatabaseError, Decided, LaneKey, Reading};
use sync::{Digest, Envelope, MutationText, Verdict};
use uuid::Uuid;

use super::Known;
use crate::backup::lanes_of;
use crate::coordinate::COMMAND_LINE;
use crate::push::{VOIDED, epoch_of_files, names};

const PAGE: usize = 1000;

/// How far a lane's mutations go.
struct End {
    seq: u64,
    clock: u64,
    digest: Digest,
}

#[derive(Default)]
struct Walked {
    ends: BTreeMap<LaneKey, End>,
    first: BTreeMap<Uuid, Verdict>,
    repeated: BTreeSet<Uuid>,
    devices: BTreeSet<Uuid>,
}

pub async fn check(read: &mut dyn Reading, known: &mut Known) -> Result<(), DatabaseError> {
    let centre = known.centre.id;
    let mut walked = Walked::default();
    let mut after = None;
    loop {
        let page = read.decided_page(centre, after, PAGE).await?;
        let Some(last) = page.last() else { break };
        after = Some((last.key, last.seq));
        for decided in &page {
            one(known, &mut walked, decided);
        }
    }
    let repeated: Vec<Uuid> = walked.repeated.iter().copied().collect();
    for id in repeated {
        if !walked.first.contains_key(&id) {
            known.find(format!("Mutation {id}: it is said to repeat one that is not there."));
        }
    }
    let phones = read.devices_of_centre(centre).await?;
    let phones: BTreeSet<Uuid> = phones.iter().map(|phone| phone.id).collect();
    for device in walked.devices.difference(&phones) {
        if *device != COMMAND_LINE.0 {
            known.find(format!("Phone {device}: it sent something, and does not exist."));
        }
    }
    let devices: Vec<Uuid> = walked.devices.union(&phones).copied().collect();
    ends(read, known, &mut walked, &devices).await?;
    for settled in read.settled(centre).await? {
        let (id, clock) = (settled.id, known.centre.clock);
        match walked.first.get(&id) {
            Some(Verdict::Quarantined | Verdict::Conflict) if settled.clock <= clock => {}
            Some(Verdict::Quarantined | Verdict::Conflict) => {
                known.find(format!("Mutation {id}: it was settled after the clock {clock}."));
            }
            _ => known.find(format!("Mutation {id}: it was settled, and did not wait for review.")),
        }
    }
    Ok(())
}

fn one(known: &mut Known, walked: &mut Walked, decided: &Decided) {
    let (id, key) = (decided.id, decided.key);
    let clock = known.centre.clock;
    walked.devices.insert(key.device);
    let before = walked.ends.get(&key);
    let (last, last_clock, prev) =
        before.map_or((0, 0, Digest::START), |end| (end.seq, end.clock, end.digest));
    let lane = format!("Lane {} of phone {}, epoch {}", key.lane.name(), key.device, key.epoch);
    if decided.seq != last + 1 {
        known.find(format!("{lane}: after number {last} comes {}.", decided.seq));
    }
    if decided.clock > clock || decided.clock < last_clock || decided.clock == 0 {
        known.find(format!(
            "Mutation {id}: it was decided at {}, after {last_clock}, and the clock is {clock}.",
            decided.clock
        ));
    }
    if decided.repeat {
        walked.repeated.insert(id);
    } else if walked.first.insert(id, decided.verdict).is_some() {
        known.find(format!("Mutation {id}: it was decided first twice."));
    }
    let follows = decided.seq == last + 1;
    walked.ends.insert(key, End { seq: decided.seq, clock: decided.clock, digest: decided.digest });
    match &decided.text {
        Some(text) => said(known, decided, text, follows.then_some(prev)),
        None if decided.scope.is_some_and(|scope| known.erased.contains(&scope)) => {}
        // One that named an erased participant without a grant has nothing left to tell it by.
        None if !known.erased.is_empty() => {}
        None => known.find(format!("Mutation {id}: its text is missing, and nobody was erased.")),
    }
}

/// The text is what was digested, and says what the columns say.
fn said(known: &mut Known, decided: &Decided, text: &str, prev: Option<Digest>) {
    let id = decided.id;
    let read = MutationText::from_text(text.to_owned());
    let digest = read.as_ref().map_or_else(|_| Digest::of(text.as_bytes()), MutationText::chained);
    if digest != decided.digest {
        known.find(format!("Mutation {id}: its text is not what was received."));
        return;
    }
    let about_erased = || {
        decided.scope.is_some_and(|scope| known.erased.contains(&scope))
            || names(text).iter().any(|name| known.erased.contains(name))
    };
    if !known.erased.is_empty() && about_erased() {
        known.find(format!("Mutation {id}: its participant was erased, and its text is there."));
    }
    let Ok(mutation) = read.and_then(|text| text.parse()) else {
        known.find(format!("Mutation {id}: its text cannot be read."));
        return;
    };
    let voided = decided.verdict == Verdict::Applied && decided.reason.as_deref() == Some(VOIDED);
    if voided != mutation.voids().is_some() && !decided.repeat {
        known.find(format!(
            "Mutation {id}: its verdict and its text differ in whether it was voided."
        ));
    }
    let envelope = mutation.envelope;
    if !stands_where_it_says(decided, &envelope) {
        known.find(format!("Mutation {id}: it does not stand where its envelope says."));
    }
    let of_phone = decided.key.epoch == envelope.epoch;
    if of_phone && prev.is_some_and(|prev| prev != envelope.prev) {
        known.find(format!(
            "Mutation {id}: it does not follow from number {} of its lane.",
            decided.seq.saturating_sub(1)
        ));
    }
}

/// In its lane under its number, or in the epoch of what came in files, under the next.
fn stands_where_it_says(decided: &Decided, envelope: &Envelope) -> bool {
    let key = decided.key;
    let in_its_lane = key.epoch == envelope.epoch && decided.seq == envelope.seq;
    decided.id == envelope.id
        && (key.device, key.lane) == (envelope.device, envelope.lane)
        && decided.scope == envelope.grant.map(|grant| grant.scope)
        && (in_its_lane || key.epoch == epoch_of_files(envelope.epoch))
}

/// What is known of each lane is where its mutations end.
async fn ends(
    read: &mut dyn Reading,
    known: &mut Known,
    walked: &mut Walked,
    devices: &[Uuid],
) -> Result<(), DatabaseError> {
    for state in lanes_of(read, known.centre.id, devices).await? {
        let key = state.key;
        let lane = format!("Lane {} of phone {}, epoch {}", key.lane.name(), key.device, key.epoch);
        match walked.ends.remove(&key) {
            None => known.find(format!("{lane}: nothing of it is there.")),
            Some(end) if end.seq != state.last_seq => known.find(format!(
                "{lane}: it is at number {}, and its mutations end at {}.",
                state.last_seq, end.seq
            )),
            Some(end) if end.digest != state.last_digest => {
                known.find(format!("{lane}: the next mutation would not follow from the last."));
            }
            Some(_) => {}
        }
    }
    for key in std::mem::take(&mut walked.ends).into_keys() {
        known.find(format!(
            "Lane {} of phone {}, epoch {}: it has mutations, and is not known.",
            key.lane.name(),
            key.device,
            key.epoch
        ));
    }
    Ok(())
}
