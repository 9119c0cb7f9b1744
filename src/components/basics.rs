//! Icons, the mark, buttons.

use yew::prelude::*;

#[derive(Clone, PartialEq, Properties)]
pub struct IconProps {
    pub name: AttrValue,
    #[prop_or_default]
    pub size: Option<AttrValue>,
    #[prop_or_default]
    pub class: Classes,
}

/// An icon of the sprite. It always stands beside words, so it says nothing itself.
#[component]
pub fn Icon(props: &IconProps) -> Html {
    let class = classes!("icon", props.class.clone());
    html! {
        <svg {class} data-size={props.size.clone()} aria-hidden="true">
            <use href={format!("#i-{}", props.name)} />
        </svg>
    }
}

/// Two shores and one arc.
#[component]
pub fn Mark() -> Html {
    html! {
        <svg class="mark" viewBox="0 0 64 64" aria-hidden="true">
            <rect class="mark-ground" width="64" height="64" rx="15" />
            <path class="mark-shore" d="M0 40c13 0 22 9 24 24H15A15 15 0 0 1 0 49zM64 40c-13 0-22 9-24 24h9a15 15 0 0 0 15-15z" />
            <path class="mark-arc" stroke-width="6.5" d="M9 33C20 17 44 17 55 33" />
        </svg>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct BigButtonProps {
    pub icon: AttrValue,
    pub words: AttrValue,
    pub onclick: Callback<()>,
    #[prop_or_default]
    pub busy: bool,
}

/// The one big button of a screen.
#[component]
pub fn BigButton(props: &BigButtonProps) -> Html {
    let onclick = props.onclick.reform(|_| ());
    html! {
        <button type="button" class="ds-button act" aria-busy={props.busy.to_string()} {onclick}>
            <Icon name={props.icon.clone()} />{ props.words.clone() }
        </button>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct SubmitDockProps {
    pub words: AttrValue,
    #[prop_or_default]
    pub busy: bool,
    #[prop_or_default]
    pub color: Option<AttrValue>,
    /// More, under the button.
    #[prop_or_default]
    pub children: Html,
}

/// The button that sends a form off, always at the thumb.
#[component]
pub fn SubmitDock(props: &SubmitDockProps) -> Html {
    html! {
        <div class="dock">
            <button
                type="submit" class="ds-button" data-size="lg" data-color={props.color.clone()}
                aria-busy={props.busy.to_string()}
            >
                { props.words.clone() }
            </button>
            { props.children.clone() }
        </div>
    }
}
