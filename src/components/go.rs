//! A link within the app, with the attributes that our styles read.

use yew::prelude::*;
use yew_router::prelude::*;

use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct GoProps {
    pub to: Route,
    #[prop_or_default]
    pub class: AttrValue,
    #[prop_or_default]
    pub current: bool,
    #[prop_or_default]
    pub variant: Option<AttrValue>,
    #[prop_or_default]
    pub needs: Option<AttrValue>,
    pub children: Html,
}

/// A real link: it can be copied, opened in another tab, and followed by keyboard.
#[component]
pub fn Go(props: &GoProps) -> Html {
    let navigator = use_navigator();
    let route = props.to;
    let onclick = Callback::from(move |event: MouseEvent| {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        if let Some(navigator) = &navigator {
            event.prevent_default();
            navigator.push(&route);
        }
    });
    html! {
        <a
            class={props.class.clone()} href={route.to_path()} {onclick}
            data-variant={props.variant.clone()} data-needs={props.needs.clone()}
            aria-current={props.current.then_some("page")}
        >
            { props.children.clone() }
        </a>
    }
}
