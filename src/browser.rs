//! The few things asked of the browser that no crate of ours has a word for: focus, title, files, and
//! what `static/boot.js` offers as `window.brobygger`.

use gloo_timers::callback::Timeout;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, HtmlElement, Window};

pub fn window() -> Option<Window> {
    web_sys::window()
}

pub fn document() -> Option<Document> {
    window()?.document()
}

/// Where the app is drawn. Without it there is no page to draw on.
pub fn mount() -> Option<web_sys::Element> {
    document()?.get_element_by_id("app")
}

/// The page's address, without what comes behind it.
pub fn path() -> String {
    window().and_then(|window| window.location().pathname().ok()).unwrap_or_default()
}

/// What stands behind `#` in the address.
pub fn fragment() -> String {
    let hash = window().and_then(|window| window.location().hash().ok()).unwrap_or_default();
    hash.trim_start_matches('#').to_owned()
}

pub fn set_title(title: &str) {
    if let Some(document) = document() {
        document.set_title(title);
    }
}

/// Moves the focus to the first element that matches.
pub fn focus(selector: &str) {
    let element = document().and_then(|document| document.query_selector(selector).ok().flatten());
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        // An element that cannot take the focus leaves it where it was.
        let _ = element.focus();
    }
}

/// Opens the page anew. Where that fails, the page and its words stay.
pub fn reload() {
    if let Some(window) = window() {
        let _ = window.location().reload();
    }
}

/// Leaves for an address of ours, with the page's memory.
pub fn go(path: &str) {
    if let Some(window) = window() {
        let _ = window.location().assign(path);
    }
}

pub fn scroll_to_top() {
    if let Some(window) = window() {
        window.scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Hands a file to the person, as a download.
pub fn save_file(name: &str, mime: &str, text: &str) {
    let parts = Array::of1(&Uint8Array::from(text.as_bytes()));
    let options = web_sys::BlobPropertyBag::new();
    options.set_type(mime);
    let Ok(blob) = web_sys::Blob::new_with_u8_array_sequence_and_options(&parts, &options) else {
        return;
    };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().and_then(|document| document.create_element("a").ok());
    if let Some(link) = link.and_then(|link| link.dyn_into::<HtmlElement>().ok()) {
        let _ = link.set_attribute("href", &url);
        let _ = link.set_attribute("download", name);
        link.click();
    }
    // Safari reads the file after the click has been answered.
    Timeout::new(60_000, move || {
        let _ = web_sys::Url::revoke_object_url(&url);
    })
    .forget();
}

/// Whether the phone believes that it has a network. It may be wrong.
pub fn online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Asks the system to keep our data when it cleans up. It may say no; nothing depends on it.
pub fn ask_to_persist() {
    if let Some(window) = window() {
        let _ = window.navigator().storage().persist();
    }
}

/// What `static/boot.js` offers. Each answer is `None` where it is not there (a test page).
pub mod boot {
    use super::*;

    fn member(path: &[&str]) -> Option<(JsValue, Function)> {
        let mut owner: JsValue = window()?.into();
        let mut value = Reflect::get(&owner, &"brobygger".into()).ok()?;
        for name in path {
            owner = value;
            value = Reflect::get(&owner, &(*name).into()).ok()?;
        }
        Some((owner, value.dyn_into::<Function>().ok()?))
    }

    fn call(path: &[&str]) -> Option<JsValue> {
        let (owner, function) = member(path)?;
        function.call0(&owner).ok()
    }

    fn call_with(path: &[&str], argument: &JsValue) -> Option<JsValue> {
        let (owner, function) = member(path)?;
        function.call1(&owner, argument).ok()
    }

    fn truth(path: &[&str]) -> bool {
        call(path).and_then(|value| value.as_bool()).unwrap_or(false)
    }

    pub fn update_ready() -> bool {
        truth(&["updateReady"])
    }

    pub fn take_update() {
        call(&["takeUpdate"]);
    }

    /// Whether the app opens without a network. `None` where that is not known yet.
    pub fn opens_offline() -> Option<bool> {
        match call(&["offline"]).and_then(|value| value.as_string()).as_deref() {
            Some("kept") => Some(true),
            Some("none") => Some(false),
            _ => None,
        }
    }

    /// Somebody was enrolled here once: what the system clears does not take this along every time.
    pub fn known() -> bool {
        truth(&["enrolled", "known"])
    }

    pub fn note_known() {
        call(&["enrolled", "note"]);
    }

    /// The app's texts, as `words.json` has them.
    pub fn words() -> String {
        call(&["words"]).and_then(|value| value.as_string()).unwrap_or_default()
    }

    /// What `static/keys.js` offers. What fails is a word of its own, as text.
    pub async fn keys(name: &str, arguments: &[&JsValue]) -> Result<JsValue, JsValue> {
        let (owner, function) = member(&["keys"]).ok_or(JsValue::UNDEFINED)?;
        let list = Array::of1(&name.into());
        for argument in arguments {
            list.push(argument);
        }
        let promise = function.apply(&owner, &list)?;
        JsFuture::from(Promise::unchecked_from_js(promise)).await
    }

    /// The app has failed: say so, and offer to open it again.
    pub fn broken() {
        call(&["broken"]);
    }

    pub fn language() -> Option<String> {
        call(&["preferences", "language"])?.as_string()
    }

    pub fn set_language(tag: &str) {
        call_with(&["preferences", "setLanguage"], &tag.into());
    }

    pub fn text_size() -> Option<String> {
        call(&["preferences", "textSize"])?.as_string()
    }

    pub fn set_text_size(size: &str) {
        call_with(&["preferences", "setTextSize"], &size.into());
    }

    pub fn color_scheme() -> Option<String> {
        call(&["preferences", "colorScheme"])?.as_string()
    }

    pub fn set_color_scheme(scheme: &str) {
        call_with(&["preferences", "setColorScheme"], &scheme.into());
    }

    pub fn can_install() -> bool {
        truth(&["install", "available"])
    }

    pub fn install() {
        call(&["install", "prompt"]);
    }

    pub fn standalone() -> bool {
        truth(&["install", "standalone"])
    }

    pub fn platform() -> String {
        call(&["install", "platform"]).and_then(|value| value.as_string()).unwrap_or_default()
    }

    pub fn in_app_browser() -> bool {
        truth(&["install", "inAppBrowser"])
    }
}

/// Options for an `Intl` formatter.
pub fn options(pairs: &[(&str, &str)]) -> Object {
    let options = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&options, &(*key).into(), &(*value).into());
    }
    options
}
