//! The evening: the network is back and nobody does anything any more. All come to hold the same.

use std::rc::Rc;

use session::Session;
use sync::replica::Entry;
use uuid::Uuid;

use super::phones::Saved;
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
    let behind = world.oracle.borrow().is_behind_what_left(phone, world.now());
    let stuck = session.with_replica(|replica| {
        let entries = replica.entries().iter();
        let kept = |entry: &Entry| behind && entry.stuck.as_deref() == Some("gap");
        let open = entries.filter(|entry| entry.receipt.is_none() && !kept(entry));
        open.map(|entry| format!("{:?} {:?}", entry.stuck, entry.text.as_str())).next()
    });
    if let Some(entry) = stuck {
        let how = format!("{} keeps {entry}; {:?}", phone.name(), session.status());
        return Some(("the outbox drains", how));
    }
    let oracle = world.oracle.borrow();
    let cursor = session.with_replica(|replica| replica.held().cursor.clone());
    if !cursor.is_some_and(|cursor| oracle.told.contains_key(&cursor)) {
        // It may hold the right rows by chance, and not know that what it sent is gone.
        let how = format!("{} has heard nothing since the restore", phone.name());
        return Some(("phones converge", how));
    }
    let differs = oracle.differs(world, phone, session)?;
    let how = format!("{}: {differs}; {:?}", phone.name(), session.status());
    Some(("phones converge", how))
}

/// Whether an entry that cannot be sent is still there.
fn keeps(phone: &Phone, id: Uuid) -> bool {
    let is_it = |entry: &Entry| entry.envelope.id == id && entry.stuck.is_some();
    let session = phone.session();
    session.is_some_and(|session| session.with_replica(|r| r.entries().iter().any(is_it)))
}

impl Oracle {
    /// The database was set back by more than ninety days, or to before an erasure: what left the phone
    /// since cannot be sent again, and what follows it in its lane is kept for a file.
    fn is_behind_what_left(&self, phone: &Phone, now: i64) -> bool {
        let model = &self.models[&phone.centre()];
        let left = |(id, saved): (&Uuid, &Saved)| {
            saved.may_be_forgotten(model, now) && !model.decided.contains_key(id)
        };
        self.generation > 0 && self.phones[&phone.number].saved.iter().any(left)
    }

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
            let behind = self.is_behind_what_left(phone, world.now());
            let accounted = |(id, saved): &(&Uuid, &Saved)| {
                model.decided.contains_key(*id)
                    || saved.may_be_forgotten(model, world.now())
                    || behind && keeps(phone, **id)
            };
            let lost = known.saved.iter().find(|one| !accounted(one));
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
