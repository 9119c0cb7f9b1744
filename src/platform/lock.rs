//! One tab at a time, by Web Locks. The browser lets go when the tab that holds one ends.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::AbortController;

/// Lets go of the lock, or of the waiting for it, when it is dropped.
pub struct LockGuard {
    release: Rc<RefCell<Option<Function>>>,
    waiting: Option<AbortController>,
}

impl Drop for LockGuard {
    fn drop(&mut self) {
        if let Some(release) = self.release.borrow_mut().take() {
            // Resolves the promise on whose end the browser waits.
            release.call0(&JsValue::UNDEFINED).ok();
        } else if let Some(waiting) = &self.waiting {
            waiting.abort();
        }
    }
}

pub async fn acquire(name: &str) -> LockGuard {
    let release = Rc::new(RefCell::new(None));
    let waiting = AbortController::new().ok();
    let guard = LockGuard { release: release.clone(), waiting };
    let Some(locks) = locks() else {
        // A browser without locks: the preconditions of each commit keep two tabs from harm.
        return guard;
    };
    let mut granted = None;
    let grant = Promise::new(&mut |resolve, _| granted = Some(resolve));
    let callback = Closure::once_into_js(move |_lock: JsValue| -> Promise {
        Promise::new(&mut |resolve, _| {
            *release.borrow_mut() = Some(resolve);
            if let Some(granted) = &granted {
                granted.call0(&JsValue::UNDEFINED).ok();
            }
        })
    });
    let options = Object::new();
    if let Some(waiting) = &guard.waiting {
        Reflect::set(&options, &"signal".into(), &waiting.signal()).ok();
    }
    let Some(request) = locks.request(name, &options, &callback) else { return guard };
    spawn_local(async move {
        // It ends when the lock was let go, or with an error when the waiting was given up.
        JsFuture::from(request).await.ok();
    });
    JsFuture::from(grant).await.ok();
    guard
}

/// `navigator.locks`. Bound by hand: web-sys counts it among what is unstable, though every browser that
/// the app runs in has had it since 2022.
struct Locks {
    manager: JsValue,
    request: Function,
}

impl Locks {
    fn request(&self, name: &str, options: &Object, callback: &JsValue) -> Option<Promise> {
        self.request.call3(&self.manager, &name.into(), options, callback).ok()?.dyn_into().ok()
    }
}

fn locks() -> Option<Locks> {
    let navigator = web_sys::window()?.navigator();
    let manager = Reflect::get(&navigator, &"locks".into()).ok()?;
    let request = Reflect::get(&manager, &"request".into()).ok()?.dyn_into().ok()?;
    Some(Locks { manager, request })
}
