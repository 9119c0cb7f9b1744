//! Why a command was refused: a typed reason, for which each screen has words.

/// The phone says it at once, in words; the server keeps what it refused and names the same code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Refusal {
    #[error("this kind of actor may not do that")]
    NotAllowed,
    #[error("there is no such participant here")]
    UnknownParticipant,
    #[error("the participant does not take part any more")]
    ParticipantClosed,
    #[error("there is no such row here")]
    UnknownRow,
    #[error("the id is in use already")]
    IdInUse,
    #[error("the day is too far from the day it was written")]
    DayOutOfRange,
    #[error("the time is out of range")]
    TimeOutOfRange,
    #[error("the two have not met; the time they met is missing")]
    MetTimeMissing,
    #[error("it was undone already")]
    AlreadyVoided,
    #[error("that cannot be undone")]
    CannotVoid,
    #[error("there is nothing in it")]
    NothingSaid,
}

impl Refusal {
    pub const ALL: [Refusal; 11] = [
        Refusal::NotAllowed,
        Refusal::UnknownParticipant,
        Refusal::ParticipantClosed,
        Refusal::UnknownRow,
        Refusal::IdInUse,
        Refusal::DayOutOfRange,
        Refusal::TimeOutOfRange,
        Refusal::MetTimeMissing,
        Refusal::AlreadyVoided,
        Refusal::CannotVoid,
        Refusal::NothingSaid,
    ];

    /// As it travels in a receipt and names a message on the phone.
    pub fn code(self) -> &'static str {
        match self {
            Refusal::NotAllowed => "not_allowed",
            Refusal::UnknownParticipant => "unknown_participant",
            Refusal::ParticipantClosed => "participant_closed",
            Refusal::UnknownRow => "unknown_row",
            Refusal::IdInUse => "id_in_use",
            Refusal::DayOutOfRange => "day_out_of_range",
            Refusal::TimeOutOfRange => "time_out_of_range",
            Refusal::MetTimeMissing => "met_time_missing",
            Refusal::AlreadyVoided => "already_voided",
            Refusal::CannotVoid => "cannot_void",
            Refusal::NothingSaid => "nothing_said",
        }
    }
}
