//! Going together: the card alone, and once it is over, what was said of it.

use domain::query::{Progress, Visit};
use domain::{AccompanimentId, Again, Outcome, Participant, command};
use uuid::Uuid;
use yew::prelude::*;

use super::VisitGonePage;
use crate::components::{
    Crossing, CrossingProps, HelpFoot, NextCard, Page, ProblemBanner, StateChip, call_link, glyph,
    mark, sized_glyph,
};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::{format, wording};

#[derive(Clone, PartialEq, Properties)]
pub struct VisitPageProps {
    pub id: Uuid,
}

#[component]
pub fn VisitPage(props: &VisitPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let Some(visit) = domain::query::visit(&view, AccompanimentId(props.id)) else {
        return part!(VisitGonePage);
    };
    let Some(person) = view.get::<Participant>(visit.plan.participant) else {
        return part!(VisitGonePage);
    };
    let ended = visit.progress() == Progress::Ended;
    html! {
        <Page
            heading={words.visit_with(person.first_name.as_str())} title={words.visit_title()}
            back={(AttrValue::Static(words.shell_today()), Route::Today)}
        >
            <div class="stack" data-gap="lg">
                if ended {
                    { part!(Over { id: props.id }) }
                } else {
                    { part!(props.id.to_string() => NextCard { id: visit.plan.id, alone: true }) }
                    { facts(&phone, &visit) }
                }
            </div>
            <div class="actions" data-column="">
                <a href={Route::Person { id: person.id.0 }.href()} class="ds-button" data-variant="tertiary">
                    { glyph("participants") }{ person.short_name() }
                </a>
                <a href={Route::Concern { id: person.id.0 }.href()} class="ds-button" data-variant="tertiary">
                    { glyph("worried") }{ words.concern_title() }
                </a>
            </div>
            { part!(HelpFoot) }
        </Page>
    }
}

fn facts(phone: &Phone, visit: &Visit<'_>) -> Html {
    let words = phone.words;
    let view = phone.view();
    let activity = visit.plan.activity.and_then(|id| view.get::<domain::Activity>(id));
    let host = activity.and_then(|activity| activity.host.as_ref());
    html! {
        <div class="card">
            <dl class="facts">
                if let Some(transport) = &visit.plan.transport {
                    <div class="fact">
                        { glyph("bus") }
                        <dt>{ words.plan_transport() }</dt><dd>{ transport.to_string() }</dd>
                    </div>
                }
                if let Some(activity) = activity {
                    <div class="fact">
                        { glyph("place") }
                        <dt>{ words.act_where() }</dt>
                        <dd>
                            <a href={Route::Activity { id: activity.id.0 }.href()}>
                                { format!("{}, {}", activity.place.name, activity.place.town) }
                            </a>
                        </dd>
                    </div>
                }
                if let Some(host) = host {
                    <div class="fact">
                        { glyph("host") }
                        <dt>{ words.act_host() }</dt>
                        <dd>
                            { host.name.to_string() }
                            if let Some(welcome) = &host.welcome {
                                { format!(" · {welcome}") }
                            }
                            if let Some(number) = &host.phone {
                                <div>
                                    { call_link(number, &words.shell_call_name(host.name.as_str()), "quiet") }
                                </div>
                            }
                        </dd>
                    </div>
                }
            </dl>
        </div>
    }
}

