//! Questions answered by tapping: one of several, some of several, a face.
//!
//! Plain functions over one drawing of tiles: a component for each type of answer would be compiled as
//! often as there are types.

use yew::prelude::*;

use super::glyph;
use crate::markup::html;

/// One answer. `T` is what the answer means.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice<T> {
    value: T,
    face: Face,
}

/// What is seen of an answer.
#[derive(Clone, Debug, PartialEq)]
struct Face {
    words: AttrValue,
    icon: Option<&'static str>,
    checked: bool,
}

impl<T> Choice<T> {
    pub fn new(value: T, words: impl Into<AttrValue>) -> Self {
        Self { value, face: Face { words: words.into(), icon: None, checked: false } }
    }

    pub fn icon(value: T, words: impl Into<AttrValue>, icon: &'static str) -> Self {
        Self { value, face: Face { words: words.into(), icon: Some(icon), checked: false } }
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

/// How a question is put.
#[derive(Clone, Default)]
pub struct Ask {
    /// Unique on the page; also where an error summary links to.
    pub id: &'static str,
    pub question: AttrValue,
    pub kind: Kind,
    /// Not the question of the screen, but a smaller one behind "add more".
    pub small: bool,
    pub error: Option<AttrValue>,
}

/// Radio buttons as large tiles.
pub fn pick_one<T: Clone + PartialEq + 'static>(
    ask: Ask,
    choices: Vec<Choice<T>>,
    chosen: impl Into<Option<T>>,
    onchoose: Callback<T>,
) -> Html {
    let chosen = chosen.into();
    let mut faces = Vec::with_capacity(choices.len());
    for Choice { value, face } in &choices {
        show(&mut faces, face, chosen.as_ref() == Some(value));
    }
    let pick = Callback::from(move |index: usize| onchoose.emit(choices[index].value.clone()));
    tiles(ask, "radio", faces, pick)
}

/// Checkboxes as large tiles. The whole new selection is given on, in the order of the choices.
pub fn pick_many<T: Clone + PartialEq + 'static>(
    ask: Ask,
    choices: Vec<Choice<T>>,
    chosen: &[T],
    onchoose: Callback<Vec<T>>,
) -> Html {
    let mut faces = Vec::with_capacity(choices.len());
    for Choice { value, face } in &choices {
        show(&mut faces, face, chosen.contains(value));
    }
    let before = faces.clone();
    let pick = Callback::from(move |index: usize| {
        let mut wanted = Vec::new();
        for (at, (Choice { value, .. }, before)) in choices.iter().zip(&before).enumerate() {
            if before.checked != (at == index) {
                wanted.push(value.clone());
            }
        }
        onchoose.emit(wanted);
    });
    tiles(ask, "checkbox", faces, pick)
}

/// Compiled once, and what calls it for each type of answer.
#[inline(never)]
fn show(faces: &mut Vec<Face>, face: &Face, checked: bool) {
    faces.push(Face { checked, ..face.clone() });
}

fn tiles(ask: Ask, kind: &'static str, faces: Vec<Face>, pick: Callback<usize>) -> Html {
    let tile = |(index, Face { words, icon, checked }): (usize, Face)| {
        let onchange = pick.reform(move |_: Event| index);
        html! {
            <label class="choice" key={index}>
                <input
                    type={kind} id={format!("{}-{index}", ask.id)} name={ask.id} {checked} {onchange}
                />
                { icon.map(glyph).unwrap_or_default() }
                <span class="choice-words">{ words }</span>
            </label>
        }
    };
    html! {
        <fieldset class="ds-fieldset" id={ask.id} tabindex="-1">
            <legend class={if ask.small { "ds-label" } else { "question" }}>
                { ask.question.clone() }
            </legend>
            <div class="choices" data-kind={ask.kind.attribute()}>
                { for faces.into_iter().enumerate().map(tile) }
            </div>
            if let Some(error) = &ask.error {
                <p class="ds-validation-message" data-field="validation">{ error.clone() }</p>
            }
        </fieldset>
    }
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
                { glyph(&(format!("face-{value}"))) }
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
