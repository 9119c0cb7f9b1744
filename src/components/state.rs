//! Where a record is: on the phone, on its way, received, or in need of someone.

use session::ItemState;
use yew::prelude::*;

use super::glyph;
use crate::format;
use crate::markup::html;
use crate::phone::use_phone;
use domain::Moment;

#[derive(Clone, PartialEq, Properties)]
pub struct StateChipProps {
    pub state: ItemState,
}

/// Always an icon and words.
#[component]
pub fn StateChip(props: &StateChipProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let (state, icon, said) = match &props.state {
        ItemState::Saved => ("saved", "saved", words.state_saved().to_owned()),
        ItemState::Sending => ("sending", "sending", words.state_sending().to_owned()),
        ItemState::Received { at } => {
            let when = format::moment(words, Moment(*at), phone.now.day);
            ("received", "check-check", words.state_received(&when))
        }
        ItemState::Undecided { .. } => {
            ("received", "check-check", words.state_undecided().to_owned())
        }
        ItemState::NeedsYou { .. } => ("needs-you", "alert", words.state_needs_you().to_owned()),
    };
    html! {
        <span class="state" data-state={state}>{ glyph(icon) }{ said }</span>
    }
}
