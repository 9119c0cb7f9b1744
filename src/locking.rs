//! How the app locks. When it is time, `static/boot.js` says (`brobygger:idle`): after five idle minutes,
//! and after five minutes out of sight; and the person, by a button.
//!
//! What is being written is sealed first. Then the screen is cleared, and the page is loaded anew, so
//! that nothing of what was open stays in its memory.

use gloo_timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::Event;

use crate::{browser, draft};

/// On window: nobody has touched the phone for long.
pub const IDLE: &str = "brobygger:idle";
/// On window: the app is about to lock, and what is typed is to be saved.
pub const LOCKING: &str = "brobygger:locking";
const SAVING_STEP_MS: u32 = 20;
const SAVING_STEPS: u32 = 100;

/// Seals what is being written, then `close`s the vault, then clears the page's memory.
pub fn lock(close: impl FnOnce() + 'static) {
    if let (Some(window), Ok(event)) = (browser::window(), Event::new(LOCKING)) {
        window.dispatch_event(&event).ok();
    }
    spawn_local(async move {
        for _ in 0..SAVING_STEPS {
            if !draft::saving() {
                break;
            }
            TimeoutFuture::new(SAVING_STEP_MS).await;
        }
        close();
        if browser::boot::opens_offline() == Some(true) {
            browser::reload();
        }
    });
}
