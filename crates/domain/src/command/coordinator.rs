//! What a coordinator can do, so far from the command line.

use serde::{Deserialize, Serialize};

use super::{Actor, Applied, Occasion, Read, Scene, WithdrawConsent, correcting, going_together};
use crate::{
    Accompaniment, Activity, Assignment, AssignmentId, Centre, Channel, Consent, ConsentId,
    Contact, ContactId, Day, Edit, Identity, LegalBasis, Member, MemberId, Name, Note, Part,
    Participant, ParticipantId, Phone, Refusal, Role, RowKind, View,
};

/// In JSON: the command's name, then its fields.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CoordinatorCommand {
    /// The centre itself, new or settled anew.
    SettleCentre(Centre),
    RegisterMember(Member),
    RegisterParticipant(Participant),
    RecordConsent(Consent),
    RegisterContact(Contact),
    /// A directory entry, new or brought up to date.
    PublishActivity(Activity),
    PlanFor(Accompaniment),
    Assign {
        id: AssignmentId,
        member: MemberId,
        participant: ParticipantId,
        part: Part,
        from: Day,
    },
    EndAssignment {
        member: MemberId,
        participant: ParticipantId,
        until: Day,
    },
    /// Fields that must not be overwritten silently: an edit of an old version writes nothing, and
    /// both wait for a person.
    EditParticipant {
        participant: ParticipantId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Edit<Option<Phone>>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        visit_note: Option<Edit<Option<Note>>>,
    },
    /// What was written down wrong about who the participant is. What nobody has seen is not overwritten.
    CorrectIdentity {
        participant: ParticipantId,
        /// As its author saw it.
        seen: Identity,
        now: Identity,
    },
    /// The same for someone round a participant.
    EditContact {
        contact: ContactId,
        participant: ParticipantId,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        name: Option<Edit<Name>>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        phone: Option<Edit<Option<Phone>>>,
    },
    /// The same for what was written down about a consent. What is withdrawn stays so: who agrees again
    /// gives a new one.
    CorrectConsent {
        consent: ConsentId,
        participant: ParticipantId,
        /// The version that its author was looking at.
        seen: u32,
        basis: LegalBasis,
        wording: u16,
        given: Day,
        channel: Channel,
    },
    /// A participant has told the centre that they do not want to take part any more.
    Withdraw {
        participant: ParticipantId,
        channel: Channel,
    },
}

impl CoordinatorCommand {
    /// As in JSON.
    pub fn name(&self) -> &'static str {
        use CoordinatorCommand as C;
        match self {
            C::SettleCentre(_) => "settle_centre",
            C::RegisterMember(_) => "register_member",
            C::RegisterParticipant(_) => "register_participant",
            C::RecordConsent(_) => "record_consent",
            C::RegisterContact(_) => "register_contact",
            C::PublishActivity(_) => "publish_activity",
            C::PlanFor(_) => "plan_for",
            C::Assign { .. } => "assign",
            C::EndAssignment { .. } => "end_assignment",
            C::EditParticipant { .. } => "edit_participant",
            C::CorrectIdentity { .. } => "correct_identity",
            C::EditContact { .. } => "edit_contact",
            C::CorrectConsent { .. } => "correct_consent",
            C::Withdraw { .. } => "withdraw",
        }
    }

    /// Whom it is about, where that is one participant.
    pub fn participant(&self) -> Option<ParticipantId> {
        use CoordinatorCommand as C;
        match self {
            C::SettleCentre(_) | C::RegisterMember(_) | C::PublishActivity(_) => None,
            C::RegisterParticipant(row) => Some(row.id),
            C::RecordConsent(row) => Some(row.participant),
            C::RegisterContact(row) => Some(row.participant),
            C::PlanFor(row) => Some(row.participant),
            C::Assign { participant, .. }
            | C::EndAssignment { participant, .. }
            | C::EditParticipant { participant, .. }
            | C::CorrectIdentity { participant, .. }
            | C::EditContact { participant, .. }
            | C::CorrectConsent { participant, .. }
            | C::Withdraw { participant, .. } => Some(*participant),
        }
    }

    /// All rows that [`apply_coordinator`] looks at.
    pub fn reads(&self) -> Vec<Read> {
        use CoordinatorCommand as C;
        match self {
            C::SettleCentre(row) => vec![Read::Row(row.id.0)],
            C::RegisterMember(row) => vec![Read::Row(row.id.0)],
            C::RegisterParticipant(row) => vec![Read::Row(row.id.0)],
            C::PublishActivity(row) => vec![Read::Row(row.id.0)],
            C::RecordConsent(row) => vec![Read::Row(row.id.0), Read::Row(row.participant.0)],
            C::RegisterContact(row) => vec![Read::Row(row.id.0), Read::Row(row.participant.0)],
            C::PlanFor(row) => {
                vec![Read::Row(row.id.0), Read::Row(row.participant.0), Read::Row(row.companion.0)]
            }
            C::Assign { id, member, participant, .. } => vec![
                Read::Row(id.0),
                Read::Row(member.0),
                Read::Row(participant.0),
                Read::OfParticipant(*participant, RowKind::Assignment),
            ],
            C::EndAssignment { participant, .. } => {
                vec![Read::OfParticipant(*participant, RowKind::Assignment)]
            }
            C::EditParticipant { participant, .. } | C::CorrectIdentity { participant, .. } => {
                vec![Read::Row(participant.0)]
            }
            C::EditContact { participant, contact, .. } => {
                vec![Read::Row(participant.0), Read::Row(contact.0)]
            }
            C::CorrectConsent { participant, consent, .. } => {
                vec![Read::Row(participant.0), Read::Row(consent.0)]
            }
            C::Withdraw { participant, .. } => {
                let mut reads = WithdrawConsent { participant: *participant }.reads();
                reads.push(Read::Row(participant.0));
                reads
            }
        }
    }
}

