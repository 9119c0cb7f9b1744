//! The code: looked at without spending it, spent when the person has said "that is me" and chosen the
//! words that open the app.

use session::{EnrolError, Invitation, Unlocked};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::browser;
use crate::components::{ChooseWords, glyph};
use crate::hooks::{use_change, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::part::part;
use crate::phone::Engine;
use crate::platform::{BrowserPlatform, passkey};
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct CodeProps {
    pub code: String,
    /// Somebody is enrolled here already.
    pub before: bool,
    pub enrolled: Callback<Enrolled>,
}

/// The app, open; and the key, where the phone's own lock may be offered.
pub type Enrolled = (Engine, Option<Unlocked>);

#[derive(Clone, PartialEq)]
enum State {
    Typing,
    Checking,
    Confirm(Invitation),
    Words(Invitation),
    Spending(Invitation),
}

#[component]
pub fn Code(props: &CodeProps) -> Html {
    let words = use_words();
    let code = use_state(|| props.code.clone());
    let state = use_state(|| State::Typing);
    let error = use_state(|| None::<String>);
    let stage = match &*state {
        State::Typing | State::Checking => 0,
        State::Confirm(_) => 1,
        State::Words(_) | State::Spending(_) => 2,
    };
    use_change(
        stage,
        Box::new(|| {
            browser::scroll_to_top();
            browser::focus("#heading");
        }),
    );

    let check = {
        let (code, state, error) = (code.clone(), state.clone(), error.clone());
        Callback::from(move |()| {
            if code.trim().is_empty() {
                error.set(Some(words.enrol_code_empty().into()));
                browser::focus("#code");
                return;
            }
            error.set(None);
            state.set(State::Checking);
            let (code, state, error) = ((*code).clone(), state.clone(), error.clone());
            spawn_local(async move {
                match look(&code).await {
                    Ok(invitation) => state.set(State::Confirm(invitation)),
                    Err(problem) => {
                        error.set(Some(say(words, &problem)));
                        state.set(State::Typing);
                    }
                }
            });
        })
    };
    let spend = {
        let (code, state, error) = (code.clone(), state.clone(), error.clone());
        let enrolled = props.enrolled.clone();
        Callback::from(move |(invitation, typed): (Invitation, String)| {
            error.set(None);
            state.set(State::Spending(invitation.clone()));
            let (code, state, error) = ((*code).clone(), state.clone(), error.clone());
            let enrolled = enrolled.clone();
            spawn_local(async move {
                match enrol(&code, &typed).await {
                    Ok(done) => enrolled.emit(done),
                    Err(problem) => {
                        error.set(Some(say(words, &problem)));
                        state.set(State::Words(invitation));
                    }
                }
            });
        })
    };
    let not_me = {
        let (state, error) = (state.clone(), error.clone());
        Callback::from(move |_: MouseEvent| {
            error.set(Some(words.enrol_not_me().into()));
            state.set(State::Typing);
        })
    };
    let oninput = {
        let code = code.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            code.set(field.value());
        })
    };
    let onsubmit = check.reform(|event: SubmitEvent| event.prevent_default());
    match &*state {
        State::Typing | State::Checking => html! {
            <form class="form" novalidate=true {onsubmit} key="typing">
                <div class="page-head">
                    <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                        { words.enrol_code() }
                    </h1>
                    <p class="page-lede" id="code-help">{ words.enrol_code_help() }</p>
                </div>
                <div class="ds-field">
                    <label class="ds-label" for="code">{ words.enrol_code() }</label>
                    <input
                        class="ds-input code" id="code" type="text" value={(*code).clone()} {oninput}
                        autocapitalize="characters" autocomplete="one-time-code" spellcheck="false"
                        aria-describedby="code-help code-error"
                        aria-invalid={error.is_some().then_some("true")}
                    />
                    <p
                        class="ds-validation-message" data-field="validation" id="code-error"
                        role="alert"
                    >
                        { (*error).clone().unwrap_or_default() }
                    </p>
                </div>
                <div class="dock">
                    <button
                        type="submit" class="ds-button" data-size="lg"
                        aria-busy={(*state == State::Checking).to_string()}
                    >
                        { if *state == State::Checking {
                            words.enrol_checking()
                        } else {
                            words.shell_continue()
                        } }
                    </button>
                </div>
            </form>
        },
        State::Words(invitation) | State::Spending(invitation) => html! {
            <div class="stack" key="words">
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                    { words.words_title() }
                </h1>
                { part!(ChooseWords {
                    not: vec![
                        AttrValue::from(invitation.first_name.clone()),
                        AttrValue::from(invitation.centre.clone()),
                    ],
                    before: props.before,
                    busy: matches!(&*state, State::Spending(_)),
                    error: (*error).clone().unwrap_or_default(),
                    chosen: spend.reform({
                        let invitation = invitation.clone();
                        move |typed| (invitation.clone(), typed)
                    }),
                }) }
            </div>
        },
        State::Confirm(invitation) => {
            let yes = {
                let (state, invitation) = (state.clone(), invitation.clone());
                Callback::from(move |_: MouseEvent| {
                    state.set(State::Words(invitation.clone()));
                })
            };
            html! {
                <div class="form" key="confirm">
                    <div class="page-head">
                        <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                            { words.enrol_confirm() }
                        </h1>
                    </div>
                    <div class="card" data-tone="tint">
                        <dl class="facts">
                            <div class="fact">
                                { glyph("participants") }
                                <dt>{ words.enrol_confirm_name() }</dt>
                                <dd>{ invitation.first_name.clone() }</dd>
                            </div>
                            <div class="fact">
                                { glyph("host") }
                                <dt>{ words.enrol_confirm_centre() }</dt>
                                <dd>{ invitation.centre.clone() }</dd>
                            </div>
                        </dl>
                    </div>
                    <p class="soft">{ words.enrol_confirm_text() }</p>
                    <div class="dock">
                        <button type="button" class="ds-button" data-size="lg" onclick={yes}>
                            { words.enrol_confirm_yes() }
                        </button>
                        <button
                            type="button" class="ds-button" data-variant="secondary" onclick={not_me}
                        >
                            { words.enrol_confirm_no() }
                        </button>
                    </div>
                </div>
            }
        }
    }
}

async fn look(code: &str) -> Result<Invitation, EnrolError> {
    let platform = BrowserPlatform::open().await?;
    session::look(&platform, code).await
}

async fn enrol(code: &str, typed: &str) -> Result<Enrolled, EnrolError> {
    let platform = BrowserPlatform::open().await?;
    let unlocked = session::enrol(&platform, code, typed).await?;
    let engine = Engine::open(platform, &unlocked).await?;
    Ok((engine, passkey::available().await.then_some(unlocked)))
}

fn say(words: Words, error: &EnrolError) -> String {
    match error {
        EnrolError::Unreachable => words.enrol_no_network().into(),
        EnrolError::NotOurServer => {
            format!("{}. {}", words.enrol_login_page(), words.enrol_login_page_text())
        }
        EnrolError::CodeUnknown => words.enrol_code_unknown().into(),
        EnrolError::CodeUsed => words.enrol_code_used().into(),
        EnrolError::CodeExpired => words.enrol_code_expired().into(),
        EnrolError::TooMany { .. } => words.enrol_code_tries().into(),
        EnrolError::Server(_) => words.enrol_no_answer().into(),
        EnrolError::Storage(error) => super::storage::why(words, error).into(),
        EnrolError::Vault(_) => words.lock_failed().into(),
    }
}
