//! The way across: met, there, done.

use domain::query::{Progress, Visit};
use yew::prelude::*;

use crate::markup::html;
use crate::phone::Phone;
use crate::{clock, format};

#[derive(Clone, PartialEq, Properties)]
pub struct CrossingProps {
    /// How many of the three steps are taken.
    pub at: u8,
    pub steps: [CrossingStep; 3],
}

#[derive(Clone, PartialEq)]
pub struct CrossingStep {
    pub words: AttrValue,
    pub time: AttrValue,
}

impl CrossingProps {
    pub fn of(phone: &Phone, visit: &Visit<'_>) -> Self {
        let words = phone.words;
        let step = |words_: &'static str, at: Option<domain::Moment>| CrossingStep {
            words: words_.into(),
            time: at
                .map(|at| format::time(words, clock::local(at).time))
                .unwrap_or_default()
                .into(),
        };
        Self {
            at: match visit.progress() {
                Progress::Planned => 0,
                Progress::Met => 1,
                Progress::Arrived => 2,
                Progress::Ended => 3,
            },
            steps: [
                step(words.visit_met(), visit.met.map(|met| met.at)),
                step(words.visit_arrived(), visit.arrived.map(|arrived| arrived.at)),
                step(words.visit_done(), visit.check_out.map(|out| out.at)),
            ],
        }
    }
}

#[component]
pub fn Crossing(props: &CrossingProps) -> Html {
    let step = |(index, step): (usize, &CrossingStep)| {
        let done = index < usize::from(props.at);
        let now = index == usize::from(props.at);
        html! {
            <li
                key={index} data-state={done.then_some("done")}
                aria-current={now.then_some("step")}
            >
                { step.words.clone() }{ " " }
                <time>{ step.time.clone() }</time>
            </li>
        }
    };
    html! {
        <div class="crossing" data-at={props.at.to_string()}>
            <svg class="crossing-arc" viewBox="0 0 320 84" aria-hidden="true">
                <path class="crossing-way" d="M14 74C70 -12 250 -12 306 74" />
                <path class="crossing-gone" pathLength="100" d="M14 74C70 -12 250 -12 306 74" />
                <circle class="crossing-dot" data-n="1" cx="14" cy="74" r="8" />
                <circle class="crossing-dot" data-n="2" cx="160" cy="9.5" r="8" />
                <circle class="crossing-dot" data-n="3" cx="306" cy="74" r="8" />
            </svg>
            <ol>{ for props.steps.iter().enumerate().map(step) }</ol>
        </div>
    }
}
