//! All rows under one name, and the scope in which each travels.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    Accompaniment, Activity, Assignment, Centre, Change, CheckIn, CheckOut, Concern, Consent,
    Contact, Conversation, FollowUpMark, Member, Participant, Role, Wish,
};
use crate::{CentreId, ParticipantId};

/// A row that never reaches a phone travels in no scope.
pub const COORDINATORS_ONLY: Uuid = Uuid::nil();

macro_rules! rows {
    ($($name:ident),* $(,)?) => {
        /// In JSON: the kind, then the row. (`{"wish":{…}}` is read in one pass; a tag inside is not.)
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Row { $($name($name)),* }

        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum RowKind { $($name),* }

        impl RowKind {
            pub const ALL: &[RowKind] = &[$(RowKind::$name),*];
        }

        impl Row {
            pub fn kind(&self) -> RowKind {
                match self { $(Row::$name(_) => RowKind::$name),* }
            }

            pub fn id(&self) -> Uuid {
                match self { $(Row::$name(row) => row.id.0),* }
            }
        }

        $(impl From<$name> for Row {
            fn from(row: $name) -> Self {
                Row::$name(row)
            }
        })*

        $(impl Is for $name {
            const KIND: RowKind = RowKind::$name;

            fn of(row: &Row) -> Option<&Self> {
                match row { Row::$name(row) => Some(row), _ => None }
            }
        })*
    };
}

/// A type of row.
pub trait Is: Sized + 'static {
    const KIND: RowKind;

    fn of(row: &Row) -> Option<&Self>;
}

rows! {
    Centre, Member, Participant, Consent, Assignment, Contact, Conversation, Wish, Activity,
    Accompaniment, CheckIn, CheckOut, FollowUpMark, Change, Concern,
}

impl RowKind {
    /// As it stands in the row's JSON and in the server's tables.
    pub fn name(self) -> &'static str {
        match self {
            RowKind::Centre => "centre",
            RowKind::Member => "member",
            RowKind::Participant => "participant",
            RowKind::Consent => "consent",
            RowKind::Assignment => "assignment",
            RowKind::Contact => "contact",
            RowKind::Conversation => "conversation",
            RowKind::Wish => "wish",
            RowKind::Activity => "activity",
            RowKind::Accompaniment => "accompaniment",
            RowKind::CheckIn => "check_in",
            RowKind::CheckOut => "check_out",
            RowKind::FollowUpMark => "follow_up_mark",
            RowKind::Change => "change",
            RowKind::Concern => "concern",
        }
    }
}

impl Row {
    /// The participant that the row is about, so that leaving is one range delete.
    pub fn participant(&self) -> Option<ParticipantId> {
        match self {
            Row::Centre(_) | Row::Member(_) | Row::Activity(_) => None,
            Row::Participant(row) => Some(row.id),
            Row::Consent(row) => Some(row.participant),
            Row::Assignment(row) => Some(row.participant),
            Row::Contact(row) => Some(row.participant),
            Row::Conversation(row) => Some(row.participant),
            Row::Wish(row) => Some(row.participant),
            Row::Accompaniment(row) => Some(row.participant),
            Row::CheckIn(row) => Some(row.participant),
            Row::CheckOut(row) => Some(row.participant),
            Row::FollowUpMark(row) => Some(row.participant),
            Row::Change(row) => Some(row.participant),
            Row::Concern(row) => Some(row.participant),
        }
    }

    /// Who may hold it: everyone of the centre, one member, those assigned to a participant, or
    /// coordinators alone.
    pub fn scope(&self, centre: CentreId) -> Uuid {
        match self {
            Row::Concern(_) => COORDINATORS_ONLY,
            Row::Member(member) if member.role == Role::Volunteer => member.id.0,
            row => row.participant().map_or(centre.0, Uuid::from),
        }
    }
}
