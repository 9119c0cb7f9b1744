//! The phone's own lock, in place of typing.

use session::Unlocked;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::components::glyph;
use crate::hooks::use_state;
use crate::language::use_words;
use crate::markup::html;
use crate::pages::add_passkey;

#[derive(Clone, PartialEq, Properties)]
pub struct PasskeyOfferProps {
    pub unlocked: Unlocked,
    pub done: Callback<()>,
}

#[component]
pub fn PasskeyOffer(props: &PasskeyOfferProps) -> Html {
    let words = use_words();
    let failed = use_state(|| false);
    let add = {
        let (props, failed) = (props.clone(), failed.clone());
        Callback::from(move |_: MouseEvent| {
            let (props, failed) = (props.clone(), failed.clone());
            spawn_local(async move {
                match add_passkey(&props.unlocked).await {
                    true => props.done.emit(()),
                    false => failed.set(true),
                }
            });
        })
    };
    let skip = props.done.reform(|_: MouseEvent| ());
    html! {
        <div class="stack" data-gap="lg">
            <div class="page-head">
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                    { words.keys_passkey() }
                </h1>
                <p class="page-lede">{ words.keys_passkey_text() }</p>
            </div>
            <p class="ds-validation-message" role="alert">
                { if *failed { words.keys_passkey_failed() } else { "" } }
            </p>
            <div class="dock">
                <button type="button" class="ds-button" data-size="lg" onclick={add}>
                    { glyph("lock") }{ words.keys_passkey_add() }
                </button>
                <button
                    type="button" class="ds-button" data-variant="secondary" onclick={skip}
                >
                    { words.shell_continue() }
                </button>
            </div>
        </div>
    }
}
