//! Two ways in: the phone's own lock, and words.

use std::rc::Rc;

use session::{Passkey, UnlockError, Unlocked, VaultCard};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::glyph;
use crate::hooks::use_state;
use crate::language::use_words;
use crate::markup::html;
use crate::platform::{BrowserPlatform, passkey};
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct UnlockFormProps {
    pub cards: Rc<Vec<VaultCard>>,
    pub opened: Callback<Unlocked>,
}

#[component]
pub fn UnlockForm(props: &UnlockFormProps) -> Html {
    let words = use_words();
    let typed = use_state(String::new);
    let shown = use_state(|| false);
    let busy = use_state(|| false);
    let error = use_state(String::new);
    let passkeys: Vec<Passkey> =
        props.cards.iter().flat_map(|card| card.passkeys.iter().cloned()).collect();
    let end = {
        let (busy, error, opened) = (busy.clone(), error.clone(), props.opened.clone());
        Callback::from(move |outcome: Result<Unlocked, String>| match outcome {
            // Busy to the end: what follows draws another page.
            Ok(unlocked) => opened.emit(unlocked),
            Err(why) => {
                busy.set(false);
                error.set(why);
            }
        })
    };
    let onsubmit = {
        let (typed, busy, end) = (typed.clone(), busy.clone(), end.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if *busy {
                return;
            }
            busy.set(true);
            let (typed, end) = (typed.clone(), end.clone());
            spawn_local(async move {
                let outcome = by_words(&typed).await;
                end.emit(outcome.map_err(|error| say(words, &error)));
            });
        })
    };
    let by_passkey = {
        let (busy, passkeys) = (busy.clone(), passkeys.clone());
        Callback::from(move |_: MouseEvent| {
            if *busy {
                return;
            }
            busy.set(true);
            let (passkeys, end) = (passkeys.clone(), end.clone());
            spawn_local(async move {
                let outcome = by_passkey(&passkeys).await;
                end.emit(outcome.ok_or_else(|| words.lock_passkey_failed().to_owned()));
            });
        })
    };
    let oninput = {
        let typed = typed.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            typed.set(field.value());
        })
    };
    let show = {
        let shown = shown.clone();
        Callback::from(move |_: Event| shown.set(!*shown))
    };
    let busy_now = (*busy).to_string();
    html! {
        <form class="form" id="unlock" novalidate=true {onsubmit}>
            <div class="offer-place">
                if !passkeys.is_empty() {
                    <button
                        type="button" class="ds-button act" aria-busy={busy_now.clone()}
                        onclick={by_passkey}
                    >
                        { glyph("lock") }{ words.lock_passkey() }
                    </button>
                }
            </div>
            <div class="ds-field">
                <label class="ds-label" for="unlock-words">{ words.lock_words() }</label>
                <input
                    class="ds-input" id="unlock-words" value={(*typed).clone()} {oninput}
                    type={if *shown { "text" } else { "password" }} autocomplete="off"
                    autocapitalize="none" spellcheck="false" aria-describedby="unlock-error"
                    aria-invalid={(!error.is_empty()).then_some("true")}
                />
                <p
                    class="ds-validation-message" data-field="validation" id="unlock-error"
                    role="alert"
                >
                    { (*error).clone() }
                </p>
            </div>
            <label class="check">
                <input class="ds-input" type="checkbox" checked={*shown} onchange={show} />
                { words.lock_show() }
            </label>
            <button type="submit" class="ds-button" data-size="lg" aria-busy={busy_now}>
                { if *busy { words.lock_opening() } else { words.lock_open() } }
            </button>
        </form>
    }
}

async fn by_words(typed: &str) -> Result<Unlocked, UnlockError> {
    session::unlock(&BrowserPlatform::open().await?, typed).await
}

async fn by_passkey(passkeys: &[Passkey]) -> Option<Unlocked> {
    let asked: Vec<(Vec<u8>, Vec<u8>)> =
        passkeys.iter().map(|passkey| (passkey.credential.clone(), passkey.salt.clone())).collect();
    let (index, secret) = passkey::open(&asked).await.ok()?;
    let platform = BrowserPlatform::open().await.ok()?;
    session::unlock_with(&platform, passkeys.get(index)?, &secret).await.ok()
}

fn say(words: Words, error: &UnlockError) -> String {
    match error {
        UnlockError::Wrong { wait_ms: 0 } => words.lock_wrong().into(),
        UnlockError::Wrong { wait_ms } | UnlockError::Wait { wait_ms } => {
            words.lock_wait((wait_ms + 999) / 1000)
        }
        UnlockError::Storage(error) => super::super::enrol::why(words, error).into(),
        UnlockError::Vault(_) => words.lock_failed().into(),
    }
}
