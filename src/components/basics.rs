//! Icons, the mark, buttons. Plain functions: what has no state of its own needs no component.

use crate::markup::html;
use yew::prelude::*;

/// An icon of the sprite. It always stands beside words, so it says nothing itself.
pub fn glyph(name: &str) -> Html {
    svg(name, None, "icon")
}

/// An icon that is `sm` or `lg`.
pub fn sized_glyph(name: &str, size: &'static str) -> Html {
    svg(name, Some(size), "icon")
}

/// An icon at the end of a row.
pub fn row_end(name: &str) -> Html {
    svg(name, None, "icon row-end")
}

fn svg(name: &str, size: Option<&'static str>, class: &'static str) -> Html {
    html! {
        <svg {class} data-size={size} aria-hidden="true"><use href={format!("#i-{name}")} /></svg>
    }
}

/// Two shores and one arc.
pub fn mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
            <rect class="mark-ground" width="64" height="64" rx="15" />
            <path class="mark-shore" d="M0 40c13 0 22 9 24 24H15A15 15 0 0 1 0 49zM64 40c-13 0-22 9-24 24h9a15 15 0 0 0 15-15z" />
            <path class="mark-arc" stroke-width="6.5" d="M9 33C20 17 44 17 55 33" />
        </svg>
    }
}

/// The one big button of a screen.
pub fn big_button(icon: &str, words: &'static str, busy: bool, onclick: Callback<()>) -> Html {
    let onclick = onclick.reform(|_: MouseEvent| ());
    html! {
        <button type="button" class="ds-button act" aria-busy={busy.to_string()} {onclick}>
            { glyph(icon) }{ words }
        </button>
    }
}

/// The button that sends a form off, always at the thumb, and what stands under it.
pub fn submit_dock(words: &str, busy: bool, color: Option<&'static str>, under: Html) -> Html {
    html! {
        <div class="dock">
            <button
                type="submit" class="ds-button" data-size="lg" data-color={color}
                aria-busy={busy.to_string()}
            >
                { words.to_owned() }
            </button>
            { under }
        </div>
    }
}
