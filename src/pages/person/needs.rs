//! Practical needs and wishes.

use domain::{Line, Participant, ParticipantId, Wish, WishState};
use yew::prelude::*;

use crate::components::{glyph, section};
use crate::markup::html;
use crate::phone::use_phone;
use crate::wording;

#[derive(Clone, PartialEq, Properties)]
pub struct NeedsProps {
    pub participant: ParticipantId,
}

#[component]
pub fn Needs(props: &NeedsProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let Some(person) = view.get::<Participant>(props.participant) else {
        return html! { <div></div> };
    };
    let wishes: Vec<&Wish> = view
        .about::<Wish>(person.id)
        .filter(|wish| wish.state.value != WishState::Dropped)
        .collect();
    let needs = &person.practical;
    let facts: Vec<(&str, &str, &Option<Line>)> = vec![
        ("bus", words.person_transport(), &needs.transport.value),
        ("cost", words.person_cost(), &needs.cost.value),
        ("note", words.person_equipment(), &needs.equipment.value),
        ("accessible", words.person_aids(), &needs.aids.value),
    ];
    let reach = person.contact_preference.value.map(|by| words.contact_preference(by));
    let nothing = reach.is_none() && facts.iter().all(|(_, _, value)| value.is_none());
    html! {
        <>
            { section("wishes", words.person_wishes(), html! { <>
                if wishes.is_empty() {
                    <p class="soft">{ words.person_wishes_none() }</p>
                }
                <ul class="rows">
                    { for wishes.iter().map(|wish| html! {
                        <li key={wish.id.0.to_string()}>
                            <div class="row">
                                { glyph(wish.themes.first().map_or("conversation", |theme| wording::theme(words, *theme).0)) }
                                <span class="row-words">
                                    <span class="row-title">{ wish.text.value.to_string() }</span>
                                    <span class="row-sub">{ words.wish_state(wish.state.value) }</span>
                                </span>
                            </div>
                        </li>
                    }) }
                </ul>
            </> }) }
            { section("practical", words.person_practical(), html! { <>
                if nothing {
                    <p class="soft">{ words.person_practical_none() }</p>
                }
                <dl class="facts">
                    if let Some(reach) = reach {
                        <div class="fact" key="reach">
                            { glyph("phone") }<dt>{ words.person_reach() }</dt><dd>{ reach }</dd>
                        </div>
                    }
                    { for facts.iter().filter_map(|(icon, label, value)| {
                        value.as_ref().map(|value| html! {
                            <div class="fact" key={*icon}>
                                { glyph(icon) }
                                <dt>{ *label }</dt><dd>{ value.to_string() }</dd>
                            </div>
                        })
                    }) }
                </dl>
            </> }) }
        </>
    }
}
