//! A conversation as it stands on the screen: what is drafted, letter by letter, and what it says.

use domain::{
    Company, ContactPreference, Day, FirstConversation, HowOften, Language, Line, MeetingPlace,
    NextStep, Note, PartOfDay, Present, Said, Step, TalkKind, Text, Theme, Told,
};
use serde::{Deserialize, Serialize};
use yew::AttrValue;

use crate::words::Words;

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TalkForm {
    pub matters: String,
    pub themes: Vec<Theme>,
    pub step: Option<Step>,
    pub when: When,
    /// As the field has it, where [`When::Day`].
    pub day: String,
    /// The day of the talk, where it was not today.
    pub talked: String,
    pub read_back: bool,
    pub more: MoreForm,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum When {
    #[default]
    Open,
    Week,
    Day,
}

/// What stands behind "add more".
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct MoreForm {
    pub place: Option<MeetingPlace>,
    pub present: Vec<Present>,
    pub language: Option<Language>,
    pub interpreter: Option<bool>,
    pub told: Vec<Told>,
    pub earlier: String,
    pub still_liked: String,
    pub disliked: String,
    pub good_at: String,
    pub want_to_try: String,
    pub when: Vec<PartOfDay>,
    pub company: Option<Company>,
    pub how_often: Option<HowOften>,
    pub transport: String,
    pub cost: String,
    pub equipment: String,
    pub aids: String,
    pub contact_preference: Option<ContactPreference>,
}

/// What has to be put right before it can be saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    Matters,
    NextDay,
    TalkDay,
    /// A text behind "add more", by the field's id.
    More(&'static str),
}

impl Wrong {
    /// The screen that it stands on.
    pub fn step(self) -> u8 {
        if self == Wrong::NextDay { 2 } else { 1 }
    }

    pub fn selector(self) -> &'static str {
        match self {
            Wrong::Matters => "#matters",
            Wrong::NextDay => "#day",
            Wrong::TalkDay => "#talked",
            Wrong::More(_) => "[aria-invalid]",
        }
    }

    /// What to say by this field, if it is the one.
    pub fn error(self, words: Words, wrong: Option<Wrong>) -> Option<AttrValue> {
        (wrong == Some(self)).then(|| match self {
            Wrong::Matters | Wrong::More(_) => words.refusal_too_large().into(),
            Wrong::NextDay => words.field_day_past().into(),
            Wrong::TalkDay => words.field_day_future().into(),
        })
    }
}

impl TalkForm {
    /// The form of what was said before, for correcting it.
    pub fn of(said: &Said) -> Self {
        let text = |note: &Option<Note>| note.as_ref().map(Note::to_string).unwrap_or_default();
        let line = |line: &Option<Line>| line.as_ref().map(Line::to_string).unwrap_or_default();
        let day = said.next.and_then(|next| next.day);
        let first = said.first.clone();
        Self {
            matters: text(&said.matters),
            themes: said.themes.clone(),
            step: said.next.map(|next| next.step),
            when: if day.is_some() { When::Day } else { When::Open },
            day: day.map(|day| day.to_string()).unwrap_or_default(),
            talked: said.day.to_string(),
            read_back: false,
            more: MoreForm {
                place: first.place,
                language: first.language,
                interpreter: first.interpreter,
                earlier: text(&first.earlier),
                still_liked: text(&first.still_liked),
                disliked: text(&first.disliked),
                good_at: text(&first.good_at),
                want_to_try: text(&first.want_to_try),
                company: first.company,
                how_often: first.how_often,
                transport: line(&first.transport),
                cost: line(&first.cost),
                equipment: line(&first.equipment),
                aids: line(&first.aids),
                contact_preference: first.contact_preference,
                present: first.present,
                told: first.told,
                when: first.when,
            },
        }
    }

    /// What is wrong on this screen.
    pub fn problem(&self, step: u8, today: Day) -> Option<Wrong> {
        self.said(today).err().filter(|wrong| wrong.step() == step)
    }

