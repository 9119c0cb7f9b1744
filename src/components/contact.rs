//! Reaching someone.

use domain::{Centre, Phone as Number};
use yew::prelude::*;

use super::{EmergencyButton, sized_glyph};
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::words::Words;

/// A link that dials.
pub fn call_link(number: &Number, words: &str, class: &'static str) -> Html {
    html! {
        <a {class} href={format!("tel:{}", number.dial())}>
            { sized_glyph("phone", "sm") }{ words.to_owned() }
        </a>
    }
}

/// Within one tap, everywhere.
pub fn call_coordinator(phone: &Phone, class: &'static str, variant: Option<&'static str>) -> Html {
    let view = phone.view();
    let number = view.all::<Centre>().next().map(|centre| centre.coordinator_phone.clone());
    match number {
        Some(number) => coordinator_link(phone.words, &number, class, variant),
        // Before the first download there is no number yet.
        None => html! { <span hidden=true></span> },
    }
}

/// The link that dials the coordinator.
pub fn coordinator_link(
    words: Words,
    number: &Number,
    class: &'static str,
    variant: Option<&'static str>,
) -> Html {
    html! {
        <a {class} data-variant={variant} href={format!("tel:{}", number.dial())}>
            { sized_glyph("phone", "sm") }{ words.shell_call_coordinator() }
        </a>
    }
}

/// When somebody answers, or plainly that nobody is on duty.
pub fn coordinator_hours(phone: &Phone) -> Html {
    let words = phone.words;
    let view = phone.view();
    let said = view.all::<Centre>().next().map(|centre| match &centre.coordinator_hours {
        Some(hours) => words.shell_coordinator_open(hours.as_str()),
        None => words.shell_coordinator_nobody().to_owned(),
    });
    html! { <p class="soft">{ said.unwrap_or_default() }</p> }
}

/// The foot of Today and of every visit.
#[component]
pub fn HelpFoot() -> Html {
    let phone = use_phone();
    html! {
        <div class="help-foot">
            { call_coordinator(&phone, "ds-button", Some("secondary")) }
            { part!(EmergencyButton) }
        </div>
    }
}
