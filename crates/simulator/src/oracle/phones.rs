//! What each phone has, judged whenever it may have changed.

use std::collections::HashMap;
use std::rc::Rc;

use database::LaneKey;
use domain::{ParticipantId, View, VolunteerCommand};
use session::Session;
use sync::Verdict;
use sync::replica::Fill;
use uuid::Uuid;

use super::leaving::{Fate, is_voided, when_withdrawn, withdrawn};
use super::wire::{cursor_clock, inside_a_commit};
use super::{Broken, Judged, Model, Oracle};
use crate::deeds::{about, makes};
use crate::phone::{Phone, Pocket};
use crate::world::World;

/// What is known of a phone.
#[derive(Clone, Default)]
pub struct Known {
    /// What it said was saved, by mutation.
    pub saved: HashMap<Uuid, Saved>,
    /// The numbers of the rows it held when it was looked at last.
    seqs: HashMap<Uuid, u64>,
    revision: u64,
    /// Its disk lost something: until the next page it may miss what it had.
    lost_at: Option<Option<String>>,
}

#[derive(Clone)]
pub struct Saved {
    pub text: String,
    pub(super) participant: ParticipantId,
    pub(super) makes: Option<Uuid>,
    /// By the world's clock.
    at: i64,
    /// What a withdrawal does with it before it is sent.
    pub(super) when_withdrawn: Fate,
    /// What it said before it was voided.
    pub(super) voided: Option<String>,
}

impl Saved {
    /// A received entry leaves after ninety days; one about somebody who was erased at once.
    pub(super) fn may_be_forgotten(&self, model: &Model, now: i64) -> bool {
        now - self.at > JOURNAL_MS || model.erased.contains(&self.participant.0)
    }
}

impl Known {
    /// What it holds may become older.
    pub fn forget_rows(&mut self) {
        self.seqs.clear();
        self.revision = 0;
    }

    /// What was in the buffers is gone.
    pub fn lost(&mut self) {
        self.forget_rows();
        self.lost_at = Some(None);
    }
}

/// After so long a received entry may leave without a backup.
const JOURNAL_MS: i64 = 90 * 24 * 60 * 60 * 1000;

pub fn saved(
    world: &Rc<World>,
    phone: &Phone,
    session: &Session<Pocket>,
    id: Uuid,
    command: &VolunteerCommand,
) {
    let entry = session.with_replica(|replica| {
        let entry = replica.entries().iter().find(|entry| entry.envelope.id == id);
        entry.map(|entry| (entry.envelope.clone(), entry.text.as_str().to_owned()))
    });
    let Some((envelope, text)) = entry else {
        return world.broke("what is saved is in the outbox", phone.name());
    };
    world.story.tell("saved", envelope.seq, || {
        let place = format!("{:?} {}", envelope.lane, envelope.seq);
        format!("      {} saved {place}: {}", phone.name(), about(command))
    });
    world.story.weigh(&text);
    let key = LaneKey { device: envelope.device, epoch: envelope.epoch, lane: envelope.lane };
    let mut oracle = world.oracle.borrow_mut();
    let known = *oracle.places.entry((key, envelope.seq)).or_insert(id);
    if known != id {
        let how = format!("{} drew {:?} {} again", phone.name(), envelope.lane, envelope.seq);
        drop(oracle);
        return world.broke("a number is used once", how);
    }
    let saved = Saved {
        text,
        participant: command.participant(),
        makes: makes(command),
        at: world.now(),
        when_withdrawn: when_withdrawn(command, phone.centre()),
        voided: None,
    };
    oracle.phones.entry(phone.number).or_default().saved.insert(id, saved);
    drop(oracle);
    if command.withdraws() {
        withdrawn(world, phone, session, command.participant());
    }
}

