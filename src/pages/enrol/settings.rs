//! Language and size of text, before anything has to be read.

use yew::prelude::*;

use super::Found;
use crate::browser;
use crate::components::{Ask, Choice, glyph, mark, pick_one};
use crate::hooks::use_state;
use crate::language::{Root, use_words};
use crate::markup::html;
use crate::words::Lang;

#[derive(Clone, PartialEq, Properties)]
pub struct SettingsProps {
    pub found: Found,
    pub done: Callback<()>,
}

#[component]
pub fn Settings(props: &SettingsProps) -> Html {
    let words = use_words();
    let set_language = use_context::<Root>();
    let size = use_state(|| browser::boot::text_size().unwrap_or_else(|| "normal".into()));
    let languages = [Lang::Nb, Lang::Da, Lang::En]
        .into_iter()
        .map(|lang| Choice::new(lang, lang.own_name()))
        .collect::<Vec<_>>();
    let choose = Callback::from(move |lang: Lang| {
        if let Some(Root { set_language: set, .. }) = &set_language {
            set.emit(lang);
        }
    });
    let sizes = vec![
        Choice::new("normal".to_owned(), words.enrol_size_normal()),
        Choice::new("large".to_owned(), words.enrol_size_large()),
        Choice::new("largest".to_owned(), words.enrol_size_largest()),
    ];
    let resize = {
        let size = size.clone();
        Callback::from(move |chosen: String| {
            browser::boot::set_text_size(&chosen);
            size.set(chosen);
        })
    };
    let found = match props.found {
        Found::Nobody => None,
        Found::Somebody => Some(("lock", words.enrol_already(), words.enrol_already_text())),
        Found::Cleared => Some(("alert", words.enrol_cleared(), words.enrol_cleared_text())),
    };
    let next = props.done.reform(|_: MouseEvent| ());
    html! {
        <div class="stack" data-gap="lg">
            <div class="welcome">
                { mark() }
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                    { words.enrol_welcome() }
                </h1>
                <p>{ words.enrol_welcome_text() }</p>
            </div>
            <div class="banner-place">
                if let Some((icon, title, text)) = found {
                    <div class="banner" data-kind="heads-up">
                        { glyph(icon) }
                        <p class="banner-title">{ title }</p>
                        <p>{ text }</p>
                    </div>
                }
            </div>
            { pick_one(Ask { id: "language", question: AttrValue::Static(words.enrol_language()), ..Ask::default() }, languages, words.0, choose) }
            { pick_one(Ask { id: "size", question: AttrValue::Static(words.enrol_size()), ..Ask::default() }, sizes, (*size).clone(), resize) }
            <p class="soft">{ words.enrol_size_sample() }</p>
            <div class="dock">
                <button type="button" class="ds-button" data-size="lg" onclick={next}>
                    { words.shell_next() }
                </button>
            </div>
        </div>
    }
}
