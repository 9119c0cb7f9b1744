//! A phone in somebody's hand who records all the time.

use std::rc::Rc;

use anyhow::{Context, Result, ensure};
use domain::{Moment, Participant, ParticipantId, VolunteerCommand};
use serde_json::{Value, json};
use session::Session;
use tokio::sync::Notify;
use uuid::Uuid;

use super::ledger::{Record, SharedLedger};
use super::server::PATIENCE;
use crate::pocket::{App, Pocket};

/// What may wait on the phone before its owner pauses, so that a run has an end.
const WAITING: usize = 25;

pub struct Recorder {
    pub name: String,
    pocket: Pocket,
    app: App,
    ledger: SharedLedger,
    dice: fastrand::Rng,
    /// What this phone wrote and may change later: each is changed once.
    own: Vec<Own>,
}

#[derive(Clone, Copy)]
enum Own {
    Wish(Uuid, ParticipantId),
    Change(Uuid, ParticipantId),
    Plan(Uuid, ParticipantId),
}

/// A command, and what tells that it was applied.
struct Draft {
    what: &'static str,
    row: Uuid,
    says: String,
    command: Value,
}

impl Recorder {
    pub async fn enrol(
        name: String,
        pocket: Pocket,
        code: &str,
        ledger: SharedLedger,
        dice: fastrand::Rng,
    ) -> Result<Self> {
        let app = pocket.enrol(code).await?;
        crate::until(&format!("the first download of {name}"), async || {
            Ok(app.session.status().first_download.is_none().then_some(()))
        })
        .await?;
        Ok(Self { name, pocket, app, ledger, dice, own: Vec::new() })
    }

    /// Waits until everything that was recorded has been received, and nothing needs the person.
    pub async fn has_sent_all(&self) -> Result<()> {
        let session = &self.app.session;
        let sent = until_changed(session, || session.status().not_sent == 0);
        let sent = tokio::time::timeout(PATIENCE, sent).await;
        sent.with_context(|| format!("{} still waits: {:?}", self.name, session.status()))?;
        let status = session.status();
        ensure!(status.needs_you == 0, "{} was asked to do something: {status:?}", self.name);
        Ok(())
    }

    /// Records now and then one thing, now and then many, for as long as it is polled. Cut off, it stops anywhere.
    pub async fn record(&mut self) -> Result<()> {
        loop {
            let burst = if self.dice.u8(0..6) == 0 { self.dice.usize(2..30) } else { 1 };
            for _ in 0..burst {
                self.record_one().await?;
            }
            let most = self.dice.usize(0..WAITING);
            let session = &self.app.session;
            until_changed(session, || session.status().not_sent <= most).await;
        }
    }

    async fn record_one(&mut self) -> Result<()> {
        let draft = self.draft()?;
        let command: VolunteerCommand = serde_json::from_value(draft.command)?;
        let place = self.ledger.begin(Record {
            what: draft.what,
            phone: self.name.clone(),
            round: self.ledger.round.get(),
            row: draft.row,
            says: draft.says,
            saved: None,
        });
        let saved = self.app.session.perform(command).await?;
        self.ledger.saved(place, saved.id);
        Ok(())
    }

    /// Ends the app as a phone's system does and opens it again.
    pub async fn restart(&mut self) -> Result<()> {
        self.app.cut_off().await;
        self.app = self.pocket.open().await?;
        ensure!(self.app.session.unreadable() == 0, "{} cannot read its own outbox", self.name);
        Ok(())
    }

    fn draft(&mut self) -> Result<Draft> {
        let view = self.app.session.view();
        let people: Vec<ParticipantId> = view.all::<Participant>().map(|one| one.id).collect();
        ensure!(!people.is_empty(), "{} has nobody to write about", self.name);
        let participant = people[self.dice.usize(0..people.len())];
        if !self.own.is_empty() && self.dice.u8(0..5) == 0 {
            let own = self.own.swap_remove(self.dice.usize(0..self.own.len()));
            return Ok(self.change(own));
        }
        Ok(self.write(participant))
    }

    fn write(&mut self, participant: ParticipantId) -> Draft {
        let id = self.app.session.new_id();
        let mark = self.ledger.mark();
        let words = format!("Vil gjerne ut og møte folk, helst på formiddagen {mark}");
        let day = Moment(self.app.session.now()).utc_day();
        let (what, command) = match self.dice.u8(0..10) {
            0..4 => {
                let said =
                    json!({"day": day, "talk": "free", "themes": ["company"], "matters": words});
                let command = json!({"id": id, "participant": participant, "said": said});
                ("conversation", json!({"record_conversation": command}))
            }
            4..6 => {
                self.own.push(Own::Wish(id, participant));
                let command = json!({"id": id, "participant": participant, "text": words});
                ("wish", json!({"add_wish": command}))
            }
            6..8 => {
                self.own.push(Own::Change(id, participant));
                let about = "how_they_are";
                let command =
                    json!({"id": id, "participant": participant, "about": about, "note": words});
                ("change", json!({"report_change": command}))
            }
            8 => {
                let command = json!({"id": id, "participant": participant, "words": words});
                ("concern", json!({"raise_concern": command}))
            }
            _ => {
                self.own.push(Own::Plan(id, participant));
                let starts = json!({"day": day, "time": "13:00"});
                let command = json!({"id": id, "participant": participant, "what": words,
                    "starts": starts, "minutes": 90});
                ("plan", json!({"plan_accompaniment": command}))
            }
        };
        Draft { what, row: id, says: mark, command }
    }

    fn change(&mut self, own: Own) -> Draft {
        match own {
            Own::Wish(id, participant) => {
                let state = json!({"value": "reached", "seen": 1});
                let command = json!({"id": id, "participant": participant, "state": state});
                let command = json!({"edit_wish": command});
                Draft { what: "edited wish", row: id, says: "\"reached\"".to_owned(), command }
            }
            Own::Change(id, participant) => {
                let command = json!({"void": {"participant": participant, "row": id}});
                Draft { what: "undoing", row: id, says: "\"voided\":".to_owned(), command }
            }
            Own::Plan(plan, participant) => {
                let id = self.app.session.new_id();
                let command = json!({"check_in": {"id": id, "participant": participant,
                    "accompaniment": plan, "point": "met"}});
                Draft { what: "check-in", row: id, says: plan.to_string(), command }
            }
        }
    }
}

/// Waits until the condition holds, and looks again whenever the session says that something changed.
async fn until_changed(session: &Session<Pocket>, condition: impl Fn() -> bool) {
    let changed = Rc::new(Notify::new());
    let bell = changed.clone();
    let _subscription = session.subscribe(move |_| bell.notify_one());
    while !condition() {
        changed.notified().await;
    }
}
