//! A conversation: what matters, what now, and reading it back. Three screens, a draft that survives
//! everything, and nothing compulsory.

mod form;
mod more;
mod parts;
mod read_back;
mod screens;

use domain::query::follow_up_due;
use domain::{
    Centre, Conversation, ConversationId, FollowUpKey, FollowUpRule, Participant, ParticipantId,
    Step, TalkKind, WishId, command,
};
use yew::prelude::*;

use self::form::{TalkForm, Wrong};
use self::parts::{Kept, Steps};
use self::read_back::ReadBack;
use self::screens::{first, second};
use super::GonePage;
use crate::browser;
use crate::components::{Page, ProblemBanner, glyph, submit_dock};
use crate::draft::{DraftHandle, use_draft};
use crate::hooks::{use_once, use_state};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::router::{self, use_place};
use crate::words::Words;

/// Under which a participant's new conversation is drafted.
pub fn talk_draft_key(participant: ParticipantId) -> String {
    format!("conversation/{participant}")
}

#[derive(Clone, PartialEq, Properties)]
pub struct TalkPageProps {
    pub participant: ParticipantId,
    /// The conversation that this one corrects.
    #[prop_or_default]
    pub corrects: Option<ConversationId>,
}

#[component]
pub fn TalkPage(props: &TalkPageProps) -> Html {
    let phone = use_phone();
    let view = phone.view();
    let key = match props.corrects {
        Some(talk) => format!("{}/{talk}", talk_draft_key(props.participant)),
        None => talk_draft_key(props.participant),
    };
    match view.get::<Participant>(props.participant).filter(|person| person.closed.is_none()) {
        Some(person) => {
            part!(key.clone() => Talk {
                draft_key: key.clone(),
                participant: props.participant,
                corrects: props.corrects,
                name: person.first_name.to_string(),
            })
        }
        None => part!(GonePage),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct TalkProps {
    draft_key: String,
    participant: ParticipantId,
    corrects: Option<ConversationId>,
    name: AttrValue,
}

#[component]
fn Talk(props: &TalkProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let place = use_place();
    let draft = use_draft::<TalkForm>(props.draft_key.clone());
    let wrong = use_state(|| None::<Wrong>);
    let words = phone.words;
    let participant = props.participant;
    {
        let (phone, props, draft) = (phone.clone(), props.clone(), draft.clone());
        use_once(Box::new(move || {
            begin_with_what_was_said(&phone, &props, &draft);
            Box::new(|| ())
        }));
    }

    let step = place.step.unwrap_or(1).clamp(1, 3);
    let route = match props.corrects {
        Some(talk) => Route::CorrectTalk { id: participant.0, talk: talk.0 },
        None => Route::Talk { id: participant.0 },
    };
    // `?step=2`: so that the phone's own back button goes one screen back, not out.
    let go = Callback::from(move |step: u8| router::push_step(route, step));
    let save = {
        let (phone, props, draft) = (phone.clone(), props.clone(), draft.clone());
        let (acting, wrong, go) = (acting.clone(), wrong.clone(), go.clone());
        Callback::from(move |read_back: bool| {
            let mut form = (*draft.value).clone();
            form.read_back = read_back;
            match command(&phone, &props, &form) {
                Err(problem) => {
                    wrong.set(Some(problem));
                    go.emit(problem.step());
                }
                Ok(command) => {
                    let saved = saved_notice(words, &command, &form);
                    let then = Then::say(saved).replace(Route::Person { id: participant.0 });
                    acting.save_draft(command, &draft, then);
                }
            }
        })
    };
    let onsubmit = {
        let (go, save, draft, wrong) = (go.clone(), save.clone(), draft.clone(), wrong.clone());
        let today = phone.now.day;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match draft.value.problem(step, today) {
                Some(problem) => {
                    browser::focus(problem.selector());
                    wrong.set(Some(problem));
                }
                None => {
                    wrong.set(None);
                    if step < 3 { go.emit(step + 1) } else { save.emit(true) }
                }
            }
        })
    };
    let yes = match props.corrects {
        Some(_) => words.talk_correct_save(),
        None => words.talk_read_yes(),
    };
    let title = match step {
        1 | 2 if props.corrects.is_some() => words.talk_correct().to_owned(),
        1 | 2 => words.talk_with(&props.name),
        _ => words.talk_read_back(&props.name),
    };
    let without_reading = save.reform(|_: MouseEvent| false);
    html! {
        <Page
            heading={title} title={words.talk_title()} {step} wrong={wrong.is_some()}
            back={(AttrValue::Static(words.shell_back()), Route::Person { id: participant.0 })}
        >
            <form class="form" novalidate=true {onsubmit}>
                { part!(Steps { step }) }
                <div class="stack" data-gap="lg" key={step.to_string()}>
                    { match step {
                        1 => first(&phone, props, &draft, *wrong),
                        2 => second(&phone, &draft, *wrong),
                        _ => part!(ReadBack { form: draft.value.clone() }),
                    } }
                </div>
                { part!(Kept { kept: draft.kept }) }
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                if step < 3 {
                    { submit_dock(words.shell_next(), false, None, Html::default()) }
                } else {
                    { submit_dock(yes, acting.busy, None, html! { <>
                        <button
                            type="button" class="ds-button" data-variant="tertiary"
                            onclick={without_reading}
                        >
                            { words.talk_read_alone() }
                        </button>
                        <button
                            type="button" class="ds-button" data-variant="secondary"
                            onclick={go.reform(|_: MouseEvent| 1)}
                        >
                            { words.talk_read_no() }
                        </button>
                    </> }) }
                }
            </form>
        </Page>
    }
}

