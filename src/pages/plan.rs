//! Planning to go together: with whom, to what, when, and where they meet.

mod answers;
mod suggest;

use domain::query::people;
use domain::{AccompanimentId, ActivityId, Participant, ParticipantId, command};
use yew::prelude::*;

use self::answers::{Answers, Meet, Scene, When};
use self::suggest::suggest;
use super::{GonePage, NotFoundPage};
use crate::components::{
    Ask, Choice, DayField, ErrorSummary, FieldError, Kind, Page, ProblemBanner, TextField,
    TimeField, empty, glyph, pick_one, sized_glyph, submit_dock,
};
use crate::draft::{DraftHandle, use_draft};
use crate::format;
use crate::hooks::use_state;
use crate::markup::html;
use crate::notice::Notice;
use crate::part::part;
use crate::phone::{Phone, Then, use_acting, use_phone};
use crate::route::Route;
use crate::words::Words;

#[derive(Clone, PartialEq, Properties)]
pub struct PlanPageProps {
    #[prop_or_default]
    pub participant: Option<ParticipantId>,
    #[prop_or_default]
    pub activity: Option<ActivityId>,
}

impl PlanPageProps {
    fn scene<'a>(&self, phone: &Phone, view: &'a domain::MemoryView) -> Scene<'a> {
        Scene {
            view,
            words: phone.words,
            now: phone.now,
            participant: self.participant,
            activity: self.activity,
        }
    }

    /// The draft's key, and the page to go back to.
    fn place(&self) -> (String, Route) {
        match (self.participant, self.activity) {
            (Some(id), _) => (format!("plan/{id}"), Route::Person { id: id.0 }),
            (None, Some(id)) => (format!("plan/{id}"), Route::Activity { id: id.0 }),
            (None, None) => ("plan".to_owned(), Route::Today),
        }
    }
}

#[component]
pub fn PlanPage(props: &PlanPageProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let view = phone.view();
    let acting = use_acting();
    let (key, back) = props.place();
    let draft = use_draft::<Answers>(key);
    let tries = use_state(|| 0u32);
    let scene = props.scene(&phone, &view);
    let answers = &draft.value;
    if props.participant.is_some() && scene.who(answers).is_none() {
        return part!(GonePage);
    }
    if props.activity.is_some() && scene.what(answers).is_none() {
        return part!(NotFoundPage);
    }
    let everyone = people(&view, phone.engine.actor().member, "");
    if everyone.is_empty() {
        return html! {
            <Page
                heading={words.plan_title()} title={words.plan_title()}
                back={(AttrValue::Static(words.shell_back()), back)}
            >
                { empty("participants", words.plan_no_people(), "") }
            </Page>
        };
    }
    let wrong = match *tries {
        0 => Vec::new(),
        _ => scene.plan(answers, AccompanimentId(uuid::Uuid::nil())).err().unwrap_or_default(),
    };
    let errors: Vec<FieldError> =
        wrong.iter().map(|wrong| (wrong.field().into(), wrong.words(words).into())).collect();
    let onsubmit = {
        let (props, phone, draft) = (props.clone(), phone.clone(), draft.clone());
        let (acting, tries) = (acting.clone(), tries.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            let view = phone.view();
            let scene = props.scene(&phone, &view);
            let id = phone.engine.new_id();
            let Ok(plan) = scene.plan(&draft.value, AccompanimentId(id)) else {
                tries.set(*tries + 1);
                return;
            };
            let said = saved(words, scene.who(&draft.value), &plan);
            acting.save_draft(plan, &draft, Then::say(said).replace(Route::Visit { id }));
        })
    };
    let form = Form { phone: &phone, scene, draft: &draft, errors: &errors };
    html! {
        <Page
            heading={form.heading()} title={words.plan_title()}
            back={(AttrValue::Static(words.shell_back()), back)} wrong={!errors.is_empty()}
        >
            <form class="form" novalidate=true {onsubmit}>
                { part!(ErrorSummary { errors: errors.clone(), tries: *tries }) }
                { form.who(&everyone) }
                { form.what() }
                { form.when() }
                { form.length() }
                { form.meet() }
                <div role="status">
                    if !acting.busy && scene.clash(answers, phone.engine.actor().member) {
                        <div class="banner" data-kind="heads-up">
                            { glyph("calendar") }<p>{ words.plan_clash() }</p>
                        </div>
                    }
                </div>
                { part!(ProblemBanner { problem: acting.problem.clone() }) }
                <p class="draft" role="status">
                    if draft.kept {
                        { sized_glyph("check", "sm") }{ words.talk_draft_kept() }
                    }
                </p>
                { submit_dock(words.plan_save(), acting.busy, None, Html::default()) }
            </form>
        </Page>
    }
}

