//! The evening: the network is back and nobody does anything any more. All come to hold the same.

use std::rc::Rc;

use session::Session;
use sync::replica::Entry;
use uuid::Uuid;

use super::{Judged, Oracle};
use crate::people::CENTRES;
use crate::phone::{Phone, Pocket};
use crate::world::World;

/// Longer than any phone waits: a quarter of an hour at most, and some rounds.
const MINUTES: usize = 50;

pub fn evening(world: &Rc<World>) {
    world.story.tell("evening", 0, || "   It is evening; everything works again.".into());
    for _ in 0..MINUTES {
        world.go(61_000);
        if world.failed() {
            return;
        }
        if phones(world).iter().all(|(phone, session)| waits(world, phone, session).is_none()) {
            break;
        }
    }
    for (phone, session) in phones(world) {
        super::look(world, &phone);
        if let Some((invariant, how)) = waits(world, &phone, &session) {
            return world.broke(invariant, how);
        }
    }
    let judged = world.oracle.borrow().whole(world);
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
}

type Running = (Rc<Phone>, Session<Pocket>);

fn phones(world: &World) -> Vec<Running> {
    let phones = world.phones.borrow();
    let running = |phone: &Rc<Phone>| Some((Rc::clone(phone), phone.session()?));
    phones.iter().filter(|phone| !phone.revoked.get()).filter_map(running).collect()
}

/// What a phone still waits for, if anything.
fn waits(world: &World, phone: &Phone, session: &Session<Pocket>) -> Option<super::Broken> {
    // What left too early because the clock leapt cannot be sent again, nor what follows it.
    let jumped = world.oracle.borrow().phones[&phone.number].jumped;
    let stuck = session.with_replica(|replica| {
        let entries = replica.entries().iter();
        let gap = |entry: &Entry| jumped && entry.stuck.as_deref() == Some("gap");
        let open = entries.filter(|entry| entry.receipt.is_none() && !gap(entry));
        open.map(|entry| format!("{:?} {:?}", entry.stuck, entry.text.as_str())).next()
    });
    if let Some(entry) = stuck {
        let how = format!("{} keeps {entry}; {:?}", phone.name(), session.status());
        return Some(("the outbox drains", how));
    }
    let oracle = world.oracle.borrow();
    let differs = oracle.differs(world, phone, session)?;
    let how = format!("{}: {differs}; {:?}", phone.name(), session.status());
    Some(("phones converge", how))
}

impl Oracle {
    /// How a phone's rows differ from what it may hold of the server's.
    fn differs(&self, world: &World, phone: &Phone, session: &Session<Pocket>) -> Option<String> {
        let model = &self.models[&phone.centre()];
        let may = model.may_hold(phone.member(), model.clock);
        let granted = |scope: Uuid| may.iter().any(|grant| grant.scope == scope);
        let mut expected = model.rows.iter().filter(|(_, (_, scope))| granted(*scope)).count();
        let mut wrong = None;
        world.database.look(|state| {
            session.each_row(&mut |id, scope, seq, body| {
                let stored = state.rows.get(&(phone.centre(), id)).filter(|row| !row.gone);
                let same = stored.is_some_and(|row| {
                    (row.scope, row.seq, row.body.as_str()) == (scope, seq, body)
                });
                if same && granted(scope) {
                    expected -= 1;
                } else {
                    wrong.get_or_insert_with(|| {
                        format!("it holds {id} of {scope} at {seq}; stored is {stored:?}")
                    });
                }
            });
        });
        if wrong.is_none() && expected > 0 {
            wrong = Some(format!("{expected} rows are missing"));
        }
        wrong
    }

    /// Everything that phones which are still there ever called saved is decided, and the database
    /// holds what the replay holds.
    fn whole(&self, world: &World) -> Judged {
        for phone in world.phones.borrow().iter().filter(|phone| !phone.revoked.get()) {
            let model = &self.models[&phone.centre()];
            let known = &self.phones[&phone.number];
            let lost = known.saved.iter().find(|(id, saved)| {
                !model.decided.contains_key(*id)
                    && !self.may_be_forgotten(phone, saved, world.now())
            });
            if let Some((_, saved)) = lost {
                let how = format!("{}: {}", phone.name(), saved.text);
                return Err(("what was saved is decided in the end", how));
            }
        }
        for pen in world.pens.borrow().iter() {
            let texts = pen.texts.borrow();
            let lost = texts
                .iter()
                .find(|(id, _)| !self.models.values().any(|model| model.decided.contains_key(id)));
            if let Some((_, text)) = lost {
                let how = text.as_str().to_owned();
                return Err(("what was saved is decided in the end", how));
            }
        }
        let back = self
            .gone
            .iter()
            .find(|(centre, participant)| !self.models[centre].erased.contains(participant));
        if let Some((_, participant)) = back {
            return Err(("nothing that is erased returns", participant.to_string()));
        }
        world.database.look(|state| {
            for (place, decided) in &state.decided {
                let text = decided.text.as_deref().unwrap_or_default();
                let named = |(_, id): &&(Uuid, Uuid)| text.contains(&id.to_string());
                if !state.forgotten.contains(place) && self.gone.iter().any(|one| named(&one)) {
                    return Err(("nothing that is erased returns", text.to_owned()));
                }
            }
            for centre in CENTRES {
                let model = &self.models[&centre];
                let range = (centre, Uuid::nil())..=(centre, Uuid::max());
                let rows: Vec<_> =
                    state.rows.range(range).map(|(_, row)| row).filter(|row| !row.gone).collect();
                let same =
                    |row: &&&database::Row| model.rows.get(&row.id) == Some(&(row.seq, row.scope));
                let decided =
                    state.decided.values().filter(|one| one.centre == centre && !one.repeat);
                if rows.len() != model.rows.len()
                    || rows.iter().filter(same).count() != rows.len()
                    || decided.count() != model.decided.len()
                {
                    let how = format!("centre {centre}: {} rows", rows.len());
                    return Err(("the server's rows are the replay of the log", how));
                }
            }
            Ok(())
        })
    }
}
