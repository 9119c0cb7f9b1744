//! The moments at which it is worth trying to send.

use gloo_events::EventListener;
use session::{Session, Why};
use wasm_bindgen_futures::spawn_local;
use web_sys::VisibilityState;

use super::BrowserPlatform;

/// On window: another tab wants the storage for itself, and what is typed had better be saved.
pub const FAREWELL: &str = "brobygger:farewell";

/// Stops the loop and the listeners when it is dropped.
#[must_use = "dropping it stops the synchronisation"]
pub struct Running {
    session: Session<BrowserPlatform>,
    _listeners: Vec<EventListener>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.session.close();
    }
}

pub fn keep_running(session: &Session<BrowserPlatform>) -> Running {
    spawn_local(session.clone().run());
    #[cfg(target_arch = "wasm32")]
    session.platform().store.on_farewell({
        let session = session.clone();
        move || {
            // The newer tab synchronises from now on.
            session.close();
            if let (Some(window), Ok(event)) = (web_sys::window(), web_sys::Event::new(FAREWELL)) {
                window.dispatch_event(&event).ok();
            }
        }
    });
    let mut listeners = Vec::new();
    if let Some(window) = web_sys::window() {
        let online = session.clone();
        listeners.push(EventListener::new(&window, "online", move |_| online.wake(Why::Online)));
        // A page that comes back from the browser's memory has slept through its timers.
        let back = session.clone();
        listeners.push(EventListener::new(&window, "pageshow", move |_| back.wake(Why::Visible)));
        if let Some(document) = window.document() {
            let shown = session.clone();
            let watched = document.clone();
            listeners.push(EventListener::new(&document, "visibilitychange", move |_| {
                if watched.visibility_state() == VisibilityState::Visible {
                    shown.wake(Why::Visible);
                }
            }));
        }
    }
    let told = session.clone();
    let heard = move |what| told.told(what);
    listeners.extend(session.platform().tabs.listen(session.vault(), heard));
    Running { session: session.clone(), _listeners: listeners }
}
