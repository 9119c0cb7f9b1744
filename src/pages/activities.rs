//! The centre's directory: somewhere to go, found by a word or a picture.

pub mod filter;

use std::cell::RefCell;

use domain::map::Map;
use domain::{Activity, ActivityId, Day, Theme};
use gloo_timers::callback::Timeout;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use self::filter::{Filter, Listed, Listing, Town};
use crate::components::{Page, empty, glyph, row_end, sized_glyph, updated};
use crate::format;
use crate::hooks::{State, use_state};
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;
use crate::wording;
use crate::words::Words;

/// What fits on two screens is drawn at once, so that a letter is answered at once.
const FIRST: usize = 12;
/// The rest follows when nobody has typed for so long, in milliseconds.
const PAUSE: u32 = 250;
/// No more than this without asking: more are seldom read, and each costs a slow phone.
const WINDOW: usize = 100;

thread_local! {
    /// What was looked for last, for whoever comes back from an activity.
    static LAST: RefCell<Filter> = RefCell::default();
}

#[component]
pub fn ActivitiesPage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let filter = use_state(|| LAST.with(|last| last.borrow().clone()));
    let shown = use_shown(&filter);
    let change = {
        let filter = filter.clone();
        Callback::from(move |next: Filter| {
            LAST.with(|last| last.borrow_mut().clone_from(&next));
            filter.set(next);
        })
    };
    let directory = use_memo(phone.clone(), Directory::new);
    let hits = directory.listing.hits(&filter, phone.now.day);
    let rows = hits.iter().take(*shown).map(|hit| directory.row(&phone, hit));
    let more = {
        let (shown, count) = (shown.clone(), *shown + WINDOW);
        Callback::from(move |_: MouseEvent| shown.set(count))
    };
    html! {
        <Page heading={words.act_title()} title={words.act_title()}>
            if directory.listing.is_empty() {
                { empty("activities", words.act_empty(), "") }
            } else {
                { part!(Find {
                    filter: (*filter).clone(),
                    onchange: change,
                    count: hits.len(),
                    nearest: directory.town.is_some(),
                }) }
                <div class="stack">
                    if hits.is_empty() {
                        { not_found(&phone, &filter) }
                    } else {
                        { updated(&phone) }
                        <ul class="rows">{ for rows }</ul>
                    }
                    if hits.len() > *shown && *shown >= WINDOW {
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

/// How many rows are drawn: few while somebody types, more when there is a pause.
#[hook]
fn use_shown(filter: &Filter) -> State<usize> {
    let shown = use_state(|| FIRST);
    let typed = use_mut_ref(|| None::<(Filter, Timeout)>);
    let mut typed = typed.borrow_mut();
    if typed.as_ref().is_none_or(|(known, _)| known != filter) {
        let later = shown.clone();
        let rest = Timeout::new(PAUSE, move || later.set(WINDOW));
        *typed = Some((filter.clone(), rest));
        return shown.begin_again(FIRST);
    }
    shown
}

/// All that is listed, and the rows that were drawn of it: the browser takes its time over the words
/// for a day, and a letter more shows the same rows again.
struct Directory {
    listing: Listing,
    town: Option<Town>,
    drawn: RefCell<(Days, Map<ActivityId, Html>)>,
}

impl Directory {
    fn new(phone: &Phone) -> Self {
        let view = phone.view();
        let town = Town::of_centre(&view);
        let listing = Listing::new(&view, phone.now, town.as_ref());
        Self { listing, town, drawn: RefCell::new((Days::new(phone), Map::default())) }
    }

    fn row(&self, phone: &Phone, hit: &Listed) -> Html {
        let (days, drawn) = &mut *self.drawn.borrow_mut();
        if let Some(row) = drawn.get(&hit.id) {
            return row.clone();
        }
        let view = phone.view();
        let activity = view.get::<Activity>(hit.id);
        let row = |activity| row(phone, activity, hit.next, self.town.as_ref(), days);
        let row = activity.map(row).unwrap_or_default();
        drawn.insert(hit.id, row.clone());
        row
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

/// Weekday and number for the leaf, and the day in words.
type Said = (String, String, String);

/// The words for each day once: the browser takes its time over them, and many activities share a day.
struct Days {
    words: Words,
    today: Day,
    known: Map<Day, Said>,
}

impl Days {
    fn new(phone: &Phone) -> Self {
        Self { words: phone.words, today: phone.now.day, known: Map::default() }
    }

    fn of(&mut self, day: Day) -> Said {
        if let Some(said) = self.known.get(&day) {
            return said.clone();
        }
        let (weekday, number) = format::leaf(self.words, day);
        let said = (weekday, number, format::start_day(self.words, day, self.today));
        self.known.insert(day, said.clone());
        said
    }
}

fn row(
    phone: &Phone,
    activity: &Activity,
    next: Option<Day>,
    town: Option<&Town>,
    days: &mut Days,
) -> Html {
    let words = phone.words;
    let (leaf, when) = match next {
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
