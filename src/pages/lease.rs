//! A phone that has not been in touch for the centre's period: the next visit, its place and the
//! coordinator's number stay, and what was written is kept. The rest comes back with the network.

use domain::LocalTime;
use yew::prelude::*;

use crate::components::{HelpFoot, Page, glyph};
use crate::format;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};

#[derive(Clone, PartialEq, Properties)]
pub struct LeasePageProps {
    pub days: i64,
}

#[component]
pub fn LeasePage(props: &LeasePageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let send = {
        let engine = phone.engine.clone();
        Callback::from(move |_: MouseEvent| engine.send_now())
    };
    html! {
        <Page heading={words.lease_title()} title={words.lease_title()}>
            <div class="banner" data-kind="heads-up">
                { glyph("lock") }
                <p>{ words.lease_text(props.days) }</p>
                <div class="actions">
                    <button type="button" class="ds-button" onclick={send}>
                        { words.shell_try_again() }
                    </button>
                </div>
            </div>
            { next(&phone, phone.now) }
            { part!(HelpFoot) }
        </Page>
    }
}

/// When and where, and nobody's name.
fn next(phone: &Phone, now: LocalTime) -> Html {
    let words = phone.words;
    let view = phone.view();
    let agenda = domain::query::agenda(&view, phone.engine.actor().member, now);
    let Some((visit, _)) = agenda.next else { return html! { <div></div> } };
    let place = visit.plan.meeting_point.value.as_ref();
    html! {
        <div class="card">
            <p class="strong">
                { words.lock_visit(&format::start_near(words, visit.plan.starts.value, now.day)) }
            </p>
            <p>{ place.map(|place| words.today_meet(place.as_str())).unwrap_or_default() }</p>
        </div>
    }
}
