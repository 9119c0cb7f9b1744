//! Choosing the words that open the app: a suggestion to write down, and proof that one has it.

use vault::passphrase::{self, Strength};
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::glyph;
use crate::hooks::{State, use_once, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::platform;
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct ChooseWordsProps {
    /// What must not be in them, since others know it: names.
    #[prop_or_default]
    pub not: Vec<AttrValue>,
    /// Somebody is enrolled here: these may be the words that open that vault.
    #[prop_or_default]
    pub before: bool,
    pub busy: bool,
    /// Why they could not be used.
    #[prop_or_default]
    pub error: AttrValue,
    pub chosen: Callback<String>,
}

#[component]
pub fn ChooseWords(props: &ChooseWordsProps) -> Html {
    let words = use_words();
    let suggested = use_state(String::new);
    let typed = use_state(String::new);
    let again = use_state(String::new);
    let tried = use_state(|| false);
    {
        let suggested = suggested.clone();
        use_once(Box::new(move || {
            suggest(words, suggested);
            Box::new(|| ())
        }));
    }
    let another = {
        let suggested = suggested.clone();
        Callback::from(move |_: MouseEvent| suggest(words, suggested.clone()))
    };
    let not: Vec<&str> = props.not.iter().map(AttrValue::as_str).collect();
    let strength = passphrase::strength(&typed, &not);
    let enough = matches!(strength, Strength::Fair | Strength::Good);
    let same = passphrase::normal(&typed) == passphrase::normal(&again);
    let onsubmit = {
        let (chosen, typed, tried) = (props.chosen.clone(), typed.clone(), tried.clone());
        let busy = props.busy;
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            tried.set(true);
            if enough && same && !busy {
                chosen.emit((*typed).clone());
            }
        })
    };
    let error = match (*tried, enough, same) {
        (true, true, false) => words.words_differ().into(),
        _ => props.error.clone(),
    };
    html! {
        <form class="form" novalidate=true {onsubmit}>
            <p>{ words.words_text() }</p>
            <div class="offer-place">
                if !suggested.is_empty() {
                    <div class="card" data-tone="tint">
                        <p class="small">{ words.words_suggested() }</p>
                        <p class="pass-words" id="suggested">{ (*suggested).clone() }</p>
                        <button type="button" class="quiet" onclick={another}>
                            { glyph("repeat") }{ words.words_another() }
                        </button>
                    </div>
                }
                if props.before {
                    <p class="soft">{ words.words_before() }</p>
                }
            </div>
            { field("words", words.words_label(), words.words_help(), &typed) }
            <p class="small" role="status">
                { if typed.is_empty() && !*tried { "" } else { say(words, strength) } }
            </p>
            { field("words-again", words.words_again(), "", &again) }
            <p class="ds-validation-message" data-field="validation" role="alert">{ error }</p>
            <div class="dock">
                <button
                    type="submit" class="ds-button" data-size="lg"
                    aria-busy={props.busy.to_string()}
                >
                    { words.words_save() }
                </button>
            </div>
        </form>
    }
}

fn field(id: &'static str, label: &'static str, help: &'static str, value: &State<String>) -> Html {
    let oninput = {
        let value = value.clone();
        Callback::from(move |event: InputEvent| {
            let field: HtmlInputElement = event.target_unchecked_into();
            value.set(field.value());
        })
    };
    let help_id = format!("{id}-help");
    html! {
        <div class="ds-field">
            <label class="ds-label" for={id}>{ label }</label>
            <p data-field="description" id={help_id.clone()}>{ help }</p>
            <input
                class="ds-input" {id} type="text" value={(**value).clone()} {oninput}
                autocomplete="off" autocapitalize="none" spellcheck="false"
                aria-describedby={help_id}
            />
        </div>
    }
}

/// Where the list cannot be fetched there is no suggestion, and own words do.
fn suggest(words: Words, suggested: State<String>) {
    spawn_local(async move {
        let Some(list) = platform::passphrase::words(words.0.tag()).await else { return };
        let chosen = passphrase::generate(&list, &mut |bytes| platform::random(bytes));
        suggested.set(chosen.unwrap_or_default());
    });
}

fn say(words: Words, strength: Strength) -> &'static str {
    match strength {
        Strength::TooShort => words.words_too_short(),
        Strength::Weak => words.words_weak(),
        Strength::Fair => words.words_fair(),
        Strength::Good => words.words_good(),
    }
}
