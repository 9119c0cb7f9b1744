//! What stands round the questions: how far one is, whether it is kept, and what was begun before.

use yew::prelude::*;

use super::form::TalkForm;
use crate::components::{glyph, sized_glyph};
use crate::draft::DraftHandle;
use crate::hooks::use_state;
use crate::markup::html;
use crate::phone::use_phone;

#[derive(Clone, PartialEq, Properties)]
pub struct StepsProps {
    pub step: u8,
}

#[component]
pub fn Steps(props: &StepsProps) -> Html {
    let words = use_phone().words;
    let state = |step: u8| match step.cmp(&props.step) {
        std::cmp::Ordering::Less => Some("done"),
        std::cmp::Ordering::Equal => Some("now"),
        std::cmp::Ordering::Greater => None,
    };
    html! {
        <div class="steps">
            <p class="steps-words">{ words.shell_step(i64::from(props.step), 3) }</p>
            <div class="steps-bar" aria-hidden="true">
                { for (1..=3).map(|step| html! { <span key={step} data-state={state(step)}></span> }) }
            </div>
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct KeptProps {
    pub kept: bool,
}

#[component]
pub fn Kept(props: &KeptProps) -> Html {
    let words = use_phone().words;
    html! {
        <p class="draft" role="status">
            if props.kept {
                { sized_glyph("check", "sm") }{ words.talk_draft_kept() }
            }
        </p>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct FoundProps {
    pub found: bool,
    pub draft: DraftHandle<TalkForm>,
}

/// The conversation that was begun, and a way to begin again.
#[component]
pub fn Found(props: &FoundProps) -> Html {
    let words = use_phone().words;
    let asking = use_state(|| false);
    let gone = use_state(|| false);
    let ask = {
        let asking = asking.clone();
        Callback::from(move |_: MouseEvent| asking.set(!*asking))
    };
    let discard = {
        let (draft, gone) = (props.draft.clone(), gone.clone());
        Callback::from(move |_: MouseEvent| {
            draft.discard();
            gone.set(true);
        })
    };
    html! {
        <div class="banner-place">
            if props.found && !*gone {
                <div class="banner">
                    { glyph("pencil") }
                    <p class="banner-title">{ words.talk_draft_found() }</p>
                    if *asking {
                        <p>{ words.talk_draft_discard_sure() }</p>
                        <div class="actions">
                            <button
                                type="button" class="ds-button" data-color="danger" onclick={discard}
                            >
                                { words.talk_draft_discard() }
                            </button>
                            <button
                                type="button" class="ds-button" data-variant="secondary"
                                onclick={ask}
                            >
                                { words.shell_cancel() }
                            </button>
                        </div>
                    } else {
                        <div class="actions">
                            <button type="button" class="quiet" onclick={ask}>
                                { words.talk_draft_discard() }
                            </button>
                        </div>
                    }
                </div>
            }
        </div>
    }
}
