//! Behind "add more": the form of the first conversation, one group at a time.

use domain::{Company, ContactPreference, HowOften, MeetingPlace, PartOfDay, Present, Told};
use yew::prelude::*;

use super::form::{MoreForm, TalkForm, Wrong};
use crate::components::{Ask, Choice, DayField, Kind, TextArea, TextField, pick_many, pick_one};
use crate::draft::DraftHandle;
use crate::markup::html;
use crate::part::part;
use crate::phone::use_phone;

#[derive(Clone, PartialEq, Properties)]
pub struct MoreProps {
    pub draft: DraftHandle<TalkForm>,
    pub name: AttrValue,
    pub wrong: Option<Wrong>,
}

#[component]
pub fn More(props: &MoreProps) -> Html {
    let words = use_phone().words;
    let name = &props.name;
    html! {
        <div class="stack">
            { group(words.talk_present(), part!(AboutTheTalk(props.clone()))) }
            { group(words.talk_told(), part!(WhatWasTold(props.clone()))) }
            { group(&words.talk_likes(name), part!(Likes(props.clone()))) }
            { group(words.talk_fits(), part!(Fits(props.clone()))) }
            { group(words.talk_practical(), part!(Practical(props.clone()))) }
        </div>
    }
}

fn group(summary: &str, inside: Html) -> Html {
    html! {
        <details class="ds-details">
            <summary>{ summary.to_owned() }</summary>
            <div class="stack" data-gap="lg">{ inside }</div>
        </details>
    }
}

fn choices<T: Copy>(all: &[T], said: impl Fn(T) -> &'static str) -> Vec<Choice<T>> {
    all.iter().map(|value| Choice::new(*value, said(*value))).collect()
}

/// Sets one answer behind "add more".
fn put<V: 'static>(props: &MoreProps, set: fn(&mut MoreForm, V)) -> Callback<V> {
    props.draft.field(move |form: &mut TalkForm, value| set(&mut form.more, value))
}

#[component]
fn AboutTheTalk(props: &MoreProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let more = &props.draft.value.more;
    html! {
        <>
            { part!(DayField {
                id: "talked",
                label: words.talk_day(),
                value: props.draft.value.talked.clone(),
                max: phone.now.day,
                error: Wrong::TalkDay.error(words, props.wrong),
                oninput: props.draft.field(|form: &mut TalkForm, value| form.talked = value),
            }) }
            { pick_one(Ask { id: "place", question: AttrValue::Static(words.talk_place()), small: true, kind: Kind::Pair, ..Ask::default() }, choices(MeetingPlace::ALL, |place| words.meeting_place(place)), more.place, put(props, |m, value| m.place = Some(value))) }
            { pick_many(Ask { id: "present", question: AttrValue::Static(words.talk_present()), small: true, kind: Kind::Pair, ..Ask::default() }, choices(Present::ALL, |present| words.present(present)), &more.present.clone(), put(props, |m, value| m.present = value)) }
            { pick_one(Ask { id: "interpreter", question: AttrValue::Static(words.talk_interpreter()), small: true, kind: Kind::Pair, ..Ask::default() }, vec![
                    Choice::new(true, words.shell_yes()), Choice::new(false, words.shell_no()),
                ], more.interpreter, put(props, |m, value| m.interpreter = Some(value))) }
        </>
    }
}

#[component]
fn WhatWasTold(props: &MoreProps) -> Html {
    let words = use_phone().words;
    html! {
        { pick_many(Ask { id: "told", question: AttrValue::Static(words.talk_told()), small: true, ..Ask::default() }, choices(Told::ALL, |told| words.told(told)), &props.draft.value.more.told.clone(), put(props, |m, value| m.told = value)) }
    }
}

#[component]
fn Likes(props: &MoreProps) -> Html {
    let words = use_phone().words;
    let more = &props.draft.value.more;
    let area =
        |id: &'static str, label: &'static str, value: &str, set: fn(&mut MoreForm, String)| {
            part!(TextArea {
                id,
                label,
                value: value.to_owned(),
                oninput: put(props, set),
                error: Wrong::More(id).error(words, props.wrong)
            })
        };
    html! {
        <>
            { area("want-to-try", words.talk_want_to_try(), &more.want_to_try, |m, v| m.want_to_try = v) }
            { area("earlier", words.talk_earlier(), &more.earlier, |m, v| m.earlier = v) }
            { area("still-liked", words.talk_still_liked(), &more.still_liked, |m, v| m.still_liked = v) }
            { area("disliked", words.talk_disliked(), &more.disliked, |m, v| m.disliked = v) }
            { area("good-at", words.talk_good_at(), &more.good_at, |m, v| m.good_at = v) }
        </>
    }
}

#[component]
fn Fits(props: &MoreProps) -> Html {
    let words = use_phone().words;
    let more = &props.draft.value.more;
    html! {
        <>
            { pick_many(Ask { id: "part-of-day", question: AttrValue::Static(words.talk_part_of_day()), small: true, kind: Kind::Pair, ..Ask::default() }, choices(PartOfDay::ALL, |part| words.part_of_day(part)), &more.when.clone(), put(props, |m, value| m.when = value)) }
            { pick_one(Ask { id: "company", question: AttrValue::Static(words.talk_company()), small: true, ..Ask::default() }, choices(Company::ALL, |company| words.company(company)), more.company, put(props, |m, value| m.company = Some(value))) }
            { pick_one(Ask { id: "often", question: AttrValue::Static(words.talk_often()), small: true, kind: Kind::Pair, ..Ask::default() }, choices(HowOften::ALL, |often| words.how_often(often)), more.how_often, put(props, |m, value| m.how_often = Some(value))) }
        </>
    }
}

#[component]
fn Practical(props: &MoreProps) -> Html {
    let words = use_phone().words;
    let more = &props.draft.value.more;
    let line = |id: &'static str, label: String, value: &str, set: fn(&mut MoreForm, String)| {
        part!(TextField {
            id,
            label,
            value: value.to_owned(),
            oninput: put(props, set),
            max: 120,
            error: Wrong::More(id).error(words, props.wrong)
        })
    };
    html! {
        <>
            { line("transport", words.talk_transport(&props.name), &more.transport, |m, v| m.transport = v) }
            { line("cost", words.talk_cost().into(), &more.cost, |m, v| m.cost = v) }
            { line("equipment", words.talk_equipment().into(), &more.equipment, |m, v| m.equipment = v) }
            { line("aids", words.talk_aids().into(), &more.aids, |m, v| m.aids = v) }
            { pick_one(Ask { id: "contact", question: words.talk_contact(&props.name).into(), small: true, kind: Kind::Pair, ..Ask::default() }, choices(ContactPreference::ALL, |by| words.contact_preference(by)), more.contact_preference, put(props, |m, value| m.contact_preference = Some(value))) }
        </>
    }
}
