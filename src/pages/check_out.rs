//! "We are done": one screen, two questions. The rest stands behind "add more".

mod answers;

use domain::query::{Progress, Visit};
use domain::{AccompanimentId, CheckInId, CheckOutId, Moment, Outcome, Participant, command};
use uuid::Uuid;
use yew::prelude::*;

use self::answers::{Answers, Wrong};
use super::VisitGonePage;
use crate::components::{
    Ask, Choice, Faces, Kind, Page, ProblemBanner, TextArea, TimeField, call_link, pick_one,
    submit_dock,
};
use crate::form::change;
use crate::hooks::use_state;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::{browser, clock, wording};

#[derive(Clone, PartialEq, Properties)]
pub struct CheckOutPageProps {
    pub id: Uuid,
}

#[component]
pub fn CheckOutPage(props: &CheckOutPageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let view = phone.view();
    // "We are done" was tapped while the app was locked: that was the end.
    let stamped = phone.engine.stamped_end(AccompanimentId(props.id));
    let answers = use_state(|| Answers {
        ended: stamped.map_or_else(String::new, |at| clock::local(Moment(at)).time.to_string()),
        ..Answers::default()
    });
    let wrong = use_state(|| None::<Wrong>);
    let found = domain::query::visit(&view, AccompanimentId(props.id))
        .and_then(|visit| Some((visit, view.get::<Participant>(visit.plan.participant)?)));
    let Some((visit, person)) = found else { return part!(VisitGonePage) };

    let onsubmit = {
        let (acting, answers, wrong) = (acting.clone(), answers.clone(), wrong.clone());
        let (phone, id) = (phone.clone(), props.id);
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match command(&phone, id, &answers) {
                Ok(command) => {
                    wrong.set(None);
                    acting.save(command, Then::default().replace(Route::Visit { id }));
                }
                Err(problem) => {
                    browser::focus(problem.selector());
                    wrong.set(Some(problem));
                }
            }
        })
    };
    let late = stamped.is_some() || visit.minutes_over(phone.now) > 120;
    let asks_met =
        visit.met.is_none() && visit.arrived.is_none() && answers.how.is_some_and(|how| how.met());
    let error =
        |wanted: Wrong| (*wrong == Some(wanted)).then(|| AttrValue::from(wanted.words(words)));
    html! {
        <Page
            heading={words.visit_with(person.first_name.as_str())} title={words.visit_how()}
            back={(AttrValue::Static(words.shell_back()), Route::Visit { id: props.id })}
            wrong={wrong.is_some()}
        >
            <form class="form" novalidate=true {onsubmit}>
                { pick_one(Ask { id: "how", question: AttrValue::Static(words.visit_how()), kind: Kind::Pair, error: error(Wrong::How), ..Ask::default() }, how_choices(words), answers.how, change(&answers, |a: &mut Answers, how| a.how = Some(how))) }
                <div class="stack">
                    if answers.how == Some(answers::How::Cancelled) {
                        { pick_one(Ask { id: "by", question: AttrValue::Static(words.visit_cancelled_by()), small: true, error: error(Wrong::CancelledBy), ..Ask::default() }, cancelled_choices(&phone, person), answers.cancelled_by, change(&answers, |a: &mut Answers, by| a.cancelled_by = Some(by))) }
                    }
                    if answers.how == Some(answers::How::NoShow) {
                        <div class="banner">
                            <p>{ words.visit_no_show_text(person.first_name.as_str()) }</p>
                            <div class="actions">
                                if let Some(number) = &person.phone.value {
                                    { call_link(number, &words.shell_call_name(person.first_name.as_str()), "quiet") }
                                }
                            </div>
                        </div>
                    }
                    if asks_met {
                        { part!(TimeField {
                            id: "met",
                            label: words.visit_when_met(),
                            value: answers.met.clone(),
                            oninput: change(&answers, |a: &mut Answers, value| a.met = value),
                            error: error(Wrong::Met).or_else(|| error(Wrong::Order)),
                        }) }
                        <p class="soft small">{ words.visit_when_met_help() }</p>
                    }
                    if late && answers.how.is_some_and(|how| how.met()) {
                        { part!(TimeField {
                            id: "ended",
                            label: words.visit_when_done(),
                            value: answers.ended.clone(),
                            oninput: change(&answers, |a: &mut Answers, value| a.ended = value),
                            error: error(Wrong::Ended),
                        }) }
                    }
                </div>
                { pick_one(Ask { id: "again", question: AttrValue::Static(words.visit_again()), kind: Kind::Pair, ..Ask::default() }, again_choices(words), answers.again, change(&answers, |a: &mut Answers, again| a.again = Some(again))) }
                <details class="ds-details">
                    <summary>{ words.shell_add_more() }</summary>
                    <div class="stack" data-gap="lg">
                        { part!(Faces {
                            question: words.visit_face(person.first_name.as_str()),
                            help: words.visit_face_help(person.first_name.as_str()),
                            words: [1, 2, 3, 4, 5].map(|face| AttrValue::from(words.face(face))),
                            chosen: answers.face,
                            onchoose: change(&answers, |a: &mut Answers, face| a.face = Some(face)),
                        }) }
                        { pick_one(Ask { id: "host", question: AttrValue::Static(words.visit_host()), small: true, kind: Kind::Pair, ..Ask::default() }, yes_no(words), answers.host_welcomed, change(&answers, |a: &mut Answers, yes| a.host_welcomed = Some(yes))) }
                        { pick_one(Ask { id: "ok", question: AttrValue::Static(words.visit_volunteer_ok()), small: true, kind: Kind::Pair, ..Ask::default() }, yes_no(words), answers.volunteer_ok, change(&answers, |a: &mut Answers, yes| a.volunteer_ok = Some(yes))) }
                        <div role="status">
                            if answers.volunteer_ok == Some(false) {
                                <p>{ words.visit_volunteer_not_ok() }</p>
                            }
                        </div>
                        { part!(TextArea {
                            id: "note",
                            label: words.visit_note(),
                            value: answers.note.clone(),
                            help: words.visit_note_help(person.first_name.as_str()),
                            oninput: change(&answers, |a: &mut Answers, value| a.note = value),
                            error: error(Wrong::Note),
                        }) }
                    </div>
                </details>
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                { submit_dock(words.visit_save(), acting.busy, None, Html::default()) }
            </form>
        </Page>
    }
}

