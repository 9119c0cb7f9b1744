//! The first time: language and size, the home screen, the code, the first download.
//!
//! Installing comes before the code, since an installed app on iOS shares nothing with Safari. The code
//! stands in the fragment of the link, so that it never reaches a log, and is spent only when the person
//! has seen whose it is.

mod code;
mod download;
mod install;
mod passkey;
mod settings;
mod storage;

use session::Unlocked;
use yew::prelude::*;

pub use self::storage::{StorageFailed, why};

use self::code::{Code, Enrolled};
use self::download::Download;
use self::install::Install;
use self::passkey::PasskeyOffer;
use self::settings::Settings;
use crate::browser;
use crate::components::bare_frame;
use crate::hooks::{use_change, use_state};
use crate::language::use_words;
use crate::markup::html;
use crate::part::part;
use crate::phone::Engine;
use crate::route::Route;
use crate::router;

#[derive(Clone, PartialEq, Properties)]
pub struct EnrolPageProps {
    pub found: Found,
    pub enrolled: Callback<Engine>,
}

/// What was on this phone when it was opened.
#[derive(Clone, Copy, PartialEq)]
pub enum Found {
    Nobody,
    /// Somebody is enrolled already.
    Somebody,
    /// Somebody was, and the system has cleared the storage.
    Cleared,
}

#[derive(Clone, PartialEq)]
enum Step {
    Settings,
    Install,
    Code,
    /// The phone's own lock is offered.
    Passkey(Engine, Unlocked),
    Download(Engine),
}

#[component]
pub fn EnrolPage(props: &EnrolPageProps) -> Html {
    let words = use_words();
    let link_code = use_state(browser::fragment);
    let step = use_state(|| Step::Settings);
    let number = match &*step {
        Step::Settings => 1,
        Step::Install => 2,
        Step::Code => 3,
        Step::Passkey(..) => 4,
        Step::Download(_) => 5,
    };
    use_change(
        number,
        Box::new(move || {
            browser::set_title(&words.shell_page_title(words.enrol_title()));
            browser::scroll_to_top();
            browser::focus("#heading");
        }),
    );
    let to = |next: Step| {
        let step = step.clone();
        Callback::from(move |()| step.set(next.clone()))
    };
    let after_settings = if install::wanted() { Step::Install } else { Step::Code };
    let got_engine = {
        let step = step.clone();
        Callback::from(move |(engine, unlocked): Enrolled| {
            // The code is spent: it leaves the address, and with it the history.
            router::replace(Route::Enrol);
            browser::ask_to_persist();
            step.set(match unlocked {
                Some(unlocked) => Step::Passkey(engine, unlocked),
                None => Step::Download(engine),
            });
        })
    };
    let ready = {
        let enrolled = props.enrolled.clone();
        Callback::from(move |engine: Engine| {
            router::replace(Route::Today);
            enrolled.emit(engine);
        })
    };
    let page = html! {
        <>
            { match &*step {
                Step::Settings => part!("settings" => Settings {
                    done: to(after_settings),
                    found: props.found,
                }),
                Step::Install => part!("install" => Install {
                    code: (*link_code).clone(),
                    done: to(Step::Code),
                }),
                Step::Code => part!("code" => Code {
                    code: (*link_code).clone(),
                    before: props.found == Found::Somebody,
                    enrolled: got_engine,
                }),
                Step::Passkey(engine, unlocked) => part!("passkey" => PasskeyOffer {
                    unlocked: unlocked.clone(),
                    done: to(Step::Download(engine.clone())),
                }),
                Step::Download(engine) => part!("download" => Download {
                    engine: engine.clone(),
                    done: ready,
                }),
            } }
        </>
    };
    bare_frame(true, page)
}
