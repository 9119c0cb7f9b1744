//! The centre's directory: somewhere to go, found by a word or a picture.

pub mod filter;

use std::cell::RefCell;
use std::collections::BTreeMap;

use domain::query::ActivityHit;
use domain::{Day, Theme};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use self::filter::{Filter, Town};
use crate::components::{Page, empty, glyph, row_end, sized_glyph, updated};
use crate::format;
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;
use crate::wording;
use crate::words::Words;

/// Rows are drawn a hundred at a time: more are seldom read, and each costs a slow phone.
const WINDOW: usize = 100;

thread_local! {
    /// What was looked for last, for whoever comes back from an activity.
    static LAST: RefCell<Filter> = RefCell::default();
}

#[component]
pub fn ActivitiesPage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let filter = use_state(|| LAST.with(|last| last.borrow().clone()));
    let shown = use_state(|| WINDOW);
    let change = {
        let (filter, shown) = (filter.clone(), shown.clone());
        Callback::from(move |next: Filter| {
            LAST.with(|last| last.borrow_mut().clone_from(&next));
            shown.set(WINDOW);
            filter.set(next);
        })
    };
    let town = use_memo(phone.beat, |_| Town::of_centre(&view));
    let town = (*town).as_ref();
    let hits = filter.hits(&view, phone.now, town);
    let mut days = Days::new(&phone);
    let rows: Vec<Html> =
        hits.iter().take(*shown).map(|hit| row(&phone, hit, town, &mut days)).collect();
    let more = {
        let (shown, count) = (shown.clone(), *shown + WINDOW);
        Callback::from(move |_: MouseEvent| shown.set(count))
    };
    let nothing = view.all::<domain::Activity>().next().is_none();
    html! {
        <Page heading={words.act_title()} title={words.act_title()}>
            if nothing {
                { empty("activities", words.act_empty(), "") }
            } else {
                { part!(Find {
                    filter: (*filter).clone(),
                    onchange: change,
                    count: hits.len(),
                    nearest: town.is_some(),
                }) }
                <div class="stack">
                    if hits.is_empty() {
                        { not_found(&phone, &filter) }
                    } else {
                        { updated(&phone) }
            <ul class="rows">{ for rows }</ul>
                    }
                    if hits.len() > *shown {
                        <button
                            type="button" class="ds-button" data-variant="secondary" onclick={more}
                        >
                            { words.act_show_more() }
                        </button>
                    }
                </div>
            }
        </Page>
    }
}

fn not_found(phone: &Phone, filter: &Filter) -> Html {
    let words = phone.words;
    let heading = match filter.words.trim() {
        "" => words.act_found(0),
        query => words.act_no_hit(query),
    };
    html! { { empty("search", &heading, "") } }
}

#[derive(Clone, PartialEq, Properties)]
struct FindProps {
    filter: Filter,
    onchange: Callback<Filter>,
    count: usize,
    /// Whether it is known what to be near to.
    nearest: bool,
}

/// The search field, and what narrows the list.
#[component]
fn Find(props: &FindProps) -> Html {
    let words = use_phone().words;
    let filter = &props.filter;
    let oninput = {
        let props = props.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            props.onchange.emit(Filter { words: field.value(), ..props.filter.clone() });
        })
    };
    let theme = |theme: Option<Theme>| {
        let (icon, said) = match theme {
            Some(theme) => {
                let (icon, said) = wording::theme(words, theme);
                (Some(icon), said)
            }
            None => (None, words.act_all()),
        };
        let onchange = {
            let props = props.clone();
            Callback::from(move |_: Event| {
                props.onchange.emit(Filter { theme, ..props.filter.clone() });
            })
        };
        html! {
            <label class="pill" key={said}>
                <input type="radio" name="theme" checked={filter.theme == theme} {onchange} />
                if let Some(icon) = icon {
                    { sized_glyph(icon, "sm") }
                }
                { said }
            </label>
        }
    };
    let only = |said: &'static str, checked: bool, flip: fn(&mut Filter)| {
        let onchange = {
            let props = props.clone();
            Callback::from(move |_: Event| {
                let mut next = props.filter.clone();
                flip(&mut next);
                props.onchange.emit(next);
            })
        };
        html! {
            <label class="pill" key={said}>
                <input type="checkbox" {checked} {onchange} />{ said }
            </label>
        }
    };
    let themes = std::iter::once(None).chain(Theme::ALL.into_iter().map(Some));
    html! {
        <div class="stack">
            <div class="search" role="search">
                <label class="ds-label" for="q">{ words.act_search() }</label>
                <div class="search-field">
                    { glyph("search") }
                    <input
                        class="ds-input" id="q" type="search" autocomplete="off"
                        enterkeyhint="search" value={filter.words.clone()} {oninput}
                    />
                </div>
                <p class="small soft" role="status">{ words.act_found(props.count as i64) }</p>
            </div>
            // Closed at first, so that the activities themselves are in sight.
            <details class="ds-details">
                <summary>{ chosen(words, filter) }</summary>
                <div class="stack">
                    <fieldset class="ds-fieldset">
                        <legend class="hidden-words">{ words.act_themes() }</legend>
                        <div class="pills">{ for themes.map(theme) }</div>
                    </fieldset>
                    <fieldset class="ds-fieldset">
                        <legend class="hidden-words">{ words.act_show() }</legend>
                        <div class="pills">
                            { only(words.act_only_week(), filter.this_week, |f| f.this_week = !f.this_week) }
                            { only(words.act_only_free(), filter.free, |f| f.free = !f.free) }
                            if props.nearest {
                                { only(words.act_nearest(), filter.nearest, |f| f.nearest = !f.nearest) }
                            }
                        </div>
                    </fieldset>
                </div>
            </details>
        </div>
    }
}