fn command(phone: &Phone, id: Uuid, answers: &Answers) -> Result<command::CheckOut, Wrong> {
    let view = phone.view();
    let visit = domain::query::visit(&view, AccompanimentId(id)).ok_or(Wrong::How)?;
    let outcome = answers.outcome()?;
    let recalled = answers.recalled(&visit, outcome)?;
    Ok(command::CheckOut {
        id: CheckOutId(phone.engine.new_id()),
        participant: visit.plan.participant,
        accompaniment: visit.plan.id,
        outcome,
        again: answers.again,
        met: recalled.met.map(|at| command::WhenMet { id: CheckInId(phone.engine.new_id()), at }),
        ended: recalled.ended,
        details: answers.details()?,
        supersedes: corrected(&visit),
    })
}

/// Saying it again corrects what was said; the first version stays for the coordinator.
fn corrected(visit: &Visit<'_>) -> Option<CheckOutId> {
    visit.check_out.filter(|_| visit.progress() == Progress::Ended).map(|out| out.id)
}

fn how_choices(words: crate::words::Words) -> Vec<Choice<answers::How>> {
    use answers::How;
    let of = |how, outcome: Outcome| {
        let (icon, said) = wording::outcome(words, outcome);
        Choice::icon(how, said, icon)
    };
    vec![
        of(How::There, Outcome::AttendedTogether),
        of(How::TurnedBack, Outcome::TurnedBack),
        of(How::NoShow, Outcome::NoShow),
        of(How::Cancelled, Outcome::CancelledByParticipant),
        of(How::Alone, Outcome::AttendedAlone),
    ]
}

fn cancelled_choices(phone: &Phone, person: &Participant) -> Vec<Choice<answers::CancelledBy>> {
    use answers::CancelledBy;
    vec![
        Choice::new(CancelledBy::Participant, person.first_name.to_string()),
        Choice::new(CancelledBy::Me, phone.words.visit_cancelled_by_me()),
        Choice::new(CancelledBy::Organiser, phone.words.visit_cancelled_by_organiser()),
    ]
}

fn again_choices(words: crate::words::Words) -> Vec<Choice<domain::Again>> {
    use domain::Again;
    [Again::Together, Again::Alone, Again::Unsure, Again::No]
        .into_iter()
        .map(|again| {
            let (icon, said) = wording::again(words, again);
            Choice::icon(again, said, icon)
        })
        .collect()
}

fn yes_no(words: crate::words::Words) -> Vec<Choice<bool>> {
    vec![Choice::new(true, words.shell_yes()), Choice::new(false, words.shell_no())]
}
