//! Questions answered by tapping: one of several, some of several, a face.

use yew::prelude::*;

use super::Icon;

/// One answer. `T` is what the answer means.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<T> {
    pub value: T,
    pub words: AttrValue,
    pub icon: Option<AttrValue>,
}

impl<T> Choice<T> {
    pub fn new(value: T, words: impl Into<AttrValue>) -> Self {
        Self { value, words: words.into(), icon: None }
    }

    pub fn icon(value: T, words: impl Into<AttrValue>, icon: &'static str) -> Self {
        Self { value, words: words.into(), icon: Some(icon.into()) }
    }
}

/// How answers are laid out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Kind {
    /// One a row.
    #[default]
    Rows,
    /// Two a row where there is room.
    Pair,
    /// Three a row, picture above words.
    Pictures,
}

impl Kind {
    fn attribute(self) -> Option<&'static str> {
        match self {
            Kind::Rows => None,
            Kind::Pair => Some("pair"),
            Kind::Pictures => Some("pictures"),
        }
    }
}

#[derive(Clone, PartialEq, Properties)]
pub struct PickOneProps<T: Clone + PartialEq + 'static> {
    /// Unique on the page; also where an error summary links to.
    pub id: AttrValue,
    pub question: AttrValue,
    pub choices: Vec<Choice<T>>,
    pub chosen: Option<T>,
    pub onchoose: Callback<T>,
    #[prop_or_default]
    pub kind: Kind,
    #[prop_or_default]
    pub error: Option<AttrValue>,
    /// A question of the screen, or a smaller one behind "add more".
    #[prop_or_default]
    pub small: bool,
}

/// Radio buttons as large tiles.
#[component]
pub fn PickOne<T: Clone + PartialEq + 'static>(props: &PickOneProps<T>) -> Html {
    let tile = |(index, choice): (usize, &Choice<T>)| {
        let onchange = {
            let (onchoose, value) = (props.onchoose.clone(), choice.value.clone());
            Callback::from(move |_: Event| onchoose.emit(value.clone()))
        };
        let id = format!("{}-{index}", props.id);
        let checked = props.chosen.as_ref() == Some(&choice.value);
        html! {
            <label class="choice" key={index}>
                <input type="radio" {id} name={props.id.clone()} {checked} {onchange} />
                { icon(choice.icon.as_ref()) }
                <span class="choice-words">{ choice.words.clone() }</span>
            </label>
        }
    };
    let tiles: Html = props.choices.iter().enumerate().map(tile).collect();
    fieldset(&props.id, &props.question, props.small, props.kind, props.error.as_ref(), tiles)
}

#[derive(Clone, PartialEq, Properties)]
pub struct PickManyProps<T: Clone + PartialEq + 'static> {
    pub id: AttrValue,
    pub question: AttrValue,
    pub choices: Vec<Choice<T>>,
    pub chosen: Vec<T>,
    /// The whole new selection, in the order of the choices.
    pub onchoose: Callback<Vec<T>>,
    #[prop_or_default]
    pub kind: Kind,
    #[prop_or_default]
    pub small: bool,
}

/// Checkboxes as large tiles.
#[component]
pub fn PickMany<T: Clone + PartialEq + 'static>(props: &PickManyProps<T>) -> Html {
    let tile = |(index, choice): (usize, &Choice<T>)| {
        let checked = props.chosen.contains(&choice.value);
        let onchange = {
            let props = props.clone();
            Callback::from(move |_: Event| {
                let wanted = |(at, choice): (usize, &Choice<T>)| {
                    let was = props.chosen.contains(&choice.value);
                    (if at == index { !was } else { was }).then(|| choice.value.clone())
                };
                let chosen = props.choices.iter().enumerate().filter_map(wanted).collect();
                props.onchoose.emit(chosen);
            })
        };
        let id = format!("{}-{index}", props.id);
        html! {
            <label class="choice" key={index}>
                <input type="checkbox" {id} {checked} {onchange} />
                { icon(choice.icon.as_ref()) }
                <span class="choice-words">{ choice.words.clone() }</span>
            </label>
        }
    };
    let tiles: Html = props.choices.iter().enumerate().map(tile).collect();
    fieldset(&props.id, &props.question, props.small, props.kind, None, tiles)
}

#[derive(Clone, PartialEq, Properties)]
pub struct FacesProps {
    pub question: AttrValue,
    pub help: AttrValue,
    /// From 1 (hard) to 5 (good).
    pub words: [AttrValue; 5],
    pub chosen: Option<u8>,
    pub onchoose: Callback<u8>,
}

/// Five faces, each with its words.
#[component]
pub fn Faces(props: &FacesProps) -> Html {
    let face = |(index, words): (usize, &AttrValue)| {
        let value = index as u8 + 1;
        let onchange = props.onchoose.reform(move |_: Event| value);
        html! {
            <label class="face" key={index}>
                <input
                    type="radio" name="face" id={format!("face-{value}")}
                    checked={props.chosen == Some(value)} {onchange}
                />
                <Icon name={format!("face-{value}")} />
                <span>{ words.clone() }</span>
            </label>
        }
    };
    html! {
        <fieldset class="ds-fieldset">
            <legend class="ds-label">{ props.question.clone() }</legend>
            <p class="soft">{ props.help.clone() }</p>
            <div class="faces">{ for props.words.iter().enumerate().map(face) }</div>
        </fieldset>
    }
}

fn icon(name: Option<&AttrValue>) -> Html {
    name.map(|name| html! { <Icon name={name.clone()} /> }).unwrap_or_default()
}

fn fieldset(
    id: &AttrValue,
    question: &AttrValue,
    small: bool,
    kind: Kind,
    error: Option<&AttrValue>,
    tiles: Html,
) -> Html {
    html! {
        <fieldset class="ds-fieldset" id={id.clone()} tabindex="-1">
            <legend class={if small { "ds-label" } else { "question" }}>{ question.clone() }</legend>
            <div class="choices" data-kind={kind.attribute()}>{ tiles }</div>
            if let Some(error) = error {
                <p class="ds-validation-message" data-field="validation">{ error.clone() }</p>
            }
        </fieldset>
    }
}