/// What the list is narrowed to: "Hva slags? Bevege seg · Bare gratis".
fn chosen(words: Words, filter: &Filter) -> String {
    let theme = filter.theme.map(|theme| wording::theme(words, theme).1);
    let all = [
        theme,
        filter.this_week.then(|| words.act_only_week()),
        filter.free.then(|| words.act_only_free()),
        filter.nearest.then(|| words.act_nearest()),
    ];
    let chosen: Vec<&str> = all.into_iter().flatten().collect();
    match chosen.is_empty() {
        true => format!("{} {}", words.act_themes(), words.act_all()),
        false => format!("{} {}", words.act_themes(), chosen.join(" · ")),
    }
}

/// The words for each day once: the browser takes its time over them, and many activities share a day.
struct Days {
    words: Words,
    today: Day,
    known: BTreeMap<Day, (String, String, String)>,
}

impl Days {
    fn new(phone: &Phone) -> Self {
        Self { words: phone.words, today: phone.now.day, known: BTreeMap::new() }
    }

    /// Weekday and number for the leaf, and the day in words.
    fn of(&mut self, day: Day) -> (String, String, String) {
        let known = self.known.entry(day).or_insert_with(|| {
            let (weekday, number) = format::leaf(self.words, day);
            (weekday, number, format::start_day(self.words, day, self.today))
        });
        known.clone()
    }
}

fn row(phone: &Phone, hit: &ActivityHit<'_>, town: Option<&Town>, days: &mut Days) -> Html {
    let words = phone.words;
    let activity = hit.activity;
    let (leaf, when) = match hit.next {
        Some(day) => {
            let (weekday, number, said) = days.of(day);
            let today = (day == phone.now.day).then_some("");
            let leaf = html! {
                <span class="leaf" data-today={today} aria-hidden="true">
                    <span class="leaf-day">{ weekday }</span>
                    <span class="leaf-date">{ number }</span>
                </span>
            };
            (leaf, words.time_day_at(&said, &format::time(words, activity.starts)))
        }
        None => (html! { { glyph("activities") } }, words.act_no_next().to_owned()),
    };
    html! {
        <li key={activity.id.0.to_string()}>
            <a href={Route::Activity { id: activity.id.0 }.href()} class="row">
                { leaf }
                <span class="row-words">
                    <span class="row-title">{ activity.name.to_string() }</span>
                    <span class="row-sub">{ when }</span>
                    <span class="meta">
                        <span>
                            { sized_glyph("place", "sm") }
                            { place(phone, &activity.place, town) }
                        </span>
                        <span>
                            { sized_glyph("cost", "sm") }{ wording::cost(words, activity.cost) }
                        </span>
                    </span>
                </span>
                { row_end("next") }
            </a>
        </li>
    }
}

/// "Kulturhuset, Ski, 7,3 km fra Ås".
fn place(phone: &Phone, place: &domain::Place, town: Option<&Town>) -> String {
    let near = format!("{}, {}", place.name, place.town);
    match town.and_then(|town| Some((town, town.far(place)?))) {
        Some((town, km)) => {
            let words = phone.words;
            let far = words.act_far(&format::kilometres(words, km), &town.name);
            format!("{near} ({far})")
        }
        None => near,
    }
}
