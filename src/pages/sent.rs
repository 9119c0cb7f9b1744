//! What is sent and what is not: each record with its state, and why something waits.

mod kind;

use domain::{Moment, Participant, VolunteerCommand};
use session::{ItemState, OutboxItem, Pause, StoreError};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use self::kind::kind;
use crate::browser;
use crate::components::{
    Page, ProblemBanner, StateChip, call_coordinator, glyph, section, sized_glyph, wrong_clock,
};
use crate::format;
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, Problem, use_phone};
use crate::route::Route;

/// What was sent long ago is seldom looked at.
const WINDOW: usize = 50;

#[component]
pub fn SentPage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let shown = use_state(|| WINDOW);
    let (mut needs_you, mut waiting, mut sent) = (Vec::new(), Vec::new(), Vec::new());
    for item in phone.engine.outbox() {
        match item.state {
            ItemState::NeedsYou { set_aside: false, .. } => needs_you.push(item),
            ItemState::Saved | ItemState::Sending => waiting.push(item),
            // The participant may look on: a worry that has reached the coordinator is not shown.
            ItemState::Received { .. } if is_concern(&item) => {}
            ItemState::Received { .. }
            | ItemState::Undecided { .. }
            | ItemState::NeedsYou { .. } => sent.push(item),
        }
    }
    // Never thrown away: the file for the coordinator has them as they lie there.
    let unreadable = phone.engine.unreadable();
    let more = {
        let (shown, count) = (shown.clone(), *shown + WINDOW);
        Callback::from(move |_: MouseEvent| shown.set(count))
    };
    let rows = |items: &[OutboxItem]| -> Html {
        let rows = items.iter().map(|item| row(&phone, item, html! {}));
        html! { <ul class="rows">{ for rows }</ul> }
    };
    html! {
        <Page
            heading={words.more_records()} title={words.more_records()}
            back={(AttrValue::Static(words.more_title()), Route::More)}
        >
            { part!(Summary { waiting: waiting.len(), needs_you: !needs_you.is_empty() || unreadable > 0 }) }
            <div class="stack" data-gap="lg">
                if unreadable > 0 {
                    { section("unreadable", &words.more_unreadable(unreadable as i64), html! { <>
                        <p>{ words.more_unreadable_text() }</p>
                        <div class="actions">
                            <a
                                class="ds-button" data-variant="secondary"
                                href={Route::Help.href()}
                            >
                                { glyph("download") }{ words.more_export() }
                            </a>
                        </div>
                    </> }) }
                }
                if !needs_you.is_empty() {
                    { section("needs-you", words.state_needs_you(), html! { <>
                        <p>{ words.more_needs_you_text() }</p>
                        <ul class="rows">
                            { for needs_you.iter().map(|item| part!(item.id.to_string() => NeedsYou { item: item.clone() })) }
                        </ul>
                        <div class="actions">{ call_coordinator(&phone, "ds-button", Some("secondary")) }</div>
                    </> }) }
                }
                if !waiting.is_empty() {
                    { section("waiting", words.more_waiting(), html! { <>{ rows(&waiting) }</> }) }
                }
                { section("sent", words.more_sent(), html! { <>
                    if sent.is_empty() {
                        <p class="soft">{ words.more_sent_none() }</p>
                    } else {
                        { rows(&sent[..sent.len().min(*shown)]) }
                    }
                    if sent.len() > *shown {
                        <button
                            type="button" class="ds-button" data-variant="secondary" onclick={more}
                        >
                            { words.act_show_more() }
                        </button>
                    }
                </> }) }
            </div>
        </Page>
    }
}

fn is_concern(item: &OutboxItem) -> bool {
    matches!(item.command.as_deref(), Some(VolunteerCommand::RaiseConcern(_)))
}

#[derive(Clone, PartialEq, Properties)]
struct SummaryProps {
    waiting: usize,
    needs_you: bool,
}

