//! What is being written: kept on the phone at each pause, and there again when the screen is opened.
//!
//! A form holds one value; [`use_draft`] brings back what was kept under its key, saves it 300 ms after
//! the last change and whenever the app may be about to disappear, and lets it go when the form is
//! sent. The key holds nothing personal: `conversation/<id>`.

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::rc::Rc;

use gloo_events::EventListener;
use gloo_timers::future::TimeoutFuture;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::browser;
use crate::hooks::use_once;
use crate::locking::LOCKING;
use crate::phone::{Engine, use_phone};
use crate::platform::FAREWELL;

const PAGE_HIDE: &str = "pagehide";

thread_local! {
    /// How many drafts are on their way to the disk.
    static SAVING: Cell<u32> = const { Cell::new(0) };
}

/// Whether something that was written is on its way to the disk.
pub fn saving() -> bool {
    SAVING.get() > 0
}

/// A pause in the writing, in milliseconds.
const PAUSE: u32 = 300;

/// A form's value. The default is the empty form, of which no draft is kept.
pub trait Form: Serialize + DeserializeOwned + Default + Clone + 'static {}

impl<T: Serialize + DeserializeOwned + Default + Clone + 'static> Form for T {}

/// What is written now. Cheap to clone into callbacks.
pub struct DraftHandle<T: Form> {
    pub value: Rc<T>,
    /// It was there when the screen was opened.
    pub restored: bool,
    /// What stands here is on the phone.
    pub kept: bool,
    desk: Rc<Desk>,
}

impl<T: Form> DraftHandle<T> {
    pub fn set(&self, value: T) {
        self.change(|form| *form = value);
    }

    /// Changes what is written *now*, which may be newer than [`DraftHandle::value`].
    pub fn change(&self, change: impl FnOnce(&mut T)) {
        let mut value = self.desk.value::<T>();
        change(Rc::make_mut(&mut value));
        self.desk.touched(value);
    }

    /// A field's callback.
    pub fn field<A: 'static>(&self, change: impl Fn(&mut T, A) + 'static) -> Callback<A> {
        let draft = self.clone();
        Callback::from(move |answer| draft.change(|form| change(form, answer)))
    }

    /// Throws away what is written.
    pub fn discard(&self) {
        self.set(T::default());
        self.desk.flush();
    }

    pub fn desk(&self) -> Rc<Desk> {
        Rc::clone(&self.desk)
    }
}

impl<T: Form> Clone for DraftHandle<T> {
    fn clone(&self) -> Self {
        Self {
            value: Rc::clone(&self.value),
            restored: self.restored,
            kept: self.kept,
            desk: Rc::clone(&self.desk),
        }
    }
}

impl<T: Form> PartialEq for DraftHandle<T> {
    fn eq(&self, other: &Self) -> bool {
        // Each change makes another value.
        Rc::ptr_eq(&self.value, &other.value)
            && self.kept == other.kept
            && Rc::ptr_eq(&self.desk, &other.desk)
    }
}

/// The draft under `key`. A screen for another key is another component: give it the key as its own.
#[hook]
pub fn use_draft<T: Form>(key: String) -> DraftHandle<T> {
    let desk = use_desk(key, Kind::of::<T>());
    DraftHandle { value: desk.value::<T>(), restored: desk.restored, kept: desk.kept.get(), desk }
}

/// What must be known of a form's type. The rest is compiled once for all forms.
#[derive(Clone, Copy)]
struct Kind {
    empty: fn() -> Rc<dyn Any>,
    /// What was kept, or nothing where it cannot be read.
    read: fn(&[u8]) -> Option<Rc<dyn Any>>,
    write: fn(&dyn Any) -> Written,
}

impl Kind {
    fn of<T: Form>() -> Self {
        Self { empty: || Rc::new(T::default()), read: read::<T>, write: write::<T> }
    }
}

enum Written {
    /// The empty form, of which nothing is kept.
    Empty,
    Bytes(Vec<u8>),
    /// No form of ours: they are all made of texts, numbers and lists.
    Unwritable,
}

fn read<T: Form>(kept: &[u8]) -> Option<Rc<dyn Any>> {
    // A draft of an older release that cannot be read is as good as none.
    let found: T = json::read_bytes(kept).ok()?;
    Some(Rc::new(found))
}

