//! "I do not want to take part any more": read and decided by the participant, on the spot.

use domain::{Participant, ParticipantId, command};
use yew::prelude::*;

use super::GonePage;
use crate::components::{Page, ProblemBanner, call_coordinator, glyph, submit_dock};
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Then, use_acting, use_phone};
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct LeavePageProps {
    pub participant: ParticipantId,
}

#[component]
pub fn LeavePage(props: &LeavePageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let done = use_state(|| false);
    let words = phone.words;
    let participant = props.participant;
    let onsubmit = {
        let (acting, done) = (acting.clone(), done.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let done = done.clone();
            let then = Callback::from(move |()| done.set(true));
            acting.save(command::WithdrawConsent { participant }, Then::call(then));
        })
    };
    if *done {
        return html! {
            <Page heading={words.leave_done()} title={words.leave_done()} step=1>
                <p>{ words.leave_done_text() }</p>
                <div class="actions" data-column="">
                    { call_coordinator(&phone, "ds-button", Some("secondary")) }
                    <a href={Route::Today.href()} class="ds-button">{ words.shell_to_today() }</a>
                </div>
            </Page>
        };
    }
    let view = phone.view();
    if view.get::<Participant>(participant).is_none_or(|person| person.closed.is_some()) {
        return part!(GonePage);
    }
    let unsent = phone.engine.unsent_about(participant);
    html! {
        <Page
            heading={words.leave_title()} title={words.leave_title()} lede={words.leave_text()}
            back={(AttrValue::Static(words.shell_back()), Route::Person { id: participant.0 })}
        >
            <form class="form" {onsubmit}>
                <div class="card">
                    <h2 class="ds-heading" data-size="xs">{ words.leave_then() }</h2>
                    <ul class="checklist">
                        <li>{ glyph("calendar") }{ words.leave_then_plans() }</li>
                        <li>{ glyph("phone") }{ words.leave_then_phone() }</li>
                        if unsent > 0 {
                            <li>{ glyph("unsent") }{ words.leave_then_unsent(unsent as i64) }</li>
                        }
                        <li>{ glyph("conversation") }{ words.leave_then_centre() }</li>
                    </ul>
                </div>
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                { submit_dock(words.leave_confirm(), acting.busy, Some("danger"), html! { <>
                    <a href={Route::Person { id: participant.0 }.href()} class="ds-button" data-variant="secondary">
                        { words.leave_stay() }
                    </a>
                </> }) }
            </form>
        </Page>
    }
}
