//! Putting the app on the home screen, with pictures.

use gloo_events::EventListener;
use yew::prelude::*;

use crate::browser;
use crate::hooks::{use_once, use_state};
use crate::language::use_words;
use crate::markup::html;

/// A phone that runs the app from a browser's tab.
pub fn wanted() -> bool {
    let phone = matches!(browser::boot::platform().as_str(), "ios" | "android");
    (phone || browser::boot::can_install()) && !browser::boot::standalone()
}

#[derive(Clone, PartialEq, Properties)]
pub struct InstallProps {
    /// From the link: to be typed again in the installed app on iOS.
    pub code: String,
    pub done: Callback<()>,
}

#[component]
pub fn Install(props: &InstallProps) -> Html {
    let words = use_words();
    let offered = use_state(browser::boot::can_install);
    let installed = use_state(|| false);
    {
        let (offered, installed) = (offered.clone(), installed.clone());
        use_once(Box::new(move || {
            let listeners = browser::window().map(|window| {
                let installable = EventListener::new(&window, "brobygger:installable", move |_| {
                    offered.set(true);
                });
                let done = EventListener::new(&window, "brobygger:installed", move |_| {
                    installed.set(true)
                });
                (installable, done)
            });
            Box::new(move || drop(listeners))
        }));
    }
    let ios = browser::boot::platform() == "ios";
    let in_app = browser::boot::in_app_browser();
    let steps: Vec<(&str, &str)> = match ios {
        true => vec![
            ("ios-share", words.enrol_ios_2()),
            ("ios-add", words.enrol_ios_3()),
            ("open", words.enrol_ios_4()),
        ],
        false => vec![
            ("android-menu", words.enrol_android_1()),
            ("android-add", words.enrol_android_2()),
            ("open", words.enrol_android_3()),
        ],
    };
    let next = props.done.reform(|_: MouseEvent| ());
    html! {
        <div class="stack" data-gap="lg">
            <div class="page-head">
                <h1 class="ds-heading" data-size="lg" tabindex="-1" id="heading">
                    { if in_app { words.enrol_in_app() } else { words.enrol_install() } }
                </h1>
                <p class="page-lede">
                    { if in_app { words.enrol_in_app_text() } else { words.enrol_install_text() } }
                </p>
            </div>
            if in_app {
                <p class="strong">
                    { if ios { words.enrol_in_app_ios() } else { words.enrol_in_app_android() } }
                </p>
            } else if *installed {
                <p class="strong" role="status">{ words.enrol_install_done() }</p>
            } else if *offered {
                <button
                    type="button" class="ds-button" data-size="lg"
                    onclick={Callback::from(|_: MouseEvent| browser::boot::install())}
                >
                    { words.enrol_install_button() }
                </button>
            } else {
                <ol class="install">
                    { for steps.iter().map(|(picture, text)| html! {
                        <li class="install-step" key={*text}>
                            <svg class="install-picture" viewBox="0 0 160 160" aria-hidden="true">
                                <use href={format!("#i-install-{picture}")} />
                            </svg>
                            <p>{ *text }</p>
                        </li>
                    }) }
                </ol>
            }
            if ios && !in_app {
                <p class="soft">{ words.enrol_ios_1() }{ " " }{ words.enrol_ios_web_app() }</p>
            }
            if ios && !props.code.is_empty() {
                <div class="card" data-tone="tint">
                    <p>{ words.enrol_ios_code() }</p>
                    <p class="code-words"><strong>{ props.code.clone() }</strong></p>
                </div>
            }
            <div class="dock">
                <button
                    type="button" class="ds-button" data-size="lg" data-variant="secondary"
                    onclick={next}
                >
                    { words.enrol_install_skip() }
                </button>
            </div>
        </div>
    }
}
