//! What was tapped and typed in a plan, and what it says.

use domain::query::{Progress, assigned, visits};
use domain::{
    AccompanimentId, Activity, ActivityId, Day, Line, LocalTime, MemberId, MemoryView, Participant,
    ParticipantId, TextError, TimeOfDay, command,
};
use serde::{Deserialize, Serialize};

use crate::words::Words;

/// The answers as they stand on the screen, and as the draft keeps them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    pub who: Option<ParticipantId>,
    pub activity: Option<ActivityId>,
    pub what: String,
    pub when: Option<When>,
    /// As the browser's field has it.
    pub day: String,
    /// `None`: the activity's own.
    pub time: Option<String>,
    pub minutes: Option<u16>,
    pub meet: Option<Meet>,
    pub elsewhere: String,
    pub transport: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// A day on which the activity takes place.
    Coming(Day),
    Other,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Meet {
    Home,
    Entrance,
    Stop,
    Elsewhere,
}

/// What is missing or cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Who,
    What,
    WhatTooLong(usize),
    When,
    NoSuchDay,
    Past,
    Far,
    Time,
    ElsewhereTooLong(usize),
    TransportTooLong(usize),
}

impl Wrong {
    /// The id of the field to go to.
    pub fn field(self) -> &'static str {
        match self {
            Wrong::Who => "who-0",
            Wrong::What | Wrong::WhatTooLong(_) => "what",
            Wrong::When => "when-0",
            Wrong::NoSuchDay | Wrong::Past | Wrong::Far => "day",
            Wrong::Time => "time",
            Wrong::ElsewhereTooLong(_) => "elsewhere",
            Wrong::TransportTooLong(_) => "transport",
        }
    }

    pub fn words(self, words: Words) -> String {
        match self {
            Wrong::Who => words.plan_missing_who().into(),
            Wrong::What => words.plan_missing_what().into(),
            Wrong::When => words.plan_missing_day().into(),
            Wrong::NoSuchDay => words.field_no_such_day().into(),
            Wrong::Past => words.field_day_past().into(),
            Wrong::Far => words.field_day_far().into(),
            Wrong::Time => words.field_no_such_time().into(),
            Wrong::WhatTooLong(over)
            | Wrong::ElsewhereTooLong(over)
            | Wrong::TransportTooLong(over) => words.field_too_long(over as i64),
        }
    }
}

/// What the answers are read against.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    pub view: &'a MemoryView,
    pub words: Words,
    pub now: LocalTime,
    /// From the page's address: who or what is settled already.
    pub participant: Option<ParticipantId>,
    pub activity: Option<ActivityId>,
}

