//! The app's words: one method per key of `locales/nb.ftl`, in three languages.
//!
//! `Words(Lang::Nb).today_title()` is "I dag". A key that is missing somewhere, or that no screen
//! uses, fails the build. The texts themselves come in a file beside the wasm, `words.json`, which
//! `xtask` makes of the same files; [`load`] takes them in before anything is drawn.
#![deny(dead_code)]

mod choices;

use domain::Refusal;

pub use generated::{Lang, Words};

mod generated {
    include!(concat!(env!("OUT_DIR"), "/words.rs"));
}

/// Takes in the texts that the page brought. `false` if they are not there or belong to another build.
pub fn load(json: &str) -> bool {
    json::read_bytes(json.as_bytes()).is_ok_and(generated::load)
}

impl Words {
    /// Why a command was refused, here and now.
    pub(crate) fn refused(self, refusal: Refusal) -> &'static str {
        match refusal {
            Refusal::NotAllowed => self.refusal_not_allowed(),
            Refusal::UnknownParticipant => self.refusal_unknown_participant(),
            Refusal::ParticipantClosed => self.refusal_participant_closed(),
            Refusal::UnknownRow => self.refusal_unknown_row(),
            Refusal::IdInUse => self.refusal_id_in_use(),
            Refusal::DayOutOfRange => self.refusal_day_out_of_range(),
            Refusal::TimeOutOfRange => self.refusal_time_out_of_range(),
            Refusal::MetTimeMissing => self.refusal_met_time_missing(),
            Refusal::AlreadyVoided => self.refusal_already_voided(),
            Refusal::CannotVoid => self.refusal_cannot_void(),
            Refusal::NothingSaid => self.refusal_nothing_said(),
        }
    }

    /// Why the centre could not use a record, by the code in its receipt. Codes that a newer centre
    /// may send get the general words.
    pub(crate) fn reason(self, code: &str) -> &'static str {
        if let Some(refusal) = Refusal::ALL.into_iter().find(|refusal| refusal.code() == code) {
            return self.refused(refusal);
        }
        match code {
            "no_grant" => self.refusal_no_grant(),
            "conflict" => self.refusal_conflict(),
            "erased" => self.refusal_erased(),
            "too_large" => self.refusal_too_large(),
            "unknown_command" => self.refusal_unknown_command(),
            "unreadable" => self.refusal_unreadable(),
            _ => self.refusal_other(),
        }
    }
}
