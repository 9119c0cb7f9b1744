//! One tab at a time, by Web Locks. The browser lets go when the tab that holds one ends.
//!
//! It does not let go when the system freezes a tab, as phones do with what is not looked at. So whoever
//! waits asks now and then whether the holder is alive ([`Sign`]), and takes the lock away from one that
//! does not answer. A tab that thaws finds its request for the lock refused, and is one of those who wait.

use std::cell::RefCell;
use std::rc::Rc;

use futures_util::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Function, Object, Promise, Reflect};
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{AbortController, BroadcastChannel};

/// How long to wait before asking for a sign of life, and how long for the sign. Whatever keeps a tab
/// from answering so long keeps it from synchronising too.
const PATIENCE_MS: u32 = 5_000;

/// Lets go of the lock, or of the waiting for it, when it is dropped.
pub struct LockGuard {
    release: Rc<RefCell<Option<Function>>>,
    waiting: Option<AbortController>,
    /// What the browser promised: it ends when the lock was let go, or taken away.
    ended: Option<Promise>,
    sign: Option<Sign>,
}

impl LockGuard {
    pub async fn ended(&self) {
        match &self.ended {
            Some(ended) => drop(JsFuture::from(ended.clone()).await),
            None => std::future::pending().await,
        }
    }
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
    let mut request = request(name, false);
    loop {
        match select(request.1, TimeoutFuture::new(PATIENCE_MS)).await {
            Either::Left(_) => break,
            Either::Right((_, waiting)) => request.1 = waiting,
        }
        if !Sign::seen(name).await {
            let (stolen, granted) = self::request(name, true);
            granted.await.ok();
            request.0 = stolen;
            break;
        }
    }
    let mut guard = request.0;
    guard.sign = Sign::give(name);
    guard
}

/// Asks for the lock. The future ends when we have it.
fn request(name: &str, steal: bool) -> (LockGuard, JsFuture) {
    let release = Rc::new(RefCell::new(None));
    let mut granted = None;
    let grant = Promise::new(&mut |resolve, _| granted = Some(resolve));
    let answer = granted.clone();
    let callback = {
        let release = release.clone();
        Closure::once_into_js(move |_lock: JsValue| -> Promise {
            Promise::new(&mut |resolve, _| {
                *release.borrow_mut() = Some(resolve);
                if let Some(granted) = &granted {
                    granted.call0(&JsValue::UNDEFINED).ok();
                }
            })
        })
    };
    let options = Object::new();
    // A request that steals is granted at once, and cannot be given up.
    let waiting = if steal { None } else { AbortController::new().ok() };
    match &waiting {
        Some(waiting) => Reflect::set(&options, &"signal".into(), &waiting.signal()).ok(),
        None => Reflect::set(&options, &"steal".into(), &true.into()).ok(),
    };
    let ended = locks().and_then(|locks| locks.request(name, &options, &callback));
    match (&ended, answer) {
        (Some(ended), _) => {
            let ended = ended.clone();
            // Refused when the waiting was given up, or the lock taken away: no error of the page's.
            spawn_local(async move { drop(JsFuture::from(ended).await) });
        }
        // A browser without locks: the preconditions of each commit keep two tabs from harm.
        (None, Some(answer)) => drop(answer.call0(&JsValue::UNDEFINED)),
        (None, None) => {}
    }
    (LockGuard { release, waiting, ended, sign: None }, grant.into())
}

/// Answers every question whether the holder is alive, for as long as it is kept.
struct Sign {
    asked: BroadcastChannel,
    here: BroadcastChannel,
}

impl Sign {
    fn channels(name: &str) -> Option<Self> {
        let asked = BroadcastChannel::new(name).ok()?;
        let here = BroadcastChannel::new(&format!("{name}.here")).ok()?;
        Some(Self { asked, here })
    }

    fn give(name: &str) -> Option<Self> {
        let sign = Self::channels(name)?;
        let post: Function =
            Reflect::get(&sign.here, &"postMessage".into()).ok()?.dyn_into().ok()?;
        let answer: JsValue = post.bind1(&sign.here, &"here".into()).into();
        sign.asked.set_onmessage(Some(answer.unchecked_ref()));
        Some(sign)
    }

    async fn seen(name: &str) -> bool {
        let Some(sign) = Self::channels(name) else { return true };
        let answer = Promise::new(&mut |seen, _| sign.here.set_onmessage(Some(&seen)));
        sign.asked.post_message(&"alive?".into()).ok();
        let waiting = TimeoutFuture::new(PATIENCE_MS);
        matches!(select(JsFuture::from(answer), waiting).await, Either::Left(_))
    }
}

impl Drop for Sign {
    fn drop(&mut self) {
        self.asked.close();
        self.here.close();
    }
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
