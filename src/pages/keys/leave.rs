//! Signing out for good: everything leaves the phone, after a warning that counts.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::hooks::use_state;
use crate::markup::html;
use crate::phone::use_phone;
use crate::platform::BrowserPlatform;

#[component]
pub fn Leave() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let asked = use_state(|| false);
    let ask = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| asked.set(!*asked))
    };
    let status = phone.engine.status();
    let unsent = status.not_sent + status.needs_you + phone.engine.unreadable();
    let leave = {
        let engine = phone.engine.clone();
        Callback::from(move |_: MouseEvent| {
            let engine = engine.clone();
            spawn_local(async move {
                engine.close();
                if let Ok(platform) = BrowserPlatform::open().await
                    && session::remove(&platform, engine.vault()).await.is_ok()
                {
                    // The page's memory goes with it.
                    browser::go("/");
                }
            });
        })
    };
    html! {
        <div class="card">
            <button
                type="button" class="quiet" onclick={ask} aria-expanded={(*asked).to_string()}
            >
                { words.keys_leave() }
            </button>
            if *asked {
                <p>{ words.keys_leave_text() }</p>
                if unsent > 0 {
                    <p class="strong">{ words.keys_leave_unsent(unsent as i64) }</p>
                }
                <button type="button" class="ds-button" data-color="danger" onclick={leave}>
                    { words.keys_leave_yes() }
                </button>
            }
        </div>
    }
}