/// Decides what a coordinator's command does.
pub fn apply_coordinator(
    view: &dyn View,
    actor: &Actor,
    occasion: &Occasion,
    command: &CoordinatorCommand,
) -> Result<Applied, Refusal> {
    use CoordinatorCommand as C;
    if actor.role != Role::Coordinator {
        return Err(Refusal::NotAllowed);
    }
    let scene = Scene { view, actor: *actor, at: occasion.at };
    match command {
        C::SettleCentre(centre) => {
            if centre.id != actor.centre {
                return Err(Refusal::NotAllowed);
            }
            scene.fresh_or::<Centre>(centre.id)?;
            Ok(Applied::row(centre.clone()))
        }
        C::PublishActivity(activity) => {
            scene.fresh_or::<Activity>(activity.id)?;
            Ok(Applied::row(activity.clone()))
        }
        C::RegisterMember(member) => {
            scene.fresh(member.id)?;
            Ok(Applied::row(member.clone()))
        }
        C::RegisterParticipant(participant) => {
            scene.fresh(participant.id)?;
            Ok(Applied::row(participant.clone()))
        }
        C::RecordConsent(consent) => {
            scene.participant(consent.participant)?;
            scene.fresh(consent.id)?;
            Ok(Applied::row(consent.clone()))
        }
        C::RegisterContact(contact) => {
            scene.participant(contact.participant)?;
            scene.fresh(contact.id)?;
            Ok(Applied::row(contact.clone()))
        }
        C::PlanFor(plan) => {
            scene.participant(plan.participant)?;
            scene.fresh(plan.id)?;
            volunteer(scene, plan.companion)?;
            going_together::length(plan.minutes)?;
            Ok(Applied::row(plan.clone()))
        }
        C::Assign { id, member, participant, part, from } => {
            scene.participant(*participant)?;
            scene.fresh(*id)?;
            volunteer(scene, *member)?;
            assign(scene, *id, *member, *participant, *part, *from)
        }
        C::EndAssignment { member, participant, until } => {
            end(scene, *member, *participant, *until)
        }
        C::EditParticipant { participant, phone, visit_note } => {
            correcting::participant(scene, *participant, phone.clone(), visit_note.clone())
        }
        C::CorrectIdentity { participant, seen, now } => {
            correcting::identity(scene, *participant, seen, now)
        }
        C::EditContact { participant, contact, name, phone } => {
            correcting::contact(scene, (*participant, *contact), name.clone(), phone.clone())
        }
        C::CorrectConsent { participant, consent, seen, basis, wording, given, channel } => {
            let (basis, wording, given, channel) = (*basis, *wording, *given, *channel);
            let terms = correcting::Terms { basis, wording, given, channel };
            correcting::consent(scene, (*participant, *consent), *seen, terms)
        }
        C::Withdraw { participant, channel } => {
            WithdrawConsent { participant: *participant }.apply_through(scene, *channel)
        }
    }
}

fn volunteer(scene: Scene<'_>, member: MemberId) -> Result<(), Refusal> {
    let member = scene.view.get::<Member>(member).ok_or(Refusal::UnknownRow)?;
    if member.role == Role::Volunteer { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// A new period for this pair. Already assigned is assigned: the part may change.
fn assign(
    scene: Scene<'_>,
    id: AssignmentId,
    member: MemberId,
    participant: ParticipantId,
    part: Part,
    from: Day,
) -> Result<Applied, Refusal> {
    let pair = scene.view.about::<Assignment>(participant);
    let pair: Vec<_> = pair.into_iter().filter(|row| row.member == member).collect();
    if let Some(active) = pair.iter().find(|row| row.active()) {
        return Ok(Applied::row(Assignment { part, ..(*active).clone() }));
    }
    let version = pair.iter().map(|row| row.version).max().unwrap_or(0).saturating_add(1);
    Ok(Applied::row(Assignment { id, member, participant, part, from, until: None, version }))
}

fn end(
    scene: Scene<'_>,
    member: MemberId,
    participant: ParticipantId,
    until: Day,
) -> Result<Applied, Refusal> {
    let assignments = scene.view.about::<Assignment>(participant);
    let active = assignments.into_iter().find(|row| row.member == member && row.active());
    let active = active.ok_or(Refusal::UnknownRow)?;
    // The phone loses the participant at once, so that an end to come would be a lie.
    scene.near(until, 400, 0)?;
    Ok(Applied::row(active.ended(until)))
}
