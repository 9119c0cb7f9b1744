//! What a coordinator corrects: fields that nobody may overwrite without having seen what stands there.
//!
//! An edit names the version that its author was looking at. If that is not the version that is, nothing is
//! written: what is and what came stay side by side, and a person decides. So an edit that was written
//! without knowledge of a withdrawal never undoes one, whichever comes first.

use planted::Planted;

use super::{Applied, CoordinatorCommand, Merge, Scene};
use crate::{
    Channel, Consent, ConsentId, Contact, ContactId, Day, Edit, Field, Identity, LegalBasis, Met,
    Name, Note, Participant, ParticipantId, Phone, Refusal, Row, View,
};

pub(super) fn participant(
    scene: Scene<'_>,
    participant: ParticipantId,
    phone: Option<Edit<Option<Phone>>>,
    visit_note: Option<Edit<Option<Note>>>,
) -> Result<Applied, Refusal> {
    let mut row = scene.participant(participant)?.clone();
    let met =
        [phone.map(|edit| row.phone.take(edit)), visit_note.map(|edit| row.visit_note.take(edit))];
    Ok(unless_changed(&met, row))
}

pub(super) fn contact(
    scene: Scene<'_>,
    (participant, contact): (ParticipantId, ContactId),
    name: Option<Edit<Name>>,
    phone: Option<Edit<Option<Phone>>>,
) -> Result<Applied, Refusal> {
    scene.participant(participant)?;
    let mut row = scene.row_of::<Contact>(participant, contact)?.clone();
    let met = [name.map(|edit| row.name.take(edit)), phone.map(|edit| row.phone.take(edit))];
    Ok(unless_changed(&met, row))
}

/// Who the participant is, also when they take part no more: the right to be written down as one is stays.
pub(super) fn identity(
    scene: Scene<'_>,
    participant: ParticipantId,
    seen: &Identity,
    now: &Identity,
) -> Result<Applied, Refusal> {
    let row: &Participant = scene.view.get(participant).ok_or(Refusal::UnknownParticipant)?;
    if row.identity() != *seen {
        return Ok(conflict());
    }
    let Identity { first_name, last_name, birth_year, language, interpreter } = now.clone();
    let corrected =
        Participant { first_name, last_name, birth_year, language, interpreter, ..row.clone() };
    Ok(Applied::row(corrected))
}

/// What was written down about a consent.
pub(super) struct Terms {
    pub basis: LegalBasis,
    pub wording: u16,
    pub given: Day,
    pub channel: Channel,
}

/// Also when the participant has been closed since: then this version is an old one.
pub(super) fn consent(
    scene: Scene<'_>,
    (participant, consent): (ParticipantId, ConsentId),
    seen: u32,
    Terms { basis, wording, given, channel }: Terms,
) -> Result<Applied, Refusal> {
    let _: &Participant = scene.view.get(participant).ok_or(Refusal::UnknownParticipant)?;
    let row = scene.row_of::<Consent>(participant, consent)?;
    if row.version != seen {
        return Ok(conflict());
    }
    let version = row.version.saturating_add(1);
    Ok(Applied::row(Consent { basis, wording, given, channel, version, ..row.clone() }))
}

impl CoordinatorCommand {
    /// The command as its author would write it now, having seen what is.
    pub fn having_seen(&self, view: &dyn View) -> Self {
        use CoordinatorCommand as C;
        let mut fresh = self.clone();
        match &mut fresh {
            C::EditParticipant { participant, phone, visit_note } => {
                if let Some(row) = view.get::<Participant>(*participant) {
                    saw(phone, &row.phone);
                    saw(visit_note, &row.visit_note);
                }
            }
            C::EditContact { contact, name, phone, .. } => {
                if let Some(row) = view.get::<Contact>(*contact) {
                    saw(name, &row.name);
                    saw(phone, &row.phone);
                }
            }
            C::CorrectConsent { consent, seen, .. } => {
                if let Some(row) = view.get::<Consent>(*consent) {
                    *seen = row.version;
                }
            }
            C::CorrectIdentity { participant, seen, .. } => {
                if let Some(row) = view.get::<Participant>(*participant) {
                    *seen = row.identity();
                }
            }
            C::SettleCentre(_)
            | C::RegisterMember(_)
            | C::RegisterParticipant(_)
            | C::RecordConsent(_)
            | C::RegisterContact(_)
            | C::PublishActivity(_)
            | C::PlanFor(_)
            | C::Assign { .. }
            | C::EndAssignment { .. }
            | C::Withdraw { .. } => {}
        }
        fresh
    }
}

fn saw<T>(edit: &mut Option<Edit<T>>, field: &Field<T>) {
    if let Some(edit) = edit {
        edit.seen = field.version;
    }
}

fn unless_changed(met: &[Option<Met>], row: impl Into<Row>) -> Applied {
    let changed = met.contains(&Some(Met::Changed));
    match changed && !planted::is(Planted::LastWriteWinsOnConsent) {
        true => conflict(),
        false => Applied::row(row),
    }
}

fn conflict() -> Applied {
    Applied { rows: Vec::new(), outcome: Merge::Conflict }
}
