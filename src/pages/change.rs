//! "Something has changed": one tap, and a word more for those who want.

use domain::{ChangeAbout, ChangeId, Note, Participant, ParticipantId, command};
use yew::prelude::*;

use super::GonePage;
use crate::browser;
use crate::components::{Ask, Choice, Kind, Page, ProblemBanner, TextArea, pick_one, submit_dock};
use crate::form::change;
use crate::hooks::{State, use_state};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Then, use_acting, use_phone};
use crate::route::Route;
use crate::wording;

#[derive(Clone, PartialEq, Properties)]
pub struct ChangePageProps {
    pub participant: ParticipantId,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Answers {
    about: Option<ChangeAbout>,
    note: String,
}

#[component]
pub fn ChangePage(props: &ChangePageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let answers = use_state(Answers::default);
    let wrong = use_state(|| None::<&'static str>);
    let words = phone.words;
    let view = phone.view();
    let Some(person) = view.get::<Participant>(props.participant) else {
        return part!(GonePage);
    };
    let participant = props.participant;
    let onsubmit = {
        let (acting, answers, wrong) = (acting.clone(), answers.clone(), wrong.clone());
        let engine = phone.engine.clone();
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let (about, note) = match (answers.about, Note::optional(&answers.note)) {
                (None, _) => return refuse(&wrong, "#about-0"),
                (_, Err(_)) => return refuse(&wrong, "#note"),
                (Some(about), Ok(note)) => (about, note),
            };
            wrong.set(None);
            let id = ChangeId(engine.new_id());
            let saved =
                Notice::new(words.change_saved()).undo(command::Void { participant, row: id.0 });
            let then = Then::say(saved).replace(Route::Person { id: participant.0 });
            acting.save(command::ReportChange { id, participant, about, note }, then);
        })
    };
    let choices = ChangeAbout::ALL
        .into_iter()
        .map(|about| {
            let (icon, said) = wording::change(words, about);
            Choice::icon(about, said, icon)
        })
        .collect::<Vec<_>>();
    let error = |at: &str, said: &'static str| {
        (*wrong).filter(|wrong| *wrong == at).map(|_| AttrValue::from(said))
    };
    html! {
        <Page
            heading={words.change_title()} title={words.change_title()} lede={person.short_name()}
            back={(AttrValue::Static(words.shell_back()), Route::Person { id: participant.0 })}
            wrong={wrong.is_some()}
        >
            <form class="form" novalidate=true {onsubmit}>
                { pick_one(Ask { id: "about", question: AttrValue::Static(words.change_what()), kind: Kind::Pair, error: error("#about-0", words.field_choose()), ..Ask::default() }, choices, answers.about, change(&answers, |a: &mut Answers, about| a.about = Some(about))) }
                { part!(TextArea {
                    id: "note",
                    label: words.change_note(),
                    value: answers.note.clone(),
                    help: words.talk_leave_out(),
                    error: error("#note", words.refusal_too_large()),
                    oninput: change(&answers, |a: &mut Answers, note| a.note = note),
                }) }
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                { submit_dock(words.change_save(), acting.busy, None, Html::default()) }
            </form>
        </Page>
    }
}

fn refuse(wrong: &State<Option<&'static str>>, at: &'static str) {
    browser::focus(at);
    wrong.set(Some(at));
}
