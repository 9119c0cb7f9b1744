//! "Is this right, Anna?": in large type, to be read aloud or by the participant.

use std::rc::Rc;

use yew::prelude::*;

use super::form::TalkForm;
use crate::components::sized_glyph;
use crate::markup::html;
use crate::phone::use_phone;
use crate::{format, wording};

#[derive(Clone, PartialEq, Properties)]
pub struct ReadBackProps {
    pub form: Rc<TalkForm>,
}

#[component]
pub fn ReadBack(props: &ReadBackProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let form = &props.form;
    let next = form.next(phone.now.day).ok().flatten();
    let said = form.matters.trim();
    html! {
        <div class="readback">
            <p class="eyebrow">{ words.talk_read_important() }</p>
            if said.is_empty() && form.themes.is_empty() {
                <p class="readback-words soft">{ words.talk_read_empty() }</p>
            } else {
                <p class="readback-words">{ said.to_owned() }</p>
            }
            <ul class="readback-list">
                { for form.themes.iter().map(|theme| {
                    let (icon, said) = wording::theme(words, *theme);
                    html! { <li key={icon}>{ sized_glyph(icon, "lg") }{ said }</li> }
                }) }
            </ul>
            if let Some(next) = next {
                <p class="eyebrow">{ words.talk_read_now() }</p>
                <ul class="readback-list">
                    <li>
                        { sized_glyph(wording::step(words, next.step).0, "lg") }
                        { match next.day {
                            Some(day) => format!(
                                "{}, {}",
                                wording::step(words, next.step).1,
                                format::near_day(words, day, phone.now.day),
                            ),
                            None => wording::step(words, next.step).1.to_owned(),
                        } }
                    </li>
                </ul>
            }
            if !form.more.want_to_try.trim().is_empty() {
                <p class="eyebrow">{ words.talk_want_to_try() }</p>
                <p class="readback-words">{ form.more.want_to_try.trim().to_owned() }</p>
            }
        </div>
    }
}