fn saved(words: Words, person: Option<&Participant>, plan: &command::PlanAccompaniment) -> Notice {
    let tell = person.map(|person| words.plan_saved_text(person.first_name.as_str()));
    let said = format!("{}. {}", words.plan_saved(), tell.unwrap_or_default());
    Notice::new(said).undo(command::Void { participant: plan.participant, row: plan.id.0 })
}

/// The questions, each a part of the form that is always there.
struct Form<'a> {
    phone: &'a Phone,
    scene: Scene<'a>,
    draft: &'a DraftHandle<Answers>,
    errors: &'a [FieldError],
}

impl Form<'_> {
    fn heading(&self) -> String {
        let words = self.phone.words;
        match self.scene.participant.and(self.scene.who(&self.draft.value)) {
            Some(person) => words.visit_with(person.first_name.as_str()),
            None => words.plan_title().to_owned(),
        }
    }

    fn error(&self, fields: &[&str]) -> Option<AttrValue> {
        let found = self.errors.iter().find(|(field, _)| fields.contains(&field.as_str()));
        found.map(|(_, said)| said.clone())
    }

    fn who(&self, everyone: &[domain::query::PersonHit<'_>]) -> Html {
        let choices: Vec<Choice<ParticipantId>> = everyone
            .iter()
            .map(|hit| Choice::new(hit.participant.id, hit.participant.short_name()))
            .collect();
        html! {
            <div>
                if self.scene.participant.is_none() {
                    { pick_one(Ask { id: "who", question: self.phone.words.plan_who().into(), kind: Kind::Pair, error: self.error(&["who-0"]), ..Ask::default() }, choices, self.draft.value.who, self.draft.field(|a, who| a.who = Some(who))) }
                }
            </div>
        }
    }

    fn what(&self) -> Html {
        let words = self.phone.words;
        let answers = &self.draft.value;
        if let Some(activity) = self.scene.activity.and(self.scene.what(answers)) {
            let place = format!("{}, {}", activity.place.name, activity.place.town);
            return html! {
                <div class="card" data-tone="tint">
                    <p class="strong">{ activity.name.to_string() }</p>
                    <p class="soft">{ place }</p>
                </div>
            };
        }
        let who = self.scene.who(answers).map(|person| person.id);
        let chosen = self.scene.what(answers);
        let typed = if chosen.is_some() { "" } else { answers.what.as_str() };
        let mut found = suggest(self.scene.view, who, typed, self.phone.now.day);
        // What was chosen stays in sight.
        if let Some(activity) =
            chosen.filter(|activity| found.iter().all(|known| known.id != activity.id))
        {
            found.insert(0, activity);
        }
        let names: Vec<(ActivityId, String)> =
            found.iter().map(|activity| (activity.id, activity.name.to_string())).collect();
        let choices: Vec<Choice<ActivityId>> =
            names.iter().map(|(id, name)| Choice::new(*id, name.clone())).collect();
        let onchoose = self.draft.field(move |answers, id: ActivityId| {
            answers.activity = Some(id);
            answers.when = None;
            if let Some((_, name)) = names.iter().find(|(known, _)| *known == id) {
                answers.what.clone_from(name);
            }
        });
        // Other words than the activity's name mean something else.
        let oninput = self.draft.field(|answers, what: String| {
            answers.what = what;
            answers.activity = None;
            answers.when = None;
        });
        html! {
            <div class="stack">
                { part!(TextField {
                    id: "what",
                    label: words.plan_what(),
                    question: true,
                    max: 120,
                    value: answers.what.clone(),
                    oninput,
                    error: self.error(&["what"]),
                }) }
                if !choices.is_empty() {
                    { pick_one(Ask { id: "suggestion", question: AttrValue::Static(words.plan_suggestions()), small: true, ..Ask::default() }, choices, answers.activity, onchoose) }
                }
                <p class="small">
                    <a href={Route::Activities.href()} class="quiet">
                        { sized_glyph("activities", "sm") }{ words.act_title() }
                    </a>
                </p>
            </div>
        }
    }

    fn when(&self) -> Html {
        let words = self.phone.words;
        let answers = &self.draft.value;
        let today = self.phone.now.day;
        let coming = self.scene.coming(answers);
        let other = coming.is_empty() || answers.when == Some(When::Other);
        let mut choices: Vec<Choice<When>> = coming
            .iter()
            .map(|day| Choice::new(When::Coming(*day), format::start_day(words, *day, today)))
            .collect();
        choices.push(Choice::new(When::Other, words.plan_other_day()));
        html! {
            <div class="stack">
                if !coming.is_empty() {
                    { pick_one(Ask { id: "when", question: AttrValue::Static(words.plan_day()), error: self.error(&["when-0"]), ..Ask::default() }, choices, answers.when, self.draft.field(|a, when| a.when = Some(when))) }
                }
                if other {
                    { part!(DayField {
                        id: "day",
                        label: words.plan_day(),
                        value: answers.day.clone(),
                        min: today,
                        max: today.plus_days(366),
                        error: self.error(&["day"]),
                        oninput: self.draft.field(|a, day| a.day = day),
                    }) }
                }
                { part!(TimeField {
                    id: "time",
                    label: words.plan_time(),
                    value: self.scene.time(answers),
                    error: self.error(&["time"]),
                    oninput: self.draft.field(|a, time| a.time = Some(time)),
                }) }
            </div>
        }
    }

    fn length(&self) -> Html {
        let words = self.phone.words;
        let chosen = self.scene.minutes(&self.draft.value);
        let mut lengths = vec![60, 90, 120, 180];
        // An activity may have a length of its own.
        if let Some(activity) = self.scene.what(&self.draft.value) {
            lengths.push(activity.minutes.clamp(15, 720));
        }
        lengths.push(chosen);
        domain::order::sort_by_key(&mut lengths, |minutes| *minutes);
        lengths.dedup();
        let choices: Vec<Choice<u16>> = lengths
            .into_iter()
            .map(|minutes| Choice::new(minutes, length(words, minutes)))
            .collect();
        html! {
            { pick_one(Ask { id: "length", question: AttrValue::Static(words.plan_length()), small: true, kind: Kind::Pair, ..Ask::default() }, choices, chosen, self.draft.field(|a, minutes| a.minutes = Some(minutes))) }
        }
    }

    fn meet(&self) -> Html {
        let words = self.phone.words;
        let answers = &self.draft.value;
        let home = self.scene.who(answers).map(|person| {
            Choice::icon(Meet::Home, words.plan_meet_home(person.first_name.as_str()), "today")
        });
        let others = [
            Choice::icon(Meet::Entrance, words.plan_meet_entrance(), "place"),
            Choice::icon(Meet::Stop, words.plan_meet_stop(), "bus"),
            Choice::icon(Meet::Elsewhere, words.talk_place_other(), "pencil"),
        ];
        let choices: Vec<Choice<Meet>> = home.into_iter().chain(others).collect();
        html! {
            <div class="stack">
                { pick_one(Ask { id: "meet", question: AttrValue::Static(words.plan_meet()), ..Ask::default() }, choices, answers.meet, self.draft.field(|a, meet| a.meet = Some(meet))) }
                if answers.meet == Some(Meet::Elsewhere) {
                    { part!(TextField {
                        id: "elsewhere",
                        label: words.talk_place_other(),
                        max: 120,
                        value: answers.elsewhere.clone(),
                        error: self.error(&["elsewhere"]),
                        oninput: self.draft.field(|a, place| a.elsewhere = place),
                    }) }
                }
                <details class="ds-details" open={!answers.transport.is_empty()}>
                    <summary>{ words.shell_add_more() }</summary>
                    <div class="stack">
                        { part!(TextField {
                            id: "transport",
                            label: words.plan_transport(),
                            max: 120,
                            value: answers.transport.clone(),
                            error: self.error(&["transport"]),
                            oninput: self.draft.field(|a, transport| a.transport = transport),
                        }) }
                    </div>
                </details>
            </div>
        }
    }
}

/// "1 time", "1 t 30 min", "45 minutter".
fn length(words: Words, minutes: u16) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => words.time_minutes(minutes.into()),
        (hours, 0) => words.time_hours(hours.into()),
        (hours, minutes) => words.time_hours_minutes(hours.into(), minutes.into()),
    }
}
