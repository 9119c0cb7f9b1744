//! Nothing at this address, or not on this phone any more.

use yew::prelude::*;

use crate::components::{Page, fetching, nobody};
use crate::markup::html;
use crate::phone::use_phone;
use crate::route::Route;

#[component]
pub fn NotFoundPage() -> Html {
    let words = use_phone().words;
    html! {
        <Page heading={words.shell_not_found()} title={words.shell_not_found()}>
            <a href={Route::Today.href()} class="ds-button">{ words.shell_to_today() }</a>
        </Page>
    }
}

/// A participant or a visit that left the phone.
#[component]
pub fn GonePage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    html! {
        <Page
            heading={words.person_title()} title={words.person_title()}
            back={(AttrValue::Static(words.shell_people()), Route::People)}
        >
            { nobody(&phone, words.person_gone(), words.person_gone_text()) }
        </Page>
    }
}

/// A plan that was taken back, or that is not on this phone.
#[component]
pub fn VisitGonePage() -> Html {
    let phone = use_phone();
    let words = phone.words;
    html! {
        <Page
            heading={words.visit_gone()} title={words.visit_title()}
            back={(AttrValue::Static(words.shell_today()), Route::Today)}
        >
            if phone.engine.status().incomplete {
                { fetching(words) }
            }
            <a href={Route::Today.href()} class="ds-button">{ words.shell_to_today() }</a>
        </Page>
    }
}
