//! The phone app: what a volunteer sees and taps.
//!
//! A thin skin. Screens ask the engine (`crates/session`) through one context and draw what it
//! returns; rules are in `crates/domain`, words in `locales/`, looks in `styles/`.

mod app;
#[cfg(feature = "bench-hook")]
mod bench_hook;
mod browser;
mod calendar_file;
mod clock;
mod components;
mod draft;
mod form;
mod format;
mod hooks;
mod language;
mod locking;
mod markup;
mod notice;
mod pages;
mod part;
mod phone;
mod platform;
mod route;
mod router;
mod update;
mod wording;
mod words;

#[cfg(target_arch = "wasm32")]
#[global_allocator]
static MEMORY: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

fn main() {
    yew::set_custom_panic_hook(Box::new(|info| {
        web_sys::console::error_1(&info.to_string().into());
        browser::boot::broken();
    }));
    if !words::load(&browser::boot::words()) {
        browser::boot::broken();
        return;
    }
    #[cfg(feature = "bench-hook")]
    if bench_hook::install() {
        return;
    }
    if let Some(place) = browser::mount() {
        // What stood there says that the app is opening.
        place.set_text_content(None);
        yew::Renderer::<app::App>::with_root(place).render();
    }
}
