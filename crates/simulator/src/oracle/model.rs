//! One centre as it must be: every command that was ever decided, decided again, one after the other.

use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

use database::{Decided, LaneKey, State};
use domain::{
    Actor, Applied, Assignment, CentreId, CoordinatorCommand, MemberId, MemoryView, Merge, Moment,
    Occasion, Refusal, Role, Row, View, VolunteerCommand, apply_coordinator, apply_volunteer,
};
use serde::Deserialize;
use serde_json::value::RawValue;
use sync::{Digest, Envelope, Grant, SCHEMA, VOIDED, Verdict};
use uuid::Uuid;

use super::{Errand, Judged};
use crate::deeds::POISON;

/// Fourteen days, as design §5 says.
const GRACE_MS: i64 = 14 * 24 * 60 * 60 * 1000;

/// A version of a grant: from a clock on, until a clock.
#[derive(Clone, Debug)]
pub struct Span {
    pub member: Uuid,
    pub scope: Uuid,
    pub version: u32,
    pub from: u64,
    pub until: Option<u64>,
    pub ended_at: Option<i64>,
}

#[derive(Clone, Default)]
pub struct Model {
    pub clock: u64,
    pub view: MemoryView,
    /// Of each row: the clock of its last change.
    pub rows: BTreeMap<Uuid, (u64, Uuid)>,
    /// What each row said at each of its clocks.
    pub versions: HashMap<(Uuid, u64), Rc<str>>,
    pub spans: Vec<Span>,
    pub decided: HashMap<Uuid, (Verdict, Option<String>)>,
    /// At which clock.
    decided_at: HashMap<Uuid, u64>,
    /// Everything up to this clock is in a backup.
    pub backed_up: u64,
    lanes: HashMap<LaneKey, (u64, Digest)>,
    centre: Uuid,
    /// Participants who were erased.
    pub erased: Vec<Uuid>,
    /// What this commit must have written.
    written: BTreeMap<Uuid, Option<Row>>,
    /// The versions of visit note and phone that this commit's edits saw.
    edits: Vec<(Uuid, Option<u32>, Option<u32>)>,
}

impl Model {
    /// Pairs of member and participant that are assigned now.
    pub fn assigned(&self) -> Vec<(Uuid, Uuid)> {
        let active = self.spans.iter().filter(|span| span.until.is_none());
        active.map(|span| (span.member, span.scope)).collect()
    }

    pub fn decided_at(&self, id: &Uuid) -> Option<u64> {
        self.decided_at.get(id).copied()
    }

    /// What a member may hold at a clock: the centre's scope, their own, and the assigned ones.
    pub fn may_hold(&self, member: Uuid, clock: u64) -> Vec<Grant> {
        let own = [self.centre, member].map(|scope| Grant { scope, version: 1 });
        let at = |span: &&Span| {
            span.member == member
                && span.from <= clock
                && span.until.is_none_or(|until| clock < until)
        };
        let assigned = self.spans.iter().filter(at);
        let assigned = assigned.map(|span| Grant { scope: span.scope, version: span.version });
        own.into_iter().chain(assigned).collect()
    }

    pub(super) fn step(&mut self, centre: Uuid) {
        self.centre = centre;
        self.clock += 1;
        self.written.clear();
        self.edits.clear();
    }

