//! "I am ill": cancels this time, and says whom to call.

use domain::{AccompanimentId, CheckOutDetails, CheckOutId, Outcome, Participant, command};
use uuid::Uuid;
use yew::prelude::*;

use super::VisitGonePage;
use crate::components::{Page, ProblemBanner, call_link, submit_dock};
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Then, use_acting, use_phone};
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct IllPageProps {
    pub id: Uuid,
}

#[component]
pub fn IllPage(props: &IllPageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let view = phone.view();
    let found = domain::query::visit(&view, AccompanimentId(props.id))
        .and_then(|visit| Some((visit, view.get::<Participant>(visit.plan.participant)?)));
    let Some((visit, person)) = found else { return part!(VisitGonePage) };
    let id = props.id;
    let onsubmit = {
        let (acting, engine, plan) = (acting.clone(), phone.engine.clone(), visit.plan.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let check_out = CheckOutId(engine.new_id());
            let undo = command::Void { participant: plan.participant, row: check_out.0 };
            let saved = Notice::new(words.visit_ill_saved()).undo(undo);
            let then = Then::say(saved).replace(Route::Today);
            let command = command::CheckOut {
                id: check_out,
                participant: plan.participant,
                accompaniment: plan.id,
                outcome: Outcome::CancelledByVolunteer,
                again: None,
                met: None,
                ended: None,
                details: CheckOutDetails::default(),
                supersedes: None,
            };
            acting.save(command, then);
        })
    };
    let name = person.first_name.as_str();
    html! {
        <Page
            heading={words.visit_ill()} title={words.visit_ill()}
            back={(AttrValue::Static(words.shell_back()), Route::Visit { id })}
            lede={words.visit_ill_text(name)}
        >
            <form class="form" {onsubmit}>
                <div class="contacts">
                    if let Some(number) = &person.phone.value {
                        { call_link(number, &words.shell_call_name(name), "contact") }
                    }
                </div>
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                { submit_dock(words.visit_ill_confirm(), acting.busy, None, html! { <>
                    <a href={Route::Visit { id }.href()} class="ds-button" data-variant="tertiary">
                        { words.shell_cancel() }
                    </a>
                </> }) }
            </form>
        </Page>
    }
}
