//! What goes when a participant does not want to take part any more.
//!
//! What was not sent yet about them is voided in the transaction that saves the withdrawal: of each
//! record its number and its link in the chain stay, and what was said goes from the disk ([`Entry::void`]).
//! What the law may ask for is sent all the same, as the centre has settled
//! (`VolunteerCommand::kept_when_withdrawn`). What is being written about them goes, too.
//!
//! **What is absent.** What has been sent: the centre has it and deals with it, and the phone keeps it
//! sealed until a backup holds it, as whatever it sends.

use domain::find::holds;
use domain::{Centre, ParticipantId};
use planted::Planted;
use store::{Batch, StoreError};
use sync::Lane;
use sync::replica::{Entry, Event};

use super::{Engine, State, entry_key};
use crate::delivery::parcel_key;
use crate::disk::{ENTRIES, META};
use crate::platform::Platform;

impl<P: Platform> Engine<P> {
    /// What is not sent about this participant and goes with a withdrawal.
    pub fn unsent_about(&self, participant: ParticipantId) -> Vec<Entry> {
        let State { replica, shown, .. } = &mut *self.state.borrow_mut();
        let view = shown.view();
        let centre = view.get::<Centre>(self.centre);
        let goes = |entry: &&Entry| {
            if entry.receipt.is_some() || entry.voided() {
                return false;
            }
            match shown.command(entry) {
                Some(command) => {
                    command.participant() == participant && !command.kept_when_withdrawn(centre)
                }
                // Of a newer release. In the urgent lane it may be what the law asks for.
                None => {
                    let scope = entry.envelope.grant.map(|grant| grant.scope);
                    scope == Some(participant.0) && entry.envelope.lane == Lane::Normal
                }
            }
        };
        replica.entries().iter().filter(goes).cloned().collect()
    }

    pub(super) fn voided(&self, participant: ParticipantId) -> Result<Vec<Entry>, StoreError> {
        let entries = self.unsent_about(participant);
        let voided: Result<Vec<Entry>, _> = entries.iter().map(Entry::void).collect();
        voided.map_err(|error| StoreError::Other(error.to_string()))
    }

    /// The drafts that name this participant, by their key or in what is written there.
    pub(super) fn drafts_about(&self, participant: ParticipantId) -> Vec<String> {
        let id = participant.0.to_string();
        let names = |bytes: &[u8]| std::str::from_utf8(bytes).is_ok_and(|text| holds(text, &id));
        let state = self.state.borrow();
        let kept = state.drafts.iter().filter(|(key, text)| holds(key, &id) || names(text));
        let mut keys: Vec<String> = kept.map(|(key, _)| key.clone()).collect();
        // Those that are only just being saved.
        let wishes = self.draft_wishes.borrow();
        keys.extend(wishes.iter().filter(|(key, _)| holds(key, &id)).map(|(key, _)| key.clone()));
        keys
    }

    /// Puts entries in the place of what they said before, and of the parcels that were made of that.
    pub(super) async fn put_voided(
        &self,
        voided: &[Entry],
        batch: &mut Batch,
    ) -> Result<(), StoreError> {
        let mut records = Vec::with_capacity(voided.len());
        for entry in voided {
            if planted::is(Planted::VoidedStays) {
                continue;
            }
            let json = entry.to_json().map_err(|error| StoreError::Other(error.to_string()))?;
            records.push((entry_key(entry.order), json));
            let key = parcel_key(entry.order);
            match self.parcel(entry).await.filter(|_| entry.unreceived()) {
                Some(parcel) => batch.put(META, key, parcel),
                None => batch.delete(META, key),
            }
        }
        self.disk.seal_all(&self.disk.outbox, ENTRIES, records, batch).await
    }

    /// Once that is durable: nothing of it is shown or sent any more.
    pub(super) fn has_voided(&self, entries: Vec<Entry>) {
        self.step(Event::Voided { entries });
        let State { base, replica, shown, .. } = &mut *self.state.borrow_mut();
        shown.rebuild(base, replica, []);
    }

    /// An answer that came while a withdrawal was being saved speaks of what was there before. It brings
    /// nothing of that back to the disk.
    pub(super) fn as_voided(&self, entries: &mut [Entry]) {
        let state = self.state.borrow();
        for voided in state.replica.entries().iter().filter(|entry| entry.voided()) {
            let same = entries.iter_mut().find(|entry| entry.order == voided.order);
            if let Some(entry) = same {
                entry.say_as(voided);
            }
        }
    }
}
