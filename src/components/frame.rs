//! The frame round every page: header, tabs, what the last action said.

use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use super::{NoticeArea, TroubleBanner, call_coordinator, glyph, mark, sized_glyph};
use crate::markup::html;
use crate::part::part;
use crate::phone::use_phone;
use crate::route::{Route, Tab};
use crate::router::{self, use_place};
use crate::update::UpdateOffer;

#[derive(Clone, PartialEq, Properties)]
pub struct FrameProps {
    pub children: Html,
}

#[component]
pub fn Frame(props: &FrameProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let route = use_place().route;
    let follow = Callback::from(move |event: MouseEvent| {
        if let Some(route) = followed(&event) {
            event.prevent_default();
            router::push(route);
        }
    });
    html! {
        <div class="app" onclick={follow} data-tabs={route.is_task().then_some("off")}>
            <a class="ds-skip-link" href="#main">{ words.shell_skip() }</a>
            <div class="app-frame">
                <header class="app-header">
                    <a href={Route::Today.href()} class="app-brand">
                        { mark() }<span class="app-brand-words">{ "Brobygger" }</span>
                    </a>
                    { part!(Unsent) }
                    { call_coordinator(&phone, "app-call", None) }
                </header>
                <main class="page" id="main">
                    { part!(TroubleBanner) }
                    { part!(UpdateOffer) }
                    { props.children.clone() }
                </main>
                { part!(NoticeArea) }
                <nav class="tabs" aria-label={words.shell_tabs()}>
                    <ul>{ for Tab::ALL.into_iter().map(|tab| html! {
                        <li key={tab.icon()}>
                            <a href={tab.route().href()} class="tab" aria-current={(route.tab() == tab).then_some("page")}>
                                { glyph(tab.icon()) }<span>{ tab.words(words) }</span>
                            </a>
                        </li>
                    }) }</ul>
                </nav>
            </div>
        </div>
    }
}

/// The frame of a page that is shown while nothing is open, with the name above it or without.
pub fn bare_frame(named: bool, page: Html) -> Html {
    html! {
        <div class="app" data-tabs="off">
            <div class="app-frame">
                if named {
                    <header class="app-header">
                        <span class="app-brand">
                            { mark() }<span class="app-brand-words">{ "Brobygger" }</span>
                        </span>
                    </header>
                }
                <main class="page" id="main">{ page }</main>
            </div>
        </div>
    }
}

/// The page that a click leads to. Links are real ones, so that they can be copied, opened in another tab
/// and followed by keyboard; a plain click on one of ours stays within the app.
fn followed(event: &MouseEvent) -> Option<Route> {
    let special = event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0;
    let element = event.target()?.dyn_into::<Element>().ok()?;
    let link = element.closest("a[href^='/']").ok().flatten()?;
    let route = Route::parse(&link.get_attribute("href")?);
    (!special && !link.has_attribute("download") && route != Route::NotFound).then_some(route)
}

/// "2 not sent": only while something is.
#[component]
fn Unsent() -> Html {
    let phone = use_phone();
    let status = phone.engine.status();
    let needs_you = status.needs_you + phone.engine.unreadable();
    let needs = (needs_you > 0).then_some("you");
    let count = status.not_sent + needs_you;
    let said = match status.not_sent {
        0 => phone.words.state_needs_you().to_owned(),
        waiting => phone.words.shell_unsent(waiting as i64),
    };
    html! {
        <span class="app-unsent-place">
            if count > 0 {
                <a href={Route::Sent.href()} class="app-unsent" data-needs={needs}>
                    { sized_glyph(if needs.is_some() { "alert" } else { "unsent" }, "sm") }{ said }
                </a>
            }
        </span>
    }
}
