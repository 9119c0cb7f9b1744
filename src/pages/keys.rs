//! The lock: locking now, other words, the phone's own lock, and leaving.

mod leave;

use std::rc::Rc;

use session::{Passkey, UnlockError, Unlocked, VaultCard};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::leave::Leave;
use super::UnlockForm;
use crate::components::{ChooseWords, Page, glyph, section};
use crate::hooks::{State, use_once, use_state};
use crate::markup::html;
use crate::part::part;
use crate::phone::use_phone;
use crate::platform::{BrowserPlatform, passkey, random};
use crate::route::Route;

#[derive(Clone, PartialEq)]
enum Step {
    Start,
    /// Whoever changes a lock shows first that it is theirs: an open phone may lie about.
    Prove(Change),
    NewWords(Unlocked),
}

#[derive(Clone, Copy, PartialEq)]
enum Change {
    Words,
    Passkey,
}

#[derive(Clone, PartialEq, Properties)]
pub struct KeysPageProps {
    pub lock: Callback<()>,
}

#[component]
pub fn KeysPage(props: &KeysPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let step = use_state(|| Step::Start);
    let said = use_state(|| "");
    let cards = use_state(|| Rc::new(Vec::<VaultCard>::new()));
    let can_passkey = use_state(|| false);
    {
        let (cards, can_passkey) = (cards.clone(), can_passkey.clone());
        use_once(Box::new(move || {
            spawn_local(async move {
                if let Ok(platform) = BrowserPlatform::open().await
                    && let Ok(found) = session::vaults(&platform).await
                {
                    cards.set(Rc::new(found));
                }
                can_passkey.set(passkey::available().await);
            });
            Box::new(|| ())
        }));
    }
    let done = {
        let (step, said) = (step.clone(), said.clone());
        Callback::from(move |what: &'static str| {
            step.set(Step::Start);
            said.set(what);
        })
    };
    let go = |to: Step| {
        let (step, said) = (step.clone(), said.clone());
        Callback::from(move |_: MouseEvent| {
            said.set("");
            step.set(to.clone());
        })
    };
    let lock = props.lock.reform(|_: MouseEvent| ());
    html! {
        <Page
            heading={words.keys_title()} title={words.keys_title()}
            back={(AttrValue::Static(words.more_title()), Route::More)}
        >
            <p role="status">{ *said }</p>
            { match &*step {
                Step::Start => html! {
                    <div class="stack" data-gap="lg" key="start">
                        <div class="card">
                            <p>{ words.keys_now_text() }</p>
                            <button type="button" class="ds-button" onclick={lock}>
                                { glyph("lock") }{ words.keys_now() }
                            </button>
                        </div>
                        <button
                            type="button" class="ds-button" data-variant="secondary"
                            onclick={go(Step::Prove(Change::Words))}
                        >
                            { words.keys_change() }
                        </button>
                        if *can_passkey {
                            <div class="card">
                                <p class="strong">{ words.keys_passkey() }</p>
                                <p>{ words.keys_passkey_text() }</p>
                                <button
                                    type="button" class="ds-button" data-variant="secondary"
                                    onclick={go(Step::Prove(Change::Passkey))}
                                >
                                    { words.keys_passkey_add() }
                                </button>
                            </div>
                        }
                        { part!(Leave) }
                    </div>
                },
                Step::Prove(change) => html! {
                    <div key="prove">{ section("first", words.keys_first(), html! { <>
                        { part!(UnlockForm {
                            cards: (*cards).clone(),
                            opened: proved(*change, &step, &done, words),
                        }) }
                    </> }) }</div>
                },
                Step::NewWords(unlocked) => html! {
                    <div key="new">{ section("new", words.words_title(), html! { <>
                        { part!(ChooseWords {
                            busy: false,
                            chosen: new_words(unlocked.clone(), &done, words),
                        }) }
                    </> }) }</div>
                },
            } }
        </Page>
    }
}

fn proved(
    change: Change,
    step: &State<Step>,
    done: &Callback<&'static str>,
    words: crate::words::Words,
) -> Callback<Unlocked> {
    let (step, done) = (step.clone(), done.clone());
    Callback::from(move |unlocked: Unlocked| match change {
        Change::Words => step.set(Step::NewWords(unlocked)),
        Change::Passkey => {
            let done = done.clone();
            spawn_local(async move {
                done.emit(match add_passkey(&unlocked).await {
                    true => words.keys_passkey_on(),
                    false => words.keys_passkey_failed(),
                });
            });
        }
    })
}

fn new_words(
    unlocked: Unlocked,
    done: &Callback<&'static str>,
    words: crate::words::Words,
) -> Callback<String> {
    let done = done.clone();
    Callback::from(move |typed: String| {
        let (unlocked, done) = (unlocked.clone(), done.clone());
        spawn_local(async move {
            done.emit(match set_words(&unlocked, &typed).await {
                Ok(()) => words.keys_changed(),
                Err(_) => words.lock_failed(),
            });
        });
    })
}

async fn set_words(unlocked: &Unlocked, typed: &str) -> Result<(), UnlockError> {
    session::set_words(&BrowserPlatform::open().await?, unlocked, typed).await
}

/// Makes a passkey on this phone and lets it open the vault.
pub async fn add_passkey(unlocked: &Unlocked) -> bool {
    let (mut handle, mut salt) = ([0; 16], [0; 32]);
    random(&mut handle);
    random(&mut salt);
    let Ok(created) = passkey::create(&handle, &salt).await else { return false };
    let Ok(platform) = BrowserPlatform::open().await else { return false };
    let passkey = Passkey { credential: created.credential, salt: salt.to_vec() };
    session::set_passkey(&platform, unlocked, &passkey, &created.prf).await.is_ok()
}