impl<'a> Scene<'a> {
    pub fn who(&self, answers: &Answers) -> Option<&'a Participant> {
        self.view.get(self.participant.or(answers.who)?)
    }

    pub fn what(&self, answers: &Answers) -> Option<&'a Activity> {
        self.view.get(self.activity.or(answers.activity)?)
    }

    /// The next four times that the activity takes place.
    pub fn coming(&self, answers: &Answers) -> Vec<Day> {
        let Some(activity) = self.what(answers) else { return Vec::new() };
        let mut days = activity.recurrence.coming(self.now.day, 5);
        days.retain(|day| *day > self.now.day || activity.starts >= self.now.time);
        days.truncate(4);
        days
    }

    /// As the field shows it.
    pub fn time(&self, answers: &Answers) -> String {
        match (&answers.time, self.what(answers)) {
            (Some(typed), _) => typed.clone(),
            (None, Some(activity)) => activity.starts.to_string(),
            (None, None) => String::new(),
        }
    }

    pub fn minutes(&self, answers: &Answers) -> u16 {
        let usual = || self.what(answers).map_or(60, |activity| activity.minutes);
        answers.minutes.unwrap_or_else(usual).clamp(15, 720)
    }

    /// Where they meet, in words that are kept with the plan.
    pub fn meeting_point(&self, answers: &Answers) -> Option<String> {
        Some(match answers.meet? {
            Meet::Home => self.words.plan_meet_home(self.who(answers)?.first_name.as_str()),
            Meet::Entrance => self.words.plan_meet_entrance().to_owned(),
            Meet::Stop => self.words.plan_meet_stop().to_owned(),
            Meet::Elsewhere => answers.elsewhere.clone(),
        })
    }

    /// The plan, or all that is wrong in the order of the screen.
    pub fn plan(
        &self,
        answers: &Answers,
        id: AccompanimentId,
    ) -> Result<command::PlanAccompaniment, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut note = |problem| wrong.push(problem);
        let who = self.who(answers).map(|person| person.id);
        if who.is_none() {
            note(Wrong::Who);
        }
        let activity = self.what(answers);
        let what = match (self.activity, activity) {
            (Some(_), Some(activity)) => Some(activity.name.clone()),
            _ => match line(&answers.what) {
                Ok(None) => {
                    note(Wrong::What);
                    None
                }
                Ok(what) => what,
                Err(over) => {
                    note(Wrong::WhatTooLong(over));
                    None
                }
            },
        };
        let day = self.day(answers).map_err(&mut note).ok();
        let time: Option<TimeOfDay> = self.time(answers).trim().parse().ok();
        if time.is_none() {
            note(Wrong::Time);
        }
        let place = self.meeting_point(answers).unwrap_or_default();
        let meeting_point =
            line(&place).map_err(|over| note(Wrong::ElsewhereTooLong(over))).unwrap_or_default();
        let transport = line(&answers.transport)
            .map_err(|over| note(Wrong::TransportTooLong(over)))
            .unwrap_or_default();
        match (who, what, day, time) {
            (Some(participant), Some(what), Some(day), Some(time)) if wrong.is_empty() => {
                Ok(command::PlanAccompaniment {
                    id,
                    participant,
                    activity: activity.map(|activity| activity.id),
                    what,
                    starts: LocalTime { day, time },
                    minutes: self.minutes(answers),
                    meeting_point,
                    transport,
                })
            }
            _ => Err(wrong),
        }
    }

    /// The day on which they mean to go, if the answers name one.
    pub fn day(&self, answers: &Answers) -> Result<Day, Wrong> {
        let coming = self.coming(answers);
        match answers.when {
            Some(When::Coming(day)) if coming.contains(&day) => return Ok(day),
            Some(When::Coming(_)) | None if !coming.is_empty() => return Err(Wrong::When),
            _ => {}
        }
        let day: Day = answers.day.trim().parse().map_err(|_| Wrong::NoSuchDay)?;
        match day.days_since(self.now.day) {
            ..0 => Err(Wrong::Past),
            0..=366 => Ok(day),
            _ => Err(Wrong::Far),
        }
    }

    /// Another plan of the member's at the same time. Said, and not forbidden: two may walk together.
    pub fn clash(&self, answers: &Answers, member: MemberId) -> bool {
        let (Ok(day), Ok(time)) = (self.day(answers), self.time(answers).parse()) else {
            return false;
        };
        let starts = minute(LocalTime { day, time });
        let ends = starts + i32::from(self.minutes(answers));
        assigned(self.view, member).any(|(person, _)| {
            visits(self.view, person.id).iter().any(|other| {
                let from = minute(other.plan.starts.value);
                other.plan.companion == member
                    && other.progress() != Progress::Ended
                    && from < ends
                    && starts < from + i32::from(other.plan.minutes)
            })
        })
    }
}

fn minute(at: LocalTime) -> i32 {
    at.day.number() * 1440 + i32::from(at.time.minutes())
}

/// A line, `None` where nothing was written, or how many characters are too many. What was pasted may
/// hold tabs and line breaks.
fn line(typed: &str) -> Result<Option<Line>, usize> {
    let plain: String = typed.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    Line::optional(&plain).map_err(|error| match error {
        TextError::TooLong { length, max } => length - max,
        TextError::Empty | TextError::Control => 0,
    })
}

#[cfg(test)]
#[path = "answers_tests.rs"]
mod tests;
