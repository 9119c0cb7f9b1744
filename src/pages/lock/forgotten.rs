//! Forgotten words cost no record: what waits is handed over sealed, and only then may the vault go.

use std::rc::Rc;

use domain::Moment;
use session::{Delivery, VaultCard};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser::{self, boot};
use crate::hooks::{State, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::part::part;
use crate::platform::BrowserPlatform;
use crate::words::Words;
use crate::{clock, format};

#[derive(Clone, PartialEq, Properties)]
pub struct ForgottenProps {
    pub cards: Rc<Vec<VaultCard>>,
}

#[component]
pub fn Forgotten(props: &ForgottenProps) -> Html {
    let words = use_words();
    let today = clock::now().day;
    let several = props.cards.len() > 1;
    html! {
        <div class="stack">
            <p>{ words.lock_forgot_text() }</p>
            { for props.cards.iter().map(|card| {
                let since = format::day(words, Moment(card.since).utc_day(), today);
                part!(card.vault.clone() => OneForgotten {
                    vault: card.vault.clone(),
                    since: several.then(|| words.lock_forgot_since(&since)),
                })
            }) }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct OneForgottenProps {
    vault: AttrValue,
    /// Told apart by this, where there are several.
    since: Option<String>,
}

#[component]
fn OneForgotten(props: &OneForgottenProps) -> Html {
    let words = use_words();
    let delivery = use_state(|| None::<Delivery>);
    let busy = use_state(|| false);
    let send = {
        let (vault, delivery, busy) = (props.vault.clone(), delivery.clone(), busy.clone());
        Callback::from(move |_: MouseEvent| {
            busy.set(true);
            hand_over(vault.clone(), delivery.clone(), busy.clone());
        })
    };
    let again = {
        let vault = props.vault.clone();
        Callback::from(move |_: MouseEvent| {
            let vault = vault.clone();
            spawn_local(async move {
                let Ok(platform) = BrowserPlatform::open().await else { return };
                let (language, size) = (boot::language(), boot::text_size());
                if session::remove(&platform, &vault).await.is_ok() {
                    // The browser may have forgotten the app: it is kept anew, as the same person reads it.
                    boot::set_language(&language.unwrap_or_default());
                    boot::set_text_size(&size.unwrap_or_default());
                    browser::go("/");
                }
            });
        })
    };
    let done = delivery.as_ref().is_some_and(|delivery| delivery.left == 0);
    html! {
        <div class="card">
            if let Some(since) = &props.since {
                <p class="strong">{ since.clone() }</p>
            }
            <p role="status">
                { delivery.as_ref().map(|delivery| outcome(words, delivery)).unwrap_or_default() }
            </p>
            if done {
                <button type="button" class="ds-button" data-color="danger" onclick={again}>
                    { words.lock_forgot_again() }
                </button>
            } else {
                <button
                    type="button" class="ds-button" data-variant="secondary" onclick={send}
                    aria-busy={(*busy).to_string()}
                >
                    { words.lock_forgot_send() }
                </button>
            }
        </div>
    }
}

fn hand_over(vault: AttrValue, delivery: State<Option<Delivery>>, busy: State<bool>) {
    spawn_local(async move {
        if let Ok(platform) = BrowserPlatform::open().await
            && let Ok(done) = session::deliver_last(&platform, &vault).await
        {
            delivery.set(Some(done));
        }
        busy.set(false);
    });
}

fn outcome(words: Words, delivery: &Delivery) -> String {
    match delivery.left {
        0 if delivery.unknown => words.lock_forgot_unknown().into(),
        0 => words.lock_forgot_sent().into(),
        left => words.lock_forgot_left(left as i64),
    }
}
