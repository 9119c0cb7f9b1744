//! What the tabs of a vault tell each other.

use std::cell::RefCell;

use gloo_events::EventListener;
use session::Told;
use wasm_bindgen::JsCast;
use web_sys::{BroadcastChannel, MessageEvent};

/// One channel object for speaking and listening, since a tab does not hear what it says on it itself.
#[derive(Default)]
pub struct Tabs {
    channel: RefCell<Option<BroadcastChannel>>,
}

impl Tabs {
    fn channel(&self, vault: &str) -> Option<BroadcastChannel> {
        let mut channel = self.channel.borrow_mut();
        if channel.is_none() {
            *channel = BroadcastChannel::new(&format!("brobygger.{vault}")).ok();
        }
        channel.clone()
    }

    pub fn tell(&self, vault: &str, told: Told) {
        if let Some(channel) = self.channel(vault) {
            channel.post_message(&told.name().into()).ok();
        }
    }

    /// Calls `heard` for what other tabs say, until the listener is dropped.
    pub fn listen(&self, vault: &str, heard: impl Fn(Told) + 'static) -> Option<EventListener> {
        let channel = self.channel(vault)?;
        Some(EventListener::new(&channel, "message", move |event| {
            let data = event.dyn_ref::<MessageEvent>().and_then(|event| event.data().as_string());
            if let Some(told) = data.and_then(|name| Told::from_name(&name)) {
                heard(told);
            }
        }))
    }
}

impl Drop for Tabs {
    fn drop(&mut self) {
        if let Some(channel) = self.channel.borrow_mut().take() {
            channel.close();
        }
    }
}
