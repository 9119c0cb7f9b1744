//! "I am worried": call first, write after. Only the coordinator reads what is written, and it leaves the
//! phone when it has been received.

use domain::find::replaced;
use domain::{
    ConcernId, ConcernTold, Participant, ParticipantId, Text, TextError, VolunteerCommand, command,
};
use serde::{Deserialize, Serialize};
use session::ItemState;
use uuid::Uuid;
use yew::prelude::*;

use super::GonePage;
use crate::browser;
use crate::components::{
    Ask, Choice, EmergencyNumbers, Kind, Page, ProblemBanner, StateChip, TextArea,
    call_coordinator, coordinator_hours, glyph, pick_many, section, sized_glyph, submit_dock,
};
use crate::draft::use_draft;
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Then, use_acting, use_phone};
use crate::route::Route;

const MOST: usize = 1000;

#[derive(Clone, PartialEq, Properties)]
pub struct ConcernPageProps {
    pub participant: ParticipantId,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
struct Answers {
    words: String,
    told: Vec<ConcernTold>,
}

#[component]
pub fn ConcernPage(props: &ConcernPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let acting = use_acting();
    let draft = use_draft::<Answers>(format!("concern/{}", props.participant));
    let wrong = use_state(|| None::<AttrValue>);
    let raised = use_state(|| None::<ConcernId>);
    let Some(person) = view.get::<Participant>(props.participant) else {
        return part!(GonePage);
    };
    let onsubmit = {
        let (phone, acting, draft) = (phone.clone(), acting.clone(), draft.clone());
        let (wrong, raised, participant) = (wrong.clone(), raised.clone(), props.participant);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let text = match Text::<MOST>::parse(&plain(&draft.value.words)) {
                Ok(text) => text,
                Err(error) => {
                    wrong.set(Some(match error {
                        TextError::TooLong { length, max } => {
                            words.field_too_long((length - max) as i64).into()
                        }
                        TextError::Empty | TextError::Control => words.field_write().into(),
                    }));
                    browser::focus("#words");
                    return;
                }
            };
            wrong.set(None);
            let id = ConcernId(phone.engine.new_id());
            let told = draft.value.told.clone();
            let command = command::RaiseConcern { id, participant, words: text, told };
            let raised = raised.clone();
            let then = Callback::from(move |()| raised.set(Some(id)));
            acting.save_draft(command, &draft, Then::call(then));
        })
    };
    let back = (AttrValue::from(person.short_name()), Route::Person { id: props.participant.0 });
    if let Some(id) = *raised {
        return html! {
            <Page heading={words.concern_title()} title={words.concern_title()} {back} step={1}>
                { part!(Raised { id: id.0 }) }
            </Page>
        };
    }
    let choices = ConcernTold::ALL
        .into_iter()
        .map(|told| Choice::new(told, words.concern_told_to(told)))
        .collect::<Vec<_>>();
    html! {
        <Page
            heading={words.concern_title()} title={words.concern_title()} {back}
            wrong={wrong.is_some()}
        >
            { section("call", words.concern_call_first(), html! { <>
                <p>{ words.concern_call_first_text() }</p>
                { part!(EmergencyNumbers) }
                <div class="actions" data-fill="">{ call_coordinator(&phone, "ds-button", Some("secondary")) }</div>
                { coordinator_hours(&phone) }
            </> }) }
            <form class="form" novalidate=true {onsubmit}>
                { part!(TextArea {
                    id: "words",
                    label: words.concern_words(),
                    help: words.concern_words_help(),
                    question: true,
                    max: MOST,
                    value: draft.value.words.clone(),
                    error: (*wrong).clone(),
                    oninput: draft.field(|a: &mut Answers, said| a.words = said),
                }) }
                { pick_many(Ask { id: "told", question: AttrValue::Static(words.concern_told()), kind: Kind::Pair, ..Ask::default() }, choices, &draft.value.told.clone(), draft.field(|a: &mut Answers, told| a.told = settle(&a.told, told))) }
                <div class="banner">{ glyph("lock") }<p>{ words.concern_only() }</p></div>
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                <p class="draft" role="status">
                    if draft.kept {
                        { sized_glyph("check", "sm") }{ words.talk_draft_kept() }
                    }
                </p>
                { submit_dock(words.concern_save(), acting.busy, None, Html::default()) }
            </form>
        </Page>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct RaisedProps {
    id: Uuid,
}

/// Saved, and whether it has been received. Until then a call is the only way that reaches somebody.
#[component]
fn Raised(props: &RaisedProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let item = phone.engine.outbox().into_iter().find(|item| {
        matches!(
            item.command.as_deref(),
            Some(VolunteerCommand::RaiseConcern(raised)) if raised.id.0 == props.id
        )
    });
    // What has left the phone was received.
    let waiting =
        item.as_ref().is_some_and(|item| !matches!(item.state, ItemState::Received { .. }));
    html! {
        <div class="stack" data-gap="lg">
            <div role="status">
                <div class="banner" data-kind={if waiting { "heads-up" } else { "good" }}>
                    { glyph(if waiting { "phone" } else { "check-check" }) }
                    <p class="banner-title">
                        { if waiting { words.concern_unsent() } else { words.concern_received() } }
                    </p>
                    if waiting {
                        <p>{ words.concern_saved() }</p>
                    }
                    <div class="actions">
                        if let Some(item) = item {
                            { part!(StateChip { state: item.state }) }
                        }
                    </div>
                </div>
            </div>
            <div class="actions" data-fill="">
                { call_coordinator(&phone, "ds-button act", None) }
            </div>
            { coordinator_hours(&phone) }
            { part!(EmergencyNumbers) }
        </div>
    }
}

/// "Nobody yet" and somebody exclude each other: the later answer counts.
fn settle(before: &[ConcernTold], mut after: Vec<ConcernTold>) -> Vec<ConcernTold> {
    let nobody = ConcernTold::Nobody;
    if after.len() > 1 && after.contains(&nobody) {
        let somebody = before.contains(&nobody);
        after.retain(|told| (*told != nobody) == somebody);
    }
    after
}

/// What was pasted may hold tabs, and browsers may end lines with two characters.
fn plain(typed: &str) -> String {
    let lines = replaced(typed, "\r\n", "\n");
    lines.chars().map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_and_somebody_exclude_each_other() {
        use ConcernTold::{Coordinator, Doctor, Nobody};
        assert_eq!(settle(&[Coordinator], vec![Coordinator, Nobody]), [Nobody]);
        assert_eq!(settle(&[Nobody], vec![Coordinator, Nobody]), [Coordinator]);
        assert_eq!(settle(&[Coordinator], vec![Coordinator, Doctor]), [Coordinator, Doctor]);
        assert_eq!(settle(&[], vec![Nobody]), [Nobody]);
    }

    #[test]
    fn what_was_pasted_can_be_sent() {
        assert_eq!(plain("a\tb\r\nc\u{0}"), "a b\nc ");
    }
}