    /// Decides a mutation again, and holds the verdict against the one that was given.
    pub(super) fn decide(&mut self, decided: &Decided, member: Uuid, troubled: bool) -> Judged {
        #[derive(Deserialize)]
        struct Read {
            envelope: Envelope,
            #[serde(default)]
            command: Option<Box<RawValue>>,
        }
        let Some(text) = decided.text.as_deref() else {
            // About somebody who was erased: nothing is kept, and nothing happens. What was set aside before comes
            // again in its lane, and gets the verdict that it had.
            let verdict = (decided.verdict, decided.reason.clone());
            let aside = verdict.0 == Verdict::Quarantined
                && matches!(verdict.1.as_deref(), Some("gap" | "forked" | "revoked"));
            let again = aside && decided.repeat && self.decided.get(&decided.id) == Some(&verdict);
            self.decided.insert(decided.id, verdict);
            self.decided_at.insert(decided.id, decided.clock);
            self.lanes.insert(decided.key, (decided.seq, decided.digest));
            return match (self.erased.is_empty(), decided.reason.as_deref()) {
                (false, Some("erased")) => Ok(()),
                (false, _) if again => Ok(()),
                _ => Err(("what is received is kept", format!("{decided:?}"))),
            };
        };
        let Ok(Read { envelope, command }) = serde_json::from_str(text) else {
            return Err(("what is stored is what was sent", text.to_owned()));
        };
        let raw = command.as_deref().map(RawValue::get);
        let voided = envelope.voids.filter(|_| raw == Some(VOIDED));
        if envelope.epoch != decided.key.epoch {
            return self.keep_aside(decided, voided.is_some());
        }
        self.follow(decided, &envelope, voided.unwrap_or(Digest::of(text.as_bytes())))?;
        if let Some(first) = self.decided.get(&decided.id) {
            if !decided.repeat || *first != (decided.verdict, decided.reason.clone()) {
                let how = format!("{}: {first:?}, then {:?}", decided.id, decided.verdict);
                return Err(("a mutation is decided once", how));
            }
            return Ok(());
        }
        self.decided.insert(decided.id, (decided.verdict, decided.reason.clone()));
        self.decided_at.insert(decided.id, decided.clock);
        if voided.is_some() {
            return match (decided.verdict, decided.reason.as_deref()) {
                (Verdict::Applied, Some("voided")) => Ok(()),
                other => Err(("what was voided does nothing", format!("{other:?}: {text}"))),
            };
        }
        let scope = envelope.grant.map(|grant| grant.scope);
        if scope.is_some_and(|scope| self.erased.contains(&scope)) {
            return Err(("nothing that is erased returns", text.to_owned()));
        }
        let command = command.filter(|_| envelope.schema <= SCHEMA);
        let command: Option<VolunteerCommand> =
            command.and_then(|raw| serde_json::from_str(raw.get()).ok());
        let now = decided.received_at;
        let expected = match &command {
            None => Err("unknown_command"),
            Some(command) => self.expect(member, &envelope, command, now),
        };
        let poisoned = (troubled || text.contains(POISON))
            && (decided.verdict, decided.reason.as_deref())
                == (Verdict::Quarantined, Some("internal"));
        if poisoned {
            return Ok(());
        }
        let expected_verdict = match &expected {
            Ok(applied) => (verdict(applied.outcome), None),
            Err(code) => (Verdict::Quarantined, Some(*code)),
        };
        let given = (decided.verdict, decided.reason.as_deref());
        if decided.repeat || given != expected_verdict {
            let how = format!(
                "{} got {given:?} (repeat: {}), and must get {expected_verdict:?}: {}",
                decided.id, decided.repeat, text
            );
            return Err(("verdicts are those of the rules, one after the other", how));
        }
        for row in expected.map(|applied| applied.rows).unwrap_or_default() {
            self.write(row, now);
        }
        Ok(())
    }

    /// A record that could not follow in its lane: kept for the coordinator, and nothing is done. This verdict
    /// stands, by whatever road the record comes again.
    fn keep_aside(&mut self, decided: &Decided, voided: bool) -> Judged {
        let given = (decided.verdict, decided.reason.as_deref());
        let fits = match voided {
            true => given == (Verdict::Applied, Some("voided")),
            false => matches!(given, (Verdict::Quarantined, Some("gap" | "forked" | "revoked"))),
        };
        let lane = self.lanes.entry(decided.key).or_insert((0, Digest::START));
        let known = self.decided.contains_key(&decided.id);
        if !fits || decided.seq != lane.0 + 1 || decided.repeat != known {
            return Err(("what is set aside waits for the coordinator", format!("{decided:?}")));
        }
        *lane = (decided.seq, decided.digest);
        if !known {
            self.decided.insert(decided.id, (decided.verdict, decided.reason.clone()));
            self.decided_at.insert(decided.id, decided.clock);
        }
        Ok(())
    }

    /// Dense numbers, and each names the digest of the one before.
    fn follow(&mut self, decided: &Decided, envelope: &Envelope, digest: Digest) -> Judged {
        let lane = self.lanes.entry(decided.key).or_insert((0, Digest::START));
        let follows = decided.seq == lane.0 + 1
            && envelope.seq == decided.seq
            && envelope.prev == lane.1
            && (envelope.device, envelope.epoch, envelope.lane)
                == (decided.key.device, decided.key.epoch, decided.key.lane);
        if !follows {
            let how = format!("number {} after {} in {:?}", decided.seq, lane.0, decided.key);
            return Err(("a lane is decided in its order", how));
        }
        *lane = (decided.seq, digest);
        Ok(())
    }

