//! About the app: which release, what the phone keeps, and whose work is in it.

use yew::prelude::*;

use crate::components::{Icon, Page, Section};
use crate::phone::use_phone;
use crate::route::Route;

#[component]
pub fn AboutPage() -> Html {
    let words = use_phone().words;
    html! {
        <Page
            heading={words.more_about()} title={words.more_about()}
            back={(AttrValue::from(words.more_title()), Route::More)}
        >
            <div class="card">
                <p class="strong">{ "Brobygger" }</p>
                <p>{ words.more_version(env!("CARGO_PKG_VERSION")) }</p>
            </div>
            <Section id="kept" heading={words.more_kept()}>
                <ul class="checklist">
                    <li><Icon name="note" />{ words.more_kept_what() }</li>
                    <li><Icon name="nothing" />{ words.more_kept_not() }</li>
                    <li><Icon name="lock" />{ words.more_kept_key() }</li>
                </ul>
            </Section>
            <div class="stack" data-gap="sm">
                <p class="small soft">{ words.more_places() }</p>
                <p class="small soft">{ words.more_licence() }</p>
            </div>
        </Page>
    }
}
