//! The two screens of questions: what matters, and what now.

use domain::{Step, Theme};
use yew::prelude::*;

use super::TalkProps;
use super::form::{TalkForm, When, Wrong};
use super::more::More;
use super::parts::Found;
use crate::components::{Ask, Choice, DayField, Kind, TextArea, pick_many, pick_one};
use crate::draft::DraftHandle;
use crate::markup::html;
use crate::part::part;
use crate::phone::Phone;
use crate::wording;

pub fn first(
    phone: &Phone,
    props: &TalkProps,
    draft: &DraftHandle<TalkForm>,
    wrong: Option<Wrong>,
) -> Html {
    let words = phone.words;
    let themes = Theme::ALL
        .into_iter()
        .map(|theme| {
            let (icon, said) = wording::theme(words, theme);
            Choice::icon(theme, said, icon)
        })
        .collect::<Vec<_>>();
    html! {
        <>
            { part!(Found {
                found: draft.restored && props.corrects.is_none(),
                draft: draft.clone(),
            }) }
            if props.corrects.is_some() {
                <p class="soft">{ words.talk_correct_text() }</p>
            }
            { part!(TextArea {
                id: "matters",
                label: words.talk_important(&props.name),
                help: words.talk_important_help(&props.name),
                value: draft.value.matters.clone(),
                oninput: draft.field(|form: &mut TalkForm, value| form.matters = value),
                error: Wrong::Matters.error(words, wrong),
            }) }
            <p class="soft small">{ words.talk_leave_out() }</p>
            { pick_many(Ask { id: "themes", question: AttrValue::Static(words.talk_themes()), small: true, kind: Kind::Pictures, ..Ask::default() }, themes, &draft.value.themes.clone(), draft.field(|form: &mut TalkForm, value| form.themes = value)) }
            <details class="ds-details">
                <summary>{ words.shell_add_more() }</summary>
                { part!(More { draft: draft.clone(), name: props.name.clone(), wrong }) }
            </details>
        </>
    }
}

pub fn second(phone: &Phone, draft: &DraftHandle<TalkForm>, wrong: Option<Wrong>) -> Html {
    let words = phone.words;
    let steps = [Step::GoTogether, Step::Call, Step::Nothing]
        .into_iter()
        .map(|step| {
            let (icon, said) = wording::step(words, step);
            Choice::icon(step, said, icon)
        })
        .collect::<Vec<_>>();
    let whens = vec![
        Choice::new(When::Open, words.talk_when_open()),
        Choice::new(When::Week, words.talk_when_week()),
        Choice::new(When::Day, words.talk_when_day()),
    ];
    let asks_when = matches!(draft.value.step, Some(Step::GoTogether | Step::Call));
    html! {
        <>
            { pick_one(Ask { id: "step", question: AttrValue::Static(words.talk_now()), ..Ask::default() }, steps, draft.value.step, draft.field(|form: &mut TalkForm, value| form.step = Some(value))) }
            <div class="stack">
                if asks_when {
                    { pick_one(Ask { id: "when", question: AttrValue::Static(words.talk_when()), small: true, kind: Kind::Pair, ..Ask::default() }, whens, draft.value.when, draft.field(|form: &mut TalkForm, value| form.when = value)) }
                    if draft.value.when == When::Day {
                        { part!(DayField {
                            id: "day",
                            label: words.field_day(),
                            value: draft.value.day.clone(),
                            min: phone.now.day,
                            error: Wrong::NextDay.error(words, wrong),
                            oninput: draft.field(|form: &mut TalkForm, value| form.day = value),
                        }) }
                    }
                }
            </div>
        </>
    }
}
