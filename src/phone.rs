//! What every screen has at hand: the engine, the words, and what time it is.

use std::rc::Rc;

use domain::{LocalTime, MemoryView, Refusal, VolunteerCommand};
use gloo_timers::callback::Timeout;
use session::{PerformError, StoreError};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::draft::{Desk, DraftHandle, Form};
use crate::hooks::use_state;
use crate::language::Root;
use crate::notice::{Notice, NoticeBoard};
use crate::platform::BrowserPlatform;
use crate::route::Route;
use crate::router;
use crate::words::Words;

pub type Engine = session::Session<BrowserPlatform>;

/// A new value for each change that screens may show, so that whoever uses the context is drawn again.
#[derive(Clone, PartialEq)]
pub struct Phone {
    pub engine: Engine,
    pub words: Words,
    pub now: LocalTime,
    /// Rises with every change of the view, the outbox or the status.
    pub beat: u64,
    pub notices: NoticeBoard,
}

impl Phone {
    pub fn view(&self) -> Rc<MemoryView> {
        self.engine.view()
    }
}

/// The phone, on any screen inside the frame.
#[hook]
pub fn use_phone() -> Phone {
    #[expect(clippy::expect_used, reason = "a screen outside of the frame is a mistake of ours")]
    use_context::<Root>().and_then(|root| root.phone).expect("inside the frame")
}

/// A saving that takes no longer than a person notices is not shown to go on (a tenth of a second: Nielsen,
/// Usability Engineering, 5.5).
const BUSY_AFTER_MS: u32 = 100;

/// Why nothing was saved.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    Refused(Refusal),
    NotSaved(StoreError),
}

/// One attempt at a time: a button pressed twice saves once.
#[derive(Clone, PartialEq)]
pub struct Acting {
    pub busy: bool,
    pub problem: Option<Problem>,
    act: Callback<Attempt>,
}

struct Attempt {
    command: VolunteerCommand,
    desk: Option<Rc<Desk>>,
    then: Then,
}

impl Acting {
    /// Saves, then goes on. Nothing is said to be saved before it is.
    pub fn save(&self, command: impl Into<VolunteerCommand>, then: Then) {
        self.act.emit(Attempt { command: command.into(), desk: None, then });
    }

    /// Saves what was written in a form; its draft goes with it.
    pub fn save_draft(
        &self,
        command: impl Into<VolunteerCommand>,
        draft: &DraftHandle<impl Form>,
        then: Then,
    ) {
        self.act.emit(Attempt { command: command.into(), desk: Some(draft.desk()), then });
    }
}

/// What follows once it is saved. Whoever has gone to another page meanwhile is left alone there.
#[derive(Default)]
pub struct Then {
    go: Option<(Route, Going)>,
    say: Option<Notice>,
    call: Option<Callback<()>>,
}

#[derive(Clone, Copy)]
enum Going {
    /// "Back" leads here.
    On,
    /// This page is done with: "back" leads to what came before it.
    Instead,
}

impl Then {
    pub fn say(notice: Notice) -> Self {
        Self { say: Some(notice), ..Self::default() }
    }

    pub fn call(callback: Callback<()>) -> Self {
        Self { call: Some(callback), ..Self::default() }
    }

    pub fn push(self, route: Route) -> Self {
        Self { go: Some((route, Going::On)), ..self }
    }

    pub fn replace(self, route: Route) -> Self {
        Self { go: Some((route, Going::Instead)), ..self }
    }

    /// `page` is where it was begun.
    fn follow(self, page: &str, notices: &NoticeBoard) {
        if let Some(call) = self.call {
            call.emit(());
        }
        if browser::path() != page {
            return;
        }
        match self.go {
            Some((route, Going::On)) => router::push(route),
            Some((route, Going::Instead)) => router::replace(route),
            None => {}
        }
        if let Some(notice) = self.say {
            notices.say(notice);
        }
    }
}

#[hook]
pub fn use_acting() -> Acting {
    let Phone { engine, notices, .. } = use_phone();
    let state = use_state(|| (false, None::<Problem>));
    // Set at once, not at the next drawing: two taps may come before it.
    let running = use_mut_ref(|| false);
    let act = {
        let state = state.clone();
        Callback::from(move |attempt: Attempt| {
            if std::mem::replace(&mut *running.borrow_mut(), true) {
                return;
            }
            let (notices, page) = (notices.clone(), browser::path());
            let (engine, done) = (engine.clone(), state.clone());
            let (over, still) = (running.clone(), running.clone());
            spawn_local(async move {
                let Attempt { command, desk, then } = attempt;
                let problem = perform(&engine, command, desk).await.err();
                *over.borrow_mut() = false;
                let saved = problem.is_none();
                done.set((false, problem));
                if saved {
                    then.follow(&page, &notices);
                }
            });
            let busy = state.clone();
            let say_so = move || {
                if *still.borrow() {
                    busy.set((true, None));
                }
            };
            // What stood there is of the attempt before. Else nothing is drawn while the phone saves, since
            // that takes as long as the saving.
            if state.1.is_some() {
                say_so();
            } else {
                Timeout::new(BUSY_AFTER_MS, say_so).forget();
            }
        })
    };
    Acting { busy: state.0, problem: state.1.clone(), act }
}

async fn perform(
    engine: &Engine,
    command: VolunteerCommand,
    desk: Option<Rc<Desk>>,
) -> Result<(), Problem> {
    let saved = match &desk {
        Some(desk) => engine.perform_draft(command, desk.key()).await,
        None => engine.perform(command).await,
    };
    saved.map_err(|error| match error {
        PerformError::Refused(refusal) => Problem::Refused(refusal),
        PerformError::Storage(error) => Problem::NotSaved(error),
    })?;
    if let Some(desk) = desk {
        desk.sent();
    }
    Ok(())
}