/// After a start from the disk.
pub fn opened(world: &Rc<World>, phone: &Phone, session: &Session<Pocket>) {
    if let Some(known) = world.oracle.borrow_mut().phones.get_mut(&phone.number) {
        // The view starts counting anew.
        known.revision = 0;
    }
    world.story.tell("has", 0, || {
        session.with_replica(|replica| {
            let entry = |entry: &sync::replica::Entry| {
                let receipt = entry.receipt.as_ref().map(|kept| (kept.verdict, kept.clock));
                format!("{:?} {} {receipt:?}", entry.envelope.lane, entry.envelope.seq)
            };
            let entries: Vec<String> = replica.entries().iter().map(entry).collect();
            format!("      it has {}; {:?}", entries.join(", "), replica.held().acked)
        })
    });
    judge(world, phone, session);
}

/// Looks at a running phone.
pub fn look(world: &Rc<World>, phone: &Phone) {
    if let Some(session) = phone.session() {
        judge(world, phone, &session);
    }
}

fn judge(world: &Rc<World>, phone: &Phone, session: &Session<Pocket>) {
    let judged = {
        let mut oracle = world.oracle.borrow_mut();
        oracle.phone(phone, session, world.now())
    };
    if let Err((invariant, how)) = judged {
        world.broke(invariant, how);
    }
}

impl Oracle {
    fn phone(&mut self, phone: &Phone, session: &Session<Pocket>, now: i64) -> Judged {
        let (cursor, whole) = session.with_replica(|replica| {
            let held = replica.held();
            let done = held.grants.iter().all(|grant| grant.fill == Fill::Done);
            (held.cursor.clone(), held.cursor.is_some() && done)
        });
        let whole = whole && !cursor.as_deref().is_some_and(|cursor| self.was_cut(cursor));
        if let Some(known) = self.phones.get_mut(&phone.number) {
            match &known.lost_at {
                Some(None) => known.lost_at = Some(cursor.clone()),
                Some(at) if *at != cursor && whole => known.lost_at = None,
                _ => {}
            }
        }
        let Some(known) = self.phones.get(&phone.number) else {
            return Ok(());
        };
        if known.revision == session.revision() {
            return Ok(());
        }
        self.scopes(phone, session)?;
        let voided = self.entries(phone, session, now)?;
        self.note_voided(phone, voided);
        let Some(known) = self.phones.get(&phone.number) else {
            return Ok(());
        };
        let mut seqs = HashMap::with_capacity(known.seqs.len());
        session.each_row(&mut |id, _, seq, _| {
            seqs.insert(id, seq);
        });
        let older = seqs.iter().find(|(id, seq)| known.seqs.get(id).is_some_and(|k| k > seq));
        if let Some((id, seq)) = older {
            let how = format!("{} held {id} at {}, now {seq}", phone.name(), known.seqs[id]);
            return Err(("a phone never sees a row become older", how));
        }
        // What comes from before a restore says nothing about what comes after it.
        // Nor does what is still to be replaced.
        if !whole || !cursor.is_some_and(|cursor| self.told.contains_key(&cursor)) {
            seqs.clear();
        }
        if let Some(known) = self.phones.get_mut(&phone.number) {
            known.seqs = seqs;
            known.revision = session.revision();
        }
        Ok(())
    }

    /// What it holds is what its member might hold when its page was made.
    fn scopes(&self, phone: &Phone, session: &Session<Pocket>) -> Judged {
        let cursor = session.with_replica(|replica| replica.held().cursor.clone());
        let told = cursor.and_then(|cursor| self.told.get(&cursor));
        let Some(told) = told else {
            return Ok(());
        };
        let model = &self.models[&phone.centre()];
        let mut scopes: Vec<Uuid> = Vec::new();
        session.each_row(&mut |_, scope, _, _| {
            if !scopes.contains(&scope) {
                scopes.push(scope);
            }
        });
        let may_at = |clock| {
            let may = model.may_hold(phone.member(), clock);
            scopes.iter().all(|scope| may.iter().any(|grant| grant.scope == *scope))
        };
        if !(told.from..=told.to).any(may_at) {
            let how = format!("{} holds {scopes:?} after a page of {told:?}", phone.name());
            return Err(("no phone holds a row outside of its scope", how));
        }
        Ok(())
    }