fn write<T: Form>(value: &dyn Any) -> Written {
    let text = |value: &T| json::write(value).ok();
    // What is written alike is alike.
    match value.downcast_ref::<T>().and_then(text) {
        found @ Some(_) if found == text(&T::default()) => Written::Empty,
        Some(text) => Written::Bytes(text.into_bytes()),
        None => Written::Unwritable,
    }
}

#[hook]
fn use_desk(key: String, kind: Kind) -> Rc<Desk> {
    let engine = use_phone().engine;
    let redraw = use_force_update();
    let desk = use_memo((), |()| Desk::open(engine, key, kind, redraw));
    {
        let desk = Rc::clone(&desk);
        use_once(Box::new(move || {
            let flush = {
                let desk = Rc::clone(&desk);
                move |_: &Event| desk.flush()
            };
            let hidden = browser::document()
                .map(|document| EventListener::new(&document, "visibilitychange", flush.clone()));
            let leaving = browser::window().map(|window| {
                [PAGE_HIDE, FAREWELL, LOCKING]
                    .map(|event| EventListener::new(&window, event, flush.clone()))
            });
            Box::new(move || {
                drop((hidden, leaving));
                desk.flush();
            })
        }));
    }
    desk
}

/// Where the writing lies, for as long as somebody is at it or it is being saved.
pub struct Desk {
    engine: Engine,
    key: String,
    kind: Kind,
    value: RefCell<Rc<dyn Any>>,
    redraw: UseForceUpdateHandle,
    restored: bool,
    kept: Cell<bool>,
    /// Rises with each change: whoever waits for a pause sees whether there was one.
    changes: Cell<u64>,
    /// The change that was last handed to the store.
    handed: Cell<u64>,
    saving: Cell<bool>,
    over: Cell<bool>,
}

impl Desk {
    pub fn key(&self) -> &str {
        &self.key
    }

    /// The form was sent, and the draft went with it: nothing is saved any more.
    pub fn sent(&self) {
        self.over.set(true);
    }

    fn open(engine: Engine, key: String, kind: Kind, redraw: UseForceUpdateHandle) -> Self {
        let found = engine.draft(&key).and_then(|bytes| (kind.read)(&bytes));
        let restored = found.is_some();
        let value = found.unwrap_or_else(kind.empty);
        Self {
            engine,
            key,
            kind,
            value: RefCell::new(value),
            redraw,
            restored,
            kept: Cell::new(false),
            changes: Cell::new(0),
            handed: Cell::new(0),
            saving: Cell::new(false),
            over: Cell::new(false),
        }
    }

    /// What is written. One key is one type of form, so the default is never reached.
    fn value<T: Form>(&self) -> Rc<T> {
        Rc::clone(&*self.value.borrow()).downcast().unwrap_or_default()
    }

    fn touched(self: &Rc<Self>, value: Rc<dyn Any>) {
        *self.value.borrow_mut() = value;
        let change = self.changes.get() + 1;
        self.changes.set(change);
        self.kept.set(false);
        self.redraw.force_update();
        let desk = Rc::clone(self);
        spawn_local(async move {
            TimeoutFuture::new(PAUSE).await;
            if desk.changes.get() == change {
                desk.flush();
            }
        });
    }

    /// Saves what was changed since it was last saved. One at a time, so that an older text never
    /// overtakes a newer.
    fn flush(self: &Rc<Self>) {
        let nothing_new = self.handed.get() == self.changes.get();
        if nothing_new || self.over.get() || self.saving.replace(true) {
            return;
        }
        let desk = Rc::clone(self);
        SAVING.set(SAVING.get() + 1);
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
            SAVING.set(SAVING.get() - 1);
            desk.redraw.force_update();
        });
    }

    async fn save(&self) -> bool {
        let value = Rc::clone(&*self.value.borrow());
        match (self.kind.write)(&*value) {
            Written::Empty => {
                // Where the empty form cannot be let go, the old draft comes back: nothing is lost.
                let _ = self.engine.drop_draft(&self.key).await;
                false
            }
            Written::Bytes(bytes) => self.engine.save_draft(&self.key, bytes).await.is_ok(),
            Written::Unwritable => false,
        }
    }
}
