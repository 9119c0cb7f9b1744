//! Language, size of text, colours: changed at once, and kept on this phone.

use yew::prelude::*;

use crate::browser::boot;
use crate::components::{Ask, Choice, Kind, Page, glyph, pick_one};
use crate::hooks::use_state;
use crate::language::Root;
use crate::markup::html;
use crate::part::part;
use crate::phone::use_phone;
use crate::route::Route;
use crate::words::Lang;

#[component]
pub fn LanguagePage() -> Html {
    let words = use_phone().words;
    html! {
        <Page
            heading={words.more_language()} title={words.more_language()}
            back={(AttrValue::Static(words.more_title()), Route::More)}
        >
            <div class="form">
                { part!(Languages) }
                { part!(TextSizes) }
                { part!(Colours) }
            </div>
        </Page>
    }
}

/// Each language in its own words.
#[component]
fn Languages() -> Html {
    let words = use_phone().words;
    let set = use_context::<Root>();
    let tile = |lang: Lang| {
        let set = set.clone();
        let onchange = Callback::from(move |_: Event| {
            if let Some(Root { set_language: set, .. }) = &set {
                set.emit(lang);
            }
        });
        html! {
            <label class="choice" key={lang.tag()} lang={lang.tag()}>
                <input
                    type="radio" name="language" id={format!("language-{}", lang.tag())}
                    checked={words.0 == lang} {onchange}
                />
                { glyph("language") }
                <span class="choice-words">{ lang.own_name() }</span>
            </label>
        }
    };
    html! {
        <fieldset class="ds-fieldset">
            <legend class="question">{ words.enrol_language() }</legend>
            <div class="choices">{ for Lang::ALL.into_iter().map(tile) }</div>
        </fieldset>
    }
}

#[component]
fn TextSizes() -> Html {
    let words = use_phone().words;
    let chosen = use_state(|| boot::text_size().unwrap_or_else(|| "normal".into()));
    let tile = |(size, said): (&'static str, &'static str)| {
        let onchange = {
            let chosen = chosen.clone();
            Callback::from(move |_: Event| {
                boot::set_text_size(size);
                chosen.set(size.to_owned());
            })
        };
        html! {
            <label class="choice" key={size}>
                <input
                    type="radio" name="size" id={format!("size-{size}")}
                    checked={*chosen == size} {onchange}
                />
                <span class="choice-letter" data-letter={size} aria-hidden="true">{ "A" }</span>
                <span class="choice-words">{ said }</span>
            </label>
        }
    };
    let sizes = [
        ("normal", words.enrol_size_normal()),
        ("large", words.enrol_size_large()),
        ("largest", words.enrol_size_largest()),
    ];
    html! {
        <fieldset class="ds-fieldset">
            <legend class="question">{ words.enrol_size() }</legend>
            <div class="choices">{ for sizes.into_iter().map(tile) }</div>
            <p>{ words.enrol_size_sample() }</p>
        </fieldset>
    }
}

#[component]
fn Colours() -> Html {
    let words = use_phone().words;
    let chosen = use_state(|| boot::color_scheme().unwrap_or_else(|| "auto".into()));
    let onchoose = {
        let chosen = chosen.clone();
        Callback::from(move |scheme: String| {
            boot::set_color_scheme(&scheme);
            chosen.set(scheme);
        })
    };
    let choices = vec![
        Choice::new("auto".to_owned(), words.more_colours_auto()),
        Choice::new("light".to_owned(), words.more_colours_light()),
        Choice::new("dark".to_owned(), words.more_colours_dark()),
    ];
    html! {
        { pick_one(Ask { id: "colours", question: AttrValue::Static(words.more_colours()), kind: Kind::Pair, ..Ask::default() }, choices, (*chosen).clone(), onchoose) }
    }
}
