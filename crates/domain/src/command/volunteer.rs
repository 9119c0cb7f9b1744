//! What a volunteer can do.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Actor, AddWish, Applied, CheckIn, CheckOut, EditWish, MoveAccompaniment, Occasion,
    PlanAccompaniment, RaiseConcern, Read, RecordConversation, ReportChange, Scene, SettleFollowUp,
    Void, WithdrawConsent,
};
use crate::{Centre, ParticipantId, Refusal, View};

macro_rules! commands {
    ($($name:ident),* $(,)?) => {
        /// In JSON: the command's name, then its fields.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[allow(clippy::large_enum_variant, reason = "one is made for each tap of a person")]
        pub enum VolunteerCommand { $($name($name)),* }

        $(impl From<$name> for VolunteerCommand {
            fn from(command: $name) -> Self {
                VolunteerCommand::$name(command)
            }
        })*

        impl VolunteerCommand {
            /// The participant whose grant it needs. Every volunteer's command is about one.
            pub fn participant(&self) -> ParticipantId {
                match self { $(VolunteerCommand::$name(command) => command.participant),* }
            }

            /// The rows it reads, besides the participant's own.
            fn reads_more(&self) -> Vec<Read> {
                match self { $(VolunteerCommand::$name(command) => command.reads()),* }
            }

            fn apply(&self, scene: Scene<'_>) -> Result<Applied, Refusal> {
                match self { $(VolunteerCommand::$name(command) => command.apply(scene)),* }
            }
        }
    };
}

commands! {
    RecordConversation, AddWish, EditWish, SettleFollowUp,
    PlanAccompaniment, MoveAccompaniment, CheckIn, CheckOut,
    ReportChange, RaiseConcern, WithdrawConsent,
    Void,
}

impl VolunteerCommand {
    /// Goes before everything else that waits: a withdrawal and a concern.
    pub fn urgent(&self) -> bool {
        matches!(self, VolunteerCommand::WithdrawConsent(_) | VolunteerCommand::RaiseConcern(_))
    }

    /// The participant does not want to take part any more.
    pub fn withdraws(&self) -> bool {
        matches!(self, VolunteerCommand::WithdrawConsent(_))
    }

    /// Whether it is sent although its participant has withdrawn before it was. A phone that does not hold
    /// its centre's row keeps what the law may ask for.
    pub fn kept_when_withdrawn(&self, centre: Option<&Centre>) -> bool {
        match self {
            VolunteerCommand::WithdrawConsent(_) => true,
            VolunteerCommand::RaiseConcern(_) => centre.is_none_or(|centre| centre.keep_concerns),
            _ => false,
        }
    }

    /// The rows it makes, where these are two: pages may bring one before the other.
    pub fn makes_both(&self) -> Option<[Uuid; 2]> {
        match self {
            VolunteerCommand::RecordConversation(said) => Some([said.id.0, said.wish?.0]),
            VolunteerCommand::CheckOut(ended) => Some([ended.id.0, ended.met.as_ref()?.id.0]),
            _ => None,
        }
    }

    /// All rows that [`apply_volunteer`] looks at.
    pub fn reads(&self) -> Vec<Read> {
        let mut reads = self.reads_more();
        reads.push(Read::Row(self.participant().0));
        reads
    }
}

/// Decides what a volunteer's command does. Whether the volunteer holds the participant is decided
/// before, by the grant in the mutation's envelope.
pub fn apply_volunteer(
    view: &dyn View,
    actor: &Actor,
    occasion: &Occasion,
    command: &VolunteerCommand,
) -> Result<Applied, Refusal> {
    command.apply(Scene { view, actor: *actor, at: occasion.at })
}
