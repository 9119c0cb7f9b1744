//! Icon and words of an answer that is given by tapping. (Words alone: `src/words/choices.rs`.)

use domain::{Again, ChangeAbout, Cost, Outcome, Step, Theme};

use crate::words::Words;

pub fn theme(words: Words, theme: Theme) -> (&'static str, &'static str) {
    let icon = match theme {
        Theme::Company => "pick-people",
        Theme::Movement => "pick-movement",
        Theme::Culture => "pick-culture",
        Theme::Making => "pick-making",
        Theme::Nature => "pick-nature",
        Theme::Learning => "pick-learning",
    };
    (icon, words.theme(theme))
}

pub fn step(words: Words, step: Step) -> (&'static str, &'static str) {
    let icon = match step {
        Step::GoTogether => "together",
        Step::Call => "phone",
        Step::Nothing => "nothing",
    };
    (icon, words.step(step))
}

pub fn outcome(words: Words, outcome: Outcome) -> (&'static str, &'static str) {
    let icon = match outcome {
        Outcome::AttendedTogether => "check",
        Outcome::AttendedAlone => "alone",
        Outcome::TurnedBack => "turned-back",
        Outcome::NoShow => "no-show",
        Outcome::CancelledByParticipant
        | Outcome::CancelledByVolunteer
        | Outcome::CancelledByOrganiser => "cancelled",
    };
    (icon, words.outcome(outcome))
}

pub fn again(words: Words, again: Again) -> (&'static str, &'static str) {
    let icon = match again {
        Again::Together => "together",
        Again::Alone => "alone",
        Again::Unsure => "question",
        Again::No => "nothing",
    };
    (icon, words.again(again))
}

pub fn change(words: Words, about: ChangeAbout) -> (&'static str, &'static str) {
    let icon = match about {
        ChangeAbout::HowToReach => "phone",
        ChangeAbout::HowTheyAre => "worried",
        ChangeAbout::AtHome => "today",
        ChangeAbout::Wishes => "conversation",
        ChangeAbout::AwayForAWhile => "calendar",
        ChangeAbout::Other => "changed",
    };
    (icon, words.change(about))
}

pub fn cost(words: Words, cost: Cost) -> String {
    match cost {
        Cost::Free => words.act_free().to_owned(),
        Cost::EachTime(kroner) => words.act_kroner_each(&kroner.to_string()),
        Cost::Membership(kroner) => words.act_kroner_membership(&kroner.to_string()),
    }
}
