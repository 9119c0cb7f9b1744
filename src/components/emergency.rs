//! The emergency numbers, one tap away in every visit.

use domain::{Centre, EmergencyKind, EmergencyNumber};
use web_sys::HtmlDialogElement;
use yew::prelude::*;

use super::glyph;
use crate::markup::html;
use crate::part::part;
use crate::phone::use_phone;
use crate::words::Words;

/// Opens the sheet with the numbers.
#[component]
pub fn EmergencyButton() -> Html {
    let words = use_phone().words;
    let dialog = use_node_ref();
    let open = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                // Opening what is open already changes nothing.
                let _ = dialog.show_modal();
            }
        })
    };
    let close = {
        let dialog = dialog.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(dialog) = dialog.cast::<HtmlDialogElement>() {
                dialog.close();
            }
        })
    };
    html! {
        <div class="emergency-opener">
            <button
                type="button" class="ds-button" data-variant="secondary" data-color="danger"
                onclick={open}
            >
                { glyph("emergency") }{ words.shell_emergency() }
            </button>
            <dialog class="ds-dialog sheet" aria-labelledby="emergency-title" ref={dialog}>
                <div class="sheet-head">
                    <h2 class="ds-heading" data-size="md" id="emergency-title">
                        { words.emergency_title() }
                    </h2>
                    <button type="button" class="quiet" onclick={close}>
                        { glyph("close") }{ words.shell_close() }
                    </button>
                </div>
                { part!(EmergencyNumbers) }
                <h3 class="ds-heading" data-size="xs">{ words.emergency_say() }</h3>
                <ul>
                    <li>{ words.emergency_say_who() }</li>
                    <li>{ words.emergency_say_where() }</li>
                    <li>{ words.emergency_say_what() }</li>
                    <li>{ words.emergency_say_stay() }</li>
                </ul>
                <p>{ words.emergency_after() }</p>
            </dialog>
        </div>
    }
}

/// The centre's numbers, the most urgent first.
#[component]
pub fn EmergencyNumbers() -> Html {
    let phone = use_phone();
    let view = phone.view();
    let numbers = view.all::<Centre>().next().map(|centre| centre.emergency.clone());
    let rows = numbers.unwrap_or_default();
    html! {
        <div class="emergency">
            <p class="strong">{ phone.words.emergency_first() }</p>
            { for rows.iter().enumerate().map(|(index, row)| emergency_number(phone.words, index == 0, row)) }
        </div>
    }
}

/// One of them, as a link that dials.
pub fn emergency_number(words: Words, first: bool, row: &EmergencyNumber) -> Html {
    let (name, text) = words.emergency(row.kind);
    let icon = if row.kind == EmergencyKind::Crisis { "conversation" } else { "emergency" };
    html! {
        <a
            class="emergency-number" key={row.number.dial().to_owned() + name}
            data-first={first.then_some("")} href={format!("tel:{}", row.number.dial())}
        >
            { glyph(icon) }
            <span>{ name }<small>{ text }</small></span>
            <b>{ row.number.spoken() }</b>
        </a>
    }
}