    /// What it says. The kind of talk and the follow-up are the caller's to know.
    pub fn said(&self, today: Day) -> Result<Said, Wrong> {
        Ok(Said {
            day: self.talk_day(today)?,
            talk: TalkKind::Free,
            matters: Note::optional(&self.matters).map_err(|_| Wrong::Matters)?,
            themes: self.themes.clone(),
            next: self.next(today)?,
            first: self.more.first()?,
            follow_up: None,
            read_back: self.read_back,
        })
    }

    fn talk_day(&self, today: Day) -> Result<Day, Wrong> {
        if self.talked.is_empty() {
            return Ok(today);
        }
        let day: Day = self.talked.parse().map_err(|_| Wrong::TalkDay)?;
        if day > today { Err(Wrong::TalkDay) } else { Ok(day) }
    }

    /// The next step, with its day as the form says it.
    pub fn next(&self, today: Day) -> Result<Option<NextStep>, Wrong> {
        let Some(step) = self.step else { return Ok(None) };
        let day = match (step, self.when) {
            (Step::Nothing, _) | (_, When::Open) => None,
            (_, When::Week) => Some(today.plus_days(7)),
            (_, When::Day) => Some(self.day.parse::<Day>().map_err(|_| Wrong::NextDay)?),
        };
        Ok(Some(NextStep { step, day }))
    }
}

impl MoreForm {
    fn first(&self) -> Result<FirstConversation, Wrong> {
        Ok(FirstConversation {
            place: self.place,
            present: self.present.clone(),
            language: self.language,
            interpreter: self.interpreter,
            told: self.told.clone(),
            earlier: text(&self.earlier, "earlier")?,
            still_liked: text(&self.still_liked, "still-liked")?,
            disliked: text(&self.disliked, "disliked")?,
            good_at: text(&self.good_at, "good-at")?,
            want_to_try: text(&self.want_to_try, "want-to-try")?,
            when: self.when.clone(),
            company: self.company,
            how_often: self.how_often,
            transport: text(&self.transport, "transport")?,
            cost: text(&self.cost, "cost")?,
            equipment: text(&self.equipment, "equipment")?,
            aids: text(&self.aids, "aids")?,
            contact_preference: self.contact_preference,
        })
    }
}

fn text<const MAX: usize>(typed: &str, id: &'static str) -> Result<Option<Text<MAX>>, Wrong> {
    Text::optional(typed).map_err(|_| Wrong::More(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn today() -> Day {
        "2026-11-21".parse().unwrap()
    }

    #[test]
    fn what_was_said_survives_the_form() {
        let form = TalkForm {
            matters: "Strikke med noen".into(),
            themes: vec![Theme::Making],
            step: Some(Step::Call),
            when: When::Week,
            more: MoreForm {
                want_to_try: "Kor".into(),
                cost: "Gratis".into(),
                ..MoreForm::default()
            },
            ..TalkForm::default()
        };
        let said = form.said(today()).unwrap();
        let again = TalkForm::of(&said).said(today()).unwrap();
        assert_eq!(again, said);
        assert_eq!(said.next.unwrap().day, Some("2026-11-28".parse().unwrap()));
    }

    #[test]
    fn what_cannot_be_is_said_on_its_own_screen() {
        let long = TalkForm { matters: "å".repeat(301), ..TalkForm::default() };
        assert_eq!(long.problem(1, today()), Some(Wrong::Matters));
        assert_eq!(long.problem(2, today()), None);
        let no_day = TalkForm {
            step: Some(Step::Call),
            when: When::Day,
            day: "2026-02-30".into(),
            ..TalkForm::default()
        };
        assert_eq!(no_day.problem(2, today()), Some(Wrong::NextDay));
        let tomorrow = TalkForm { talked: "2026-11-22".into(), ..TalkForm::default() };
        assert_eq!(tomorrow.problem(1, today()), Some(Wrong::TalkDay));
        let more = MoreForm { aids: "x".repeat(121), ..MoreForm::default() };
        let wrong = TalkForm { more, ..TalkForm::default() };
        assert_eq!(wrong.problem(1, today()), Some(Wrong::More("aids")));
    }
}