    fn expect(
        &self,
        member: Uuid,
        envelope: &Envelope,
        command: &VolunteerCommand,
        now: i64,
    ) -> Result<Applied, &'static str> {
        let granted = envelope.grant.is_some_and(|grant| {
            grant.scope == command.participant().0
                && self.spans.iter().any(|span| {
                    (span.member, span.scope, span.version) == (member, grant.scope, grant.version)
                        && span.ended_at.is_none_or(|ended| now - ended <= GRACE_MS)
                })
        });
        if !granted {
            return Err("no_grant");
        }
        let centre = CentreId(self.centre);
        let actor = Actor { centre, member: MemberId(member), role: Role::Volunteer };
        let occasion = Occasion { at: Moment(envelope.at) };
        let applied =
            apply_volunteer(&self.view, &actor, &occasion, command).map_err(Refusal::code)?;
        let place = |row: &Row| (row.kind(), row.scope(centre));
        let taken = applied
            .rows
            .iter()
            .any(|row| self.view.row(row.id()).is_some_and(|before| place(before) != place(row)));
        if taken { Err(Refusal::IdInUse.code()) } else { Ok(applied) }
    }

    /// All of an errand's commands were taken, or it would not have been committed.
    pub(super) fn coordinate(&mut self, errand: &Errand) -> Judged {
        let actor = Actor {
            centre: CentreId(self.centre),
            member: MemberId(Uuid::nil()),
            role: Role::Coordinator,
        };
        let occasion = Occasion { at: Moment(errand.now) };
        for command in &errand.commands {
            if let CoordinatorCommand::EditParticipant { participant, phone, visit_note } = command
            {
                let seen = (
                    participant.0,
                    phone.as_ref().map(|edit| edit.seen),
                    visit_note.as_ref().map(|edit| edit.seen),
                );
                self.edits.push(seen);
            }
            match apply_coordinator(&self.view, &actor, &occasion, command) {
                Ok(applied) if applied.outcome != Merge::Conflict => {
                    for row in applied.rows {
                        self.write(row, errand.now);
                    }
                }
                other => {
                    let how = format!("{command:?} was taken, and must be {other:?}");
                    return Err(("a coordinator's commands are decided by the rules", how));
                }
            }
        }
        Ok(())
    }

    /// Edits that met another's change were kept for review, and nothing else was written.
    pub(super) fn keep(&mut self, kept: &[&Decided], errand: &Errand) -> Judged {
        #[derive(Deserialize)]
        struct Read {
            envelope: Envelope,
            command: CoordinatorCommand,
        }
        let actor = Actor {
            centre: CentreId(self.centre),
            member: MemberId(Uuid::nil()),
            role: Role::Coordinator,
        };
        let occasion = Occasion { at: Moment(errand.now) };
        let met = errand.commands.iter().filter(|command| {
            apply_coordinator(&self.view, &actor, &occasion, command)
                .is_ok_and(|applied| applied.outcome == Merge::Conflict)
        });
        let met: Vec<&CoordinatorCommand> = met.collect();
        for (one, command) in kept.iter().zip(&met) {
            let text = one.text.as_deref().unwrap_or_default();
            let read: Option<Read> = serde_json::from_str(text).ok();
            let Some(read) = read.filter(|read| read.command == **command) else {
                return Err(("what is received is kept", text.to_owned()));
            };
            self.follow(one, &read.envelope, Digest::of(text.as_bytes()))?;
            self.decided.insert(one.id, (one.verdict, one.reason.clone()));
            self.decided_at.insert(one.id, one.clock);
        }
        let conflicts = kept.iter().all(|one| one.verdict == Verdict::Conflict);
        if kept.len() != met.len() || !conflicts {
            let how = format!("{} were kept, and {} met a change", kept.len(), met.len());
            return Err(("a coordinator's commands are decided by the rules", how));
        }
        Ok(())
    }

    /// All that is about a participant becomes tombstones, and nobody may hold it any more.
    pub(super) fn erase(&mut self, participant: Uuid, now: i64, state: &State) -> Judged {
        self.erased.push(participant);
        let about: Vec<Uuid> = self
            .view
            .rows()
            .filter(|row| row.participant().is_some_and(|about| about.0 == participant))
            .map(Row::id)
            .collect();
        for id in &about {
            self.view.remove(*id);
            self.rows.remove(id);
        }
        for span in self.spans.iter_mut().filter(|span| span.scope == participant) {
            if span.until.is_none() {
                span.until = Some(self.clock);
                span.ended_at = Some(now);
            }
        }
        let range = (self.centre, Uuid::nil())..=(self.centre, Uuid::max());
        let new = state.rows.range(range).map(|(_, row)| row);
        let new: Vec<_> = new.filter(|row| row.seq >= self.clock).collect();
        let buried = |row: &&&database::Row| {
            row.gone && row.body.is_empty() && row.seq == self.clock && about.contains(&row.id)
        };
        if new.len() != about.len() || new.iter().filter(buried).count() != about.len() {
            let how = format!("{} of {} rows about {participant}", new.len(), about.len());
            return Err(("what is erased is gone", how));
        }
        Ok(())
    }

    fn write(&mut self, row: Row, now: i64) {
        let before = self.view.row(row.id()).cloned();
        if before.as_ref() == Some(&row) {
            return;
        }
        if let Row::Assignment(assignment) = &row {
            self.follow_assignment(assignment, now);
        }
        self.written.entry(row.id()).or_insert(before);
        self.view.upsert(row);
    }

    fn follow_assignment(&mut self, assignment: &Assignment, now: i64) {
        let (member, scope) = (assignment.member.0, assignment.participant.0);
        let clock = self.clock;
        let mut granted = false;
        for span in &mut self.spans {
            if (span.member, span.scope) != (member, scope) {
                continue;
            }
            if assignment.active() && span.version == assignment.version {
                granted = true;
            } else if span.until.is_none() {
                span.until = Some(clock);
                span.ended_at = Some(now);
            }
        }
        if assignment.active() && !granted {
            let version = assignment.version;
            let (from, until, ended_at) = (clock, None, None);
            self.spans.push(Span { member, scope, version, from, until, ended_at });
        }
    }

    /// The rows of this clock are those that were to be written, and no other.
    pub(super) fn compare(&mut self, centre: Uuid, state: &State) -> Judged {
        let range = (centre, Uuid::nil())..=(centre, Uuid::max());
        let mut missing = std::mem::take(&mut self.written);
        for (_, row) in state.rows.range(range).filter(|(_, row)| row.seq >= self.clock) {
            let Some(before) = missing.remove(&row.id) else {
                return Err(("nothing is written that nobody ordered", row.body.clone()));
            };
            let expected = self.view.row(row.id);
            let stored: Option<Row> = serde_json::from_str(&row.body).ok();
            if stored.as_ref() != expected || row.gone || row.seq != self.clock {
                let how =
                    format!("{} is stored at {}, and must be {expected:?}", row.body, row.seq);
                return Err(("the server's rows are the replay of the log", how));
            }
            if let (Some(before), Some(stored)) = (before, stored) {
                self.safety(&before, &stored)?;
            }
            self.rows.insert(row.id, (row.seq, row.scope));
            self.versions.insert((row.id, row.seq), Rc::from(row.body.as_str()));
        }
        match missing.into_iter().next() {
            None => Ok(()),
            Some((id, _)) => {
                let how = format!("row {id} was not stored: {:?}", self.view.row(id));
                Err(("the server's rows are the replay of the log", how))
            }
        }
    }

    /// What must not be overwritten in silence, judged without `domain`: a note or a number changes
    /// only by an edit that saw the version before; a consent changes only by being withdrawn.
    fn safety(&self, before: &Row, after: &Row) -> Judged {
        let silent = match (before, after) {
            (Row::Participant(before), Row::Participant(after)) => {
                let edits = || self.edits.iter().filter(|(id, ..)| *id == after.id.0);
                let note = before.visit_note != after.visit_note
                    && !edits().any(|(_, _, note)| *note == Some(before.visit_note.version));
                let phone = before.phone != after.phone
                    && !edits().any(|(_, phone, _)| *phone == Some(before.phone.version));
                note || phone
            }
            (Row::Consent(before), Row::Consent(after)) => {
                let version = before.version;
                before.withdrawn.is_some()
                    || after.withdrawn.is_none()
                    || *before != domain::Consent { withdrawn: None, version, ..after.clone() }
            }
            (Row::Contact(_), Row::Contact(_)) => true,
            _ => false,
        };
        if silent {
            let how = format!("{before:?} became {after:?}");
            return Err(("safety fields are never overwritten in silence", how));
        }
        Ok(())
    }
}

/// It stands in an epoch of those that could not follow in their lanes.
pub(super) fn is_aside(decided: &Decided) -> bool {
    #[derive(Deserialize)]
    struct Read {
        envelope: Envelope,
    }
    let Some(text) = decided.text.as_deref() else {
        return decided.reason.as_deref() == Some("erased");
    };
    let read: Option<Read> = serde_json::from_str(text).ok();
    read.is_some_and(|read| read.envelope.epoch != decided.key.epoch)
}

fn verdict(outcome: Merge) -> Verdict {
    match outcome {
        Merge::Applied => Verdict::Applied,
        Merge::Merged => Verdict::Merged,
        Merge::Conflict => Verdict::Conflict,
    }
}
