//! What every screen has at hand: the engine, the words, and what time it is.

use std::rc::Rc;

use domain::{LocalTime, MemoryView, Refusal, VolunteerCommand};
use session::{PerformError, StoreError};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::hooks::use_state;
use crate::platform::BrowserPlatform;
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
    use_context::<Phone>().expect("inside the frame")
}

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
    commands: Vec<VolunteerCommand>,
    draft: Option<String>,
    then: Callback<()>,
}

impl Acting {
    /// Saves, then goes on. Nothing is said to be saved before it is.
    pub fn perform(&self, command: impl Into<VolunteerCommand>, then: Callback<()>) {
        self.act.emit(Attempt { commands: vec![command.into()], draft: None, then });
    }

    /// Saves several commands in order; the last takes the draft with it. Where one is refused, those
    /// after it are not tried.
    pub fn perform_all(
        &self,
        commands: Vec<VolunteerCommand>,
        draft: Option<String>,
        then: Callback<()>,
    ) {
        self.act.emit(Attempt { commands, draft, then });
    }
}

#[hook]
pub fn use_acting() -> Acting {
    let phone = use_phone();
    let state = use_state(|| (false, None::<Problem>));
    // Set at once, not at the next drawing: two taps may come before it.
    let running = use_mut_ref(|| false);
    let act = {
        let (state, engine) = (state.clone(), phone.engine);
        Callback::from(move |attempt: Attempt| {
            if std::mem::replace(&mut *running.borrow_mut(), true) {
                return;
            }
            state.set((true, None));
            let (state, engine, running) = (state.clone(), engine.clone(), running.clone());
            spawn_local(async move {
                let result = perform_all(&engine, attempt.commands, attempt.draft).await;
                *running.borrow_mut() = false;
                match result {
                    Ok(()) => {
                        state.set((false, None));
                        attempt.then.emit(());
                    }
                    Err(problem) => state.set((false, Some(problem))),
                }
            });
        })
    };
    Acting { busy: state.0, problem: state.1.clone(), act }
}

async fn perform_all(
    engine: &Engine,
    commands: Vec<VolunteerCommand>,
    draft: Option<String>,
) -> Result<(), Problem> {
    let last = commands.len().saturating_sub(1);
    for (index, command) in commands.into_iter().enumerate() {
        let saved = match &draft {
            Some(draft) if index == last => engine.perform_draft(command, draft).await,
            _ => engine.perform(command).await,
        };
        saved.map_err(|error| match error {
            PerformError::Refused(refusal) => Problem::Refused(refusal),
            PerformError::Storage(error) => Problem::NotSaved(error),
        })?;
    }
    Ok(())
}
