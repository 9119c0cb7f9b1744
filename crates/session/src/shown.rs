//! What the screens see: the base with the outbox laid over it.

use std::rc::Rc;

use domain::map::Map;
use domain::{
    Actor, MemoryView, Moment, Occasion, Refusal, Taken, VolunteerCommand, apply_volunteer,
};
use sync::replica::{Entry, Replica};
use uuid::Uuid;

use crate::base::Base;

pub struct Shown {
    actor: Actor,
    view: Rc<MemoryView>,
    pub revision: u64,
    /// Rows that the overlay wrote or would have: they show something else than the base.
    overlaid: Vec<Uuid>,
    /// Entries that do not apply to what is held now, and why. They are kept and sent all the same:
    /// the server decides.
    refused: Vec<(Uuid, &'static str)>,
    /// Commands as they were read from their texts.
    commands: Map<Uuid, Option<Rc<VolunteerCommand>>>,
}

impl Shown {
    pub fn new(actor: Actor) -> Self {
        Self {
            actor,
            view: Rc::default(),
            revision: 0,
            overlaid: Vec::new(),
            refused: Vec::new(),
            commands: Map::default(),
        }
    }

    pub fn view(&self) -> Rc<MemoryView> {
        self.view.clone()
    }

    /// Shows the base as it was loaded, with the outbox laid over it.
    pub fn begin(&mut self, base: &Base, replica: &Replica) {
        base.show_all(Rc::make_mut(&mut self.view));
        self.rebuild(base, replica, []);
    }

    /// Follows the base, of which `changed` rows changed, and lays the outbox over it anew.
    pub fn rebuild(
        &mut self,
        base: &Base,
        replica: &Replica,
        changed: impl IntoIterator<Item = Uuid>,
    ) {
        self.revision += 1;
        let mut stale = std::mem::take(&mut self.overlaid);
        stale.extend(changed);
        let view = Rc::make_mut(&mut self.view);
        for id in stale {
            base.show(id, view);
        }
        self.refused.clear();
        for entry in replica.overlay() {
            self.lay(entry);
        }
    }

    /// Lays one more entry over what is shown.
    pub fn add(&mut self, entry: &Entry) {
        self.revision += 1;
        self.lay(entry);
    }

    fn lay(&mut self, entry: &Entry) {
        let Some(command) = self.command(entry) else {
            return;
        };
        let view = Rc::make_mut(&mut self.view);
        let occasion = Occasion { at: Moment(entry.envelope.at) };
        let mut applied = apply_volunteer(&*view, &self.actor, &occasion, &command);
        if let (Err(Refusal::IdInUse), Some(both)) = (&applied, command.makes_both()) {
            // One of its rows is here, and the other is still to come: both are of one record.
            let here: Vec<Taken> = both.iter().filter_map(|id| view.take(*id)).collect();
            applied = apply_volunteer(&*view, &self.actor, &occasion, &command);
            if let Ok(applied) = &mut applied {
                applied.rows.retain(|row| here.iter().all(|known| known.id() != row.id()));
            }
            here.into_iter().for_each(|row| view.put_back(row));
        }
        match applied {
            Ok(applied) => {
                for row in applied.rows {
                    self.overlaid.push(row.id());
                    view.upsert(row);
                }
            }
            // Its row is here, and others of its scope are still to come.
            Err(Refusal::IdInUse) if entry.receipt.is_some() => {}
            Err(refusal) => {
                self.refused.push((entry.envelope.id, refusal.code()));
            }
        }
    }

    /// The command of an entry; None where a newer release wrote it, and where it was voided.
    pub fn command(&mut self, entry: &Entry) -> Option<Rc<VolunteerCommand>> {
        let id = entry.envelope.id;
        if entry.voided() {
            self.commands.remove(&id);
            return None;
        }
        if let Some(known) = self.commands.get(&id) {
            return known.clone();
        }
        let mutation = entry.text.parse().ok();
        let command = mutation.and_then(|mutation| json::read(mutation.command.get()).ok());
        let command = command.map(Rc::new);
        self.commands.insert(id, command.clone());
        command
    }

    /// Why an entry does not show.
    pub fn refused(&self, id: Uuid) -> Option<&'static str> {
        self.refused.iter().find(|(refused, _)| *refused == id).map(|(_, code)| *code)
    }
}

#[cfg(test)]
mod tests {
    use domain::{Conversation, MemberId, Row, View, Wish};
    use sync::Lane;
    use sync::replica::{Counters, Draft};

    use super::*;

    const ANNA: &str = "00000000-0000-0000-0000-0000000000b1";

    fn json<T: serde::de::DeserializeOwned>(value: serde_json::Value) -> T {
        serde_json::from_value(value).expect("as it is written")
    }

    fn shown() -> Shown {
        let actor = Actor {
            centre: Uuid::from_u128(1).into(),
            member: MemberId(Uuid::from_u128(2)),
            role: domain::Role::Volunteer,
        };
        let mut shown = Shown::new(actor);
        let anna = serde_json::json!({"participant": {"id": ANNA, "first_name": "Anna",
            "phone": {"value": null, "version": 1}, "referred": "2026-10-01"}});
        Rc::make_mut(&mut shown.view).upsert(json(anna));
        shown
    }

    /// A conversation with a wish, as it lies in the outbox.
    fn talk() -> (Entry, Uuid, Uuid) {
        let (talk, wish) = (Uuid::from_u128(10), Uuid::from_u128(11));
        let command: VolunteerCommand = json(serde_json::json!({"record_conversation": {
            "id": talk, "participant": ANNA, "wish": wish,
            "said": {"day": "2026-11-21", "talk": "free", "first": {"want_to_try": "Kor"}},
        }}));
        let command = serde_json::value::to_raw_value(&command).expect("a command is JSON");
        let draft = Draft {
            device: Uuid::from_u128(3),
            id: Uuid::from_u128(4),
            lane: Lane::Normal,
            grant: None,
            at: 1_795_255_200_000,
            schema: 1,
            command: &command,
        };
        let counters = Counters::new(Uuid::from_u128(5), 0);
        let (entry, _) = counters.write(&draft).expect("it can be written");
        (entry, talk, wish)
    }

    #[test]
    fn of_two_rows_that_belong_together_the_one_that_is_missing_is_laid() {
        let (entry, talk, wish) = talk();
        let mut whole = shown();
        whole.add(&entry);
        let both = whole.view();
        assert!(both.get::<Conversation>(talk).is_some() && both.get::<Wish>(wish).is_some());
        for (here, missing) in [(talk, wish), (wish, talk)] {
            let mut shown = shown();
            let mut row = both.row(here).expect("it was laid").clone();
            if let Row::Wish(wish) = &mut row {
                // Somebody else has changed it since.
                wish.state = domain::Field { value: domain::WishState::Reached, version: 2 };
            }
            Rc::make_mut(&mut shown.view).upsert(row.clone());
            shown.add(&entry);
            assert_eq!(shown.view().row(missing), both.row(missing));
            assert_eq!(shown.view().row(here), Some(&row), "as the server has it");
            assert_eq!(shown.refused(entry.envelope.id), None);
        }
    }
}
