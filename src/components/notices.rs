//! Where the last action speaks.

use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use super::glyph;
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::use_phone;
use crate::router::{self, use_place};

/// Always in the page, so that screen readers hear what comes into it.
#[component]
pub fn NoticeArea() -> Html {
    let phone = use_phone();
    let (words, notices) = (phone.words, phone.notices);
    // Drawn again with each page: what was said on the last one has been read.
    let _ = use_place();
    let close = {
        let notices = notices.clone();
        Callback::from(move |_: MouseEvent| notices.answered())
    };
    html! {
        <div class="notices" role="status">
            if let Some(notice) = notices.here() {
                <div class="notice">
                    { glyph("check") }
                    <p class="notice-words">{ notice.words.clone() }</p>
                    <span class="notice-answers">
                        { part!(Answers { notice: notice.clone() }) }
                        <button type="button" class="quiet" onclick={close}>
                            { words.shell_close() }
                        </button>
                    </span>
                </div>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct AnswersProps {
    notice: Notice,
}

#[component]
fn Answers(props: &AnswersProps) -> Html {
    let phone = use_phone();
    let (words, notices) = (phone.words, &phone.notices);
    let undo = props.notice.undo.clone().map(|command| {
        let (notices, engine) = (notices.clone(), phone.engine.clone());
        Callback::from(move |_: MouseEvent| {
            let (notices, engine, command) = (notices.clone(), engine.clone(), command.clone());
            spawn_local(async move {
                let said = match engine.perform((*command).clone()).await {
                    Ok(_) => words.shell_undone(),
                    Err(_) => words.shell_not_saved(),
                };
                notices.say(Notice::new(said));
            });
        })
    });
    let offer = props.notice.offer.clone().map(|(words, route)| {
        let notices = notices.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            notices.answered();
            router::push(route);
        });
        html! { <button type="button" class="quiet" {onclick}>{ words }</button> }
    });
    html! {
        <>
            { offer.unwrap_or_default() }
            if let Some(onclick) = undo {
                <button type="button" class="quiet" {onclick}>{ words.shell_undo() }</button>
            }
        </>
    }
}
