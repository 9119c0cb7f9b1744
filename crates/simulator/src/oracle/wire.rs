//! What a server answers, judged in the moment in which it is answered.

use std::rc::Rc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use database::{Device, LaneKey, State};
use serde::Deserialize;
use sync::{Envelope, Grant, Page, PushAnswer, PushRequest};
use uuid::Uuid;

use super::{Judged, Model, Oracle};
use crate::people::CENTRES;
use crate::world::World;

/// How things stood when a request came in.
pub struct Asked {
    clocks: Vec<(Uuid, u64)>,
    pub(super) generation: u64,
    polls: u64,
}

/// Between which clocks a page's snapshot was taken.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub from: u64,
    pub to: u64,
}

pub fn asked(world: &Rc<World>) -> Asked {
    let oracle = world.oracle.borrow();
    Asked {
        clocks: CENTRES.iter().map(|centre| (*centre, oracle.models[centre].clock)).collect(),
        generation: oracle.generation,
        polls: world.run.polls(),
    }
}

pub fn pushed(
    world: &Rc<World>,
    asked: &Asked,
    device: &Device,
    request: &PushRequest,
    answer: &PushAnswer,
) {
    let judged = world.database.look(|state| receipts(state, request, answer));
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
    if let Some(page) = &answer.page {
        paged(world, asked, device, page);
    }
}

/// A receipt says that the mutation is decided, durably, and how. Looked up where it is kept.
fn receipts(state: &State, request: &PushRequest, answer: &PushAnswer) -> Judged {
    #[derive(Deserialize)]
    struct Read {
        envelope: Envelope,
    }
    if answer.receipts.len() != request.mutations.len() {
        let how = format!("{} of {}", answer.receipts.len(), request.mutations.len());
        return Err(("each mutation gets its receipt", how));
    }
    for (text, receipt) in request.mutations.iter().zip(&answer.receipts) {
        let Ok(Read { envelope }) = serde_json::from_str(text.as_str()) else {
            return Err(("each mutation gets its receipt", "for one that is none".into()));
        };
        let key = LaneKey { device: envelope.device, epoch: envelope.epoch, lane: envelope.lane };
        let kept = state.decided.get(&(key, envelope.seq));
        let stands = kept.is_some_and(|kept| {
            kept.digest == text.chained()
                && kept.id == receipt.id
                && kept.verdict == receipt.verdict
                && kept.reason == receipt.reason
                && kept.clock == receipt.clock
        });
        if !stands {
            let how = format!("{receipt:?}, and kept is {kept:?}");
            return Err(("what is acknowledged is kept", how));
        }
    }
    Ok(())
}

pub fn paged(world: &Rc<World>, asked: &Asked, device: &Device, page: &Page) {
    let judged = {
        let mut oracle = world.oracle.borrow_mut();
        if asked.generation != oracle.generation {
            return;
        }
        world.database.look(|state| oracle.page(state, asked, device, page))
    };
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
}

impl Oracle {
    fn page(&mut self, state: &State, asked: &Asked, device: &Device, page: &Page) -> Judged {
        if self.revoked.get(&device.id).is_some_and(|revoked| *revoked < asked.polls) {
            return Err(("a revoked phone is told nothing", device.id.to_string()));
        }
        let model = &self.models[&device.centre];
        let from = asked.clocks.iter().find(|(centre, _)| *centre == device.centre);
        let from = from.map_or(0, |(_, clock)| *clock);
        let fits = |clock: &u64| fits(model, device.member, *clock, page);
        let Some(at) = (from..=model.clock).find(fits) else {
            let may: Vec<_> = model.may_hold(device.member, model.clock);
            let scopes: Vec<Uuid> = page.rows.iter().map(|row| row.scope).collect();
            let how = format!(
                "clocks {from} to {}: rows of {scopes:?}, grants {:?}; may hold {may:?}",
                model.clock, page.grants
            );
            return Err(("no answer holds a row outside of its scope", how));
        };
        for row in &page.rows {
            let said = model.versions.get(&(row.id, row.seq));
            if said.is_none_or(|said| **said != *row.body.get()) {
                let how = format!("{} at {}: {}", row.id, row.seq, row.body.get());
                return Err(("a row is told as it was written", how));
            }
        }
        let contained = cursor_clock(&page.cursor);
        for acked in &page.acked {
            let key = LaneKey { device: device.id, epoch: acked.epoch, lane: acked.lane };
            let decided = state.decided.get(&(key, acked.seq)).map(|decided| decided.clock);
            if decided.is_none_or(|clock| contained.is_some_and(|contained| clock > contained)) {
                let how = format!("{acked:?} was decided at {decided:?}, contained {contained:?}");
                return Err(("what is acked is contained", how));
            }
        }
        let told = Told { from: at, to: model.clock };
        self.told
            .entry(page.cursor.clone())
            .and_modify(|known| {
                *known = Told { from: known.from.min(told.from), to: known.to.max(told.to) };
            })
            .or_insert(told);
        Ok(())
    }
}

fn fits(model: &Model, member: Uuid, clock: u64, page: &Page) -> bool {
    let may = model.may_hold(member, clock);
    let granted = |scope: Uuid| may.iter().any(|grant| grant.scope == scope);
    let same = |grants: &Vec<Grant>| {
        grants.len() == may.len() && grants.iter().all(|grant| may.contains(grant))
    };
    page.rows.iter().all(|row| granted(row.scope))
        && page.gone.iter().all(|gone| granted(gone.scope))
        && page.filled.iter().all(|filled| granted(filled.scope))
        && page.grants.as_ref().is_none_or(same)
}

/// A page ended among the rows of one commit: some are given, and others come with the next.
pub fn inside_a_commit(cursor: &str) -> bool {
    URL_SAFE_NO_PAD.decode(cursor).is_ok_and(|bytes| bytes.len() > 33)
}

/// Up to which clock the page contains everything. It is the second field of a cursor.
pub fn cursor_clock(cursor: &str) -> Option<u64> {
    let bytes = URL_SAFE_NO_PAD.decode(cursor).ok()?;
    Some(u64::from_be_bytes(bytes.get(1..9)?.try_into().ok()?))
}
