//! The phone's storage cannot be opened: why, in words. Nothing is saved then, and nothing says so.

use session::{OpenError, StoreError};
use yew::prelude::*;

use crate::components::glyph;
use crate::language::use_words;
use crate::markup::html;
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct StorageFailedProps {
    pub error: OpenError,
}

#[component]
pub fn StorageFailed(props: &StorageFailedProps) -> Html {
    let words = use_words();
    let text = match &props.error {
        OpenError::Storage(error) => why(words, error),
        _ => words.enrol_storage_other(),
    };
    let title = match &props.error {
        OpenError::Storage(StoreError::Blocked) => words.enrol_storage_waiting(),
        OpenError::Storage(StoreError::Newer) => words.trouble_other_tab(),
        _ => words.enrol_storage(),
    };
    // Elsewhere there may be something.
    let nothing = props.error == OpenError::Storage(StoreError::Unavailable);
    let again = Callback::from(|_: MouseEvent| crate::browser::reload());
    html! {
        <div class="app" data-tabs="off">
            <div class="app-frame">
                <main class="page" id="main">
                    <div class="banner" data-kind="trouble" role="alert">
                        { glyph("alert") }
                        <h1 class="banner-title">{ title }</h1>
                        <p>{ text }</p>
                        if nothing {
                            <p>{ words.enrol_storage_nothing_saved() }</p>
                        }
                        <div class="actions">
                            <button type="button" class="ds-button" onclick={again}>
                                { words.shell_try_again() }
                            </button>
                        </div>
                    </div>
                </main>
            </div>
        </div>
    }
}

pub fn why(words: Words, error: &StoreError) -> &'static str {
    match error {
        StoreError::Unavailable => words.enrol_storage_private(),
        StoreError::Full => words.enrol_storage_full(),
        StoreError::Blocked => words.enrol_storage_blocked(),
        StoreError::Newer => words.enrol_storage_newer(),
        _ => words.enrol_storage_other(),
    }
}
