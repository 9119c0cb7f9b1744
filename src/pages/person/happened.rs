//! What has happened, the latest first. A long history opens in steps.

use domain::query::{Event, timeline};
use domain::{Conversation, ParticipantId};
use yew::prelude::*;

use crate::components::{glyph, sized_glyph};
use crate::hooks::use_state;
use crate::markup::html;
use crate::phone::{Phone, use_phone};
use crate::route::Route;
use crate::{clock, format, wording};

/// Rows shown at first, and with each "more".
const WINDOW: usize = 20;

#[derive(Clone, PartialEq, Properties)]
pub struct HappenedProps {
    pub participant: ParticipantId,
}

#[component]
pub fn Happened(props: &HappenedProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let shown = use_state(|| WINDOW);
    let view = phone.view();
    let events = timeline(&view, props.participant);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + WINDOW))
    };
    html! {
        <div class="stack">
            if events.is_empty() {
                <p class="soft">{ words.person_happened_none() }</p>
            }
            <ol class="timeline">
                { for events.iter().take(*shown).map(|event| row(&phone, event)) }
            </ol>
            if events.len() > *shown {
                <button type="button" class="ds-button" data-variant="tertiary" onclick={more}>
                    { words.shell_show_more() }
                </button>
            }
        </div>
    }
}

fn row(phone: &Phone, event: &Event<'_>) -> Html {
    let words = phone.words;
    // A change has no day of its own but the one on which it was told, here.
    let day = match event {
        Event::Change(change) => clock::local(change.at).day,
        other => other.day(),
    };
    let day = format::start_day(words, day, phone.now.day);
    let (key, icon, what, inside) = match event {
        Event::Talk(talk) => {
            let what = words.person_event_talk().to_owned();
            (talk.id.0, "conversation", what, said(phone, talk))
        }
        Event::Visit(visit) => {
            let out = visit.check_out.map(|out| wording::outcome(words, out.outcome));
            let (icon, outcome) = out.unwrap_or(("together", ""));
            let details = visit.check_out.and_then(|out| out.details.note.as_ref());
            let inside = html! {
                <>
                    <p class="soft">{ outcome }</p>
                    <p>{ details.map(ToString::to_string).unwrap_or_default() }</p>
                    <a href={Route::Visit { id: visit.plan.id.0 }.href()} class="quiet">
                        { words.visit_title() }
                    </a>
                </>
            };
            (visit.plan.id.0, icon, words.person_event_together(visit.plan.what.as_str()), inside)
        }
        Event::Change(change) => {
            let (icon, about) = wording::change(words, change.about);
            let note = change.note.as_ref().map(ToString::to_string).unwrap_or_default();
            (change.id.0, icon, words.person_event_change(about), html! { <p>{ note }</p> })
        }
    };
    html! {
        <li key={key.to_string()}>
            <span class="timeline-dot">{ glyph(icon) }</span>
            <div class="timeline-words">
                <p class="timeline-when">{ day }</p>
                <p class="timeline-what">{ what }</p>
                { inside }
            </div>
        </li>
    }
}

fn said(phone: &Phone, talk: &Conversation) -> Html {
    let words = phone.words;
    let mine = talk.by == phone.engine.actor().member;
    let next = talk.said.next.map(|next| wording::step(words, next.step));
    html! {
        <>
            <p>{ talk.said.matters.as_ref().map(ToString::to_string).unwrap_or_default() }</p>
            <p class="meta">
                { for talk.said.themes.iter().map(|theme| {
                    let (icon, said) = wording::theme(words, *theme);
                    html! { <span key={icon}>{ sized_glyph(icon, "sm") }{ said }</span> }
                }) }
                if let Some((icon, said)) = next {
                    <span key="next">{ sized_glyph(icon, "sm") }{ said }</span>
                }
            </p>
            if talk.supersedes.is_some() {
                <p class="small soft">
                    { words.talk_corrected(&format::moment(words, talk.at, phone.now.day)) }
                </p>
            }
            if mine {
                <a href={Route::CorrectTalk { id: talk.participant.0, talk: talk.id.0 }.href()} class="quiet">
                    { sized_glyph("pencil", "sm") }{ words.shell_correct() }
                </a>
            }
        </>
    }
}
