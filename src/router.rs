//! Where we are: the page's address, and going from one to another.

use std::cell::RefCell;

use gloo_events::EventListener;
use wasm_bindgen::JsValue;
use yew::prelude::*;

use crate::browser;
use crate::hooks::{use_once, use_state};
use crate::language::Root;
use crate::route::Route;

/// What the address says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub route: Route,
    /// The step of a task, where it is not the first.
    pub step: Option<u8>,
}

thread_local! {
    /// Whoever draws the page at an address.
    static FOLLOWS: RefCell<Option<Callback<Place>>> = const { RefCell::new(None) };
}

/// The place where we are, anew whenever it changes. For the root alone: others ask the context.
#[hook]
pub fn use_address() -> Place {
    let place = use_state(here);
    {
        let place = place.clone();
        use_once(Box::new(move || {
            let follow = Callback::from(move |now| place.change_to(now));
            FOLLOWS.with_borrow_mut(|follows| *follows = Some(follow));
            let back = browser::window()
                .map(|window| EventListener::new(&window, "popstate", |_| arrived()));
            Box::new(move || drop(back))
        }));
    }
    *place
}

/// The place where we are.
#[hook]
pub fn use_place() -> Place {
    use_context::<Root>().map_or(Place { route: Route::NotFound, step: None }, |root| root.place)
}

/// Goes to a page.
pub fn push(route: Route) {
    go(&route.href(), false);
}

/// Goes to a page in place of this one: "back" leads to what came before.
pub fn replace(route: Route) {
    go(&route.href(), true);
}

/// Goes to a step of a task.
pub fn push_step(route: Route, step: u8) {
    go(&format!("{}?step={step}", route.href()), false);
}

fn go(address: &str, instead: bool) {
    let Some(history) = browser::window().and_then(|window| window.history().ok()) else { return };
    let gone = if instead {
        history.replace_state_with_url(&JsValue::NULL, "", Some(address))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(address))
    };
    // A browser may refuse when it is asked too often. We stay on this page, with all that was typed.
    if gone.is_ok() {
        arrived();
    }
}

fn arrived() {
    let follow = FOLLOWS.with_borrow(Clone::clone);
    if let Some(follow) = follow {
        follow.emit(here());
    }
}

fn here() -> Place {
    let location = browser::window().map(|window| window.location());
    let part =
        |part: Option<Result<String, JsValue>>| part.and_then(Result::ok).unwrap_or_default();
    let path = part(location.as_ref().map(|location| location.pathname()));
    let query = part(location.as_ref().map(|location| location.search()));
    Place { route: Route::parse(&path), step: step(&query) }
}

fn step(query: &str) -> Option<u8> {
    let mut pairs = query.trim_start_matches('?').split('&');
    pairs.find_map(|pair| pair.strip_prefix("step="))?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_step_is_read_from_the_query() {
        assert_eq!(step("?step=2"), Some(2));
        assert_eq!(step("?from=1&step=3"), Some(3));
        assert_eq!(step("?step=x"), None);
        assert_eq!(step("?steps=2"), None);
        assert_eq!(step(""), None);
    }
}
