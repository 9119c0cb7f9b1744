//! Hooks that are compiled once.
//!
//! Yew compiles its own anew for each type of state and each effect, one to two kilobytes each, and the
//! app has forty of them. Here the type is left at the door.

use std::any::Any;
use std::cell::RefCell;
use std::ops::Deref;
use std::rc::Rc;

use yew::prelude::*;

use crate::browser;
use crate::language::use_words;

/// As Yew's `use_state`: what it was when the component was drawn, and a way to set it.
pub struct State<T> {
    now: Rc<T>,
    slot: Rc<Slot>,
}

impl<T: 'static> State<T> {
    /// Sets the state and draws the component again.
    pub fn set(&self, value: T) {
        self.slot.set(Rc::new(value));
    }

    /// For a component that finds, while it is drawn, that its state is of another time: from now on it
    /// is `value`, and nothing is drawn twice.
    pub fn begin_again(self, value: T) -> Self {
        let now = Rc::new(value);
        self.slot.begin(now.clone());
        Self { now, slot: self.slot }
    }

    /// Sets the state, and draws again only where it is another.
    pub fn change_to(&self, value: T)
    where
        T: PartialEq,
    {
        let now = self.slot.get().and_then(|now| now.downcast::<T>().ok());
        if now.is_none_or(|now| *now != value) {
            self.set(value);
        }
    }
}

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.now
    }
}

impl<T> Clone for State<T> {
    fn clone(&self) -> Self {
        Self { now: Rc::clone(&self.now), slot: Rc::clone(&self.slot) }
    }
}

/// State of a component, which begins as `first`.
#[hook]
pub fn use_state<T: 'static>(first: impl FnOnce() -> T) -> State<T> {
    let slot = use_slot();
    let now = slot.get().and_then(|value| value.downcast::<T>().ok());
    let now = now.unwrap_or_else(|| {
        let first = Rc::new(first());
        slot.begin(first.clone());
        first
    });
    State { now, slot }
}

/// Runs once, after the component is first drawn; what it returns runs when the component goes.
#[hook]
pub fn use_once(run: Box<dyn FnOnce() -> Box<dyn FnOnce()>>) {
    use_effect_with((), move |()| run());
}

/// Runs after the component is first drawn, and again after each drawing with another `number`.
#[hook]
pub fn use_change(number: usize, run: Box<dyn FnOnce()>) {
    use_effect_with(number, move |_| run());
}

/// A page outside of the frame: its title for the browser's title bar, and the focus to its heading.
#[hook]
pub fn use_heading(title: &'static str) {
    let words = use_words();
    use_change(
        0,
        Box::new(move || {
            browser::set_title(&words.shell_page_title(title));
            browser::focus("#heading");
        }),
    );
}

struct Slot {
    value: RefCell<Option<Rc<dyn Any>>>,
    redraw: UseForceUpdateHandle,
}

impl Slot {
    fn get(&self) -> Option<Rc<dyn Any>> {
        self.value.borrow().clone()
    }

    fn begin(&self, value: Rc<dyn Any>) {
        *self.value.borrow_mut() = Some(value);
    }

    fn set(&self, value: Rc<dyn Any>) {
        let before = self.value.replace(Some(value));
        self.redraw.force_update();
        drop(before);
    }
}

#[hook]
fn use_slot() -> Rc<Slot> {
    let redraw = use_force_update();
    use_memo((), move |()| Slot { value: RefCell::new(None), redraw })
}