    /// What was saved is there, to the letter, until it is safe, and shows until its page is there.
    /// Gives what was voided since it was looked at last, with what it says now.
    fn entries(
        &self,
        phone: &Phone,
        session: &Session<Pocket>,
        now: i64,
    ) -> Result<Vec<(Uuid, String)>, Broken> {
        let model = &self.models[&phone.centre()];
        let view = session.view();
        let items = session.outbox();
        session.with_replica(|replica| {
            let mut voided = Vec::new();
            for (id, saved) in &self.phones[&phone.number].saved {
                let entry = replica.entries().iter().find(|entry| entry.envelope.id == *id);
                match entry {
                    Some(entry) if saved.voided.as_deref() == Some(entry.text.as_str()) => {
                        return Err(("what was voided stays so", saved.text.clone()));
                    }
                    Some(entry) if is_voided(replica, entry, saved) => {
                        voided.push((*id, entry.text.as_str().to_owned()));
                        continue;
                    }
                    Some(entry) if entry.text.as_str() != saved.text => {
                        return Err(("what is saved stays as it is", saved.text.clone()));
                    }
                    None if !self.safe(phone, id, saved, now) => {
                        let how = format!("{} lost {}", phone.name(), saved.text);
                        return Err(("what is saved stays until it is safe", how));
                    }
                    _ => {}
                }
                let held = replica.held();
                let granted = held.grant(saved.participant.0).is_some();
                let here = view.row(saved.participant.0).is_some();
                let covered = entry.is_none_or(|entry| held.covers(&entry.envelope));
                let kept = entry.and_then(|entry| entry.receipt.as_ref());
                let verdict = kept.map(|kept| kept.verdict);
                let verdict = verdict.or(model.decided.get(id).map(|(verdict, _)| *verdict));
                // After ninety days without a backup it may be gone, with a restore behind it.
                let forgotten = entry.is_none() && !model.decided.contains_key(id);
                // Between a restore and the first page after it the base is that of before: what was
                // set aside then is contained in it, and does not show.
                let of_before =
                    held.cursor.as_ref().is_some_and(|cursor| !self.told.contains_key(cursor));
                let set_aside = verdict.is_some_and(|verdict| {
                    matches!(verdict, Verdict::Quarantined | Verdict::Conflict)
                });
                let no_effect =
                    forgotten || covered && (of_before || set_aside) || kept.is_some() && set_aside;
                let Some(row) = saved.makes.filter(|_| granted && here && !no_effect) else {
                    continue;
                };
                let item = items.iter().find(|item| item.id == *id);
                // What waits always shows. What was received shows whenever the phone has caught up:
                // where pages are cut (or a power cut took some), a row that another changed since comes
                // with a later page, and what hangs on it cannot be laid before.
                let received = covered || entry.is_none_or(|entry| entry.receipt.is_some());
                let done = held.grants.iter().all(|grant| grant.fill == Fill::Done);
                let cut = held.cursor.as_deref().is_none_or(|cursor| self.was_cut(cursor));
                let lost = self.phones[&phone.number].lost_at.is_some();
                let under_way = received && (!done || cut || lost || of_before);
                let hidden = under_way || item.is_some_and(|item| item.not_shown.is_some());
                if view.row(row).is_none() && !hidden {
                    let how = format!(
                        "{} does not show {} (contained: {covered}, receipt: {kept:?})",
                        phone.name(),
                        saved.text
                    );
                    return Err(("one reads what one wrote", how));
                }
            }
            Ok(voided)
        })
    }

    /// The page did not reach the present of its snapshot.
    fn was_cut(&self, cursor: &str) -> bool {
        let told = self.told.get(cursor);
        let short = told.is_some_and(|told| cursor_clock(cursor).is_some_and(|at| at < told.to));
        short || inside_a_commit(cursor)
    }

    /// The server has it, and has it in a backup; or it had it for long.
    fn safe(&self, phone: &Phone, id: &Uuid, saved: &Saved, now: i64) -> bool {
        let model = &self.models[&phone.centre()];
        let backed_up = model.decided_at(id).is_some_and(|clock| clock <= model.backed_up);
        backed_up || saved.may_be_forgotten(model, now)
    }
}
