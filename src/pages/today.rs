//! Today: one card for what is next, at most three things to do, and two ways to call.

use domain::query::{Todo, Visit, agenda};
use domain::{FollowUpDecision, FollowUpMarkId, Participant, VolunteerCommand, command};
use yew::prelude::*;

use super::talk::talk_draft_key;
use crate::components::{
    HelpFoot, NextCard, Page, empty, fetching, glyph, nobody, row_end, section, wrong_clock,
};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::{clock, format};

/// More would be a list, and a list is not Today.
const MOST_TODO: usize = 3;
const DAY_MS: i64 = 86_400_000;

#[component]
pub fn TodayPage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let actor = phone.engine.actor();
    let agenda = agenda(&view, actor.member, phone.now);
    let someone = domain::query::assigned(&view, actor.member).next().is_some();
    let drafts = unfinished(&phone);
    let later = agenda.later.iter().take(3);
    // Where something is still to come, it is not said that nothing is planned.
    let incomplete = phone.engine.status().incomplete;
    html! {
        <Page heading={words.today_title()} title={words.today_title()}>
            { part!(LongUnsent) }
            if incomplete && agenda.next.is_some() {
                { fetching(words) }
            }
            if let Some((visit, _)) = &agenda.next {
                { part!(visit.plan.id.0.to_string() => NextCard { id: visit.plan.id }) }
            } else if someone && !incomplete {
                { empty("today", words.today_empty(), words.today_empty_text()) }
            } else {
                { nobody(&phone, words.today_nobody(), words.today_nobody_text()) }
            }
            if !agenda.todo.is_empty() || !drafts.is_empty() {
                { section("todo", words.today_to_do(), html! { <>
                    <ul class="rows">
                        { for drafts.iter().take(MOST_TODO).map(|person| draft_row(&phone, person)) }
                        { for agenda.todo.iter()
                            .take(MOST_TODO.saturating_sub(drafts.len()))
                            .map(|todo| todo_row(&phone, todo)) }
                    </ul>
                </> }) }
            }
            if !agenda.later.is_empty() {
                { section("coming", words.today_coming(), html! { <>
                    <ul class="rows">
                        { for later.map(|(visit, person)| later_row(&phone, visit, person)) }
                    </ul>
                </> }) }
            }
            { part!(HelpFoot) }
        </Page>
    }
}

/// Participants with a conversation that was begun and not saved.
fn unfinished(phone: &Phone) -> Vec<Participant> {
    let view = phone.view();
    let keys = phone.engine.drafts();
    domain::query::assigned(&view, phone.engine.actor().member)
        .map(|(person, _)| person)
        .filter(|person| keys.contains(&talk_draft_key(person.id)))
        .cloned()
        .collect()
}

fn draft_row(phone: &Phone, person: &Participant) -> Html {
    html! {
        <li key={format!("draft-{}", person.id)}>
            <a href={Route::Talk { id: person.id.0 }.href()} class="row">
                { glyph("pencil") }
                <span class="row-words">
                    <span class="row-title">
                        { phone.words.today_draft(person.first_name.as_str()) }
                    </span>
                    <span class="row-sub">{ phone.words.today_draft_button() }</span>
                </span>
                { row_end("next") }
            </a>
        </li>
    }
}

