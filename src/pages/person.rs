//! A participant: how to reach, what they need and wish, what has happened, what is next.

mod happened;
mod needs;

use domain::query::{Progress, visits};
use domain::{Contact, Participant, ParticipantId};
use yew::prelude::*;

use self::happened::Happened;
use self::needs::Needs;
use super::GonePage;
use super::people::Avatar;
use super::talk::NewTalkLink;
use crate::components::{Page, call_link, glyph, row_end, section};
use crate::format;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, use_phone};
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct PersonPageProps {
    pub participant: ParticipantId,
}

#[component]
pub fn PersonPage(props: &PersonPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let person = view.get::<Participant>(props.participant);
    let Some(person) = person.filter(|person| person.closed.is_none()) else {
        return part!(GonePage);
    };
    let id = person.id;
    html! {
        <Page
            heading={person.short_name()} title={words.person_title()}
            back={(AttrValue::Static(words.shell_people()), Route::People)} lede={lede(&phone, person)}
        >
            <div class="person-face">
                { part!(Avatar { name: person.short_name(), id: person.id, size: "lg" }) }
            </div>
            <div class="contacts">
                if let Some(number) = &person.phone.value {
                    { call_link(number, &words.shell_call_name(person.first_name.as_str()), "contact") }
                    <a class="contact" href={format!("sms:{}", number.dial())}>
                        { glyph("sms") }{ words.person_message() }
                    </a>
                } else {
                    <p class="soft">{ words.person_no_phone() }</p>
                }
                { part!(NewTalkLink { participant: id }) }
            </div>
            { visit_note(&phone, person) }
            { section("next", words.person_next(), html! { <>
                { next(&phone, id) }
                <div class="actions">
                    <a href={Route::PlanWith { id: id.0 }.href()} class="ds-button" data-variant="secondary">
                        { glyph("calendar-plus") }{ words.person_plan() }
                    </a>
                </div>
            </> }) }
            { part!(Needs { participant: id }) }
            { section("happened", words.person_happened(), html! { <>
                { part!(Happened { participant: id }) }
            </> }) }
            { contacts(&phone, id) }
            <div class="actions" data-column="">
                <a href={Route::Change { id: id.0 }.href()} class="ds-button" data-variant="secondary">
                    { glyph("changed") }{ words.change_title() }
                </a>
                <a href={Route::Concern { id: id.0 }.href()} class="ds-button" data-variant="secondary">
                    { glyph("worried") }{ words.concern_title() }
                </a>
                <a href={Route::Leave { id: id.0 }.href()} class="ds-button" data-variant="tertiary">
                    { glyph("leave") }{ words.leave_title() }
                </a>
            </div>
        </Page>
    }
}

fn lede(phone: &Phone, person: &Participant) -> String {
    let words = phone.words;
    let mut parts = Vec::new();
    parts.extend(person.birth_year.map(|year| words.person_born(i64::from(year.year()))));
    let language = person.language.map(|language| format::language(words, language.tag()));
    parts.extend(language.map(|language| words.person_language(&language)));
    if person.interpreter {
        parts.push(words.person_interpreter().to_owned());
    }
    parts.join(" · ")
}

fn visit_note(phone: &Phone, person: &Participant) -> Html {
    let note = person.visit_note.value.as_ref();
    html! {
        <div class="banner-place">
            if let Some(note) = note {
                <div class="banner" data-kind="heads-up">
                    { glyph("note") }
                    <p class="banner-title">{ phone.words.person_visit_note() }</p>
                    <p>{ note.to_string() }</p>
                </div>
            }
        </div>
    }
}

fn next(phone: &Phone, participant: ParticipantId) -> Html {
    let words = phone.words;
    let view = phone.view();
    let coming: Vec<_> = visits(&view, participant)
        .into_iter()
        .filter(|visit| visit.progress() != Progress::Ended)
        .filter(|visit| visit.under_way() || visit.minutes_over(phone.now) <= 60)
        .collect();
    if coming.is_empty() {
        return html! { <p class="soft">{ words.person_next_none() }</p> };
    }
    html! {
        <ul class="rows">
            { for coming.iter().map(|visit| {
                let starts = visit.plan.starts.value;
                let (weekday, date) = format::leaf(words, starts.day);
                let today = (starts.day == phone.now.day).then_some("");
                html! {
                    <li key={visit.plan.id.0.to_string()}>
                        <a href={Route::Visit { id: visit.plan.id.0 }.href()} class="row">
                            <span class="leaf" data-today={today} aria-hidden="true">
                                <span class="leaf-day">{ weekday }</span>
                                <span class="leaf-date">{ date }</span>
                            </span>
                            <span class="row-words">
                                <span class="row-title">{ visit.plan.what.to_string() }</span>
                                <span class="row-sub">
                                    { format::start_near(words, starts, phone.now.day) }
                                </span>
                            </span>
                            { row_end("next") }
                        </a>
                    </li>
                }
            }) }
        </ul>
    }
}

fn contacts(phone: &Phone, participant: ParticipantId) -> Html {
    let words = phone.words;
    let view = phone.view();
    let rows: Vec<&Contact> = view.about::<Contact>(participant).collect();
    if rows.is_empty() {
        return html! { <div></div> };
    }
    html! {
        { section("contacts", words.person_contacts(), html! { <>
            <ul class="rows">
                { for rows.iter().map(|contact| html! {
                    <li key={contact.id.0.to_string()}>
                        <div class="row">
                            { glyph("participants") }
                            <span class="row-words">
                                <span class="row-title">{ contact.name.value.to_string() }</span>
                                <span class="row-sub">{ words.contact_role(contact.role) }</span>
                            </span>
                            if let Some(number) = &contact.phone.value {
                                { call_link(number, words.shell_call(), "quiet") }
                            }
                        </div>
                    </li>
                }) }
            </ul>
        </> }) }
    }
}
