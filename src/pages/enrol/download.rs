//! The first download, and "ready without a network".

use gloo_events::EventListener;
use yew::prelude::*;

use crate::browser;
use crate::components::{glyph, mark};
use crate::hooks::{use_change, use_once};
use crate::language::use_words;
use crate::markup::html;
use crate::phone::Engine;

#[derive(Clone, PartialEq, Properties)]
pub struct DownloadProps {
    pub engine: Engine,
    pub done: Callback<Engine>,
}

#[component]
pub fn Download(props: &DownloadProps) -> Html {
    let words = use_words();
    let beat = use_force_update();
    {
        // The page is drawn for one engine alone.
        let engine = props.engine.clone();
        use_once(Box::new(move || {
            let subscription = engine.subscribe(move |_| beat.force_update());
            let running = crate::platform::keep_running(&engine);
            Box::new(move || drop((subscription, running)))
        }));
    }
    let shell = use_force_update();
    use_once(Box::new(move || {
        let known = browser::window().map(|window| {
            EventListener::new(&window, "brobygger:offline", move |_| shell.force_update())
        });
        Box::new(move || drop(known))
    }));
    let status = props.engine.status();
    // Ready are the records *and* the app itself.
    let offline = browser::boot::opens_offline();
    let ready = status.first_download.is_none() && offline.is_some();
    let (heading, text) = match offline {
        Some(false) => (words.enrol_ready_online(), words.enrol_ready_online_text()),
        _ => (words.enrol_ready(), words.enrol_ready_text()),
    };
    use_change(
        usize::from(ready),
        Box::new(move || {
            if ready {
                browser::focus("#heading");
            }
        }),
    );
    let (done, total) =
        status.first_download.map_or((0, 0), |progress| (progress.scopes_done, progress.scopes));
    let finish = {
        let (done, engine) = (props.done.clone(), props.engine.clone());
        Callback::from(move |_: MouseEvent| done.emit(engine.clone()))
    };
    html! {
        <div class="stack" data-gap="lg">
            if ready {
                <div class="thanks">
                    { mark() }
                    <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                        { heading }
                    </h1>
                    <p class="soft">{ text }</p>
                </div>
                <div class="dock">
                    <button type="button" class="ds-button" data-size="lg" onclick={finish}>
                        { words.enrol_ready_button() }
                    </button>
                </div>
            } else {
                <div class="page-head">
                    <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                        { words.enrol_download() }
                    </h1>
                    <p class="page-lede">{ words.enrol_download_text() }</p>
                </div>
                <div class="progress">
                    <label for="progress">{ words.enrol_download() }</label>
                    <progress
                        id="progress" max={total.max(1).to_string()} value={done.to_string()}
                    />
                    <p class="small soft" role="status">
                        { words.enrol_download_progress(done as i64, total as i64) }
                    </p>
                </div>
                <div class="banner-place">
                    if status.offline {
                        <div class="banner" data-kind="heads-up">
                            { glyph("unsent") }
                            <p>{ words.enrol_download_broken() }</p>
                        </div>
                    }
                </div>
            }
        </div>
    }
}
