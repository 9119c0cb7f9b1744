//! Fields: a line, a box that takes dictation, a day, a time; and what can be wrong.

use domain::{Day, TimeOfDay};
use session::StoreError;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use super::{call_coordinator, glyph};
use crate::language::use_words;
use crate::markup::html;
use crate::part::part;
use crate::phone::{Problem, use_phone};

#[derive(Clone, PartialEq, Properties)]
pub struct TextProps {
    pub id: AttrValue,
    pub label: AttrValue,
    #[prop_or_default]
    pub help: Option<AttrValue>,
    pub value: AttrValue,
    pub oninput: Callback<String>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// The question of the screen, not a smaller one.
    #[prop_or_default]
    pub question: bool,
    /// The most characters; what is over is said, never cut off.
    #[prop_or(300)]
    pub max: usize,
}

/// A box that takes dictation.
#[component]
pub fn TextArea(props: &TextProps) -> Html {
    let oninput = props.oninput.reform(|event: InputEvent| {
        let field: HtmlTextAreaElement = event.target_unchecked_into();
        field.value()
    });
    let (error, described) = (props.wrong(), props.described());
    props.field(
        error.clone(),
        html! {
            <textarea
                class="ds-input" id={props.id.clone()} value={props.value.clone()} {oninput}
                rows="4" autocomplete="off" aria-describedby={described}
                aria-invalid={error.is_some().then_some("true")}
            />
        },
    )
}

/// One line.
#[component]
pub fn TextField(props: &TextProps) -> Html {
    let oninput = props.oninput.reform(|event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        field.value()
    });
    let (error, described) = (props.wrong(), props.described());
    props.field(
        error.clone(),
        html! {
            <input
                class="ds-input" id={props.id.clone()} value={props.value.clone()} {oninput}
                type="text" autocomplete="off" aria-describedby={described}
                aria-invalid={error.is_some().then_some("true")}
            />
        },
    )
}

impl TextProps {
    fn wrong(&self) -> Option<AttrValue> {
        self.error.clone()
    }

    fn described(&self) -> Option<String> {
        let help = self.help.is_some().then(|| format!("{}-help", self.id));
        let error = self.error.is_some().then(|| format!("{}-error", self.id));
        let parts: Vec<String> = help.into_iter().chain(error).collect();
        (!parts.is_empty()).then(|| parts.join(" "))
    }

    fn field(&self, error: Option<AttrValue>, input: Html) -> Html {
        let class = if self.question { "question" } else { "ds-label" };
        html! {
            <div class="ds-field">
                <label {class} for={self.id.clone()}>{ self.label.clone() }</label>
                if let Some(help) = &self.help {
                    <p data-field="description" id={format!("{}-help", self.id)}>{ help.clone() }</p>
                }
                { input }
                { part!(Over { length: self.value.chars().count(), max: self.max }) }
                if let Some(error) = error {
                    <p
                        class="ds-validation-message" data-field="validation"
                        id={format!("{}-error", self.id)}
                    >
                        { error }
                    </p>
                }
            </div>
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
struct OverProps {
    length: usize,
    max: usize,
}

/// How much is left, once it is getting short; how much is too much.
#[component]
fn Over(props: &OverProps) -> Html {
    let words = use_words();
    let said = if props.length > props.max {
        words.field_too_long((props.length - props.max) as i64)
    } else if props.length + 60 >= props.max {
        words.field_left((props.max - props.length) as i64)
    } else {
        String::new()
    };
    html! { <p class="small soft" role="status">{ said }</p> }
}

#[derive(Clone, PartialEq, Properties)]
pub struct DayFieldProps {
    pub id: AttrValue,
    pub label: AttrValue,
    /// As the field has it: may be no day at all.
    pub value: AttrValue,
    pub oninput: Callback<String>,
    #[prop_or_default]
    pub min: Option<Day>,
    #[prop_or_default]
    pub max: Option<Day>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
}

/// The browser's own calendar.
#[component]
pub fn DayField(props: &DayFieldProps) -> Html {
    native(
        "date",
        props,
        props.min.map(|day| day.to_string()),
        props.max.map(|day| day.to_string()),
    )
}

#[derive(Clone, PartialEq, Properties)]
pub struct TimeFieldProps {
    pub id: AttrValue,
    pub label: AttrValue,
    pub value: AttrValue,
    pub oninput: Callback<String>,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    #[prop_or_default]
    pub max: Option<TimeOfDay>,
}

/// The browser's own clock.
#[component]
pub fn TimeField(props: &TimeFieldProps) -> Html {
    let same = DayFieldProps {
        id: props.id.clone(),
        label: props.label.clone(),
        value: props.value.clone(),
        oninput: props.oninput.clone(),
        min: None,
        max: None,
        error: props.error.clone(),
    };
    native("time", &same, None, props.max.map(|time| time.to_string()))
}

fn native(
    kind: &'static str,
    props: &DayFieldProps,
    min: Option<String>,
    max: Option<String>,
) -> Html {
    let oninput = props.oninput.reform(|event: InputEvent| {
        let field: HtmlInputElement = event.target_unchecked_into();
        field.value()
    });
    let described = props.error.is_some().then(|| format!("{}-error", props.id));
    html! {
        <div class="ds-field">
            <label class="ds-label" for={props.id.clone()}>{ props.label.clone() }</label>
            <input
                class="ds-input" id={props.id.clone()} type={kind} value={props.value.clone()}
                {oninput} {min} {max} autocomplete="off" aria-describedby={described}
                aria-invalid={props.error.is_some().then_some("true")}
            />
            if let Some(error) = &props.error {
                <p
                    class="ds-validation-message" data-field="validation"
                    id={format!("{}-error", props.id)}
                >
                    { error.clone() }
                </p>
            }
        </div>
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct ProblemBannerProps {
    pub problem: Option<Problem>,
}

/// Why nothing was saved. Loss of work is said aloud.
#[component]
pub fn ProblemBanner(props: &ProblemBannerProps) -> Html {
    let phone = use_phone();
    let words = phone.words;
    let banner = props.problem.as_ref().map(|problem| {
        let (title, text) = match problem {
            Problem::Refused(refusal) => (words.refused(*refusal), String::new()),
            Problem::NotSaved(error) => {
                let why = match error {
                    StoreError::Full => words.enrol_storage_full(),
                    _ => words.shell_not_saved_text(),
                };
                (words.shell_not_saved(), why.to_owned())
            }
        };
        html! {
            <div class="banner" data-kind="trouble" role="alert">
                { glyph("alert") }
                <p class="banner-title">{ title }</p>
                <p>{ text }</p>
                <div class="actions">{ call_coordinator(&phone, "ds-button", Some("secondary")) }</div>
            </div>
        }
    });
    html! { <div class="problem-place">{ banner.unwrap_or_default() }</div> }
}
