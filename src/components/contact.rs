//! Reaching someone.

use domain::{Centre, Phone as Number};
use yew::prelude::*;

use super::{EmergencyButton, Icon};
use crate::phone::use_phone;

#[derive(Clone, PartialEq, Properties)]
pub struct CallLinkProps {
    pub number: Number,
    pub words: AttrValue,
    #[prop_or(AttrValue::Static("quiet"))]
    pub class: AttrValue,
}

#[component]
pub fn CallLink(props: &CallLinkProps) -> Html {
    html! {
        <a class={props.class.clone()} href={format!("tel:{}", props.number.dial())}>
            <Icon name="phone" size="sm" />{ props.words.clone() }
        </a>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct CallCoordinatorProps {
    #[prop_or(AttrValue::Static("ds-button"))]
    pub class: AttrValue,
    #[prop_or(Some(AttrValue::Static("secondary")))]
    pub variant: Option<AttrValue>,
}

/// Within one tap, everywhere.
#[component]
pub fn CallCoordinator(props: &CallCoordinatorProps) -> Html {
    let phone = use_phone();
    let view = phone.view();
    let number = view.all::<Centre>().next().map(|centre| centre.coordinator_phone.clone());
    match number {
        Some(number) => html! {
            <a
                class={props.class.clone()} data-variant={props.variant.clone()}
                href={format!("tel:{}", number.dial())}
            >
                <Icon name="phone" size="sm" />{ phone.words.shell_call_coordinator() }
            </a>
        },
        // Before the first download there is no number yet.
        None => html! { <span hidden=true></span> },
    }
}

/// The foot of Today and of every visit.
#[component]
pub fn HelpFoot() -> Html {
    html! {
        <div class="help-foot">
            <CallCoordinator />
            <EmergencyButton />
        </div>
    }
}