/// A correction starts from what stands there.
fn begin_with_what_was_said(phone: &Phone, props: &TalkProps, draft: &DraftHandle<TalkForm>) {
    let untouched = !draft.restored && *draft.value == TalkForm::default();
    let view = phone.view();
    let earlier = props.corrects.and_then(|talk| view.get::<Conversation>(talk));
    if let Some(earlier) = earlier.filter(|_| untouched) {
        draft.set(TalkForm::of(&earlier.said));
    }
}

fn command(
    phone: &Phone,
    props: &TalkProps,
    form: &TalkForm,
) -> Result<command::RecordConversation, Wrong> {
    let view = phone.view();
    let mut said = form.said(phone.now.day)?;
    if let Some(earlier) = props.corrects.and_then(|talk| view.get::<Conversation>(talk)) {
        (said.talk, said.follow_up) = (earlier.said.talk, earlier.said.follow_up);
    } else {
        let first = domain::query::conversations(&view, props.participant).is_empty();
        said.follow_up = due(phone, props.participant);
        said.talk = match (first, said.follow_up) {
            (true, _) => TalkKind::First,
            (false, Some(_)) => TalkKind::FollowUp,
            (false, None) => TalkKind::Free,
        };
    }
    // A correction leaves the wish of the first version as it is.
    let wish = (props.corrects.is_none() && said.first.want_to_try.is_some())
        .then(|| WishId(phone.engine.new_id()));
    Ok(command::RecordConversation {
        id: ConversationId(phone.engine.new_id()),
        participant: props.participant,
        said,
        wish,
        supersedes: props.corrects,
    })
}

/// The follow-up that a conversation today settles.
fn due(phone: &Phone, participant: ParticipantId) -> Option<FollowUpKey> {
    let view = phone.view();
    let centre = view.all::<Centre>().next();
    let rules = centre.map_or(&FollowUpRule::DEFAULT[..], |centre| &centre.follow_up_rules);
    follow_up_due(&view, participant, rules, phone.now.day).map(|due| due.key)
}

fn saved_notice(words: Words, command: &command::RecordConversation, form: &TalkForm) -> Notice {
    let undo = command::Void { participant: command.participant, row: command.id.0 };
    let notice = Notice::new(words.talk_saved()).undo(undo);
    match form.step {
        Some(Step::GoTogether) => {
            let plan = Route::PlanWith { id: command.participant.0 };
            notice.offer(words.talk_plan_now(), plan)
        }
        _ => notice,
    }
}

/// The way here from a participant.
#[component]
pub fn NewTalkLink(props: &NewTalkLinkProps) -> Html {
    let words = use_phone().words;
    html! {
        <a href={Route::Talk { id: props.participant.0 }.href()} class="contact">
            { glyph("conversation") }{ words.talk_title() }
        </a>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct NewTalkLinkProps {
    pub participant: ParticipantId,
}
