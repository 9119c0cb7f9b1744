//! One activity: when, where, how far, what it costs, and who welcomes.

mod repeats;

use domain::{Activity, ActivityId, Day, LocalTime, Moment, Place};
use uuid::Uuid;
use yew::prelude::*;

use self::repeats::repeats;
use super::NotFoundPage;
use super::activities::filter::{Town, next};
use crate::browser::{self, boot};
use crate::calendar_file::{self, Entry, calendar_file};
use crate::components::{Page, call_link, glyph, section, sized_glyph};
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;
use crate::{clock, format, wording};

/// After half a year, what a directory says may be true no more.
const STALE_DAYS: i32 = 182;

#[derive(Clone, PartialEq, Properties)]
pub struct ActivityPageProps {
    pub id: Uuid,
}

#[component]
pub fn ActivityPage(props: &ActivityPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let Some(activity) = view.get::<Activity>(ActivityId(props.id)) else {
        return part!(NotFoundPage);
    };
    let next = next(activity, phone.now);
    let stale = phone.now.day.days_since(activity.verified) > STALE_DAYS;
    html! {
        <Page
            heading={activity.name.to_string()} title={words.act_title()}
            back={(AttrValue::Static(words.act_title()), Route::Activities)}
        >
            <div class="stack">
                if stale {
                    <div class="banner" data-kind="heads-up">
                        { glyph("info") }<p>{ words.act_stale() }</p>
                    </div>
                }
                if let Some(about) = &activity.about {
                    <p>{ about.to_string() }</p>
                }
            </div>
            <div class="card"><dl class="facts">{ for facts(&phone, activity, next) }</dl></div>
            { host(&phone, activity) }
            <div class="actions" data-column="">
                <a href={Route::PlanActivity { id: props.id }.href()} class="ds-button act">
                    { glyph("together") }{ words.act_plan() }
                </a>
                if let Some(day) = next {
                    { part!(ToCalendar { id: activity.id, day }) }
                }
            </div>
            <p class="updated">
                { words.act_verified(&format::near_day(words, activity.verified, phone.now.day)) }
            </p>
        </Page>
    }
}

fn facts(phone: &Phone, activity: &Activity, next: Option<Day>) -> Vec<Html> {
    let words = phone.words;
    let cost = wording::cost(words, activity.cost);
    let languages: Vec<String> =
        activity.languages.iter().map(|tag| format::language(words, tag.tag())).collect();
    let access: Vec<&str> = activity.access.iter().map(|access| words.access(*access)).collect();
    let mut facts = vec![
        when(phone, activity, next),
        place(phone, activity),
        fact("cost", words.act_cost(), html! {{ cost }}),
    ];
    if let Some(organiser) = &activity.organiser {
        facts.push(fact("info", words.act_organiser(), html! {{ organiser.to_string() }}));
    }
    if !languages.is_empty() {
        facts.push(fact("language", words.act_languages(), html! {{ languages.join(", ") }}));
    }
    if !access.is_empty() {
        facts.push(fact("accessible", words.act_access(), html! {{ access.join(" · ") }}));
    }
    facts
}

fn fact(icon: &'static str, term: &'static str, words: Html) -> Html {
    html! {
        <div class="fact" key={term}>{ glyph(icon) }<dt>{ term }</dt><dd>{ words }</dd></div>
    }
}

fn when(phone: &Phone, activity: &Activity, next: Option<Day>) -> Html {
    let words = phone.words;
    let today = phone.now.day;
    let starts = LocalTime { day: today, time: activity.starts };
    let ends = clock::plus_minutes(starts, activity.minutes.into()).time;
    let times =
        words.time_from_to(&format::time(words, activity.starts), &format::time(words, ends));
    let weekday = |day| format::weekday(words, day);
    let days = match repeats(words, &activity.recurrence.rule, weekday) {
        Some(days) => format::capital(&days),
        None => format::start_day(words, activity.recurrence.from, today),
    };
    let until =
        activity.recurrence.until.map(|day| words.act_until(&format::day(words, day, today)));
    let next = match next {
        Some(day) => words.act_next(&format::near_day(words, day, today)),
        None => words.act_no_next().to_owned(),
    };
    let lines = html! {
        <>
            <p>{ format!("{days}, {times}") }</p>
            <p class="strong">{ next }</p>
            if let Some(until) = until {
                <p class="soft">{ until }</p>
            }
        </>
    };
    fact("clock", words.act_when(), lines)
}

