//! What was talked about. Append-only: a correction is a new row that supersedes.

use serde::{Deserialize, Serialize};

use crate::{
    ConversationId, Day, FollowUpKey, Language, Line, MemberId, Moment, Note, ParticipantId,
};

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    pub id: ConversationId,
    pub participant: ParticipantId,
    pub by: MemberId,
    pub at: Moment,
    pub said: Said,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<ConversationId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub voided: Option<Moment>,
}

/// The content of a conversation, as its author and the participant agreed on it. Everything may be
/// left out but the day and the kind.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    pub day: Day,
    pub talk: TalkKind,
    /// "What is important to you now?", in own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matters: Option<Note>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<Theme>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<NextStep>,
    #[serde(default, skip_serializing_if = "FirstConversation::is_empty")]
    pub first: FirstConversation,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follow_up: Option<FollowUpKey>,
    /// "The participant has heard this summary."
    #[serde(default)]
    pub read_back: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TalkKind {
    First,
    Needs,
    FollowUp,
    Free,
}

/// The six picture choices, also the tags of activities, wishes and interests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// Being with people.
    Company,
    /// Moving.
    Movement,
    /// Music, theatre, reading, faith.
    Culture,
    /// Making things.
    Making,
    Nature,
    /// Learning, language, work.
    Learning,
}

impl Theme {
    pub const ALL: [Theme; 6] = [
        Theme::Company,
        Theme::Movement,
        Theme::Culture,
        Theme::Making,
        Theme::Nature,
        Theme::Learning,
    ];
}

/// "What do we do now?"
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextStep {
    pub step: Step,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    GoTogether,
    Call,
    Nothing,
}

/// The form of the first conversation (F1), behind "add more": nothing in it is compulsory.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct FirstConversation {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<MeetingPlace>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub present: Vec<Present>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpreter: Option<bool>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub told: Vec<Told>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earlier: Option<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_liked: Option<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disliked: Option<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub good_at: Option<Note>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub want_to_try: Option<Note>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub when: Vec<PartOfDay>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<Company>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub how_often: Option<HowOften>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transport: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cost: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equipment: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aids: Option<Line>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub contact_preference: Option<ContactPreference>,
}

impl FirstConversation {
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

macro_rules! choices {
    ($($(#[$doc:meta])* $name:ident { $($variant:ident),* $(,)? })*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($variant),* }

        impl $name {
            /// In the order in which screens offer them.
            pub const ALL: &'static [$name] = &[$($name::$variant),*];
        }
    )*};
}

choices! {
    MeetingPlace { Home, Centre, Outdoors, Cafe, Phone, Other }
    /// Who was there, by role and never by name.
    Present { Participant, Volunteer, Coordinator, NextOfKin, MunicipalContact, Interpreter, Guardian }
    /// What the participant was told.
    Told { Voluntary, NotStaff, Confidential, LimitsOfConfidentiality, RightToSee, RightToWithdraw }
    PartOfDay { Morning, Afternoon, Evening, Weekend }
    Company { Alone, WithSomeone, InGroup }
    HowOften { Weekly, EverySecondWeek, Monthly, NowAndThen }
    ContactPreference { Call, Message, Visit, ThroughNextOfKin }
}
