//! Help: the questions that people ask, who answers the others, and a file of what is not sent.

use yew::prelude::*;

use crate::browser;
use crate::components::{HelpFoot, Page, glyph, section};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::use_phone;
use crate::route::Route;

/// What the engine hands out when everything is safely received.
const NOTHING: &str = r#"{"brobygger":1,"mutations":[]}"#;

#[component]
pub fn HelpPage() -> Html {
    let words = use_phone().words;
    let question = |asked: &'static str, answer: &'static str| {
        html! {
            <details class="ds-details" key={asked}>
                <summary>{ asked }</summary>
                <div class="stack"><p>{ answer }</p></div>
            </details>
        }
    };
    html! {
        <Page
            heading={words.more_help()} title={words.more_help()}
            back={(AttrValue::Static(words.more_title()), Route::More)}
        >
            <div>
                { question(words.more_help_offline(), words.more_help_offline_text()) }
                { question(words.more_help_wrong(), words.more_help_wrong_text()) }
                { question(words.more_help_lost(), words.more_help_lost_text()) }
            </div>
            { part!(Export) }
            { part!(HelpFoot) }
        </Page>
    }
}

/// For the day when nothing can be sent: the coordinator's computer takes the file in.
#[component]
fn Export() -> Html {
    let phone = use_phone();
    let words = phone.words;
    let onclick = {
        let (engine, notices) = (phone.engine.clone(), phone.notices.clone());
        Callback::from(move |_: MouseEvent| {
            let file = engine.export_outbox();
            let said = if file == NOTHING {
                words.more_export_nothing()
            } else {
                browser::save_file("brobygger-unsent.json", "application/json", &file);
                words.more_export_done()
            };
            notices.say(Notice::new(said));
        })
    };
    html! {
        { section("export", words.more_export(), html! { <>
            <p id="export-text">{ words.more_export_text() }</p>
            <div class="actions">
                <button
                    type="button" class="ds-button" data-variant="secondary"
                    aria-describedby="export-text" {onclick}
                >
                    { glyph("download") }{ words.more_export() }
                </button>
            </div>
        </> }) }
    }
}