fn place(phone: &Phone, activity: &Activity) -> Html {
    let words = phone.words;
    let view = phone.view();
    let place = &activity.place;
    let far = Town::of_centre(&view).and_then(|town| {
        let km = town.far(place)?;
        Some(words.act_far(&format::kilometres(words, km), &town.name))
    });
    let lines = html! {
        <>
            <p>{ place.name.to_string() }</p>
            <p>{ address(place) }</p>
            <a class="quiet" href={map(place)} target="_blank" rel="noreferrer">
                { sized_glyph("place", "sm") }{ words.act_map() }
            </a>
            if let Some(far) = far {
                <p class="soft">{ far }</p>
            }
        </>
    };
    fact("place", words.act_where(), lines)
}

fn host(phone: &Phone, activity: &Activity) -> Html {
    let words = phone.words;
    html! {
        { section("host", words.act_host(), html! { <>
            <div class="card" data-tone="tint">
                if let Some(host) = &activity.host {
                    <p class="strong">{ host.name.to_string() }</p>
                    if let Some(welcome) = &host.welcome {
                        <p>{ welcome.to_string() }</p>
                    }
                    if let Some(number) = &host.phone {
                        { call_link(number, &words.shell_call_name(host.name.as_str()), "quiet") }
                    }
                } else {
                    <p>{ words.act_host_none() }</p>
                }
            </div>
        </> }) }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct ToCalendarProps {
    id: ActivityId,
    /// The next time.
    day: Day,
}

/// Hands the activity to the phone's own calendar. No participant is in it.
#[component]
fn ToCalendar(props: &ToCalendarProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let onclick = {
        let (phone, props) = (phone.clone(), props.clone());
        Callback::from(move |_: MouseEvent| {
            let view = phone.view();
            let Some(activity) = view.get::<Activity>(props.id) else { return };
            let file = calendar_file(&Entry {
                uid: phone.engine.new_id(),
                written: Moment(phone.engine.now()),
                what: activity.name.as_str(),
                place: &format!("{}, {}", activity.place.name, address(&activity.place)),
                starts: LocalTime { day: props.day, time: activity.starts },
                minutes: activity.minutes,
                repeats: Some(&activity.recurrence),
            });
            browser::save_file("brobygger.ics", calendar_file::MIME, &file);
        })
    };
    html! {
        <div class="stack" data-gap="sm">
            <button
                type="button" class="ds-button" data-variant="secondary" {onclick}
                aria-describedby="calendar-text"
            >
                { glyph("calendar-plus") }{ words.act_calendar() }
            </button>
            <p class="small soft" id="calendar-text">{ words.act_calendar_text() }</p>
        </div>
    }
}

/// "Tunet 2, Ås".
fn address(place: &Place) -> String {
    match &place.address {
        Some(address) => format!("{address}, {}", place.town),
        None => place.town.to_string(),
    }
}

/// A link to the phone's own map. Nothing is asked of any map before it is followed, and it tells where
/// the activity is, not who goes there.
fn map(place: &Place) -> String {
    let text = match &place.address {
        Some(_) => address(place),
        None => format!("{}, {}", place.name, place.town),
    };
    let query = String::from(js_sys::encode_uri_component(&text));
    match boot::platform().as_str() {
        "android" => format!("geo:{}?q={query}", place.coordinates()),
        "ios" => format!("https://maps.apple.com/?q={query}"),
        _ => format!("https://www.openstreetmap.org/search?query={query}"),
    }
}
