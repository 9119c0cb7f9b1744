//! What the screens see: the base with the outbox laid over it.

use std::rc::Rc;

use domain::map::Map;
use domain::{Actor, MemoryView, Moment, Occasion, Refusal, VolunteerCommand, apply_volunteer};
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
            match base.row(id) {
                Some(row) => view.upsert(row),
                None => {
                    view.remove(id);
                }
            }
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
        match apply_volunteer(&*view, &self.actor, &occasion, &command) {
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

    /// The command of an entry; None where a newer release wrote it.
    pub fn command(&mut self, entry: &Entry) -> Option<Rc<VolunteerCommand>> {
        let id = entry.envelope.id;
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
