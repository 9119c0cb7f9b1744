//! About the app: which release, what the phone keeps, and whose work is in it.

use yew::prelude::*;

use crate::components::{Page, glyph, section};
use crate::markup::html;
use crate::phone::use_phone;
use crate::route::Route;

#[component]
pub fn AboutPage() -> Html {
    let words = use_phone().words;
    html! {
        <Page
            heading={words.more_about()} title={words.more_about()}
            back={(AttrValue::Static(words.more_title()), Route::More)}
        >
            <div class="card">
                <p class="strong">{ "Brobygger" }</p>
                <p>{ words.more_version(env!("CARGO_PKG_VERSION")) }</p>
            </div>
            { section("kept", words.more_kept(), html! { <>
                <ul class="checklist">
                    <li>{ glyph("note") }{ words.more_kept_what() }</li>
                    <li>{ glyph("nothing") }{ words.more_kept_not() }</li>
                    <li>{ glyph("lock") }{ words.more_kept_key() }</li>
                </ul>
            </> }) }
            <div class="stack" data-gap="sm">
                <p class="small soft">{ words.more_places() }</p>
                <p class="small soft">{ words.more_licence() }</p>
            </div>
        </Page>
    }
}
