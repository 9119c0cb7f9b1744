//! A newer build is ready: offered, never taken by itself, and not over what is being written.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::browser;
use crate::components::glyph;
use crate::hooks::{use_once, use_state};
use crate::markup::html;
use crate::phone::use_phone;
use crate::router::use_place;

#[component]
pub fn UpdateOffer() -> Html {
    let words = use_phone().words;
    let ready = use_state(browser::boot::update_ready);
    let later = use_state(|| false);
    let writing = use_place().route.is_task();
    {
        let ready = ready.clone();
        use_once(Box::new(move || {
            let listener = browser::window().map(|window| {
                EventListener::new(&window, "brobygger:update", move |_| ready.set(true))
            });
            Box::new(move || drop(listener))
        }));
    }
    let take = Callback::from(|_: MouseEvent| browser::boot::take_update());
    let postpone = {
        let later = later.clone();
        Callback::from(move |_: MouseEvent| later.set(true))
    };
    html! {
        <div class="update-place" role="status">
            if *ready && !*later {
                <div class="banner">
                    { glyph("download") }
                    <p class="banner-title">{ words.shell_update_ready() }</p>
                    if writing {
                        <p>{ words.shell_update_draft() }</p>
                    } else {
                        <div class="actions">
                            <button type="button" class="ds-button" onclick={take}>
                                { words.shell_update_now() }
                            </button>
                            <button type="button" class="quiet" onclick={postpone}>
                                { words.shell_update_later() }
                            </button>
                        </div>
                    }
                </div>
            }
        </div>
    }
}
