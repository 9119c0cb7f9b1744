//! What is being written: kept on the phone at each pause, and there again when the screen is opened.
//!
//! A form holds one value; [`use_draft`] brings back what was kept under its key, saves it 300 ms after
//! the last change and whenever the app may be about to disappear, and lets it go when the form is
//! sent. The key holds nothing personal: `conversation/<id>`.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::phone::{Engine, use_phone};

/// A pause in the writing, in milliseconds.
const PAUSE: u32 = 300;

/// A form's value. The default is the empty form, of which no draft is kept.
pub trait Form: Serialize + DeserializeOwned + Default + Clone + PartialEq + 'static {}

impl<T: Serialize + DeserializeOwned + Default + Clone + PartialEq + 'static> Form for T {}

/// What is written now. Cheap to clone into callbacks.
pub struct DraftHandle<T: Form> {
    pub value: T,
    /// It was there when the screen was opened.
    pub restored: bool,
    /// What stands here is on the phone.
    pub kept: bool,
    desk: Rc<Desk<T>>,
    redraw: UseForceUpdateHandle,
}

impl<T: Form> DraftHandle<T> {
    pub fn set(&self, value: T) {
        self.change(|form| *form = value);
    }

    /// Changes what is written *now*, which may be newer than [`DraftHandle::value`].
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        change(&mut self.desk.value.borrow_mut());
        self.desk.touched(self.redraw.clone());
        self.redraw.force_update();
    }

    /// A field's callback.
    pub fn field<A: 'static>(&self, change: impl Fn(&mut T, A) + 'static) -> Callback<A> {
        let draft = self.clone();
        Callback::from(move |answer| draft.change(|form| change(form, answer)))
    }

    /// The form was sent, and the draft went with it: nothing is saved any more.
    pub fn sent(&self) {
        self.desk.over.set(true);
    }

    /// Throws away what is written.
    pub fn discard(&self) {
        self.set(T::default());
        self.desk.flush(self.redraw.clone());
    }

    pub fn key(&self) -> &str {
        &self.desk.key
    }
}

impl<T: Form> Clone for DraftHandle<T> {
    fn clone(&self) -> Self {
        Self {
            value: self.value.clone(),
            restored: self.restored,
            kept: self.kept,
            desk: Rc::clone(&self.desk),
            redraw: self.redraw.clone(),
        }
    }
}

impl<T: Form> PartialEq for DraftHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        self.value == other.value && self.kept == other.kept && Rc::ptr_eq(&self.desk, &other.desk)
    }
}

/// The draft under `key`. A screen for another key is another component: give it the key as its own.
#[hook]
pub fn use_draft<T: Form>(key: String) -> DraftHandle<T> {
    let engine = use_phone().engine;
    let redraw = use_force_update();
    let desk = use_memo((), |()| Desk::<T>::open(engine, key));
    {
        let (desk, redraw) = (Rc::clone(&desk), redraw.clone());
        use_effect_with((), move |()| {
            let flush = {
                let (desk, redraw) = (Rc::clone(&desk), redraw.clone());
                move |_: &Event| desk.flush(redraw.clone())
            };
            let hidden = browser::document()
                .map(|document| EventListener::new(&document, "visibilitychange", flush.clone()));
            let leaving =
                browser::window().map(|window| EventListener::new(&window, "pagehide", flush));
            move || {
                drop((hidden, leaving));
                desk.flush(redraw);
            }
        });
    }
    let value = desk.value.borrow().clone();
    DraftHandle {
        value,
        restored: desk.restored,
        kept: desk.kept.get(),
        desk: Rc::clone(&desk),
        redraw,
    }
}

/// Where the writing lies, for as long as somebody is at it or it is being saved.
struct Desk<T> {
    engine: Engine,
    key: String,
    value: RefCell<T>,
    restored: bool,
    kept: Cell<bool>,
    /// Rises with each change: whoever waits for a pause sees whether there was one.
    changes: Cell<u64>,
    /// The change that was last handed to the store.
    handed: Cell<u64>,
    saving: Cell<bool>,
    over: Cell<bool>,
}

impl<T: Form> Desk<T> {
    fn open(engine: Engine, key: String) -> Self {
        // A draft of an older release that cannot be read is as good as none.
        let found: Option<T> = engine.draft(&key).and_then(|bytes| json::read_bytes(&bytes).ok());
        Self {
            restored: found.is_some(),
            value: RefCell::new(found.unwrap_or_default()),
            engine,
            key,
            kept: Cell::new(false),
            changes: Cell::new(0),
            handed: Cell::new(0),
            saving: Cell::new(false),
            over: Cell::new(false),
        }
    }

    fn touched(self: &Rc<Self>, redraw: UseForceUpdateHandle) {
        let change = self.changes.get() + 1;
        self.changes.set(change);
        self.kept.set(false);
        let desk = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            if desk.changes.get() == change {
                desk.flush(redraw);
            }
        });
    }

    /// Saves what was changed since it was last saved. One at a time, so that an older text never
    /// overtakes a newer.
    fn flush(self: &Rc<Self>, redraw: UseForceUpdateHandle) {
        let nothing_new = self.handed.get() == self.changes.get();
        if nothing_new || self.over.get() || self.saving.replace(true) {
            return;
        }
        let desk = Rc::clone(self);
        spawn_local(async move {
            while desk.handed.get() != desk.changes.get() && !desk.over.get() {
                desk.handed.set(desk.changes.get());
                let kept = desk.save().await;
                desk.kept.set(kept && desk.handed.get() == desk.changes.get());
            }
            desk.saving.set(false);
            if desk.over.get() {
                // The form was sent while this was being saved: the draft must not come back. Where
                // this fails, the next opening shows a draft too many, and no text is lost.
                let _ = desk.engine.drop_draft(&desk.key).await;
            }
            redraw.force_update();
        });
    }

    async fn save(&self) -> bool {
        let empty = *self.value.borrow() == T::default();
        let saved = if empty {
            self.engine.drop_draft(&self.key).await
        } else {
            let Ok(text) = json::write(&*self.value.borrow()) else { return false };
            self.engine.save_draft(&self.key, text.into_bytes()).await
        };
        saved.is_ok() && !empty
    }
}
