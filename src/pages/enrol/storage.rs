//! There is nothing to open: the phone's storage does not, and why, in words, so that nothing is saved and
//! nothing says so; or the centre has revoked the phone, and nothing is left on it.

use session::{OpenError, StoreError};
use yew::prelude::*;

use crate::components::{bare_frame, glyph};
use crate::language::use_words;
use crate::markup::html;
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct StorageFailedProps {
    /// None where the centre has revoked the phone.
    pub error: Option<OpenError>,
}

#[component]
pub fn StorageFailed(props: &StorageFailedProps) -> Html {
    let words = use_words();
    let text = match &props.error {
        Some(OpenError::Storage(error)) => why(words, error),
        None => words.lock_gone_text(),
        _ => words.enrol_storage_other(),
    };
    let title = match &props.error {
        Some(OpenError::Storage(StoreError::Blocked)) => words.enrol_storage_waiting(),
        Some(OpenError::Storage(StoreError::Newer)) => words.trouble_other_tab(),
        None => words.lock_gone(),
        _ => words.enrol_storage(),
    };
    // Elsewhere there may be something.
    let nothing = props.error == Some(OpenError::Storage(StoreError::Unavailable));
    let again = Callback::from(|_: MouseEvent| crate::browser::reload());
    let page = html! {
        <>
            <div class="banner" data-kind="trouble" role="alert">
                { glyph("alert") }
                <h1 class="banner-title">{ title }</h1>
                <p>{ text }</p>
                if nothing {
                    <p>{ words.enrol_storage_nothing_saved() }</p>
                }
                <div class="actions">
                    <button type="button" class="ds-button" onclick={again}>
                        { if props.error.is_some() {
                            words.shell_try_again()
                        } else {
                            words.lock_code()
                        } }
                    </button>
                </div>
            </div>
        </>
    };
    bare_frame(false, page)
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
