//! One visit, and the one big button that changes: met, there, done.

use domain::query::{Progress, Visit};
use domain::{CheckInId, CheckInPoint, Participant, command};
use yew::prelude::*;

use super::crossing::CrossingProps;
use super::{Crossing, ProblemBanner, big_button, call_link, glyph, sized_glyph};
use crate::format;
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::router;

#[derive(Clone, PartialEq, Properties)]
pub struct NextCardProps {
    pub id: domain::AccompanimentId,
    /// On its own page the heading is the page's.
    #[prop_or_default]
    pub alone: bool,
}

#[component]
pub fn NextCard(props: &NextCardProps) -> Html {
    let phone = use_phone();
    let view = phone.view();
    let Some(visit) = domain::query::visit(&view, props.id) else {
        return html! { <p class="soft">{ phone.words.visit_gone() }</p> };
    };
    let Some(person) = view.get::<Participant>(visit.plan.participant) else {
        return html! { <p class="soft">{ phone.words.person_gone() }</p> };
    };
    let words = phone.words;
    let starts = visit.plan.starts.value;
    let started = visit.progress() > Progress::Planned;
    html! {
        <article class="next" aria-labelledby="next-who">
            <div>
                <p class="next-when">
                    <span>{ format::start_day(words, starts.day, phone.now.day) }</span>{ " " }
                    <time class="next-time" datetime={starts.time.to_string()}>
                        { format::time(words, starts.time) }
                    </time>
                </p>
                if props.alone {
                    <p class="next-who" id="next-who">{ person.short_name() }</p>
                } else {
                    <h2 class="next-who" id="next-who">
                        <a href={Route::Visit { id: visit.plan.id.0 }.href()} class="next-link">
                            { person.short_name() }
                        </a>
                    </h2>
                }
                <p class="next-what">{ visit.plan.what.to_string() }</p>
                { meeting_point(&phone, &visit) }
            </div>
            if started {
                { part!(Crossing(CrossingProps::of(&phone, &visit))) }
            }
            if visit.progress() != Progress::Ended {
                { part!(Doing {
                    id: props.id,
                    participant: person.id,
                    progress: visit.progress(),
                    first_name: person.first_name.to_string(),
                    number: person.phone.value.clone(),
                }) }
            }
        </article>
    }
}

fn meeting_point(phone: &Phone, visit: &Visit<'_>) -> Html {
    let place = visit.plan.meeting_point.value.as_ref();
    let said = place.map(|place| phone.words.today_meet(place.as_str()));
    html! {
        <div class="next-places">
            if let Some(said) = said {
                <p class="next-where">{ glyph("place") }<span>{ said }</span></p>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
struct DoingProps {
    id: domain::AccompanimentId,
    participant: domain::ParticipantId,
    progress: Progress,
    first_name: AttrValue,
    number: Option<domain::Phone>,
}

#[component]
fn Doing(props: &DoingProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let check_in = |point: CheckInPoint| {
        let (acting, engine, props) = (acting.clone(), phone.engine.clone(), props.clone());
        Callback::from(move |()| {
            let id = CheckInId(engine.new_id());
            let command = command::CheckIn {
                id,
                participant: props.participant,
                accompaniment: props.id,
                point,
            };
            let undo = command::Void { participant: props.participant, row: id.0 };
            let notice = Notice::new(words.state_saved()).undo(undo);
            acting.save(command, Then::say(notice));
        })
    };
    let id = props.id.0;
    let done = {
        Callback::from(move |()| {
            router::push(Route::CheckOut { id });
        })
    };
    let (icon, said, onclick) = match props.progress {
        Progress::Planned => ("check", words.visit_met(), check_in(CheckInPoint::Met)),
        Progress::Met => ("place", words.visit_arrived(), check_in(CheckInPoint::Arrived)),
        Progress::Arrived | Progress::Ended => ("check-check", words.visit_done(), done),
    };
    html! {
        <div class="next-do">
            { big_button(icon, said, acting.busy, onclick) }
            { part!(ProblemBanner { problem: acting.problem.clone() }) }
            <div class="next-links">
                if let Some(number) = &props.number {
                    { call_link(number, &words.shell_call_name(&props.first_name), "quiet") }
                }
                if props.progress != Progress::Arrived {
                    <a href={Route::CheckOut { id }.href()} class="quiet">
                        { sized_glyph("check-check", "sm") }{ words.visit_done() }
                    </a>
                }
                if props.progress == Progress::Planned {
                    <a href={Route::NewTime { id }.href()} class="quiet">
                        { sized_glyph("clock", "sm") }{ words.visit_new_time() }
                    </a>
                    <a href={Route::Ill { id }.href()} class="quiet">
                        { sized_glyph("ill", "sm") }{ words.visit_ill() }
                    </a>
                }
            </div>
        </div>
    }
}
