//! What is wrong with the phone itself: on every page, in plain words, and one thing at a time, the one
//! that matters most.

use gloo_events::EventListener;
use session::{Pause, StoreError};
use yew::prelude::*;

use super::{call_coordinator, glyph};
use crate::browser;
use crate::hooks::{use_once, use_state};
use crate::markup::html;
use crate::phone::{Phone, use_phone};
use crate::platform::FAREWELL;
use crate::route::Route;
use crate::router::use_place;

#[derive(Clone, Copy, PartialEq)]
enum Trouble {
    /// A newer release in another tab has taken the storage over.
    OtherTab,
    /// The connection to the storage broke, and opening it again did not help.
    Lost,
    Full,
    /// The token is not good any more.
    SignedOut,
}

impl Trouble {
    fn of(phone: &Phone, let_go: bool, writing: bool) -> Option<Self> {
        let status = phone.engine.status();
        match status.storage_failed {
            _ if let_go => return Some(Self::OtherTab),
            Some(StoreError::Full) => return Some(Self::Full),
            // Another tab was faster: it is read again at once.
            None | Some(StoreError::Changed) => {}
            Some(_) => return Some(Self::Lost),
        }
        // Nothing of the rest keeps anybody from writing to the end.
        match status.paused {
            Some(Pause::Unauthorised | Pause::Revoked | Pause::OtherDevice) if !writing => {
                Some(Self::SignedOut)
            }
            _ => None,
        }
    }
}

#[component]
pub fn TroubleBanner() -> Html {
    let phone = use_phone();
    let let_go = use_state(|| false);
    {
        let let_go = let_go.clone();
        use_once(Box::new(move || {
            let listener = browser::window()
                .map(|window| EventListener::new(&window, FAREWELL, move |_| let_go.set(true)));
            Box::new(move || drop(listener))
        }));
    }
    let trouble = Trouble::of(&phone, *let_go, use_place().route.is_task());
    html! {
        <div class="trouble-place" role="status">
            { trouble.map(|trouble| banner(&phone, trouble)).unwrap_or_default() }
        </div>
    }
}

fn banner(phone: &Phone, trouble: Trouble) -> Html {
    let words = phone.words;
    let (title, text) = match trouble {
        Trouble::OtherTab => (words.trouble_other_tab(), words.trouble_other_tab_text()),
        Trouble::Lost => (words.trouble_lost(), words.trouble_lost_text()),
        Trouble::Full => (words.trouble_full(), words.trouble_full_text()),
        Trouble::SignedOut => (words.trouble_signed_out(), words.trouble_signed_out_text()),
    };
    let reopen = Callback::from(|_: MouseEvent| browser::reload());
    html! {
        <div class="banner" data-kind="heads-up">
            { glyph("alert") }
            <p class="banner-title">{ title }</p>
            <p>{ text }</p>
            if matches!(trouble, Trouble::OtherTab | Trouble::Lost) {
                <div class="actions">
                    <button type="button" class="ds-button" onclick={reopen}>
                        { words.trouble_reopen() }
                    </button>
                </div>
            }
            if trouble == Trouble::SignedOut {
                <div class="actions">
                    { call_coordinator(phone, "ds-button", None) }
                    <a class="ds-button" data-variant="secondary" href={Route::Enrol.href()}>
                        { words.trouble_signed_out_code() }
                    </a>
                </div>
            }
        </div>
    }
}