fn todo_row(phone: &Phone, todo: &Todo<'_>) -> Html {
    let words = phone.words;
    let person = todo.participant();
    let name = person.first_name.as_str();
    let (icon, route, title, sub) = match todo {
        Todo::Unclosed(visit, _) => {
            let when = format::near_day(words, visit.plan.starts.value.day, phone.now.day);
            let route = Route::CheckOut { id: visit.plan.id.0 };
            ("question", route, words.today_unclosed(name), words.today_unclosed_text(&when))
        }
        Todo::FollowUp(follow_up, _) => {
            let sub = words.follow_up(follow_up.key).to_owned();
            ("repeat", Route::Talk { id: person.id.0 }, words.today_follow_up(name), sub)
        }
        Todo::Call(day, _) => {
            let when = format::near_day(words, *day, phone.now.day);
            let sub = words.today_call_due(&when);
            ("phone", Route::Person { id: person.id.0 }, words.shell_call_name(name), sub)
        }
        Todo::FirstTalk(_) => {
            let sub = words.today_first_talk_text().to_owned();
            ("conversation", Route::Person { id: person.id.0 }, words.today_first_talk(name), sub)
        }
    };
    let key = format!("{icon}-{}-{}", person.id, route_key(todo));
    html! {
        <li {key}>
            <a href={route.href()} class="row">
                { glyph(icon) }
                <span class="row-words">
                    <span class="row-title">{ title }</span>
                    <span class="row-sub">{ sub }</span>
                </span>
                { row_end("next") }
            </a>
            if let Todo::FollowUp(follow_up, _) = todo {
                { part!(LaterOrNot { follow_up: *follow_up }) }
            }
        </li>
    }
}

fn route_key(todo: &Todo<'_>) -> String {
    match todo {
        Todo::Unclosed(visit, _) => visit.plan.id.0.to_string(),
        Todo::FollowUp(follow_up, _) => format!("{:?}", follow_up.key),
        Todo::Call(..) | Todo::FirstTalk(_) => String::new(),
    }
}

#[derive(Clone, PartialEq, Properties)]
struct LaterOrNotProps {
    follow_up: domain::query::FollowUp,
}

/// A follow-up that does not fit today: put off a week, or skipped.
#[component]
fn LaterOrNot(props: &LaterOrNotProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let settle = |decision: FollowUpDecision| {
        let (acting, engine, follow_up) = (acting.clone(), phone.engine.clone(), props.follow_up);
        Callback::from(move |_: MouseEvent| {
            let command: VolunteerCommand = command::SettleFollowUp {
                id: FollowUpMarkId(engine.new_id()),
                participant: follow_up.participant,
                key: follow_up.key,
                decision,
            }
            .into();
            acting.save(command, Then::say(Notice::new(words.state_saved())));
        })
    };
    let week = FollowUpDecision::MovedTo(phone.now.day.plus_days(7));
    html! {
        <div class="row-answers">
            <button type="button" class="quiet" onclick={settle(week)}>
                { words.today_follow_up_move() }
            </button>
            <button type="button" class="quiet" onclick={settle(FollowUpDecision::Skipped)}>
                { words.today_follow_up_skip() }
            </button>
        </div>
    }
}

fn later_row(phone: &Phone, visit: &Visit<'_>, person: &Participant) -> Html {
    let starts = visit.plan.starts.value;
    let (weekday, date) = format::leaf(phone.words, starts.day);
    let today = (starts.day == phone.now.day).then_some("");
    html! {
        <li key={visit.plan.id.0.to_string()}>
            <a href={Route::Visit { id: visit.plan.id.0 }.href()} class="row">
                <span class="leaf" data-today={today} aria-hidden="true">
                    <span class="leaf-day">{ weekday }</span><span class="leaf-date">{ date }</span>
                </span>
                <span class="row-words">
                    <span class="row-title">{ person.short_name() }</span>
                    <span class="row-sub">
                        { format!(
                            "{} · {}",
                            format::start_near(phone.words, starts, phone.now.day),
                            visit.plan.what,
                        ) }
                    </span>
                </span>
                { row_end("next") }
            </a>
        </li>
    }
}

/// Something has waited for more than a day: only then is it worth a word here.
#[component]
fn LongUnsent() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let old = clock::moment(phone.now).0 - DAY_MS;
    let waiting = phone.engine.status().not_sent > 0
        && phone.engine.outbox().iter().any(|item| {
            item.at < old
                && matches!(item.state, session::ItemState::Saved | session::ItemState::Sending)
        });
    html! {
        <div class="banner-place">
            if waiting {
                <div class="banner" data-kind="heads-up">
                    { glyph("unsent") }
                    <p class="banner-title">{ words.today_unsent_long() }</p>
                    <p>{ words.today_unsent_long_text() }</p>
                </div>
            }
            { wrong_clock(&phone) }
        </div>
    }
}
