//! Icons, the mark, buttons. Plain functions: what has no state of its own needs no component.

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
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
            <path class="mark-shore" d="M3.2 14.6h2.5c1.8 0 3.1 1.3 3.1 3v1a1 1 0 0 1-1 1H3.2A1.2 1.2 0 0 1 2 18.4v-2.6a1.2 1.2 0 0 1 1.2-1.2zM20.8 14.6h-2.5c-1.8 0-3.1 1.3-3.1 3v1a1 1 0 0 0 1 1h4.6a1.2 1.2 0 0 0 1.2-1.2v-2.6a1.2 1.2 0 0 0-1.2-1.2z" />
            <path class="mark-arc" d="M4.3 11.5C6.3 2.9 17.7 2.9 19.7 11.5" />
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
