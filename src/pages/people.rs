//! The assigned participants, found by name however it is typed.

use domain::query::{Haystack, Needle, PersonHit, Progress, people, visits};
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::components::{Page, empty, glyph, nobody, row_end, updated};
use crate::format;
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;

#[component]
pub fn PeoplePage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let search = use_state(String::new);
    let everyone = use_memo(phone.clone(), everyone);
    let needle = Needle::new(&search);
    let hits: Vec<&Listed> = everyone.iter().filter(|listed| needle.finds(&listed.name)).collect();
    let oninput = {
        let search = search.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            search.set(field.value());
        })
    };
    let found = match search.is_empty() {
        true => String::new(),
        false => words.people_found(hits.len() as i64),
    };
    html! {
        <Page heading={words.people_title()} title={words.people_title()}>
            if everyone.is_empty() {
                { nobody(&phone, words.people_empty(), words.people_empty_text()) }
            } else {
                <div class="search" role="search">
                    <label class="ds-label" for="q">{ words.people_search() }</label>
                    <div class="search-field">
                        { glyph("search") }
                        <input
                            class="ds-input" id="q" type="search" autocomplete="off"
                            enterkeyhint="search" value={(*search).clone()} {oninput}
                        />
                    </div>
                    <p class="small soft" role="status">{ found }</p>
                </div>
            }
            { updated(&phone) }
            <ul class="rows">{ for hits.iter().map(|listed| listed.row.clone()) }</ul>
            if !everyone.is_empty() && hits.is_empty() {
                { empty("search", &words.people_no_hit(&search), "") }
            }
        </Page>
    }
}

/// A row, drawn once: a letter more in the search shows the same rows again.
struct Listed {
    name: Haystack,
    row: Html,
}

fn everyone(phone: &Phone) -> Vec<Listed> {
    let view = phone.view();
    let listed = |hit: &PersonHit<'_>| Listed {
        name: Haystack::new(&[&hit.participant.full_name()]),
        row: row(phone, hit),
    };
    people(&view, phone.engine.actor().member, "").iter().map(listed).collect()
}

fn row(phone: &Phone, hit: &PersonHit<'_>) -> Html {
    let words = phone.words;
    let person = hit.participant;
    let view = phone.view();
    let next = visits(&view, person.id)
        .into_iter()
        .find(|visit| visit.progress() != Progress::Ended && visit.minutes_over(phone.now) <= 60);
    let sub = match next {
        Some(visit) => {
            words.people_next(&format::near(words, visit.plan.starts.value, phone.now.day))
        }
        None => words.stage(hit.stage).unwrap_or(words.people_no_next()).to_owned(),
    };
    html! {
        <li key={person.id.0.to_string()}>
            <a href={Route::Person { id: person.id.0 }.href()} class="row">
                { part!(Avatar { name: person.short_name(), id: person.id }) }
                <span class="row-words">
                    <span class="row-title">{ person.short_name() }</span>
                    <span class="row-sub">{ sub }</span>
                </span>
                { row_end("next") }
            </a>
        </li>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct AvatarProps {
    pub name: AttrValue,
    pub id: domain::ParticipantId,
    #[prop_or_default]
    pub size: Option<AttrValue>,
}

/// Initials on a colour of their own.
#[component]
pub fn Avatar(props: &AvatarProps) -> Html {
    let initials: String =
        props.name.split(' ').filter_map(|word| word.chars().next()).take(2).collect();
    let tone = props.id.0.as_u128() % 5 + 1;
    html! {
        <span class="avatar" data-tone={tone.to_string()} data-size={props.size.clone()} aria-hidden="true">
            { initials }
        </span>
    }
}
