//! What a record is, in the words of the screen it was made on.

use domain::{CheckInPoint, VolunteerCommand};

use crate::wording;
use crate::words::Words;

/// Icon and words. `None`: written by a newer release, or about someone who is not on this phone.
pub fn kind(words: Words, command: Option<&VolunteerCommand>) -> (&'static str, &'static str) {
    use VolunteerCommand::*;
    match command {
        None => ("note", words.more_kind_other()),
        Some(RecordConversation(talk)) if talk.supersedes.is_some() => {
            ("pencil", words.more_kind_correction())
        }
        Some(RecordConversation(_)) => ("conversation", words.more_kind_talk()),
        Some(AddWish(_) | EditWish(_)) => ("note", words.more_kind_wish()),
        Some(SettleFollowUp(_)) => ("clock", words.more_kind_follow_up()),
        Some(PlanAccompaniment(_)) => ("calendar", words.more_kind_plan()),
        Some(MoveAccompaniment(_)) => ("clock", words.more_kind_new_time()),
        Some(CheckIn(check_in)) => match check_in.point {
            CheckInPoint::Met => ("together", words.visit_met()),
            CheckInPoint::Arrived => ("place", words.visit_arrived()),
        },
        Some(CheckOut(check_out)) if check_out.outcome.attended() => ("check", words.visit_done()),
        Some(CheckOut(check_out)) => wording::outcome(words, check_out.outcome),
        Some(ReportChange(_)) => ("changed", words.more_kind_change()),
        Some(RaiseConcern(_)) => ("worried", words.more_kind_concern()),
        Some(WithdrawConsent(_)) => ("leave", words.more_kind_leave()),
        Some(Void(_)) => ("undo", words.more_kind_undo()),
    }
}