/// All in a sentence, the button, and why it does not go.
#[component]
fn Summary(props: &SummaryProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let status = phone.engine.status();
    let onclick = {
        let engine = phone.engine.clone();
        Callback::from(move |_: MouseEvent| engine.send_now())
    };
    let (data_kind, icon, said) = match (props.waiting, props.needs_you) {
        (0, false) => ("good", "check-check", words.shell_all_sent().to_owned()),
        (0, true) => ("heads-up", "alert", words.state_needs_you().to_owned()),
        (waiting, _) => ("heads-up", "unsent", words.shell_unsent(waiting as i64)),
    };
    let contact = match status.last_contact {
        Some(at) => words.more_last_contact(&format::moment(words, Moment(at), phone.now.day)),
        None => words.more_never_contact().to_owned(),
    };
    html! {
        <div class="stack">
            <div role="status">
                <div class="banner" data-kind={data_kind}>
                    { glyph(icon) }
                    <p class="banner-title">{ said }</p>
                    if let Some(why) = why_not(&phone) {
                        <p>{ why }</p>
                    }
                    <p class="small">{ contact }</p>
                </div>
                { wrong_clock(&phone) }
            </div>
            <div class="actions" data-fill="">
                <button
                    type="button" class="ds-button" aria-busy={status.sending.to_string()} {onclick}
                >
                    { if status.sending { words.more_sending() } else { words.more_send_now() } }
                </button>
            </div>
        </div>
    }
}

/// Why nothing is being sent, if there is a reason.
fn why_not(phone: &Phone) -> Option<&'static str> {
    let words = phone.words;
    let status = phone.engine.status();
    if let Some(error) = status.storage_failed {
        return Some(match error {
            StoreError::Full => words.enrol_storage_full(),
            _ => words.enrol_storage_other(),
        });
    }
    match status.paused {
        Some(Pause::Unauthorised | Pause::Revoked | Pause::OtherDevice) => {
            return Some(words.more_paused_signed_out());
        }
        Some(Pause::UpgradeRequired) => return Some(words.more_paused_old()),
        None => {}
    }
    if status.offline {
        return Some(match browser::online() {
            true => words.more_paused_no_answer(),
            false => words.more_paused_network(),
        });
    }
    status.trouble.map(|trouble| match trouble {
        session::FaultCode::Busy | session::FaultCode::TooMany => words.more_paused_busy(),
        _ => words.more_paused_broken(),
    })
}

fn row(phone: &Phone, item: &OutboxItem, more: Html) -> Html {
    let words = phone.words;
    let view = phone.view();
    let (icon, said) = match item.voided {
        true => ("leave", words.more_kind_voided()),
        false => kind(words, item.command.as_deref()),
    };
    let person = item.participant.and_then(|id| view.get::<Participant>(id));
    let title = match person {
        Some(person) => format!("{said} · {}", person.short_name()),
        None => said.to_owned(),
    };
    html! {
        <li key={item.id.to_string()}>
            <div class="row">
                { glyph(icon) }
                <div class="row-words">
                    <span class="row-title">{ title }</span>
                    <span class="row-sub">
                        { format::capital(&format::moment(words, Moment(item.at), phone.now.day)) }
                    </span>
                    <span>{ state(phone, item) }</span>
                    if let Some(reason) = item.not_shown.or(undecided(item)) {
                        <span class="small soft">{ words.reason(reason) }</span>
                    }
                    { more }
                </div>
            </div>
        </li>
    }
}

fn undecided(item: &OutboxItem) -> Option<&'static str> {
    matches!(item.state, ItemState::Undecided { .. }).then_some("conflict")
}

/// What was talked about asks for nothing any more.
fn state(phone: &Phone, item: &OutboxItem) -> Html {
    match item.state {
        ItemState::NeedsYou { set_aside: true, .. } => html! {
            <span class="state">{ glyph("check") }{ phone.words.more_set_aside() }</span>
        },
        _ => part!(StateChip { state: item.state.clone() }),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct NeedsYouProps {
    item: OutboxItem,
}

/// Something that the centre could not use: why, and a way to be done with it.
#[component]
fn NeedsYou(props: &NeedsYouProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let problem = use_state(|| None::<Problem>);
    let onclick = {
        let (engine, id, problem) = (phone.engine.clone(), props.item.id, problem.clone());
        Callback::from(move |_: MouseEvent| {
            let (engine, problem) = (engine.clone(), problem.clone());
            spawn_local(async move {
                if let Err(error) = engine.set_aside(id).await {
                    problem.set(Some(Problem::NotSaved(error)));
                }
            });
        })
    };
    let reason = match &props.item.state {
        ItemState::NeedsYou { reason, .. } => words.reason(reason),
        _ => "",
    };
    let more = html! {
        <>
            <span class="small">{ reason }</span>
            <span class="actions">
                <button type="button" class="quiet" {onclick}>
                    { sized_glyph("check", "sm") }{ words.more_set_aside() }
                </button>
            </span>
            { part!(ProblemBanner { problem: (*problem).clone() }) }
        </>
    };
    row(&phone, &props.item, more)
}
