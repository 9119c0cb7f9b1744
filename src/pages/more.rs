//! What is seldom needed: what was sent, the settings, help, and who answers at the centre.

use domain::Centre;
use yew::prelude::*;

use crate::browser::boot;
use crate::components::{HelpFoot, Page, coordinator_hours, glyph, row_end, section};
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;

#[component]
pub fn MorePage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let (icon, sent) = sent(&phone);
    let language = format!("{} · {}", words.more_language(), words.more_size());
    html! {
        <Page heading={words.more_title()} title={words.more_title()}>
            <ul class="rows">
                { link(Route::Sent, icon, words.more_records(), Some(sent)) }
                { link(Route::Language, "language", &language, None) }
                { link(Route::Keys, "lock", words.keys_title(), Some(words.keys_sub().to_owned())) }
                { link(Route::Help, "question", words.more_help(), None) }
                { link(Route::About, "info", words.more_about(), None) }
            </ul>
            { part!(Install) }
            { centre(&phone) }
            { part!(HelpFoot) }
        </Page>
    }
}

fn link(to: Route, icon: &'static str, title: &str, sub: Option<String>) -> Html {
    html! {
        <li key={title.to_owned()}>
            <a href={to.href()} class="row">
                { glyph(icon) }
                <span class="row-words">
                    <span class="row-title">{ title.to_owned() }</span>
                    if let Some(sub) = sub {
                        <span class="row-sub">{ sub }</span>
                    }
                </span>
                { row_end("next") }
            </a>
        </li>
    }
}

fn sent(phone: &Phone) -> (&'static str, String) {
    let status = phone.engine.status();
    match (status.needs_you + phone.engine.unreadable(), status.not_sent) {
        (0, 0) => ("check-check", phone.words.shell_all_sent().to_owned()),
        (0, waiting) => ("unsent", phone.words.shell_unsent(waiting as i64)),
        _ => ("alert", phone.words.state_needs_you().to_owned()),
    }
}

/// Who answers, and when.
fn centre(phone: &Phone) -> Html {
    let words = phone.words;
    let view = phone.view();
    let Some(centre) = view.all::<Centre>().next() else { return html! { <div></div> } };
    html! {
        { section("centre", centre.name.as_str(), html! { <>
            <div class="card">
                <p class="strong">{ centre.coordinator.to_string() }</p>
                <p>{ centre.coordinator_phone.spoken() }</p>
                { coordinator_hours(phone) }
                if centre.demo {
                    <p class="small">{ words.shell_demo() }</p>
                }
            </div>
        </> }) }
    }
}

/// The browser's own sheet for the home screen, where it offers one.
#[component]
fn Install() -> Html {
    let words = use_phone().words;
    let asked = use_state(|| false);
    let onclick = {
        let asked = asked.clone();
        Callback::from(move |_: MouseEvent| {
            boot::install();
            asked.set(true);
        })
    };
    let offer = boot::can_install() && !boot::standalone() && !*asked;
    html! {
        <div class="offer-place">
            if offer {
                <div class="card" data-tone="tint">
                    <p class="strong">{ words.enrol_install() }</p>
                    <p>{ words.enrol_install_text() }</p>
                    <div class="actions">
                        <button type="button" class="ds-button" {onclick}>
                            { glyph("add-to-home") }{ words.enrol_install_button() }
                        </button>
                    </div>
                </div>
            }
        </div>
    }
}
