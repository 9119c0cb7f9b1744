//! "New time": when instead.

use domain::{AccompanimentId, LocalTime, Participant, command};
use uuid::Uuid;
use yew::prelude::*;

use super::VisitGonePage;
use crate::browser;
use crate::components::{DayField, Page, ProblemBanner, TimeField, submit_dock};
use crate::form::change;
use crate::hooks::use_state;
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Then, use_acting, use_phone};
use crate::route::Route;

#[derive(Clone, PartialEq, Properties)]
pub struct NewTimePageProps {
    pub id: Uuid,
}

#[derive(Clone, Debug, PartialEq)]
struct Answers {
    day: String,
    time: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    Day,
    Past,
    Time,
}

#[component]
pub fn NewTimePage(props: &NewTimePageProps) -> Html {
    let phone = use_phone();
    let acting = use_acting();
    let words = phone.words;
    let view = phone.view();
    let found = domain::query::visit(&view, AccompanimentId(props.id))
        .and_then(|visit| Some((visit, view.get::<Participant>(visit.plan.participant)?)));
    let starts = found.map(|(visit, _)| visit.plan.starts.value);
    let answers = use_state(|| Answers {
        day: starts.map(|starts| starts.day.to_string()).unwrap_or_default(),
        time: starts.map(|starts| starts.time.to_string()).unwrap_or_default(),
    });
    let wrong = use_state(|| None::<Wrong>);
    let Some((visit, person)) = found else { return part!(VisitGonePage) };
    let id = props.id;
    let onsubmit = {
        let (acting, answers, wrong) = (acting.clone(), answers.clone(), wrong.clone());
        let (plan, today) = (visit.plan.clone(), phone.now.day);
        let saved = Notice::new(words.visit_new_time_saved(person.first_name.as_str()));
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            match when(&answers, today) {
                Ok(starts) => {
                    wrong.set(None);
                    let then = Then::say(saved.clone()).replace(Route::Visit { id });
                    let command = command::MoveAccompaniment {
                        id: plan.id,
                        participant: plan.participant,
                        starts: plan.starts.edit(starts),
                    };
                    acting.save(command, then);
                }
                Err(problem) => {
                    browser::focus(if problem == Wrong::Time { "#time" } else { "#day" });
                    wrong.set(Some(problem));
                }
            }
        })
    };
    let day_error = match *wrong {
        Some(Wrong::Day) => Some(AttrValue::Static(words.field_no_such_day())),
        Some(Wrong::Past) => Some(AttrValue::Static(words.field_day_past())),
        _ => None,
    };
    let time_error =
        (*wrong == Some(Wrong::Time)).then(|| AttrValue::Static(words.field_no_such_time()));
    html! {
        <Page
            heading={words.visit_with(person.first_name.as_str())} title={words.visit_new_time()}
            back={(AttrValue::Static(words.shell_back()), Route::Visit { id })} wrong={wrong.is_some()}
            lede={words.visit_new_time()}
        >
            <form class="form" novalidate=true {onsubmit}>
                { part!(DayField {
                    id: "day",
                    label: words.field_day(),
                    value: answers.day.clone(),
                    min: phone.now.day,
                    error: day_error,
                    oninput: change(&answers, |a: &mut Answers, value| a.day = value),
                }) }
                { part!(TimeField {
                    id: "time",
                    label: words.field_time(),
                    value: answers.time.clone(),
                    error: time_error,
                    oninput: change(&answers, |a: &mut Answers, value| a.time = value),
                }) }
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                { submit_dock(words.visit_new_time_save(), acting.busy, None, Html::default()) }
            </form>
        </Page>
    }
}

fn when(answers: &Answers, today: domain::Day) -> Result<LocalTime, Wrong> {
    let day: domain::Day = answers.day.parse().map_err(|_| Wrong::Day)?;
    if day < today {
        return Err(Wrong::Past);
    }
    let time = answers.time.parse().map_err(|_| Wrong::Time)?;
    Ok(LocalTime { day, time })
}
