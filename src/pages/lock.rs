//! The app is locked: opening it, and what works without opening it.

mod forgotten;
mod form;
mod pocket;

use std::rc::Rc;

use gloo_events::EventListener;
use session::{Delivery, Unlocked, VaultCard};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

pub use self::form::UnlockForm;

use self::forgotten::Forgotten;
use self::pocket::InThePocket;
use crate::browser;
use crate::components::{ChooseWords, bare_frame, glyph};
use crate::hooks::{State, use_heading, use_once, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::part::part;
use crate::platform::BrowserPlatform;
use crate::route::Route;
use crate::router;

#[derive(Clone, PartialEq, Properties)]
pub struct LockPageProps {
    pub cards: Rc<Vec<VaultCard>>,
    pub opened: Callback<Unlocked>,
    /// The centre has revoked a vault, or its owner has let go of it: who is enrolled is looked up anew.
    pub gone: Callback<()>,
}

#[component]
pub fn LockPage(props: &LockPageProps) -> Html {
    let words = use_words();
    let forgotten = use_state(|| false);
    let error = use_state(AttrValue::default);
    use_heading(words.lock_title());
    {
        let gone = props.gone.clone();
        use_once(Box::new(move || {
            hand_over(gone.clone());
            let online = browser::window().map(|window| {
                EventListener::new(&window, "online", move |_| hand_over(gone.clone()))
            });
            Box::new(move || drop(online))
        }));
    }
    let forget = {
        let forgotten = forgotten.clone();
        Callback::from(move |_: MouseEvent| forgotten.set(!*forgotten))
    };
    let enrol = Callback::from(|event: MouseEvent| {
        event.prevent_default();
        router::push(Route::Enrol);
    });
    // Of a release that had no locks: words are chosen, and nothing is lost.
    let unprotected = props.cards.iter().find(|card| card.unprotected);
    let unprotected = unprotected.map(|card| card.vault.clone());
    let locked = unprotected.is_none();
    let (title, text) = match unprotected {
        Some(_) => (words.words_title(), words.lock_protect()),
        None => (words.lock_title(), words.lock_text()),
    };
    let page = html! {
        <>
            <div class="page-head">
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">{ title }</h1>
                <p class="page-lede">{ text }</p>
            </div>
            <div class="stack" data-gap="lg">
                { match unprotected {
                    Some(vault) => part!("words" => ChooseWords {
                        busy: false,
                        error: (*error).clone(),
                        chosen: protect(vault, props.opened.clone(), error.clone(), words.lock_failed()),
                    }),
                    None => part!("unlock" => UnlockForm {
                        cards: props.cards.clone(),
                        opened: props.opened.clone(),
                    }),
                } }
                { part!(InThePocket) }
                <div class="next-links">
                    if locked {
                        <button
                            type="button" class="quiet" onclick={forget}
                            aria-expanded={(*forgotten).to_string()}
                        >
                            { glyph("question") }{ words.lock_forgot() }
                        </button>
                    }
                    <a href={Route::Enrol.href()} class="quiet" onclick={enrol}>
                        { glyph("note") }{ words.lock_code() }
                    </a>
                </div>
                <div class="offer-place">
                    if *forgotten {
                        { part!(Forgotten {
                            cards: props.cards.clone(),
                        }) }
                    }
                </div>
            </div>
        </>
    };
    bare_frame(true, page)
}

fn protect(
    vault: String,
    opened: Callback<Unlocked>,
    error: State<AttrValue>,
    failed: &'static str,
) -> Callback<String> {
    Callback::from(move |typed: String| {
        let (vault, opened, error) = (vault.clone(), opened.clone(), error.clone());
        spawn_local(async move {
            let Ok(platform) = BrowserPlatform::open().await else { return };
            match session::protect(&platform, &vault, &typed).await {
                Ok(unlocked) => opened.emit(unlocked),
                Err(_) => error.set(failed.into()),
            }
        });
    })
}

/// What is sealed for the centre goes, though nobody has opened the app.
fn hand_over(gone: Callback<()>) {
    spawn_local(async move {
        let Ok(platform) = BrowserPlatform::open().await else { return };
        if let Ok(Delivery { wiped, .. }) = session::deliver(&platform).await
            && !wiped.is_empty()
        {
            gone.emit(());
        }
    });
}