/// After "done": thanks, undo, and the same time next week.
#[component]
fn Over(props: &VisitPageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let view = phone.view();
    let Some(visit) = domain::query::visit(&view, AccompanimentId(props.id)) else {
        return html! { <span></span> };
    };
    let Some(check_out) = visit.check_out else { return html! { <span></span> } };
    let (icon, outcome) = wording::outcome(words, check_out.outcome);
    let mine = check_out.by == phone.engine.actor().member;
    let next = same_time(&phone, &visit);
    let undo = {
        let acting = acting.clone();
        let void = command::Void { participant: visit.plan.participant, row: check_out.id.0 };
        Callback::from(move |_: MouseEvent| {
            acting.save(void.clone(), Then::say(Notice::new(words.visit_undone())));
        })
    };
    let repeat = next.map(|plan| {
        let acting = acting.clone();
        Callback::from(move |_: MouseEvent| {
            let id = plan.id.0;
            let said = Notice::new(words.plan_saved())
                .undo(command::Void { participant: plan.participant, row: id });
            acting.save(plan.clone(), Then::say(said).push(Route::Visit { id }));
        })
    });
    html! {
        <div class="stack" data-gap="lg">
            <div class="thanks">
                { mark() }
                <p class="thanks-words">{ words.visit_thanks() }</p>
                { part!(Whereabouts { row: check_out.id.0 }) }
            </div>
            <div class="card">
                <dl class="facts">
                    <div class="fact">
                        { glyph("clock") }
                        <dt>{ visit.plan.what.to_string() }</dt>
                        <dd>{ format::start_near(words, visit.plan.starts.value, phone.now.day) }</dd>
                    </div>
                    <div class="fact">
                        { glyph(icon) }
                        <dt>{ words.visit_how() }</dt><dd>{ outcome }</dd>
                    </div>
                    if let Some(again) = check_out.again {
                        <div class="fact">
                            { glyph(wording::again(words, again).0) }
                            <dt>{ words.visit_again() }</dt>
                            <dd>{ wording::again(words, again).1 }</dd>
                        </div>
                    }
                </dl>
                { part!(Crossing(CrossingProps::of(&phone, &visit))) }
                <div class="actions">
                    if mine {
                        <button type="button" class="quiet" onclick={undo}>
                            { sized_glyph("undo", "sm") }{ words.shell_undo() }
                        </button>
                        <a href={Route::CheckOut { id: props.id }.href()} class="quiet">
                            { sized_glyph("pencil", "sm") }{ words.visit_correct() }
                        </a>
                    }
                </div>
            </div>
            { part!(ProblemBanner { problem: acting.problem.clone() }) }
            <div class="offer-place">
                if let Some(onclick) = repeat {
                    <div class="card" data-tone="tint">
                        <p class="strong">{ words.visit_same_time() }</p>
                        <div class="actions">
                            <button type="button" class="ds-button" {onclick}>
                                { glyph("repeat") }{ words.visit_same_time_yes() }
                            </button>
                        </div>
                    </div>
                }
            </div>
        </div>
    }
}

/// The same plan a week later, where going on together is what they want and it is not planned yet.
fn same_time(phone: &Phone, visit: &Visit<'_>) -> Option<command::PlanAccompaniment> {
    let check_out = visit.check_out?;
    let wanted = match check_out.again {
        Some(again) => again == Again::Together,
        None => check_out.outcome == Outcome::AttendedTogether,
    };
    let mut starts = visit.plan.starts.value;
    starts.day = starts.day.plus_days(7);
    while starts.day <= phone.now.day {
        starts.day = starts.day.plus_days(7);
    }
    let view = phone.view();
    let planned = domain::query::visits(&view, visit.plan.participant)
        .iter()
        .any(|other| other.progress() != Progress::Ended && other.plan.starts.value >= phone.now);
    (wanted && !planned).then(|| command::PlanAccompaniment {
        id: AccompanimentId(phone.engine.new_id()),
        participant: visit.plan.participant,
        activity: visit.plan.activity,
        what: visit.plan.what.clone(),
        starts,
        minutes: visit.plan.minutes,
        meeting_point: visit.plan.meeting_point.value.clone(),
        transport: visit.plan.transport.clone(),
    })
}

#[derive(Clone, PartialEq, Properties)]
struct WhereaboutsProps {
    row: Uuid,
}

/// Whether the record has been received.
#[component]
fn Whereabouts(props: &WhereaboutsProps) -> Html {
    let phone = use_phone();
    let item = phone.engine.outbox().into_iter().find(|item| {
        matches!(
            item.command.as_deref(),
            Some(domain::VolunteerCommand::CheckOut(command)) if command.id.0 == props.row
        )
    });
    html! {
        <div class="state-place">
            if let Some(item) = item {
                { part!(StateChip { state: item.state }) }
            }
        </div>
    }
}
